"""What makes an ordering, a window or a share hold, and what makes it fail."""

import numpy as np
import pytest

from sim.validation.findings import (
    Finding,
    compared,
    found,
    frequent,
    ordering,
    reported,
    untestable,
    window,
)

FLAT = np.zeros(100)


def with_share_above(share: float) -> np.ndarray:
    """A hundred differences, this share of them 1 and the others −1."""
    return np.where(np.arange(100) < 100 * share, 1.0, -1.0)


def test_an_ordering_holds_from_ninety_percent_of_pairs_on():
    assert ordering("gap", with_share_above(0.9), FLAT, "1").holds
    assert not ordering("gap", with_share_above(0.89), FLAT, "1").holds


def test_an_ordering_fails_where_its_interval_touches_zero():
    gap = with_share_above(0.95)
    gap[-5:] = -15.0
    part = ordering("gap", gap, FLAT, "1")
    assert part.share == 0.95
    assert part.low < 0 < part.high
    assert not part.holds


def test_equal_pairs_and_pairs_without_an_answer_are_none_in_which_it_holds():
    gap = np.ones(100)
    gap[:6], gap[6:12] = 0.0, np.nan
    part = ordering("gap", gap, FLAT, "1")
    assert part.share == 0.88
    assert not part.holds


def test_nothing_but_missing_answers_fails_quietly():
    part = ordering("gap", np.full(5, np.nan), np.zeros(5), "1")
    assert part.holds is False
    assert np.isnan(part.figure)


def test_a_window_needs_the_whole_interval_unless_runs_are_few():
    values = np.array([0.5, 1.5] * 20)
    wide = window("level", values, (0.5, 1.5), "1")
    narrow = window("level", values, (0.99, 1.5), "1")
    assert wide.holds
    assert narrow.figure == 1.0
    assert not narrow.holds
    assert window("level", values, (0.99, 1.5), "1", rough=True).holds


@pytest.mark.parametrize(("share", "holds"), [(0.8, True), (0.79, False)])
def test_a_frequency_is_held_against_its_share(share: float, holds: bool):
    assert frequent("often", np.arange(100) < 100 * share, 0.8).holds is holds


def test_a_row_holds_only_if_every_deciding_part_does():
    good, bad = ordering("a", np.ones(9), FLAT[:9], "1"), ordering("b", -np.ones(9), FLAT[:9], "1")
    told = reported("c", np.ones(9), "1")
    assert found(good, told).verdict == "holds"
    assert found(good, bad).verdict == "fails"
    assert found(told).verdict == "cannot be tested"
    assert untestable("no such preset").verdict == "cannot be tested"
    assert Finding(()).verdict == "cannot be tested"


def test_what_is_only_compared_decides_nothing():
    assert compared("gap", np.ones(9), FLAT[:9], "1").holds is None
