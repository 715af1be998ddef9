"""One storm: who wrote how much, what the company did, what became of its promises."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from sim.charts import lanes
from sim.charts.acts import ActLine, act_lists
from sim.charts.callouts import Callout, call_out
from sim.charts.findings import storm_finding
from sim.charts.labels import Box
from sim.charts.palette import AFFECTED, BANDWAGON, BROKEN, DEFENDERS, FAINT, INK
from sim.charts.rates import Floats, bar_hours, bars, smooth
from sim.charts.style import MARGIN, TOP, WIDTH, box_of, inches, panel, slide, source
from sim.charts.week import Week
from sim.charts.wording import in_its_words, number, say

if TYPE_CHECKING:
    from sim.results import Record

_LEFT, _RIGHT = 1.15, 9.2
_LIST = Box(9.5, 0.6, WIDTH - MARGIN, TOP)
_SEVERITY, _PROMISES, _ACTS = 1.15, 1.6, TOP - 0.5
"""Lower edges of the lanes, in inches."""
_ROW = 0.3
"""Inches of a row of promises."""
_TALL_BARS = 10
"""Bars of a class at which its label may stand."""


@dataclass(frozen=True, slots=True)
class PostBars:
    """The posts of one class of people, as bars between two heights."""

    kind: str
    colour: str
    low: Floats
    high: Floats


@in_its_words
def storm(record: "Record") -> Figure:
    """The slide of one run."""
    week, seeds = Week.of(record.scenario), [record.seed]
    title = storm_finding(record.plan, record.measures, week)
    figure = slide(title, say("posts_per_hour"), source(record.scenario, seeds))
    lists = act_lists(record.acts, record.promises, week)
    lines = next(lines for lines in lists if lanes.fits(lines, _LIST))
    rows = lanes.rows_of(record.promises)
    floor = _PROMISES + (0.15 + _ROW * len(rows) if rows else 0.0)
    lanes.draw_acts(_lane(figure, _ACTS, TOP, week), record.acts, lines)
    draw_posts(_lane(figure, floor, _ACTS, week), record, lines)
    if rows:
        lanes.draw_promises(_lane(figure, _PROMISES, floor - 0.07, week), rows)
    severity, per_tick = record.series["severity"].to_numpy(), record.output.hours_per_tick
    strip = _lane(figure, _SEVERITY, _PROMISES - 0.1, week)
    lanes.draw_severity(strip, severity, per_tick, week)
    lanes.draw_list(panel(figure, _LIST), lines)
    return figure


def _lane(figure: Figure, bottom: float, top: float, week: Week) -> Axes:
    ax = panel(figure, Box(_LEFT, bottom, _RIGHT, top))
    ax.set_xticks([])
    week.shade(ax)
    return ax


def draw_posts(ax: Axes, record: "Record", lines: Sequence[ActLine]) -> None:
    """Posts per hour by class, stacked, each class labelled where it is."""
    week, per_tick = Week.of(record.scenario), record.output.hours_per_tick
    width = bar_hours(week.hours)
    classes = classes_of(record, width)
    edges = np.minimum(np.arange(len(classes[0].low) + 1) * width, week.hours)
    for own in classes:
        ax.stairs(own.high, edges, baseline=own.low, fill=True, color=own.colour, lw=0, zorder=2)
    ax.plot(*smooth(record.series["critical_posts"], per_tick), color=INK, lw=1.8, zorder=3)
    ax.axhline(0, color=INK, lw=1.0, zorder=3)
    highest, lowest = float(classes[1].high.max()), float(classes[2].low.min())
    _scale(ax, highest, -lowest)
    _mark_acts(ax, record, lines)
    moments = _mark_moments(ax, record, week)
    labels = [*moments, _peak_label(ax, record), *_class_labels(ax, edges, classes)]
    call_out(ax, labels, _covered(ax, edges, classes, moments))


def classes_of(record: "Record", width: float) -> tuple[PostBars, PostBars, PostBars]:
    """Critics affected, critics who join in above them, defenders below the line."""
    columns = ("critical_posts_affected", "critical_posts_bandwagon", "defending_posts")
    affected, joining, defending = (
        bars(record.series[column], record.output.hours_per_tick, width) for column in columns
    )
    nothing = np.zeros_like(affected)
    return (
        PostBars("affected", AFFECTED, nothing, affected),
        PostBars("joining", BANDWAGON, affected, affected + joining),
        PostBars("defenders", DEFENDERS, -defending, nothing),
    )


def _scale(ax: Axes, highest: float, lowest: float) -> None:
    """Leave room for labels above and below. Ticks have no minus, for posts are counts."""
    top = max(highest * 1.35, lowest * 0.5, 1.0)
    bottom = -max(lowest * 1.15, 0.17 * top)
    ax.set_ylim(bottom, top)
    lowest_tick = bottom + 0.06 * (top - bottom)  # clear of the lane below
    ticks = [t for t in ax.get_yticks() if lowest_tick <= t <= max(highest * 1.1, 0.0)]
    ax.set_yticks(ticks, labels=[number(abs(t)) for t in ticks])


def _mark_acts(ax: Axes, record: "Record", lines: Sequence[ActLine]) -> None:
    """A faint line at every act done once, a dashed one at every missed promise."""
    for line in lines:
        if len(line.acts) == 1:
            ax.axvline(record.acts["hours"][line.acts[0]], color=FAINT, lw=0.9, zorder=1)
    for promise in record.output.promises:
        if promise.outcome == "broken":
            ax.axvline(promise.deadline, color=BROKEN, lw=1.4, ls=(0, (4, 2)), zorder=2.5)


def _mark_moments(ax: Axes, record: "Record", week: Week) -> list[Callout]:
    """Draw a line at the incident and at the repair, and return their labels."""
    labels = []
    moments = {"incident": record.output.incident_at, "repaired": record.output.repaired_at}
    for name, at in moments.items():
        if at is not None and at < week.hours:
            ax.axvline(at, color=INK, lw=1.5, zorder=2.6)
            points, text = [(at, ax.get_ylim()[1])], f"{say(name)} {week.name(at)}"
            labels.append(Callout(text, points, frame=_side(ax, above=True), leader=False))
    return labels


def _peak_label(ax: Axes, record: "Record") -> Callout:
    peak, above = record.storm.peak, _side(ax, above=True)
    if peak == 0:
        middle = ax.get_xlim()[1] / 2
        return Callout(say("no_critical_post"), [(middle, 0.6)], frame=above, leader=False)
    label = say("peak_an_hour", peak=number(peak))
    return Callout(label, [(record.storm.peak_at, peak)], frame=above)


def _class_labels(ax: Axes, edges: Floats, classes: Sequence[PostBars]) -> list[Callout]:
    """A label for every class that wrote at all, at one of its tall bars, on its side."""
    middles, labels = (edges[1:] + edges[:-1]) / 2, []
    for own in classes:
        height, centre = own.high - own.low, (own.low + own.high) / 2
        tall = np.argsort(-height, kind="stable")[:_TALL_BARS]
        tall = tall[height[tall] > height.max() / 2]
        if len(tall):
            points = list(zip(middles[tall], centre[tall], strict=True))
            side = _side(ax, above=points[0][1] > 0)
            labels.append(Callout(say(f"people.{own.kind}"), points, own.colour, side))
    return labels


def _side(ax: Axes, *, above: bool) -> Box:
    """The part of the axes above or below the line."""
    box, zero = box_of(ax), inches(ax, 0, 0)[1]
    return replace(box, bottom=zero) if above else replace(box, top=zero)


def _covered(
    ax: Axes, edges: Floats, classes: Sequence[PostBars], moments: Sequence[Callout]
) -> list[Box]:
    """Return the boxes that bars and moments cover on the slide."""
    low, high, box = classes[2].low, classes[1].high, box_of(ax)
    covered = []
    for left, right, bottom, top in zip(edges, edges[1:], low, high, strict=False):
        covered.append(Box(*inches(ax, left, bottom), *inches(ax, right, top)).grown(0.03))
    for moment in moments:
        at = inches(ax, *moment.points[0])[0]
        covered.append(Box(at, box.bottom, at, box.top).grown(0.05))
    return covered
