"""Read the rows of a table as messages, and refuse what does not fit with its place."""

import re
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any, Final, get_args

from pydantic import ValidationError

from sim.errors import InputError, did_you_mean, shortened
from sim.exercise.message_table.columns import (
    COLUMNS,
    NEEDED,
    TEXTS,
    Cell,
    Inject,
    MessageColumn,
    column_of,
    known_headings,
    moment_written,
    row_of,
)
from sim.exercise.message_table.files import TableRow, number_text
from sim.language.speech import Speech
from sim.language.typesetting import LANGUAGES
from sim.scenario.exercise import Inject as CheckedInject
from sim.scenario.exercise import Role, Sender
from sim.scenario.loading import with_some_english

MOST_SHOWN = 20
"""Most refusals of one table that are shown. The others are counted."""
AS_CLOCK: Final = re.compile(r"(\d{2}):(\d{2}):00")
"""Minutes that a spreadsheet has taken for a time of day: "0:05" becomes "00:05:00"."""


def messages_in(
    path: Path, rows: Sequence[TableRow], roles: Mapping[str, Role], known: Sequence[Inject]
) -> list[Inject]:
    """Return the messages of a table. Cells that say what is ``known`` leave it as it was.

    Raises InputError with file, row, column, value and remedy of everything that does not fit.
    """
    columns = _columns(path, rows[0])
    before = {str(each.get("name")): each for each in known}
    reader = _MessageReader(columns, roles, before)
    found = [(row.number, *reader.read(row)) for row in rows[1:]]
    problems = [text for _, _, problems in found for text in problems]
    problems += _repeated([(number, inject) for number, inject, _ in found])
    if problems:
        more = len(problems) - MOST_SHOWN
        shown = [f"{path}: {text}" for text in problems[:MOST_SHOWN]]
        raise InputError("\n".join([*shown, *([f"... and {more} more"] if more > 0 else [])]))
    return [inject for _, inject, _ in found]


def _columns(path: Path, row: TableRow) -> dict[int, MessageColumn]:
    """Return the columns by their places."""
    found: dict[int, MessageColumn] = {}
    for place, cell in enumerate(row.cells):
        heading = str(cell).strip()
        if not heading:
            continue
        column = column_of(heading)
        where = f"{path}: row {row.number}, column {letter(place)}"
        if column is None:
            known = [name for language in LANGUAGES for name in known_headings(language)]
            raise InputError(
                f"{where}: {shortened(heading)!r} is no heading of this table; "
                f"{did_you_mean(heading, known)}"
            )
        if column in found.values():
            raise InputError(f"{where}: {heading!r} is there twice; keep one of the two columns")
        found[place] = column
    there = {column.key for column in found.values()}
    missing = [key for key in NEEDED if key not in there]
    if there.isdisjoint(TEXTS):
        missing.append(f"{', '.join(TEXTS[:-1])} or {TEXTS[-1]}")
    if missing:
        raise InputError(
            f"{path}: row {row.number}: there is no column {', '.join(missing)}; add it, or write "
            "a table with --export-messages and change that"
        )
    return found


class _MessageReader:
    """Reads rows one by one."""

    def __init__(
        self,
        columns: dict[int, MessageColumn],
        roles: Mapping[str, Role],
        known: Mapping[str, Inject],
    ) -> None:
        self.columns, self.known = columns, known
        self.places = {column.key: place for place, column in columns.items()}
        self.senders = _names({each: [] for each in get_args(Sender)}, "senders")
        self.roles = _names(
            {name: [role.title.in_language(each) for each in LANGUAGES]
             for name, role in roles.items()}
        )  # fmt: skip

    def read(self, row: TableRow) -> tuple[dict[str, Any], list[str]]:
        """Return the message of a row, and its problems."""
        cells = {key: self._at(row, place) for key, place in self.places.items()}
        known = self.known.get(str(cells["name"]).strip(), {})
        as_known = dict(zip((each.key for each in COLUMNS), row_of(known), strict=True))
        inject: dict[str, Any] = {}
        problems: list[str] = []
        for column in COLUMNS:
            cell = cells.get(column.key, as_known[column.key])
            same = known and number_or_text(cell) == number_or_text(as_known[column.key])
            value = column.value(known) if same else self._value(column.key, cell)
            if value is None:
                if column.key in NEEDED:
                    problems.append(self._problem(row, column.key, "", "is missing; fill it in"))
                continue
            target = inject
            for part in column.path[:-1]:
                target = target.setdefault(part, {})
            target[column.path[-1]] = value
        if "text" not in inject:
            own = next(key for key in TEXTS if key in self.places)
            problems.append(self._problem(row, own, "", "is missing; fill it in"))
        return inject, problems or list(self._refused(row, inject))

    @staticmethod
    def _at(row: TableRow, place: int) -> Cell:
        return row.cells[place] if place < len(row.cells) else ""

    def _value(self, key: str, cell: Cell) -> Any:
        """Return a cell as a value of a scenario file, or None if it is empty."""
        text = cell if isinstance(cell, str) else number_text(cell)
        if not text.strip():
            return None
        if key == "minutes":
            clock = AS_CLOCK.fullmatch(text.strip())
            return _number(text) if clock is None else 60 * int(clock[1]) + int(clock[2])
        if key in ("sender", "to"):
            names = self.senders if key == "sender" else self.roles
            exact = text.strip() in names.values()  # in French a customer is called "Client"
            return text.strip() if exact else names.get(text.strip().casefold(), text.strip())
        if key == "at":
            return moment_written(text.strip())
        return text if key.startswith("text") or key == "expected" else text.strip()

    def _refused(self, row: TableRow, inject: dict[str, Any]) -> Iterator[str]:
        """Yield what the scenario would refuse."""
        try:
            CheckedInject.model_validate(with_some_english(inject))
        except ValidationError as wrong:
            for error in wrong.errors():
                key = ".".join(str(part) for part in error["loc"][:2] if part != "function-after")
                value = error["input"] if isinstance(error["input"], str | int | float) else ""
                yield self._problem(row, key, value, self._remedy(key, value, error["msg"]))
        role = inject.get("to")
        if role is not None and role not in self.roles.values():
            yield self._problem(row, "to", role, self._remedy("to", role, ""))

    def _remedy(self, key: str, value: object, otherwise: str) -> str:
        """Return what is wrong with a value, and what to write instead."""
        if key == "sender":
            return f"is no sender; {did_you_mean(str(value), set(self.senders.values()))}"
        if key == "to":
            return f"is no role; {did_you_mean(str(value), set(self.roles.values()))}"
        if key == "name":
            return "is no name; write letters, digits and hyphens, at most 60"
        if key == "minutes":
            return "is no number of minutes from more than 0 to 120; write one, or leave it empty"
        return otherwise.removeprefix("Value error, ").removeprefix("Assertion failed, ")

    def _problem(self, row: TableRow, key: str, value: object, told: str) -> str:
        place = self.places.get(key)
        where = f"row {row.number}, column {letter(place)} ({key})" if place is not None else (
            f"row {row.number} ({key})")  # fmt: skip
        quoted = f" {shortened(str(value))!r}" if value != "" else ""
        if quoted and told.startswith(quoted.strip()):
            quoted = ""
        return f"{where}:{quoted} {told}"


def _names(keys: Mapping[str, Sequence[str]], table: str = "") -> dict[str, str]:
    """Return keys by what people may write for them, in any language."""
    found: dict[str, str] = {}
    for key, titles in keys.items():
        own = [Speech(each).name(table, key) for each in LANGUAGES] if table else []
        for name in (key, *titles, *own):
            found.setdefault(name.casefold(), key)
    return found


def number_or_text(cell: Cell) -> Cell:
    """Return a cell for comparing, numbers as numbers however they are written."""
    return cell if isinstance(cell, str) and not cell.strip() else _number(cell)


def _number(cell: Cell) -> Cell:
    if isinstance(cell, str):
        try:
            cell = float(cell.strip().replace(",", "."))
        except ValueError:
            return cell
    return int(cell) if float(cell).is_integer() else cell


def _repeated(found: Sequence[tuple[int, Inject]]) -> list[str]:
    """Return which names are there twice."""
    first: dict[str, int] = {}
    problems = []
    for number, inject in found:
        name = str(inject.get("name", ""))
        if name and first.setdefault(name, number) != number:
            problems.append(
                f"row {number}, column {letter(0)} (name): {name!r} is the name of row "
                f"{first[name]} as well; give it another one"
            )
    return problems


def letter(place: int) -> str:
    """Return the letter of a column, as a spreadsheet names it.

    >>> letter(0), letter(26)
    ('A', 'AA')
    """
    letters = ""
    place += 1
    while place:
        place, rest = divmod(place - 1, 26)
        letters = chr(ord("A") + rest) + letters
    return letters
