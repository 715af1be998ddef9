"""Labels beside what they name: each looks for free room near its anchor."""

from collections.abc import Sequence
from dataclasses import dataclass

from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.patheffects import withStroke

from sim.charts.labels import Box, height_of, place, width_of
from sim.charts.palette import INK, MUTED, PAPER
from sim.charts.style import BODY, box_of, stroke, write

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
    """Where the label may stand, in inches; anywhere in the axes if None."""
    leader: bool = True


def inches(ax: Axes, x: float, y: float) -> tuple[float, float]:
    """Where a point of the chart lies on the slide, in inches."""
    dpi = ax.figure.dpi
    across, up = ax.transData.transform((x, y))
    return float(across) / dpi, float(up) / dpi


def call_out(ax: Axes, callouts: Sequence[Callout], taken: Sequence[Box]) -> list[Box]:
    """Draw the labels, the first ones nearest to their anchors; returns where they stand.

    None overlaps another or anything taken. One that finds no room is left out.
    """
    placed: list[Box] = []
    figure = ax.get_figure(root=True)
    assert isinstance(figure, Figure)
    for callout in callouts:
        sample = _SQUARE if callout.colour else 0.0
        size = (width_of(callout.text, BODY) + sample, height_of(1, BODY))
        anchor, frame = inches(ax, callout.x, callout.y), callout.frame or box_of(ax)
        spot = place(size, anchor, frame, [*taken, *placed])
        if spot is None:
            continue
        placed.append(spot.grown(_GAP))
        _draw(figure, callout, spot, anchor, sample)
    return placed


def _draw(
    figure: Figure, callout: Callout, spot: Box, anchor: tuple[float, float], sample: float
) -> None:
    middle = (spot.bottom + spot.top) / 2
    if callout.colour:
        write(figure, spot.left, middle, "■", BODY, color=callout.colour, va="center")
    halo = [withStroke(linewidth=3, foreground=PAPER)]
    how = {"va": "center", "path_effects": halo, "gid": "label"}
    write(figure, spot.left + sample, middle, callout.text, BODY, **how)
    start = _edge(spot, anchor)
    if callout.leader and abs(start[0] - anchor[0]) + abs(start[1] - anchor[1]) > _NEAR:
        colour = INK if callout.colour else MUTED
        stroke(figure, (start[0], anchor[0]), (start[1], anchor[1]), color=colour, lw=0.9)


def _edge(spot: Box, anchor: tuple[float, float]) -> tuple[float, float]:
    """The point of the label's edge that is nearest to the anchor."""
    return (
        min(max(anchor[0], spot.left), spot.right),
        min(max(anchor[1], spot.bottom), spot.top),
    )
