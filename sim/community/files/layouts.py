"""Where a table of ties has its two columns of people, by its heading or by its cells."""

import re
from collections.abc import Sequence
from typing import NamedTuple

from sim.community.files.dialects import Row, filled, is_number
from sim.community.files.headings import EndColumns, columns_of, is_certain, is_likely, remaining
from sim.community.files.refusals import shown


class Layout(NamedTuple):
    """The columns of people of a table, whether its first row names them, and what to say."""

    one: int
    other: int
    heading: Row | None = None
    notes: tuple[str, ...] = ()


MATRIX = "begins a matrix of ties; write two people per line, one line for each tie"
ENDS_APART = (
    "has three columns, and the last may name people as well; name them in a first line, such as "
    "source,kind,target or time,source,target"
)


class UnknownColumnsError(Exception):
    """No two columns of a table can be taken for those of the people."""


def layout_of(first: Row, below: Sequence[Row], width: int) -> Layout:
    """Return where a table names its people. Raises ``UnknownColumnsError`` with what is wrong.

    ``first`` is its first row, ``below`` those that follow, or many of them, and ``width`` the
    number of cells that most of them have.
    """
    head = [cell.strip() for cell in first]
    is_short = len(head) == width - 1 and any(len(filled(row)) == width for row in below)
    if is_short and (columns_of(head) or not any(map(is_number, head))):
        head = ["", *head]  # as R writes names of rows
    if names_columns(head, below):
        if is_matrix(head, below):
            raise UnknownColumnsError(MATRIX)
        return headed(head)
    return unheaded([first, *below], width)


def is_matrix(head: Row, below: Sequence[Row]) -> bool:
    """Return True if the rows are named like the columns, as those of a matrix of ties are."""
    names = {row[0].strip() for row in below if row}
    return len(head) > 2 and not head[0] and names <= set(head[1:])


def headed(head: Row) -> Layout:
    """Return the columns of people that a heading names, or the only two that it can mean."""
    found = columns_of(head) or remaining(head)
    if found is None:
        said = (
            f"names its columns {', '.join(map(shown, head))}, and none of them says who is tied "
            "to whom; call the two columns of people source and target"
        )
        raise UnknownColumnsError(said)
    for place in (found.one, found.other):
        if head.count(head[place]) > 1:
            said = f"has {head.count(head[place])} columns called {shown(head[place])}"
            raise UnknownColumnsError(f"{said}; rename or delete all but that of the people")
    return Layout(found.one, found.other, head, (_said(head, found),))


def _said(head: Row, found: EndColumns) -> str:
    """Say which columns are taken for those of the people."""
    columns = (
        f"the people stand in the columns {shown(head[found.one])} and {shown(head[found.other])}"
    )
    if found.by_name:
        return columns
    return f"{columns} as no others are left; call them source and target to be sure"


def names_columns(head: Row, below: Sequence[Row]) -> bool:
    """Return True if a row names columns: by its words, or as there are numbers below words."""
    found = columns_of(head)
    if found is not None and (is_certain(head) or not _met_again(head, below, found)):
        return bool(below) or is_likely(head)
    columns = [_column(below, place) for place in range(len(head))]
    if not head[0] and len(head) > 2 and all(cell.strip() for row in below for cell in row[:1]):
        return bool(below)
    if head[:2] == ["0", "1"] and not any(map(is_number, [*columns[0], *columns[1]])):
        return bool(below)  # as pandas numbers columns without names
    if any(map(is_number, head)):
        return False
    return any(
        name and cells and all(map(is_number, cells))
        for name, cells in zip(head, columns, strict=True)
    )


def _met_again(head: Row, below: Sequence[Row], found: EndColumns) -> bool:
    """Return True if the words of a row, or words of their make, name people below."""
    places = (found.one, found.other)
    people = {_make(row[place]) for row in below for place in places if place < len(row)}
    return any(_make(head[place]) in people for place in places)


def _make(name: str) -> str:
    """Return a name in small letters with every number alike: n1 and n27 are of one make."""
    name = name.strip().casefold()
    return name if name.isdecimal() else re.sub(r"\d+", "0", name)


def _column(rows: Sequence[Row], place: int) -> list[str]:
    """Return the cells of a column that are not empty."""
    return [row[place] for row in rows if place < len(row) and row[place].strip()]


def unheaded(rows: Sequence[Row], width: int) -> Layout:
    """Return the columns of people of a table without a heading: its first two as a rule.

    Of three columns the first is left out if it counts the rows or holds decimal numbers.
    """
    if width < 3:
        return Layout(0, 1)
    columns = [_column(rows, place) for place in range(3)]
    if len(rows) == width == 3 and {cell.strip() for row in rows for cell in row} <= {"0", "1"}:
        raise UnknownColumnsError(MATRIX)
    numbers, people = columns[0], {cell.strip() for cell in columns[1]}
    if _are_whole(columns[1]) and _are_whole(columns[2]):
        if all(map(is_number, numbers)) and not _are_whole(numbers):
            return Layout(1, 2, notes=("the first column holds decimal numbers, so no people",))
        if _counts_rows(numbers):
            if not people & set(numbers) and people & {cell.strip() for cell in columns[2]}:
                return Layout(1, 2, notes=("the first column counts the rows, so no people",))
            return Layout(0, 1, notes=(COUNTS_OR_PEOPLE,))
    if _ends_apart(columns):
        raise UnknownColumnsError(ENDS_APART)
    return Layout(0, 1, notes=("the first two columns name the people, the third is a weight",))


def _ends_apart(columns: Sequence[Sequence[str]]) -> bool:
    """Return True if a third column names people of one before it: a time or a kind is no person.

    Between the two stands a word, or before them a number that never falls, as a time does.
    """
    first, second, third = ({cell.strip() for cell in column} for column in columns)
    if not any(map(is_number, second)):
        return bool(first & third) and not second & (first | third)
    if first & (second | third) or not second & third or not all(map(is_number, first)):
        return False
    times = [float(cell.replace(",", ".")) for cell in columns[0]]
    return len(times) > 2 and times == sorted(times)


COUNTS_OR_PEOPLE = (
    "the first column counts the rows, and is taken for people all the same, the third for a "
    "weight; if it holds numbers of rows, name the columns: row,source,target"
)


def _are_whole(cells: Sequence[str]) -> bool:
    """Return True if all cells are whole numbers, written as such."""
    return bool(cells) and all(re.fullmatch(r"[+-]?\d+(?:\.0*)?", cell.strip()) for cell in cells)


def _counts_rows(cells: Sequence[str]) -> bool:
    """Return True if three cells or more count 0, 1, 2 … or 1, 2, 3 …"""
    if len(cells) < 3 or not all(cell.strip().isdecimal() for cell in cells):
        return False
    numbers = [int(cell) for cell in cells if len(cell) < 20]
    return numbers in (list(range(len(cells))), list(range(1, len(cells) + 1)))
