"""Fits: simple laws and scores on made-up days, and settings found again."""

from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from sim.charts.fitting import fitting
from sim.errors import InputError
from sim.fitting.daily import (
    band,
    coverage,
    describe,
    exponential,
    log_score,
    power_law,
    training,
)
from sim.fitting.fitting import Tried, days_of_run, drawn, fit, kept, ranges_of, try_settings
from sim.fitting.observed import Observed

STORMS = Path(__file__).parents[3] / "shared" / "data" / "storms"
POWER = 1000.0 * (np.arange(20) + 1.0) ** -1.43


def test_decay_is_described():
    figures = describe(np.array([100.0, 50, 25, 15, 10, 0, 0]))
    assert figures["t50_days"] == 1.0
    assert figures["t90_days"] == pytest.approx(3 + 5 / 15)
    assert figures["day_after_peak"] == 0.5
    assert figures["days_to_tenth"] == 5


def test_laws_go_on_as_they_say_from_what_was_seen():
    assert training(POWER) == 2
    assert power_law(POWER, 2) == pytest.approx(POWER)
    halved = exponential(np.array([80.0, 80 * 0.5**0.5, 0, 0, 0]), 2)
    assert halved[4] == pytest.approx(20.0)


def test_the_true_law_scores_best():
    chance = np.random.default_rng(1)
    came = chance.poisson(POWER).astype(float)
    score = log_score(came[2:], POWER[2:])
    assert score > log_score(came[2:], 3 * POWER[2:])
    assert score > log_score(came[2:], POWER[2:] / 3)


def test_a_band_covers_what_it_says():
    chance = np.random.default_rng(2)
    low, high = band(np.full((10, 500), 200.0))
    came = chance.negative_binomial(4.0, 4.0 / 204.0, 500).astype(float)
    assert coverage(came, low, high) == pytest.approx(0.8, abs=0.06)


def made_up(number: int = 400) -> Tried:
    """Runs that are power laws, so that the exponent is the only setting."""
    exponents = np.linspace(0.5, 3.0, number)
    days = np.array([50.0 * (np.arange(30) + 1.0) ** -a for a in exponents])
    return Tried("made-up", "silence", "posts", pd.DataFrame({"a": exponents}), days)


def test_the_setting_behind_a_storm_is_found_again():
    storm = Observed("power", pd.Timestamp("2020-01-01", tz="UTC"), np.round(POWER))
    found = fit(storm, made_up())
    assert found.posterior.loc["a", "q50"] == pytest.approx(1.43, abs=0.05)
    assert found.posterior.loc["a", "width"] < 0.3
    assert found.covered > 0.9
    assert found.scores["model"] > found.scores["exponential"]


def test_unknown_days_and_empty_runs_are_left_out():
    days = np.round(POWER)
    days[5] = np.nan
    tried = made_up()
    tried.days[:50] = 0.0
    tried.days[50:60] = np.nan
    nearest, means = kept(days, tried.days[:, :20], 20)
    assert nearest.min() >= 60
    assert not np.isnan(means).any()


def test_too_few_storms_are_said():
    tried = made_up(40)
    tried.days[:30] = 0.0
    with pytest.raises(InputError, match="too few settings made a storm"):
        kept(np.round(POWER), tried.days[:, :20], 20)


def test_settings_are_spread_over_their_ranges():
    ranges = ranges_of(True)
    settings = pd.DataFrame([setting for _, setting in drawn(ranges, 50)])
    for name, (low, high) in ranges.items():
        assert settings[name].between(low, high).all()
        assert settings[name].max() / settings[name].min() > 0.8 * high / low


def test_a_scenario_without_incident_has_no_storm():
    with pytest.raises(InputError, match="no incident"):
        try_settings("quiet-week")
    with pytest.raises(InputError, match="too few"):
        try_settings("excluded-profession", number=3)


@pytest.mark.slow
def test_people_are_counted_once_and_posts_each_time():
    small = {"community.outsiders": 0.0, "incident.offends": 0.4, "incident.offence": 0.9}
    job = (1, {**small, "community.outsiders": 0})
    posts = days_of_run("excluded-profession", "silence", "posts", job)
    people = days_of_run("excluded-profession", "silence", "people", job)
    assert 0 < np.nansum(people) <= np.nansum(posts)


def test_the_slide_shows_every_day():
    storm = Observed("power", pd.Timestamp("2020-01-01", tz="UTC"), np.round(POWER))
    figure = fitting(fit(storm, made_up()))
    dots = next(line for line in figure.axes[0].lines if line.get_marker() == "o")
    assert len(np.asarray(dots.get_ydata())) == 20


@pytest.mark.skipif(not STORMS.is_dir(), reason=f"no real storms at {STORMS}")
def test_every_shared_storm_is_read():
    from sim.fitting.observed import read_storm

    for path in sorted(STORMS.glob("*.csv")):
        storm = read_storm(path)
        assert np.nansum(storm.days) > 0
