"""The day and night of the people behind a storm: told, or estimated from its hours.

People read by day and by night as the rhythm of the model says. A bin of a real storm is
compared with the simulated hours in which people read as much.
"""

from dataclasses import dataclass
from typing import Literal
from zoneinfo import ZoneInfo

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from sim.errors import InputError
from sim.fitting.observed import ObservedStorm
from sim.language.told import Told
from sim.storm.rhythm import rhythm
from sim.storm.times import HOURS_A_WEEK

Array = NDArray[np.float64]
Basis = Literal["said", "days", "short", "none", "estimated"]

FLAT = "flat"
"""In place of a time zone: people all over the world, no rhythm."""
STEP = 0.25
"""Hours over which the rhythm is summed."""
LEAST_HOURS = 36
"""Hours that tell day from night."""
LEAST_SWING, MOST_SWING = 0.3, 1.5
"""Swings relative to that of the model: below the first none is taken, above the other that."""
LEAST_FIT = 0.2
"""Share of the hourly ups and downs that a rhythm has to explain."""
SCATTER = 0.2
"""Variance of the logarithm of an hour's volume besides that of counting."""
FIRST_HOURS = 120
"""Hours of a storm from which its rhythm is estimated."""


@dataclass(frozen=True, slots=True)
class PeopleClock:
    """When the people behind a storm read."""

    zone: str
    """Such as Europe/Berlin, or "flat"."""
    swing: float = 1.0
    """Swing between day and night, relative to that of the model, in logarithms."""
    why: str = "as said"
    """Where it comes from."""
    basis: Basis = "said"
    """The same as one of a few words."""
    explained: float = 0.0
    """Share of the hourly ups and downs that it explains, where it is estimated."""

    def passed(self, started: pd.Timestamp, hours: Array) -> Array:
        """Return the hours of average rhythm that have passed after these hours of a storm."""
        if self.zone == FLAT:
            return hours
        parts = np.arange(np.ceil(hours.max() / STEP) + 1)
        looking = self.looking(_week_hour(started, self.zone) + (parts + 0.5) * STEP)
        total = np.concatenate(([0.0], np.cumsum(looking) * STEP))
        return np.interp(hours, np.arange(len(total)) * STEP, total)

    def looking(self, week_hour: Array) -> Array:
        """Return how much people look at these hours of their week, 1 on average."""
        week = np.arange(0.0, HOURS_A_WEEK, STEP)
        mean = float(np.mean(rhythm(week) ** self.swing))
        return np.asarray(rhythm(week_hour) ** self.swing / mean)


def clock_of(storm: ObservedStorm, zone: str | None) -> PeopleClock:
    """Return the clock of a zone, or the one that the storm's hours show if None.

    Raises InputError for an unknown zone.
    """
    if zone is not None:
        _week_hour(storm.started, zone)
        return PeopleClock(zone)
    if storm.step >= 24.0:
        return PeopleClock("UTC", 1.0, "not estimated, as rows are days", "days")
    if np.count_nonzero(~np.isnan(storm.bins)) * storm.step < LEAST_HOURS:
        why = f"not estimated from under {LEAST_HOURS} hours; name where people live with --zone"
        return PeopleClock(FLAT, 1.0, why, "short")
    return _estimated(storm)


def _estimated(storm: ObservedStorm) -> PeopleClock:
    """Return the zone and swing that explain most of the ups and downs of the hours."""
    an_hour = round(1.0 / storm.step)
    bins = storm.bins[: round(FIRST_HOURS / storm.step)]
    hourly = bins[: len(bins) // an_hour * an_hour].reshape(-1, an_hour).sum(axis=1)
    known = ~np.isnan(hourly)
    logs = np.log(np.maximum(np.nan_to_num(hourly) - storm.quiet, 0.0) + 0.5)
    logs[~known] = np.interp(np.flatnonzero(~known), np.flatnonzero(known), logs[known])
    counting = 1.0 / (np.nan_to_num(hourly) + 0.5)
    weight = np.where(known, 1.0 / (SCATTER + counting), 0.0)
    ups = logs - _smooth(logs)
    best, place = (0.0, 0.0), ""
    for offset in range(24):
        utc = storm.started.weekday() * 24 + storm.started.hour + np.arange(len(logs)) + 0.5
        wave = np.log(rhythm(np.asarray((utc + offset) % HOURS_A_WEEK, np.float64)))
        wave -= _smooth(wave)
        swing = float(np.sum(weight * ups * wave) / np.sum(weight * wave**2))
        left = np.sum(weight * (ups - max(swing, 0.0) * wave) ** 2) / np.sum(weight * ups**2)
        if 1.0 - left > best[0]:
            best, place = (float(1.0 - left), swing), _zone(offset)
    if best[0] < LEAST_FIT or best[1] < LEAST_SWING:
        why = "estimated: no rhythm of one zone explains the hours"
        return PeopleClock(FLAT, 1.0, why, "none")
    swing = min(best[1], MOST_SWING)
    why = f"estimated: explains {best[0]:.0%} of the ups and downs, swing {swing:.1f} of the usual"
    return PeopleClock(place, swing, why, "estimated", best[0])


def _zone(offset: int) -> str:
    """Return the zone so many hours ahead of UTC, up to 14 of them."""
    ahead = offset if offset <= 12 else offset - 24
    return "Etc/GMT" if ahead == 0 else f"Etc/GMT{-ahead:+d}"


def _smooth(values: Array) -> Array:
    """Return the mean over the 24 hours around each hour, straight on at the ends."""
    half = 12
    padded = np.pad(values, half, mode="reflect", reflect_type="odd")
    weights = np.ones(25)
    weights[[0, -1]] = 0.5
    return np.convolve(padded, weights / weights.sum(), mode="valid")


def _week_hour(moment: pd.Timestamp, zone: str) -> float:
    """Return the hours since Monday 00:00 in a time zone. Raise InputError for an unknown one."""
    if zone == FLAT:
        return 0.0
    try:
        local = moment.tz_convert(ZoneInfo(zone))
    except (KeyError, ValueError, OSError):
        raise InputError(Told("counts.zone_like", name=repr(zone), flat=FLAT)) from None
    return float(local.weekday() * 24 + local.hour + local.minute / 60)
