"""Columns of the table: their headings in each language, and what of a message they hold."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from sim.exercise.condition_words import condition_said, condition_written
from sim.language.numbers import weekday
from sim.language.speech import Speech
from sim.language.typesetting import LANGUAGES, Language
from sim.storm.times import WEEKDAYS

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
    MessageColumn("when", ("when",), 40),
    MessageColumn("sender", ("sender",), 14),
    MessageColumn("to", ("to",), 12),
    MessageColumn("minutes", ("minutes",), 10),
    *(MessageColumn(f"text.{each}", ("text", each), 52) for each in LANGUAGES),
    MessageColumn("expected", ("expected",), 40),
)
NEEDED = ("name", "at", "sender")
"""Columns that every table and every row has to have."""
ON_A_DAY: Final = re.compile(
    r"(?P<day>[a-z]+)\.?,?\s*(?P<weeks>\+\d+)?\s*(?:um|at|à)?\s*(?P<hour>\d{1,2})"
    r"(?:\s*[:.h]\s*(?P<minute>\d{2})(?::00)?)?\s*(?:uhr|h)?"
)
"""A weekday and a time as people write them: "Mo 9:30", "Montag, 9 Uhr", "lundi 9 h 30"."""
DAYS: Final = {
    weekday(24.0 * day, language, full).casefold().rstrip("."): name
    for language in LANGUAGES
    for full in (False, True)
    for day, name in enumerate(WEEKDAYS)
}
TEXTS = tuple(column.key for column in COLUMNS if column.path[0] == "text")
"""Columns of which every table and every row has to have one: the text in some language."""


def row_of(inject: Inject, language: Language | None = None) -> list[Cell]:
    """Return a message as the cells of its row. An empty text stands for no value.

    With a ``language``, senders, weekdays and conditions are told as it tells them.
    """
    told = {**inject}
    if language is not None and "when" in told:
        told["when"] = condition_in(language, str(told["when"]))
    if language is not None and "sender" in told:
        told["sender"] = Speech(language).name("senders", str(told["sender"]))
    if language is not None and "at" in told:
        told["at"] = moment_in(language, str(told["at"]))
    return [_cell(column.value(told)) for column in COLUMNS]


def moment_in(language: Language, text: str) -> str:
    """Return a moment of a scenario file as a language writes it, if it reads back the same.

    >>> moment_in("de", "Tue 09:30"), moment_in("de", "+2h")
    ('Di 09:30', '+2h')
    """
    day = text[:3]
    if day not in WEEKDAYS:
        return text
    told = weekday(24.0 * WEEKDAYS.index(day), language) + text[3:]
    return told if moment_written(told) == text else text


def condition_in(language: Language, text: str) -> str:
    """Return a condition in the words of a language, if they read back as the same.

    >>> condition_in("de", "posts_per_hour < 3")
    'bei weniger als 3 kritischen Beiträgen je Stunde'
    """
    told = condition_said(text, Speech(language))
    return told if condition_said(condition_written(told), Speech(language)) == told else text


def moment_written(text: str) -> str:
    """Return a weekday and a time in any of the languages as a scenario file has them.

    Any other text stays as it is.

    >>> moment_written("Montag, 9 Uhr"), moment_written("dim. 16h30"), moment_written("+2h")
    ('Mon 09:00', 'Sun 16:30', '+2h')
    """
    found = ON_A_DAY.fullmatch(text.casefold().replace("\u00a0", " "))
    day = DAYS.get(found["day"]) if found else None
    if found is None or day is None:
        return text
    return f"{day}{found['weeks'] or ''} {int(found['hour']):02d}:{found['minute'] or '00'}"


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
