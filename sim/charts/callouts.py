"""Labels beside what they name: each looks for free room near its anchor."""

from collections.abc import Sequence
from dataclasses import dataclass

from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.patheffects import withStroke

from sim.charts.labels import Box, height_of, place, width_of
from sim.charts.palette import INK, PAPER
from sim.charts.style import BODY, box_of, figure_of, inches, stroke, write

_SQUARE = 0.24
"""Inches for the square that shows a colour."""
_GAP = 0.05
_NEAR = 0.12
"""Inches from label to anchor up to which no leader is needed."""


@dataclass(frozen=True, slots=True)
class Callout:
    """Words for a point of a chart."""

    text: str
    x: float
    """The point named, in the units of the chart."""
    y: float
    colour: str | None = None
    """Colour of a square in front of the words."""
    frame: Box | None = None
    """Where the label should stand; anywhere in the axes if None, or if there is no room."""
    leader: bool = True
    """Whether a line leads to the point."""


def call_out(ax: Axes, callouts: Sequence[Callout], taken: Sequence[Box]) -> list[Box]:
    """Draw the labels, the first ones nearest to their points; returns where they stand.

    None overlaps another or anything taken. One that finds no room is left out.
    """
    placed: list[Box] = []
    for callout in callouts:
        square = _SQUARE if callout.colour else 0.0
        size = (width_of(callout.text, BODY) + square, height_of(1, BODY))
        anchor, blocked = inches(ax, callout.x, callout.y), [*taken, *placed]
        frames = [frame for frame in (callout.frame, box_of(ax)) if frame is not None]
        spots = [place(size, anchor, frame, blocked) for frame in frames]
        spot = next((spot for spot in spots if spot is not None), None)
        if spot is not None:
            placed.append(spot.grown(_GAP))
            _draw(figure_of(ax), callout, spot, anchor)
    return placed


def _draw(figure: Figure, callout: Callout, spot: Box, anchor: tuple[float, float]) -> None:
    left, middle = spot.left, (spot.bottom + spot.top) / 2
    if callout.colour:
        write(figure, left, middle, "■", BODY, color=callout.colour, va="center")
        left += _SQUARE
    halo = [withStroke(linewidth=3, foreground=PAPER)]
    write(figure, left, middle, callout.text, BODY, va="center", path_effects=halo, gid="label")
    edge = spot.nearest(anchor)
    far = abs(edge[0] - anchor[0]) + abs(edge[1] - anchor[1]) > _NEAR
    if callout.leader and far:
        stroke(figure, (edge[0], anchor[0]), (edge[1], anchor[1]), color=INK, lw=0.9)
