"""Labels beside what they name: each looks for free room near its anchor."""

from collections.abc import Sequence
from dataclasses import dataclass

from matplotlib.axes import Axes
from matplotlib.figure import Figure

from sim.charts.labels import Box, Point, height_of, place, width_of
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
    points: Sequence[Point]
    """Points of which one is named, in the units of the chart."""
    colour: str | None = None
    """Colour of a square in front of the words."""
    frame: Box | None = None
    """Preferred area for the label. Anywhere in the axes if None, or if there is no room."""
    leader: bool = True
    """Draw a line from the label to the point."""


def call_out(ax: Axes, callouts: Sequence[Callout], taken: Sequence[Box]) -> list[Box]:
    """Draw labels near their points where there is room, the first first. Return their boxes."""
    placed: list[Box] = []
    for callout in callouts:
        size = (width_of(callout.text, BODY) + _square(callout), height_of(1, BODY))
        anchors = [inches(ax, *point) for point in callout.points]
        for frame in (callout.frame or box_of(ax), box_of(ax)):
            found = place(size, anchors, frame, [*taken, *placed])
            if found:
                placed.append(found[0].grown(_GAP))
                _draw(figure_of(ax), callout, *found)
                break
    return placed


def _draw(figure: Figure, callout: Callout, spot: Box, anchor: Point) -> None:
    left, middle = spot.left + _square(callout), (spot.bottom + spot.top) / 2
    if callout.colour:
        write(figure, spot.left, middle, "■", BODY, color=callout.colour, va="center")
    under = {"boxstyle": "square,pad=0.06", "fc": PAPER, "alpha": 0.85, "lw": 0}
    write(figure, left, middle, callout.text, BODY, va="center", bbox=under, gid="label")
    if callout.leader and spot.distance(anchor) > _NEAR:
        edge = spot.nearest(anchor)
        stroke(figure, (edge[0], anchor[0]), (edge[1], anchor[1]), color=INK, lw=0.9)


def _square(callout: Callout) -> float:
    return _SQUARE if callout.colour else 0.0
