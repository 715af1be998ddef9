"""Posts per hour at whole hours, the way the charts smooth them."""

import numpy as np
from numpy.typing import ArrayLike

from sim.charts.rates import Floats, bar_hours
from sim.results.storm import WINDOW
from sim.results.windows import per_hour


def hourly(counts: ArrayLike, per_tick: float) -> tuple[Floats, Floats]:
    """Return hours since the start and the mean posts per hour of the three hours around each.

    ``counts`` are posts per tick, of shape (ticks,), and a tick is ``per_tick`` hours. Long
    runs have fewer moments than one an hour.
    """
    rate = per_hour(np.asarray(counts), WINDOW, per_tick)
    every = max(bar_hours(len(rate) * per_tick), per_tick)
    hours = np.arange(0.0, max(len(rate) * per_tick - WINDOW / 2, 0.0) + every / 1e6, every)
    ends = np.round((hours + WINDOW / 2) / per_tick).astype(int) - 1
    return hours, rate[np.clip(ends, 0, len(rate) - 1)]
