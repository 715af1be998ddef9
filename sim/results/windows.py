"""Rates over moving windows that end now, as somebody at the page would see them."""

import numpy as np
from numpy.typing import NDArray

Counts = NDArray[np.integer]
Rates = NDArray[np.float64]


def window_ticks(window: float, hours_per_tick: float, ticks: int) -> int:
    """Whole ticks in a window of so many hours; at least one, at most the whole run."""
    return min(ticks, max(1, round(window / hours_per_tick)))


def sums(counts: Counts, ticks: int) -> NDArray[np.int64]:
    """What happened in the last ``ticks`` ticks, per tick; nothing before the start."""
    total = np.cumsum(counts, dtype=np.int64)
    moving = total.copy()
    moving[ticks:] -= total[:-ticks]
    return moving


def per_hour(counts: Counts, window: float, hours_per_tick: float) -> Rates:
    """Mean rate per hour over the last ``window`` hours, per tick."""
    ticks = window_ticks(window, hours_per_tick, len(counts))
    rate: Rates = sums(counts, ticks) / (ticks * hours_per_tick)
    return rate
