"""Describe how a storm decays, and predict it by simple laws.

The first two go on from the highest day seen, with a fixed shape: the median over eighteen real
storms. SpikeM and the Hawkes process are fitted to the days seen, by day, with a weak pull to
usual values, as two or three days are few. The last one lets all days be as the last one seen.
"""

from collections.abc import Callable

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import least_squares

Days = NDArray[np.float64]

EXPONENT, HALF_LIFE = 1.43, 2.0
"""Decay of the power law, and days of the exponential: medians over eighteen real storms."""
SPIKE_EXPONENT = 1.5
"""Decay of the infectiousness of a post in SpikeM (Matsubara et al. 2012)."""
USUAL_CROWD, USUAL_STRENGTH = 10.0, 0.7
"""Crowd relative to the volume seen, and others whom each brings in on the next day."""
PULL = 0.3
"""Weight of these usual values in the fit of the SpikeM-like law, as two or three days are few."""
SPIKE_BOUNDS = ([0.05, -4.0], [5.0, 2.0])
"""Lowest and highest logarithms of crowd and strength."""
USUAL_BRANCHING, USUAL_FADING = 0.75, 0.5
"""Posts that each post of a Hawkes process brings in the end, and the exponent of its kernel."""
KERNEL_DAYS = 2000
"""Days over which the kernel is summed up to its whole."""
TENTH = 0.1
"""Share of the peak above which a storm lasts."""


def describe(days: Days) -> dict[str, float]:
    """Return days to half and to 90 % of the volume, the day after the peak, days to a tenth."""
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
    """Return the days from the first until the volume stays under a tenth of the peak."""
    known = np.nan_to_num(days)
    return int(np.flatnonzero(known >= TENTH * known.max())[-1]) + 1


def reached(written: Days, share: float) -> float:
    """Return the days after which a share of the volume is there, within a day by proportion."""
    return float(np.interp(share, np.concatenate(([0.0], written)), np.arange(len(written) + 1)))


def training(days: Days) -> int:
    """Return the number of days up to the one after the peak."""
    return int(np.nanargmax(days)) + 2


def power_law(days: Days, seen: int) -> Days:
    """Predict (t + 1)^-1.43 from the peak, at the level of the days seen from it on."""
    return _law(days, seen, lambda t: (t + 1.0) ** -EXPONENT)


def exponential(days: Days, seen: int) -> Days:
    """Predict half as much every two days from the peak, at the level of the days seen from it."""
    return _law(days, seen, lambda t: 0.5 ** (t / HALF_LIFE))


def _law(days: Days, seen: int, shape: Callable[[Days], Days]) -> Days:
    """Scale a shape from the peak on to the volume seen from the peak on."""
    peak = int(np.nanargmax(days[:seen]))
    curve = shape(np.arange(len(days) - peak, dtype=float))
    known = ~np.isnan(days[peak:seen])
    level = np.nansum(days[peak:seen]) / curve[: seen - peak][known].sum()
    return np.concatenate((np.nan_to_num(days[:peak]), level * curve))


def spike(days: Days, seen: int) -> Days:
    """Predict by SpikeM (Matsubara et al. 2012).

    The informed inform others, less with the age of the news.
    Of a crowd of N, ``new(t + 1) = (N − informed) · b · Σ new(s) · (t + 1 − s)^-1.5``, with the
    first day as the shock. N and b are fitted to the logarithms of the days seen. The daily
    cycle and the background noise of the original are left out.
    """
    given = np.nan_to_num(days[:seen])
    total, usual = max(given.sum(), 1.0), np.log([USUAL_CROWD, USUAL_STRENGTH])

    def curve(logs: Days, length: int) -> Days:
        return _spikes(max(given[0], 1.0), total * np.exp(logs[0]), np.exp(logs[1]), length)

    def residuals(logs: Days) -> Days:
        gap: Days = np.log1p(curve(logs, seen)) - np.log1p(given)
        return np.append(gap, PULL * (logs - usual))

    fit = least_squares(residuals, usual, bounds=SPIKE_BOUNDS)
    return np.concatenate((given, curve(fit.x, len(days))[seen:]))


def _spikes(shock: float, crowd: float, strength: float, length: int) -> Days:
    new, fading = np.zeros(length), np.arange(1.0, length + 1) ** -SPIKE_EXPONENT
    new[0] = shock
    for day in range(1, length):
        left = max(0.0, crowd - new[:day].sum())
        pull = strength / crowd * float(new[:day] @ fading[:day][::-1])
        new[day] = left * min(1.0, pull)
    return new


def hawkes(days: Days, seen: int) -> Days:
    """Predict by a Hawkes process with a power-law kernel, started by the first day.

    Each post brings n others in the end, ``(t + 1 − s)^-(1 + θ)`` of them after so many days
    (Crane and Sornette 2008). n and θ are fitted to the logarithms of the days seen.
    """
    given = np.nan_to_num(days[:seen])
    shock = max(given[0], 1.0)
    usual = np.array([np.log(USUAL_BRANCHING / (1 - USUAL_BRANCHING)), np.log(USUAL_FADING)])

    def residuals(values: Days) -> Days:
        gap: Days = np.log1p(_offspring(shock, values, seen)) - np.log1p(given)
        return np.append(gap, PULL * (values - usual))

    fit = least_squares(residuals, usual, bounds=([-3.0, -3.0], [5.0, 2.0]))
    return np.concatenate((given, _offspring(shock, fit.x, len(days))[seen:]))


def _offspring(shock: float, values: Days, length: int) -> Days:
    branching, power = 1.0 / (1.0 + np.exp(-values[0])), 1.0 + np.exp(values[1])
    whole = np.arange(1.0, max(KERNEL_DAYS, length) + 1.0) ** -power
    kernel = branching * whole / whole.sum()
    new = np.zeros(length)
    new[0] = shock
    for day in range(1, length):
        new[day] = float(new[:day] @ kernel[:day][::-1])
    return new


def yesterday(days: Days, seen: int) -> Days:
    """Predict that every day is as the last one known."""
    given = days[:seen]
    known = given[~np.isnan(given)]
    last = float(known[-1]) if len(known) else 0.0
    return np.concatenate((np.nan_to_num(given), np.full(len(days) - seen, last)))


LAWS: dict[str, Callable[[Days, int], Days]] = {
    "power law": power_law,
    "exponential": exponential,
    "SpikeM": spike,
    "Hawkes": hawkes,
    "yesterday's rate": yesterday,
}
"""The laws with which the model is compared."""
