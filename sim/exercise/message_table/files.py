"""Tables of messages on the disk: CSV as Excel writes and reads it, and workbooks."""

import csv
import io
import re
import warnings
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, time
from pathlib import Path
from typing import Any
from zipfile import BadZipFile, ZipFile

from sim.errors import InputError
from sim.exercise.message_table.cells import guarded, unguarded
from sim.exercise.message_table.columns import COLUMNS, Cell, column_of, known_headings
from sim.language.heard import heard
from sim.language.told import Told
from sim.language.typesetting import Language
from sim.writing import expanded, refuse_devices, written

WORKBOOK, CSV = ".xlsx", ".csv"
SEPARATORS: dict[Language, str] = {"en": ",", "de": ";", "fr": ";"}
"""What Excel separates the cells of a CSV by, where people write their language."""
LARGEST = 5_000_000
"""Most bytes of a table, and of a workbook when unpacked ten times that."""
_NO_XML = re.compile(r"[\x00-\x08\x0b-\x1f]")
_ESCAPED = re.compile(r"_x([0-9A-Fa-f]{4})_")


@dataclass(frozen=True, slots=True)
class TableRow:
    """A row as a spreadsheet numbers it, from 1, and its cells."""

    number: int
    cells: list[Cell]


def save_table(path: Path, rows: Sequence[Sequence[Cell]], language: Language) -> None:
    """Write a table with its headings, whole or not at all, by the ending of the path."""
    path = expanded(path)
    refuse_devices(path)
    _refuse_other_ending(path)
    lines = [known_headings(language), *rows]
    with written(path) as aside:
        if path.suffix.lower() == WORKBOOK:
            _save_workbook(aside, lines)
        else:
            aside.write_bytes(_csv(lines, language).encode("utf-8-sig"))


def read_table(path: Path) -> list[TableRow]:
    """Return the rows of a table that are not empty. InputError for what is no table."""
    path = expanded(path)
    _refuse_other_ending(path)
    try:
        refuse_devices(path)
        if path.stat().st_size > LARGEST:
            raise InputError(Told("messages.refused_large", path=path, mb=LARGEST // 1_000_000))
        raw = path.read_bytes()
    except OSError as wrong:
        problem = heard(str(wrong.strerror))
        raise InputError(Told("messages.refused_unreadable", path=path, problem=problem)) from None
    rows = _workbook_rows(path, raw) if path.suffix.lower() == WORKBOOK else _csv_rows(path, raw)
    kept = [row for row in rows if any(str(cell).strip() for cell in row.cells)]
    if not kept:
        raise InputError(Told("messages.refused_empty", path=path))
    return kept


def _refuse_other_ending(path: Path) -> None:
    if path.suffix.lower() not in (WORKBOOK, CSV):
        raise InputError(Told("messages.refused_ending", path=path))


# -- CSV ------------------------------------------------------------------------------------


def _csv(lines: Sequence[Sequence[Cell]], language: Language) -> str:
    """Return lines as CSV with numbers as the language writes them."""
    text, decimal = io.StringIO(newline=""), "." if language == "en" else ","
    out = csv.writer(text, delimiter=SEPARATORS[language], quoting=csv.QUOTE_ALL)
    for line in lines:
        out.writerow(
            guarded(cell) if isinstance(cell, str) else number_text(cell).replace(".", decimal)
            for cell in line
        )
    return text.getvalue()


def number_text(number: float) -> str:
    """Return a number without a needless fraction."""
    return repr(int(number) if float(number).is_integer() else number)


def _csv_rows(path: Path, raw: bytes) -> list[TableRow]:
    text = _decoded(path, raw)
    first = next((line for line in text.splitlines() if line.strip()), "")
    separator = max(";,\t", key=first.count)
    if first.lower().startswith("sep=") and len(first.strip()) == 5:
        separator, text = first[4], text.partition(first)[2].lstrip("\r\n")
    try:
        read = csv.reader(io.StringIO(text, newline=""), delimiter=separator, strict=True)
        return [
            TableRow(number, [unguarded(cell) for cell in cells])
            for number, cells in enumerate(read, 1)
        ]
    except csv.Error as wrong:
        line = read.line_num
        raise InputError(
            Told("messages.refused_no_csv", path=path, line=line, problem=heard(str(wrong)))
        ) from None


def _decoded(path: Path, raw: bytes) -> str:
    """Return a text as any Excel writes it: UTF-8, UTF-16, or the Western code page."""
    if raw.startswith((b"\xff\xfe", b"\xfe\xff")):
        return raw.decode("utf-16", "replace")
    for encoding in ("utf-8-sig", "cp1252"):
        try:
            return raw.decode(encoding)
        except UnicodeDecodeError:
            continue
    raise InputError(Told("messages.refused_encoding", path=path))


# -- workbooks ------------------------------------------------------------------------------


def _save_workbook(path: Path, lines: Sequence[Sequence[Cell]]) -> None:
    from openpyxl import Workbook  # noqa: PLC0415 (slow to load)
    from openpyxl.styles import Alignment, Font  # noqa: PLC0415
    from openpyxl.utils import get_column_letter  # noqa: PLC0415

    book = Workbook()
    sheet: Any = book.active
    sheet.title = "MSEL"
    for number, line in enumerate(lines, 1):
        for place, value in enumerate(line, 1):
            cell = sheet.cell(number, place)
            cell.value = _escaped(guarded(value)) if isinstance(value, str) else value
            if isinstance(value, str) and value:
                cell.data_type = "s"  # never a formula
            cell.alignment = Alignment(wrap_text=True, vertical="top")
            if number == 1:
                cell.font = Font(bold=True)
    for place, column in enumerate(COLUMNS, 1):
        sheet.column_dimensions[get_column_letter(place)].width = column.width
    sheet.freeze_panes = "B2"
    book.save(path)


def _escaped(text: str) -> str:
    """Return a text with the signs that XML does not keep, as Excel itself escapes them."""
    text = _ESCAPED.sub(r"_x005F_x\1_", text)
    return _NO_XML.sub(lambda found: f"_x{ord(found[0]):04X}_", text)


def _unescaped(text: str) -> str:
    return _ESCAPED.sub(lambda found: chr(int(found[1], 16)), text)


def _workbook_rows(path: Path, raw: bytes) -> list[TableRow]:
    """Return the rows of the sheet that has the headings, or else of the first sheet."""
    from openpyxl import load_workbook  # noqa: PLC0415 (slow to load)

    try:
        with ZipFile(io.BytesIO(raw)) as archive:
            size = sum(part.file_size for part in archive.infolist())
        if size > 10 * LARGEST:
            raise InputError(Told("messages.refused_unpacked", path=path))
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # styles and extensions say nothing about cells
            book = load_workbook(io.BytesIO(raw), data_only=True)
        sheets = [list(sheet.iter_rows(values_only=True)) for sheet in book.worksheets]
        ours = next((rows for rows in sheets if _has_headings(rows)), sheets[0])
        found = list(enumerate(ours, 1))
    except InputError:
        raise
    except BadZipFile:
        raise InputError(Told("messages.refused_no_workbook", path=path)) from None
    except Exception as wrong:  # each reader of a part of a workbook has errors of its own
        problem = type(wrong).__name__
        raise InputError(Told("messages.refused_damaged", path=path, problem=problem)) from None
    return [TableRow(number, [_read(value) for value in values]) for number, values in found]


def _has_headings(rows: Sequence[Sequence[Any]]) -> bool:
    """Return True if the first row with something in it names columns of this table."""
    first = next((row for row in rows if any(value is not None for value in row)), ())
    return sum(column_of(str(value)) is not None for value in first if value is not None) > 1


def _read(value: Any) -> Cell:
    if value is None:
        return ""
    if isinstance(value, bool):
        return str(value)
    if isinstance(value, int | float):
        return value
    if isinstance(value, date | time):
        return value.isoformat()
    return unguarded(_unescaped(str(value)))
