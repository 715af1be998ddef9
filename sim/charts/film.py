"""The social graph through a storm: who stands where, and who changes their mind when."""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
from matplotlib.animation import PillowWriter
from matplotlib.axes import Axes
from numpy.typing import NDArray
from scipy.sparse import csr_array

from sim.charts.graph import KINDS, draw_graph, finding_of, ink, kinds_at, picture, ties_of
from sim.charts.labels import Box
from sim.charts.layout import People, Places, around, lay_out
from sim.charts.palette import AFFECTED, INK, MUTED
from sim.charts.rates import smooth
from sim.charts.style import (
    BODY,
    MARGIN,
    WIDTH,
    bare,
    box_of,
    figure_of,
    panel,
    slide,
    source,
    write,
)  # fmt: skip
from sim.charts.week import Week
from sim.charts.wording import number, say
from sim.results.writing import written

if TYPE_CHECKING:
    from sim.results import Record

STEPS = (0.25, 0.5, 1.0, 2.0, 3.0, 4.0, 6.0, 8.0, 12.0, 24.0)
"""Hours between two frames."""
MOST_FRAMES, MOST_FRAMES_MOVING = 96, 60
"""Frames that a page steps through, and those of a moving picture."""
GIF_DPI = 72
GIF_COMMENT = b"shitstorm-sim"
"""Near the beginning of a moving picture of this project."""
FRAMES_A_SECOND = 6
_GRAPH = Box(MARGIN, 0.75, MARGIN + 5.1, 5.85)
_BESIDE, _CURVE = Box(6.4, 2.9, WIDTH - MARGIN, 5.85), Box(6.4, 1.2, WIDTH - MARGIN, 2.5)
_LINE = 0.36
_MOMENT = 19.0
"""Size of the type of a frame's moment, in points."""

Progress = Callable[[int, int], None]


@dataclass(frozen=True, slots=True)
class Film:
    """Frames of one run, evenly over its time."""

    drawn: People
    """Numbers of the people drawn. On large pages, those around the loudest."""
    places: Places
    """Places of the people drawn, from -1 to 1 each way, shape (drawn, 2)."""
    ties: csr_array
    """Ties among those drawn, by their place in ``drawn``, shape (drawn, drawn)."""
    hours: NDArray[np.float64]
    """Hours since the start of each frame, shape (frames,)."""
    kinds: NDArray[np.int8]
    """Kind of each person drawn, as a place in ``KINDS``, shape (frames, drawn)."""
    counts: NDArray[np.intp]
    """People of each kind on the whole page, shape (frames, kinds)."""


def film(record: "Record") -> Film:
    """The frames of a run."""
    ties = ties_of(record)
    drawn = around(ties, record.people["critical_posts"].to_numpy())
    among = ties[drawn][:, drawn]
    hours = frame_hours(record.output.ticks * record.output.hours_per_tick)
    everybody = [kinds_at(record, at) for at in hours]
    return Film(
        drawn=drawn,
        places=lay_out(among),
        ties=among,
        hours=hours,
        kinds=np.array([kinds[drawn] for kinds in everybody], dtype=np.int8),
        counts=np.array([np.bincount(kinds, minlength=len(KINDS)) for kinds in everybody]),
    )


def frame_hours(length: float) -> NDArray[np.float64]:
    """Hours of the frames of a run of so many hours, in steps that a clock has."""
    step = next((s for s in STEPS if length / s <= MOST_FRAMES), length / MOST_FRAMES)
    return np.arange(0.0, length + step / 2, step)


def save_gif(record: "Record", shot: Film, path: Path, progress: Progress | None = None) -> None:
    """Write the film as an animated GIF of a slide, which repeats."""
    week = Week.of(record.scenario)
    figure = slide(finding_of(record), say("film"), source(record.scenario, [record.seed]))
    behind = picture(shot.ties, shot.places)
    graph, beside, curve = (panel(figure, box) for box in (_GRAPH, _BESIDE, _CURVE))
    _draw_curve(curve, record, week)
    cursor = curve.axvline(0, color=INK, lw=2)
    shown = range(0, len(shot.hours), -(-len(shot.hours) // MOST_FRAMES_MOVING))
    writer = _Writer(fps=FRAMES_A_SECOND)
    with written(path) as aside, writer.saving(figure, str(aside), GIF_DPI):
        for place, frame in enumerate(shown):
            at = shot.hours[frame]
            graph.clear()
            draw_graph(graph, behind, shot.ties, shot.places, shot.kinds[frame])
            _draw_counts(beside, week.full_name(float(at)), shot.counts[frame])
            cursor.set_xdata([at, at])
            writer.grab_frame()
            if progress:
                progress(place + 1, len(shown))


class _Writer(PillowWriter):
    """Writes frames as a GIF that says where it comes from."""

    def finish(self) -> None:
        """Write the file."""
        frames: Any = vars(self)["_frames"]
        frames[0].info["comment"] = GIF_COMMENT
        super().finish()


def _draw_counts(ax: Axes, when: str, counts: NDArray[np.intp]) -> None:
    """The moment, and how many people of each kind there are on the whole page."""
    ax.clear()
    bare(ax)
    box = box_of(ax)
    ax.set(xlim=(0, box.right - box.left), ylim=(box.bottom - box.top, 0))
    write(ax, 0, -0.25, when, _MOMENT, weight="bold", va="center")
    for place, (kind, count) in enumerate(zip(KINDS, counts, strict=True)):
        y = -0.9 - _LINE * place
        ax.plot(0.12, y, kind.marker, ms=9, **ink(kind))
        text = f"{number(int(count))} {say(f'people.{kind.name}')}"
        write(ax, 0.4, y, text, BODY, va="center")


def _draw_curve(ax: Axes, record: "Record", week: Week) -> None:
    """Critical posts per hour over the whole run, under which the moment moves on."""
    hours, rate = smooth(record.series["critical_posts"], record.output.hours_per_tick)
    ax.fill_between(hours, rate, color=AFFECTED, lw=0)
    ax.set_ylim(0, max(1.0, float(rate.max())) * 1.1)
    ax.set_yticks([])
    week.shade(ax)
    week.label(ax)
    box = box_of(ax)
    said = say("film_peak", peak=number(record.storm.peak))
    write(figure_of(ax), box.left, box.top + 0.12, said, color=MUTED)
