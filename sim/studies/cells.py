"""The cells of a grid: what each plan comes to at each combination of levels."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import product

import numpy as np

from sim.studies.factors import Level
from sim.studies.reckoning import Mean, Values, Verdict, mean_of, sign_of_better, verdict


@dataclass(frozen=True)
class Cells:
    """Runs of a grid by one measure: plan × factors × seed."""

    measure: str
    plans: tuple[str, ...]
    levels: Mapping[str, list[Level]]
    values: Values
    """One axis for plans, one per factor, one for seeds."""

    @property
    def places(self) -> Iterator[tuple[int, ...]]:
        """All combinations, as numbers of levels."""
        return product(*(range(len(levels)) for levels in self.levels.values()))

    def at(self, place: tuple[int, ...]) -> tuple[Level, ...]:
        """The levels of a combination."""
        return tuple(levels[k] for levels, k in zip(self.levels.values(), place, strict=True))

    def mean(self, plan: str, place: tuple[int, ...]) -> Mean:
        """What a plan comes to there."""
        return mean_of(self.values[(self.plans.index(plan), *place)])

    def gaps(self, plan: str, other: str) -> Values:
        """Differences of two plans, pair by pair."""
        one, two = self.plans.index(plan), self.plans.index(other)
        gaps: Values = self.values[one] - self.values[two]
        return gaps

    def gap(self, plan: str, other: str, place: tuple[int, ...]) -> Mean:
        """The mean difference of two plans there."""
        return mean_of(self.gaps(plan, other)[place])

    def verdicts(self, plan: str, other: str) -> dict[tuple[int, ...], Verdict]:
        """Where the plan is better, where worse, where nobody can tell."""
        return {place: verdict(self.gap(plan, other, place), self.measure) for place in self.places}

    def best(self, place: tuple[int, ...]) -> str:
        """The plan with the best mean there."""
        means = [np.nanmean(self.values[(k, *place)]) for k in range(len(self.plans))]
        return self.plans[int(np.nanargmax(sign_of_better(self.measure) * np.array(means)))]
