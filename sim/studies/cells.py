"""The cells of a grid: what each plan comes to at each combination of levels."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import product

from sim.studies.factors import Level
from sim.studies.statistics import MeanEstimate, Values, Verdict, estimate, verdict

Place = tuple[int, ...]
"""A combination of levels, as numbers."""


@dataclass(frozen=True)
class Cells:
    """Runs of a grid by one measure: plan × factors × seed."""

    measure: str
    plans: tuple[str, ...]
    levels: Mapping[str, list[Level]]
    values: Values
    """One axis for plans, one per factor, one for seeds."""

    @property
    def places(self) -> Iterator[Place]:
        """All combinations."""
        return product(*(range(len(levels)) for levels in self.levels.values()))

    def inner(self) -> Iterator[tuple[Place, str]]:
        """Yield the levels of the second factor with their labels, or one empty level."""
        if len(self.levels) == 1:
            yield (), ""
            return
        for number, level in enumerate(list(self.levels.values())[1]):
            yield (number,), level.label

    def along_first(self, values: Values, inner: Place) -> Values:
        """Return values along the first factor, of shape (levels, seeds)."""
        along: Values = values[:, inner[0]] if inner else values
        return along

    def at(self, place: Place) -> tuple[Level, ...]:
        """Return the levels of a combination."""
        return tuple(levels[k] for levels, k in zip(self.levels.values(), place, strict=True))

    def mean(self, plan: str, place: Place) -> MeanEstimate:
        """Return what a plan comes to there."""
        return estimate(self.values[(self.plans.index(plan), *place)])

    def gaps(self, plan: str, other: str) -> Values:
        """Return the differences of two plans, pair by pair."""
        gaps: Values = self.values[self.plans.index(plan)] - self.values[self.plans.index(other)]
        return gaps

    def gap(self, plan: str, other: str, place: Place) -> MeanEstimate:
        """Return the mean difference of two plans there."""
        return estimate(self.gaps(plan, other)[place])

    def verdicts(self, plan: str, other: str) -> dict[Place, Verdict]:
        """Return at each place whether the plan is better, worse, or neither for certain."""
        return {place: verdict(self.gap(plan, other, place), self.measure) for place in self.places}
