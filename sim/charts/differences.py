"""Paired differences: what each plan changes against a baseline, seed by seed."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from sim.charts.findings import differences_finding, ends, is_sure, number, said, signed, words
from sim.charts.labels import Box, shorten, width_of
from sim.charts.palette import FAINT, INK, MUTED, PAPER, Look, looks
from sim.charts.style import BODY, MARGIN, SMALL, WIDTH, bare, box_of, footer, panel, slide, write

if TYPE_CHECKING:
    from sim.results import Ensemble

SHOWN = {
    "peak": ("Peak", "posts an hour"),
    "duration": ("Duration", "hours"),
    "area": ("Critical posts", "in all"),
    "customers_lost": ("Customers lost", "people"),
    "trust_left": ("Trust left", "of 1"),
}
"""The measures shown, with heading and unit in words."""
MOST_PLANS = 12
"""Rows for which there is room."""
_TOP, _BOTTOM = 4.9, 1.05
_NAMES = (1.3, 2.7)
"""Least and most inches for the plans' names."""
_GAP, _VALUE = 0.3, 0.78
"""Inches between panels, and for the values in each."""
_TALLEST = 0.85
"""Inches of a row."""
_WAYS = {"lower": ("◂ better", "worse ▸"), "higher": ("◂ worse", "better ▸")}


def differences(ensemble: "Ensemble", baseline: str = "silence") -> Figure:
    """The slide that says what each plan changes, the plan with the highest peak first."""
    table = ensemble.differences(baseline, list(SHOWN))
    peaks = table[table["measure"] == "peak"].sort_values("mean_difference", ascending=False)
    order = [str(plan) for plan in peaks["plan"]]
    source = footer(ensemble.scenario, ensemble.seeds, len(ensemble.plans))
    shows = _shows(baseline, len(order), len(ensemble.seeds))
    figure = slide(differences_finding(peaks, baseline), shows, source)
    order, chosen = ends(order, MOST_PLANS), looks(ensemble.plans)
    bottom = max(_BOTTOM, _TOP - _TALLEST * max(len(order), 1))
    level = ensemble.measures[ensemble.measures["plan"] == baseline].mean(numeric_only=True)
    left = _name_rows(figure, baseline, order, bottom)
    for name, box in zip(SHOWN, _panels(left, bottom), strict=True):
        own = table[table["measure"] == name].set_index("plan").reindex(order)
        _head(figure, box, name, number(level[name]))
        draw_differences(panel(figure, box), own, chosen)
    return figure


def draw_differences(ax: Axes, table: pd.DataFrame, chosen: dict[str, Look]) -> None:
    """One measure: dot, whisker and value for each plan of the table, top to bottom."""
    bare(ax)
    ax.set_ylim(max(len(table), 1), 0)
    ax.set_xlim(*_limits(table))
    ax.axvline(0, color=MUTED, lw=1.2, zorder=1)
    for y, (plan, sure) in enumerate(is_sure(table).items()):
        ax.axhline(y, color=FAINT, lw=0.6, zorder=0)
        _draw_row(ax, y + 0.5, table.loc[plan], chosen[str(plan)], sure=bool(sure))
    if len(table):
        _say_ways(ax, str(table["better"].iloc[0]))


def _draw_row(ax: Axes, y: float, row: pd.Series, look: Look, *, sure: bool) -> None:
    """Hollow and pale where it could be chance."""
    mean, known = float(row["mean_difference"]), row["pairs"] > 0
    if row["pairs"] > 1:
        ax.plot([row["low"], row["high"]], [y, y], "|-", color=look.colour, lw=2, ms=14, mew=2)
    if known:
        inside = look.colour if sure else PAPER
        ax.plot(mean, y, look.marker, ms=9, mfc=inside, mec=look.colour, mew=1.8, zorder=4)
    beside = {"transform": ax.get_yaxis_transform(), "ha": "right", "va": "center", "gid": "value"}
    strong = {"color": INK, "weight": "bold"} if sure else {"color": MUTED}
    across = 1 + _VALUE / (box_of(ax).right - box_of(ax).left)
    write(ax, across, y, signed(mean) if known else "–", SMALL, **beside, **strong)


def _limits(table: pd.DataFrame) -> tuple[float, float]:
    """Zero and all whiskers, with some room."""
    ends = np.nan_to_num(table[["low", "high", "mean_difference"]].to_numpy(float))
    low, high = ends.min(initial=0.0), ends.max(initial=0.0)
    room = 0.12 * (high - low) or 1.0
    return low - room, high + room


def _say_ways(ax: Axes, better: str) -> None:
    """Which way is better, below the panel."""
    left, right = _WAYS.get(better, ("◂ less", "more ▸"))
    figure, box = ax.get_figure(root=True), box_of(ax)
    assert isinstance(figure, Figure)
    below = {"va": "baseline", "color": MUTED, "gid": "way"}
    write(figure, box.left - 0.1, box.bottom - 0.25, left, SMALL, ha="left", **below)
    write(figure, box.right + _VALUE, box.bottom - 0.25, right, SMALL, ha="right", **below)


def _panels(left: float, bottom: float) -> list[Box]:
    """Where the dots of each measure stand, with room for values on the right."""
    wide = (WIDTH - MARGIN - left) / len(SHOWN)
    lefts = [left + wide * place for place in range(len(SHOWN))]
    return [Box(edge + _GAP, bottom, edge + wide - _VALUE, _TOP) for edge in lefts]


def _head(figure: Figure, box: Box, name: str, level: str) -> None:
    """Measure, unit, and the level of the baseline from which differences count."""
    heading, unit = SHOWN[name]
    right = {"ha": "right", "va": "baseline", "gid": "head"}
    edge = box.right + _VALUE
    write(figure, edge, _TOP + 0.78, heading, BODY, weight="bold", **right)
    write(figure, edge, _TOP + 0.53, unit, SMALL, color=MUTED, **right)
    write(figure, edge, _TOP + 0.15, level, SMALL, **right)


def _name_rows(figure: Figure, baseline: str, order: Sequence[str], bottom: float) -> float:
    """The plans' names beside their rows, above them the baseline's; returns where they end."""
    names = [words(plan) for plan in order]
    widest = max(width_of(name, BODY) for name in [f"{words(baseline)} =", *names])
    room = min(max(widest + 0.05, _NAMES[0]), _NAMES[1])
    right = {"ha": "right", "gid": "label"}
    level = shorten(f"{words(baseline)} =", BODY, room)
    write(figure, MARGIN + room, _TOP + 0.15, level, BODY, va="baseline", color=MUTED, **right)
    tall = (_TOP - bottom) / max(len(order), 1)
    for row, name in enumerate(names):
        y = _TOP - (row + 0.5) * tall
        write(figure, MARGIN + room, y, shorten(name, BODY, room), BODY, va="center", **right)
    return MARGIN + room


def _shows(baseline: str, plans: int, seeds: int) -> str:
    if seeds == 1:
        return f"Difference to {said(baseline)} in the one pair of runs; no interval"
    more = f"; {MOST_PLANS} of {plans} shown" if plans > MOST_PLANS else ""
    return f"Mean difference to {said(baseline)}, 95 % interval; hollow: may be chance{more}"
