"""Plans compared: what a typical run of each looks like, and how far runs differ."""

from typing import TYPE_CHECKING, Any

import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.lines import Line2D

from sim.charts.callouts import inches
from sim.charts.findings import number, plans_finding, words
from sim.charts.labels import Box, height_of, shorten, spread
from sim.charts.palette import FAINT, PAPER, Look, looks
from sim.charts.rates import Floats, smooth
from sim.charts.style import BODY, MARGIN, SMALL, WIDTH, footer, panel, slide, write
from sim.charts.week import Week

if TYPE_CHECKING:
    from sim.results import Ensemble

_QUANTILES = (0.1, 0.5, 0.9)
"""Lower edge of the band, the line, upper edge."""
MOST_BANDS = 5
"""Plans up to which each has its band; with more, bands would hide each other."""
_AXES = Box(1.0, 1.15, 9.3, 5.85)
_LABELS = 9.75
"""Inches from the left where labels begin."""
_SHOWS = "Critical posts per hour (3-hour mean): line = median of runs, marker = typical peak"


def plans(ensemble: "Ensemble") -> Figure:
    """The slide that compares all plans over time."""
    shows = _SHOWS + (", band = 10–90 % of runs" if len(ensemble.plans) <= MOST_BANDS else "")
    source = footer(ensemble.scenario, ensemble.seeds, len(ensemble.plans))
    figure = slide(plans_finding(ensemble.measures), shows, source)
    draw_plans(panel(figure, _AXES), ensemble)
    return figure


def draw_plans(ax: Axes, ensemble: "Ensemble") -> None:
    """Median, band and typical peak of each plan, labelled to the right of the axes."""
    week, chosen = Week.of(ensemble.scenario), looks(ensemble.plans)
    per_tick = ensemble.scenario.hours_per_tick
    peaks = typical_peaks(ensemble)
    highest, ends = 1.0, {}
    for plan in ensemble.plans:
        runs = ensemble.dataset["critical_posts"].sel(plan=plan).transpose("seed", "time")
        curves = [smooth(run, per_tick) for run in runs.to_numpy()]
        low, median, high = np.quantile([rate for _, rate in curves], _QUANTILES, axis=0)
        hours = curves[0][0]
        if len(ensemble.plans) <= MOST_BANDS:
            ax.fill_between(hours, low, high, color=chosen[plan].colour, alpha=0.14, lw=0)
            highest = max(highest, float(high.max()))
        _draw_line(ax, hours, median, chosen[plan], peaks[plan])
        highest, ends[plan] = max(highest, peaks[plan][1], float(median.max())), float(median[-1])
    week.shade(ax)
    week.label(ax)
    ax.set_ylim(0, 1.06 * highest)
    _label_ends(ax, ends, peaks, chosen)


def typical_peaks(ensemble: "Ensemble") -> dict[str, tuple[float, float]]:
    """By plan the medians over runs of the hour of the peak and of its height."""
    medians = ensemble.measures.groupby("plan")[["peak_at", "peak"]].median()
    return {str(p): (float(at), float(h)) for p, at, h in medians.itertuples()}


def _draw_line(
    ax: Axes, hours: Floats, median: Floats, look: Look, peak: tuple[float, float]
) -> None:
    ax.plot(hours, median, color=look.colour, ls=look.line, lw=2.6, zorder=3)
    if peak[1] > 0:
        ax.plot(*peak, look.marker, color=look.colour, ms=12, mec=PAPER, mew=1.2, zorder=5)


def _label_ends(
    ax: Axes,
    ends: dict[str, float],
    peaks: dict[str, tuple[float, float]],
    chosen: dict[str, Look],
) -> None:
    """Names in the order in which the lines end, those with a higher peak above."""
    figure = ax.get_figure(root=True)
    assert isinstance(figure, Figure)
    order = sorted(ends, key=lambda plan: (round(ends[plan], 1), peaks[plan][1]))
    tall = height_of(1, BODY) + height_of(1, SMALL) + 0.08
    lines = 2 if tall * len(order) <= _AXES.top - _AXES.bottom else 1
    size = tall if lines == 2 else height_of(1, BODY) + 0.06
    wanted = [inches(ax, 0, ends[plan])[1] + 1e-6 * i for i, plan in enumerate(order)]
    places = spread(wanted, [size] * len(order), _AXES.bottom - 0.3, _AXES.top)
    for plan, start, y in zip(order, wanted, places, strict=True):
        _draw_label(figure, plan, chosen[plan], (start, y), number(peaks[plan][1]), lines)


def _draw_label(
    figure: Figure, plan: str, look: Look, heights: tuple[float, float], peak: str, lines: int
) -> None:
    """A leader from the line's end, a sample of the line, the name and the typical peak."""
    start, y = heights
    up = height_of(1, SMALL) / 2 if lines == 2 else 0.0
    text = words(plan) if lines == 2 else f"{words(plan)} · {peak}"
    _stroke(figure, (_AXES.right, _LABELS - 0.05), (start, y + up), FAINT, lw=1.0)
    _stroke(figure, (_LABELS, _LABELS + 0.7), (y + up, y + up), look.colour, ls=look.line, lw=2.6)
    _stroke(figure, (_LABELS + 0.35,), (y + up,), look.colour, marker=look.marker, ms=11, mec=PAPER)
    left, room = _LABELS + 0.8, WIDTH - MARGIN - _LABELS - 0.8
    write(figure, left, y + up, shorten(text, BODY, room), BODY, va="center", gid="label")
    if lines == 2:
        below = y + up - height_of(1, BODY) / 2 - 0.1
        write(figure, left, below, f"typical peak {peak}", SMALL, va="center", gid="label")


def _stroke(
    figure: Figure, x: tuple[float, ...], y: tuple[float, ...], colour: str, **how: Any
) -> None:
    """A line on the slide itself, in inches."""
    figure.add_artist(Line2D(x, y, color=colour, transform=figure.dpi_scale_trans, **how))
