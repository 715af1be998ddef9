"""Scores of draws, averages of forecasts, and how much each is to count."""

import numpy as np
import pytest

from sim.fitting.ahead import Ahead
from sim.fitting.learned import FORECASTERS, Learned, load_learned, nearest, untaught
from sim.fitting.learning import POWER, Scored, counting, stacked_by_log
from sim.fitting.levels import Wandering, follow, walk_back, walk_on
from sim.fitting.scoring import coverage, crps, energy, scores_of


def ahead_of(means: np.ndarray, scatter: float = 0.5, draws: int = 2000) -> Ahead:
    rates = np.tile(means, (draws, 1))
    return Ahead.of(rates, np.full(draws, scatter), np.random.default_rng(1))


def test_the_crps_of_a_point_is_its_distance_and_of_a_bell_is_known():
    assert crps(np.full((50, 1), 3.0), np.array([5.0]))[0] == pytest.approx(2.0)
    bell = np.random.default_rng(1).standard_normal((40_000, 1))
    # of a standard normal at its middle: (√2 − 1) / √π
    assert crps(bell, np.array([0.0]))[0] == pytest.approx((2**0.5 - 1) / np.pi**0.5, abs=0.01)
    assert energy(bell, np.array([0.0])) == pytest.approx((2**0.5 - 1) / np.pi**0.5, abs=0.02)


def test_every_score_prefers_the_truth():
    means = np.geomspace(1000, 10, 20)
    came = ahead_of(means, draws=1).volumes[0]
    true, wrong = scores_of(ahead_of(means), came), scores_of(ahead_of(3 * means), came)
    assert true.crps < wrong.crps
    assert true.energy < wrong.energy
    assert true.log > wrong.log
    assert true.log_together > wrong.log_together


def test_unknown_days_are_not_scored():
    came = np.array([100.0, np.nan, 100.0])
    assert np.isfinite(scores_of(ahead_of(np.full(3, 100.0)), came).crps)
    assert np.isnan(scores_of(ahead_of(np.full(3, 100.0)), np.full(3, np.nan)).crps)


def test_a_band_covers_what_it_says():
    came = ahead_of(np.full(500, 200.0), draws=1).volumes[0]
    assert coverage(ahead_of(np.full(500, 200.0)), came) == pytest.approx(0.8, abs=0.06)


def test_an_average_of_forecasts_lies_between_them_and_is_as_sharp_as_they_are():
    parts = [ahead_of(np.full(2, mean), 0.1) for mean in (10.0, 10_000.0)]
    averaged = Ahead.averaged(parts, np.array([0.5, 0.5])).volumes[:, 0]
    assert np.median(averaged) == pytest.approx(10**2.5, rel=0.02)
    assert np.log(averaged).std() < 0.3  # of a mixture of draws 3.5


def test_a_forecast_averaged_with_nothing_keeps_its_paths():
    rates = np.random.default_rng(3).lognormal(5.0, 1.0, (500, 1)) * np.array([[2.0, 1.0]])
    alone = Ahead.of(rates, np.full(500, 0.2), np.random.default_rng(1))
    kept = Ahead.averaged([ahead_of(np.full(2, 9.0), draws=500), alone], np.array([0.0, 1.0]))
    assert kept.rates == pytest.approx(alone.rates)
    assert kept.sizes == pytest.approx(alone.sizes)


def cases_in_which_one_is_right(good: int) -> list[Scored]:
    """Cases in which the others are far off."""
    number = len(FORECASTERS)
    missed = np.full(number, 100.0)
    missed[good] = 1.0
    chances = np.full((number, 5), -20.0)
    chances[good] = -2.0
    return [Scored(f"s{k}", 24.0, missed, chances) for k in range(4)]


@pytest.mark.parametrize("weights_of", [counting, stacked_by_log])
@pytest.mark.parametrize("good", [0, 3])
def test_the_one_who_is_right_counts_most(weights_of, good: int):
    weights = weights_of(cases_in_which_one_is_right(good))
    assert weights.sum() == pytest.approx(1.0)
    assert weights[good] > 0.8


def test_forecasters_count_by_a_power_of_what_they_miss():
    missed = np.where(np.arange(len(FORECASTERS)) == 0, 1.0, 2.0)
    weights = counting([Scored("s", 24.0, missed, np.zeros((len(FORECASTERS), 1)))])
    assert weights[0] / weights[1] == pytest.approx(2.0**POWER)


def wandering(drift: float = 0.0, walk: float = 0.5, scatter: float = 0.3) -> Wandering:
    return Wandering(np.array([drift]), np.array([walk]), np.array([scatter]))


def test_a_level_is_followed_and_its_chance_is_highest_for_the_truth():
    chance = np.random.default_rng(2)
    times = np.arange(1.0, 200.0, 6.0)
    level = walk_on(np.array([1.0]), np.append(0.5, times), wandering(), chance)[0]
    gaps = (level + 0.3 * chance.standard_normal(len(times)))[None]
    found = follow(gaps, np.zeros_like(gaps), times, wandering())
    assert found.mean[0, 0] == pytest.approx(level[-1], abs=0.6)
    calm = follow(gaps, np.zeros_like(gaps), times, wandering(walk=1e-3, scatter=1e-2))
    assert found.log_chance[0, 0] > calm.log_chance[0, 0]
    many = np.repeat(gaps, 300, axis=0)
    back = walk_back(many, np.zeros_like(many), times, _rows(300), chance)
    assert np.mean(back, axis=0) == pytest.approx(level, abs=0.6)


def _rows(number: int) -> Wandering:
    one = wandering()
    return one.of(np.zeros(number, np.intp))


def test_bands_fan_out_with_the_logarithm_of_time():
    levels = walk_on(np.zeros(4000), np.array([24.0, 48, 96, 400]), _rows(4000),
                     np.random.default_rng(1))  # fmt: skip
    assert (np.diff(levels.std(axis=0)) > 0.05).all()


def test_what_is_learned_is_kept_and_hours_take_the_nearest(tmp_path):
    file = tmp_path / "learned.json"
    untaught().save(file)
    again: Learned = load_learned(file)
    assert again.weights_at(30.0) == pytest.approx(untaught().weights_at(24.0), abs=1e-5)
    assert nearest({6.0: 0, 24.0: 0}, 15.0) == 24.0
    file.write_text("{}")
    load_learned.cache_clear()
    from sim.errors import InputError

    with pytest.raises(InputError, match="backtest --learn"):
        load_learned(file)
