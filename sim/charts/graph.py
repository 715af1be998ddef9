"""The social graph at moments of a storm: who is a critic, who defends, who is gone."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np
from matplotlib.axes import Axes
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.collections import LineCollection
from matplotlib.figure import Figure
from numpy.typing import NDArray
from scipy.sparse import csr_array

from sim.charts.findings import graph_finding
from sim.charts.labels import Box
from sim.charts.layout import People, Places, around, lay_out
from sim.charts.palette import AFFECTED, BANDWAGON, DEFENDERS, FOLLOWERS, INK, LEFT, MUTED, PAPER
from sim.charts.style import (
    BODY,
    DPI,
    MARGIN,
    WIDTH,
    bare,
    panel,
    slide,
    source,
    stroke,
    write,
)  # fmt: skip
from sim.charts.week import Week
from sim.charts.wording import number, say
from sim.engines.output import CRITIC, DEFENDER, FOLLOWER, GONE

if TYPE_CHECKING:
    from sim.results import Record

MOST_MOMENTS = 4
STIRRING = 0.1
"""Share of the peak at which a storm is said to begin."""
_SIDE, _TOP = 3.0, 5.35
_LINE = 0.27
_SHADES = 24
_INK_OF_TIES, _DARKEST = 350.0, 0.5
"""Ties are drawn the lighter the more there are, so that their mass hides nobody."""
_BETWEEN_CRITICS: Mapping[str, Any] = {
    "colors": AFFECTED, "linewidths": 0.7, "alpha": 0.5, "zorder": 1,
}  # fmt: skip
CRITICS = ("affected", "joining")

Kinds = NDArray[np.intp]
"""For each person the place of their kind in :data:`KINDS`."""
Picture = NDArray[np.uint8]
"""Shades of grey, 0 to 255."""


@dataclass(frozen=True, slots=True)
class PersonKind:
    """People drawn alike."""

    name: str
    colour: str
    marker: str
    size: float
    edge: str = PAPER
    hollow: bool = False


KINDS = (
    PersonKind("silent", FOLLOWERS, "o", 2.2),
    PersonKind("affected", AFFECTED, "o", 4.2),
    PersonKind("joining", BANDWAGON, "^", 4.8, edge=INK),
    PersonKind("defenders", DEFENDERS, "s", 4.0),
    PersonKind("gone", LEFT, "o", 4.2, hollow=True),
)
"""From the back to the front, sizes in points."""


def graph(record: "Record", moments: Sequence[tuple[str, float]] | None = None) -> Figure:
    """The slide of the graph at up to four moments, given as words and hours since the start."""
    chosen = list(moments or usual_moments(record))[:MOST_MOMENTS]
    ties, week = ties_of(record), Week.of(record.scenario)
    drawn = around(ties, record.people["critical_posts"].to_numpy())
    figure = slide(finding_of(record), _shows(ties, drawn), source(record.scenario, [record.seed]))
    among = ties[drawn][:, drawn]
    places = lay_out(among)
    behind, wide = picture(among, places), (WIDTH - 2 * MARGIN) / len(chosen)
    for place, (name, hours) in enumerate(chosen):
        left = MARGIN + (place + 0.5) * wide - _SIDE / 2
        box, kinds = Box(left, _TOP - _SIDE, left + _SIDE, _TOP), kinds_at(record, hours)
        draw_graph(panel(figure, box), behind, among, places, kinds[drawn])
        _head(figure, left, say(f"moments.{name}") if moments is None else name, week.name(hours))
        _count(figure, box, kinds)
    return figure


def usual_moments(record: "Record") -> list[tuple[str, float]]:
    """Before, at the first grumbling, at the peak and at the end, as far as they differ."""
    storm, per_tick = record.storm, record.output.hours_per_tick
    incident = record.output.incident_at or 0.0
    found = {max(0.0, incident - per_tick): "before"}
    if storm.peak > 0:
        stirring = (storm.rate >= STIRRING * storm.peak) & (record.hours >= incident)
        found.setdefault(float(record.hours[stirring.argmax()]), "stirring")
        found.setdefault(max(0.0, storm.peak_at), "peak")
    found.setdefault(record.output.ticks * per_tick, "end")
    return [(name, hours) for hours, name in sorted(found.items())]


def kinds_at(record: "Record", hours: float) -> Kinds:
    """Everybody's kind at a time, in hours since the start."""
    stances, affected = record.stances_at(hours), record.people["affected"].to_numpy(bool)
    cases = [
        stances == FOLLOWER,
        (stances == CRITIC) & affected,
        stances == CRITIC,
        stances == DEFENDER,
        stances == GONE,
    ]
    return np.select(cases, range(len(KINDS))).astype(np.intp)


def draw_graph(ax: Axes, behind: Picture, ties: csr_array, places: Places, kinds: Kinds) -> None:
    """Draw people who are not silent, and ties between critics, over the picture of everybody.

    ``places`` lie from -1 to 1, ``ties`` are those among the people who are drawn.
    """
    bare(ax)
    ax.imshow(behind, cmap="gray", vmin=0, vmax=255, extent=(-1, 1, -1, 1), zorder=0)
    ax.add_collection(_lines(places, between_critics(ties, kinds), **_BETWEEN_CRITICS))
    for place, kind in enumerate(KINDS[1:], 1):
        _draw_people(ax, places[kinds == place], kind, _larger(places))
    ax.set(xlim=(-1, 1), ylim=(-1, 1))


def picture(ties: csr_array, places: Places) -> Picture:
    """Draw everybody as a follower with thin, light ties, in few shades, which keep files small."""
    figure = Figure(figsize=(_SIDE, _SIDE), dpi=DPI, facecolor=PAPER)
    canvas, ax = FigureCanvasAgg(figure), figure.add_axes((0, 0, 1, 1))
    bare(ax)
    lines = pairs_of(ties)
    light = min(_DARKEST, _INK_OF_TIES / max(1, len(lines)))
    ax.add_collection(_lines(places, lines, colors=MUTED, linewidths=0.4, alpha=light))
    _draw_people(ax, places, KINDS[0], _larger(places))
    ax.set(xlim=(-1, 1), ylim=(-1, 1))
    canvas.draw()  # type: ignore[no-untyped-call]
    grey = np.asarray(canvas.buffer_rgba())[..., 0] / 255  # type: ignore[no-untyped-call]
    few: Picture = np.rint(np.rint(grey * _SHADES) * 255 / _SHADES).astype(np.uint8)
    return few


def pairs_of(ties: csr_array) -> NDArray[np.intp]:
    """Return every tie once, as two people, shape (ties, 2)."""
    one, other = ties.tocoo().coords
    return np.column_stack([one, other])[one < other].astype(np.intp)


def between_critics(ties: csr_array, kinds: Kinds) -> NDArray[np.intp]:
    """Return the ties between two critics, affected or not, as two people, shape (ties, 2)."""
    pairs = pairs_of(ties)
    critics = np.isin(kinds, [place for place, kind in enumerate(KINDS) if kind.name in CRITICS])
    return pairs[critics[pairs].all(axis=1)]


def _lines(places: Places, pairs: NDArray[np.intp], **how: Any) -> LineCollection:
    return LineCollection(list(places[pairs]), **how)


def _draw_people(ax: Axes, places: Places, kind: PersonKind, larger: float) -> None:
    how = {"ls": "none", "marker": kind.marker, "ms": kind.size * larger, **ink(kind)}
    ax.plot(*places.T, **how)


def _larger(places: Places) -> float:
    """People are drawn larger where they are few."""
    return float(np.clip(np.sqrt(600 / len(places)), 1.0, 3.0))


def ink(kind: PersonKind) -> dict[str, Any]:
    """Return matplotlib's colours for a marker of this kind."""
    if kind.hollow:
        return {"mfc": PAPER, "mec": kind.colour, "mew": 1.1}
    return {"mfc": kind.colour, "mec": kind.edge, "mew": 0.4}


def _head(figure: Figure, left: float, words: str, when: str) -> None:
    write(figure, left, _TOP + 0.4, words, BODY, weight="bold", va="baseline", gid="head")
    write(figure, left, _TOP + 0.14, when, color=MUTED, va="baseline", gid="head")


def _count(figure: Figure, box: Box, kinds: Kinds) -> None:
    """Write how many people of each kind there are on the whole page."""
    for place, kind in enumerate(KINDS):
        y = box.bottom - 0.2 - _LINE * place
        stroke(figure, (box.left + 0.1,), (y,), marker=kind.marker, ms=8, **ink(kind))
        count = number(int(np.count_nonzero(kinds == place)))
        text = f"{count} {say(f'people.{kind.name}')}"
        write(figure, box.left + 0.28, y, text, va="center", gid="label")


def ties_of(record: "Record") -> csr_array:
    """Return who sees whom as a sparse matrix of ones, shape (people, people)."""
    starts, others = record.output.ties
    people = len(starts) - 1
    return csr_array((np.ones(len(others), np.int8), others, starts), shape=(people, people))


def finding_of(record: "Record") -> str:
    """Say in a sentence how many people are critics at the peak."""
    kinds = kinds_at(record, record.storm.peak_at if record.storm.peak > 0 else 0.0)
    affected, joining = (int(np.count_nonzero(kinds == kind)) for kind in (1, 2))
    return graph_finding(affected + joining, joining, len(kinds))


def _shows(ties: csr_array, drawn: People) -> str:
    if not ties.nnz:
        return say("no_ties")
    if len(drawn) < ties.shape[0]:
        return say(
            "who_sees_whom_sample",
            drawn=number(len(drawn)),
            people=number(ties.shape[0]),
        )
    return say(
        "who_sees_whom",
        people=number(ties.shape[0]),
        ties=number(ties.nnz // 2),
    )
