"""Read a column of times: one order of dates, one way of writing, zones by row or by file.

What a single time leaves open is settled by the column, or asked.
"""

import re
from dataclasses import dataclass, field
from datetime import date, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from sim.errors import InputError
from sim.fitting.counts.answers import DateOrder, OpenQuestion, cell_shown
from sim.fitting.counts.files import Cell
from sim.fitting.counts.moments import Moment, full_year, moment_of, moment_of_number
from sim.fitting.counts.zones import Milliseconds, to_utc, zone_of
from sim.language.told import Day, Told

NEVER = np.iinfo(np.int64).min
"""In place of a time that is not known yet."""
ORDERS: dict[DateOrder, str] = {"day-first": "dmy", "month-first": "mdy", "year-first": "ymd"}
LONGEST_DAYS = 3660
"""Days that a file may span. A reading that spans more is none."""
DAY_MS = 86_400_000
EXCEL_EPOCH = date(1899, 12, 30).toordinal()
UNIX_EPOCH = date(1970, 1, 1).toordinal()
ISO = re.compile(
    r"\d{4}-\d\d-\d\d(?:T\d\d|[T ]\d\d:\d\d(?::\d\d(?:\.\d+)?)?)?(?:Z|(?<=\d\d)[+-]\d\d:?\d\d)?"
)
ISO_ZONE = re.compile(r"(?:Z|(?<=[T:.\d]\d\d)[+-]\d\d:?\d\d)$")
PLAIN_FORMS = ("written", "numbers", "named")
"""Ways of writing that need no word."""


@dataclass(frozen=True, slots=True)
class ReadTimes:
    """A column of times, in the order of the file."""

    utc: Milliseconds
    local: Milliseconds
    """On the clock that the file shows."""
    form: str
    has_clock: bool
    zone: str
    """How zones were found, in words."""
    meaning: str
    """A time of the file and what it was taken for."""
    stretch: float = 0.0
    """Hours that each row spans, where the file says from when until when."""


@dataclass(slots=True)
class TimeColumn:
    """Times as they come, some rows at a time."""

    path: Path
    name: str
    local: list[Milliseconds] = field(default_factory=list)
    zones: list[NDArray[np.int16]] = field(default_factory=list)
    open_parts: list[NDArray[np.int64]] = field(default_factory=list)
    """Row, three parts and milliseconds of dates whose order is not known yet."""
    zone_names: dict[str, int] = field(default_factory=dict)
    forms: dict[str, tuple[int, Cell]] = field(default_factory=dict)
    """Line and cell of the first time of each way of writing."""
    clocks: bool = False
    stretches: set[float] = field(default_factory=set)
    rows_without_end: bool = False
    """Some rows are no stretches of time, so that a stretch is none of them."""
    rows: int = 0

    def add(self, cells: list[Cell], lines: list[int]) -> NDArray[np.bool_]:
        """Add the times of some rows. Return which are times."""
        local = np.full(len(cells), NEVER, np.int64)
        zones = np.zeros(len(cells), np.int16)
        good = np.zeros(len(cells), bool)
        quick = self._add_iso(cells, local, zones, lines)
        good[quick] = True
        known: dict[Cell, Moment | None] = {}
        late = []
        for place in np.flatnonzero(~good):
            cell = cells[place]
            if cell not in known:
                known[cell] = moment_of(cell) if isinstance(cell, str) else moment_of_number(cell)
            moment = known[cell]
            if moment is None or (moment.end is not None and self.rows_without_end):
                continue
            good[place] = True
            self._note(moment, lines[place], cell)
            zones[place] = self._zone_number(moment.zone)
            try:
                settled = settle(moment)
            except ValueError:
                good[place] = False
                continue
            if settled is None:
                late.append((self.rows + place, *moment.parts, round(moment.seconds * 1000)))
            else:
                local[place] = settled
        if late:
            self.open_parts.append(np.array(late, np.int64))
        self.local.append(local[good])
        self.zones.append(zones[good])
        # Rows without a time are left out, so that places have to follow.
        if late:
            rank = np.cumsum(good) - 1
            self.open_parts[-1][:, 0] = self.rows + rank[self.open_parts[-1][:, 0] - self.rows]
        self.rows += int(good.sum())
        return good

    def _zone_number(self, name: str) -> int:
        return self.zone_names.setdefault(name, len(self.zone_names))

    def _note_form(self, form: str, line: int, cell: Cell) -> None:
        if form not in self.forms or line < self.forms[form][0]:
            self.forms[form] = (line, cell)

    def _note(self, moment: Moment, line: int, cell: Cell) -> None:
        self._note_form(moment.form, line, cell)
        self.clocks |= moment.has_clock
        self.rows_without_end |= moment.end is None
        if moment.end is not None and moment.order:
            self.stretches.add(_hours_between(moment, moment.end))

    def _add_iso(
        self,
        cells: list[Cell],
        local: Milliseconds,
        zones: NDArray[np.int16],
        lines: list[int],
    ) -> NDArray[np.intp]:
        """Read ISO times all at once, since files of millions of rows have them."""
        places = [
            place
            for place, cell in enumerate(cells)
            if isinstance(cell, str) and ISO.fullmatch(cell)
        ]
        if not places:
            return np.array([], np.intp)
        texts = [str(cells[place]) for place in places]
        marks = [found[0] if (found := ISO_ZONE.search(text)) else "" for text in texts]
        bare = [text[: len(text) - len(mark)] for text, mark in zip(texts, marks, strict=True)]
        read = pd.to_datetime(pd.Series(bare, dtype=object), format="ISO8601", errors="coerce")
        fine = read.notna().to_numpy()
        chosen = np.array(places, np.intp)[fine]
        local[chosen] = read[fine].to_numpy("datetime64[ms]").astype(np.int64)
        zones[chosen] = [
            self._zone_number(mark.lower()) for mark, good in zip(marks, fine, strict=True) if good
        ]
        if len(chosen):
            self._note_form("written", lines[int(chosen[0])], cells[int(chosen[0])])
            self.rows_without_end = True
            self.clocks = self.clocks or max(map(len, texts)) > 10
        return chosen

    def read(self, order: DateOrder | None, times_in: str | None, of_file: str) -> ReadTimes:
        """Return the times of the column. InputError or OpenQuestion where it leaves them open.

        ``times_in`` is the user's word for times without a zone, and ``of_file`` the file's.
        """
        self._refuse_mixtures()
        local = np.concatenate(self.local)
        meaning_order: tuple[str, ...] = ()
        if self.open_parts:
            rows = np.concatenate(self.open_parts)
            chosen = self._order(rows, order)
            local[rows[:, 0]] = _by_order(rows, ORDERS[chosen])
            meaning_order = (Told(f"counts.order_{chosen.removesuffix('-first')}"), ", ")
        utc, zone = self._in_utc(local, np.concatenate(self.zones), times_in, of_file)
        form, (line, cell) = next(iter(self.forms.items()))
        meaning = Told(
            "counts.meaning",
            order=meaning_order,
            form=() if form in PLAIN_FORMS else (Told(f"counts.form_{form}"), ", "),
            cell=cell_shown(cell),
            line=line,
            shown=self._shown(local[0], form),
        )
        stretch = self.stretches.pop() if len(self.stretches) == 1 else 0.0
        return ReadTimes(utc, local, form, self.clocks, zone, meaning, stretch)

    def _shown(self, local: np.int64, form: str) -> Told | Day:
        moment = pd.Timestamp(int(local), unit="ms")
        month = Day(moment.year, moment.month)
        day = Day(moment.year, moment.month, moment.day)
        if form == "month":
            return month
        if form == "quarter":
            return Told("counts.quarter_from", month=month)
        if form == "week":
            return Told("counts.week_from", day=day)
        return (
            Told("counts.day_and_clock", day=day, clock=f"{moment:%H:%M}") if self.clocks else day
        )

    def _refuse_mixtures(self) -> None:
        if len(self.forms) > 1:
            (line, cell), (other_line, other) = sorted(self.forms.values(), key=lambda f: f[0])[:2]
            raise InputError(
                Told("counts.two_ways", path=self.path, one=cell_shown(cell), line=line,
                     other=cell_shown(other), other_line=other_line)
            )  # fmt: skip

    def _order(self, rows: NDArray[np.int64], given: DateOrder | None) -> DateOrder:
        """Return the order of year, month and day that fits all rows, or ask for it."""
        line, cell = self.forms["numbers"]
        readings: dict[DateOrder, Milliseconds] = {}
        for name, order in ORDERS.items():
            try:
                read = _by_order(rows, order)
            except ValueError:
                continue
            if (read.max() - read.min()) / DAY_MS <= LONGEST_DAYS:
                readings[name] = read
        if given is not None:
            if given not in readings:
                raise InputError(
                    Told("counts.not_in_order", path=self.path, name=self.name, order=given)
                )
            return given
        if not readings:
            raise InputError(
                Told("counts.no_order", path=self.path, name=self.name, cell=cell_shown(cell),
                     line=line)
            )  # fmt: skip
        first = next(iter(readings))
        if all((read == readings[first]).all() for read in readings.values()):
            return first
        meanings = {str(name): self._reading(line, cell, read) for name, read in readings.items()}
        raise OpenQuestion(self.path, Told("counts.order_open"), "dates", meanings)

    def _reading(self, line: int, cell: Cell, read: Milliseconds) -> Told:
        first, low, high = (
            pd.Timestamp(int(moment), unit="ms") for moment in (read[0], read.min(), read.max())
        )
        return Told(
            "counts.reading",
            cell=cell_shown(cell),
            line=line,
            day=Day(first.year, first.month, first.day),
            low=f"{low:%Y-%m-%d}",
            high=f"{high:%Y-%m-%d}",
        )

    def _in_utc(
        self, local: Milliseconds, zones: NDArray[np.int16], times_in: str | None, of_file: str
    ) -> tuple[Milliseconds, str]:
        """Return the times in UTC, and where their zones come from."""
        names = list(self.zone_names)
        if "" in names and len(names) > 1:
            raise InputError(Told("counts.zones_mixed", path=self.path))
        if names == [""]:
            own = times_in or of_file
            zone = zone_of(own) if own else zone_of("utc")
            said = Told("counts.zone_in", zone=own) if own else Told("counts.zone_utc")
            return to_utc(local, zone), said
        utc = local.copy()
        for name, number in self.zone_names.items():
            chosen = zones == number
            utc[chosen] = to_utc(local[chosen], self._zone(name, times_in))
        return utc, Told("counts.zone_written")

    def _zone(self, name: str, times_in: str | None) -> timedelta | ZoneInfo:
        try:
            return zone_of(name)
        except InputError as problem:
            if times_in is not None:
                return zone_of(times_in)
            raise InputError(
                Told("counts.zone_of_column", path=self.path, name=self.name,
                     problem=problem.args[0])
            ) from None  # fmt: skip


def settle(moment: Moment) -> int | None:
    """Return the milliseconds since 1970 on the clock of the file, None if the order is open.

    Raises ValueError for a date that does not exist.
    """
    clock = round(moment.seconds * 1000)
    if moment.form == "epoch":
        return clock
    if moment.form == "serial":
        return clock + (EXCEL_EPOCH - UNIX_EPOCH) * DAY_MS
    if moment.form == "week":
        monday = date.fromisocalendar(moment.parts[0], moment.parts[1], 1)
        return (monday.toordinal() - UNIX_EPOCH) * DAY_MS
    if not moment.order:
        return None
    by_letter = dict(zip(moment.order, moment.parts, strict=True))
    day = date(by_letter["y"], by_letter["m"], by_letter["d"])
    return (day.toordinal() - UNIX_EPOCH) * DAY_MS + clock


def _by_order(rows: NDArray[np.int64], order: str) -> Milliseconds:
    """Return times of numbered dates in an order. ValueError if one of them does not exist."""
    parts = {letter: rows[:, 1 + order.index(letter)] for letter in "ymd"}
    if order != "ymd" and (parts["d"].max() > 31 or parts["m"].max() > 12):
        raise ValueError
    years = np.array([full_year(int(year)) for year in parts["y"]])
    if years.min() < 1900 or parts["m"].max() > 12:
        raise ValueError
    table = pd.DataFrame({"year": years, "month": parts["m"], "day": parts["d"]})
    days = pd.to_datetime(table).to_numpy("datetime64[ms]").astype(np.int64)
    return np.asarray(days + rows[:, 4], np.int64)


def _hours_between(begin: Moment, end: Moment) -> float:
    """Return the hours of a stretch, in which the last day is part of it. 0 if it is none."""
    try:
        first, last = settle(begin), settle(end)
    except ValueError:
        return 0.0
    if first is None or last is None or last < first:
        return 0.0
    whole = 0 if end.has_clock else DAY_MS
    return round((last - first + whole) / 3_600_000, 2)
