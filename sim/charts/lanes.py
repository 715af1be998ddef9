"""The lanes above and below one storm: acts, promises, severity, and the list of acts."""

from collections.abc import Sequence
from dataclasses import dataclass
from math import ceil

import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from numpy.typing import NDArray

from sim.charts.acts import Entry
from sim.charts.labels import spread, width_of, wrap
from sim.charts.palette import COMPANY, FAINT, INK, MUTED, PAPER, SEVERITY
from sim.charts.style import BODY, SMALL, WIDTH, bare, box_of, stamp, write
from sim.charts.week import Week

_DISC = 0.29
"""Inches across a numbered disc."""
_DISC_AREA = (0.94 * 72 * _DISC) ** 2
_TOO_FAR = 0.4
"""Inches that a disc may stand beside its act."""
_INDENT = 0.4
_LINE, _BETWEEN = 0.235, 0.09
"""Inches to a line of the list, and between its entries."""
_BLOCKS = 80
"""Pieces of the strip of severity: fewer would hide, more would flicker."""
MOST_ROWS = 3
_OUTCOMES = {"kept": ("#007A5A", "✓"), "broken": ("#BC4B00", "✗"), "revised": (MUTED, "↷")}


# -- what the company did ----------------------------------------------------------------


def draw_acts(ax: Axes, acts: pd.DataFrame, entries: Sequence[Entry]) -> None:
    """A numbered disc for each act at its time; for repeated ones only dots if room is short."""
    bare(ax)
    ax.set_ylim(0, 1)
    caption(ax, "company")
    per_inch = _per_inch(ax)
    hours = acts["hours"]
    numbers = {act: str(n) for n, entry in enumerate(entries, 1) for act in entry.acts}
    first = [entry.acts[0] for entry in entries if entry.acts]
    ax.scatter(hours, np.full(len(hours), 0.12), s=16, color=COMPANY, zorder=4, lw=0)
    shown, places = _stand(hours, (list(numbers), first), per_inch, ax.get_xlim())
    ax.scatter(places, np.full(len(places), 0.64), s=_DISC_AREA, color=COMPANY, zorder=5, lw=0)
    for act, x in zip(shown, places, strict=True):
        ax.plot([hours[act], x], [0.12, 0.6], color=COMPANY, lw=0.9, zorder=3)
        stamp(ax, x, 0.64, numbers[act], PAPER, zorder=6, gid="number")


def _stand(
    hours: pd.Series, choices: Sequence[Sequence[int]], per_inch: float, limits: tuple[float, float]
) -> tuple[list[int], list[float]]:
    """The first choice of acts whose discs stand near enough to their acts, and where."""
    for choice in choices:
        shown = sorted(choice, key=lambda act: hours[act])
        wanted, sizes = [float(hours[act]) for act in shown], [_DISC * per_inch] * len(shown)
        places = spread(wanted, sizes, *limits)
        moved = max((abs(a - b) for a, b in zip(places, wanted, strict=True)), default=0.0)
        if sum(sizes) <= limits[1] - limits[0] and moved <= _TOO_FAR * per_inch:
            break
    return shown, places


def draw_list(ax: Axes, entries: Sequence[Entry]) -> None:
    """The numbers with time and words, top to bottom."""
    bare(ax)
    box = box_of(ax)
    ax.set(xlim=(0, box.right - box.left), ylim=(box.bottom - box.top, 0))
    write(ax, 0, -0.2, "What the company did", BODY, weight="bold", va="center")
    if not entries:
        write(ax, 0, -0.6, "Nothing: no word on the page.", SMALL, va="center")
    room, y = box.right - box.left - _INDENT, -0.62
    told = [wrap(f"{entry.when} {entry.words}".strip(), SMALL, room, 2) for entry in entries]
    tall = sum(_LINE * len(lines) + _BETWEEN for lines in told)
    squeeze = min(1.0, (box.top - box.bottom - 0.5) / tall) if tall else 1.0
    for number, (entry, lines) in enumerate(zip(entries, told, strict=True), 1):
        if entry.acts:
            ax.scatter([_DISC / 2], [y], s=_DISC_AREA, color=COMPANY, lw=0)
            stamp(ax, _DISC / 2, y, str(number), PAPER, gid="number")
        for line in lines:
            write(ax, _INDENT, y, line, SMALL, va="center", gid="label")
            y -= _LINE * squeeze
        y -= _BETWEEN * squeeze


# -- what it promised --------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Span:
    """A promise from when it was made to when it was settled."""

    made: float
    deadline: float
    outcome: str
    settled: float


def rows_of(promises: pd.DataFrame) -> list[list[Span]]:
    """Promises in rows without overlap in time, at most three rows; the last takes the rest."""
    rows: list[list[Span]] = []
    for made, deadline, outcome, settled in promises[
        ["made", "deadline", "outcome", "settled"]
    ].itertuples(index=False):
        end = deadline if pd.isna(settled) else settled
        span = Span(float(made), float(deadline), str(outcome), float(end))
        free = [row for row in rows if row[-1].settled <= span.made]
        if free:
            free[0].append(span)
        elif len(rows) < MOST_ROWS:
            rows.append([span])
        else:
            rows[-1].append(span)
    return rows


def draw_promises(ax: Axes, rows: Sequence[Sequence[Span]]) -> None:
    """Each promise as a bar to the promised time, with what became of it where there is room."""
    bare(ax)
    ax.set_ylim(len(rows), 0)
    caption(ax, "promised")
    last = ax.get_xlim()[1]
    for y, row in enumerate(rows):
        ends = [span.made for span in row[1:]] + [last]
        for span, until in zip(row, ends, strict=True):
            _draw_span(ax, span, y + 0.5, until)


def _draw_span(ax: Axes, span: Span, y: float, until: float) -> None:
    colour, sign = _OUTCOMES.get(span.outcome, (MUTED, "…"))
    per_inch, last = _per_inch(ax), ax.get_xlim()[1]
    end = min(max(span.settled, span.made), last)
    ax.barh(y, end - span.made, 0.8, span.made, color=colour, ec=PAPER, lw=1, zorder=3)
    if span.deadline > end:
        ax.plot([end, min(span.deadline, last)], [y, y], color=colour, lw=2, ls=":", zorder=3)
    for text in (f"{sign} {span.outcome}", span.outcome, sign):
        room = (width_of(text, SMALL, "bold") + 0.04) * per_inch
        if end - span.made > room:
            stamp(ax, (span.made + end) / 2, y, text, PAPER, zorder=5, gid="outcome")
        elif min(until, last) - end > room + 0.05 * per_inch:
            beside = end + 0.06 * per_inch
            stamp(ax, beside, y, text, INK, ha="left", zorder=5, gid="outcome")
        else:
            continue
        break


# -- how severe it was -------------------------------------------------------------------


def draw_severity(ax: Axes, severity: NDArray[np.integer], per_tick: float, week: Week) -> None:
    """Severity 0 to 6 as a strip of colours, numbered where there is room; weekdays below."""
    bare(ax)
    ax.set_xlim(0, week.hours)
    ax.set_ylim(0, 1)
    caption(ax, "severity\n0–6")
    runs = _runs(severity, per_tick, week.hours)
    for level, left, right in runs:
        ax.axvspan(left, right, color=SEVERITY[level], lw=0)
    for level, middle in _numbered(runs, _per_inch(ax)):
        colour = PAPER if level > 3 else INK
        stamp(ax, middle, 0.5, str(level), colour, points=BODY, gid="severity")
    ax.spines[:].set_visible(True)
    ax.spines[:].set_color(FAINT)
    week.label(ax)


def _runs(
    severity: NDArray[np.integer], per_tick: float, hours: float
) -> list[tuple[int, float, float]]:
    """Stretches of one level, as level, start and end; the highest of a few hours counts."""
    block = max(1, round(ceil(hours / _BLOCKS) / per_tick))
    levels = np.maximum.reduceat(severity, np.arange(0, len(severity), block))
    starts = [0, *(np.flatnonzero(np.diff(levels)) + 1).tolist()]
    edges = [*(start * block * per_tick for start in starts), hours]
    return [
        (int(levels[start]), left, right)
        for start, left, right in zip(starts, edges, edges[1:], strict=False)
    ]


def _numbered(runs: Sequence[tuple[int, float, float]], per_inch: float) -> list[tuple[int, float]]:
    """Which runs carry their number and where: the most severe first, whatever its width."""
    need = (width_of("0", BODY, "bold") + 0.03) * per_inch
    chosen: list[tuple[int, float]] = []
    for level, left, right in sorted(runs, key=lambda run: (-run[0], run[1] - run[2])):
        middle = (left + right) / 2
        wide = right - left >= need or not chosen
        if wide and all(abs(middle - other) > 1.2 * need for _, other in chosen):
            chosen.append((level, middle))
    return chosen


def caption(ax: Axes, text: str) -> None:
    """The name of a lane, to its left."""
    box = box_of(ax)
    middle = (box.bottom + box.top) / 2
    quiet = {"color": MUTED, "ha": "right", "va": "center"}
    write(ax.figure, box.left - 0.12, middle, text, SMALL, **quiet)


def _per_inch(ax: Axes) -> float:
    """Hours to an inch."""
    low, high = ax.get_xlim()
    return (high - low) / (ax.get_position().width * WIDTH)
