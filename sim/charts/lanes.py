"""The lanes of one storm: what the company did, what it promised, how severe it was."""

from collections.abc import Sequence
from dataclasses import dataclass
from math import ceil

import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from numpy.typing import NDArray

from sim.charts.acts import ActLine
from sim.charts.labels import Box, spread, width_of, wrap
from sim.charts.palette import BROKEN, COMPANY, FAINT, INK, KEPT, MUTED, PAPER, SEVERITY
from sim.charts.style import BODY, SMALL, bare, box_of, figure_of, stamp, write
from sim.charts.week import Week
from sim.charts.wording import say

_DISC = 0.29
"""Inches across a numbered disc."""
_DISC_AREA = (0.94 * 72 * _DISC) ** 2
_TOO_FAR = 0.4
"""Inches that a disc may stand beside its act."""
_DOTS, _DISCS = 0.12, 0.64
"""Heights of both in their lane."""
_HEAD, _INDENT = 0.45, 0.4
_LINE, _BETWEEN = 0.235, 0.09
"""Inches to a line of the list, and between its lines."""
_BLOCKS = 80
"""Pieces of the strip of severity: fewer would hide, more would flicker."""
MOST_ROWS = 3
"""Rows of promises."""
_OUTCOMES = {"kept": (KEPT, "✓"), "broken": (BROKEN, "✗"), "revised": (MUTED, "↷")}

# -- what the company did ------------------------------------------------------------------


def draw_acts(ax: Axes, acts: pd.DataFrame, lines: Sequence[ActLine]) -> None:
    """Draw a dot for each act and a disc with its number, if need be for the first of its kind."""
    bare(ax)
    ax.set_ylim(0, 1)
    caption(ax, say("company"))
    hours = {act: float(acts["hours"][act]) for line in lines for act in line.acts}
    ax.plot(list(hours.values()), [_DOTS] * len(hours), "o", ms=4, color=COMPANY, mew=0)
    numbers = {act: line.number for line in lines for act in line.acts if line.number}
    first = [line.acts[0] for line in lines if line.number]
    for act, x in _stand(ax, hours, (sorted(numbers, key=hours.__getitem__), first)).items():
        ax.plot([hours[act], x], [_DOTS, _DISCS], color=COMPANY, lw=0.9)
        _disc(ax, x, _DISCS, numbers[act])


def _stand(ax: Axes, hours: dict[int, float], choices: Sequence[Sequence[int]]) -> dict[int, float]:
    """Place the discs of the first choice of acts that all stand near their times."""
    (low, high), per_inch = ax.get_xlim(), _per_inch(ax)
    places: list[float] = []
    for acts in choices:
        wanted, sizes = [hours[act] for act in acts], [_DISC * per_inch] * len(acts)
        places = spread(wanted, sizes, low, high)
        moved = max((abs(a - b) for a, b in zip(places, wanted, strict=True)), default=0.0)
        if sum(sizes) <= high - low and moved <= _TOO_FAR * per_inch:
            break
    return dict(zip(acts, places, strict=True))


def fits(lines: Sequence[ActLine], box: Box) -> bool:
    """Return True if a list of acts has room in a box."""
    told = [_wrapped(line, box) for line in lines]
    tall = sum(_LINE * len(lines) + _BETWEEN for lines in told)
    return _HEAD + tall <= box.top - box.bottom


def draw_list(ax: Axes, lines: Sequence[ActLine]) -> None:
    """The numbers with time and words, top to bottom."""
    bare(ax)
    box, y = box_of(ax), -_HEAD
    ax.set(xlim=(0, box.right - box.left), ylim=(box.bottom - box.top, 0))
    write(ax, 0, -0.2, say("company_did"), BODY, weight="bold", va="center")
    if not lines:
        write(ax, 0, y - _LINE / 2, say("nothing_said"), va="center")
    for line in lines:
        if line.number:
            _disc(ax, _DISC / 2, y - _LINE / 2, line.number)
        for text in _wrapped(line, box):
            write(ax, _INDENT, y - _LINE / 2, text, va="center", gid="label")
            y -= _LINE
        y -= _BETWEEN


def _wrapped(line: ActLine, box: Box) -> list[str]:
    return wrap(line.text, SMALL, box.right - box.left - _INDENT, 2)


def _disc(ax: Axes, x: float, y: float, number: int | None) -> None:
    ax.scatter([x], [y], s=_DISC_AREA, color=COMPANY, lw=0, zorder=5)
    stamp(ax, x, y, str(number), color=PAPER, zorder=6, gid="number")


# -- what it promised ----------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Span:
    """A promise from when it was made to when it was settled, in hours since the start."""

    made: float
    deadline: float
    outcome: str
    settled: float


def rows_of(promises: pd.DataFrame) -> list[list[Span]]:
    """Sort promises into at most three rows without overlap in time. The last takes the rest."""
    rows: list[list[Span]] = []
    for promise in promises.to_dict("records"):
        end = promise["deadline"] if pd.isna(promise["settled"]) else promise["settled"]
        span = Span(promise["made"], promise["deadline"], promise["outcome"], float(end))
        free = [row for row in rows if row[-1].settled <= span.made]
        if free:
            free[0].append(span)
        elif len(rows) < MOST_ROWS:
            rows.append([span])
        else:
            rows[-1].append(span)
    return rows


def draw_promises(ax: Axes, rows: Sequence[Sequence[Span]]) -> None:
    """Each promise as a bar until it was settled, with what became of it where there is room."""
    bare(ax)
    ax.set_ylim(len(rows), 0)
    caption(ax, say("promised"))
    for y, row in enumerate(rows):
        until = [*(span.made for span in row[1:]), ax.get_xlim()[1]]
        for span, free in zip(row, until, strict=True):
            _draw_span(ax, span, y + 0.5, free)


def _draw_span(ax: Axes, span: Span, y: float, free: float) -> None:
    """Draw a promise. Beside it the row is free until the hour ``free``."""
    colour, sign = _OUTCOMES.get(span.outcome, (MUTED, "…"))
    last = ax.get_xlim()[1]
    end, deadline = min(max(span.settled, span.made), last), min(span.deadline, last)
    ax.barh(y, end - span.made, 0.8, span.made, color=colour, ec=PAPER, lw=1, zorder=2)
    ax.plot([end, max(end, deadline)], [y, y], color=colour, lw=2, ls=":", zorder=1)
    outcome = say(f"outcomes.{span.outcome}")
    texts = (f"{sign} {outcome}", outcome, sign)
    need = {text: (width_of(text, SMALL, "bold") + 0.04) * _per_inch(ax) for text in texts}
    within = [text for text in texts if need[text] < end - span.made]
    beside = [text for text in texts if need[text] < free - end]
    if within:
        stamp(ax, (span.made + end) / 2, y, within[0], color=PAPER, gid="outcome")
    elif beside:
        x = end + 0.05 * _per_inch(ax)
        stamp(ax, x, y, beside[0], color=INK, ha="left", gid="outcome")


# -- how severe it was ---------------------------------------------------------------------


def draw_severity(ax: Axes, severity: NDArray[np.integer], per_tick: float, week: Week) -> None:
    """Draw severity 0 to 6 as a strip of colours, numbered where there is room."""
    bare(ax)
    ax.set(xlim=(0, week.hours), ylim=(0, 1))
    caption(ax, say("severity"))
    runs = _runs(severity, per_tick, week.hours)
    for level, left, right in runs:
        ax.axvspan(left, right, color=SEVERITY[level], lw=0)
    for level, middle in _numbered(runs, _per_inch(ax)):
        colour = PAPER if level > 3 else INK
        stamp(ax, middle, 0.5, str(level), BODY, color=colour, gid="severity")
    ax.spines[:].set(visible=True, color=FAINT)
    week.label(ax)


Run = tuple[int, float, float]
"""A stretch of one level: level, start and end in hours."""


def _runs(severity: NDArray[np.integer], per_tick: float, hours: float) -> list[Run]:
    """Return stretches of one level. Of every few hours the highest level counts."""
    block = max(1, round(ceil(hours / _BLOCKS) / per_tick))
    levels = np.maximum.reduceat(severity, np.arange(0, len(severity), block))
    starts = [0, *(np.flatnonzero(np.diff(levels)) + 1).tolist()]
    edges = [*(start * block * per_tick for start in starts), hours]
    return [
        (int(levels[start]), left, right)
        for start, left, right in zip(starts, edges, edges[1:], strict=False)
    ]


def _numbered(runs: Sequence[Run], per_inch: float) -> list[tuple[int, float]]:
    """Choose the levels that are numbered, the highest first, whatever its width."""
    need = (width_of("0", BODY, "bold") + 0.03) * per_inch
    chosen: list[tuple[int, float]] = []
    for level, left, right in sorted(runs, key=lambda run: (-run[0], run[1] - run[2])):
        middle = (left + right) / 2
        apart = all(abs(middle - other) > 1.2 * need for _, other in chosen)
        if apart and (right - left >= need or not chosen):
            chosen.append((level, middle))
    return chosen


def caption(ax: Axes, text: str) -> None:
    """The name of a lane, to its left."""
    box = box_of(ax)
    quiet = {"color": MUTED, "ha": "right", "va": "center"}
    write(figure_of(ax), box.left - 0.12, (box.bottom + box.top) / 2, text, **quiet)


def _per_inch(ax: Axes) -> float:
    """Hours to an inch."""
    low, high = ax.get_xlim()
    return (high - low) / (box_of(ax).right - box_of(ax).left)
