"""Sweep: what plans come to over one factor, or over two of them."""

from collections.abc import Iterator, Mapping
from typing import ClassVar, Literal

import numpy as np
from pydantic import Field

from sim.language.spoken import figure, labelled, language, percent, say, whole
from sim.scenario.document import number
from sim.scenario.translated import told
from sim.studies.cells import Cells, Place
from sim.studies.factors import Factor
from sim.studies.finding import ResultTable, StudyFinding, StudyRuns
from sim.studies.settings import Grid
from sim.studies.spec import StudySpec
from sim.studies.statistics import (
    Values,
    Verdict,
    between,
    capital,
    clear_crossings,
    estimate,
    phrase,
)

LONGEST = 110
"""Characters of a headline at most; plans beyond it stand in the table alone."""
FEW_CURVES = 3
"""Levels of a second factor up to which it is drawn as panels of curves, not as a map."""


class Sweep(StudySpec):
    """Plans over one factor as curves, or over two as a map."""

    factors_wanted: ClassVar[tuple[int, int]] = (1, 2)

    kind: Literal["sweep"] = Field(description="Plans over one or two factors.")
    show: Literal["curves", "map"] | None = Field(
        None, description="Whether two factors are drawn as curves or as a map."
    )

    @property
    def as_map(self) -> bool:
        """True if it is drawn as a map."""
        if self.show is not None or len(self.factors) < 2:
            return self.show == "map" and len(self.factors) == 2
        return len(list(self.factors.values())[1].levels()) > FEW_CURVES

    @property
    def rivals(self) -> list[str]:
        """The plans that are compared with the baseline."""
        return [plan for plan in self.plan_names if plan != self.baseline_plan]

    @property
    def first_factor(self) -> Factor:
        """The factor along which curves run."""
        return next(iter(self.factors.values()))

    def cells(self, runs: StudyRuns, measure: str | None = None) -> Cells:
        """Return the runs by one measure (the main one if None)."""
        name = measure or self.main_measure
        dataset = runs.dataset[name].sel(plan=self.plan_names)
        dataset = dataset.transpose("plan", *self.factors, "seed")
        levels = Grid(self.factors).levels
        return Cells(name, tuple(self.plan_names), levels, dataset.to_numpy())

    def conclude(self, runs: StudyRuns) -> StudyFinding:
        """Count where each plan is better or worse, or find a single plan's extremes."""
        cells = self.cells(runs)
        if self.rivals:
            headline, tables = self._rivals_headline(cells), self._rivals_tables(cells)
        else:
            headline, tables = self._extremes(cells), self._single_tables(runs, cells)
        return StudyFinding(
            capital(headline),
            tuple(table for table in tables if table.rows),
            chart_data={"cells": cells},
        )

    # -- one plan ------------------------------------------------------------------------------

    def _extremes(self, cells: Cells) -> str:
        """Name the smallest and the largest mean with their levels."""
        means = {place: cells.mean(self.plan_names[0], place).value for place in cells.places}
        low, high = (end(means, key=means.__getitem__) for end in (min, max))
        return say(
            "studies.ranges",
            measure=phrase(self.main_measure),
            low=means[low],
            at_low=self.levels_label(cells, low),
            high=means[high],
            at_high=self.levels_label(cells, high),
        )

    def _single_tables(self, runs: StudyRuns, cells: Cells) -> tuple[ResultTable, ...]:
        """Tabulate every setting against the first level, and the trend over all levels."""
        first = next(iter(cells.levels.values()))[0]
        others = [self.cells(runs, measure) for measure in self.measures[1:]]
        values = cells.values[0]
        rows = []
        for place in cells.places:
            gap = estimate(values[place] - values[(0, *place[1:])]).signed if place[0] else ""
            beside = [figure(estimate(other.values[0][place]).value) for other in others]
            labels = (level.label for level in cells.at(place))
            rows.append((*labels, str(estimate(values[place])), gap, *beside))
        heads = (*map(self.title_of, self.factors), phrase(self.main_measure))
        beside_heads = map(phrase, self.measures[1:])
        against = say("studies.against_level", level=first.label)
        table = ResultTable((*heads, against, *beside_heads), tuple(rows))
        trend_heads = (say("studies.over_levels"), say("studies.change"))
        return table, ResultTable(trend_heads, tuple(self._trends(cells)))

    def _trends(self, cells: Cells) -> Iterator[tuple[str, str]]:
        """Yield the change over the first factor per unit, or per factor of ten."""
        factor = self.first_factor
        if factor.choices or not factor.is_number:
            return
        positions = [level.position for level in next(iter(cells.levels.values()))]
        for inner, label in cells.inner():
            runs = cells.along_first(cells.values[0], inner)
            if factor.scale == "log":
                name = say("studies.tenfold", factor=self.title_of(next(iter(self.factors))))
                change = str(estimate(10 ** exponents(positions, runs)))
            else:
                span = (positions[-1] - positions[0]) * (100 if factor.unit == "%" else 1)
                name = say("studies.per_unit", unit=factor.unit or say("studies.unit"))
                change = estimate((runs[-1] - runs[0]) / span).signed
            yield f"{name}, {label}" if label else name, change

    # -- several plans -----------------------------------------------------------------------------

    def _rivals_headline(self, cells: Cells) -> str:
        """Say in how many settings each plan is better and worse than the baseline."""
        base, headline = self.label_of(self.baseline_plan), ""
        for plan in self.rivals:
            better, worse, settings = _counts(cells.verdicts(plan, self.baseline_plan))
            counts = {"better": whole(better), "worse": whole(worse), "settings": whole(settings)}
            label, how = self.label_of(plan), outcome(better, worse, settings)
            if not headline:
                headline = say(f"studies.outcome_{how}", plan=label, base=base, **counts)
                continue
            other = say(f"studies.beside_{how}", plan=label, base=base, **counts)
            longer = say("studies.and_another", before=headline, other=other)
            if len(longer) <= LONGEST:
                headline = longer
        return headline

    def _rivals_tables(self, cells: Cells) -> tuple[ResultTable, ...]:
        """Tabulate every setting, and where plans change places."""
        base = self.label_of(self.baseline_plan)
        measure = phrase(self.main_measure)
        heads = (
            *map(self.title_of, self.factors),
            *(f"{labelled(self.label_of(plan))} {measure}" for plan in self.plan_names),
            *(
                say("studies.plan_against", plan=self.label_of(plan), base=base)
                for plan in self.rivals
            ),
        )
        rows = tuple(
            (
                *(level.label for level in cells.at(place)),
                *(str(cells.mean(plan, place)) for plan in self.plan_names),
                *(cells.gap(plan, self.baseline_plan, place).signed for plan in self.rivals),
            )
            for place in cells.places
        )
        first = self.title_of(next(iter(self.factors)))
        crossing_heads = (
            say("studies.changes_places", base=base),
            first,
            say("studies.interval"),
            say("studies.with_crossing"),
        )
        return (
            ResultTable(heads, rows),
            ResultTable(crossing_heads, tuple(self._crossings(cells))),
        )

    def _crossings(self, cells: Cells) -> Iterator[tuple[str, ...]]:
        """Yield where a plan and the baseline change places along the first factor."""
        factor = self.first_factor
        if self.as_map or not factor.is_number or factor.choices:
            return
        positions = [level.position for level in next(iter(cells.levels.values()))]
        for plan in self.rivals:
            for inner, label in cells.inner():
                gaps = cells.along_first(cells.gaps(plan, self.baseline_plan), inner)
                for crossing in clear_crossings(positions, gaps, factor.scale == "log"):
                    at, low, high = (
                        factor.shown(float(f"{end:.3g}"))
                        for end in (crossing.at, crossing.low, crossing.high)
                    )
                    name = self.label_of(plan)
                    yield (
                        f"{name}, {label}" if label else name,
                        at,
                        between(low, high),
                        percent(crossing.share),
                    )

    # -- labels --------------------------------------------------------------------------------

    def title_of(self, name: str) -> str:
        """Return what a factor is called."""
        label = self.factors[name].label
        return told(label, language()) if label else name.replace("-", " ").replace("_", " ")

    def levels_label(self, cells: Cells, place: Place) -> str:
        """Return a setting as a label: "share affected 10 %, 480 people"."""
        return ", ".join(
            self._level_label(name, level.label)
            for name, level in zip(self.factors, cells.at(place), strict=True)
        )

    def _level_label(self, name: str, label: str) -> str:
        """Return a level with its factor, unless the level is named."""
        factor = self.factors[name]
        if factor.choices:
            return label
        counted = not factor.unit and all(number(v) is not None for v in factor.values or ())
        return f"{label} {self.title_of(name)}" if counted else f"{self.title_of(name)} {label}"


def _counts(verdicts: Mapping[Place, Verdict]) -> tuple[int, int, int]:
    """Count the settings in which a plan is better, those in which it is worse, and all."""
    values = list(verdicts.values())
    return values.count("better"), values.count("worse"), len(values)


def outcome(better: int, worse: int, settings: int) -> str:
    """Name what a plan comes to over all settings, as the texts of studies call it."""
    if better and worse:
        return "mixed_in"
    if not better and not worse:
        return "alike_in"
    everywhere = "_all" if settings == better + worse > 1 else ""
    return ("better_in" if better else "worse_in") + everywhere


def exponents(positions: list[float], runs: Values) -> Values:
    """Fit a power law over levels to every seed. ``runs`` has the shape (levels, seeds).

    A 0 counts as half of the least that was measured: half a post, or half of the least share.
    """
    x, least = np.log10(positions), np.min(runs, where=runs > 0, initial=np.inf)
    floor = 0.5 * least if np.isfinite(least) else 1.0
    return np.array([np.polyfit(x, np.log10(np.maximum(run, floor)), 1)[0] for run in runs.T])
