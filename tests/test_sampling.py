"""Latin hypercubes and bootstrap intervals: the same every time, and right where it is known."""

import numpy as np
from scipy import stats

from sim.sampling import bootstrap_interval, interval_of_mean, latin_hypercube

VALUES = np.random.default_rng(1).normal(3.0, 1.0, 200)


def test_a_latin_hypercube_puts_one_point_into_every_slice_of_every_dimension():
    points = latin_hypercube(10, 3)
    assert (np.sort((points * 10).astype(int), axis=0) == np.arange(10)[:, None]).all()


def test_the_same_seed_draws_the_same_points_and_another_seed_others():
    assert (latin_hypercube(5, 2) == latin_hypercube(5, 2)).all()
    assert (latin_hypercube(5, 2) != latin_hypercube(5, 2, seed=1)).any()


def test_no_dimension_gives_empty_points():
    assert latin_hypercube(4, 0).shape == (4, 0)


def test_the_interval_is_the_same_every_time_and_covers_the_mean():
    low, high = bootstrap_interval(VALUES, np.mean)
    assert (low, high) == bootstrap_interval(VALUES, np.mean)
    assert low < 3.0 < high
    assert 0.2 < high - low < 0.4


def test_the_mean_is_resampled_alike_in_one_go_and_one_by_one():
    assert bootstrap_interval(VALUES, np.mean) == bootstrap_interval(VALUES, lambda v: v.mean())


def test_both_intervals_of_a_mean_agree_with_the_theory():
    half = 1.96 * VALUES.std(ddof=1) / np.sqrt(len(VALUES))
    for low, high in (interval_of_mean(VALUES), bootstrap_interval(VALUES, np.mean)):
        assert abs((high - low) / 2 - half) < 0.1 * half


def test_the_interval_agrees_with_that_of_scipy():
    ours = bootstrap_interval(VALUES, np.median)
    theirs = stats.bootstrap(
        (VALUES,), np.median, n_resamples=2000, method="percentile", rng=np.random.default_rng(5)
    ).confidence_interval
    assert np.allclose(ours, (theirs.low, theirs.high), atol=0.05)


def test_a_single_value_has_no_interval():
    assert np.isnan(bootstrap_interval(VALUES[:1], np.mean)).all()
