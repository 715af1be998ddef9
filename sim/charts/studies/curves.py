"""Plans over a factor: a curve each with its interval, named at its end."""

from collections.abc import Sequence

import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.ticker import FixedLocator, MaxNLocator, NullFormatter, NullLocator

from sim.charts.labels import Box, height_of, spread, width_of, wrap
from sim.charts.palette import MUTED, PAPER, Look
from sim.charts.studies.parts import label_ticks, plan_looks, study_slide, write_figures
from sim.charts.style import BODY, MARGIN, SMALL, WIDTH, box_of, inches, panel, stroke, write
from sim.charts.wording import number
from sim.language.spoken import labelled, say
from sim.studies.cells import Cells
from sim.studies.factors import Level
from sim.studies.finding import StudyFinding, StudyRuns
from sim.studies.statistics import capital, phrase
from sim.studies.sweep import Sweep

_TOP, _BOTTOM, _LEFT = 5.45, 1.6, 1.15
_NAMES = 3.0
_WIDE = 500.0
"""Ratio of the largest mean to the smallest from which the upright axis is logarithmic too."""
_LEAST_APART = 0.55
"""Inches between the middles of neighbouring ticks' labels."""


def curves(spec: Sweep, runs: StudyRuns, finding: StudyFinding) -> Figure:
    """Draw the slide: a panel per level of the second factor, or a single one."""
    cells: Cells = finding.chart_data["cells"]
    names = list(cells.levels)
    shows = say("studies.curves_show", measure=capital(phrase(spec.main_measure)))
    figure = study_slide(spec, runs, finding, shows)
    inner = list(cells.levels.values())[1] if len(names) > 1 else [None]
    named = [spec.label_of(plan) for plan in cells.plans] if len(cells.plans) > 1 else []
    room = min(_NAMES, max((width_of(name, BODY, "bold") for name in named), default=0.0) + 0.5)
    wide = (WIDTH - MARGIN - room - _LEFT) / len(inner)
    axes = []
    for k, level in enumerate(inner):
        left = _LEFT + k * wide
        ax = panel(figure, Box(left, _BOTTOM, left + wide - 0.35, _TOP))
        _draw(ax, spec, cells, () if level is None else (k,))
        if level is not None:
            head = level.label if spec.factors[names[1]].choices else (
                f"{labelled(spec.title_of(names[1]))} {level.label}")  # fmt: skip
            write(figure, left, _TOP + 0.18, head, SMALL, weight="bold", gid="head", va="baseline")
        axes.append(ax)
    _same_height(axes)
    write(figure, WIDTH - MARGIN - room - 0.35, _BOTTOM - 0.92, spec.title_of(names[0]), BODY,
          ha="right", va="baseline", color=MUTED)  # fmt: skip
    if named:
        _name_curves(figure, axes[-1], spec, cells)
    return figure


def _draw(ax: Axes, spec: Sweep, cells: Cells, inner: tuple[int, ...]) -> None:
    """Draw all plans over the first factor."""
    name, levels = next(iter(cells.levels.items()))
    factor, chosen = spec.factors[name], plan_looks(spec)
    numbers = factor.is_number and not factor.choices
    x = [level.position for level in levels]
    for place, plan in enumerate(cells.plans):
        means = [cells.mean(plan, (k, *inner)) for k in range(len(levels))]
        low, middle, high = (np.array([getattr(m, end) for m in means])
                             for end in ("low", "value", "high"))  # fmt: skip
        look = chosen[plan]
        if numbers:
            ax.fill_between(x, low, high, color=look.colour, alpha=0.18, lw=0)
            ax.plot(x, middle, color=look.colour, ls=look.line, lw=2.4)
            ax.plot(x, middle, look.marker, color=look.colour, ms=7, mec=PAPER)
        else:
            _dots(ax, place, len(cells.plans), (low, middle, high), look)
    if numbers and factor.scale == "log":
        ax.set_xscale("log")
        heights = [
            cells.mean(plan, (k, *inner)).value for plan in cells.plans for k in range(len(x))
        ]
        if 0 < _WIDE * min(heights) < max(heights):
            ax.set_yscale("log")
    _label_levels(ax, levels, numbers)


def _dots(ax: Axes, place: int, plans: int, spans: tuple[np.ndarray, ...], look: Look) -> None:
    """Draw levels without an axis of numbers as dots beside each other."""
    low, middle, high = spans
    x = np.arange(len(middle)) + (place - (plans - 1) / 2) * 0.18
    ax.vlines(x, low, high, color=look.colour, lw=2.4)
    if plans == 1:
        for here, top, value in zip(x, high, middle, strict=True):
            write(ax, here, top, number(float(value)), BODY, ha="center", va="bottom")
    ax.plot(x, middle, look.marker, color=look.colour, ms=10, mec=PAPER)


def _label_levels(ax: Axes, levels: Sequence[Level], numbers: bool) -> None:
    """Write the levels below the axis, as many as there is room for."""
    if not numbers:
        ax.set_xlim(-0.5, len(levels) - 0.5)
    at = [level.position if numbers else float(k) for k, level in enumerate(levels)]
    wide = (box_of(ax).right - box_of(ax).left) / len(levels)
    ax.autoscale_view()
    kept: list[int] = []
    for k, place in enumerate(at):
        here = inches(ax, place, 0.5)[0]
        half = width_of(levels[k].label, SMALL) / 2 if numbers else 0.0
        if (
            not kept
            or not numbers
            or here - inches(ax, at[kept[-1]], 0.5)[0]
            >= max(_LEAST_APART, half + width_of(levels[kept[-1]].label, SMALL) / 2 + 0.1)
        ):
            kept.append(k)
    ax.xaxis.set_major_locator(FixedLocator([at[k] for k in kept]))
    ax.xaxis.set_minor_locator(NullLocator())
    ax.xaxis.set_minor_formatter(NullFormatter())
    words = [levels[k].label for k in kept]
    if not numbers:
        words = ["\n".join(wrap(word, SMALL, wide - 0.1, 3)) for word in words]
    ax.set_xticklabels(words, size=SMALL)


def _same_height(axes: list[Axes]) -> None:
    """Give all panels the same height, from zero."""
    top = max(ax.get_ylim()[1] for ax in axes)
    low = min(0.0, *(ax.get_ylim()[0] for ax in axes))
    for place, ax in enumerate(axes):
        if ax.get_yscale() == "log":
            label_ticks(ax.yaxis, number)
            continue
        ax.set_ylim(low if low < -0.1 * top else 0.0, 1.03 * top)
        ax.yaxis.set_major_locator(MaxNLocator(6))
        write_figures(ax)
        ax.tick_params(axis="y", labelsize=SMALL, labelleft=place == 0)


def _name_curves(figure: Figure, ax: Axes, spec: Sweep, cells: Cells) -> None:
    """Write each plan's name at the end of its curve in the last panel."""
    inner = tuple(len(levels) - 1 for levels in cells.levels.values())
    chosen, box = plan_looks(spec), box_of(ax)
    ends = [inches(ax, 1, cells.mean(plan, inner).value)[1] for plan in cells.plans]
    wide = WIDTH - 0.15 - box.right - 0.4
    names = [wrap(spec.label_of(plan), BODY, wide, 2, "bold") for plan in cells.plans]
    sizes = [height_of(len(lines), BODY) + 0.05 for lines in names]
    places = spread(ends, sizes, box.bottom, box.top)
    for plan, lines, end, y in zip(cells.plans, names, ends, places, strict=True):
        colour = chosen[plan].colour
        stroke(figure, (box.right, box.right + 0.3), (end, y), color=colour, lw=1.2)
        write(figure, box.right + 0.35, y, "\n".join(lines), BODY, va="center", color=colour,
              weight="bold", gid="label")  # fmt: skip
