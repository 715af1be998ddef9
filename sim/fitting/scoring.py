"""Score forecasts of volumes: CRPS and log score, bin by bin and all together, and coverage.

The continuous ranked probability score (CRPS, Gneiting and Raftery 2007) is in posts: the mean
distance of the draws from what came, less half of that between draws. Lower is better. Of all bins
together it is the energy score, per bin. The log score is the log probability of what came.
Higher is better. Volumes scatter around each draw as a negative binomial, so that every
forecaster's chance is a mixture over its draws.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.special import logsumexp
from scipy.stats import nbinom

from sim.fitting.ahead import Ahead

Array = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Scores:
    """Scores per bin of a forecast."""

    crps: float
    """Bin by bin, on average, in posts. Lower is better."""
    energy: float
    """Of all bins together: the energy score divided by the root of their number."""
    log: float
    """Log probability, bin by bin, on average. Higher is better."""
    log_together: float
    """Log probability of all bins together, per bin."""


def scores_of(ahead: Ahead, came: Array) -> Scores:
    """Score draws against what came. Unknown bins are left out."""
    known = ~np.isnan(came)
    if not known.any():
        return Scores(np.nan, np.nan, np.nan, np.nan)
    some, real = ahead.part(known), came[known]
    chance = log_chances(some, real)
    number = len(real)
    return Scores(
        float(crps(some.volumes, real).mean()),
        energy(some.volumes, real) / float(np.sqrt(number)),
        float(mean_chance(chance).mean()),
        float(logsumexp(chance.sum(axis=1)) - np.log(len(chance))) / number,
    )


def log_chances(ahead: Ahead, came: Array) -> Array:
    """Return the log probability of each bin under each draw. Shape (draw, bin)."""
    chance = ahead.sizes / (ahead.sizes + ahead.rates)
    return np.asarray(nbinom.logpmf(np.round(came), ahead.sizes, chance), np.float64)


def mean_chance(chances: Array) -> Array:
    """Return the log probability of each bin under the mixture of all draws."""
    return np.asarray(logsumexp(chances, axis=0) - np.log(len(chances)))


def crps(draws: Array, came: Array) -> Array:
    """Return the CRPS of each bin."""
    number = len(draws)
    ranked = np.sort(draws, axis=0)
    ranks = 2.0 * np.arange(1, number + 1)[:, None] - number - 1.0
    apart = (ranks * ranked).sum(axis=0) / number**2
    return np.asarray(np.abs(draws - came).mean(axis=0) - apart)


def energy(draws: Array, came: Array) -> float:
    """Return the energy score of all bins, with distances between draws in pairs."""
    half = len(draws) // 2
    apart = np.linalg.norm(draws[:half] - draws[half : 2 * half][::-1], axis=1).mean()
    return float(np.linalg.norm(draws - came, axis=1).mean() - 0.5 * apart)


def coverage(ahead: Ahead, came: Array, share: float = 0.8) -> float:
    """Return the share of the known bins that lie in the central band."""
    known = ~np.isnan(came)
    low, high = ahead.band(share)
    return float(np.mean((came[known] >= low[known]) & (came[known] <= high[known])))


def quantile(values: Array, weights: Array, share: float) -> float:
    """Return a weighted quantile."""
    order = np.argsort(values, kind="stable")
    upto = np.cumsum(weights[order])
    place = int(np.searchsorted(upto, share * upto[-1]))
    return float(values[order][min(place, len(values) - 1)])
