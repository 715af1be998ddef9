"""Plans compared: what a typical run of each looks like, and how far runs differ."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.ticker import MaxNLocator

from sim.charts.callouts import inches
from sim.charts.findings import ends, number, plans_finding, words
from sim.charts.labels import Box, height_of, shorten, spread
from sim.charts.palette import FAINT, MUTED, PAPER, Look, looks
from sim.charts.rates import Floats, smooth
from sim.charts.style import BODY, SMALL, WIDTH, box_of, footer, panel, slide, stroke, write
from sim.charts.week import Week

if TYPE_CHECKING:
    from sim.results import Ensemble

TOGETHER = 6
"""Plans up to which all share one panel; with more, each has its own, the others in grey."""
MOST_BANDS = 4
"""Plans up to which bands in one panel do not hide each other."""
MOST_PANELS = 20
_QUANTILES = (0.1, 0.5, 0.9)
"""Lower edge of the band, the line, upper edge."""
_APART = Box(0.75, 0.85, WIDTH - 0.25, 5.95)
_COARSE = 3
"""In small panels every third point of a curve is enough."""
_TOGETHER = Box(1.0, 1.15, 9.3, 5.85)
_UP = 0.12
"""Inches from the middle of a label to that of its first line."""


@dataclass(frozen=True, slots=True)
class Course:
    """How the storm goes under one plan: posts per hour over hours since the start."""

    plan: str
    look: Look
    hours: Floats
    low: Floats
    median: Floats
    high: Floats
    peak: float
    """Median over runs of each run's peak."""
    peak_at: float
    """Median over runs of the hour of each run's peak; NaN if no run has one."""

    def coarse(self) -> "Course":
        """The same with fewer points, for a small panel."""
        curves = (self.hours, self.low, self.median, self.high)
        fewer = (curve[::_COARSE] for curve in curves)
        return Course(self.plan, self.look, *fewer, self.peak, self.peak_at)


def plans(ensemble: "Ensemble") -> Figure:
    """The slide that compares all plans over time, those with the highest peaks first."""
    every = courses(ensemble)
    shown, week = ends(every, MOST_PANELS), Week.of(ensemble.scenario)
    source = footer(ensemble.scenario, ensemble.seeds, len(every))
    figure = slide(plans_finding(ensemble.measures), _shows(ensemble, len(every)), source)
    if len(shown) <= TOGETHER:
        draw_together(panel(figure, _TOGETHER), shown, week)
    else:
        _draw_apart(figure, shown, week)
    return figure


def courses(ensemble: "Ensemble") -> list[Course]:
    """The course of every plan, the one with the highest typical peak first."""
    chosen, per_tick = looks(ensemble.plans), ensemble.scenario.hours_per_tick
    typical = ensemble.measures.groupby("plan")[["peak", "peak_at"]].median()
    found = []
    for plan in ensemble.plans:
        runs = ensemble.dataset["critical_posts"].sel(plan=plan).transpose("seed", "time")
        curves = [smooth(run, per_tick) for run in runs.to_numpy()]
        low, median, high = np.quantile([rate for _, rate in curves], _QUANTILES, axis=0)
        peak, at = typical.loc[plan]
        found.append(Course(plan, chosen[plan], curves[0][0], low, median, high, peak, at))
    return sorted(found, key=lambda course: -course.peak)


def draw_together(ax: Axes, shown: Sequence[Course], week: Week) -> None:
    """All courses in one panel; right of it each name at the height of its typical peak."""
    for course in shown:
        draw_course(ax, course, band=len(shown) <= MOST_BANDS)
    _set_axes(ax, shown, week)
    week.label(ax)
    heights = [inches(ax, 0, course.peak)[1] for course in shown]
    # those alike stand in the order shown: the highest peak on top
    wanted = [height - 1e-6 * place for place, height in enumerate(heights)]
    tall = height_of(1, BODY) + height_of(1, SMALL) + 0.06
    places = spread(wanted, [tall] * len(shown), _TOGETHER.bottom - 0.4, _TOGETHER.top)
    for course, height, y in zip(shown, heights, places, strict=True):
        _label(ax, course, height, y)


def draw_course(ax: Axes, course: Course, *, band: bool) -> None:
    """Line, marks along it, typical peak and, if asked for, the band of one plan."""
    look = course.look
    if band:
        ax.fill_between(course.hours, course.low, course.high, color=look.colour, alpha=0.14, lw=0)
    ax.plot(course.hours, course.median, color=look.colour, ls=look.line, lw=2.6, zorder=3)
    if course.peak > 0:
        at = (course.peak_at, course.peak)
        ax.plot(*at, look.marker, color=look.colour, ms=12, mec=PAPER, mew=1.2, zorder=5)


def _draw_apart(figure: Figure, shown: Sequence[Course], week: Week) -> None:
    """A panel for each plan, on the same axes, with the range of all behind it in grey."""
    columns = 4 if len(shown) <= 12 else 5
    rows = -(-len(shown) // columns)
    wide, tall = (_APART.right - _APART.left) / columns, (_APART.top - _APART.bottom) / rows
    medians = np.array([course.median for course in shown])
    for place, course in enumerate(shown):
        row, column = divmod(place, columns)
        left, top = _APART.left + column * wide, _APART.top - row * tall
        ax = panel(figure, Box(left, top - tall + 0.2, left + wide - 0.2, top - 0.3))
        others = medians.min(axis=0)[::_COARSE], medians.max(axis=0)[::_COARSE]
        ax.fill_between(course.hours[::_COARSE], *others, color=FAINT, alpha=0.6, lw=0, zorder=1)
        draw_course(ax, course.coarse(), band=True)
        _set_axes(ax, shown, week)
        week.initials(ax)
        ax.tick_params(axis="x", which="both", labelbottom=place + columns >= len(shown))
        ax.tick_params(axis="y", labelsize=SMALL, labelleft=column == 0)
        name = shorten(f"{number(course.peak)}  {words(course.plan)}", SMALL, wide - 0.2, "bold")
        write(figure, left, top - 0.24, name, SMALL, weight="bold", va="baseline", gid="label")


def _shows(ensemble: "Ensemble", plans: int) -> str:
    if len(ensemble.seeds) == 1:
        shows = "one run per plan, marker = its peak"
    elif MOST_BANDS < plans <= TOGETHER:
        shows = "line = median of runs, marker = typical peak"
    else:
        shows = "line = median, band = 10–90 % of runs, marker = typical peak"
    if plans > TOGETHER:
        shows += ", grey = all plans"
    if plans > MOST_PANELS:
        shows += f" ({MOST_PANELS} of {plans})"
    return f"Critical posts per hour: {shows}"


def _set_axes(ax: Axes, shown: Sequence[Course], week: Week) -> None:
    banded = len(shown) <= MOST_BANDS or len(shown) > TOGETHER
    tops = [float((c.high if banded else c.median).max()) for c in shown]
    ax.set_ylim(0, 1.12 * max(1.0, *tops, *(c.peak for c in shown)))
    tall = box_of(ax).top - box_of(ax).bottom
    ax.yaxis.set_major_locator(MaxNLocator(nbins=6 if tall > 2 else 3, integer=True))
    week.shade(ax)


def _label(ax: Axes, course: Course, height: float, y: float) -> None:
    """From the peak across to the margin: a thin line, a sample of the look, the name."""
    figure, look, right = ax.get_figure(root=True), course.look, box_of(ax).right
    assert isinstance(figure, Figure)
    if course.peak > 0:
        at = inches(ax, course.peak_at, course.peak)[0]
        path = (at, right, right + 0.3), (height, height, y + _UP)
        stroke(figure, *path, color=look.colour, lw=1.0, alpha=0.7)
    left, name = right + 0.35, right + 0.35 + 0.75
    stroke(figure, (left, name - 0.1), (y + _UP,) * 2, color=look.colour, ls=look.line, lw=2.6)
    mark = {"marker": look.marker, "ms": 11, "mec": PAPER, "mew": 1.2}
    stroke(figure, ((left + name - 0.1) / 2,), (y + _UP,), color=look.colour, **mark)
    text = shorten(words(course.plan), BODY, WIDTH - 0.2 - name)
    write(figure, name, y + _UP, text, BODY, va="center", gid="label")
    peak = f"peak {number(course.peak)} an hour" if course.peak > 0 else "no storm"
    write(figure, name, y - 0.12, peak, SMALL, color=MUTED, va="center", gid="label")
