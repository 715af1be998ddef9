"""Sweep: what plans come to over one factor, or over two of them."""

from collections.abc import Iterator, Mapping
from itertools import pairwise
from typing import ClassVar, Literal

import numpy as np
from pydantic import Field

from sim.results.figures import figure
from sim.scenario.document import number
from sim.studies.asked import Asked
from sim.studies.cells import Cells
from sim.studies.factors import Factor, Level
from sim.studies.finding import Finding, Tried
from sim.studies.reckoning import (
    Crossing,
    Mean,
    Verdict,
    capital,
    joined,
    mean_of,
    phrase,
    sure_crossings,
)
from sim.studies.settings import Grid

LONGEST = 110
"""Signs of a headline about several plans; what is longer is told below it."""
FEW_CURVES = 3
"""Levels of a second factor up to which it is drawn as panels of curves, not as a map."""


class Sweep(Asked):
    """Plans over one factor as curves, or over two as a map."""

    factors_wanted: ClassVar[tuple[int, int]] = (1, 2)

    kind: Literal["sweep"] = Field(description="Plans over one or two factors.")
    show: Literal["curves", "map"] | None = Field(
        None, description="Whether two factors are drawn as curves or as a map."
    )

    @property
    def as_map(self) -> bool:
        """Whether it is drawn as a map."""
        if self.show is not None or len(self.factors) < 2:
            return self.show == "map" and len(self.factors) == 2
        return len(list(self.factors.values())[1].levels()) > FEW_CURVES

    def cells(self, tried: Tried, measure: str | None = None) -> Cells:
        """The runs by one measure."""
        name = measure or self.decides
        runs = tried.runs[name].sel(plan=self.compared)
        runs = runs.transpose("plan", *self.factors, "seed")
        levels = Grid(self.factors).levels
        return Cells(name, tuple(self.compared), levels, runs.to_numpy())

    def find(self, tried: Tried) -> Finding:
        """Who is ahead where; for a single plan, how far it moves."""
        cells = self.cells(tried)
        others = [plan for plan in self.compared if plan != self.against]
        if others:
            headline, sentences = self._rivals(cells, others)
        else:
            headline, sentences = self._alone(cells)
        return Finding(
            headline=capital(headline),
            sentences=tuple(map(capital, sentences)),
            heads=self._heads(others),
            rows=tuple(self._row(cells, place, others) for place in cells.places)
            if others or len(self.factors) > 1
            else tuple(self._rows_alone(tried, cells)),
            drawn={"cells": cells},
        )

    # -- one plan ------------------------------------------------------------------------------

    def _alone(self, cells: Cells) -> tuple[str, list[str]]:
        """How far the measure moves over the factors."""
        inner = [()] if len(self.factors) == 1 else [(k,) for k in range(len(second(cells)))]
        name = next(iter(self.factors))
        factor = self.factors[name]
        if factor.is_number and not factor.choices and not self.as_map:
            headline = f"from {self.say(name, self._ends(cells, name))}, {phrase(self.decides)} go "
            headline += ", ".join(self._course(cells, one) for one in inner)
        else:
            headline = self._extremes(cells)
        named = factor.choices is not None and len(self.factors) == 1
        said = [self._levels_told(cells)] if named else [self._along(cells, one) for one in inner]
        return headline, said + (self._power(cells) if self.factors[name].scale == "log" else [])

    def _extremes(self, cells: Cells) -> str:
        """The levels with the fewest and the most."""
        means = {place: cells.mean(self.compared[0], place).value for place in cells.places}
        low, high = (end(means, key=means.__getitem__) for end in (min, max))
        return (
            f"fewest {phrase(self.decides)} with {self.named(cells.at(low))}: "
            f"{figure(means[low])}; most with {self.named(cells.at(high))}: {figure(means[high])}"
        )

    def _course(self, cells: Cells, inner: tuple[int, ...]) -> str:
        """From which mean to which the first factor leads."""
        plan, last = self.compared[0], len(next(iter(cells.levels.values()))) - 1
        first, end = (figure(cells.mean(plan, (k, *inner)).value) for k in (0, last))
        where = f" {second(cells)[inner[0]].label}" if inner else ""
        return f"from {first} to {end}{where}"

    def _ends(self, cells: Cells, name: str) -> str:
        """The first and the last level of a factor."""
        return f"{cells.levels[name][0].label} to {cells.levels[name][-1].label}"

    def _levels_told(self, cells: Cells) -> str:
        """Every named level against the first of them."""
        levels = next(iter(cells.levels.values()))
        gaps = {
            level.label: mean_of(cells.values[0][k] - cells.values[0][0])
            for k, level in enumerate(levels)
            if k
        }
        told = [f"{label} {gap.signed}{'' if gap.sure else ', which may be chance'}"
                for label, gap in gaps.items()]  # fmt: skip
        return f"against {levels[0].label}: {'; '.join(told)} {phrase(self.decides)}."

    def _along(self, cells: Cells, inner: tuple[int, ...]) -> str:
        """The first level of the first factor against its last, and what a unit of it costs."""
        name, levels = next(iter(cells.levels.items()))
        factor, runs = self.factors[name], cells.values[0]
        change = mean_of(runs[(-1, *inner)] - runs[(0, *inner)])
        told = "" if change.sure else ", which may be chance"
        where = f"{second(cells)[inner[0]].label}: " if inner else ""
        said = (
            f"{where}from {self.title_of(name)} {levels[0].label} to {levels[-1].label} the mean "
            f"moves by {change.signed} {phrase(self.decides)}{told}"
        )
        if factor.choices or not factor.is_number or factor.scale == "log":
            return f"{said}."
        each = (levels[-1].position - levels[0].position) * (100 if factor.unit == "%" else 1)
        slope = mean_of((runs[(-1, *inner)] - runs[(0, *inner)]) / each)
        return f"{said}, per {factor.unit or 'unit'} {slope.signed}; {self._since(cells, inner)}."

    def _since(self, cells: Cells, inner: tuple[int, ...]) -> str:
        """From which level on the mean surely differs from that of the first level."""
        levels, runs = next(iter(cells.levels.values())), cells.values[0]
        sure = [mean_of(runs[(k, *inner)] - runs[(0, *inner)]).sure for k in range(len(levels))]
        since = len(sure) - next((k for k, one in enumerate(reversed(sure)) if not one), 0)
        if since >= len(sure):
            return "no level after the first surely differs from it"
        return f"from {levels[since].label} on it surely differs from {levels[0].label}"

    def _power(self, cells: Cells) -> list[str]:
        """The exponent of a power law over the first factor."""
        name, runs = next(iter(self.factors)), cells.values[0]
        means = runs.reshape(len(runs), -1, runs.shape[-1]).mean(axis=1)
        x = np.log10([level.position for level in cells.levels[name]])
        fits = [np.polyfit(x, np.log10(np.maximum(run, 0.5)), 1)[0] for run in means.T]
        slope = mean_of(np.array(fits))
        return [
            f"ten times the {self.title_of(name)} means about {figure(10**slope.value)} times the "
            f"{phrase(self.decides)} (exponent {slope})."
        ]

    # -- several plans -----------------------------------------------------------------------------

    def _rivals(self, cells: Cells, others: list[str]) -> tuple[str, list[str]]:
        """Each other plan against the baseline: briefly in the headline, then where."""
        brief = [self._against(cells, plan, brief=True) for plan in others]
        told = [self._against(cells, plan, brief=False) for plan in others]
        crossings = [said for plan in others for said in self._crossings(cells, plan)]
        kept = list(brief)
        while len(kept) > 1 and len("; ".join(kept)) > LONGEST:
            kept.pop()
        headline = f"against {self.called(self.against)}, {'; '.join(kept)}"
        sizes = [self._sizes(cells, plan) for plan in others]
        rest = [said for said in told if said not in kept]
        return headline, [f"{said}." for said in [*rest, *sizes, *crossings]]

    def _sizes(self, cells: Cells, plan: str) -> str:
        """The smallest and the largest difference of a plan to the baseline, and where."""
        gaps = {place: cells.gap(plan, self.against, place) for place in cells.places}
        ends = [pick(gaps, key=lambda place: gaps[place].value) for pick in (min, max)]
        told = [f"{gaps[place].signed} with {self.named(cells.at(place))}" for place in ends]
        return f"{self.called(plan)} changes {phrase(self.decides)} by {' to '.join(told)}"

    def _against(self, cells: Cells, plan: str, brief: bool) -> str:
        """Where a plan is better than the baseline, where worse, where nobody can tell."""
        by = cells.verdicts(plan, self.against)
        rival, kinds = self.called(plan), set(by.values())
        if kinds == {"tie"}:
            return f"{rival} makes no sure difference anywhere"
        if len(kinds) == 1:
            return f"{rival} {'wins' if kinds == {'better'} else 'loses'} everywhere"
        wide = self.as_map or len(self.factors) > 1
        told = [kind for kind in WORDS if kind in kinds and not (brief and kind == "tie")]
        where = {
            kind: share_of(by, kind) if brief and wide else self._where(cells, by, kind)
            for kind in told
        }
        return f"{rival} {joined([f'{WORDS[kind]} {said}' for kind, said in where.items()])}"

    def _where(self, cells: Cells, by: Mapping[tuple[int, ...], Verdict], kind: Verdict) -> str:
        """In words, the levels at which something holds."""
        places = [place for place, said in by.items() if said == kind]
        if len(self.factors) > 1 and self.as_map:
            return f"in {len(places)} of {len(by)} settings{self._bounds(cells, places)}"
        if len(self.factors) == 1:
            return "with " + self.spans(cells, [place[0] for place in places])
        inner = list(self.factors)[1]
        parts = []
        for k, level in enumerate(cells.levels[inner]):
            held = [place[0] for place in places if place[1] == k]
            if held:
                parts.append(f"{level.label}: with {self.spans(cells, held)}")
        return "; ".join(parts)

    def _bounds(self, cells: Cells, places: list[tuple[int, ...]]) -> str:
        """The range of each factor over some cells, where it is not all of it."""
        parts = []
        for axis, (name, levels) in enumerate(cells.levels.items()):
            held = sorted({place[axis] for place in places})
            if len(held) < len(levels):
                ends = (levels[held[0]].label, levels[held[-1]].label)
                span = ends[0] if ends[0] == ends[1] else f"{ends[0]} to {ends[1]}"
                parts.append(self.say(name, span))
        return f" ({', '.join(parts)})" if parts else ""

    def spans(self, cells: Cells, held: list[int]) -> str:
        """Levels of the first factor, neighbours as "2 % to 10 %"."""
        name = next(iter(self.factors))
        levels, parts = cells.levels[name], []
        for first, last in neighbours(held):
            ends = levels[first].label, levels[last].label
            parts.append(ends[0] if first == last else f"{ends[0]} to {ends[1]}")
        return self.say(name, joined(parts))

    def _crossings(self, cells: Cells, plan: str) -> list[str]:
        """Where plan and baseline change places along the first factor."""
        name = next(iter(self.factors))
        factor = self.factors[name]
        if self.as_map or not factor.is_number or factor.choices:
            return []
        gaps = cells.gaps(plan, self.against)
        inner = [""] if gaps.ndim == 2 else [f", {one.label}" for one in second(cells)]
        stacks = [gaps] if gaps.ndim == 2 else [gaps[:, k] for k in range(gaps.shape[1])]
        x = [level.position for level in cells.levels[name]]
        return [
            self._crossing_said(plan, factor, found, label)
            for label, stack in zip(inner, stacks, strict=True)
            for found in sure_crossings(x, stack, factor.scale == "log")
        ]

    def _crossing_said(self, plan: str, factor: Factor, found: Crossing, label: str) -> str:
        at, low, high = (factor.shown(round3(end)) for end in (found.at, found.low, found.high))
        return (
            f"{self.called(plan)} and {self.called(self.against)} change places at {at}{label} "
            f"(95 %: {low} to {high}; a crossing in {found.share:.0%} of resamples)"
        )

    # -- words and table ---------------------------------------------------------------------

    def title_of(self, name: str) -> str:
        """What a factor is called."""
        return self.factors[name].label or name.replace("-", " ").replace("_", " ")

    def say(self, name: str, levels: str) -> str:
        """Levels of a factor in words: "480 people affected", "share affected 10 %"."""
        factor = self.factors[name]
        if factor.choices:
            return levels
        numbers = all(number(value) is not None for value in factor.values or ())
        counted = numbers and not factor.unit
        return f"{levels} {self.title_of(name)}" if counted else f"{self.title_of(name)} {levels}"

    def named(self, levels: tuple[Level, ...]) -> str:
        """A combination in words."""
        parts = [
            self.say(name, level.label) for name, level in zip(self.factors, levels, strict=True)
        ]
        return ", ".join(parts)

    def _heads(self, others: list[str]) -> tuple[str, ...]:
        if not others and len(self.factors) == 1:
            first = next(iter(self.factors.values())).levels()[0]
            named = (*map(self.title_of, self.factors), phrase(self.decides))
            return (*named, f"against {first.label}", *map(phrase, self.measures[1:]))
        plans = [f"{self.called(plan)}: {phrase(self.decides)}" for plan in self.compared]
        gaps = [f"{self.called(plan)} against {self.called(self.against)}" for plan in others]
        return (*map(self.title_of, self.factors), *plans, *gaps)

    def _row(self, cells: Cells, place: tuple[int, ...], others: list[str]) -> tuple[str, ...]:
        means: list[Mean] = [cells.mean(plan, place) for plan in self.compared]
        gaps = [cells.gap(plan, self.against, place).signed for plan in others]
        return (*(level.label for level in cells.at(place)), *map(str, means), *gaps)

    def _rows_alone(self, tried: Tried, cells: Cells) -> Iterator[tuple[str, ...]]:
        """One plan over one factor: what decides, its difference to the first level, the rest."""
        beside, runs = [self.cells(tried, one) for one in self.measures[1:]], cells.values[0]
        for k, level in enumerate(next(iter(cells.levels.values()))):
            gap = mean_of(runs[k] - runs[0]).signed if k else ""
            rest = [figure(mean_of(one.values[0][k]).value) for one in beside]
            yield (level.label, str(mean_of(runs[k])), gap, *rest)


WORDS: dict[Verdict, str] = {
    "better": "wins",
    "worse": "loses",
    "tie": "cannot be told apart",
}


def share_of(by: Mapping[tuple[int, ...], Verdict], kind: Verdict) -> str:
    """In how many settings something holds."""
    return f"in {list(by.values()).count(kind)} of {len(by)} settings"


def second(cells: Cells) -> list[Level]:
    """The levels of the second factor."""
    return list(cells.levels.values())[1]


def neighbours(held: list[int]) -> list[tuple[int, int]]:
    """Numbers as runs of neighbours: 1, 2, 3, 7 as 1–3 and 7."""
    starts = [held[0], *(b for a, b in pairwise(held) if b != a + 1)]
    ends = [*(a for a, b in pairwise(held) if b != a + 1), held[-1]]
    return list(zip(starts, ends, strict=True))


def round3(value: float) -> float:
    """Three digits."""
    return float(f"{value:.3g}")
