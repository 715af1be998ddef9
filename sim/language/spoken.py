"""The language in which charts and findings are made now: English unless ``speaking`` says other.

Their numbers follow the project's rule of rounding. In English some are written as Python writes
them, since pages of results that were measured before show them so.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import replace
from math import isnan

from babel.numbers import format_decimal

from sim.language import numbers
from sim.language.speech import Speech
from sim.language.told import said
from sim.language.typesetting import Language

ENGLISH = Speech("en", tables=("charts",))
SPEECH: ContextVar[Speech] = ContextVar("speech", default=ENGLISH)


@contextmanager
def speaking(language: Language) -> Iterator[None]:
    """Draw charts and draw findings in this language within the block."""
    before = SPEECH.set(Speech(language, tables=("charts",)))
    try:
        yield
    finally:
        SPEECH.reset(before)


@contextmanager
def serving(people: str) -> Iterator[None]:
    """Call those whom the company serves what ``company.serves`` says within the block."""
    before = SPEECH.set(replace(SPEECH.get(), serves=people))
    try:
        yield
    finally:
        SPEECH.reset(before)


def language() -> Language:
    """Return the language that is spoken now."""
    return SPEECH.get().language


def say(name: str, /, **values: object) -> str:
    """Return a text of the charts, or by its dotted name any other, placeholders filled."""
    return SPEECH.get().say(name, **values)


def figure(value: float, sign: bool = False) -> str:
    """Return a number with about three digits, a dash for NaN."""
    return SPEECH.get().number(value, sign)


def whole(number: int) -> str:
    """Return a whole number, in English without commas."""
    return str(number) if language() == "en" else numbers.decimal(number, language())


def percent(share: float) -> str:
    """Return a share of one in whole per cent."""
    return f"{share:.0%}" if language() == "en" else numbers.percent(share, language())


def fixed(value: float, decimals: int = 2) -> str:
    """Return a number with so many decimals, zeros included, a dash for NaN."""
    if language() == "en":
        return f"{value:.{decimals}f}"
    if isnan(value):
        return numbers.NO_VALUE
    form = "0." + "0" * decimals if decimals else "0"
    text: str = format_decimal(value, form, locale=numbers.LOCALES[language()])
    return text.replace("-", numbers.MINUS)


def thousands(number: int) -> str:
    """Return a whole number with signs between thousands."""
    return numbers.decimal(number, language())


def written(value: float, text: str) -> str:
    """Return a number that English writes as ``text``, with the commas of the language."""
    return text if language() == "en" else numbers.decimal(value, language())


def told(text: str) -> str:
    """Return a text that other languages have too, and one of somebody's own as it is."""
    return said(text, language())


def labelled(text: str) -> str:
    """Return a label with its colon."""
    return SPEECH.get().labelled(text)
