"""Forms of responses: their fields come from the responses themselves."""

from dataclasses import dataclass
from typing import Any, Literal, get_args

from annotated_types import Ge, Le

from sim.exercise.decisions import Step, Window, document, offset
from sim.language.numbers import full_moment
from sim.language.typesetting import Language
from sim.scenario import Scenario
from sim.storm.responses import CATALOGUE, Group, Response
from sim.workshop.web.words import say

Kind = Literal["at", "deadline", "interval", "span", "share", "number", "flag", "words"]
FINE: tuple[Kind, ...] = ("interval", "span", "share", "number")
"""Kinds of fields that are folded away."""
INTERVALS = (2, 3, 4, 6, 8, 12)
SPANS = (0.25, 46 / 60, 2.0, 6.0, 12.0, 24.0)
"""What a team may take as the time in which half of the answers are out."""


@dataclass(frozen=True, slots=True)
class FormField:
    """One field of a response's form."""

    name: str
    kind: Kind
    default: Any
    low: float = 0.0
    high: float = 1.0
    needed: bool = False


def form(do: str) -> list[FormField]:
    """The fields that a team fills in for a response, in the order of its class."""
    shown = [_field(name, info) for name, info in CATALOGUE[do].form_fields().items()]
    order: dict[Kind, int] = {"at": 0, "deadline": 1, "words": 2, "interval": 3, "flag": 4}
    return sorted(shown, key=lambda one: order.get(one.kind, 5))


def _field(name: str, info: Any) -> FormField:
    """What a field is, read from its declaration."""
    default: Any = None if info.is_required() else info.default
    low: Any = next((one.ge for one in info.metadata if isinstance(one, Ge)), 0.0)
    high: Any = next((one.le for one in info.metadata if isinstance(one, Le)), 1.0)
    kinds: dict[str, Kind] = {
        "at": "at", "deadline": "deadline", "every": "interval", "within": "span",
        "words": "words",
    }  # fmt: skip
    if name in kinds:
        kind = kinds[name]
    elif info.annotation is bool:
        kind = "flag"
    else:
        kind = "share" if high == 1.0 else "number"
    if kind == "span":
        default = span_value(default)
    return FormField(name, kind, default, float(low), float(high), info.is_required())


def groups(language: Language) -> list[tuple[str, list[tuple[str, str]]]]:
    """Return all responses but silence in their groups, each with its name in this language."""
    offered = {
        group: [do for do, kind in CATALOGUE.items() if kind.group == group and do != "silence"]
        for group in get_args(Group)
    }
    return [
        (
            say(language, f"group_{group}"),
            [(do, say(language, f"responses.{do}.name")) for do in members],
        )
        for group, members in offered.items()
        if members
    ]


def moments(window: Window, started: float, language: Language) -> list[tuple[str, str]]:
    """When something can be done in a round: at once, or at each whole hour of it."""
    found = [("", say(language, "at_once"))]
    step = 1 if window.end - window.begin <= 30 else 3
    hour = int(window.begin + started) + 1 - started
    while hour < window.end - 0.01:
        if (hour + started) % step < 0.01 and hour > window.begin + 0.2:
            found.append((offset(hour), full_moment(started + hour, language)))
        hour += 1
    return found


def deadlines(
    do: str, window: Window, scenario: Scenario, language: Language
) -> list[tuple[str, str]]:
    """Times that can be promised: hourly for a day, then every three hours, then mornings."""
    started = scenario.clock.start_hours
    last = min(scenario.clock.days * 24.0, window.begin + 96.0)
    found = [("open", say(language, "deadline_open"))] if do == "change-of-plan" else []
    if do == "promise":
        found.append(("", say(language, "deadline_choose")))
    found.append(("estimate", say(language, "deadline_estimate")))
    hour = int(window.begin + started) + 1 - started
    while hour <= last:
        ahead, of_day = hour - window.begin, round(hour + started) % 24
        if ahead >= 1 and (ahead <= 12 or (of_day % 3 == 0 and ahead <= 48) or of_day in (9, 18)):
            found.append((offset(hour), full_moment(started + hour, language)))
        hour += 1
    return found


def intervals(language: Language) -> list[tuple[str, str]]:
    """How often something can be repeated."""
    never = [("", say(language, "every_never"))]
    return never + [(span_value(n), say(language, "every_hours", n=n)) for n in INTERVALS]


def spans() -> list[tuple[str, str]]:
    """Spans of time to choose from; they read alike in any language: 46 min, 2 h."""
    values = [span_value(hours) for hours in SPANS]
    return [(text, text.replace("min", " min").replace("h", " h")) for text in values]


def span_value(hours: float) -> str:
    """Return a span of time as a value of a form: "46min" or "2h"."""
    return f"{hours:g}h" if hours == round(hours) else f"{round(60 * hours)}min"


def values_of(response: Response) -> Step:
    """Return a response as the values of its form."""
    spans_of_time = {
        name: span_value(getattr(response, name))
        for name in ("every", "within")
        if name in response.model_fields_set
    }
    return document(response) | spans_of_time
