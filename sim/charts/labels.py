"""Labels that never overlap: how large a text is, how it fits, where it can stand.

All lengths are inches on the slide, so that nothing here depends on the data shown.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from math import hypot
from typing import TypeVar

import numpy as np
from matplotlib.font_manager import FontProperties, findfont, get_font
from matplotlib.textpath import text_to_path
from numpy.typing import NDArray

Item = TypeVar("Item")
Point = tuple[float, float]
"""A place on the slide: inches from the left and from below."""
Floats = NDArray[np.float64]
Flags = NDArray[np.bool_]

FONT = "DejaVu Sans"
LINE_HEIGHT = 1.25
"""Distance between lines as a multiple of the size of the type."""
HINTING = 1.03
"""Type on the screen is set a little wider than its outlines."""
_STEP = 0.06
"""Inches between the places that are tried."""
_MIDDLE = 0.05
"""Weight of an inch from a label's middle against one from its edge."""


@lru_cache(maxsize=4096)
def width_of(text: str, points: float, weight: str = "normal") -> float:
    """Width of one line of text in inches."""
    font = FontProperties(family=FONT, size=points, weight=weight)
    line = printable(text).replace("\n", " ")
    width, _, _ = text_to_path.get_text_width_height_descent(line, font, ismath=False)
    return HINTING * float(width) / 72.0


def height_of(lines: int, points: float) -> float:
    """Height of so many lines of text in inches."""
    return lines * points * LINE_HEIGHT / 72.0


@lru_cache(maxsize=1)
def _glyphs() -> frozenset[int]:
    return frozenset(get_font(findfont(FontProperties(family=FONT))).get_charmap())


def printable(text: str) -> str:
    """The text without what the house font cannot show."""
    return "".join(c if ord(c) in _glyphs() or c == "\n" else "□" for c in text)


def shorten(text: str, points: float, width: float, weight: str = "normal") -> str:
    """The text, cut with an ellipsis if it is wider than this many inches."""
    if width_of(text, points, weight) <= width:
        return text
    kept = text
    while kept and width_of(kept.rstrip() + "…", points, weight) > width:
        kept = kept[:-1]
    return kept.rstrip() + "…"


def wrap(text: str, points: float, width: float, lines: int, weight: str = "normal") -> list[str]:
    """Return the text broken at spaces into at most so many lines, the last cut if need be."""
    words, wrapped = [word for word in text.split(" ") if word], [""]
    for place, word in enumerate(words):
        longer = f"{wrapped[-1]} {word}".lstrip(" ")
        if not wrapped[-1] or width_of(longer, points, weight) <= width:
            wrapped[-1] = longer
        elif len(wrapped) < lines:
            wrapped.append(word)
        else:
            wrapped[-1] = " ".join([wrapped[-1], *words[place:]])
            break
    return [shorten(line, points, width, weight) for line in wrapped]


def outermost(items: Sequence[Item], most: int) -> list[Item]:
    """At most so many items of an order: those nearest to both ends."""
    if len(items) <= most:
        return list(items)
    return [*items[: most - most // 2], *items[len(items) - most // 2 :]]


def spread(wanted: Sequence[float], sizes: Sequence[float], low: float, high: float) -> list[float]:
    """Centres as near as can be to those wanted, in their order, without overlap.

    Least squares under the order (pool adjacent violators, Barlow et al. 1972). What is
    wider in all than ``high - low`` is squeezed evenly, the only case of overlap.
    """
    order = sorted(range(len(wanted)), key=lambda i: wanted[i])
    room = sum(sizes)
    squeeze = min(1.0, (high - low) / room) if room else 1.0
    blocks: list[_Block] = []
    for i in order:
        blocks.append(_Block([i], wanted[i], sizes[i] * squeeze).within(low, high))
        while len(blocks) > 1 and blocks[-2].end > blocks[-1].start:
            blocks[-2:] = [blocks[-2].joined(blocks[-1]).within(low, high)]
    centres = [0.0] * len(wanted)
    for block in blocks:
        edge = block.start
        for i in block.members:
            centres[i] = edge + sizes[i] * squeeze / 2
            edge += sizes[i] * squeeze
    return centres


@dataclass(frozen=True)
class _Block:
    """Neighbours that touch and move together."""

    members: list[int]
    centre: float
    size: float

    @property
    def start(self) -> float:
        return self.centre - self.size / 2

    @property
    def end(self) -> float:
        return self.centre + self.size / 2 - 1e-9

    def joined(self, other: "_Block") -> "_Block":
        """Both as one, where their members want it on the mean."""
        mine, theirs = len(self.members), len(other.members)
        want = mine * (self.centre + other.size / 2) + theirs * (other.centre - self.size / 2)
        return _Block(self.members + other.members, want / (mine + theirs), self.size + other.size)

    def within(self, low: float, high: float) -> "_Block":
        """Moved between the bounds."""
        centre = max(low + self.size / 2, min(high - self.size / 2, self.centre))
        return _Block(self.members, centre, self.size)


@dataclass(frozen=True, slots=True)
class Box:
    """A rectangle on the slide, in inches from its lower left corner."""

    left: float
    bottom: float
    right: float
    top: float

    def grown(self, by: float) -> "Box":
        """The same with so many inches more on every side."""
        return Box(self.left - by, self.bottom - by, self.right + by, self.top + by)

    def nearest(self, point: Point) -> Point:
        """The point of it that is nearest to another."""
        return (
            min(max(point[0], self.left), self.right),
            min(max(point[1], self.bottom), self.top),
        )

    def distance(self, point: Point) -> float:
        """Return the inches from its edge to a point, 0 inside."""
        return hypot(*np.subtract(self.nearest(point), point))


def place(
    size: tuple[float, float], anchors: Sequence[Point], frame: Box, taken: Sequence[Box]
) -> tuple[Box, Point] | None:
    """The free place in the frame for a label of this size that is nearest to an anchor.

    Returns the place and that anchor, None if there is no place. Of places equally near,
    the one whose middle is nearest.
    """
    width, height = size
    lefts = np.arange(frame.left, frame.right - width + 1e-9, _STEP)
    bottoms = np.arange(frame.bottom, frame.top - height + 1e-9, _STEP)
    left, bottom = (grid.ravel() for grid in np.meshgrid(lefts, bottoms))
    free = _free(left, bottom, size, taken)
    left, bottom = left[free], bottom[free]
    if not left.size:
        return None
    across, up = (
        middle[:, None] - np.array(anchors)[:, axis]
        for axis, middle in enumerate((left + width / 2, bottom + height / 2))
    )
    beside = np.maximum(np.abs(across) - width / 2, 0), np.maximum(np.abs(up) - height / 2, 0)
    distance = np.hypot(*beside) + _MIDDLE * np.hypot(across, up)
    spot, anchor = np.unravel_index(int(distance.argmin()), distance.shape)
    x, y = float(left[spot]), float(bottom[spot])
    return Box(x, y, x + width, y + height), anchors[int(anchor)]


def _free(left: Floats, bottom: Floats, size: tuple[float, float], taken: Sequence[Box]) -> Flags:
    """Flag the lower left corners that leave a label clear of everything taken."""
    width, height = size
    free = np.ones(left.shape, dtype=bool)
    for box in taken:
        free &= (
            (left >= box.right)
            | (left + width <= box.left)
            | (bottom >= box.top)
            | (bottom + height <= box.bottom)
        )
    return free
