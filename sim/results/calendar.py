"""From hours since the start to dates, for the axes of series and charts."""

import numpy as np
from numpy.typing import NDArray

from sim.scenario.schema import ClockSettings

SOME_MONDAY = "2024-01-01"
"""First day of the week in which a story without a date is placed."""
MICROSECONDS = 3_600_000_000
"""In an hour."""

Moments = NDArray[np.datetime64]


def moments(clock: ClockSettings, hours: NDArray[np.float64]) -> Moments:
    """Return the dates of hours since the start, from the clock's date or else in a fixed week."""
    if clock.date is None:
        day, since = SOME_MONDAY, clock.start_hours
    else:
        day, since = clock.date.isoformat(), clock.start_hours % 24.0
    later = np.rint((since + hours) * MICROSECONDS).astype("timedelta64[us]")
    return np.asarray(np.datetime64(day, "us") + later)
