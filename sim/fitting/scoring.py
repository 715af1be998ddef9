"""How well days are foretold: log scores, bands and coverage.

Real volumes scatter around what is expected as a negative binomial of size :data:`SCATTER`,
the same for the model and for every law, so that they differ by what they expect alone. A
simulated day of few posts is known only roughly: its own scatter is added.

The score is the log probability of all later days together, per day: that of a law is the
mean over its days; that of the model is a mixture over its storms, each of which has to get
all days right. ``day_by_day`` scores each day by itself instead, which asks nothing of how
days hang together.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.special import logsumexp
from scipy.stats import nbinom

from sim.fitting.laws import Days

SCATTER = 4.0
"""Size of the negative binomial: a standard deviation of half of the mean. An assumption."""
LEAST = 0.1
"""Expected volume of a day at least: nothing is impossible."""
DRAWS = 4000


@dataclass(frozen=True, slots=True)
class Expected:
    """Weighted storms: the volumes each lets expect, on every day or bin."""

    weights: NDArray[np.float64]
    means: NDArray[np.float64]
    """A row per storm, at the level of the real one."""
    simulated: NDArray[np.float64]
    """The same as counted in the run: how well a day of it is known."""

    @property
    def sizes(self) -> NDArray[np.float64]:
        """Sizes of the negative binomials, the runs' own chance included."""
        sizes: NDArray[np.float64] = 1.0 / (1.0 / SCATTER + 1.0 / (self.simulated + 0.5))
        return sizes

    def log_scores(self, volumes: Days, begin: int = 0) -> tuple[float, float]:
        """Score of the days from ``begin`` on, all together and day by day."""
        known = np.flatnonzero(~np.isnan(volumes))
        known = known[known >= begin]
        each = log_chance(volumes[known], self.means[:, known], self.sizes[:, known])
        with np.errstate(divide="ignore"):
            weights = np.log(self.weights)[:, None]
        together = logsumexp(each.sum(axis=1) + weights[:, 0]) / len(known)
        return float(together), float(np.mean(logsumexp(each + weights, axis=0)))

    def drawn(self, seed: int = 2012) -> NDArray[np.float64]:
        """Volumes as they may come, a row per draw."""
        chance = np.random.default_rng(seed)
        rows = chance.choice(len(self.weights), DRAWS, p=self.weights)
        size, mean = self.sizes[rows], np.maximum(self.means[rows], LEAST)
        return np.asarray(chance.negative_binomial(size, size / (size + mean)), np.float64)

    def band(self, share: float = 0.8) -> tuple[Days, Days]:
        """The central band of volumes to expect, scatter included."""
        low, high = np.quantile(self.drawn(), [(1 - share) / 2, (1 + share) / 2], axis=0)
        return low, high

    def median(self) -> Days:
        """The middle of what is expected, without scatter."""
        return np.array([quantile(column, self.weights, 0.5) for column in self.means.T])


def log_chance(
    volumes: Days, means: NDArray[np.float64], sizes: NDArray[np.float64] | float = SCATTER
) -> NDArray[np.float64]:
    """Log probability of volumes that scatter around means."""
    expected = np.maximum(means, LEAST)
    chance: NDArray[np.float64] = nbinom.logpmf(
        np.round(volumes), sizes, sizes / (sizes + expected)
    )
    return chance


def score_of(volumes: Days, means: Days, begin: int = 0) -> float:
    """Score of a law on the days from ``begin`` on."""
    known = np.flatnonzero(~np.isnan(volumes))
    known = known[known >= begin]
    return float(np.mean(log_chance(volumes[known], means[known])))


def coverage(volumes: Days, low: Days, high: Days, begin: int = 0) -> float:
    """Share of the volumes from ``begin`` on that lie in a band."""
    known = np.flatnonzero(~np.isnan(volumes))
    known = known[known >= begin]
    inside = (volumes[known] >= low[known]) & (volumes[known] <= high[known])
    return float(np.mean(inside))


def quantile(values: NDArray[np.float64], weights: NDArray[np.float64], share: float) -> float:
    """Weighted quantile."""
    order = np.argsort(values, kind="stable")
    upto = np.cumsum(weights[order])
    place = int(np.searchsorted(upto, share * upto[-1]))
    return float(values[order][min(place, len(values) - 1)])
