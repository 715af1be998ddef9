"""Texts, numbers, spans of time and names of plans as they are said, in the reader's language."""

import tomllib
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from sim.language.typesetting import Language
from sim.results.figures import figure
from sim.scenario.exercise import called

if TYPE_CHECKING:
    from sim.scenario import Scenario

LONGEST_NAME = 32
"""Characters of a plan's name that a sentence has room for."""
WORDS = Path(__file__).parent / "words"
DIVIDERS = {"en": (",", "."), "de": (".", ","), "fr": ("\u00a0", ",")}
"""Between thousands, and before decimals."""
QUOTES = {"en": ("“", "”"), "de": ("„", "“"), "fr": ("«\u00a0", "\u00a0»")}

_spoken: ContextVar[Language] = ContextVar("spoken", default="en")


@contextmanager
def speaking(language: Language) -> Iterator[None]:
    """Draw charts in this language within the block; English otherwise."""
    before = _spoken.set(language)
    try:
        yield
    finally:
        _spoken.reset(before)


def tell(text: str, /, **filled: object) -> str:
    """A text of a chart, given in English, in the language spoken, with its blanks filled."""
    spoken = _spoken.get()
    told = text if spoken == "en" else translations(spoken)[text]
    return told.format(**filled) if filled else told


@cache
def translations(language: Language) -> dict[str, str]:
    """The texts of charts in a language, by their English."""
    text = (WORDS / f"{language}.toml").read_text(encoding="utf-8")
    return {str(english): str(told) for english, told in tomllib.loads(text).items()}


def title_of(scenario: "Scenario") -> str:
    """What the story is called in the language spoken."""
    return called(scenario.title, scenario.exercise, _spoken.get())


def number(value: float) -> str:
    """A number of two or more figures: 3,134 or 61 or 2.3 or 0.42; from 100,000 on in k or m."""
    thousands, decimals = DIVIDERS[_spoken.get()]
    return figure(value).translate({ord(","): thousands, ord("."): decimals})


def whole(count: int) -> str:
    """A count in full: 12,345."""
    return f"{count:,}".replace(",", DIVIDERS[_spoken.get()][0])


def signed(value: float) -> str:
    """A difference with its sign, a true minus."""
    text = number(abs(value))
    return "0" if text == "0" else f"{'−' if value < 0 else '+'}{text}"


def words(name: str) -> str:
    """A name of a plan or a response as words: "honest-roadmap" becomes "honest roadmap"."""
    return name.replace("-", " ")


def act_words(name: str) -> str:
    """What an act is called: a response in the language spoken, a step's own name as it is."""
    english = words(name)
    return english if _spoken.get() == "en" else translations(_spoken.get()).get(english, english)


def said(plan: str) -> str:
    """A plan's name in quotation marks, so that any name fits into any sentence."""
    name = words(plan)
    if len(name) > LONGEST_NAME:
        name = name[: LONGEST_NAME - 1].rstrip() + "…"
    opening, closing = QUOTES[_spoken.get()]
    return f"{opening}{name}{closing}"


def span(hours: float) -> str:
    """A span of time as "less than an hour", "1 hour", "30 hours" or "4 days"."""
    if hours >= 72:
        return tell("{count} days", count=f"{hours / 24:.0f}")
    count = round(hours)
    if count > 1:
        return tell("{count} hours", count=count)
    return tell("1 hour") if count == 1 else tell("less than an hour")
