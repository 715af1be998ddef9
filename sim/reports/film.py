"""The film of the social graph as a page plays it: the first frame, and what changes after."""

from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from sim.charts.film import Film
from sim.charts.graph import KINDS
from sim.charts.layout import MOST_PEOPLE
from sim.language.speech import Speech
from sim.reports.parts import ReportTable

if TYPE_CHECKING:
    from sim.results import Record

GRID = 1000
"""Steps into which each side of the picture is divided."""
MOST_TIES = 12_000
CURVE_POINTS = 240
_SIZE = 0.0062
"""Half the size of a sign on a full page, as a share of the picture's side."""


def encoded(shot: Film, record: "Record", speech: Speech) -> dict[str, Any]:
    """Return everything that the page's script draws, in plain numbers and texts."""
    everybody = len(record.people)
    across = np.rint((shot.places + 1) / 2 * GRID).astype(int)
    length = record.output.ticks * record.output.hours_per_tick
    loudest = record.storm.peak_at if record.storm.peak > 0 else 0.0
    return {
        "said": said(shot, everybody, speech),
        "kinds": [speech.say(f"people.{kind.name}") for kind in KINDS],
        "looks": [_look(number) for number in range(len(KINDS))],
        "moments": [speech.moment(float(at)) for at in shot.hours],
        "at": [round(float(at) / length, 4) for at in shot.hours],
        "counts": [[speech.number(float(n)) for n in counts] for counts in shot.counts],
        "x": across[:, 0].tolist(),
        "y": (GRID - across[:, 1]).tolist(),
        "size": round(_SIZE * float(np.clip(np.sqrt(MOST_PEOPLE / len(across)), 1, 4)), 5),
        "ties": _ties(shot),
        "begin": "".join(map(str, shot.kinds[0])),
        "changes": [[], *map(_changes, shot.kinds[:-1], shot.kinds[1:])],
        "first": int(np.argmin(np.abs(shot.hours - loudest))),
        "curve": _curve(record),
    }


def said(shot: Film, everybody: int, speech: Speech) -> str:
    """Say what the film shows."""
    step = speech.span(float(shot.hours[1])) if len(shot.hours) > 1 else ""
    drawn = speech.number(len(shot.drawn))
    key = "film_said" if len(shot.drawn) == everybody else "film_said_some"
    return speech.say(key, step=step, drawn=drawn, people=speech.number(everybody))


def table(shot: Film, speech: Speech) -> ReportTable:
    """The same in figures: how many people did what, frame by frame."""
    headings = [speech.say("heading_moment"), *(speech.say(f"people.{k.name}") for k in KINDS)]
    rows = [
        [speech.moment(float(at)), *(speech.number(float(count)) for count in counts)]
        for at, counts in zip(shot.hours, shot.counts, strict=True)
    ]
    return ReportTable(speech.say("film_table"), headings, rows)


def _look(number: int) -> dict[str, Any]:
    kind = KINDS[number]
    edge = kind.colour if kind.hollow else kind.edge
    return {"fill": "#fff" if kind.hollow else kind.colour, "edge": edge, "hollow": kind.hollow}


def _ties(shot: Film) -> list[int]:
    """Return both ends of each tie, one after the other, at most ``MOST_TIES`` ties."""
    one, other = shot.ties.tocoo().coords
    pairs = np.column_stack([one, other])[one < other]
    few = pairs[:: max(1, -(-len(pairs) // MOST_TIES))]
    ends: list[int] = few.ravel().tolist()
    return ends


def _changes(before: NDArray[np.int8], after: NDArray[np.int8]) -> list[int]:
    """Return the people who changed, each followed by their new kind."""
    who = np.flatnonzero(before != after)
    return [int(number) for person in who for number in (person, after[person])]


def _curve(record: "Record") -> str:
    """Critical posts per hour as the outline of an area, 1000 wide and 100 high."""
    rate = record.storm.rate[:: max(1, len(record.storm.rate) // CURVE_POINTS)]
    heights = 98 - 94 * rate / max(1.0, float(rate.max()))
    across = np.linspace(0, 1000, len(rate))
    points = " ".join(f"{x:.0f} {y:.1f}" for x, y in zip(across, heights, strict=True))
    return f"M0 98L{points}L1000 98Z"
