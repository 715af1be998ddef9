"""Read a file of counts: its table, its times, its numbers, and what was left out."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from itertools import chain, islice
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from sim.errors import InputError
from sim.fitting.counts.answers import CountsReading, cell_shown
from sim.fitting.counts.column_names import TIMES, plain
from sim.fitting.counts.date_parts import date_of
from sim.fitting.counts.files import (
    SAMPLE_LINES,
    WORKBOOK_MARK,
    Cell,
    Row,
    RowSource,
    json_text,
    readable,
    text_source,
)
from sim.fitting.counts.headings import Heading, find_heading
from sim.fitting.counts.json_tables import json_source
from sim.fitting.counts.left_out import COMMENT, LeftOut, StrayRow
from sim.fitting.counts.moments import looks_like_a_time
from sim.fitting.counts.numbers import NumberColumns, looks_like_a_number
from sim.fitting.counts.steps import RowUnit, Volumes, gaps_between, unit_of_rows
from sim.fitting.counts.times import DAY_MS, LONGEST_DAYS, ReadTimes, TimeColumn
from sim.fitting.counts.zones import HOUR, Milliseconds, zone_of
from sim.language.told import Amount, Told

CHUNK = 200_000
"""Rows read at a time, so that ten million of them take little memory."""
LIKELY_COUNTER = 48
"""Rows from which counts that never fall are suspected to be a running total."""
LIKELY_DAYS = 8
"""The same, where each row is a day."""


@dataclass(frozen=True, slots=True)
class Counts:
    """The rows of a file of counts in order of time, and how they were understood."""

    path: Path
    reading: CountsReading
    form: str
    """How the file is written."""
    heading: Heading
    times: ReadTimes
    number_style: str
    """A number of the file and what it was taken for. Empty if it has one meaning."""
    utc: Milliseconds
    local: Milliseconds
    values: dict[str, Volumes]
    """Counts, and those of the two sides if the file has them. NaN where nothing is known."""
    unit: RowUnit
    rows: int
    """Rows of the file that were read."""
    notes: tuple[str, ...]


@dataclass(slots=True)
class _RowReader:
    """The parts of a file that are read row by row."""

    path: Path
    heading: Heading
    source: RowSource
    times: TimeColumn
    numbers: NumberColumns
    left_out: LeftOut
    lines: list[NDArray[np.int64]] = field(default_factory=list)

    def add(self, rows: Sequence[Row]) -> None:
        """Read some rows."""
        heading = self.heading
        for line, cells in rows:
            self._refuse_wide(line, cells)
        cells_of = [self._time_cell(cells) for _, cells in rows]
        numbers = [line for line, _ in rows]
        good = self.times.add(cells_of, numbers)
        for place in map(int, np.flatnonzero(~good)):
            line, cells = rows[place]
            if not self._repeats_heading(line, cells):
                self.left_out.stray.append(StrayRow(line, tuple(cells), cells_of[place]))
        kept = [row for row, fits in zip(rows, good, strict=True) if fits]
        lines = [line for line, _ in kept]
        self.lines.append(np.array(lines, np.int64))
        for name, place in self.columns():
            told = heading.names[place].strip() if place >= 0 else name
            cells = [_cell(cells, place) if place >= 0 else 1.0 for _, cells in kept]
            self.numbers.add(name, told, cells, lines)

    def columns(self) -> list[tuple[str, int]]:
        """Return the names and places of the columns of counts, -1 where each row counts one."""
        count = -1 if self.heading.count is None else self.heading.count
        return [("count", count), *self.heading.sides]

    def _repeats_heading(self, line: int, cells: list[Cell]) -> bool:
        """Note a row that repeats the heading. InputError if another table begins."""
        first = str(_cell(cells, self.heading.time))
        below = line == self.heading.line + 1
        if plain(first) not in TIMES or (below and not any(map(looks_like_a_number, cells))):
            return False  # a second line of the heading, as of units, is no other table
        if tuple(str(cell).strip() for cell in cells) != self.heading.plain_names():
            raise self.left_out.second_table(line, cell_shown(first))
        self.left_out.headings.append(line)
        return True

    def _refuse_wide(self, line: int, cells: list[Cell]) -> None:
        width = len(self.heading.names)
        if COMMENT.match(str(cells[0])) and not looks_like_a_time(self._time_cell(cells)):
            return
        if self.source.separated and len(cells) > width and any(cells[width:]):
            raise InputError(
                Told("counts.too_wide", path=self.path, line=line, cells=len(cells), width=width)
            )

    def _time_cell(self, cells: list[Cell]) -> Cell:
        cell = _cell(cells, self.heading.time)
        if isinstance(cell, str):
            cell = cell.strip()
        if self.heading.parts:
            cell = date_of(cells, self.heading.parts)
        if self.heading.clock is None:
            return cell
        clock = str(_cell(cells, self.heading.clock)).strip().removesuffix(".0")
        clock = re.split(r" ?[-–—] ?", clock)[0]
        return f"{cell} {clock}:00" if clock.isdigit() else f"{cell} {clock}".strip()


def _cell(cells: Sequence[Cell], place: int) -> Cell:
    return cells[place] if place < len(cells) else ""


def open_source(path: Path, sheet: str | None = None) -> RowSource:
    """Return the rows of a text file, a workbook or JSON, told by its first bytes."""
    if path.is_file():
        with path.open("rb") as stream:
            if stream.read(4) == WORKBOOK_MARK:
                from sim.fitting.counts import workbooks  # noqa: PLC0415

                if not workbooks.is_other_archive(path):
                    return workbooks.workbook_source(path, sheet)
    if (found := json_text(path)) is not None:
        return json_source(path, *found)
    return text_source(path)


def read_counts(path: Path, reading: CountsReading | None = None) -> Counts:
    """Read a file of counts. InputError names line and remedy, OpenQuestion what is open."""
    reading = reading or CountsReading()
    if reading.times_in is not None:
        try:
            zone_of(reading.times_in)
        except InputError as problem:
            raise InputError(Told("counts.times_in", problem=problem.args[0])) from None
    with readable(path):
        source = open_source(path, reading.sheet)
    with readable(path), source.numbered():
        sample = list(islice(source.rows(), SAMPLE_LINES))
        if not sample:
            raise InputError(Told("counts.empty", path=path))
        heading = find_heading(path, sample, reading)
        told = heading.names[heading.time].strip()
        reader = _RowReader(
            path, heading, source, TimeColumn(path, told), NumberColumns(path), LeftOut(path)
        )
        for chunk in _chunks(row for row in source.rows() if row[0] > heading.line):
            reader.add(chunk)
    with source.numbered():
        counts = _counts(reader, reading)
    times = replace(counts.times, meaning=source.said(counts.times.meaning))
    style, notes = source.said(counts.number_style), tuple(map(source.said, counts.notes))
    return replace(counts, times=times, number_style=style, notes=notes)


def _chunks(rows: Iterator[Row]) -> Iterator[list[Row]]:
    for first in rows:
        yield [first, *islice(rows, CHUNK - 1)]


def _counts(reader: _RowReader, reading: CountsReading) -> Counts:
    """Return the columns read in order of time, with notes on every correction."""
    path = reader.path
    lines = np.concatenate(reader.lines) if reader.lines else np.array([], np.int64)
    values, style = reader.numbers.read(reading.numbers) if len(lines) else ({}, "")
    reader.left_out.judge(values.get("count", np.array([])), lines)
    if len(lines) < 2:
        if len(lines):
            raise InputError(Told("counts.one_row", path=path, line=lines[0]))
        raise InputError(Told("counts.no_rows", path=path))
    times = reader.times.read(reading.dates, reading.times_in, reader.heading.zone)
    notes: list[str] = [*reader.left_out.notes(reader.heading), *_number_notes(reader)]
    if times.zone.startswith("times without"):
        notes.append(times.zone)
    order = np.argsort(times.utc, kind="stable")
    if (order != np.arange(len(order))).any():
        notes.append(Told("counts.put_in_order"))
    utc, local, lines = times.utc[order], times.local[order], lines[order]
    values = {name: each[order] for name, each in values.items()}
    if (days := (utc[-1] - utc[0]) / DAY_MS) > LONGEST_DAYS:
        raise InputError(Told("counts.too_long", path=path, days=Amount(round(days), ",.0f")))
    known = ~np.isnan(np.array(list(values.values()))).all(axis=0)
    if reading.cumulative:
        values = _from_total(values, path, lines)
        notes.append(Told("counts.total_taken"))
        known[0] = False
    _refuse_negative(values, path, lines)
    first, end = _known_span(known, path)
    if cut := int((~known[end:]).sum()):
        notes.append(Told("counts.end_one") if cut == 1 else Told("counts.end_many", n=cut))
    kept = slice(first, end)
    utc, local = utc[kept], local[kept]
    values = {name: each[kept] for name, each in values.items()}
    posts = bool((values["count"] == 1.0).all())
    many = len(utc) - 1 - len(gaps_between(utc))
    if (again := reader.left_out.headings) and many * 3 > len(utc):
        raise reader.left_out.second_table(again[0], Told("counts.same_again"))
    if many and not posts:
        notes.append(Told("counts.same_time", n=many))
    unit = unit_of_rows(utc, local, times.form, posts, times.has_clock, times.stretch)
    if unit.milliseconds == DAY_MS and (begins := int(local[0] % DAY_MS)):
        clock = f"{begins // HOUR:02d}:{begins // 60_000 % 60:02d}"
        notes.append(Told("counts.days_begin", clock=clock))
    if not reading.cumulative and _looks_like_a_total(values["count"], unit):
        notes.append(Told("counts.never_fall"))
    return Counts(path, reading, reader.source.form, reader.heading, times, style, utc, local,
                  values, unit, len(lines), tuple(notes))  # fmt: skip


def _known_span(known: NDArray[np.bool_], path: Path) -> tuple[int, int]:
    """Return the rows from the first known one to the last."""
    places = np.flatnonzero(known)
    if not len(places):
        raise InputError(Told("counts.no_count", path=path))
    return int(places[0]), int(places[-1]) + 1


def _number_notes(reader: _RowReader) -> Iterator[str]:
    numbers = reader.numbers
    if numbers.under:
        n = numbers.under
        yield Told("counts.under_one") if n == 1 else Told("counts.under_many", n=n)
    if numbers.rounded:
        shown = cell_shown(numbers.rounded.cell)
        yield Told("counts.rounded", shown=shown, line=numbers.rounded.line)
    for name, unknown in numbers.unknown.items():
        if unknown:
            column = () if name == "count" else (Told("counts.of_column", name=name),)
            yield (
                Told("counts.unknown_one", column=column)
                if unknown == 1
                else Told("counts.unknown_many", n=unknown, column=column)
            )


def _looks_like_a_total(counts: Volumes, unit: RowUnit) -> bool:
    """Return True if there are many counts that never fall, and rise."""
    known = counts[~np.isnan(counts)]
    long = len(known) >= (LIKELY_COUNTER if unit.milliseconds < DAY_MS else LIKELY_DAYS)
    return bool(long and known[-1] > known[0] and (np.diff(known) >= 0).all())


def _refuse_negative(values: dict[str, Volumes], path: Path, lines: NDArray[np.int64]) -> None:
    for name, each in values.items():
        if (each < 0).any():
            place = int((each < 0).argmax())
            value = Amount(float(each[place]), "g")
            raise InputError(
                Told("counts.negative", path=path, line=lines[place], name=name, value=value)
            )


def _from_total(
    values: dict[str, Volumes], path: Path, lines: NDArray[np.int64]
) -> dict[str, Volumes]:
    """Return the differences of a running total. Raise InputError if it falls."""
    differences = {}
    for name, each in values.items():
        steps = np.diff(each, prepend=np.nan)
        if (steps < 0).any():
            line = lines[int((steps < 0).argmax())]
            raise InputError(Told("counts.falls", path=path, line=line))
        differences[name] = steps
    return differences


def every_row(path: Path) -> Iterator[Row]:
    """Iterate over all rows of a table, for files that are not counts."""
    with readable(path):
        yield from chain(open_source(path).rows())
