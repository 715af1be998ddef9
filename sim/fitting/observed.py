"""Read the counts of a real storm: checked, in even bins, with notes on every correction.

A file has the columns ``time`` and ``count``, and may have ``negative`` (the critical ones
among them) and ``defending``. Other columns are left alone. Times are ISO dates or moments,
all with a time zone (which may differ) or all without (then they are taken as UTC).
"""

from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from sim.errors import InputError
from sim.fitting.counts_file import read_counts

FEWEST_DAYS = 3
"""Whole days that a fit needs."""
HOUR, DAY = pd.Timedelta(hours=1), pd.Timedelta(days=1)
DAILY = 21.0
"""Hours between rows (median) from which they are taken as days."""
LIKELY_COUNTER = 48
"""Rows from which counts that never fall are suspected to be a running total."""
OUTLIER, LEAST_OUTLIER = 12.0, 30.0
"""A bin so many times as high as the higher of its neighbours, and so high, is an outlier."""
LOUD_SHARE = 0.1
"""Share of the busiest 24 hours from which a day belongs to the storm."""
QUIET_HOURS = 48
"""Hours before day 0 from which their mean is the quiet level."""
LONGEST = 3660
"""Days that a file may span."""

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
    path: Path, cumulative: bool = False, whole_days: int = FEWEST_DAYS
) -> ObservedStorm:
    """Read counts (with ``cumulative``, a running total) and put them into hours or days.

    Day 0 begins with the first bin of the first 24 hours that hold a tenth of the busiest 24.
    The time before it gives the quiet level. Raises InputError unless there are ``whole_days``.
    """
    table, notes = read_counts(path)
    columns = [str(name) for name in table if name != "time"]
    if cumulative:
        table = _from_total(table, columns, path)
        notes.append("a running total: differences were taken")
    elif _looks_like_a_total(table["count"]):
        notes.append("the counts never fall: if they are a running total, add --cumulative")
    for name in columns:
        _refuse_negative(table, name, path)
    bins, step = _even(table, notes, path)
    critical = bins["negative" if "negative" in bins else "count"].to_numpy(float).copy()
    if not np.nansum(critical):
        raise InputError(f"{path}: all counts are zero; there is no storm to fit")
    times = pd.DatetimeIndex(bins.index)
    _replace_outliers(critical, times, notes)
    first = beginning(np.nan_to_num(critical), int(DAY / step))
    hours = step / HOUR
    left = critical[first:]
    if np.count_nonzero(~np.isnan(by_day(left, hours))) < whole_days:
        raise InputError(f"{path}: covers under {whole_days} whole days; give a longer stretch")
    defending = bins["defending"].to_numpy(float)[first:] if "defending" in bins else None
    before = critical[:first][~np.isnan(critical[:first])]
    quiet = float(before.mean() / hours) if len(before) * hours >= QUIET_HOURS else 0.0
    return ObservedStorm(path.stem, times[first], hours, left, defending, quiet, tuple(notes))


def _looks_like_a_total(counts: "pd.Series[float]") -> bool:
    """Return True if there are many counts that never fall, and rise."""
    long, rises = len(counts) >= LIKELY_COUNTER, counts.iloc[-1] > counts.iloc[0]
    return bool(long and rises and counts.is_monotonic_increasing)


def _refuse_negative(table: pd.DataFrame, name: str, path: Path) -> None:
    if (table[name] < 0).any():
        line = int((table[name] < 0).to_numpy().argmax())
        raise InputError(
            f"{path}: a count is negative (first at {table['time'].iloc[line]}); correct it, "
            "or add --cumulative if the figures are a running total"
        )


def _from_total(table: pd.DataFrame, columns: list[str], path: Path) -> pd.DataFrame:
    """Return the differences of a running total. Raise InputError if it falls."""
    counts = table[columns].diff()
    if (counts < 0).any(axis=None):
        raise InputError(f"{path}: a running total falls; leave --cumulative out, or correct it")
    return table.assign(**{name: counts[name] for name in columns}).iloc[1:]


def _even(table: pd.DataFrame, notes: list[str], path: Path) -> tuple[pd.DataFrame, pd.Timedelta]:
    """Put counts into bins of an hour, or of a day if rows are a day apart. NaN in gaps."""
    gap = float(table["time"].diff().dt.total_seconds().median()) / 3600.0
    step = DAY if gap >= DAILY else HOUR
    floored = table["time"].dt.floor(step)
    if (days := (floored.iloc[-1] - floored.iloc[0]) / DAY) > LONGEST:
        raise InputError(
            f"{path} spans {days:,.0f} days; give the storm and at most ten years around it"
        )
    summed = table.drop(columns="time").groupby(floored).sum()
    bins = summed.reindex(pd.date_range(summed.index[0], summed.index[-1], freq=step))
    if step == HOUR and gap > 1.5:
        notes.append("rows are hours apart: hours without one were taken as zero")
        return bins.fillna(0.0), step
    if missing := int(bins["count"].isna().sum()):
        unit = "days" if step == DAY else "hours"
        notes.append(f"{missing} {unit} are missing; days that hold them are left out")
    return bins, step


def _replace_outliers(values: Volumes, times: pd.DatetimeIndex, notes: list[str]) -> None:
    """Replace a lonely spike, such as a backlog or a double import, by its neighbours' mean."""
    sides = np.fmax(values[:-2], values[2:])
    lonely = (values[1:-1] > OUTLIER * np.maximum(sides, 1.0)) & (values[1:-1] > LEAST_OUTLIER)
    for place in map(int, np.flatnonzero(lonely) + 1):
        notes.append(
            f"{values[place]:g} at {times[place]} is over {OUTLIER:g} times both neighbours: "
            "an outlier, replaced by their mean"
        )
        values[place] = np.nanmean([values[place - 1], values[place + 1]])


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
