"""Say in three lines what was understood of a file of counts, with volumes for a small plot."""

from dataclasses import dataclass
from itertools import pairwise

import numpy as np
import pandas as pd

from sim.fitting.counts.headings import Heading
from sim.fitting.counts.rows import Counts
from sim.fitting.counts.steps import DAY, Volumes
from sim.fitting.counts.zones import HOUR
from sim.language.told import Amount, Told

MOST_BARS = 21
"""Bars of a plot, so that it fits a terminal."""
LENGTHS = (1, 2, 3, 6, 12, 24, 48, 72, 96, 168, 336, 672)
"""Hours of a bar. Longer ones are multiples of the last."""
MONTHS = {"months": 1, "quarters": 3}
"""Months of a row, by the name of its unit."""


@dataclass(frozen=True, slots=True)
class VolumeBar:
    """A bar of the plot of a file's volume."""

    label: str
    begin: int
    """Milliseconds since 1970 on the file's clock."""
    volume: float
    """NaN where the file has no row."""


def critical(counts: Counts) -> Volumes:
    """Return the critical voices of each row: the negative ones, or all if none are marked."""
    return counts.values.get("negative", counts.values["count"])


def three_lines(counts: Counts) -> tuple[Told, Told, Told]:
    """Return what the rows are, how the times were read, and how the counts were."""
    volumes = critical(counts)
    highest = int(np.nanargmax(volumes)) if not np.isnan(volumes).all() else 0
    clock = counts.unit.milliseconds < DAY and counts.times.has_clock
    first, last, peak = (
        _shown(counts.local[place], clock) for place in (0, len(counts.local) - 1, highest)
    )
    at_most = Told("counts.most", highest=Amount(float(volumes[highest])), peak=peak)
    rows = Told(
        "counts.rows",
        file=counts.path.name,
        form=counts.form,
        rows=Told(f"counts.row_{'one' if counts.rows == 1 else 'many'}", n=Amount(counts.rows)),
        unit=counts.unit.name,
        first=first,
        last=last,
        total=Amount(float(np.nansum(volumes))),
        most=() if counts.unit.posts else at_most,
    )
    return rows, _times_line(counts), _counts_line(counts)


def _times_line(counts: Counts) -> Told:
    heading, clock = counts.heading, counts.heading.clock
    return Told(
        "counts.times",
        name=_named(heading, heading.time),
        clock=() if clock is None else Told("counts.clock", name=_named(heading, clock)),
        meaning=counts.times.meaning,
        zone=counts.times.zone,
    )


def _counts_line(counts: Counts) -> Told:
    heading, count = counts.heading, counts.heading.count
    sides = (
        Told(f"counts.side_{side}", name=_named(heading, place))
        for side, place in heading.sides
        if place != count
    )
    style = counts.number_style
    return Told(
        "counts.counts",
        told=(
            Told("counts.row_is_post")
            if count is None
            else Told("counts.column", name=_named(heading, count))
        ),
        sides=tuple(sides),
        style=Told("counts.style", style=style) if style else (),
    )


def _named(heading: Heading, place: int) -> str:
    """Return the name of a column, which keeps its languages where the file gives it none."""
    name = heading.names[place]
    return name if isinstance(name, Told) else name.strip()


def _shown(local: np.int64, clock: bool) -> str:
    moment = pd.Timestamp(int(local), unit="ms")
    return f"{moment:%Y-%m-%d %H:%M}" if clock else f"{moment:%Y-%m-%d}"


def volume_bars(counts: Counts) -> list[VolumeBar]:
    """Return the critical voices by hours, days or longer, in at most three weeks of bars."""
    volumes, local, unit = critical(counts), counts.local, counts.unit.milliseconds
    start = int(local[0] - local[0] % min(unit, DAY))
    span = int(local[-1]) - start + unit
    length = unit if unit > DAY else _length(span, unit)
    while -(-span // length) > MOST_BARS:
        length += unit if unit > DAY else LENGTHS[-1] * HOUR
    places = (local - start) // length
    if months := MONTHS.get(counts.unit.name, 0):
        # Months are not of one length, so that even bars would hold two of them, or none.
        since = local.astype("datetime64[ms]").astype("datetime64[M]").astype(np.int64)
        step = months * -(-(int(since[-1] - since[0]) + months) // (months * MOST_BARS))
        places = (since - since[0]) // step
    number = int(places.max()) + 1
    summed = np.bincount(places, np.nan_to_num(volumes), minlength=number)
    known = np.bincount(places, ~np.isnan(volumes), minlength=number)
    empty = 0.0 if counts.unit.posts else np.nan
    begins = [start + place * length for place in range(number)]
    if months:
        firsts = (since[0] + step * np.arange(number)).astype("datetime64[M]")
        begins = firsts.astype("datetime64[ms]").astype(np.int64).tolist()
    by_hours = length % DAY != 0
    return [
        VolumeBar(_shown(np.int64(begin), by_hours), begin, float(volume) if has else empty)
        for begin, volume, has in zip(begins, summed, known, strict=True)
    ]


def _length(span: int, unit: int) -> int:
    """Return the milliseconds of a bar: the least that gives few of them, days if there are."""
    lengths = [hours * HOUR for hours in LENGTHS if hours * HOUR >= unit]
    days = [length for length in lengths if length >= DAY]
    fitting = days if span >= 3 * DAY else lengths
    return next((length for length in fitting if span <= length * MOST_BARS), fitting[-1])


def place_of(bars: list[VolumeBar], local: int) -> int:
    """Return the bar in which a moment on the file's clock lies."""
    inside = [place for place, (_, after) in enumerate(pairwise(bars)) if local < after.begin]
    return inside[0] if inside else len(bars) - 1
