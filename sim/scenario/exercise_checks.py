"""Checks that an exercise fits the story that it is about."""

from collections.abc import Iterator

from sim.errors import did_you_mean
from sim.scenario.document import Document, Inconsistency, readable, start_of, table
from sim.scenario.plan_checks import before_start
from sim.storm.times import MomentOfStorm, moment


def exercise(document: Document) -> Iterator[Inconsistency]:
    """Refuse plans that are not there, and rounds that do not follow one another."""
    settings = table(document, "exercise")
    if not settings:
        return
    plans = table(document, "plans")
    for key, default in (("honest", "honest-roadmap"), ("best", None)):
        name = settings.get(key, default)
        if isinstance(name, str) and name not in plans:
            problem = f"there is no plan {name!r}; {did_you_mean(name, plans)}"
            yield Inconsistency(("exercise", key), problem)
    yield from _rounds(document, settings)
    yield from _addressees(settings)
    yield from _roles(settings)


def _rounds(document: Document, settings: Document) -> Iterator[Inconsistency]:
    """Refuse a round that ends before it begins. Rounds may lie after the end, as steps may."""
    start, rounds = start_of(document), settings.get("rounds")
    begins = readable(moment, settings.get("begins"))
    if start is None or begins is None or not isinstance(rounds, list):
        return
    before = begins.hours_after(start.week_hour)
    if before < 0:
        yield Inconsistency(("exercise", "begins"), before_start(begins, start))
        return
    for place, each in enumerate(rounds):
        until = readable(moment, each.get("until")) if isinstance(each, dict) else None
        if not isinstance(until, MomentOfStorm):
            return
        after = until.hours_after(start.week_hour)
        path = ("exercise", "rounds", place, "until")
        if after <= before:
            yield Inconsistency(
                path, f'"{until}" is not after the begin of the round; write a later moment'
            )
        before = max(before, after)


def _addressees(settings: Document) -> Iterator[Inconsistency]:
    """Refuse a message to a role that is not there."""
    roles, injects = table(settings, "roles"), settings.get("injects")
    for place, each in enumerate(injects if isinstance(injects, list) else ()):
        role = each.get("to") if isinstance(each, dict) else None
        if isinstance(role, str) and role not in roles:
            problem = f"there is no role {role!r}; {did_you_mean(role, roles)}"
            yield Inconsistency(("exercise", "injects", place, "to"), problem)


def _roles(settings: Document) -> Iterator[Inconsistency]:
    """Refuse observers who act as well, and more tasks than there are rounds."""
    rounds = settings.get("rounds")
    for name, role in table(settings, "roles").items():
        each = role if isinstance(role, dict) else {}
        duties, tasks = each.get("duties"), each.get("tasks")
        if isinstance(duties, list) and "observes" in duties and len(duties) > 1:
            problem = 'who observes does nothing else; leave "observes" or the other duties out'
            yield Inconsistency(("exercise", "roles", name, "duties"), problem)
        if isinstance(tasks, list) and isinstance(rounds, list) and len(tasks) > len(rounds):
            problem = f"there are {len(rounds)} rounds and {len(tasks)} tasks; leave some out"
            yield Inconsistency(("exercise", "roles", name, "tasks"), problem)
