"""Break-even: how sure must one be before a plan beats another?

Over a grid of settings the plan's mean difference to the baseline is set against how often
an event came true in its runs (a promise kept, say). A monotone curve through the settings
(isotonic regression) crosses zero at the break-even. Its interval is a bootstrap over seeds.
"""

from collections.abc import Iterator
from typing import ClassVar, Literal

import numpy as np
from pydantic import Field
from scipy.optimize import isotonic_regression

from sim.errors import did_you_mean
from sim.results.measures import MEASURES
from sim.sampling import INTERVAL, bootstrap_weights
from sim.scenario.document import Document, Inconsistency
from sim.studies.finding import ResultTable, StudyFinding, StudyRuns
from sim.studies.statistics import Crossing, Values, capital, crossing, phrase, sign_of_better
from sim.studies.sweep import Sweep

RESAMPLES = 400


class BreakEven(Sweep):
    """How often something has to come true before a plan beats another."""

    fewest_plans: ClassVar[int] = 2
    most_plans: ClassVar[int] = 2
    factors_wanted: ClassVar[tuple[int, int]] = (1, 2)

    kind: Literal["break-even"] = Field(  # type: ignore[assignment]
        description="How sure one has to be before a plan beats another."
    )
    happens: str = Field(description="The measure that is more than 0 where it came true.")
    event: str = Field("it comes true", max_length=80, description="That, in words.")

    @classmethod
    def mistakes(cls, document: Document, plans: list[str]) -> Iterator[Inconsistency]:
        """Yield the mistakes of every study, and an unknown measure."""
        yield from super().mistakes(document, plans)
        happens = document.get("happens")
        if isinstance(happens, str) and happens not in MEASURES:
            problem = f"there is no measure {happens!r}; {did_you_mean(happens, MEASURES)}"
            yield Inconsistency(("happens",), problem)

    def conclude(self, runs: StudyRuns) -> StudyFinding:
        """Find the break-even, or which plan is better however often the event comes true."""
        cells, plan = self.cells(runs), self.rivals[0]
        events = self.cells(runs, self.happens)
        came_true = (events.values[events.plans.index(plan)] > 0).astype(np.float64)
        seeds, sign = came_true.shape[-1], sign_of_better(self.main_measure)
        came_true = came_true.reshape(-1, seeds)
        gains = sign * cells.gaps(plan, self.baseline_plan).reshape(-1, seeds)
        found, shares = break_even(came_true, gains), came_true.mean(axis=1)
        gaps = [cells.gap(plan, self.baseline_plan, place) for place in cells.places]
        rival, base = self.label_of(plan), self.label_of(self.baseline_plan)
        heads = (
            *map(self.title_of, self.factors),
            self.event,
            f"{rival} against {base}, {phrase(self.main_measure)}",
        )
        rows = tuple(
            (*(level.label for level in cells.at(place)), f"{share:.0%}", gap.signed)
            for place, share, gap in zip(cells.places, shares, gaps, strict=True)
        )
        x, y = monotone_curve(shares, gains.mean(axis=1))
        return StudyFinding(
            headline=capital(self._headline(found, shares, float(gains.mean()))),
            tables=(ResultTable(heads, rows), _break_even_table(found)),
            chart_data={"chances": shares, "plan": plan, "found": found, "gaps": gaps,
                        "fitted": (x, y * sign)},
        )  # fmt: skip

    def _headline(self, found: Crossing, shares: Values, gain: float) -> str:
        rival, base = self.label_of(self.rivals[0]), self.label_of(self.baseline_plan)
        if np.isnan(found.at):
            better, other = (rival, base) if gain > 0 else (base, rival)
            span = f"{shares.min():.0%} to {shares.max():.0%}"
            return f"{better} beats {other} however sure one is: {self.event} in {span} of runs"
        return (
            f"{rival} beats {base} once {self.event} in {found.at:.0%} of cases "
            f"(95 %: {found.low:.0%}–{found.high:.0%})"
        )


def _break_even_table(found: Crossing) -> ResultTable:
    """Tabulate the break-even with its interval, and how often resamples have one."""
    at, interval = "none", ""
    if not np.isnan(found.at):
        at, interval = f"{found.at:.0%}", f"{found.low:.0%} to {found.high:.0%}"
    heads = ("break-even", "95 %", "resamples with a break-even")
    return ResultTable(heads, ((at, interval, f"{found.share:.0%}"),))


def monotone_curve(chances: Values, gains: Values) -> tuple[Values, Values]:
    """Fit a monotone curve through the settings: each chance once, in order, and its gain."""
    places, inverse, number = np.unique(chances, return_inverse=True, return_counts=True)
    means = np.bincount(inverse, gains) / number
    return places, isotonic_regression(means, weights=number).x


def break_even(came_true: Values, gains: Values) -> Crossing:
    """Find where a plan's gain turns positive. Both arrays have the shape (settings, seeds)."""
    gains = np.nan_to_num(gains)
    at = crossing(*monotone_curve(came_true.mean(axis=1), gains.mean(axis=1)))
    weights = bootstrap_weights(gains.shape[1])[:RESAMPLES]
    chances, means = weights @ came_true.T, weights @ gains.T
    found = np.array(
        [crossing(*monotone_curve(p, gain)) for p, gain in zip(chances, means, strict=True)]
    )
    kept = found[~np.isnan(found)]
    if np.isnan(at):
        return Crossing(np.nan, np.nan, np.nan, len(kept) / len(found))
    low, high = np.quantile(kept, INTERVAL)
    return Crossing(float(at), float(low), float(high), len(kept) / len(found))
