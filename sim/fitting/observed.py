"""Counts of a real storm, read from a file: checked, put into even bins, and what was done said.

A file has the columns ``time`` and ``count``; others are left alone. Times are ISO dates or
moments, all with a time zone or all without (then they are taken as UTC).
"""

from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from sim.errors import InputError

FEWEST_DAYS = 3
HOUR, DAY = pd.Timedelta(hours=1), pd.Timedelta(days=1)
ZONE = r"(?:Z|[+-]\d\d:?\d\d)$"
A_DAY = 21.0
"""Hours between rows (median) from which they are taken as days."""
LIKELY_COUNTER = 48
"""Rows from which counts that never fall are suspected to be a running total."""


@dataclass(frozen=True, slots=True)
class Observed:
    """A real storm: volume per day from its first day on."""

    name: str
    started: pd.Timestamp
    """Beginning of day 0, in UTC."""
    days: NDArray[np.float64]
    """Volume of each whole day; NaN where nothing is known of some of it."""
    notes: tuple[str, ...] = ()
    """What was done to the file's figures."""


def read_storm(path: Path, cumulative: bool = False) -> Observed:
    """Read counts (with ``cumulative``, a running total) and sum them up by days.

    Day 0 begins with the first bin of the first 24 hours that hold a tenth of the busiest 24;
    what lies before is left out, as the quiet level.
    """
    table, notes = _rows(path)
    if cumulative:
        table = _from_total(table, path)
        notes.append("a running total: differences were taken")
    elif len(table) >= LIKELY_COUNTER and table["count"].is_monotonic_increasing:
        notes.append("the counts never fall: if they are a running total, add --cumulative")
    if (table["count"] < 0).any():
        line = int((table["count"] < 0).to_numpy().argmax())
        raise InputError(
            f"{path}: a count is negative (first at {table['time'].iloc[line]}); correct it, "
            "or add --cumulative if the figures are a running total"
        )
    bins, step = _even(table, notes)
    if not np.nansum(bins.to_numpy()):
        raise InputError(f"{path}: all counts are zero; there is no storm to fit")
    started, days = _by_day(bins, step)
    if np.count_nonzero(~np.isnan(days)) < FEWEST_DAYS:
        raise InputError(f"{path}: covers under {FEWEST_DAYS} whole days; give a longer stretch")
    return Observed(path.stem, started, days, tuple(notes))


def _rows(path: Path) -> tuple[pd.DataFrame, list[str]]:
    """Times in UTC and counts, in order, each time once; and what was done for it."""
    raw = _raw(path)
    text = raw["time"].str.strip()
    zoned = text.str.contains(ZONE) & text.str.contains("T| ", regex=True)
    if zoned.any() and not zoned.all():
        raise InputError(f"{path}: some times have a time zone and some not; write all alike")
    times = pd.to_datetime(text, utc=True, errors="coerce", format="ISO8601")
    counts = pd.to_numeric(raw["count"], errors="coerce")
    wrong = (times.isna() | ~np.isfinite(counts)).to_numpy()
    if wrong.any():
        line = int(wrong.argmax())
        said = f"{raw['time'].iloc[line]},{raw['count'].iloc[line]}"
        raise InputError(f'{path}, line {line + 2}: "{said}" is no ISO time with a number')
    table = pd.DataFrame({"time": times, "count": counts.astype(float)})
    notes = [] if zoned.any() else ["times without a zone were taken as UTC"]
    if not table["time"].is_monotonic_increasing:
        table, notes = table.sort_values("time", kind="stable"), [*notes, "rows were put in order"]
    if table["time"].duplicated().any():
        notes.append("rows of the same time were added up")
        table = table.groupby("time")["count"].sum().reset_index()
    return table.reset_index(drop=True), notes


def _raw(path: Path) -> pd.DataFrame:
    """The two columns as text."""
    try:
        raw = pd.read_csv(path, dtype=str, keep_default_na=False)
    except FileNotFoundError:
        raise InputError(f"there is no file {path}") from None
    except pd.errors.EmptyDataError:
        raise InputError(f"{path} is empty; it needs the columns time and count") from None
    except (OSError, ValueError, pd.errors.ParserError) as wrong:
        raise InputError(f"{path} cannot be read as CSV: {wrong}") from None
    raw.columns = raw.columns.str.strip().str.lower()
    if missing := {"time", "count"} - set(raw.columns):
        there = ", ".join(map(str, raw.columns))
        raise InputError(f"{path} has no column {' and '.join(sorted(missing))}; it has: {there}")
    if len(raw) < 2:
        raise InputError(f"{path} has {len(raw)} rows; a storm needs at least a few days")
    return raw


def _from_total(table: pd.DataFrame, path: Path) -> pd.DataFrame:
    """Counts from a running total: what came since the row before."""
    if (table["count"].diff() < 0).any():
        raise InputError(f"{path}: a running total falls; leave --cumulative out, or correct it")
    return table.assign(count=table["count"].diff()).iloc[1:]


def _even(table: pd.DataFrame, notes: list[str]) -> tuple[pd.Series, pd.Timedelta]:
    """Counts in bins of an hour, or of a day if rows are a day apart; NaN in gaps."""
    gap = float(table["time"].diff().dt.total_seconds().median()) / 3600.0
    step = DAY if gap >= A_DAY else HOUR
    floored = table["time"].dt.floor(step)
    summed = table.groupby(floored)["count"].sum()
    every = pd.date_range(summed.index[0], summed.index[-1], freq=step)
    bins = summed.reindex(every)
    if gap > 1.5 and step == HOUR:
        notes.append("rows are hours apart: hours without one were taken as zero")
        bins = bins.fillna(0.0)
    elif missing := int(bins.isna().sum()):
        unit = "days" if step == DAY else "hours"
        notes.append(f"{missing} {unit} are missing; days that hold them are left out")
    return bins, step


def _by_day(bins: pd.Series, step: pd.Timedelta) -> tuple[pd.Timestamp, NDArray[np.float64]]:
    """Volumes of 24 hours each from day 0 on."""
    a_day = int(DAY / step)
    values = bins.to_numpy()
    first = beginning(np.nan_to_num(values), a_day)
    left = values[first : first + (len(values) - first) // a_day * a_day]
    return pd.Timestamp(bins.index[first]), left.reshape(-1, a_day).sum(axis=1)


def beginning(values: NDArray[np.float64], a_day: int) -> int:
    """The bin with which day 0 begins: its 24 hours hold a tenth of the busiest 24.

    Used for real and for simulated storms alike.
    """
    total = np.concatenate(([0.0], np.cumsum(values)))
    ahead = total[np.minimum(np.arange(len(values)) + a_day, len(values))] - total[:-1]
    return int(np.argmax((ahead >= 0.1 * ahead.max()) & (values > 0)))
