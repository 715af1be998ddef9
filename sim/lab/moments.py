"""Hours since the start as moments of a file, in the style in which the author wrote them."""

from decimal import Decimal

from sim.storm.times import WEEKDAYS, MomentOfStorm, moment

QUARTER = 0.25
"""Hours to which what is dragged snaps."""


def snapped(hours: float) -> float:
    """Return the nearest quarter of an hour, and no moment before the start."""
    return max(0.0, round(hours / QUARTER) * QUARTER)


def weekday_moment(hours: float, start: float) -> str:
    """Return "Mon 09:00" for hours since a start in hours since Monday 00:00.

    "Mon+1 09:00" is a week after the first Monday from the start's own day on.
    """
    minutes = round((start + hours) * 60)
    day, of_day = divmod(minutes, 24 * 60)
    weeks = (day - int(start // 24)) // 7
    later = f"+{weeks}" if weeks else ""
    return f"{WEEKDAYS[day % 7]}{later} {of_day // 60:02d}:{of_day % 60:02d}"


def offset_moment(hours: float) -> str:
    """Return "+6.5h" for hours since the start."""
    return f"+{Decimal(repr(round(hours, 6))).normalize():f}h"


def moment_like(former: object, hours: float, start: float) -> str:
    """Return a moment in the style of the former one: an offset if that was one."""
    if isinstance(former, str) and former.strip().startswith("+"):
        return offset_moment(hours)
    return weekday_moment(hours, start)


def hours_of(text: object, start: float) -> float | None:
    """Return the hours since the start at which a moment lies, None if it is none."""
    try:
        read: MomentOfStorm = moment(text)
    except ValueError:
        return None
    return read.hours_after(start)
