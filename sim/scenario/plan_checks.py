"""Checks of the steps of each plan: their times, triggers and references."""

from collections.abc import Iterator
from typing import Any

from sim.errors import did_you_mean
from sim.scenario.document import Document, Inconsistency, Path, readable, start_of, table, text
from sim.scenario.plan_repeats import repeats
from sim.storm.conditions import condition
from sim.storm.times import MomentOfStorm, moment

TRIGGERS = ("at", "when", "after")
NEEDS = {
    "every": ("at",),
    "until": ("every", "when"),
    "times": ("when",),
    "pause": ("when",),
    "delay": ("when", "after"),
}
"""Keys that mean nothing without one of others."""

Step = tuple[Path, Document]


def plans(document: Document) -> Iterator[Inconsistency]:
    """Yield the problems of every plan."""
    start = start_of(document)
    named = table(document, "plans")
    for name, plan in named.items():
        steps = list(steps_of(("plans", name, "steps"), plan))
        for step in steps:
            yield from _trigger(step)
            yield from _needs(step)
            yield from _condition(step)
            yield from _times(step, start)
        yield from _likeness(name, named)
        inherited = [
            step for other in models_of(name, named) for step in steps_of((), named[other])
        ]
        yield from _names(steps, inherited)
        yield from _references(steps, inherited)
        yield from _circles(steps)
        yield from repeats(document, steps)


def models_of(name: str, named: Document) -> list[str]:
    """Return the plans that this one is like, directly or through others, up to a circle."""
    models: list[str] = []
    while isinstance(plan := named.get(name), dict):
        like = text(plan.get("like"))
        if like is None or like not in named or like in models:
            break
        models.append(name := like)
    return models


def _likeness(name: str, named: Document) -> Iterator[Inconsistency]:
    """Refuse a plan that is like one that does not exist, or like itself through others."""
    like = text(named[name].get("like")) if isinstance(named[name], dict) else None
    if like is not None and like not in named:
        problem = f'no plan has the name "{like}"; {did_you_mean(like, named)}'
        yield Inconsistency(("plans", name, "like"), problem)
    elif name in (models := models_of(name, named)):
        circle = " -> ".join((name, *models[: models.index(name) + 1]))
        problem = f"is like itself ({circle}); give one of these plans its own steps"
        yield Inconsistency(("plans", name, "like"), problem)


def steps_of(path: Path, plan: Any) -> Iterator[Step]:
    """Yield each step that is a table, with its place."""
    steps = plan.get("steps") if isinstance(plan, dict) else None
    for index, step in enumerate(steps if isinstance(steps, list) else []):
        if isinstance(step, dict):
            yield (*path, index), step


def _trigger(step: Step) -> Iterator[Inconsistency]:
    """Refuse a step without exactly one of at, when and after. Silence may have none."""
    path, keys = step
    given = [key for key in TRIGGERS if key in keys]
    if len(given) > 1:
        problem = f"is given beside {given[0]}; a step has one of at, when and after"
        yield Inconsistency((*path, given[1]), problem)
    if not given and keys.get("do") != "silence":
        problem = (
            'has no time; give it at = "Sun 18:00", when = "posts_per_hour > 20" '
            "or after = (the name of a step)"
        )
        yield Inconsistency(path, problem)


def _needs(step: Step) -> Iterator[Inconsistency]:
    """Refuse a key that means nothing without another."""
    path, keys = step
    for key, others in NEEDS.items():
        if key in keys and not any(other in keys for other in others):
            problem = f"means nothing without {' or '.join(others)}; add that or leave it out"
            yield Inconsistency((*path, key), problem)


def _condition(step: Step) -> Iterator[Inconsistency]:
    """Refuse a condition that the company cannot judge."""
    path, keys = step
    when = text(keys.get("when"))
    if when is not None:
        try:
            condition(when)
        except ValueError as wrong:
            yield Inconsistency((*path, "when"), str(wrong))


def _times(step: Step, start: MomentOfStorm | None) -> Iterator[Inconsistency]:
    """Refuse a moment before the start, and an end or deadline before the step itself."""
    path, keys = step
    at = readable(moment, keys.get("at"))
    if start is None:
        return
    for key in ("at", "until", "deadline"):
        then = readable(moment, keys.get(key))
        if then is None:
            continue
        hours = then.hours_after(start.week_hour)
        if hours < 0:
            yield Inconsistency((*path, key), before_start(then, start))
        elif key != "at" and at is not None and hours <= at.hours_after(start.week_hour):
            problem = f'"{then}" is not after the step itself ("{at}"); write a later moment'
            yield Inconsistency((*path, key), problem)


def _names(steps: list[Step], inherited: list[Step]) -> Iterator[Inconsistency]:
    """Refuse a name that is given twice."""
    given = {name for _, keys in inherited if (name := text(keys.get("name"))) is not None}
    for path, keys in steps:
        name = text(keys.get("name"))
        if name is not None and name in given:
            yield Inconsistency((*path, "name"), f'"{name}" is the name of another step already')
        given.add(name or "")


def _references(steps: list[Step], inherited: list[Step]) -> Iterator[Inconsistency]:
    """Refuse a reference to a step that neither this plan nor one that it is like has."""
    known = (*steps, *inherited)
    names = [name for _, keys in known if (name := text(keys.get("name"))) is not None]
    for path, keys in steps:
        after = text(keys.get("after"))
        if after is not None and after not in names:
            hint = did_you_mean(after, names) if names else "give that step a name = ..."
            problem = f'no step of this plan has the name "{after}"; {hint}'
            yield Inconsistency((*path, "after"), problem)


def _circles(steps: list[Step]) -> Iterator[Inconsistency]:
    """Refuse steps that wait for one another in a circle."""
    follows = {text(keys.get("name")): text(keys.get("after")) for _, keys in steps}
    reported: set[str | None] = set()
    for path, keys in steps:
        chain = [name := text(keys.get("name"))]
        while (before := follows.get(chain[-1])) is not None and before not in chain:
            chain.append(before)
        if name is not None and before == name and name not in reported:
            reported.update(chain)
            circle = " -> ".join(str(step) for step in (name, *reversed(chain)))
            problem = f"waits for itself ({circle}); give one of these steps a time instead"
            yield Inconsistency((*path, "after"), problem)


def before_start(at: MomentOfStorm, start: MomentOfStorm) -> str:
    """Return the message for a moment before the start."""
    day, hour = str(at).split(maxsplit=1)
    return f'"{at}" lies before the start ({start}); the week after is "{day}+1 {hour}"'
