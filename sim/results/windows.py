"""Rates over moving windows that end at each tick, as seen on the page."""

import numpy as np
from numpy.typing import NDArray

Counts = NDArray[np.integer]
Rates = NDArray[np.float64]


def window_ticks(window: float, hours_per_tick: float, ticks: int) -> int:
    """Return the whole ticks in a window of hours, at least one and at most the whole run."""
    return min(ticks, max(1, round(window / hours_per_tick)))


def sums(counts: Counts, ticks: int) -> NDArray[np.int64]:
    """Sum the counts of the last ``ticks`` ticks, for each tick. Before the start they are 0."""
    total = np.cumsum(counts, dtype=np.int64)
    moving = total.copy()
    moving[ticks:] -= total[:-ticks]
    return moving


def per_hour(counts: Counts, window: float, hours_per_tick: float) -> Rates:
    """Return the mean rate per hour over the last ``window`` hours, for each tick."""
    ticks = window_ticks(window, hours_per_tick, len(counts))
    rate: Rates = sums(counts, ticks) / (ticks * hours_per_tick)
    return rate
