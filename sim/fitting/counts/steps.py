"""Tell what a row of a file stands for, and put the rows into even quarter-hours, hours or days.

Rows are hours, days, stretches of some hours or single posts. Weeks and months are told too,
although no fit can use them.
"""

from dataclasses import dataclass
from math import gcd, nan

import numpy as np
from numpy.typing import NDArray

from sim.fitting.counts.answers import Gaps
from sim.fitting.counts.spikes import Spike, lonely_spikes
from sim.fitting.counts.zones import HOUR, Milliseconds
from sim.language.told import Amount, Told

DAY = 24 * HOUR
PARTS = (HOUR // 4, HOUR // 2)
"""Bins shorter than an hour that a storm may have, in milliseconds."""
STRETCHES = {"week": 7, "month": 30, "quarter": 91}
"""Days of stretches that are named as such."""
DAILY = 21.0
"""Hours between rows (median) from which they are taken as days."""
EVEN_SHARE = 0.5
"""Share of the gaps between rows that have one length, from which the rows are even."""
SPARSE = 1.5
"""Hours between hourly rows (median) from which hours without a row are taken as zero."""
FEW = 5.0
"""A stretch without rows between counts up to this one may well have had none."""

Volumes = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class RowUnit:
    """What a row stands for."""

    name: str
    """In the plural, such as hours."""
    milliseconds: int
    """Distance of even rows. Of single posts, an hour."""
    posts: bool = False
    """Rows are moments, so that an hour without one is zero."""

    @property
    def fits(self) -> bool:
        """Return True if a fit can use such rows."""
        return self.milliseconds <= DAY


@dataclass(frozen=True, slots=True)
class EvenBins:
    """Volumes in even hours or days, NaN where nothing is known."""

    start: int
    """Beginning of the first bin, in milliseconds since 1970, UTC."""
    hours: float
    """Hours of a bin: 0.25, 0.5, 1 or 24."""
    values: dict[str, Volumes]
    notes: tuple[str, ...]
    spikes: tuple[Spike, ...]


def unit_of_rows(utc: Milliseconds, local: Milliseconds, form: str, posts: bool,
                 has_clock: bool, stretch: float) -> RowUnit:  # fmt: skip
    """Return what rows stand for. Times are sorted. ``posts`` says that each counts one."""
    if form in STRETCHES:
        return RowUnit(Told(f"counts.unit_{form}s"), STRETCHES[form] * DAY)
    if stretch >= 1.0:
        return _named(round(stretch * HOUR))
    gaps, days = gaps_between(utc), np.unique(local // DAY)
    if not len(gaps):
        return _unit("days", DAY) if not has_clock else _unit("hours", HOUR)
    if not has_clock:
        return _unit_of_days(np.diff(days).astype(np.int64), posts)
    whole = np.round(gaps / DAY)
    even = bool((np.abs(gaps - whole * DAY) <= HOUR).all() and whole.min() >= 1)
    if even and np.median(gaps) >= DAILY * HOUR:
        return _unit_of_days(whole.astype(np.int64), posts)
    return _unit_of_hours(np.diff(np.unique(local)).astype(np.int64), gaps, posts)


def gaps_between(times: Milliseconds) -> Milliseconds:
    """Return the gaps between sorted times, without those of the same time."""
    gaps = np.diff(times)
    return np.asarray(gaps[gaps > 0], np.int64)


def _named(length: int) -> RowUnit:
    """Return rows of a length, by the name of it."""
    days, hours = length / DAY, length / HOUR
    for name, one in (("hours", HOUR), ("days", DAY), ("weeks", 7 * DAY)):
        if length == one:
            return _unit(name, length)
    if 28 <= days <= 31:
        return _unit("months", length)
    if days > 1:
        return RowUnit(Told("counts.unit_of_days", n=Amount(days, "g")), length)
    return RowUnit(Told("counts.unit_of_hours", n=Amount(hours, "g")), length)


def _unit(name: str, length: int, posts: bool = False) -> RowUnit:
    return RowUnit(Told(f"counts.unit_{name}"), length, posts)


def _unit_of_days(gaps: NDArray[np.int64], posts: bool) -> RowUnit:
    """Return the unit of rows that are whole days apart."""
    if not len(gaps) or posts:
        return _unit("posts" if posts else "days", DAY, posts)
    shared = gcd(*map(int, gaps))
    if gaps.min() >= 28:
        return _named(int(np.median(gaps)) * DAY)
    if shared > 1 and np.mean(gaps == shared) >= EVEN_SHARE:
        return _named(shared * DAY)
    return _unit("weeks", 7 * DAY) if np.median(gaps) >= 6 else _unit("days", DAY)


def _unit_of_hours(local: Milliseconds, utc: Milliseconds, posts: bool) -> RowUnit:
    """Return the unit of rows by the gaps between them, on the file's clock and in UTC."""
    shared, gaps = max(
        ((gcd(*map(int, each)), each) for each in (local, utc) if len(each)), key=lambda g: g[0]
    )
    often = np.mean(gaps == shared) >= EVEN_SHARE
    if shared % HOUR == 0:
        if often and HOUR < shared < DAY:
            return _named(shared)
        return _unit("posts", HOUR, posts=True) if posts else _unit("hours", HOUR)
    if often and shared >= 60_000 and not posts:
        return RowUnit(Told("counts.unit_of_minutes", n=Amount(shared / 60_000, "g")), shared)
    return _unit("posts" if posts else "moments", HOUR, posts=True)


def even_bins(
    utc: Milliseconds,
    local: Milliseconds,
    values: dict[str, Volumes],
    unit: RowUnit,
    gaps: Gaps | None,
    keep_spikes: bool,
) -> EvenBins:
    """Put sorted rows into hours or days. Spikes are looked for before anything is filled."""
    start, places = _places(utc, local, unit)
    length = int(places.max()) + 1
    has_row = np.zeros(length, bool)
    has_row[places] = True
    summed = {name: _summed(places, each, length) for name, each in values.items()}
    if unit.posts:
        for each in summed.values():
            each[~has_row] = 0.0
    name = "negative" if "negative" in summed else "count"
    spikes = lonely_spikes(summed[name], start, unit.milliseconds)
    if not keep_spikes:
        for spike in spikes:
            summed[name][spike.place] = spike.replaced
    between = gaps_between(utc)
    median_gap = float(np.median(between)) if len(between) else 0.0
    notes = [] if unit.posts else _fill(summed, has_row, unit, gaps, median_gap)
    if unit.posts:
        hourly = unit.milliseconds == HOUR
        notes.append(Told("counts.moments_zero" if hourly else "counts.posts_zero"))
    summed, hours = _in_hours(summed, unit, start, notes)
    if unit.milliseconds < HOUR:
        start -= start % round(hours * HOUR)
    return EvenBins(start, hours, summed, tuple(notes), tuple(spikes))


def _places(utc: Milliseconds, local: Milliseconds, unit: RowUnit) -> tuple[int, NDArray[np.intp]]:
    """Return when the first bin begins, and the bin of each row."""
    step, start = unit.milliseconds, int(utc[0])
    if step == DAY:
        clocks = np.unique(local % DAY)
        # Days are cut on the clock of the file, whatever summer time does to their length.
        if len(clocks) == 1 or unit.posts:
            midnight = int(local[0] % DAY) if len(clocks) > 1 else 0
            return start - midnight, (local // DAY - local[0] // DAY).astype(np.intp)
        return start, np.round((utc - start) / DAY).astype(np.intp)
    if step == HOUR and (utc % HOUR != start % HOUR).any():
        start -= start % HOUR
        return start, ((utc - start) // HOUR).astype(np.intp)
    if step > HOUR and not ((local - local[0]) % step).any():
        return start, ((local - local[0]) // step).astype(np.intp)
    return start, np.round((utc - start) / step).astype(np.intp)


def _summed(places: NDArray[np.intp], values: Volumes, length: int) -> Volumes:
    """Sum rows by bins, NaN where there is none or an unknown one."""
    total = np.bincount(places, values, minlength=length)
    total[np.bincount(places, minlength=length) == 0] = nan
    return np.asarray(total, float)


def _fill(
    summed: dict[str, Volumes],
    has_row: NDArray[np.bool_],
    unit: RowUnit,
    gaps: Gaps | None,
    median_gap: float,
) -> list[Told]:
    """Take bins without a row as zero where that is likely or said. Return notes."""
    holes = np.flatnonzero(~has_row)
    if not len(holes):
        return []
    counts = summed["count"]
    if gaps is not None:
        zero = np.full(len(holes), gaps == "zero")
    elif unit.milliseconds == HOUR and median_gap > SPARSE * HOUR:
        zero = np.ones(len(holes), bool)
    elif (counts[has_row] == 0).any():
        zero = np.zeros(len(holes), bool)
    else:
        known = np.flatnonzero(has_row)
        after = np.searchsorted(known, holes)
        sides = np.fmax(counts[known[after - 1]], counts[known[after]])
        zero = sides <= FEW
    for each in summed.values():
        each[holes[zero]] = 0.0
    notes = []
    if zero.any():
        why = () if gaps else (Told("counts.no_row_zero"),)
        if unit.milliseconds == HOUR and median_gap > SPARSE * HOUR and not gaps:
            why = (Told("counts.no_row_apart"),)
        filled = int(zero.sum())
        name = f"counts.zero_{_bins(filled, unit)}"
        notes.append(Told(name, n=filled, unit=unit.name, why=why))
    if missing := int((~zero).sum()):
        notes.append(Told(f"counts.missing_{_bins(missing, unit)}", n=missing, unit=unit.name))
    return notes


def _bins(number: int, unit: RowUnit) -> str:
    """Return the end of the name of a text about so many bins of a unit."""
    kind = unit.name if unit.name in ("hours", "days") else "stretches"
    return f"{kind}_one" if number == 1 else f"{kind}_many"


def _in_hours(
    summed: dict[str, Volumes], unit: RowUnit, start: int, notes: list[Told]
) -> tuple[dict[str, Volumes], float]:
    """Return bins and their hours: longer rows spread evenly, minutes summed where need be."""
    step = unit.milliseconds
    if step in (*PARTS, HOUR, DAY) and not (step < HOUR and start % step):
        return summed, step / HOUR
    if step > HOUR:
        each = step // HOUR
        notes.append(Told("counts.spread", hours=each))
        return {name: np.repeat(values / each, each) for name, values in summed.items()}, 1.0
    longer = next((part for part in PARTS if part % step == 0), HOUR)
    first = start - start % longer
    length = len(next(iter(summed.values())))
    places = (start - first + np.arange(length) * step) // longer
    noun = {PARTS[0]: "quarters", PARTS[1]: "halves", HOUR: "hours"}[longer]
    notes.append(Told("counts.summed", parts=Told(f"counts.part_{noun}")))
    return {name: _summed(places, values, int(places[-1]) + 1)
            for name, values in summed.items()}, longer / HOUR  # fmt: skip
