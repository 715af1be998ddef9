"""Implausibilities: 0 where a figure holds, and comparable distances where it does not."""

from dataclasses import replace

import numpy as np
import pytest

from sim.calibration.scoring import FARTHEST, RowScore, Scorer, score_figure
from sim.validation.findings import Figure, frequency, ordering, window
from tests.calibration.made_up import rows

INFINITE = float("inf")


def distance(figure: Figure) -> float:
    return score_figure(figure).implausibility


def outside(value: float, bounds: tuple[float, float]) -> float:
    return distance(window("w", np.full(6, value), bounds, "1", rough=True))


def test_a_window_counts_half_widths_beyond_its_nearer_bound() -> None:
    assert outside(5.0, (4.0, 6.0)) == 0
    assert outside(5.9, (4.0, 6.0)) == 0
    assert outside(8.0, (4.0, 6.0)) == pytest.approx(2.0)
    assert outside(3.0, (4.0, 6.0)) == pytest.approx(1.0)


def test_emulators_learn_on_which_side_of_a_window_a_figure_lies() -> None:
    low, high = (score_figure(window("w", np.full(6, v), (4.0, 6.0), "1")) for v in (1.0, 5.5))
    assert (low.position, high.position) == (-4.0, 0.5)
    assert low.two_sided


def test_a_window_with_one_bound_counts_halves_of_it() -> None:
    assert outside(6.0, (4.0, INFINITE)) == 0
    assert outside(1.0, (4.0, INFINITE)) == pytest.approx(1.5)
    assert outside(-0.5, (0.0, INFINITE)) == pytest.approx(0.5)


def test_a_frequency_counts_standard_deviations_of_a_share() -> None:
    happened = np.array([True] * 5 + [False] * 5)
    figure = frequency("f", happened, 0.8)
    assert distance(figure) == pytest.approx(0.3 / np.sqrt(0.8 * 0.2 / 10))
    assert distance(frequency("f", np.ones(10, bool), 0.8)) == 0
    assert distance(frequency("f", np.array([True] * 9 + [False]), 1.0)) == pytest.approx(2.0)


def test_an_ordering_fails_by_its_share_or_by_its_interval() -> None:
    gap = np.array([1.0, 2, 1, 2, 1, -1])
    by_share = ordering("o", gap, np.zeros(6), "1")
    assert distance(by_share) == pytest.approx((0.9 - 5 / 6) / np.sqrt(0.09 / 6))
    by_interval = replace(by_share, share=1.0, low=-3.0, high=5.0)
    assert distance(by_interval) == pytest.approx(0.75)
    assert distance(ordering("o", np.arange(1.0, 7), np.zeros(6), "1")) == 0


def test_what_has_no_value_is_as_far_as_can_be() -> None:
    assert outside(np.nan, (4.0, 6.0)) == FARTHEST
    assert outside(1e9, (4.0, 6.0)) == FARTHEST


def test_a_verdict_without_bounds_still_counts() -> None:
    figure = Figure("cells", 0.0, np.nan, np.nan, "", "at least 1", holds=False)
    assert distance(figure) == 1
    assert distance(replace(figure, holds=True)) == 0


def test_the_distance_agrees_with_the_verdict_for_any_figure() -> None:
    chance = np.random.default_rng(3)
    for _ in range(300):
        values = chance.normal(chance.normal(0, 2), 1, 6)
        for figure in (
            window("w", values, (-1.0, 1.0), "1", rough=True),
            ordering("o", values, np.zeros(6), "1"),
            frequency("f", values > 0, 0.8),
        ):
            assert (distance(figure) == 0) == figure.holds, figure


def test_an_exception_makes_a_row_invalid_and_is_named() -> None:
    scores = Scorer(rows("L1", "L4"), 6, 0)((1, {"leaving": 0.1}))
    invalid = RowScore.from_plain(scores["L4"])
    assert invalid.verdict == "invalid"
    assert invalid.error == "ZeroDivisionError: nobody is left"
    assert invalid.implausibility == FARTHEST
    assert RowScore.from_plain(scores["L1"]).verdict == "fails"
