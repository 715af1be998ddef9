"""Checks that the parts of a scenario fit together, each problem with its place."""

import math
from collections.abc import Iterator
from datetime import date
from typing import Any

from pydantic import ValidationError
from pydantic_core import InitErrorDetails, PydanticCustomError

from sim.errors import steering
from sim.scenario.document import (
    Document,
    Inconsistency,
    Path,
    number,
    readable,
    start_of,
    table,
)
from sim.scenario.earlier import earlier
from sim.scenario.exercise_checks import exercise
from sim.scenario.plan_checks import before_start, plans
from sim.storm.times import WEEKDAYS, moment, span


def inconsistencies(document: Document) -> list[Inconsistency]:
    """Return everything that does not fit together."""
    checks = (values, clock, incident, community, earlier, plans, exercise)
    return [problem for check in checks for problem in check(document)]


def as_validation_error(problems: list[Inconsistency]) -> ValidationError:
    """Return the problems as an error that pydantic can place within a larger one."""
    details = [
        InitErrorDetails(
            type=PydanticCustomError("inconsistent", "{text}", {"text": text}), loc=path, input=None
        )
        for path, text in problems
    ]
    return ValidationError.from_exception_data("Scenario", details)


def values(value: Any, path: Path = ()) -> Iterator[Inconsistency]:
    """Refuse infinite values, "not a number", and texts that would steer a terminal."""
    if isinstance(value, dict):
        for key, inner in value.items():
            yield from values(inner, (*path, key))
    elif isinstance(value, list):
        for index, inner in enumerate(value):
            yield from values(inner, (*path, index))
    elif isinstance(value, float) and not math.isfinite(value):
        yield Inconsistency(path, f"must be an ordinary number, not {value}; write its digits")
    elif isinstance(value, str) and (sign := steering(value)):
        yield Inconsistency(path, f"holds U+{ord(sign):04X}, which is no text; leave it out")


def clock(document: Document) -> Iterator[Inconsistency]:
    """Refuse a date on another weekday than the start, and a run shorter than one tick."""
    settings = table(document, "clock")
    start, day = start_of(document), settings.get("date")
    day = readable(date.fromisoformat, day) if isinstance(day, str) else day
    if start is not None and isinstance(day, date):
        named, true = WEEKDAYS[int(start.week_hour // 24)], WEEKDAYS[day.weekday()]
        if named != true:
            problem = f"is a {true}, but clock.start says {named}; change one of the two"
            yield Inconsistency(("clock", "date"), problem)
    days, tick = number(settings.get("days")), readable(span, settings.get("tick", "15min"))
    if days is not None and tick is not None and 0 < days * 24 < tick:
        yield Inconsistency(("clock", "days"), "is shorter than one tick; write at least 1")


def incident(document: Document) -> Iterator[Inconsistency]:
    """Refuse an incident outside of the run, or one that hits both a share and a number."""
    settings = table(document, "incident")
    start, at = start_of(document), readable(moment, settings.get("at"))
    days = number(table(document, "clock").get("days", 10.0))
    if start is not None and at is not None and days is not None:
        hours = at.hours_after(start.week_hour)
        if hours < 0:
            yield Inconsistency(("incident", "at"), before_start(at, start))
        elif hours >= days * 24:
            problem = f'"{at}" is after the end; move it, or raise clock.days'
            yield Inconsistency(("incident", "at"), problem)
    if "affected" in settings and "affected_people" in settings:
        problem = "is given beside affected; keep one of the two"
        yield Inconsistency(("incident", "affected_people"), problem)


def community(document: Document) -> Iterator[Inconsistency]:
    """Refuse more ties per person, groups or affected people than there are people."""
    settings = table(document, "community")
    people = number(settings.get("people", 1800))
    if people is None:
        return
    ties = table(settings, "ties")
    per_person = number(ties.get("ties_per_person", 4))
    if ties.get("kind") not in ("none", "file") and per_person and per_person >= people > 0:
        problem = f'has to be less than the number of people ({people}); or write kind = "none"'
        yield Inconsistency(("community", "ties", "ties_per_person"), problem)
    counted = {
        ("community", "ties", "groups"): ties.get("groups"),
        ("incident", "affected_people"): table(document, "incident").get("affected_people"),
    }
    for path, count in counted.items():
        if (number(count) or 0) > people > 0:
            yield Inconsistency(
                path, f"has to be at most the number of people ({people}); lower it"
            )
