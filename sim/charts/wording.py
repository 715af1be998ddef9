"""Texts and numbers of charts in the language chosen by ``speaking``, English otherwise."""

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from functools import wraps
from types import MappingProxyType
from typing import TYPE_CHECKING, Concatenate, ParamSpec, Protocol, TypeVar

from sim.language.spoken import SPEECH, language, say, serving, speaking

if TYPE_CHECKING:
    from sim.scenario import Scenario

__all__ = [
    "LONGEST_NAME",
    "HasScenario",
    "in_its_words",
    "language",
    "number",
    "percent",
    "plan_title",
    "quantity",
    "quoted",
    "quoted_plan",
    "say",
    "signed",
    "span",
    "speaking",
    "telling",
    "title_of",
    "words",
]

LONGEST_NAME = 32
"""Characters of a plan's name that a sentence has room for."""
_titles: ContextVar[Mapping[str, str]] = ContextVar("titles", default=MappingProxyType({}))
"""What plans are called, by their names."""


class HasScenario(Protocol):
    """Results that know of which scenario they are."""

    @property
    def scenario(self) -> "Scenario":
        """The scenario."""


@contextmanager
def telling(scenario: "Scenario") -> Iterator[None]:
    """Call plans by their titles within the block, and those served what the scenario says."""
    titles = {name: plan.titled(language()) for name, plan in scenario.plans.items()}
    before = _titles.set(titles)
    try:
        with serving(scenario.company.serves):
            yield
    finally:
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


def title_of(scenario: "Scenario") -> str:
    """Return the scenario's title."""
    return scenario.titled(language())


def number(value: float) -> str:
    """Return a number with about three digits: 3,134 or 61.5 or 2.25 or 0.42."""
    return SPEECH.get().number(value)


def signed(value: float) -> str:
    """Return a difference with its sign, a true minus."""
    return SPEECH.get().number(value, sign=True)


def span(hours: float) -> str:
    """Return a length of time as "45 minutes", "1 hour", "30 hours" or "4 days"."""
    return SPEECH.get().span(hours)


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
    return SPEECH.get().quoted(text)


def percent(share: float) -> str:
    """Return a share of one in whole per cent, a dash for NaN."""
    return SPEECH.get().percent(share)


QUANTITIES = {
    "peak_day": "peak", "duration": "duration", "total": "total", "posts per critic": "posts",
    "defenders' lag, days": "lag", "waves": "waves", "peak (log)": "log_peak",
    "duration, h": "hours", "critical posts (log)": "log_posts",
    "posters per 100 people": "posters", "defenders' lag, h": "lag_hours",
}  # fmt: skip
"""Texts of what checks look at. The others are settings, which keep their names."""


def quantity(name: str) -> str:
    """Return what a checked quantity is called."""
    return say(f"checks.name_{QUANTITIES[name]}") if name in QUANTITIES else name
