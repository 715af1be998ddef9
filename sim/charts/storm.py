"""One storm: who wrote how much, what the company did, what became of its promises."""

from typing import TYPE_CHECKING

import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from sim.charts import lanes
from sim.charts.acts import Entry, tell
from sim.charts.callouts import Callout, call_out, inches
from sim.charts.findings import number, storm_finding
from sim.charts.labels import Box
from sim.charts.palette import AFFECTED, BANDWAGON, DEFENDERS, FAINT, INK, VERMILION
from sim.charts.rates import Floats, bar_hours, bars, smooth
from sim.charts.style import MARGIN, WIDTH, box_of, footer, panel, slide
from sim.charts.week import Week

if TYPE_CHECKING:
    from sim.results import Record

LIST_LINES = 13
"""Entries for which the list of acts has room."""
_LEFT, _RIGHT, _TOP = 1.15, 9.2, 5.95
_SHOWS = "Posts per hour: critical ones above the line, in defence below; dark line: 3-hour mean"
_CLASSES = (
    ("critical_posts_affected", "affected critics", AFFECTED),
    ("critical_posts_bandwagon", "critics who join in", BANDWAGON),
    ("defending_posts", "defenders", DEFENDERS),
)


def storm(record: "Record") -> Figure:
    """The slide of one run."""
    week = Week.of(record.scenario)
    entries = tell(record.acts, record.promises, week, LIST_LINES)
    figure = slide(
        storm_finding(record.plan, record.measures, week),
        _SHOWS,
        footer(record.scenario, [record.seed], 1),
    )
    rows = lanes.rows_of(record.promises)
    floor = 1.6 + (0.15 + 0.3 * len(rows) if rows else 0.0)
    lane = panel(figure, Box(_LEFT, _TOP - 0.5, _RIGHT, _TOP))
    week.shade(lane)
    lanes.draw_acts(lane, record.acts, entries)
    posts = panel(figure, Box(_LEFT, floor, _RIGHT, _TOP - 0.5))
    draw_posts(posts, record, entries, week)
    if rows:
        promises = panel(figure, Box(_LEFT, 1.6, _RIGHT, floor - 0.07))
        week.shade(promises)
        lanes.draw_promises(promises, rows)
    severity = panel(figure, Box(_LEFT, 1.15, _RIGHT, 1.5))
    levels, per_tick = record.series["severity"].to_numpy(), record.trace.hours_per_tick
    lanes.draw_severity(severity, levels, per_tick, week)
    lanes.draw_list(panel(figure, Box(9.5, 0.6, WIDTH - MARGIN, _TOP)), entries)
    return figure


def draw_posts(ax: Axes, record: "Record", entries: list[Entry], week: Week) -> None:
    """Posts per hour by class, stacked, each class labelled where it is."""
    week.shade(ax)
    ax.set_xticks([])
    per_tick = record.trace.hours_per_tick
    width = bar_hours(week.hours)
    affected, joining, defending = (
        bars(record.series[column], per_tick, width) for column, _, _ in _CLASSES
    )
    edges = np.minimum(np.arange(len(affected) + 1) * width, week.hours)
    bands = [
        (np.zeros_like(affected), affected),
        (affected, affected + joining),
        (-defending, np.zeros_like(affected)),
    ]
    for (low, high), (_, _, colour) in zip(bands, _CLASSES, strict=True):
        ax.stairs(high, edges, baseline=low, fill=True, color=colour, lw=0, zorder=2)
    ax.plot(*smooth(record.series["critical_posts"], per_tick), color=INK, lw=1.8, zorder=3)
    ax.axhline(0, color=INK, lw=1.0, zorder=3)
    _scale(ax, float((affected + joining).max()), float(defending.max()))
    moments = _mark_moments(ax, record, entries)
    taken = _bars(ax, edges, bands) + [_line_box(ax, at) for at, _ in moments]
    call_out(ax, [*_named(ax, moments, week), *_callouts(ax, record, edges, bands)], taken)


def _scale(ax: Axes, highest: float, lowest: float) -> None:
    """Room above for labels, below for the defenders' label; no minus signs on the axis."""
    top = max(highest * 1.35, 1.0)
    ax.set_ylim(-max(lowest * 1.15, 0.17 * top), top)
    ticks = [t for t in ax.get_yticks() if ax.get_ylim()[0] <= t <= highest * 1.1 or t == 0]
    ax.set_yticks(ticks, labels=[number(abs(t)) for t in ticks])


def _mark_moments(ax: Axes, record: "Record", entries: list[Entry]) -> list[tuple[float, str]]:
    """Draw lines at acts, missed promises, incident and repair; returns the last two."""
    for entry in entries:
        if len(entry.acts) == 1:
            ax.axvline(record.acts["hours"][entry.acts[0]], color=FAINT, lw=0.9, zorder=1)
    missed = record.promises.loc[record.promises["outcome"] == "broken", "deadline"]
    for deadline in missed:
        ax.axvline(deadline, color=VERMILION, lw=1.4, ls=(0, (4, 2)), zorder=2.5)
    moments = [
        (at, name)
        for at, name in (
            (record.trace.incident_at, "incident"),
            (record.trace.repaired_at, "repaired"),
        )
        if at is not None and at < ax.get_xlim()[1]
    ]
    for at, _ in moments:
        ax.axvline(at, color=INK, lw=1.5, zorder=2.6)
    return moments


Band = tuple[Floats, Floats]


def _callouts(ax: Axes, record: "Record", edges: Floats, bands: list[Band]) -> list[Callout]:
    """The peak and the classes that wrote anything."""
    peak, at = record.measures[["peak", "peak_at"]]
    if peak <= 0:
        return [Callout("No critical post.", ax.get_xlim()[1] / 2, 0.6, leader=False)]
    callouts = [Callout(f"peak {number(peak)} an hour", at, peak)]
    box = box_of(ax)
    below = Box(box.left, box.bottom, box.right, inches(ax, 0, 0)[1])
    for (low, high), (_, text, colour) in zip(bands, _CLASSES, strict=True):
        place = int((high - low).argmax())
        if high[place] > low[place]:
            x, y = (edges[place] + edges[place + 1]) / 2, (low[place] + high[place]) / 2
            frame = below if low[place] < 0 else None
            callouts.append(Callout(text, float(x), float(y), colour, frame=frame))
    return callouts


def _named(ax: Axes, moments: list[tuple[float, str]], week: Week) -> list[Callout]:
    top = ax.get_ylim()[1]
    return [Callout(f"{name} {week.name(at)}", at, top, leader=False) for at, name in moments]


def _bars(ax: Axes, edges: Floats, bands: list[Band]) -> list[Box]:
    """What the bars cover on the slide."""
    top, bottom = bands[1][1], bands[2][0]
    boxes = []
    for left, right, low, high in zip(edges, edges[1:], bottom, top, strict=False):
        start, end = inches(ax, left, low), inches(ax, right, high)
        boxes.append(Box(*start, *end).grown(0.03))
    return boxes


def _line_box(ax: Axes, at: float) -> Box:
    x, box = inches(ax, at, 0)[0], box_of(ax)
    return Box(x - 0.05, box.bottom, x + 0.05, box.top)
