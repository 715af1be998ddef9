"""Find dates that stand in three columns: year, month and day."""

from collections.abc import Sequence

from sim.fitting.counts.column_names import DATE_PARTS, cells_of, plain
from sim.fitting.counts.files import Cell
from sim.fitting.counts.moments import moment_of

MOST = (2100, 12, 31)
"""Highest year, month and day."""


def date_parts(names: Sequence[str], rows: list[list[Cell]]) -> tuple[int, ...]:
    """Return the columns of year, month and day, none if a date stands in one column."""
    plain_names = [plain(name) for name in names]
    places = []
    for known, most in zip(DATE_PARTS, MOST, strict=True):
        found = [place for place, name in enumerate(plain_names) if name in known]
        if len(found) != 1 or not _counts_up_to(most, cells_of(rows, found[0])):
            return ()
        places.append(found[0])
    return tuple(places)


def date_of(cells: Sequence[Cell], places: Sequence[int]) -> str:
    """Return the date of a row whose parts stand in three columns, "" if one is lacking."""
    found = [_number(cells[place]) if place < len(cells) else None for place in places]
    year, month, day = (-1 if number is None else number for number in found)
    return "" if min(year, month, day) < 0 else f"{year:04d}-{month:02d}-{day:02d}"


def _counts_up_to(most: int, cells: list[Cell]) -> bool:
    """Return True if most cells are whole numbers from 1."""
    numbers = [_number(cell) for cell in cells]
    return sum(number is not None and 1 <= number <= most for number in numbers) * 2 > len(cells)


def _number(cell: Cell) -> int | None:
    """Return a cell as a whole number, None if it is none."""
    if isinstance(cell, float):
        return int(cell) if cell.is_integer() else None
    text = cell.strip().removesuffix(".0")
    if named := moment_of(f"1 {text} 2000") if text.isalpha() or text.endswith(".") else None:
        return named.parts[1] if named.form == "named" else None
    return int(text) if text.isdecimal() and len(text) < 5 else None
