"""What a reader sees on a slide: its texts, and where they stand."""

from itertools import combinations

from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.text import Text

TOUCHING = 2.0
"""Pixels by which the boxes of letters may touch: they are larger than the ink in them."""

Place = tuple[float, float, float, float]


def texts(figure: Figure, gid: str | None = None) -> list[str]:
    """All texts shown, or those of one kind."""
    return [text.get_text() for text in shown(figure) if gid in (None, text.get_gid())]


def shown(figure: Figure) -> list[Text]:
    """The texts that a reader sees, in their places."""
    if figure.stale:
        figure.canvas.draw()
    found = [*figure.texts, *(text for ax in figure.axes for text in written_on(ax))]
    return [text for text in found if text.get_visible() and text.get_text().strip()]


def written_on(ax: Axes) -> list[Text]:
    """Texts in axes and the labels of their ticks; spare ticks beyond the limits show none."""
    found = list(ax.texts)
    for axis in (ax.xaxis, ax.yaxis):
        low, high = sorted(axis.get_view_interval())
        ticks = [*axis.get_major_ticks(), *axis.get_minor_ticks()]
        found += [tick.label1 for tick in ticks if low <= tick.get_loc() <= high]
    return found


def overlapping(figure: Figure) -> list[tuple[str, str]]:
    """Pairs of texts that share area."""
    boxes = [(text.get_text(), text.get_window_extent().extents) for text in shown(figure)]
    return [(a, b) for (a, one), (b, other) in combinations(boxes, 2) if meet(one, other)]


def outside(figure: Figure) -> list[str]:
    """Texts that leave the slide."""
    width, height = figure.bbox.size
    out = []
    for text in shown(figure):
        left, bottom, right, top = text.get_window_extent().extents
        if left < 0 or bottom < 0 or right > width or top > height:
            out.append(text.get_text())
    return out


def meet(one: Place, other: Place) -> bool:
    """Whether two boxes share more than their edges."""
    across = min(one[2], other[2]) - max(one[0], other[0])
    up = min(one[3], other[3]) - max(one[1], other[1])
    return across > TOUCHING and up > TOUCHING
