"""The chart of the lab: the run shown, and median and band of plan and rival."""

from collections.abc import Sequence
from typing import Any

import numpy as np
from markupsafe import Markup
from numpy.typing import NDArray

from sim.charts.palette import BLUE, INK, MUTED, VERMILION
from sim.exercise.line_chart import LineChart, Margins
from sim.lab.answers import OneRun, Pairs
from sim.lab.imports import BroughtCounts
from sim.language.speech import Speech

WIDTH, HEIGHT = 1000.0, 196.0
LEFT, RIGHT = 100.0, 14.0
"""Margins, which the lanes of the timeline share as shares of the width."""
MOST_POINTS = 280
PLAN, RIVAL, BROUGHT = VERMILION, BLUE, "#00694d"
LONGEST_NAME = 32
"""Characters of a plan's title that the legend shows."""
HEADROOM, LOWEST_TOP = 1.12, 4.0


def lab_chart(
    one: OneRun | None,
    pairs: Pairs | None,
    names: tuple[str, str],
    length: float,
    speech: Speech,
    brought: BroughtCounts | None = None,
) -> Markup:
    """Draw the curves over the whole story, and counts that were brought along as dots."""
    curves = pairs.curves if pairs is not None else {}
    tops = [float(np.max(curve["high"])) for curve in curves.values()]
    tops += [float(one.rate.max())] if one is not None else []
    top = HEADROOM * max([LOWEST_TOP, *tops])
    margins = Margins(left=LEFT, right=RIGHT, above=24.0, below=8.0)
    chart = LineChart((WIDTH, HEIGHT), (0.0, length), top, speech, margins)
    for name, colour, dashes in (("rival", RIVAL, "7 4"), ("plan", PLAN, None)):
        if name in curves:
            hours, low, middle, high = points(length, *_of(curves[name]))
            chart.draw_area(hours, low, high, f"{colour}26")
            chart.draw_line(hours, middle, colour, stroke_width=2.4, stroke_dasharray=dashes)
    if one is not None:
        hours, rates = points(length, one.rate)
        chart.draw_line(hours, rates, INK, stroke_width=1.3, stroke_opacity=0.85)
    if brought is not None and tops:
        _draw_brought(chart, brought, max(tops))
    _draw_legend(chart, names, speech, brought)
    return chart.svg(_said(one, pairs, names, speech))


def _of(curve: Any) -> tuple[NDArray[Any], NDArray[Any], NDArray[Any]]:
    return curve["low"], curve["median"], curve["high"]


def points(length: float, *curves: NDArray[Any]) -> tuple[list[float], ...]:
    """Return hours and few enough points of curves that span the whole story."""
    ticks = len(curves[0])
    places = np.arange(0, ticks, 1 + ticks // MOST_POINTS)
    hours = (places * (length / ticks)).tolist()
    return (hours, *(curve[places].astype(float).tolist() for curve in curves))


def _draw_brought(chart: LineChart, brought: BroughtCounts, top: float) -> None:
    """Draw the counts of a real page, scaled to the highest curve, as pages differ in size."""
    known = ~np.isnan(brought.rate)
    rates = brought.scaled(top)[known].tolist()
    chart.draw_line(brought.hours[known].tolist(), rates, BROUGHT, stroke_width=2.2,
                    stroke_dasharray="1.5 3.5", stroke_linecap="round")  # fmt: skip


def _draw_legend(
    chart: LineChart, names: tuple[str, str], speech: Speech, brought: BroughtCounts | None
) -> None:
    """Name the curves above the chart."""
    plan, rival = names
    entries = [(PLAN, None, plan), (RIVAL, "7 4", rival), (INK, None, speech.say("lab.this_run"))]
    if brought is not None:
        entries.append((BROUGHT, "1.5 3.5", speech.say("lab.brought", file=brought.name)))
    x = LEFT
    chart.draw_text(6.0, 15.0, speech.say("lab.posts_axis"), MUTED, font_size=12)
    for colour, dashes, name in entries:
        chart.draw_rule((x, 11.0), (x + 24, 11.0), colour, stroke_width=2.6,
                        stroke_dasharray=dashes or "none")  # fmt: skip
        shown = name if len(name) <= LONGEST_NAME else name[: LONGEST_NAME - 1] + "…"
        chart.draw_text(x + 30, 15.0, shown, INK, font_size=13)
        x += 44 + 7.6 * len(shown)


def _said(one: OneRun | None, pairs: Pairs | None, names: Sequence[str], speech: Speech) -> str:
    """Return the chart in words."""
    if pairs is None:
        return speech.say("lab.chart_waiting")
    peak = pairs.figures["peak"]
    return speech.say(
        "lab.chart_said", plan=names[0], rival=names[1], peak=peak.plan, other=peak.rival
    )
