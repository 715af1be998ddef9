"""Cautions about a sound scenario: what costs accuracy, and what has no effect."""

from collections.abc import Iterator

from sim.scenario.document import (
    Document,
    Inconsistency,
    Path,
    number,
    readable,
    start_of,
    table,
    text,
)
from sim.scenario.exercise import DUTIES, duties_of
from sim.scenario.plan_checks import models_of, steps_of
from sim.storm.conditions import condition
from sim.storm.times import moment, span

LONGEST_TICK = 0.5
"""Hours of a step beyond which the peak comes out lower (steps of an hour cost a fifth)."""
MEDIA, ROADMAP, REPAIR = "[media]", 'a step with do = "roadmap"', "incident.repair"
NEVER_WITHOUT = {"articles": MEDIA, "enquiry": MEDIA, "step_done": ROADMAP, "fixed": REPAIR}
"""Quantities of conditions that stay 0, and what they need."""
NEEDED = (
    (("incident", "severity"), "affected"),
    (("incident", "severity"), "repair"),
    (("incident", "clients"), "affected"),
    (("incident", "clients"), "repair"),
    (("incident", "outrage_strength"), "outrage_share"),
    (("incident", "outrage_share"), "outrage_strength"),
)
"""Keys of a table that have no effect where another key of it is missing or 0."""


def cautions(document: Document) -> list[Inconsistency]:
    """Return everything that a sound scenario says in vain or at the cost of accuracy."""
    found = [*_tick(document), *_incident(document), *_company(document), *_ties(document)]
    return [*found, *_media(document), *_plans(document), *_roles(document)]


def _useless(path: Path, needed: str) -> Inconsistency:
    return Inconsistency(path, f"has no effect without {needed}; add that or leave it out")


def _tick(document: Document) -> Iterator[Inconsistency]:
    """Yield a step so long that the peak suffers."""
    tick = readable(span, table(document, "clock").get("tick"))
    if tick is not None and tick > LONGEST_TICK:
        problem = (
            "steps above 30min cost accuracy (at 60min the peak comes out a quarter to a third "
            'lower); write "15min"'
        )
        yield Inconsistency(("clock", "tick"), problem)


def _incident(document: Document) -> Iterator[Inconsistency]:
    """Yield keys of the incident that another one leaves without effect."""
    settings = table(document, "incident")
    others = {**settings, "affected": settings.get("affected") or settings.get("affected_people")}
    reported: set[Path] = set()
    for path, needed in NEEDED:
        if settings.get(str(path[1])) and not others.get(needed) and path not in reported:
            reported.add(path)
            yield _useless(path, f"incident.{needed}")


def _company(document: Document) -> Iterator[Inconsistency]:
    """Yield settings of the estimate where there is nothing to estimate."""
    if not table(document, "incident").get("repair"):
        for key in ("optimism", "learns"):
            if key in table(document, "company"):
                yield _useless(("company", key), REPAIR)


def _ties(document: Document) -> Iterator[Inconsistency]:
    """Yield settings of ties that others leave without effect."""
    ties = table(table(document, "community"), "ties")
    path = ("community", "ties")
    if ties.get("homophily") and ties.get("groups") == 1:
        yield _useless((*path, "homophily"), "a second group")
    if ties.get("degrees") is not None:
        for key in ("ties_per_person", "exponent"):
            if key in ties:
                problem = "has no effect beside degrees; keep one of the two"
                yield Inconsistency((*path, key), problem)


def _media(document: Document) -> Iterator[Inconsistency]:
    """Yield settings of articles where none can appear."""
    media = table(document, "media")
    if media.get("max_articles") == 0:
        for key in ("articles_at", "outsiders_reached"):
            if key in media:
                yield _useless(("media", key), "articles (max_articles is 0)")


def _roles(document: Document) -> Iterator[Inconsistency]:
    """Yield roles whose names say nothing of what they do in the room."""
    for name, role in table(table(document, "exercise"), "roles").items():
        if isinstance(role, dict) and role.get("duties") is None and not duties_of(name):
            known = ", ".join(f'"{duty}"' for duty in DUTIES)
            problem = (
                f"has no duty in the room, as its name says none; write duties = [...] of {known}, "
                "or duties = [] if it is only to talk"
            )
            yield Inconsistency(("exercise", "roles", name), problem)


def _plans(document: Document) -> Iterator[Inconsistency]:
    """Yield steps that never come, and keys of steps that change nothing."""
    plans = table(document, "plans")
    for name, plan in plans.items():
        own = list(steps_of(("plans", name, "steps"), plan))
        inherited = [
            step for model in models_of(name, plans) for step in steps_of((), plans[model])
        ]
        every = [step for _, step in (*own, *inherited)]
        for path, step in own:
            yield from _too_late(document, path, step)
            yield from _never_met(document, path, step, every)
            yield from _no_promise(document, path, step, every)
            if "margin" in step and step.get("deadline") != "estimate":
                yield _useless((*path, "margin"), 'deadline = "estimate"')


def _too_late(document: Document, path: Path, step: Document) -> Iterator[Inconsistency]:
    """Yield a step after the end of the run."""
    at, days = _hours(document, step), number(table(document, "clock").get("days", 10.0))
    if at is not None and days is not None and at >= days * 24.0:
        problem = "is after the end of the run, so this step never comes; raise clock.days"
        yield Inconsistency((*path, "at"), problem)


def _never_met(
    document: Document, path: Path, step: Document, every: list[Document]
) -> Iterator[Inconsistency]:
    """Yield a condition on something that stays 0 in this scenario and plan."""
    present = {
        MEDIA: bool(table(document, "media")) and table(document, "media").get("max_articles") != 0,
        ROADMAP: any(other.get("do") == "roadmap" for other in every),
        REPAIR: bool(table(document, "incident").get("repair")),
    }
    when = readable(condition, text(step.get("when")))
    for compared in when.comparisons if when is not None else ():
        needed = NEVER_WITHOUT.get(compared.name)
        if needed and not present[needed] and not compared.true_of(0.0):
            problem = f"never holds without {needed}; add that or leave the step out"
            yield Inconsistency((*path, "when"), problem)


def _no_promise(
    document: Document, path: Path, step: Document, every: list[Document]
) -> Iterator[Inconsistency]:
    """Yield a change of plan where no promise can be open."""
    if step.get("do") != "change-of-plan":
        return
    promises = [other for other in every if other.get("deadline") not in (None, "open")]
    promises = [other for other in promises if other is not step]
    times = [_hours(document, other) for other in promises]
    at = _hours(document, step)
    early = at is not None and all(time is not None and time >= at for time in times)
    if not promises or early:
        problem = (
            "changes nothing, as no promise can be open then; plan a promise before it, or "
            'write do = "interim-update"'
        )
        yield Inconsistency((*path, "do"), problem)


def _hours(document: Document, step: Document) -> float | None:
    """Return the hours from the start to a step at a fixed moment, or None."""
    start, at = start_of(document), readable(moment, text(step.get("at")))
    return at.hours_after(start.week_hour) if start is not None and at is not None else None
