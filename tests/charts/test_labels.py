"""Labels keep apart and inside, whatever they are and wherever they want to be."""

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sim.charts.labels import (
    Box,
    outermost,
    place,
    printable,
    shorten,
    spread,
    width_of,
    wrap,
)

WORDS = st.text(alphabet="abc WÄß-€災\x1f", max_size=200)
SIZES = st.lists(st.floats(0.05, 1.0), min_size=1, max_size=15)
LENGTHS = st.floats(0.1, 3.0)
PLACES = st.floats(-2.0, 10.0)


def overlap(one: Box, other: Box) -> bool:
    """Return True if two boxes share any area."""
    across = min(one.right, other.right) - max(one.left, other.left)
    return across > 0 and min(one.top, other.top) > max(one.bottom, other.bottom)


@given(SIZES, st.data())
def test_spread_labels_neither_overlap_nor_leave_the_range(
    sizes: list[float], data: st.DataObject
) -> None:
    wanted = data.draw(st.lists(PLACES, min_size=len(sizes), max_size=len(sizes)))
    high = sum(sizes) + data.draw(st.floats(0.0, 5.0))
    centres = spread(wanted, sizes, 0.0, high)
    edges = sorted((c - s / 2, c + s / 2) for c, s in zip(centres, sizes, strict=True))
    assert edges[0][0] >= -1e-6
    assert edges[-1][1] <= high + 1e-6
    assert all(left[1] <= right[0] + 1e-6 for left, right in pairwise(edges))


@given(st.lists(PLACES, min_size=2, max_size=15, unique=True))
def test_spread_labels_keep_their_order(wanted: list[float]) -> None:
    centres = spread(wanted, [0.3] * len(wanted), 0.0, 9.0)
    order = sorted(range(len(wanted)), key=wanted.__getitem__)
    assert order == sorted(range(len(wanted)), key=lambda i: (centres[i], wanted[i]))


def test_labels_with_room_stay_where_they_want_to_be() -> None:
    assert spread([3.0, 1.0], [0.5, 0.5], 0.0, 4.0) == [3.0, 1.0]


def test_labels_without_room_are_squeezed_evenly() -> None:
    assert spread([1.0, 1.0], [2.0, 2.0], 0.0, 2.0) == pytest.approx([0.5, 1.5])


def test_no_labels_need_no_places() -> None:
    assert spread([], [], 0.0, 1.0) == []


BOXES = st.builds(
    lambda x, y, wide, tall: Box(x, y, x + wide, y + tall), PLACES, PLACES, LENGTHS, LENGTHS
)


@given(LENGTHS, LENGTHS, PLACES, PLACES, st.lists(BOXES, max_size=6))
def test_a_label_stands_inside_its_frame_and_on_nothing(
    wide: float, tall: float, x: float, y: float, taken: list[Box]
) -> None:
    frame = Box(0.0, 0.0, 8.0, 5.0)
    found = place((wide, tall), [(x, y), (y, x)], frame, taken)
    if found is None:
        assert taken
        return
    spot, anchor = found
    assert anchor in ((x, y), (y, x))
    assert not any(overlap(spot, box) for box in taken)
    assert spot.left >= frame.left
    assert spot.bottom >= frame.bottom
    assert spot.right <= frame.right + 1e-6
    assert spot.top <= frame.top + 1e-6


def test_without_room_there_is_no_place() -> None:
    frame = Box(0.0, 0.0, 1.0, 1.0)
    assert place((2.0, 0.5), [(0.5, 0.5)], frame, []) is None
    assert place((0.5, 0.5), [(0.5, 0.5)], frame, [frame]) is None


def test_a_label_stands_beside_its_anchor_where_it_can() -> None:
    spot, anchor = place((1.0, 0.3), [(9.0, 9.0), (2.0, 2.0)], Box(0, 0, 5, 5), []) or (None, None)
    assert anchor == (2.0, 2.0)
    assert spot is not None
    assert spot.distance((2.0, 2.0)) == 0.0


@given(WORDS, st.floats(0.3, 5.0))
def test_shortened_text_fits(text: str, width: float) -> None:
    assert width_of(shorten(text, 15.0, width), 15.0) <= width


def test_text_that_fits_is_not_shortened() -> None:
    assert shorten("honest roadmap", 15.0, 3.0) == "honest roadmap"
    assert shorten("honest roadmap", 15.0, 1.0).endswith("…")


@given(WORDS, st.integers(1, 3))
def test_wrapped_text_fits_and_keeps_its_words(text: str, lines: int) -> None:
    wrapped = wrap(text, 13.0, 2.0, lines)
    assert len(wrapped) <= lines
    assert all(width_of(line, 13.0) <= 2.0 for line in wrapped)
    if not any(line.endswith("…") for line in wrapped):
        assert " ".join(wrapped) == " ".join(word for word in text.split(" ") if word)


def test_signs_that_the_font_lacks_become_boxes() -> None:
    assert printable("crisis 災害 ✓") == "crisis □□ ✓"


def test_outermost_keeps_both_ends() -> None:
    assert outermost([1, 2, 3, 4, 5, 6], 3) == [1, 2, 6]
    assert outermost([1, 2], 3) == [1, 2]
