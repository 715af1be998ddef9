"""Paired differences: what each plan changes against a baseline, seed by seed."""

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from sim.charts.findings import differences_finding, is_sure, peak_level
from sim.charts.labels import Box, outermost, shorten, width_of
from sim.charts.palette import FAINT, INK, MUTED, PAPER, Look, looks
from sim.charts.style import (
    BODY,
    MARGIN,
    SMALL,
    WIDTH,
    bare,
    beside,
    box_of,
    figure_of,
    panel,
    slide,
    source,
    write,
)  # fmt: skip
from sim.charts.wording import in_its_words, number, plan_title, quoted_plan, say, signed

if TYPE_CHECKING:
    from sim.results import Ensemble

SHOWN = ("peak", "hours_above_rate", "critical_posts_total", "customers_lost", "trust_left")
MOST_PLANS = 12
"""Rows for which there is room."""
_TOP, _BOTTOM = 4.9, 1.05
_NAMES = (1.3, 2.7, 3.4)
"""Least inches for the plans' names, those up to which their type is large, and the most."""
_GAP, _VALUE = 0.3, 0.78
"""Inches between panels, and for the values in each."""
_TALLEST = 1.15
"""Inches of a row."""
_TALL_ENOUGH = 0.55
"""Inches of a row from which the interval has room below the value."""
_DIRECTIONS = {"lower": ("better_left", "worse_right"), "higher": ("worse_left", "better_right")}


DIGITS = 3
"""Decimals of a difference at most: a smaller one has no room and nobody notices it."""


@in_its_words
def differences(ensemble: "Ensemble", baseline: str = "silence") -> Figure:
    """The slide that says what each plan changes, the plan with the highest peak first."""
    table = ensemble.differences(baseline, list(SHOWN))
    peaks = table[table["measure"] == "peak"].sort_values("mean_difference", ascending=False)
    plans = outermost(peaks["plan"].tolist(), MOST_PLANS)
    origin = source(ensemble.scenario, ensemble.seeds, len(ensemble.plans))
    shows = _shows(baseline, len(peaks), len(ensemble.seeds))
    figure = slide(
        differences_finding(peaks, baseline, peak_level(ensemble, baseline), ensemble.measures),
        shows,
        origin,
    )
    bottom = max(_BOTTOM, _TOP - _TALLEST * max(len(plans), 1))
    level = say("mean_of" if len(ensemble.seeds) > 1 else "value_of", plan=plan_title(baseline))
    left, chosen = _name_rows(figure, level, plans, bottom), looks(ensemble.plans)
    levels = ensemble.measures.groupby("plan")[list(SHOWN)].mean()
    for measure, box in zip(SHOWN, _panels(left, bottom), strict=True):
        _head(figure, box, measure, number(float(levels[measure][baseline])))
        own = table[table["measure"] == measure].set_index("plan").reindex(plans)
        draw_differences(panel(figure, box), own, chosen)
    return figure


def draw_differences(ax: Axes, table: pd.DataFrame, chosen: Mapping[str, Look]) -> None:
    """Draw dot, whisker and value of every row of ``Ensemble.differences``, top to bottom."""
    bare(ax)
    ax.set(xlim=_limits(table), ylim=(max(len(table), 1), 0))
    ax.axvline(0, color=MUTED, lw=1.2, zorder=1)
    rows = table.assign(sure=is_sure(table)).to_dict("index")
    for y, (plan, row) in enumerate(rows.items()):
        ax.axhline(y, color=FAINT, lw=0.6, zorder=0)
        _draw_row(ax, y + 0.5, row, chosen[str(plan)])
    if rows:
        _write_directions(ax, str(table["better"].iloc[0]))


def _draw_row(ax: Axes, y: float, row: Mapping[Any, Any], look: Look) -> None:
    """Draw one plan, hollow and pale where it could be chance, a dash where there is no pair."""
    mean, sure, text = row["mean_difference"], row["sure"], "–"
    if row["pairs"] > 1:
        ax.plot([row["low"], row["high"]], [y, y], "|-", color=look.colour, lw=2, ms=14, mew=2)
    if row["pairs"] > 0:
        inside, text = look.colour if sure else PAPER, signed(round(mean, DIGITS))
        ax.plot(mean, y, look.marker, ms=9, mfc=inside, mec=look.colour, mew=1.8, zorder=4)
    strong = {"color": INK, "weight": "bold"} if sure else {"color": MUTED}
    place = {"transform": ax.get_yaxis_transform(), "ha": "right", "va": "center"}
    box, rows = box_of(ax), ax.get_ylim()[0]
    across, tall = 1 + _VALUE / (box.right - box.left), (box.top - box.bottom) / rows
    told = row["pairs"] > 1 and tall >= _TALL_ENOUGH
    write(ax, across, y - (0.12 / tall if told else 0.0), text, gid="value", **place, **strong)
    if told:
        half = 0.5 * (row["high"] - row["low"])
        interval = f"± {number(max(round(half, DIGITS), 10.0**-DIGITS))}"
        write(ax, across, y + 0.12 / tall, interval, SMALL, gid="interval", color=MUTED, **place)


def _limits(table: pd.DataFrame) -> tuple[float, float]:
    """Zero and all whiskers, with some room."""
    ends = np.nan_to_num(table[["low", "high", "mean_difference"]].to_numpy(float))
    low, high = float(ends.min(initial=0.0)), float(ends.max(initial=0.0))
    room = 0.12 * (high - low) or 1.0
    return low - room, high + room


def _write_directions(ax: Axes, better: str) -> None:
    """Write below the panel which way is better and which is worse, the latter lower if crowded."""
    left, right = map(say, _DIRECTIONS.get(better, ("less_left", "more_right")))
    figure, box = figure_of(ax), box_of(ax)
    start, end = box.left - 0.1, box.right + _VALUE
    roomy = width_of(left, SMALL) + width_of(right, SMALL) + 0.15 < end - start
    first, second = box.bottom - 0.25, box.bottom - (0.25 if roomy else 0.5)
    heights = (second, first) if better == "higher" else (first, second)
    below = {"va": "baseline", "color": MUTED, "gid": "way"}
    write(figure, start, heights[0], left, ha="left", **below)
    write(figure, end, heights[1], right, ha="right", **below)


def _panels(left: float, bottom: float) -> list[Box]:
    """Return the panel of each measure, with room for values on the right."""
    wide = (WIDTH - MARGIN - left) / len(SHOWN)
    lefts = [left + wide * place for place in range(len(SHOWN))]
    return [Box(edge + _GAP, bottom, edge + wide - _VALUE, _TOP) for edge in lefts]


def _head(figure: Figure, box: Box, measure: str, level: str) -> None:
    """Measure, unit, and the level of the baseline from which differences count."""
    heading, unit = (say(f"measures.{measure}.{part}") for part in ("heading", "heading_unit"))
    right = {"ha": "right", "va": "baseline", "gid": "head"}
    edge = box.right + _VALUE
    write(figure, edge, _TOP + 0.78, heading, BODY, weight="bold", **right)
    write(figure, edge, _TOP + 0.53, unit, color=MUTED, **right)
    write(figure, edge, _TOP + 0.15, level, **right)


def _name_rows(figure: Figure, first: str, plans: Sequence[str], bottom: float) -> float:
    """Write the plans' names, the baseline's on top, and return their right edge in inches."""
    names = [plan_title(plan) for plan in plans]
    least, large, most = _NAMES
    points = BODY if max(width_of(name, BODY) for name in (first, *names)) < large else SMALL
    widest = max(width_of(name, points) for name in (first, *names)) + 0.05
    room = min(max(widest, least), large if points == BODY else most)
    edge, tall = MARGIN + room, (_TOP - bottom) / max(len(plans), 1)
    right = {"ha": "right", "gid": "label"}
    first = shorten(first, points, room)
    write(figure, edge, _TOP + 0.15, first, points, va="baseline", color=MUTED, **right)
    for row, name in enumerate(names):
        y = _TOP - (row + 0.5) * tall
        beside(figure, edge, y, shorten(name, points, room), points, **right)
    return edge


def _shows(baseline: str, plans: int, seeds: int) -> str:
    if seeds == 1:
        return say("difference_one_pair", plan=quoted_plan(baseline))
    shows = say("difference", plan=quoted_plan(baseline))
    return shows + say("some_plans", shown=MOST_PLANS, plans=plans) if plans > MOST_PLANS else shows
