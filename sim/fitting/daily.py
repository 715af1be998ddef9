"""Daily volumes of a storm: how it decays, simple laws for it, and how well days are foretold.

Scores are logarithmic: the mean log probability of the volumes that came, per day; higher
is better. Every law and the model are scored with the same scatter around its mean
(negative binomial with size :data:`SCATTER`), so that they differ by their means alone.
"""

import numpy as np
from numpy.typing import NDArray
from scipy.stats import nbinom

Days = NDArray[np.float64]

SCATTER = 4.0
"""Size of the negative binomial: the scatter is half of the mean. An assumption."""
EXPONENT = 1.43
"""Median over eighteen real storms, as is the half-life."""
HALF_LIFE = 2.0


def describe(days: Days) -> dict[str, float]:
    """Days to half and to 90 % of the volume, the day after the peak, days to a tenth of it."""
    known = np.nan_to_num(days)
    written, peak = np.cumsum(known) / known.sum(), int(known.argmax())
    low = np.flatnonzero(known[peak:] >= 0.1 * known[peak])
    after = known[peak + 1] / known[peak] if peak + 1 < len(known) else np.nan
    return {
        "t50_days": reached(written, 0.5),
        "t90_days": reached(written, 0.9),
        "day_after_peak": float(after),
        "days_to_tenth": float(low[-1] + 1),
    }


def reached(written: Days, share: float) -> float:
    """Days after which a share of the volume is there, within a day by proportion."""
    return float(np.interp(share, np.concatenate(([0.0], written)), np.arange(len(written) + 1)))


def training(days: Days) -> int:
    """Number of days seen: up to the day after the peak."""
    return int(np.nanargmax(days)) + 2


def power_law(days: Days, seen: int) -> Days:
    """(t + 1)^-1.43 from the peak, at the level of the days seen from it on."""
    return _law(days, seen, lambda t: (t + 1.0) ** -EXPONENT)


def exponential(days: Days, seen: int) -> Days:
    """Half as much every two days from the peak, at the level of the days seen from it on."""
    return _law(days, seen, lambda t: 0.5 ** (t / HALF_LIFE))


def _law(days: Days, seen: int, shape) -> Days:  # type: ignore[no-untyped-def]
    """A shape from the peak on, scaled to the volume seen from the peak on."""
    peak = int(np.nanargmax(days[:seen]))
    curve: Days = shape(np.arange(len(days) - peak, dtype=float))
    level = np.nansum(days[peak:seen]) / curve[: seen - peak].sum()
    return np.concatenate((days[:peak], level * curve))


LAWS = {"power law": power_law, "exponential": exponential}
"""The laws that the model is held against."""


def log_score(volumes: Days, means: Days) -> float:
    """Mean log probability per day of volumes, under an even mixture of rows of means."""
    known = ~np.isnan(volumes)
    expected = np.maximum(np.atleast_2d(means)[:, known], 0.1)
    each = nbinom.logpmf(np.round(volumes[known]), SCATTER, SCATTER / (SCATTER + expected))
    return float(np.mean(np.logaddexp.reduce(each, axis=0) - np.log(len(expected))))


def band(means: Days, share: float = 0.8, seed: int = 2012) -> tuple[Days, Days]:
    """The central band of volumes to expect from rows of means, scatter included."""
    chance = np.random.default_rng(seed)
    expected = np.repeat(np.maximum(means, 0.1), max(1, 2000 // len(means)), axis=0)
    drawn = chance.negative_binomial(SCATTER, SCATTER / (SCATTER + expected))
    low, high = np.quantile(drawn, [(1 - share) / 2, (1 + share) / 2], axis=0)
    return low, high


def coverage(volumes: Days, low: Days, high: Days) -> float:
    """Share of the volumes that lie in a band."""
    known = ~np.isnan(volumes)
    return float(np.mean((volumes[known] >= low[known]) & (volumes[known] <= high[known])))
