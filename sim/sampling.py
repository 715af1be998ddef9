"""Random sampling around runs: Latin hypercubes, bootstrap intervals, and the seed of both.

The seed is fixed, so that the same runs always give the same settings and intervals.
"""

from collections.abc import Callable
from functools import lru_cache
from typing import Any

import numpy as np
from numpy.typing import NDArray

DEFAULT_SEED = 2012
RESAMPLES = 2000
"""Resamples of a mean. Other statistics take ``STATISTIC_RESAMPLES``, as each costs a call."""
STATISTIC_RESAMPLES = 1000
INTERVAL = (0.025, 0.975)
"""Quantiles of the resamples that bound a 95 % interval."""

Values = NDArray[np.floating[Any]]


def latin_hypercube(number: int, dimensions: int, seed: int = DEFAULT_SEED) -> NDArray[np.float64]:
    """Draw points in [0, 1) that cover every dimension evenly, of shape (number, dimensions)."""
    from scipy.stats import qmc  # noqa: PLC0415 (slow to load)

    points: NDArray[np.float64] = qmc.LatinHypercube(
        max(1, dimensions), rng=np.random.default_rng(seed)
    ).random(number)
    return points[:, :dimensions]


@lru_cache(maxsize=16)
def bootstrap_weights(number: int) -> NDArray[np.float64]:
    """Return the weight of each value in each resample, of shape (2000, number)."""
    chance = np.random.default_rng(DEFAULT_SEED)
    return chance.multinomial(number, np.full(number, 1 / number), size=RESAMPLES) / number


def interval_of_mean(values: NDArray[np.float64]) -> tuple[float, float]:
    """Return the 95 % bootstrap interval of the mean of one value or more, none of them NaN."""
    low, high = np.quantile(bootstrap_weights(len(values)) @ values, INTERVAL)
    return float(low), float(high)


def bootstrap_interval(values: Values, statistic: Callable[[Values], float]) -> tuple[float, float]:
    """Return a statistic's 95 % bootstrap interval without NaN, NaN for fewer than two values."""
    if len(values) < 2:
        return np.nan, np.nan
    chance = np.random.default_rng(DEFAULT_SEED)
    drawn = chance.integers(0, len(values), (STATISTIC_RESAMPLES, len(values)))
    if statistic is np.mean:
        again = values[drawn].mean(axis=1)
    else:
        again = np.array([statistic(values[resample]) for resample in drawn])
    low, high = np.nanquantile(again, INTERVAL)
    return float(low), float(high)
