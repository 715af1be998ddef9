"""Texts and numbers of charts in the language chosen by ``speaking``, English otherwise."""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import TYPE_CHECKING

from sim.language.speech import Speech
from sim.language.typesetting import Language
from sim.scenario.exercise import called

if TYPE_CHECKING:
    from sim.scenario import Scenario

LONGEST_NAME = 32
"""Characters of a plan's name that a sentence has room for."""
ENGLISH = Speech("en", tables=("charts",))
_speech: ContextVar[Speech] = ContextVar("speech", default=ENGLISH)


@contextmanager
def speaking(language: Language) -> Iterator[None]:
    """Draw charts in this language within the block."""
    before = _speech.set(Speech(language, tables=("charts",)))
    try:
        yield
    finally:
        _speech.reset(before)


def language() -> Language:
    """Return the language in which charts are drawn now."""
    return _speech.get().language


def say(name: str, /, **values: object) -> str:
    """Return a text of the charts, or by its dotted name any other, placeholders filled."""
    return _speech.get().say(name, **values)


def title_of(scenario: "Scenario") -> str:
    """Return the scenario's title."""
    return called(scenario.title, scenario.exercise, language())


def number(value: float) -> str:
    """Return a number with about three digits: 3,134 or 61.5 or 2.25 or 0.42."""
    return _speech.get().number(value)


def signed(value: float) -> str:
    """Return a difference with its sign, a true minus."""
    return _speech.get().number(value, sign=True)


def span(hours: float) -> str:
    """Return a length of time as "45 minutes", "1 hour", "30 hours" or "4 days"."""
    return _speech.get().span(hours)


def words(name: str) -> str:
    """Return a plan's or step's name as words: "honest-roadmap" becomes "honest roadmap"."""
    return name.replace("-", " ")


def quoted_plan(name: str) -> str:
    """Return a plan's name in quotation marks, cut where no sentence has room for it."""
    text = words(name)
    if len(text) > LONGEST_NAME:
        text = text[: LONGEST_NAME - 1].rstrip() + "…"
    return _speech.get().quoted(text)


def percent(share: float) -> str:
    """Return a share of one in whole per cent, a dash for NaN."""
    return _speech.get().percent(share)
