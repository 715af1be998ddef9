"""Columns of the table: their headings in each language, and what of a message they hold."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sim.language.speech import Speech
from sim.language.typesetting import LANGUAGES, Language

Inject = Mapping[str, Any]
"""A message as plain values of a scenario file."""
Cell = str | float


@dataclass(frozen=True, slots=True)
class MessageColumn:
    """A column, by the path of its value within a message."""

    key: str
    path: tuple[str, ...]
    width: int
    """Characters across, in a workbook."""

    def heading(self, language: Language) -> str:
        """Return the heading in a language."""
        if self.path[0] == "text":
            text = Speech(language).say("messages.heading_text")
            return f"{text} ({self.path[1]})"
        return Speech(language).say(f"messages.heading_{self.key}")

    def value(self, inject: Inject) -> Any:
        """Return the value of a message, or None if it has none."""
        found: Any = inject
        for part in self.path:
            found = found.get(part) if isinstance(found, Mapping) else None
        return found


COLUMNS = (
    MessageColumn("name", ("name",), 18),
    MessageColumn("at", ("at",), 12),
    MessageColumn("when", ("when",), 22),
    MessageColumn("sender", ("sender",), 14),
    MessageColumn("to", ("to",), 12),
    MessageColumn("minutes", ("minutes",), 10),
    *(MessageColumn(f"text.{each}", ("text", each), 52) for each in LANGUAGES),
    MessageColumn("expected", ("expected",), 40),
)
NEEDED = ("name", "at", "sender")
"""Columns that every table and every row has to have."""
TEXTS = tuple(column.key for column in COLUMNS if column.path[0] == "text")
"""Columns of which every table and every row has to have one: the text in some language."""


def row_of(inject: Inject) -> list[Cell]:
    """Return a message as the cells of its row. An empty text stands for no value."""
    return [_cell(column.value(inject)) for column in COLUMNS]


def _cell(value: Any) -> Cell:
    if value is None:
        return ""
    return value if isinstance(value, int | float) else str(value)


def column_of(heading: str) -> MessageColumn | None:
    """Return the column of this heading in any language, however it is written."""
    wanted = _plain(heading)
    return next((each for each in COLUMNS if wanted in map(_plain, _names(each))), None)


def known_headings(language: Language) -> list[str]:
    """Return all headings."""
    return [column.heading(language) for column in COLUMNS]


def _names(column: MessageColumn) -> Sequence[str]:
    return [column.key, *(column.heading(language) for language in LANGUAGES)]


def _plain(heading: str) -> str:
    return "".join(heading.casefold().split())
