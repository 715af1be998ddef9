"""How a storm decays, and the simple laws that the model is held against.

Every law knows the days seen and goes on from the highest of them. The first two are fixed:
their shape is the median over eighteen real storms. The third is fitted to the days seen.
"""

from collections.abc import Callable

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import least_squares

Days = NDArray[np.float64]

EXPONENT = 1.43
"""Median over eighteen real storms, as is the half-life."""
HALF_LIFE = 2.0
SPIKE_EXPONENT = 1.5
"""Decay of the infectiousness of a post in SpikeM (Matsubara et al. 2012)."""
PULL = 0.3
"""Towards a crowd ten times those seen, each of whom brings in 0.7 others on the next day."""


def describe(days: Days) -> dict[str, float]:
    """Days to half and to 90 % of the volume, the day after the peak, days to a tenth of it."""
    known = np.nan_to_num(days)
    written, peak = np.cumsum(known) / known.sum(), int(known.argmax())
    after = known[peak + 1] / known[peak] if peak + 1 < len(known) else np.nan
    return {
        "t50_days": reached(written, 0.5),
        "t90_days": reached(written, 0.9),
        "day_after_peak": float(after),
        "days_to_tenth": float(duration(days) - peak),
    }


def duration(days: Days) -> int:
    """Days from the first until the volume stays under a tenth of the peak."""
    known = np.nan_to_num(days)
    return int(np.flatnonzero(known >= 0.1 * known.max())[-1]) + 1


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


def _law(days: Days, seen: int, shape: Callable[[Days], Days]) -> Days:
    """A shape from the peak on, scaled to the volume seen from the peak on."""
    peak = int(np.nanargmax(days[:seen]))
    curve = shape(np.arange(len(days) - peak, dtype=float))
    known = ~np.isnan(days[peak:seen])
    level = np.nansum(days[peak:seen]) / curve[: seen - peak][known].sum()
    return np.concatenate((np.nan_to_num(days[:peak]), level * curve))


def spike(days: Days, seen: int) -> Days:
    """A SpikeM-like law: those informed inform others, ever less with the age of the news.

    Of a crowd of N, ``new(t + 1) = (N − informed) · b · Σ new(s) · (t + 1 − s)^-1.5``, with the
    first day as the shock. N and b are fitted to the logarithms of the days seen. The daily
    cycle and the background noise of the original are left out.
    """
    given = np.nan_to_num(days[:seen])
    total, usual = max(given.sum(), 1.0), np.log([10.0, 0.7])

    def off(free: Days) -> Days:
        curve = _spikes(max(given[0], 1.0), total * np.exp(free[0]), np.exp(free[1]), seen)
        gap: Days = np.log1p(curve) - np.log1p(given)
        return np.append(gap, PULL * (free - usual))  # two or three days are few

    best = least_squares(off, usual, bounds=([0.05, -4.0], [5.0, 2.0]))
    curve = _spikes(max(given[0], 1.0), total * np.exp(best.x[0]), np.exp(best.x[1]), len(days))
    return np.concatenate((given, curve[seen:]))


def _spikes(shock: float, crowd: float, strength: float, length: int) -> Days:
    """The course of the SpikeM-like law."""
    new, fading = np.zeros(length), np.arange(1.0, length + 1) ** -SPIKE_EXPONENT
    new[0] = shock
    for day in range(1, length):
        left = max(0.0, crowd - new[:day].sum())
        pull = strength / crowd * float(new[:day] @ fading[:day][::-1])
        new[day] = left * min(1.0, pull)
    return new


LAWS: dict[str, Callable[[Days, int], Days]] = {
    "power law": power_law,
    "exponential": exponential,
    "SpikeM-like": spike,
}
"""The laws that the model is held against."""
