"""Draw why results vary: luck and ignorance as stacked bars, plan by plan."""

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from sim.charts.labels import Box, outermost, shorten, width_of
from sim.charts.palette import FAINT, INK, MUTED, ORANGE, PAPER, SKY
from sim.charts.style import BODY, MARGIN, SMALL, WIDTH, bare, panel, slide, source, stamp, write
from sim.charts.wording import in_its_words, number, percent, plan_title, quoted, say

if TYPE_CHECKING:
    from sim.results import Ensemble

MEASURE = "critical_posts_total"
MOST_PLANS = 12
"""Rows for which there is room."""
_TOP, _BOTTOM, _NAMES = 4.95, 0.75, 3.0
_BARS, _BETTER, _WORST = 7.7, 10.3, WIDTH - MARGIN
"""Right edges of the bars and of the two columns beside them, in inches."""
ENDS = ("low", "high")
_ROOM = 0.09
"""Least share of a bar in which its figure has room."""


@in_its_words
def uncertainty(ensemble: "Ensemble", table: pd.DataFrame, baseline: str) -> Figure:
    """Return the slide. ``table`` comes from ``uncertainty_of`` for the same baseline."""
    told = source(ensemble.scenario, ensemble.seeds, len(ensemble.plans))
    return uncertainty_slide(table, baseline, told, plan_title)


def uncertainty_slide(
    table: pd.DataFrame, baseline: str, told: str, name_of: Callable[[str], str]
) -> Figure:
    """Return the slide of a table. ``told`` is its source, ``name_of`` says what plans are called.

    A row holds a plan's shares of luck and ignorance, the 95 % interval between them as a line.
    """
    own = table[table["measure"] == MEASURE].set_index("plan")
    order = [str(plan) for plan in own["better_in"].fillna(-1.0).sort_values().index]
    shown = outermost(order, MOST_PLANS)
    first = own.iloc[0]
    rests = say("uncertain_rests", models=number(first["models"]), runs=number(first["runs"]))
    figure = slide(_title(own, baseline, name_of), f"{say('uncertain_shows')} · {rests}", told)
    heads = ((_BETTER, say("uncertain_better", plan=quoted(name_of(baseline)))),
             (_WORST, say("uncertain_worst")))  # fmt: skip
    for edge, head in heads:
        wide = _BETTER - _BARS - 0.2 if edge == _BETTER else _WORST - _BETTER - 0.2
        write(figure, edge, _TOP + 0.15, shorten(head, SMALL, wide), SMALL, ha="right",
              va="baseline", color=MUTED, gid="head")  # fmt: skip
    _legend(figure)
    ax = panel(figure, Box(MARGIN, _BOTTOM, WIDTH - MARGIN, _TOP))
    bare(ax)
    ax.set(xlim=(MARGIN, WIDTH - MARGIN), ylim=(len(shown), 0))
    rows = own.to_dict("index")
    for y, plan in enumerate(shown):
        _draw_row(ax, y, name_of(plan), rows[plan], plan == baseline)
    return figure


def _title(own: pd.DataFrame, baseline: str, name_of: Callable[[str], str]) -> str:
    """Name the plan that is better in most models, or else how the variance splits."""
    others = own["better_in"].dropna()
    tied = own[own["better_in"] == others.max()]
    if len(tied) and tied["better_low"].max() > 0.5:  # with few models it may be chance
        best = str(tied["worst_5_percent"].idxmin())
        named = {"plan": quoted(name_of(best)), "baseline": quoted(name_of(baseline))}
        return say("uncertain_title", share=percent(float(others.max())), **named)
    share = float(own["share_of_ignorance"].median())
    if np.isnan(share):
        return say("uncertain_once")
    return say("uncertain_title_alone", share=percent(share))


def _legend(figure: Figure) -> None:
    """Name the two colours."""
    left = MARGIN + _NAMES
    for colour, key in ((SKY, "luck"), (ORANGE, "ignorance")):
        write(figure, left, 5.5, "■", BODY, color=colour, va="baseline")
        write(figure, left + 0.25, 5.5, say(key), SMALL, va="baseline", gid="legend")
        left += 0.25 + width_of(say(key), SMALL) + 0.4


def _draw_row(ax: Axes, y: int, label: str, row: Mapping[Any, Any], is_baseline: bool) -> None:
    """Draw the bar of a plan, and write how often it is better and how bad it may become."""
    middle = y + 0.5
    name = shorten(label, SMALL, _NAMES - 0.3)
    stamp(ax, MARGIN + _NAMES - 0.15, middle, name, SMALL, ha="right", weight="normal", gid="label")
    left, share = MARGIN + _NAMES, float(row["share_of_ignorance"])
    wide = _BARS - left
    if np.isnan(share):
        ax.barh(middle, wide, 0.6, left, color=FAINT)
        stamp(ax, left + wide / 2, middle, say("uncertain_once"), SMALL, weight="normal",
              color=INK, gid="share")  # fmt: skip
    else:
        parts = ((left, 1.0 - share, SKY), (left + wide * (1.0 - share), share, ORANGE))
        for start, part, colour in parts:
            ax.barh(middle, wide * part, 0.6, start, color=colour, edgecolor=PAPER)
            if part >= _ROOM:
                stamp(ax, start + wide * part / 2, middle, percent(part), SMALL, gid="share")
        _draw_interval(ax, middle, [_BARS - wide * float(row[f"share_{end}"]) for end in ENDS])
    better = ""
    if not is_baseline and not np.isnan(row["better_in"]):
        ends = f"{percent(float(row['better_low']))}–{percent(float(row['better_high']))}"
        better = f"{percent(float(row['better_in']))} ({ends})"
    stamp(ax, _BETTER, middle, better, SMALL, ha="right", weight="normal", gid="better")
    stamp(ax, _WORST, middle, number(float(row["worst_5_percent"])), SMALL, ha="right",
          weight="normal", gid="worst")  # fmt: skip


def _draw_interval(ax: Axes, middle: float, ends: list[float]) -> None:
    """Draw the 95 % interval of where ignorance begins, below the figures."""
    if np.isnan(ends).any():
        return
    below = middle + 0.24
    ax.plot(ends, [below, below], color=INK, linewidth=1.6, solid_capstyle="butt")
    for end in ends:
        ax.plot([end, end], [below - 0.06, below + 0.06], color=INK, linewidth=1.6)
