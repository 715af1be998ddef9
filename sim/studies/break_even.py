"""Break-even: how sure must one be before a plan beats another?

Over a grid of settings the plan's mean difference to the baseline is set against how often
an event came true in its runs (a promise kept, say). A monotone curve through the settings
(isotonic regression) crosses zero at the break-even. Its interval is a bootstrap over seeds.
Each measure of the study has a break-even of its own.

A promise is kept more often where the repair is short, which helps by itself. So kept and missed
are compared seed by seed as well: where no factor touches the repair, a seed has the same people
and the same repair in every setting, and only the promise differs.
"""

from collections.abc import Iterator
from typing import Annotated, ClassVar, Literal

import numpy as np
from numpy.typing import NDArray
from pydantic import Field
from scipy.optimize import isotonic_regression

from sim.errors import did_you_mean
from sim.language.spoken import language, percent, say
from sim.results.measures import MEASURES
from sim.sampling import INTERVAL, bootstrap_weights
from sim.scenario.document import Document, Inconsistency
from sim.scenario.translated import Translated, told
from sim.studies.finding import ResultTable, StudyFinding, StudyRuns
from sim.studies.statistics import (
    Crossing,
    Values,
    between,
    capital,
    crossing,
    estimate,
    phrase,
    sign_of_better,
)
from sim.studies.sweep import Sweep

RESAMPLES = 400
Event = Annotated[str, Field(max_length=80)]


class TranslatedEvent(Translated):
    """What has to come true, in up to three languages."""

    en: Event
    de: Event | None = None
    fr: Event | None = None


class BreakEven(Sweep):
    """How often something has to come true before a plan beats another."""

    fewest_plans: ClassVar[int] = 2
    most_plans: ClassVar[int] = 2
    factors_wanted: ClassVar[tuple[int, int]] = (1, 2)

    kind: Literal["break-even"] = Field(  # type: ignore[assignment]
        description="How sure one has to be before a plan beats another."
    )
    happens: str = Field(description="The measure that is more than 0 where it came true.")
    event: Event | TranslatedEvent = Field("it comes true", description="That, in words.")

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
        judged = {name: self._gains(runs, name) for name in self.judged}
        found_by = {name: break_even(came_true, gains) for name, gains in judged.items()}
        gains, found = judged[self.main_measure], found_by[self.main_measure]
        shares = came_true.mean(axis=1)
        gaps = [cells.gap(plan, self.baseline_plan, place) for place in cells.places]
        rival, base = self.label_of(plan), self.label_of(self.baseline_plan)
        heads = (
            *map(self.title_of, self.factors),
            self.what_happens,
            say(
                "studies.gap_of_plans",
                rival=rival,
                base=base,
                measure=phrase(self.main_measure),
            ),
        )
        rows = tuple(
            (*(level.label for level in cells.at(place)), percent(share), gap.signed)
            for place, share, gap in zip(cells.places, shares, gaps, strict=True)
        )
        x, y = monotone_curve(shares, gains.mean(axis=1))
        return StudyFinding(
            headline=capital(self._headline(found_by, judged, shares)),
            tables=(
                ResultTable(heads, rows),
                _break_even_table(found_by),
                self._outcomes_table(judged, came_true),
            ),
            chart_data={"chances": shares, "plan": plan, "found": found, "gaps": gaps,
                        "fitted": (x, y * sign)},
        )  # fmt: skip

    @property
    def what_happens(self) -> str:
        """The event in words: those of the study's file, or else of the language."""
        if "event" in self.model_fields_set:
            return told(self.event, language())
        return say("studies.event")

    @property
    def judged(self) -> list[str]:
        """The measures with a break-even: all but the one that says what came true."""
        others = [name for name in self.measures if name not in (self.happens, self.main_measure)]
        return [self.main_measure, *others]

    def _gains(self, runs: StudyRuns, measure: str) -> Values:
        """Return what the plan gains by a measure, shape (settings, seeds)."""
        gaps = self.cells(runs, measure).gaps(self.rivals[0], self.baseline_plan)
        return sign_of_better(measure) * gaps.reshape(-1, gaps.shape[-1])

    def _headline(
        self, found_by: dict[str, Crossing], judged: dict[str, Values], shares: Values
    ) -> str:
        """Name the break-even of every measure."""
        (main, found), *others = found_by.items()
        rival, base = self.label_of(self.rivals[0]), self.label_of(self.baseline_plan)
        if np.isnan(found.at):
            better, other = (rival, base) if judged[main].mean() > 0 else (base, rival)
            first = say(
                "studies.however_sure",
                better=better,
                other=other,
                event=self.what_happens,
                span=between(percent(shares.min()), percent(shares.max())),
            )
        else:
            first = say(
                "studies.once",
                rival=rival,
                base=base,
                event=self.what_happens,
                at=percent(found.at),
                low=percent(found.low),
                high=percent(found.high),
            )
        if not others:
            return first
        nowhere = [_from(one, judged[name]) for name, one in found_by.items()]
        if np.isnan(found.at) and len(set(nowhere)) == 1:
            *names, last = (_short(name) for name in found_by)
            return say("studies.by_alike", names=", ".join(names), last=last, first=first)
        rest = [
            say("studies.by_other", at=_from(other, judged[name]), measure=_short(name))
            for name, other in others
        ]
        return say("studies.by_first", measure=_short(main), first=first, rest=", ".join(rest))

    def _outcomes_table(self, judged: dict[str, Values], came_true: Values) -> ResultTable:
        """Tabulate the plan's gain where it came true and where not, and in the same seeds."""
        heads = (
            say(
                "studies.plan_against",
                plan=self.label_of(self.rivals[0]),
                base=self.label_of(self.baseline_plan),
            ),
            say("studies.where_event", event=self.what_happens),
            say("studies.where_not"),
            say("studies.same_seeds"),
        )
        rows = []
        for name, gains in judged.items():
            gaps = sign_of_better(name) * gains
            true, false = (seed_means(gaps, came_true == came) for came in (1, 0))
            between = (true, false, true - false)
            rows.append((phrase(name), *(estimate(values).signed for values in between)))
        return ResultTable(heads, tuple(rows))


def seed_means(values: Values, chosen: NDArray[np.bool_]) -> Values:
    """Return each seed's mean over the settings chosen, NaN where none is: shape (seeds,)."""
    number = chosen.sum(axis=0)
    sums = np.where(chosen, np.nan_to_num(values), 0.0).sum(axis=0)
    return np.where(number > 0, sums / np.maximum(number, 1), np.nan)


def _short(measure: str) -> str:
    """Return what a measure is called, without its unit."""
    return phrase(measure).split(" (")[0]


def _from(found: Crossing, gains: Values) -> str:
    """Say from which share on the plan is better: "87 %", "always" or "never"."""
    if np.isnan(found.at):
        return say("studies.always" if gains.mean() > 0 else "studies.never")
    return percent(found.at)


def _break_even_table(found_by: dict[str, Crossing]) -> ResultTable:
    """Tabulate each break-even with its interval, and how often resamples have one."""
    rows = []
    for name, found in found_by.items():
        at, interval = say("studies.none"), ""
        if not np.isnan(found.at):
            at, interval = percent(found.at), between(percent(found.low), percent(found.high))
        rows.append((_short(name), at, interval, percent(found.share)))
    keys = ("studies.by", "studies.break_even", "studies.interval", "studies.with_break_even")
    heads = tuple(map(say, keys))
    return ResultTable(heads, tuple(rows))


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
