"""Read the rows of an Excel workbook."""

import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, datetime, time, timedelta
from itertools import islice
from pathlib import Path
from typing import Any
from zipfile import BadZipFile, ZipFile

from sim.errors import InputError
from sim.fitting.counts.answers import OpenQuestion
from sim.fitting.counts.files import SAMPLE_LINES, Cell, Row, RowSource
from sim.fitting.counts.moments import looks_like_a_time
from sim.language.told import Told

MOST_UNPACKED = 500_000_000
"""Bytes of a workbook's parts together, so that no small file fills the memory."""
PIECE = 1000
"""Rows that are read at a time."""


def workbook_source(path: Path, sheet: str | None) -> RowSource:
    """Return the rows of a sheet. InputError if there is none, OpenQuestion if there are many."""
    with _sound(path):
        _refuse_large(path)
        chosen = _chosen(path, _sheets(path, every=sheet is not None), sheet)

    def rows() -> Iterator[Row]:
        with _sound(path):
            yield from _rows(path, chosen)

    return RowSource(Told("counts.form_sheet", sheet=chosen), rows)


@contextmanager
def _sound(path: Path) -> Iterator[None]:
    """Read a workbook within the block. InputError if it is damaged."""
    try:
        yield
    except InputError:
        raise
    except Exception as problem:  # those of zipfile, zlib, lxml and openpyxl, each of its own kind
        kind = type(problem).__name__
        raise InputError(Told("counts.sheet_damaged", path=path, problem=kind)) from None


def is_other_archive(path: Path) -> bool:
    """Return True for an archive that is whole and no workbook."""
    try:
        with ZipFile(path) as archive:
            return not any(name.startswith("xl/") for name in archive.namelist())
    except (BadZipFile, OSError, NotImplementedError):
        return False


def _refuse_large(path: Path) -> None:
    with ZipFile(path) as archive:
        size = sum(part.file_size for part in archive.infolist())
    if size > MOST_UNPACKED:
        raise InputError(Told("counts.sheet_large", path=path))


@contextmanager
def _opened(path: Path) -> Iterator[Any]:
    """Open a workbook within the block."""
    from openpyxl import load_workbook  # noqa: PLC0415 (slow to load)

    with path.open("rb") as stream:  # openpyxl judges a path by its ending
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # styles and extensions say nothing about counts
            book = load_workbook(stream, read_only=True, data_only=True)
        try:
            yield book
        finally:
            book.close()


def _sheets(path: Path, every: bool) -> list[str]:
    """Return the names of the sheets with cells, and of hidden ones if wanted or if all are."""
    with _opened(path) as book:
        seen = [sheet.title for sheet in book.worksheets if sheet.sheet_state == "visible"]
        return seen if seen and not every else [sheet.title for sheet in book.worksheets]


def _chosen(path: Path, names: list[str], sheet: str | None) -> str:
    """Return the sheet that was named, or the only one with a column of times."""
    if sheet is not None:
        alike = [name for name in names if name.strip().lower() == sheet.strip().lower()]
        if not alike:
            known = ", ".join(names)
            raise InputError(Told("counts.no_sheet", path=path, sheet=repr(sheet), names=known))
        return alike[0]
    if len(names) == 1:
        return names[0]
    timed = {name: found for name in names if (found := _timed(path, name)) > 1}
    if not timed:
        raise InputError(Told("counts.no_timed_sheet", path=path, names=", ".join(names)))
    if len(timed) > 1:
        meanings = {name: Told("counts.sheet_rows", n=found) for name, found in timed.items()}
        raise OpenQuestion(path, Told("counts.sheets_open"), "sheet", meanings)
    return next(iter(timed))


def _timed(path: Path, name: str) -> int:
    """Return how many of the first rows have a time."""
    first = islice(_rows(path, name), SAMPLE_LINES)
    return sum(any(isinstance(c, str) and looks_like_a_time(c) for c in row) for _, row in first)


def _rows(path: Path, name: str) -> Iterator[Row]:
    with _opened(path) as book:
        sheet = book[name]
        sheet.reset_dimensions()  # some programs note a size that is wrong
        rows = enumerate(sheet.iter_rows(values_only=True), start=1)
        while piece := _quietly(rows):
            for line, values in piece:
                if any(value is not None and value != "" for value in values):
                    yield line, [_cell(value) for value in values]


def _quietly(rows: Iterator[tuple[int, Any]]) -> list[tuple[int, Any]]:
    """Return the next rows without a warning about single cells."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        return list(islice(rows, PIECE))


def _cell(value: Any) -> Cell:
    """Return a cell as text, or as a number if it is one."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return str(value)
    if isinstance(value, int | float):
        return float(value)
    if isinstance(value, datetime):
        # Excel keeps times as fractions of a day, which miss the second by microseconds.
        rounded = value.replace(microsecond=0) + timedelta(seconds=round(value.microsecond / 1e6))
        return rounded.date().isoformat() if _is_midnight(rounded) else rounded.isoformat()
    if isinstance(value, date | time):
        return value.isoformat()
    return str(value)


def _is_midnight(moment: datetime) -> bool:
    return (moment.hour, moment.minute, moment.second) == (0, 0, 0)
