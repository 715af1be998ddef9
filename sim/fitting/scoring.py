"""Score forecasts of days: log scores, bands and coverage.

Real volumes scatter around what is expected as a negative binomial of size :data:`SCATTER`,
the same for the model and for every law, so that they differ only in what they expect. A
simulated day of few posts is known only roughly, so its own scatter is added.

The score is the log probability of all later days together, per day. That of a law is the
mean over its days. That of the model is a mixture over its storms, each of which has to get
all days right. ``day_by_day`` scores each day by itself instead and ignores how days depend
on each other. ``open_scatter`` leaves the scatter open, for the model and the laws alike.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.special import logsumexp
from scipy.stats import nbinom

from sim.fitting.laws import LAWS, Days
from sim.sampling import DEFAULT_SEED

SCATTER = 4.0
"""Size of the negative binomial: a standard deviation of half of the mean. An assumption."""
OPEN_SCATTERS = (1.0, 2.0, 4.0, 8.0, 16.0, 32.0)
LEAST = 0.1
"""Lowest expected volume of a day, so that nothing is impossible."""
DRAWS = 4000
"""Draws from which bands are taken."""


@dataclass(frozen=True, slots=True)
class Scores:
    """Log scores per day. Higher is better."""

    together: float
    """Of all days together."""
    day_by_day: float
    """Of each day by itself, on average."""
    open_scatter: float
    """Of all days together, the scatter being one of :data:`OPEN_SCATTERS`, each as likely."""

    @classmethod
    def of(cls, together: dict[float, float], daily: float, days: int) -> "Scores":
        """Build the scores from the log probability of all days under each scatter."""
        mixed = logsumexp([together[scatter] for scatter in OPEN_SCATTERS]) - np.log(
            len(OPEN_SCATTERS)
        )
        return cls(together[SCATTER] / days, daily, float(mixed) / days)


@dataclass(frozen=True, slots=True)
class Expected:
    """The volumes that weighted storms let expect, day by day."""

    weights: NDArray[np.float64]
    means: NDArray[np.float64]
    """Shape (storm, day), at the level of the real storm."""
    simulated: NDArray[np.float64]
    """The same as counted in the run, which says how well a day of it is known."""

    def sizes(self, scatter: float = SCATTER) -> NDArray[np.float64]:
        """Return the sizes of the negative binomials, the runs' own chance included."""
        sizes: NDArray[np.float64] = 1.0 / (1.0 / scatter + 1.0 / (self.simulated + 0.5))
        return sizes

    def first(self, length: int) -> "Expected":
        """Return the first days alone."""
        return Expected(self.weights, self.means[:, :length], self.simulated[:, :length])

    def log_scores(self, volumes: Days, begin: int = 0) -> Scores:
        """Score the days from ``begin`` on."""
        known = scored_days(volumes, begin)
        with np.errstate(divide="ignore"):
            weights = np.log(self.weights)[:, None]
        each = {
            scatter: log_chance(volumes[known], self.means[:, known], self.sizes(scatter)[:, known])
            for scatter in (SCATTER, *OPEN_SCATTERS)
        }
        together = {s: float(logsumexp(e.sum(axis=1) + weights[:, 0])) for s, e in each.items()}
        daily = logsumexp(each[SCATTER] + weights, axis=0)
        return Scores.of(together, float(np.mean(daily)), len(known))

    def draw(self, seed: int = DEFAULT_SEED) -> NDArray[np.float64]:
        """Draw volumes with scatter. Shape (draw, day)."""
        chance = np.random.default_rng(seed)
        rows = chance.choice(len(self.weights), DRAWS, p=self.weights)
        size, mean = self.sizes()[rows], np.maximum(self.means[rows], LEAST)
        return np.asarray(chance.negative_binomial(size, size / (size + mean)), np.float64)

    def band(self, share: float = 0.8) -> tuple[Days, Days]:
        """Return the bounds of the central band of volumes to expect, scatter included."""
        low, high = np.quantile(self.draw(), [(1 - share) / 2, (1 + share) / 2], axis=0)
        return low, high

    def median(self) -> Days:
        """Return the median of what is expected, without scatter."""
        return np.array([quantile(column, self.weights, 0.5) for column in self.means.T])


def log_chance(
    volumes: Days, means: NDArray[np.float64], sizes: NDArray[np.float64] | float = SCATTER
) -> NDArray[np.float64]:
    """Return the log probability of volumes that scatter around means."""
    expected = np.maximum(means, LEAST)
    chance = nbinom.logpmf(np.round(volumes), sizes, sizes / (sizes + expected))
    return np.asarray(chance, np.float64)


def scores_of(volumes: Days, means: Days, begin: int = 0) -> Scores:
    """Score a law on the days from ``begin`` on."""
    known = scored_days(volumes, begin)
    together = {
        scatter: float(np.sum(log_chance(volumes[known], means[known], scatter)))
        for scatter in (SCATTER, *OPEN_SCATTERS)
    }
    return Scores.of(together, together[SCATTER] / len(known), len(known))


def law_scores(volumes: Days, given: Days, seen: int, quiet: float) -> dict[str, Scores]:
    """Score every law on the days after those seen.

    ``given`` are the days as the laws see them, ``quiet`` the mean per hour without a storm.
    """
    daily = 24.0 * quiet
    above = np.maximum(given - daily, 0.0)
    return {name: scores_of(volumes, law(above, seen) + daily, seen) for name, law in LAWS.items()}


def scored_days(volumes: Days, begin: int) -> NDArray[np.intp]:
    """Return the known days from ``begin`` on."""
    known = np.flatnonzero(~np.isnan(volumes))
    return known[known >= begin]


def coverage(volumes: Days, low: Days, high: Days, begin: int = 0) -> float:
    """Return the share of the volumes from ``begin`` on that lie in a band."""
    known = scored_days(volumes, begin)
    inside = (volumes[known] >= low[known]) & (volumes[known] <= high[known])
    return float(np.mean(inside))


def quantile(values: NDArray[np.float64], weights: NDArray[np.float64], share: float) -> float:
    """Return a weighted quantile."""
    order = np.argsort(values, kind="stable")
    upto = np.cumsum(weights[order])
    place = int(np.searchsorted(upto, share * upto[-1]))
    return float(values[order][min(place, len(values) - 1)])
