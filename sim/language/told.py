"""Texts that are English as values, and are said in a language where people read them.

Programs read notes on a file and names of units in JSON, in English in every language. A
:class:`Told` is such an English text that knows how other languages say it.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Self

from sim.language import numbers
from sim.language.speech import Speech
from sim.language.typesetting import Language


class Told(str):
    """A text by its dotted name, in English as a value.

    What fills it is said in the same language: other such texts, amounts, days, and one after
    the other those of a tuple.
    """

    name: str
    values: dict[str, object]

    def __new__(cls, name: str, /, **values: object) -> Self:
        """Return the English text with its placeholders filled. An unknown name is a KeyError."""
        told = super().__new__(cls, _say(name, values, "en"))
        told.name, told.values = name, values
        return told

    def __reduce__(self) -> tuple[object, ...]:
        return _told, (self.name, self.values)

    def said(self, language: Language) -> str:
        """Return the text in a language."""
        return _say(self.name, self.values, language)


def _told(name: str, values: dict[str, object]) -> Told:
    return Told(name, **values)


def said(text: object, language: Language) -> str:
    """Return a text in a language, and one of somebody's own as it is."""
    if isinstance(text, tuple):
        return "".join(said(each, language) for each in text)
    if isinstance(text, Told | Amount | Day):
        return text.said(language)
    return str(text)


def joined(parts: Iterable[object], between: object = ", ") -> tuple[object, ...]:
    """Return what a text holds one after the other, with something between."""
    return tuple(each for part in parts for each in (between, part))[1:]


def _say(name: str, values: dict[str, object], language: Language) -> str:
    shown = {key: said(value, language) for key, value in values.items()}
    return Speech(language).say(name, **shown)


@dataclass(frozen=True, slots=True)
class Amount:
    """A number that English writes in a way of its own."""

    value: float
    form: str = ",.10g"
    """Python's way to write it in English."""

    def said(self, language: Language) -> str:
        """Return the number in a language."""
        text = format(self.value, self.form)
        return text if language == "en" else numbers.decimal(self.value, language)


@dataclass(frozen=True, slots=True)
class Day:
    """A date in words, such as 1 April 2023."""

    year: int
    month: int
    day: int | None = None
    """None for the month alone."""

    def said(self, language: Language) -> str:
        """Return the date in a language."""
        day = date(self.year, self.month, self.day or 1)
        if self.day is not None:
            return numbers.full_date(day, language)
        from babel.dates import format_skeleton  # noqa: PLC0415 - as in ``numbers``

        return str(format_skeleton("yMMMM", day, locale=numbers.LOCALES[language]))
