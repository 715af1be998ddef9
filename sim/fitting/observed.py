"""A real storm by its counts: in even bins from its day 0 on, with notes on every correction.

:mod:`sim.fitting.counts` reads the file. Here its rows become the storm that is fitted.
"""

from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from sim.errors import InputError
from sim.fitting.counts import Counts, CountsReading, read_counts
from sim.fitting.counts.steps import even_bins
from sim.language.told import Amount, Told

FEWEST_HOURS = 12
"""Hours that a fit needs. A forecast needs one bin."""
FEWEST_BINS = 2
"""Bins that a fit needs."""
LONGEST_DAYS = 60
"""Days of a storm that are used."""
LOUD_SHARE = 0.1
"""Share of the busiest 24 hours from which a day belongs to the storm."""
QUIET_HOURS = 24
"""Hours before day 0 from which their mean is the quiet level."""
ABOVE_QUIET = 4.0
"""Standard deviations of the quiet level by which a first bin is above it."""

Volumes = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class ObservedStorm:
    """The volume of a real storm per bin, from the beginning of its day 0 on."""

    name: str
    started: pd.Timestamp
    """Beginning of day 0, in UTC."""
    step: float
    """Hours per bin: 0.25, 0.5, 1 or 24."""
    bins: Volumes
    """Critical voices per bin, NaN where nothing is known."""
    defending: Volumes | None = None
    """Defending voices in the same bins, where the file counts them."""
    quiet: float = 0.0
    """Mean per hour before day 0, which is there without a storm."""
    notes: tuple[str, ...] = ()
    """Corrections of the file's figures."""

    @property
    def days(self) -> Volumes:
        """Return the critical voices of each whole day, NaN where some of it is unknown."""
        return by_day(self.bins, self.step)

    @property
    def hours(self) -> float:
        """Return the hours that the bins cover."""
        return len(self.bins) * self.step

    def seen(self, hours: float) -> "ObservedStorm":
        """Return the storm as it was known so many hours after the beginning of day 0."""
        known = int(hours / self.step)
        defending = None if self.defending is None else self.defending[:known]
        return replace(self, bins=self.bins[:known], defending=defending)

    def alone(self) -> "ObservedStorm":
        """Return the storm without its defending voices."""
        return replace(self, defending=None)

    def against(self, defenders: "ObservedStorm") -> "ObservedStorm":
        """Return the storm with the defending voices of another file, in the bins of this one."""
        if defenders.step != self.step:
            raise InputError(
                Told("counts.other_steps", defenders=defenders.name, critics=self.name)
            )
        late = round((defenders.started - self.started) / pd.Timedelta(hours=self.step))
        length = max(len(self.bins), len(defenders.bins) + late)
        mine, theirs = np.full(length, np.nan), np.zeros(length)
        mine[: len(self.bins)] = self.bins
        begin = max(0, late)
        theirs[begin : late + len(defenders.bins)] = defenders.bins[begin - late :]
        return replace(self, bins=mine, defending=theirs)


def read_storm(
    path: Path, reading: CountsReading | None = None, least_hours: float = FEWEST_HOURS
) -> ObservedStorm:
    """Read a file of counts as a storm. Raises InputError if it is none, or is too short."""
    return storm_of(read_counts(path, reading), least_hours)


def storm_of(counts: Counts, least_hours: float = FEWEST_HOURS) -> ObservedStorm:
    """Put the rows of a file into quarter-hours, half-hours, hours or days.

    Day 0 begins with the first bin above the quiet level in the first 24 hours that hold a
    tenth of the busiest 24. The time before it gives the quiet level. Days after the sixtieth
    are left out with a note. Raises InputError unless there are ``least_hours``.
    """
    path, unit = counts.path, counts.unit
    if not unit.fits:
        raise InputError(Told("counts.not_fitting", path=path, unit=unit.name))
    keep = counts.reading.spikes == "keep"
    bins = even_bins(counts.utc, counts.local, counts.values, unit, counts.reading.gaps, keep)
    notes: list[str] = [*counts.notes, *bins.notes, *(spike.note(keep) for spike in bins.spikes)]
    critical = bins.values.get("negative", bins.values["count"])
    if not np.nansum(critical):
        raise InputError(Told("counts.all_zero", path=path))
    first, quiet = _first_and_quiet(critical, bins.hours)
    left = critical[first:]
    rows = np.count_nonzero(~np.isnan(left))
    if rows * bins.hours < least_hours or rows < min(FEWEST_BINS, least_hours):
        raise InputError(
            Told("counts.too_short", path=path, hours=Amount(rows * bins.hours, "g"), rows=rows,
                 least=Amount(least_hours, "g"), bins=FEWEST_BINS)
        )  # fmt: skip
    most = round(LONGEST_DAYS * 24 / bins.hours)
    if len(left) > most:
        notes.append(Told("counts.days_cut", days=LONGEST_DAYS))
    defending = bins.values["defending"][first:][:most] if "defending" in bins.values else None
    started = pd.Timestamp(bins.start, unit="ms", tz="UTC") + pd.Timedelta(hours=first * bins.hours)
    return ObservedStorm(
        path.stem, started, bins.hours, left[:most], defending, quiet, tuple(notes)
    )  # fmt: skip


def _first_and_quiet(critical: Volumes, hours: float) -> tuple[int, float]:
    """Return the first bin of day 0, and the quiet level per hour before it."""
    bins_a_day = round(24 / hours)
    first = beginning(np.nan_to_num(critical), bins_a_day)
    before = critical[:first][~np.isnan(critical[:first])]
    if len(before) * hours < QUIET_HOURS:
        return first, 0.0
    if len(before) >= 2 * bins_a_day:  # the last day before a storm often rises already
        before = before[:-bins_a_day]
    usual = float(before.mean())
    if hours < 24:  # a storm that begins at night would else begin with the evening before
        loud = usual + ABOVE_QUIET * float(np.sqrt(usual + before.var()))
        above = np.flatnonzero(np.nan_to_num(critical[first : first + bins_a_day]) > loud)
        first += int(above[0]) if len(above) else 0
    return first, usual / hours


def by_day(bins: Volumes, hours: float) -> Volumes:
    """Sum volumes by days, whole days only."""
    bins_a_day = round(24.0 / hours)
    whole = bins[: len(bins) // bins_a_day * bins_a_day]
    days: Volumes = whole.reshape(-1, bins_a_day).sum(axis=1)
    return days


def beginning(values: Volumes, bins_a_day: int) -> int:
    """Return the first bin of day 0, as of runs: its 24 hours hold a tenth of the busiest 24."""
    total = np.concatenate(([0.0], np.cumsum(values)))
    ahead = total[np.minimum(np.arange(len(values)) + bins_a_day, len(values))] - total[:-1]
    return int(np.argmax((ahead >= LOUD_SHARE * ahead.max()) & (values > 0)))
