"""From posts counted per tick to posts per hour."""

import numpy as np
from numpy.typing import ArrayLike, NDArray

from sim.results.storm import WINDOW
from sim.results.windows import per_hour

MOST_POINTS = 300
"""Points that a curve or a row of bars has at most: more cannot be told apart on a slide."""

Floats = NDArray[np.float64]


def smooth(counts: ArrayLike, per_tick: float) -> tuple[Floats, Floats]:
    """Return hours and posts per hour over three hours, no more points than a slide can show."""
    rate = per_hour(np.asarray(counts), WINDOW, per_tick)
    every = max(1, round(bar_hours(len(rate) * per_tick) / 2 / per_tick))
    kept = np.arange(0, len(rate), every)
    return np.maximum((kept + 1) * per_tick - WINDOW / 2, 0.0), rate[kept]


def bar_hours(hours: float) -> float:
    """Width of a bar in whole hours, so that a run of this length has few enough."""
    return float(max(1, int(np.ceil(hours / MOST_POINTS))))


def bars(counts: ArrayLike, per_tick: float, width: float) -> Floats:
    """Return counts per hour in bars of this many hours. The last bar may be shorter."""
    values = np.asarray(counts, dtype=np.float64)
    starts = np.arange(0, len(values), max(1, round(width / per_tick)))
    lengths = np.diff([*starts, len(values)])
    rates: Floats = np.add.reduceat(values, starts) / (lengths * per_tick)
    return rates
