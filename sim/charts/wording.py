"""Texts and numbers of charts in the language chosen by ``speaking``, English otherwise."""

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import replace
from functools import wraps
from types import MappingProxyType
from typing import TYPE_CHECKING, Concatenate, ParamSpec, Protocol, TypeVar

from sim.language.speech import Speech
from sim.language.typesetting import Language
from sim.scenario.exercise import called

if TYPE_CHECKING:
    from sim.scenario import Scenario

LONGEST_NAME = 32
"""Characters of a plan's name that a sentence has room for."""
ENGLISH = Speech("en", tables=("charts",))
_speech: ContextVar[Speech] = ContextVar("speech", default=ENGLISH)
_titles: ContextVar[Mapping[str, str]] = ContextVar("titles", default=MappingProxyType({}))
"""What plans are called, by their names."""


class HasScenario(Protocol):
    """Results that know of which scenario they are."""

    @property
    def scenario(self) -> "Scenario":
        """The scenario."""


@contextmanager
def speaking(language: Language) -> Iterator[None]:
    """Draw charts in this language within the block."""
    before = _speech.set(Speech(language, tables=("charts",)))
    try:
        yield
    finally:
        _speech.reset(before)


@contextmanager
def telling(scenario: "Scenario") -> Iterator[None]:
    """Call plans by their titles within the block, and those served what the scenario says."""
    titles = {name: plan.titled(language()) for name, plan in scenario.plans.items()}
    before = _titles.set(titles)
    said = _speech.set(replace(_speech.get(), serves=scenario.company.serves))
    try:
        yield
    finally:
        _speech.reset(said)
        _titles.reset(before)


_Results = TypeVar("_Results", bound=HasScenario)
_Drawn = TypeVar("_Drawn")
_Rest = ParamSpec("_Rest")


def in_its_words(
    draw: Callable[Concatenate[_Results, _Rest], _Drawn],
) -> Callable[Concatenate[_Results, _Rest], _Drawn]:
    """Let a chart call plans and people what the scenario of its results calls them."""

    @wraps(draw)
    def drawn(results: _Results, /, *args: _Rest.args, **options: _Rest.kwargs) -> _Drawn:
        with telling(results.scenario):
            return draw(results, *args, **options)

    return drawn


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
    """Return a step's name as words: "honest-roadmap" becomes "honest roadmap"."""
    return name.replace("-", " ")


def plan_title(name: str) -> str:
    """Return what a plan is called: its title within ``telling``, or its name as words."""
    return _titles.get().get(name) or words(name)


def quoted_plan(name: str) -> str:
    """Return in quotation marks what a plan of this name is called."""
    return quoted(plan_title(name))


def quoted(text: str) -> str:
    """Return a plan's title in quotation marks, cut where no sentence has room for it."""
    if len(text) > LONGEST_NAME:
        text = text[: LONGEST_NAME - 1].rstrip() + "…"
    return _speech.get().quoted(text)


def percent(share: float) -> str:
    """Return a share of one in whole per cent, a dash for NaN."""
    return _speech.get().percent(share)
