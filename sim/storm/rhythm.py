"""Day and night, weekday and weekend: when people look, and when clients press.

The daily curve is an assumption within what was measured: the busiest hour of eighteen
real storms had 6 to 16 times the posts of the quietest.
"""

import math

import numpy as np
from numpy.typing import NDArray

from sim.storm.times import HOURS_A_WEEK

BY_HOUR = (
    0.55, 0.32, 0.20, 0.14, 0.12, 0.16, 0.35, 0.70, 1.00, 1.15, 1.20, 1.20,
    1.20, 1.15, 1.10, 1.10, 1.15, 1.25, 1.40, 1.60, 1.75, 1.70, 1.35, 0.90,
)  # fmt: skip
"""Looking relative to the average, at the beginning of each hour of the day."""

WEEKEND = 0.85
"""Looking on Saturday and Sunday relative to a weekday."""

HOURS_A_DAY, MINUTES_AN_HOUR, WORKING_DAYS = 24.0, 60.0, 5.0

OFFICE = (9.0, 18.0)
"""Hours of the day, Monday to Friday, in which clients press."""


def rhythm(week_hour: NDArray[np.float64]) -> NDArray[np.float64]:
    """Return looking at these hours of the week relative to the weekly average (1)."""
    by_hour = np.append(BY_HOUR, BY_HOUR[0])
    level = np.interp(week_hour % HOURS_A_DAY, np.arange(HOURS_A_DAY + 1.0), by_hour)
    days = np.where(week_hour % HOURS_A_WEEK < WORKING_DAYS * HOURS_A_DAY, 1.0, WEEKEND)
    mean = np.mean(BY_HOUR) * (WORKING_DAYS + 2.0 * WEEKEND) / 7.0
    return level * days / mean  # type: ignore[no-any-return]


def office_hours(week_hour: NDArray[np.float64]) -> NDArray[np.float64]:
    """Return 1 in office hours, else 0."""
    hour, day = week_hour % HOURS_A_DAY, week_hour % HOURS_A_WEEK // HOURS_A_DAY
    return ((day < WORKING_DAYS) & (hour >= OFFICE[0]) & (hour < OFFICE[1])).astype(np.float64)


def summed(started: float, ticks: int, tick_hours: float) -> tuple[NDArray[np.float64], ...]:
    """Return hours of average rhythm, and office hours, from the start to each tick's beginning.

    ``started`` is in hours from Monday 00:00. Both arrays have the length ticks + 1.
    """
    # Summed over about a minute each, so that the tick's length does not change a day's hours.
    parts = math.ceil(tick_hours * MINUTES_AN_HOUR)
    step = tick_hours / parts
    middles: NDArray[np.float64] = np.arange(ticks * parts, dtype=np.float64)
    middles = started + (middles + 0.5) * step
    sums = []
    for level in (rhythm(middles), office_hours(middles)):
        total = np.concatenate([[0.0], np.cumsum(level) * step])
        sums.append(total[::parts].copy())
    return tuple(sums)
