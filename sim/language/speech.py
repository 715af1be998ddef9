"""Say texts in a language: one file of texts per language, in tables by theme.

A text is named by its table and key, ``report.caveat``. Those of a response stand together in
the table ``responses.NAME``: ``short`` on charts, ``name`` elsewhere, ``help`` in the form of
the exercise. A second file has those that differ where a company serves no customers.
"""

import tomllib
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from string import Formatter
from typing import Any

from sim.language import numbers
from sim.language.typesetting import LANGUAGES, Language, labelled, quoted, set_apart, typeset

TEXTS = Path(__file__).parent / "texts"


@cache
def texts(language: Language) -> dict[str, str]:
    """Return all texts of a language by their dotted names, set as the language wants them.

    >>> texts("en")["responses.apology.short"]
    'apology'
    """
    return _read(f"{language}.toml", language)


@cache
def texts_for(serves: str, language: Language) -> dict[str, str]:
    """Return the texts that differ for a company that serves these people, by dotted names.

    >>> texts_for("members", "en")["measures.customers_lost.name"]
    'members lost'
    """
    begin = f"{serves}."
    own = _read(f"serves.{language}.toml", language)
    return {name.removeprefix(begin): own[name] for name in own if name.startswith(begin)}


@cache
def _read(file: str, language: Language) -> dict[str, str]:
    """Return all texts of a file."""
    tables = tomllib.loads((TEXTS / file).read_text(encoding="utf-8"))
    return {name: typeset(text, language) for name, text in _flat(tables, "")}


def _flat(tables: dict[str, Any], prefix: str) -> list[tuple[str, str]]:
    texts: list[tuple[str, str]] = []
    for key, value in tables.items():
        name = f"{prefix}{key}"
        texts += _flat(value, f"{name}.") if isinstance(value, dict) else [(name, value)]
    return texts


class _Filled(Formatter):
    """Fill placeholders, numbers with a fraction by the project's rule of rounding."""

    def __init__(self, language: Language) -> None:
        self.language = language

    def format_field(self, value: Any, format_spec: str) -> str:
        if isinstance(value, float):
            return numbers.number(value, self.language)
        return str(super().format_field(value, format_spec))


@dataclass(frozen=True, slots=True)
class Speech:
    """One language, for a story that starts at some hour of the week."""

    language: Language = "en"
    started: float = 0.0
    """Hours from Monday 00:00 to the start of the run."""
    tables: tuple[str, ...] = ()
    """Tables in which names without a table are looked up, in this order."""
    serves: str = "customers"
    """Whom the company serves, as ``company.serves`` of a scenario says."""

    def say(self, name: str, /, **values: object) -> str:
        """Return a text with its placeholders filled. An unknown name is a ``KeyError``."""
        known = texts(self.language)
        own = (f"{table}.{name}" for table in self.tables)
        name = next((each for each in own if each in known), name)
        text = self._known(name) or self._of_new_response(name)
        return _Filled(self.language).vformat(text, (), values) if values else text

    def _known(self, name: str) -> str | None:
        """Return a text by its dotted name, in the words for those whom the company serves."""
        own = texts_for(self.serves, self.language)
        return own[name] if name in own else texts(self.language).get(name)

    def _of_new_response(self, name: str) -> str:
        """Return the text of a response that brings its own, from a module of somebody's own."""
        from sim.storm.responses import CATALOGUE, title  # noqa: PLC0415 (pydantic is slow)

        table, _, key = name.partition(".")
        do, _, part = key.partition(".")
        if table != "responses":
            raise KeyError(name)
        return CATALOGUE[do].meaning() if part == "help" else title(do, self.language)

    def name(self, table: str, key: str, part: str = "") -> str:
        """Return the text for a key of a table, or the key itself where there is none.

        ``part`` is ``name``, ``short`` or ``help`` in tables that have several texts each.
        """
        text = self._known(".".join(filter(None, (table, key, part))))
        return key if text is None else text

    def number(self, value: float | None, sign: bool = False) -> str:
        """Return a number with about three digits, a dash for None and NaN."""
        return numbers.number(value, self.language, sign)

    def exact(self, value: float) -> str:
        """Return a setting as it was written, with up to six decimals."""
        return numbers.decimal(value, self.language)

    def critical_posts(self, number: float) -> str:
        """Return a number of critical posts in words, rounded to a whole one."""
        whole = round(number)
        written = numbers.decimal(whole, self.language)
        return self.say("trial.post" if whole == 1 else "trial.posts", n=written)

    def percent(self, share: float) -> str:
        """Return a share of one in whole per cent, a dash for NaN."""
        return numbers.percent(share, self.language)

    def span(self, hours: float) -> str:
        """Return a length of time as "45 minutes", "30 hours" or "4 days"."""
        return numbers.span(hours, self.language)

    def moment(self, hours: float) -> str:
        """Return hours since the start as "Mon 08:30" or "lun. 08:30", unbroken."""
        return numbers.moment(self.started + hours, self.language)

    def full_moment(self, hours: float) -> str:
        """Return hours since the start as a sentence says them: "Montag um 8:30 Uhr"."""
        return numbers.full_moment(self.started + hours, self.language)

    def named_moment(self, hours: float) -> str:
        """Return a moment as people announce one: off the quarter hours, to the half hour."""
        week_hours = self.started + hours
        if round(week_hours % 1.0 * 60) % 15:
            week_hours = round(week_hours * 2) / 2
        return numbers.full_moment(week_hours, self.language)

    def quoted(self, text: str) -> str:
        """Return the text in quotation marks."""
        return quoted(text, self.language)

    def set_apart(self, texts: Iterable[str]) -> str:
        """Return texts with semicolons between them."""
        return set_apart(texts, self.language)

    def labelled(self, text: str) -> str:
        """Return a label with its colon."""
        return labelled(text, self.language)


__all__ = ["LANGUAGES", "Language", "Speech", "texts"]
