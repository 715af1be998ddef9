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

FEWEST_DAYS = 3
"""Whole days that a fit needs."""
LOUD_SHARE = 0.1
"""Share of the busiest 24 hours from which a day belongs to the storm."""
QUIET_HOURS = 48
"""Hours before day 0 from which their mean is the quiet level."""

Volumes = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class ObservedStorm:
    """The volume of a real storm per bin, from the beginning of its day 0 on."""

    name: str
    started: pd.Timestamp
    """Beginning of day 0, in UTC."""
    step: float
    """Hours per bin: 1 or 24."""
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

    def seen(self, hours: float) -> "ObservedStorm":
        """Return the storm as it was known so many hours after the beginning of day 0."""
        known = int(hours / self.step)
        defending = None if self.defending is None else self.defending[:known]
        return replace(self, bins=self.bins[:known], defending=defending)

    def against(self, defenders: "ObservedStorm") -> "ObservedStorm":
        """Return the storm with the defending voices of another file, in the bins of this one."""
        if defenders.step != self.step:
            raise InputError(
                f"{defenders.name} is not in the same steps as {self.name}; give both in hours "
                "or both in days"
            )
        late = round((defenders.started - self.started) / pd.Timedelta(hours=self.step))
        length = max(len(self.bins), len(defenders.bins) + late)
        mine, theirs = np.full(length, np.nan), np.zeros(length)
        mine[: len(self.bins)] = self.bins
        begin = max(0, late)
        theirs[begin : late + len(defenders.bins)] = defenders.bins[begin - late :]
        return replace(self, bins=mine, defending=theirs)


def read_storm(
    path: Path, reading: CountsReading | None = None, whole_days: int = FEWEST_DAYS
) -> ObservedStorm:
    """Read a file of counts as a storm. Raises InputError if it is none, or lacks whole days."""
    return storm_of(read_counts(path, reading), whole_days)


def storm_of(counts: Counts, whole_days: int = FEWEST_DAYS) -> ObservedStorm:
    """Put the rows of a file into hours or days.

    Day 0 begins with the first bin of the first 24 hours that hold a tenth of the busiest 24.
    The time before it gives the quiet level. Raises InputError unless there are ``whole_days``.
    """
    path, unit = counts.path, counts.unit
    if not unit.fits:
        raise InputError(
            f"{path}: its rows are {unit.name}, and a fit needs days or hours; export shorter "
            "steps (Google Trends gives days for up to nine months, hours for up to seven days)"
        )
    keep = counts.reading.spikes == "keep"
    bins = even_bins(counts.utc, counts.local, counts.values, unit, counts.reading.gaps, keep)
    notes = [*counts.notes, *bins.notes, *(spike.note(keep) for spike in bins.spikes)]
    critical = bins.values.get("negative", bins.values["count"])
    if not np.nansum(critical):
        raise InputError(f"{path}: all counts are zero; there is no storm to fit")
    times = pd.Timestamp(bins.start, unit="ms", tz="UTC")
    first = beginning(np.nan_to_num(critical), 24 // bins.hours)
    hours = float(bins.hours)
    left = critical[first:]
    if np.count_nonzero(~np.isnan(by_day(left, hours))) < whole_days:
        raise InputError(f"{path}: covers under {whole_days} whole days; give a longer stretch")
    defending = bins.values["defending"][first:] if "defending" in bins.values else None
    before = critical[:first][~np.isnan(critical[:first])]
    quiet = float(before.mean() / hours) if len(before) * hours >= QUIET_HOURS else 0.0
    started = times + pd.Timedelta(hours=first * bins.hours)
    return ObservedStorm(path.stem, started, hours, left, defending, quiet, tuple(notes))


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
