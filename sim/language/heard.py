"""Sentences of modules that know no language, recognised where they are to be told in one.

What reads files or belongs to the model refuses in English: it stands below the texts, and the
code of the model is marked, so that no word in it may change. Here such a sentence is found by
the English text that says the same, and what fills it is taken out of it.
"""

import re
from collections.abc import Sequence
from dataclasses import replace
from functools import cache
from string import Formatter
from typing import NamedTuple, Self

from sim.errors import Problem, ScenarioError, listing
from sim.language.speech import texts
from sim.language.told import Amount, Told, joined, said
from sim.language.typesetting import Language

TABLES = ("heard.", "refusals.")
OF_KEY = "refusals.of_key"
MOST_PLACES = 4
"""Places before a sentence, one within the other, that are looked beyond."""
INNER = frozenset(
    {"hint", "known", "limit", "needed", "people", "phrase", "place", "problem", "purpose",
     "reason", "remedy", "text", "ties", "unit", "value", "wanted"}
)  # fmt: skip
"""What fills a sentence and may be a sentence of its own."""
LISTS = ("left",)
"""What is a list of such sentences, with commas."""
LONGEST = 2000
"""Characters of a text that is looked at."""
FEWEST_SIGNS = 3
"""Signs of its own by which a sentence is recognised."""
_THOUSANDS = re.compile(r"\d{1,3}(?:,\d{3})+")
_PLACEHOLDER = re.compile(r"\{\w+\}")


class Heard(Told):
    """A sentence as it was said in English, with its name and what fills it."""

    def __new__(cls, text: str, name: str, /, **values: object) -> Self:
        """Return the text itself, which knows how other languages say it."""
        told = str.__new__(cls, text)
        told.name, told.values = name, values
        return told

    def __reduce__(self) -> tuple[object, ...]:
        return _heard, (str(self), self.name, self.values)

    def said(self, language: Language) -> str:
        """Return the text in a language, in English as it was."""
        return str(self) if language == "en" else super().said(language)


def _heard(text: str, name: str, values: dict[str, object]) -> Heard:
    return Heard(text, name, **values)


class _Sentence(NamedTuple):
    name: str
    pattern: re.Pattern[str]
    signs: int
    """How many signs are its own, and not of what fills it."""


def heard(text: str) -> str:
    """Return an English text with what other languages say, or as it is if it is not known.

    A place may stand before it: ``storm.toml: is empty``.

    >>> heard('did you mean "severity"?').said("de")
    'gemeint war vielleicht „severity“'
    """
    if isinstance(text, Told) or len(text) > LONGEST:
        return text
    known = _recognised(text)
    begin = places = 0
    while known is None and places < MOST_PLACES and (begin := text.find(": ", begin) + 2) > 1:
        places += 1
        if (after := _recognised(text[begin:])) is not None:
            known = Heard(text, OF_KEY, key=text[: begin - 2], text=after)
    return text if known is None else known


def _recognised(text: str) -> Heard | None:
    """Return a text that is one of the known sentences as a whole."""
    for name, pattern, _ in _sentences():
        if found := pattern.fullmatch(text):
            filled = found.groupdict()
            return Heard(text, name, **{key: _inner(key, filled[key]) for key in filled})
    return None


def _inner(key: str, value: str) -> object:
    """Return what fills a sentence: one of its own, a number, or the text as it is."""
    if _THOUSANDS.fullmatch(value):
        return Amount(float(value.replace(",", "")))
    if key in LISTS:
        return joined(map(heard, value.split(", ")))
    return heard(value) if key in INNER else value


@cache
def _sentences() -> Sequence[_Sentence]:
    """Return all sentences, those with most signs of their own first."""
    known = [_sentence(name, text) for name, text in texts("en").items() if name.startswith(TABLES)]
    known = [each for each in known if each.signs >= FEWEST_SIGNS]
    return sorted(known, key=lambda each: -each.signs)


def _sentence(name: str, text: str) -> _Sentence:
    if not _PLACEHOLDER.search(text):
        return _Sentence(name, re.compile(_literal(text)), len(text))
    pattern, signs = "", 0
    there: set[str] = set()
    for literal, field, _, _ in Formatter().parse(text):
        pattern, signs = pattern + _literal(literal), signs + len(literal.strip(" :;,."))
        if field is not None:
            within = ".*?" if pattern else "(?:(?!: ).)*?"  # what stands before is a place
            pattern += f"(?P={field})" if field in there else f"(?P<{field}>{within})"
            there.add(field)
    return _Sentence(name, re.compile(pattern, re.DOTALL), signs)


def _literal(text: str) -> str:
    """Return a pattern of the text, in which either sign may quote."""
    return re.sub("['\"]", "['\"]", re.escape(text))


def refusal_in(wrong: Exception, language: Language) -> str:
    """Return why something cannot be done, in a language as far as its words are known."""
    if language == "en":
        return str(wrong)
    if isinstance(wrong, ScenarioError):
        return listing(
            wrong.problems,
            lambda more: Told("refusals.more", n=more).said(language),
            lambda problem: str(problem_in(problem, language)),
        )
    text = wrong.args[0] if wrong.args else ""
    return said(text if isinstance(text, Told | tuple) else heard(str(wrong)), language)


def problem_in(problem: Problem, language: Language) -> Problem:
    """Return a problem that is told in a language."""
    return replace(problem, text=said(_with_its_key(problem.text), language))


def _with_its_key(text: object) -> str:
    """Return what is wrong with a key, of which only now it is asked what it says."""
    if isinstance(text, Told) and text.name == OF_KEY:
        return Told(OF_KEY, key=text.values["key"], text=_with_its_key(text.values["text"]))
    return heard(str(text)) if not isinstance(text, Told) else text
