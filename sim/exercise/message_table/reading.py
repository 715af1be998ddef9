"""Read the rows of a table as messages, and refuse what does not fit with its place."""

import re
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any, Final, get_args

from pydantic import ValidationError
from pydantic_core import ErrorDetails

from sim.errors import InputError, did_you_mean, shortened
from sim.exercise.condition_words import condition_written, same_condition
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
from sim.language.heard import heard
from sim.language.speech import Speech
from sim.language.told import Told, joined
from sim.language.typesetting import LANGUAGES
from sim.scenario.exercise import Inject as CheckedInject
from sim.scenario.exercise import Role, Sender
from sim.scenario.loading import with_some_english
from sim.scenario.plain_words import of_value

MOST_SHOWN = 20
"""Most refusals of one table that are shown. The others are counted."""
AS_CLOCK: Final = re.compile(r"(\d{2}):(\d{2}):00")
"""Minutes that a spreadsheet has taken for a time of day: "0:05" becomes "00:05:00"."""


class TableRefusedError(InputError):
    """A table with problems, all of them, each as a text that other languages have too."""

    def __init__(self, problems: Sequence[Told]) -> None:
        super().__init__(Told("messages.refused_lines", lines=joined(problems, "\n")))


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
        shown = [_in_file(path, text) for text in problems[:MOST_SHOWN]]
        rest = [Told("messages.refused_more", n=more)] if more > 0 else []
        raise TableRefusedError([*shown, *rest])
    return [inject for _, inject, _ in found]


def _columns(path: Path, row: TableRow) -> dict[int, MessageColumn]:
    """Return the columns by their places."""
    found: dict[int, MessageColumn] = {}
    for place, cell in enumerate(row.cells):
        heading = str(cell).strip()
        if not heading:
            continue
        column = column_of(heading)
        where = Told("messages.refused_place", row=row.number, column=letter(place))
        if column is None:
            known = [name for language in LANGUAGES for name in known_headings(language)]
            value, hint = repr(shortened(heading)), heard(did_you_mean(heading, known))
            text = Told("messages.refused_heading", value=value, hint=hint)
            raise InputError(_in_file(path, Told("messages.refused_at", place=where, text=text)))
        if column in found.values():
            text = Told("messages.refused_twice", value=repr(heading))
            raise InputError(_in_file(path, Told("messages.refused_at", place=where, text=text)))
        found[place] = column
    there = {column.key for column in found.values()}
    missing: list[object] = [key for key in NEEDED if key not in there]
    if there.isdisjoint(TEXTS):
        missing.append((", ".join(TEXTS[:-1]), Told("refusals.or"), TEXTS[-1]))
    if missing:
        columns = joined(missing)
        raise InputError(
            Told("messages.refused_no_column", path=path, row=row.number, missing=columns)
        )
    return found


def _in_file(path: Path, text: object) -> Told:
    return Told("messages.refused_in_file", path=path, text=text)


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

    def read(self, row: TableRow) -> tuple[dict[str, Any], list[Told]]:
        """Return the message of a row, and its problems."""
        cells = {key: self._at(row, place) for key, place in self.places.items()}
        known = self.known.get(str(cells["name"]).strip(), {})
        as_known = dict(zip((each.key for each in COLUMNS), row_of(known), strict=True))
        inject: dict[str, Any] = {}
        problems: list[Told] = []
        for column in COLUMNS:
            cell = cells.get(column.key, as_known[column.key])
            same = known and number_or_text(cell) == number_or_text(as_known[column.key])
            value = column.value(known) if same else self._value(column.key, cell)
            if column.key == "when" and value and same_condition(value, str(known.get("when"))):
                value = known["when"]  # in words it is the same, and the file keeps its own
            if value is None:
                if column.key in NEEDED:
                    problems.append(self._missing(row, column.key))
                continue
            target = inject
            for part in column.path[:-1]:
                target = target.setdefault(part, {})
            target[column.path[-1]] = value
        if "text" not in inject:
            own = next(key for key in TEXTS if key in self.places)
            problems.append(self._missing(row, own))
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
        if key == "when":
            return condition_written(text.strip())
        if key == "at":
            return moment_written(text.strip())
        return text if key.startswith("text") or key == "expected" else text.strip()

    def _refused(self, row: TableRow, inject: dict[str, Any]) -> Iterator[Told]:
        """Yield what the scenario would refuse."""
        try:
            CheckedInject.model_validate(with_some_english(inject))
        except ValidationError as wrong:
            for error in wrong.errors():
                key = ".".join(str(part) for part in error["loc"][:2] if part != "function-after")
                value = error["input"] if isinstance(error["input"], str | int | float) else ""
                yield self._problem(row, key, value, self._remedy(key, value, error))
        role = inject.get("to")
        if role is not None and role not in self.roles.values():
            yield self._problem(row, "to", role, self._remedy("to", role))

    def _remedy(self, key: str, value: object, error: ErrorDetails | None = None) -> str:
        """Return what is wrong with a value, and what to write instead."""
        if key in ("sender", "to"):
            known = self.senders if key == "sender" else self.roles
            hint = heard(did_you_mean(str(value), set(known.values())))
            kind = "messages.refused_sender" if key == "sender" else "messages.refused_role"
            return Told(kind, hint=hint)
        if key == "name":
            return Told("messages.refused_name")
        if key == "minutes":
            return Told("messages.refused_minutes")
        return "" if error is None else of_value(error, CheckedInject)

    def _missing(self, row: TableRow, key: str) -> Told:
        return self._problem(row, key, "", Told("messages.refused_missing"))

    def _problem(self, row: TableRow, key: str, value: object, told: str) -> Told:
        place = self.places.get(key)
        where = (
            Told("messages.refused_place_row", row=row.number, key=key)
            if place is None
            else Told("messages.refused_place_key", row=row.number, column=letter(place), key=key)
        )
        quoted = repr(shortened(str(value))) if value != "" else ""
        if not quoted or told.startswith(quoted):
            return Told("messages.refused_at", place=where, text=told)
        return Told("messages.refused_at_value", place=where, value=quoted, text=told)


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


def _repeated(found: Sequence[tuple[int, Inject]]) -> list[Told]:
    """Return which names are there twice."""
    first: dict[str, int] = {}
    problems = []
    for number, inject in found:
        name = str(inject.get("name", ""))
        if name and first.setdefault(name, number) != number:
            where = Told("messages.refused_place_key", row=number, column=letter(0), key="name")
            text = Told("messages.refused_repeated", value=repr(name), other=first[name])
            problems.append(Told("messages.refused_at", place=where, text=text))
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
