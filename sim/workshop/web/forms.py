"""Forms of responses. Their fields come from the responses themselves."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Any, Literal, get_args

from annotated_types import Ge, Le
from pydantic.fields import FieldInfo

from sim.exercise.decisions import Step, Window, document, offset
from sim.language.speech import Speech
from sim.storm.responses import CATALOGUE, Group, Response
from sim.workshop.web.sensible_fields import ONLY_IF, makes_sense

Kind = Literal["at", "deadline", "interval", "span", "share", "number", "flag", "words"]
KINDS: dict[str, Kind] = {
    "at": "at",
    "deadline": "deadline",
    "every": "interval",
    "within": "span",
    "words": "words",
}
"""Kinds of fields that have a name of their own."""
FINE: tuple[Kind, ...] = ("interval", "span", "share", "number")
"""Kinds of fields that are folded away."""
ORDER: dict[Kind, int] = {"at": 0, "deadline": 1, "words": 2, "interval": 3, "flag": 4}
INTERVALS = (2, 3, 4, 6, 8, 12)
"""Hours at which a response can be repeated."""
SPANS = (0.25, 46 / 60, 2.0, 6.0, 12.0, 24.0)
"""Hours that a team may take to get half of its answers out."""


@dataclass(frozen=True, slots=True)
class FormField:
    """One field of a response's form."""

    name: str
    kind: Kind
    default: Any
    low: float = 0.0
    high: float = 1.0
    needed: bool = False
    only_if: tuple[str, object] | None = None
    """Another field and the value that it must have for this one to count."""


def form(do: str) -> list[FormField]:
    """Return the fields that a team fills in for a response."""
    fields = [
        replace(_field(name, info), only_if=ONLY_IF.get((do, name)))
        for name, info in CATALOGUE[do].form_fields().items()
        if makes_sense(do, name)
    ]
    return sorted(fields, key=lambda field: ORDER.get(field.kind, 5))


def _field(name: str, info: FieldInfo) -> FormField:
    default: Any = None if info.is_required() else info.default
    low: Any = next((limit.ge for limit in info.metadata if isinstance(limit, Ge)), 0.0)
    high: Any = next((limit.le for limit in info.metadata if isinstance(limit, Le)), 1.0)
    plain: Kind = "share" if high == 1.0 else "number"
    kind = KINDS.get(name, "flag" if info.annotation is bool else plain)
    if kind == "span":
        default = span_value(default)
    return FormField(name, kind, default, float(low), float(high), info.is_required())


def groups(speech: Speech) -> list[tuple[str, list[tuple[str, str]]]]:
    """Return all responses but silence in their groups, each with its name."""
    offered = {
        group: [do for do, kind in CATALOGUE.items() if kind.group == group and do != "silence"]
        for group in get_args(Group)
    }
    return [
        (speech.say(f"group_{group}"), [(do, speech.say(f"responses.{do}.name")) for do in members])
        for group, members in offered.items()
        if members
    ]


def moments(window: Window, speech: Speech) -> list[tuple[str, str]]:
    """Return the moments at which a response can begin: now, or at a whole hour of the round."""
    step = 1 if window.end - window.begin <= 30 else 3
    later = [
        (offset(hour), speech.full_moment(hour))
        for hour in _whole_hours(window.begin, window.end - 0.01, speech.started)
        if (hour + speech.started) % step < 0.01 and hour > window.begin + 0.2
    ]
    return [("", speech.say("at_once")), *later]


def deadlines(do: str, window: Window, days: float, speech: Speech) -> list[tuple[str, str]]:
    """Return times to promise within the days of the story: hourly, then fewer, then mornings."""
    field = CATALOGUE[do].model_fields["deadline"]
    first = ("", "deadline_choose") if field.is_required() else ("open", "deadline_open")
    named = [
        (value, speech.say(name)) for value, name in (first, ("estimate", "deadline_estimate"))
    ]
    for hour in _whole_hours(window.begin, min(days * 24.0, window.begin + 96.0), speech.started):
        ahead, of_day = hour - window.begin, round(hour + speech.started) % 24
        if ahead >= 1 and (ahead <= 12 or (of_day % 3 == 0 and ahead <= 48) or of_day in (9, 18)):
            named.append((offset(hour), speech.full_moment(hour)))
    return named


def _whole_hours(begin: float, end: float, started: float) -> Iterator[float]:
    """Yield the whole hours of the day after ``begin`` up to ``end``, in hours of the story."""
    hour = int(begin + started) + 1 - started
    while hour <= end:
        yield hour
        hour += 1


def intervals(speech: Speech) -> list[tuple[str, str]]:
    """Return the intervals at which a response can be repeated."""
    never = [("", speech.say("every_never"))]
    return never + [(span_value(n), speech.say("every_hours", n=n)) for n in INTERVALS]


def spans() -> list[tuple[str, str]]:
    """Return spans of time to choose from. They read alike in any language: 46 min, 2 h."""
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
