"""Matrices of ties: a row and a column for each person, and a tie wherever it is not zero."""

from collections.abc import Sequence
from math import isnan
from typing import NamedTuple

from sim.community.files.dialects import Row, is_number
from sim.community.files.headings import columns_of

FEWEST_UNNAMED = 4
"""People of a matrix without names before its rows. A smaller one may be ties with weights."""
NOTHING = {"", "na", "nan", ".", "-"}


class Matrix(NamedTuple):
    """The people of a matrix, and the ends of each tie in it."""

    people: list[str]
    one: list[str]
    other: list[str]


def matrix_of(rows: Sequence[Row]) -> Matrix | None:
    """Return the people and ties of rows that are a square matrix, None if they are none.

    People stand above the columns, or before the rows as well. Without names they are numbered
    from 0, and then the matrix has to be symmetric or of 0 and 1 alone.
    """
    if len(rows) < 3:
        return None
    head = [cell.strip() for cell in rows[0]]
    below = [[cell.strip() for cell in row] for row in rows[1:]]
    if named := _named(head, below):
        return named
    letters = all(len(cell) == 1 for cell in head)  # A and B alone may name the ends of ties
    if all(head) and not any(map(is_number, head)) and (letters or columns_of(head) is None):
        return _ties(head, below) if _is_plain(below) else None
    body = [head, *below]
    return _ties([str(place) for place in range(len(body))], body) if _is_plain(body) else None


def _is_plain(body: Sequence[Row]) -> bool:
    """Return True for a matrix without names before its rows: symmetric, or of 0 and 1 alone."""
    if len(body) < FEWEST_UNNAMED or not _is_square(body, len(body)):
        return False
    zero_one = {cell for row in body for cell in row} <= {"0", "1", "0.0", "1.0"}
    return zero_one or list(body) == [list(column) for column in zip(*body, strict=True)]


def _named(head: Row, below: Sequence[Row]) -> Matrix | None:
    """Return a matrix whose people stand above its columns and before its rows."""
    people = head[1:] if len(head) == len(below) + 1 and not head[0] else head
    names = [row[0] for row in below if row]
    if names != people or len(set(people)) < len(people):
        return None
    body = [row[1:] for row in below]
    return _ties(people, body) if _is_square(body, len(people)) else None


def _is_square(body: Sequence[Row], people: int) -> bool:
    """Return True for as many rows of as many numbers or empty cells as there are people."""
    return len(body) == people and all(
        len(row) == people and all(is_number(cell) or cell.lower() in NOTHING for cell in row)
        for row in body
    )


def _ties(people: list[str], body: Sequence[Row]) -> Matrix:
    """Return the ties of a matrix: its cells that are neither empty nor zero."""
    pairs = [
        (person, people[place])
        for person, row in zip(people, body, strict=True)
        for place, cell in enumerate(row)
        if _is_tie(cell)
    ]
    return Matrix(people, [one for one, _ in pairs], [other for _, other in pairs])


def _is_tie(cell: str) -> bool:
    if cell.lower() in NOTHING:
        return False
    value = float(cell.replace(",", "."))
    return value != 0 and not isnan(value)
