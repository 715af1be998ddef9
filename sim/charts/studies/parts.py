"""Parts of all charts of studies: the slide, names of plans beside rows, looks."""

from collections.abc import Callable, Sequence
from contextvars import copy_context
from math import prod

import numpy as np
from matplotlib.axes import Axes
from matplotlib.axis import Axis
from matplotlib.figure import Figure
from matplotlib.ticker import FuncFormatter
from numpy.typing import NDArray

from sim.charts.labels import shorten, width_of
from sim.charts.palette import APART, FAINT, LINES, MARKERS, MUTED, PAPER, PLANS, Look, looks
from sim.charts.style import BODY, MARGIN, SMALL, bare, beside, slide, write
from sim.charts.wording import number, title_of
from sim.language.numbers import decimal
from sim.language.spoken import language, say, whole
from sim.studies.finding import StudyFinding, StudyRuns
from sim.studies.spec import StudySpec

NAMES = 3.0
"""Inches for the names of plans at most."""
LONG_NAMES = 3.4
"""The same in small type, which is taken where a name is longer."""


def study_slide(spec: StudySpec, runs: StudyRuns, finding: StudyFinding, shows: str) -> Figure:
    """Draw the slide of a study."""
    sizes = runs.dataset.sizes
    seeds = int(sizes["seed"])
    settings = prod(size for dim, size in sizes.items() if dim not in ("plan", "seed"))
    number = whole(seeds)
    if seeds == 1:
        made = say("studies.runs_of_draws", runs=whole(settings))
    elif settings == 1:
        made = say("studies.runs_per_plan", runs=number)
    else:
        made = say("studies.runs_per_setting", runs=number, settings=whole(settings))
    told = f"{made} · {say('charts.caveat')} · {title_of(spec.story_of(runs))}"
    return slide(finding.headline, shows, told)


def name_rows(figure: Figure, names: Sequence[str], top: float, bottom: float) -> float:
    """Write names to the left of rows and return where they end, in inches."""
    points, most = BODY, NAMES
    if max(width_of(name, BODY) for name in names) + 0.05 > NAMES:
        points, most = SMALL, LONG_NAMES
    room = min(most, max(width_of(name, points) for name in names) + 0.05)
    tall = (top - bottom) / len(names)
    for row, name in enumerate(names):
        y = top - (row + 0.5) * tall
        label = shorten(name, points, room)
        beside(figure, MARGIN + room, y, label, points, ha="right", gid="label")
    return MARGIN + room


def draw_spans(
    ax: Axes, spans: NDArray[np.float64], chosen: Sequence[Look], highest: float
) -> None:
    """Draw low, middle and high of each row, top to bottom, on an axis up to ``highest``."""
    bare(ax)
    ax.set(xlim=(0, highest), ylim=(len(spans), 0))
    ax.axvline(0, color=MUTED, lw=1.2)
    for y, ((low, middle, high), look) in enumerate(zip(spans, chosen, strict=True)):
        ax.axhline(y, color=FAINT, lw=0.6, zorder=0)
        ax.plot([low, high], [y + 0.5] * 2, "-", color=look.colour, lw=2.5)
        ax.plot(middle, y + 0.5, look.marker, ms=9, color=look.colour, mec=PAPER, zorder=3)
        write_value(ax, y + 0.5, number(float(middle)))


def write_figures(ax: Axes, across: bool = False) -> None:
    """Write the ticks of an axis of numbers, or of both, as the language writes numbers."""
    if language() == "en":  # as matplotlib does
        return
    spoken = language()
    for axis in (ax.xaxis, ax.yaxis) if across else (ax.yaxis,):
        axis.set_major_formatter(FuncFormatter(lambda value, _: decimal(value, spoken)))


def label_ticks(axis: Axis, text: Callable[[float], str]) -> None:
    """Label an axis's ticks in the language that is spoken now, also if it is drawn later."""
    now = copy_context()
    axis.set_major_formatter(FuncFormatter(lambda value, _: now.copy().run(text, value)))


def write_value(ax: Axes, y: float, text: str) -> None:
    """Write the value of a row to the right of its panel."""
    place = {"transform": ax.get_yaxis_transform(), "ha": "left", "va": "center"}
    write(ax, 1.035, y, text, BODY, gid="value", **place)


def plan_looks(spec: StudySpec) -> dict[str, Look]:
    """Return the look of each plan: known plans as on every chart, others well apart."""
    known = looks(plan for plan in spec.plan_names if plan in PLANS)
    used = {look.colour for look in known.values()}
    free = sorted(APART, key=lambda colour: colour in used)  # free ones first
    others = [plan for plan in spec.plan_names if plan not in PLANS]
    return known | {
        plan: Look(free[k % len(free)], LINES[k % len(LINES)], MARKERS[k % len(MARKERS)])
        for k, plan in enumerate(others)
    }
