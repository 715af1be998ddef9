"""Laws and scores on made-up days, and settings found again among made-up storms."""

from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from sim.charts.fitting import fitting
from sim.errors import InputError, UnknownNameError
from sim.fitting.candidates import Candidates, draw_settings, ranges_of, run_candidates
from sim.fitting.fitting import fit
from sim.fitting.laws import describe, duration, exponential, power_law, spike, training
from sim.fitting.observed import ObservedStorm
from sim.fitting.scoring import Expected, coverage, quantile, scores_of
from sim.runs.runner import Execution
from sim.scenario import load_scenario
from tests.fitting.made_up import POWER, made_up, power_storm

STORMS = Path(__file__).parents[3] / "shared" / "data" / "storms"


def test_decay_is_described():
    figures = describe(np.array([100.0, 50, 25, 15, 10, 0, 0]))
    assert figures["t50_days"] == 1.0
    assert figures["t90_days"] == pytest.approx(3 + 5 / 15)
    assert figures["day_after_peak"] == 0.5
    assert figures["days_to_tenth"] == 5
    assert duration(np.array([1.0, 100, 50, 5, 20, 9])) == 5


def test_laws_go_on_as_they_say_from_what_was_seen():
    assert training(POWER) == 2
    assert power_law(POWER, 2) == pytest.approx(POWER)
    halved = exponential(np.array([80.0, 80 * 0.5**0.5, 0, 0, 0]), 2)
    assert halved[4] == pytest.approx(20.0)


def test_the_spike_keeps_what_was_seen_and_then_falls():
    course = spike(POWER, 2)
    assert course[:2] == pytest.approx(POWER[:2])
    assert (np.diff(course[2:]) <= 0).all()
    assert course[-1] < 0.3 * course[2]


def test_the_true_law_scores_best():
    came = np.random.default_rng(1).poisson(POWER).astype(float)
    score = scores_of(came, POWER, 2).together
    assert score > scores_of(came, 3 * POWER, 2).together
    assert score > scores_of(came, POWER / 3, 2).together


def even(means: np.ndarray) -> Expected:
    many = np.full(means.shape, 1e9)
    return Expected(np.full(len(means), 1 / len(means)), means, many)


def test_one_storm_scores_like_a_law_and_a_mixture_pays_for_its_strangers():
    came = np.random.default_rng(1).poisson(POWER).astype(float)
    alone = even(POWER[None]).log_scores(came, 2)
    law = scores_of(came, POWER, 2)
    assert alone.together == pytest.approx(law.together)
    assert alone.day_by_day == pytest.approx(law.day_by_day)
    assert alone.open_scatter == pytest.approx(law.open_scatter)
    assert law.open_scatter > law.together  # counts that scatter little, a scatter too wide
    mixed = even(np.array([POWER, 100 * POWER])).log_scores(came, 2)
    assert mixed.together == pytest.approx(alone.together - np.log(2) / 18, abs=1e-6)
    assert mixed.day_by_day < mixed.together


def test_a_band_covers_what_it_says():
    chance = np.random.default_rng(2)
    low, high = even(np.full((10, 500), 200.0)).band()
    came = chance.negative_binomial(4.0, 4.0 / 204.0, 500).astype(float)
    assert coverage(came, low, high) == pytest.approx(0.8, abs=0.06)


def test_quantiles_follow_the_weights():
    values = np.array([3.0, 1.0, 2.0])
    assert quantile(values, np.array([0.0, 0.5, 0.5]), 0.9) == 2.0
    assert quantile(values, np.array([0.9, 0.05, 0.05]), 0.5) == 3.0


def test_the_setting_behind_a_storm_is_found_again():
    fitted = fit(power_storm(), made_up())
    row = fitted.posterior.loc["exponent"]
    assert row["low"] <= 1.43 <= row["high"]
    assert row["median"] == pytest.approx(1.43, abs=0.15)
    assert row["width"] < 0.3
    assert fitted.posterior.loc["nothing", "width"] > 0.6
    assert fitted.covered > 0.7
    assert fitted.scores.loc["model", "together"] > fitted.scores.loc["exponential", "together"]


def test_unknown_days_are_left_out():
    storm = power_storm()
    storm.bins[5] = np.nan
    fitted = fit(storm, made_up())
    assert np.isnan(fitted.days[5])
    assert np.isfinite(fitted.scores.to_numpy()).all()


def test_critics_and_defenders_are_fitted_jointly():
    storm = power_storm()
    late = np.concatenate(([0.0, 0.0], storm.bins[:-2]))
    fitted = fit(
        ObservedStorm("both", storm.started, 24.0, storm.bins, late), made_up(defenders_late=48)
    )
    assert fitted.joint is not None
    assert fitted.joint.later > 0.95
    assert fitted.joint.halves.loc["defenders", "data"] > fitted.joint.halves.loc["critics", "data"]
    assert len(fitting(fitted).axes) == 1


def test_too_few_storms_are_reported():
    candidates = made_up()
    candidates.hourly[:] = 0.0
    with pytest.raises(InputError, match="settings made a storm"):
        fit(power_storm(), candidates)
    with pytest.raises(InputError, match="no time zone 'Mars'"):
        fit(power_storm(), made_up(), zone="Mars")


def test_settings_are_spread_over_their_ranges():
    ranges = ranges_of(load_scenario("excluded-profession"))
    settings = pd.DataFrame([setting for _, setting in draw_settings(ranges, 50)])
    for name, (low, high) in ranges.items():
        assert settings[name].between(0.999 * low, 1.001 * high).all()
    assert {"incident.outrage_share", "media.articles_at", "parameters.grievance_contagion"} <= set(
        ranges
    )


def test_what_cannot_be_run_is_refused():
    story = load_scenario("excluded-profession")
    with pytest.raises(InputError, match="no incident"):
        run_candidates(load_scenario("quiet-week"))
    with pytest.raises(InputError, match="too few"):
        run_candidates(story, number=3)
    with pytest.raises(UnknownNameError, match="parameter 'anger'"):
        run_candidates(story, parameters=["anger"])


@pytest.mark.slow
def test_interrupted_candidates_go_on_where_they_stopped(tmp_path: Path):
    small = {"community.outsiders": 0, "community.people": 300}
    scenario = load_scenario("excluded-profession", small)
    execution = Execution(folder=tmp_path)
    whole = run_candidates(scenario, number=100, execution=execution)
    kept = next(tmp_path.glob("settings-*.jsonl"))
    lines = kept.read_bytes().splitlines(keepends=True)
    kept.write_bytes(b"".join(lines[:51]))  # the heading and half of the settings
    steps: list[tuple[int, int]] = []
    again = run_candidates(
        scenario,
        number=100,
        execution=execution,
        progress=lambda done, total: steps.append((done, total)),
    )
    assert (again.hourly == whole.hourly).all()
    assert len(steps) == 50
    assert steps[-1] == (100, 100)
    # people are counted once, posts each time
    assert (again.volumes("people").sum(axis=1) <= again.volumes("posts").sum(axis=1) + 5).all()


def test_the_slide_shows_every_day():
    figure = fitting(fit(power_storm(), made_up()))
    dots = next(line for line in figure.axes[0].lines if line.get_marker() == "o")
    assert len(np.asarray(dots.get_ydata())) == 20


@pytest.mark.skipif(not STORMS.is_dir(), reason=f"no real storms at {STORMS}")
def test_every_shared_storm_is_read():
    from sim.fitting.observed import read_storm

    for path in sorted(STORMS.glob("*.csv")):
        storm = read_storm(path)
        assert np.nansum(storm.days) > 0


def test_candidates_are_named_by_scenario_and_plan():
    candidates = made_up()
    assert isinstance(candidates, Candidates)
    assert candidates.label == "excluded-profession, silence"
