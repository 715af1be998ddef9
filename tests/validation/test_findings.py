"""Orderings, windows and frequencies hold or fail as their rules say."""

import re
from pathlib import Path

import numpy as np
import pytest

from sim.validation.findings import (
    Finding,
    count_of,
    effect,
    frequency,
    ordering,
    ratio,
    reported,
    reported_ratio,
    window,
)

ROWS = Path(__file__).parents[2] / "sim" / "validation"
FOR_A_SIGN = "return np.asarray(difference / (float(usual.mean()) or np.nan))"
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
    figure = ordering("gap", gap, FLAT, "1")
    assert figure.share == 0.95
    assert figure.low < 0 < figure.high
    assert not figure.holds


def test_equal_pairs_and_pairs_without_an_answer_are_none_in_which_it_holds():
    gap = np.ones(100)
    gap[:6], gap[6:12] = 0.0, np.nan
    figure = ordering("gap", gap, FLAT, "1")
    assert figure.share == 0.88
    assert not figure.holds


def test_nothing_but_missing_answers_fails_quietly():
    figure = ordering("gap", np.full(5, np.nan), np.zeros(5), "1")
    assert figure.holds is False
    assert np.isnan(figure.value)


def test_a_window_needs_the_whole_interval_unless_runs_are_few():
    values = np.array([0.5, 1.5] * 20)
    wide = window("level", values, (0.5, 1.5), "1")
    narrow = window("level", values, (0.99, 1.5), "1")
    assert wide.holds
    assert narrow.value == 1.0
    assert not narrow.holds
    assert window("level", values, (0.99, 1.5), "1", rough=True).holds


@pytest.mark.parametrize(("share", "holds"), [(0.8, True), (0.79, False)])
def test_a_frequency_is_held_against_its_share(share: float, holds: bool):
    assert frequency("often", np.arange(100) < 100 * share, 0.8).holds is holds


def test_a_row_holds_only_if_every_deciding_figure_does():
    good, bad = ordering("a", np.ones(9), FLAT[:9], "1"), ordering("b", -np.ones(9), FLAT[:9], "1")
    report = reported("c", np.ones(9), "1")
    assert Finding.of(good, report).verdict == "holds"
    assert Finding.of(good, bad).verdict == "fails"
    assert Finding.of(report).verdict == "cannot be tested"
    assert Finding(remark="no such preset").verdict == "cannot be tested"


def test_an_ordering_as_a_report_decides_nothing_and_keeps_its_figures():
    asserted = ordering("gap", np.ones(9), FLAT[:9], "1")
    report = asserted.as_report()
    assert report.holds is None
    assert report.target == "reported"
    assert (report.value, report.share, report.runs) == (1.0, 1.0, 9)


def test_an_ordering_with_a_sure_sign_and_too_few_pairs_fails_and_says_so():
    figure = ordering("gap", with_share_above(0.8), FLAT, "1")
    assert figure.sign_sure
    assert not figure.holds
    assert figure.missing == "sign sure, luck larger"
    assert Finding.of(figure).verdict_text == "fails: sign sure, luck larger"


def test_an_ordering_with_enough_pairs_and_an_unsure_sign_says_that_instead():
    gap = with_share_above(0.95)
    gap[-5:] = -15.0
    assert ordering("gap", gap, FLAT, "1").missing == "most pairs agree, sign not sure"


def test_an_ordering_says_which_of_sign_and_reversed_sign_it_has():
    assert ordering("gap", with_share_above(0.5), FLAT, "1").missing == "sign not sure"
    assert ordering("gap", with_share_above(0.1), FLAT, "1").missing == "sign reversed"
    assert ordering("gap", with_share_above(1.0), FLAT, "1").missing == ""


def test_an_effect_needs_the_interval_alone():
    assert effect("gap", with_share_above(0.7), FLAT, "1").holds
    assert not effect("gap", with_share_above(0.5), FLAT, "1").holds


def test_a_ratio_of_pairs_is_as_sure_as_the_pairs_are_alike():
    """Dividing each run by one mean would call a sure ratio unsure: storms differ in size."""
    storms = np.random.default_rng(1).lognormal(3.0, 1.5, 40)
    half = ratio("posts", 0.5 * storms, storms, (0.0, 1.0))
    assert (half.value, half.low, half.high) == pytest.approx((0.5, 0.5, 0.5))
    assert half.holds
    change = ratio("change", 100.0 * (0.2 * storms - storms), storms, (-100.0, 0.0), "%")
    assert change.low >= -100.0  # nothing loses more than all it has


def test_a_ratio_knows_that_what_it_divides_by_is_an_estimate_too():
    over, under = np.full(30, 2.0), np.random.default_rng(2).uniform(0.5, 1.5, 30)
    figure = ratio("level", over, under, (0.0, np.inf))
    assert figure.value == pytest.approx(2.0 / under.mean())
    assert figure.low < figure.value < figure.high
    again = [2.0 / np.random.default_rng(k).choice(under, 30).mean() for k in range(400)]
    assert (figure.low, figure.high) == pytest.approx(np.quantile(again, (0.025, 0.975)), rel=0.03)


def test_a_ratio_of_runs_of_different_number_resamples_them_apart():
    few, many = np.array([1.0, 2.0, 3.0]), np.full(50, 2.0)
    figure = ratio("size", few, many, (0.4, 1.6))
    assert (figure.value, figure.runs) == (1.0, 3)
    assert 0.5 <= figure.low < 0.7
    assert 1.3 < figure.high <= 1.5


def test_a_ratio_to_nothing_or_of_nothing_fails_quietly():
    for over, under in ((FLAT + 1.0, FLAT), (FLAT * np.nan, FLAT + 1.0)):
        figure = ratio("level", over, under, (0.0, 1.0))
        assert np.isnan(figure.value)
        assert not figure.holds
    assert reported_ratio("level", FLAT + 1.0, FLAT).holds is None


def test_missing_values_are_left_out_of_either_mean():
    over, under = np.array([1.0, np.nan, 3.0]), np.array([np.nan, 1.0, 1.0])
    assert ratio("level", over, under, (0.0, 9.0)).value == 2.0


@pytest.mark.parametrize("path", sorted(ROWS.glob("*_rows.py")), ids=lambda path: path.stem)
def test_no_row_divides_by_a_mean_as_if_it_were_sure(path: Path):
    code = path.read_text(encoding="utf-8").replace(FOR_A_SIGN, "")
    assert not re.findall(r"/ \(?(?:float\()?(?:np\.nan|_)?mean\(|\.mean\(\)\) or np\.nan", code)


def test_figures_that_hold_are_counted():
    good, bad = effect("a", np.ones(9), FLAT[:9], "1"), effect("b", -np.ones(9), FLAT[:9], "1")
    assert count_of("cells", [good, bad]).holds
    assert not count_of("cells", [good, bad], at_least=2).holds
    assert not count_of("cells", [bad.as_report()]).holds


def test_a_row_without_power_says_so_in_its_verdict():
    figure = frequency("often", np.ones(9, bool), 0.8)
    assert Finding.of(figure, power="silence passes too").verdict_text == "holds (no power)"


def test_a_row_that_cannot_be_expressed_keeps_its_reason():
    finding = Finding.untestable("nobody records it")
    assert finding.verdict_text == "cannot be tested"
    assert finding.remark == "nobody records it"


def test_a_window_without_a_lower_end_says_at_most():
    figure = window("share", np.full(5, 40.0), (-np.inf, 50.0), "%")
    assert figure.holds
    assert figure.target == "at most 50"
