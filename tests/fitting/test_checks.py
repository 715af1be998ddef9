"""Checks of fits: what is right passes, what is wrong is noticed."""

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from sim.charts.diagnoses import calibration_chart
from sim.fitting.checks.alarm import alarm
from sim.fitting.checks.calibration import RankCalibration, calibrate, simultaneous_bands
from sim.fitting.checks.diagnosing import diagnose
from sim.fitting.checks.local import local_test, not_fitted, sensitivity, waves
from sim.fitting.checks.wrong_worlds import worlds
from sim.fitting.learned import Learned, untaught
from sim.fitting.posterior import Posterior, posterior
from sim.fitting.seen import seen_after
from sim.terminal.diagnoses import present_diagnosis, sentences
from tests.fitting.made_up import WORLDWIDE, made_up, power_storm


def learned() -> Learned:
    """Levels that move little, so that few made-up storms tell much."""
    return untaught()


def fitted(hours: float = 240, step: float = 24.0) -> Posterior:
    return posterior(seen_after(power_storm(step), WORLDWIDE, hours), made_up(), learned())


def test_even_ranks_stay_in_their_bands_as_often_as_said():
    low, high = simultaneous_bands(200)
    grid = np.linspace(0.01, 0.99, 99)
    chance = np.random.default_rng(4)
    inside = []
    for _ in range(300):
        counts = (chance.uniform(size=200)[:, None] <= grid).sum(axis=0)
        inside.append(((counts >= low) & (counts <= high)).all())
    assert np.mean(inside) == pytest.approx(0.95, abs=0.04)
    narrow = (0.3 + 0.4 * chance.uniform(size=200))[:, None] <= grid
    assert ((narrow.sum(axis=0) < low) | (narrow.sum(axis=0) > high)).any()


@pytest.fixture(scope="module")
def calibrated() -> RankCalibration:
    like = seen_after(power_storm(), WORLDWIDE, 48)
    return calibrate(like, made_up(), learned(), 150, 20)


def test_fits_of_made_storms_are_calibrated(calibrated: RankCalibration):
    table = calibrated.table()
    assert set(table.index) == {"exponent", "nothing", "peak_day", "duration", "total"}
    assert table["in_bands"].sum() >= 4
    assert table["in_80%"].between(0.68, 0.92).all()
    assert calibrated.day_coverage()["80%"] == pytest.approx(0.8, abs=0.06)
    assert calibrated.invalid == 0


def test_a_local_test_finds_what_is_wrong_and_passes_what_is_right(calibrated: RankCalibration):
    counts, true, _ = calibrated.pairs
    chance = np.random.default_rng(3)
    right = true[chance.permutation(len(true))] * 0 + true
    here = np.repeat(true[[0]], 50, axis=0)
    assert local_test((counts, true, right), counts[0], here)[1] > 0.05
    shifted = true + 2.0 * true.std(axis=0)
    assert local_test((counts, true, shifted), counts[0], here + 2 * true.std(axis=0))[1] < 0.05


@pytest.mark.parametrize("name", ["plain SIR", "pure Hawkes", "two triggers"])
def test_wrong_worlds_make_storms_of_their_own(name: str):
    edges = np.arange(0.0, 241.0, 24.0)
    made = worlds(made_up(), "posts")[name](edges, 40, np.random.default_rng(1))
    assert made.shape == (40, 10)
    assert (made >= 0).all()
    assert made.sum() > 0


def test_the_alarm_goes_off_for_a_storm_that_rises_for_days_and_not_for_one_of_the_stock():
    usual = alarm(seen_after(power_storm(), WORLDWIDE, 240), made_up())
    assert not usual.goes_off
    assert usual.false_alarms < 0.12
    assert usual.power["plain SIR"] > 0.8
    rising = power_storm()
    rising.bins[:] = 1000.0 * np.exp(-0.5 * ((np.arange(20) - 6.0) / 1.5) ** 2)
    assert alarm(seen_after(rising, WORLDWIDE, 240), made_up()).goes_off


def test_waves_are_days_that_stand_out():
    assert waves(np.array([100.0, 50, 20, 10])) == 1
    assert waves(np.array([100.0, 20, 80, 10])) == 2
    assert waves(np.array([100.0, 20, 25, 10])) == 1


def test_what_was_not_fitted_is_compared_and_counts_tell_of_the_exponent():
    table = not_fitted(fitted())
    assert table.loc["waves", "data"] == 1
    assert table.loc["posts per critic", "posterior_median"] == pytest.approx(1.0)
    told = sensitivity(fitted())
    assert told.loc["exponent", "likelihood"] > told.loc["nothing", "likelihood"]
    assert told.loc["exponent", "told_by"] == "counts"


def test_a_diagnosis_is_shown_and_saved_whole(tmp_path: Path):
    checked = diagnose(fitted(), learned(), 60)
    said = " ".join(sentences(checked))
    assert "of 5 quantities stay" in said
    assert "0 runs of the stock failed" in said
    assert len(calibration_chart(checked, "power").axes) == 1
    present_diagnosis(checked, "power", tmp_path, as_json=False)
    assert {file.name for file in tmp_path.iterdir()} >= {"diagnosis.json", "ranks.csv"}
    off = replace(checked, alarm=replace(checked.alarm, score=1.1))
    assert "ALARM" in " ".join(sentences(off))
