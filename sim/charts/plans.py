"""Plans compared: what a typical run of each looks like, and how far runs differ."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.ticker import MaxNLocator

from sim.charts.findings import plans_finding
from sim.charts.labels import Box, height_of, outermost, shorten, spread, width_of, wrap
from sim.charts.palette import FAINT, MUTED, PAPER, Look, looks
from sim.charts.rates import Floats, smooth
from sim.charts.style import (
    BODY,
    MARGIN,
    SMALL,
    TOP,
    WIDTH,
    box_of,
    figure_of,
    inches,
    panel,
    slide,
    source,
    stroke,
    write,
)  # fmt: skip
from sim.charts.week import Week
from sim.charts.wording import in_its_words, number, plan_title, say

if TYPE_CHECKING:
    from sim.results import Ensemble

TOGETHER = 6
"""Plans up to which all share one panel. With more, each has its own."""
MOST_BANDS = 4
"""Plans up to which bands in one panel do not hide each other."""
MOST_PANELS = 20
_QUANTILES = (0.1, 0.5, 0.9)
"""Lower edge of the band, the line, upper edge."""
_ONE = Box(1.0, 1.15, 8.9, TOP - 0.1)
_ALL = Box(0.75, 0.85, WIDTH - MARGIN + 0.2, TOP)
"""The one panel, and where many share the slide."""
_NAME_LINES, _ROWS_WITH_ROOM = 2, 3
"""Lines of a plan's name above its own panel, and rows of panels up to which two have room."""
_UP = 0.12
"""Inches from the middle of a label to the middle of its first line."""


@dataclass(frozen=True, slots=True)
class Course:
    """The storm under one plan: posts per hour over hours since the start."""

    plan: str
    look: Look
    peak: float
    """Median over runs of each run's peak."""
    peak_at: float
    """The hour at which the median curve is highest, so that the marker stands above its peak."""
    hours: Floats
    low: Floats
    median: Floats
    high: Floats
    single: bool = False
    """True if there is one run only, whose own peak this is."""

    def every(self, step: int) -> "Course":
        """The same with only every so many points, for a small panel."""
        curves = ("hours", "low", "median", "high")
        return replace(self, **{name: getattr(self, name)[::step] for name in curves})


@in_its_words
def plans(ensemble: "Ensemble", baseline: str = "silence") -> Figure:
    """The slide that compares all plans over time, those with the highest peaks first.

    The price in its headline is that against the baseline.
    """
    found = courses(ensemble)
    shown, week = outermost(found, MOST_PANELS), Week.of(ensemble.scenario)
    origin = source(ensemble.scenario, ensemble.seeds, len(found))
    shows = _shows(len(found), len(ensemble.seeds))
    figure = slide(plans_finding(ensemble.measures, baseline), shows, origin)
    if len(shown) <= TOGETHER:
        draw_together(panel(figure, _ONE), shown, week)
    else:
        _draw_apart(figure, [course.every(3) for course in shown], week)
    return figure


def courses(ensemble: "Ensemble") -> list[Course]:
    """The course of every plan, the one with the highest typical peak first."""
    chosen, per_tick = looks(ensemble.plans), ensemble.scenario.hours_per_tick
    typical = ensemble.measures.groupby("plan")[["peak", "peak_at"]].median()
    found = []
    for plan in ensemble.plans:
        runs = ensemble.dataset["critical_posts"].sel(plan=plan).transpose("seed", "time")
        curves = [smooth(run, per_tick) for run in runs.to_numpy()]
        band = np.quantile([rate for _, rate in curves], _QUANTILES, axis=0)
        hours, single = curves[0][0], len(curves) == 1
        peak, at = float(typical["peak"][plan]), float(typical["peak_at"][plan])
        low, median, high = band
        if median.max() > 0:  # else no hour is loud in most runs, though most have a peak
            at = float(hours[int(median.argmax())])
        found.append(Course(plan, chosen[plan], peak, at, hours, low, median, high, single))
    return sorted(found, key=lambda course: -course.peak)


# -- all in one panel ----------------------------------------------------------------------


def draw_together(ax: Axes, shown: Sequence[Course], week: Week) -> None:
    """Draw all plans in one panel, each name beside it at the height of its typical peak."""
    banded = len(shown) <= MOST_BANDS
    for course in shown:
        draw_course(ax, course, band=banded)
    _set_axes(ax, shown, week, banded=banded)
    week.label(ax)
    box, heights = box_of(ax), [inches(ax, 0, course.peak)[1] for course in shown]
    # those alike stand in the order shown: the highest peak on top
    wanted = [height - 1e-6 * place for place, height in enumerate(heights)]
    tall = height_of(1, BODY) + height_of(1, SMALL) + 0.06
    places = spread(wanted, [tall] * len(shown), box.bottom - 0.4, box.top)
    for course, y in zip(shown, places, strict=True):
        _name(figure_of(ax), course, box.right + 0.35, y)


def draw_course(ax: Axes, course: Course, *, band: bool) -> None:
    """Line, typical peak on a stem above the line's own and, if asked for, the band of a plan."""
    look = course.look
    if band:
        ax.fill_between(course.hours, course.low, course.high, color=look.colour, alpha=0.14, lw=0)
    ax.plot(course.hours, course.median, color=look.colour, ls=look.line, lw=2.6, zorder=3)
    if course.peak > 0:
        at, highest = (course.peak_at, course.peak), float(course.median.max())
        stem = [min(highest, course.peak), course.peak]
        ax.plot([at[0], at[0]], stem, color=look.colour, lw=1.0, zorder=4)
        ax.plot(*at, look.marker, color=look.colour, ms=12, mec=PAPER, mew=1.2, zorder=5)


def _name(figure: Figure, course: Course, left: float, y: float) -> None:
    """A sample of the line, the plan's name and its typical peak."""
    look, right = course.look, left + 0.65
    stroke(figure, (left, right), (y + _UP, y + _UP), color=look.colour, ls=look.line, lw=2.6)
    mark = {"marker": look.marker, "ms": 11, "mec": PAPER, "mew": 1.2}
    stroke(figure, ((left + right) / 2,), (y + _UP,), color=look.colour, **mark)
    name = shorten(plan_title(course.plan), BODY, WIDTH - 0.2 - right - 0.1)
    write(figure, right + 0.1, y + _UP, name, BODY, va="center", gid="label")
    kind = "peak_an_hour" if course.single else "median_peak"
    peak = say(kind if course.peak > 0 else "no_storm", peak=number(course.peak))
    write(figure, right + 0.1, y - _UP, peak, color=MUTED, va="center", gid="label")


# -- each in its own panel -----------------------------------------------------------------


def _draw_apart(figure: Figure, shown: Sequence[Course], week: Week) -> None:
    """A panel for each plan, on the same axes, with the range of all behind it in grey."""
    columns = 4 if len(shown) <= 12 else 5
    rows = -(-len(shown) // columns)
    wide, tall = (_ALL.right - _ALL.left) / columns, (_ALL.top - _ALL.bottom) / rows
    lines = _NAME_LINES if rows <= _ROWS_WITH_ROOM else 1
    heads = [_heading(course, wide - 0.2, lines) for course in shown]
    most = max(len(lines) for _, lines in heads)
    for place, course in enumerate(shown):
        row, column = divmod(place, columns)
        left, top = _ALL.left + column * wide, _ALL.top - row * tall
        below = top - 0.06 - height_of(most, SMALL)
        ax = panel(figure, Box(left, top - tall + 0.2, left + wide - 0.2, below))
        _draw_one(ax, course, shown, week)
        ax.tick_params(axis="y", labelsize=SMALL, labelleft=column == 0)
        ax.tick_params(axis="x", which="both", labelbottom=place + columns >= len(shown))
        _head(figure, *heads[place], left, below + 0.06)


def _heading(course: Course, room: float, lines: int) -> tuple[str, list[str]]:
    """Return the typical peak, and the plan's name beside it on so many lines at most."""
    peak = number(course.peak)
    return peak, wrap(plan_title(course.plan), SMALL, room - _beside(peak), lines)


def _beside(peak: str) -> float:
    """Inches that the typical peak takes beside the plan's name."""
    return width_of(peak, SMALL, "bold") + 0.12


def _head(figure: Figure, peak: str, lines: Sequence[str], left: float, y: float) -> None:
    """Write the typical peak, strong, beside the last line of the name."""
    write(figure, left, y, peak, weight="bold", va="baseline", gid="value")
    write(figure, left + _beside(peak), y, "\n".join(lines), va="baseline", gid="label")


def _draw_one(ax: Axes, course: Course, shown: Sequence[Course], week: Week) -> None:
    medians = np.array([other.median for other in shown])
    every = medians.min(axis=0), medians.max(axis=0)
    ax.fill_between(course.hours, *every, color=FAINT, alpha=0.6, lw=0, zorder=1)
    draw_course(ax, course, band=True)
    _set_axes(ax, shown, week, banded=True)
    week.initials(ax)


def _set_axes(ax: Axes, shown: Sequence[Course], week: Week, *, banded: bool) -> None:
    """Room for everything drawn, whole numbers, nights."""
    tops = [float((course.high if banded else course.median).max()) for course in shown]
    ax.set_ylim(0, 1.12 * max(1.0, *tops, *(course.peak for course in shown)))
    ticks = 6 if box_of(ax).top - box_of(ax).bottom > 2 else 3
    ax.yaxis.set_major_locator(MaxNLocator(ticks, integer=True))
    week.shade(ax)


def _shows(plans: int, seeds: int) -> str:
    if seeds == 1:
        shows = say("shows_one_run")
    elif MOST_BANDS < plans <= TOGETHER:
        shows = say("shows_line")
    else:
        shows = say("shows_band")
    if plans > TOGETHER:
        shows += say("shows_all")
    if plans > MOST_PANELS:
        shows += say("shows_some", shown=MOST_PANELS, plans=plans)
    return say("critical_per_hour", shows=shows)
