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
from sim.language.told import Told, said
from sim.language.typesetting import Language

TABLES = ("heard.", "refusals.")
INNER = frozenset(
    {"hint", "known", "limit", "needed", "phrase", "problem", "purpose", "reason", "remedy",
     "text", "value", "wanted"}
)  # fmt: skip
"""What fills a sentence and may be a sentence of its own."""
LONGEST = 4000
"""Characters of a text that is looked at."""
FEWEST_SIGNS = 4
"""Signs of its own by which a sentence is recognised."""
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
    begin = 0
    while known is None and (begin := text.find(": ", begin) + 2) > 1:
        if (after := _recognised(text[begin:])) is not None:
            known = Heard(text, "refusals.of_key", key=text[: begin - 2], text=after)
    return text if known is None else known


def _recognised(text: str) -> Heard | None:
    """Return a text that is one of the known sentences as a whole."""
    for name, pattern, _ in _sentences():
        if found := pattern.fullmatch(text):
            filled = {
                key: heard(value) if key in INNER else value
                for key, value in found.groupdict().items()
            }
            return Heard(text, name, **filled)
    return None


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
            pattern += f"(?P={field})" if field in there else f"(?P<{field}>.*?)"
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
            [problem_in(problem, language) for problem in wrong.problems],
            lambda more: Told("refusals.more", n=more).said(language),
        )
    text = wrong.args[0] if wrong.args else ""
    return said(text if isinstance(text, Told | tuple) else heard(str(wrong)), language)


def problem_in(problem: Problem, language: Language) -> Problem:
    """Return a problem that is told in a language."""
    return replace(problem, text=said(heard(problem.text), language))
