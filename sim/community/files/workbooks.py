"""Ties in Excel workbooks (.xlsx): a table of two columns of people, on the sheet that has one."""

import warnings
from io import BytesIO
from pathlib import Path
from typing import Any
from zipfile import ZipFile

from sim.community.files.contents import content
from sim.community.files.dialects import Row, filled
from sim.community.files.headings import is_likely
from sim.community.files.layouts import UnknownColumnsError, layout_of
from sim.community.files.numbering import EndsOfTies, TiesFile, UnusedRows, numbered
from sim.community.files.refusals import refusal, shown
from sim.errors import ShitstormError, counted

MOST_UNPACKED = 500_000_000
"""Bytes of a workbook's parts together, so that no small file fills the memory."""
MOST_ABOVE = 20
"""Rows of other text that may stand above a heading."""

Numbered = list[tuple[int, Row]]
"""The rows of a sheet that are not empty, each with its number from 1."""


def workbook(file: Path) -> TiesFile:
    """Return the ties of the only sheet of a workbook, or of the one whose columns say so.

    Raises ``ScenarioError`` naming the sheets if none or several can be meant, or the row.
    """
    sheets = _sheets(file)
    likely = {name: begin for name, rows in sheets.items() if (begin := _heading(rows)) is not None}
    if len(likely) > 1 or (not likely and len(sheets) != 1):
        names = ", ".join(map(shown, likely or sheets)) or "none"
        said = "has these sheets that may list ties" if likely else "has no sheet with columns"
        raise refusal(file, f"{said} source and target: {names}; keep one of them")
    name = next(iter(likely or sheets))
    rows, begin = sheets[name], likely.get(name, 0)
    first, below = rows[begin][1], rows[begin + 1 :]
    try:
        layout = layout_of(first, [row for _, row in below], max(len(row) for _, row in rows))
    except UnknownColumnsError as wrong:
        raise refusal(file, f"sheet {shown(name)}, row {rows[begin][0]}: {wrong}") from None
    if layout.heading is None:
        below = rows[begin:]
    if not below:
        raise refusal(file, f"sheet {shown(name)} has no rows; write two people in each")
    above = counted(begin, "row") + " above the heading"
    left_out = [UnusedRows(begin, above, f"row {rows[0][0]}", False)] if begin else []
    one, other = ([_cell(row, place) for _, row in below] for place in (layout.one, layout.other))
    ends = EndsOfTies(one, other, [number for number, _ in below], "row")
    return numbered(
        file, ends, [f"the ties stand on the sheet {shown(name)}", *layout.notes], left_out
    )


def _sheets(file: Path) -> dict[str, Numbered]:
    """Return the rows of all sheets that have some."""
    from openpyxl import load_workbook  # noqa: PLC0415 (slow to load)

    raw = content(file)
    try:
        with ZipFile(BytesIO(raw)) as archive:
            size = sum(part.file_size for part in archive.infolist())
        if size > MOST_UNPACKED:
            raise refusal(file, "is larger than 500 MB when unpacked; save the sheet as .csv")
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # styles and extensions say nothing about ties
            book = load_workbook(BytesIO(raw), read_only=True, data_only=True)
            found = {sheet.title: _rows(sheet) for sheet in book.worksheets}
    except ShitstormError:
        raise
    except Exception as wrong:  # those of zipfile, zlib and openpyxl, each of its own kind
        said = f"is no whole workbook ({type(wrong).__name__}); save the sheet as .csv"
        raise refusal(file, said) from None
    return {name: rows for name, rows in found.items() if rows}


def _rows(sheet: Any) -> Numbered:
    """Return the rows of a sheet that are not empty, all of them as long."""
    sheet.reset_dimensions()  # some programs note a size that is wrong
    rows = [(number, [_text(cell) for cell in row])
            for number, row in enumerate(sheet.iter_rows(values_only=True), 1)]  # fmt: skip
    kept = [(number, row) for number, row in rows if any(row)]
    width = max((len(filled(row)) for _, row in kept), default=0)
    return [(number, (row + [""] * width)[:width]) for number, row in kept]


def _heading(rows: Numbered) -> int | None:
    """Return the place of the row that names two columns of people."""
    places = enumerate(rows[: MOST_ABOVE + 1])
    return next((place for place, (_, row) in places if is_likely(row)), None)


def _text(cell: Any) -> str:
    """Return a cell as text, 12.0 as 12."""
    if isinstance(cell, float) and cell.is_integer():
        cell = int(cell)
    return "" if cell is None else str(cell).strip()


def _cell(row: Row, place: int) -> str:
    return row[place] if place < len(row) else ""
