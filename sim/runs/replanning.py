"""A run that goes on with another plan, from a moment before the two plans differ.

It is, bit for bit, the run that had the other plan from the start.
"""

import heapq
import math
from collections.abc import Sequence

from sim.engines.compiled import CompiledEngine
from sim.scenario.schema import Scenario
from sim.storm.company import Company, Due, Watched
from sim.storm.responses import Response

Steps = Sequence[Response]


def first_difference(scenario: Scenario, old: Steps, new: Steps) -> float:
    """Return the hours since the start from which two plans can differ, infinite if never."""
    places = kept_places(old, new)
    stay = set(places.values())
    gone = [step for place, step in enumerate(old) if place not in places]
    come = [step for place, step in enumerate(new) if place not in stay]
    begins = [_begins(scenario, step, old) for step in gone]
    begins += [_begins(scenario, step, new) for step in come]
    return min(begins, default=math.inf)


def kept_places(old: Steps, new: Steps) -> dict[int, int]:
    """Return the places of the old steps that stay, with their new places, in the same order."""
    places: dict[int, int] = {}
    after = 0
    for place, step in enumerate(old):
        found = next((n for n in range(after, len(new)) if new[n] == step), None)
        if found is not None:
            places[place] = found
            after = found + 1
    return places


def _begins(scenario: Scenario, step: Response, steps: Steps, depth: int = 0) -> float:
    """Return the earliest hours at which a step can have an effect."""
    if step.when is not None:
        return 0.0
    if step.after is not None:
        named = [other for other in steps if other.name == step.after]
        if depth > len(steps) or not named:
            return 0.0
        return min(_begins(scenario, other, steps, depth + 1) for other in named) + step.delay
    return math.inf if step.at is None else max(0.0, scenario.moment_hours(step.at))


def replan(engine: CompiledEngine, new: Steps) -> None:
    """Give a run's company other steps. The run must stand before the two plans differ."""
    company = engine.state.company
    places = kept_places(company.steps, new)
    stay = set(places.values())
    due = [Due(d.tick, places[d.place], d.round) for d in company._due if d.place in places]
    watched = [_elsewhere(w, places[w.place]) for w in company._watched if w.place in places]
    company.steps = list(new)
    company._due, company._watched = due, watched
    heapq.heapify(company._due)
    for place, step in enumerate(new):
        if place not in stay:
            _enter(company, place, step)
    company._watched.sort(key=lambda each: each.place)
    engine.make_room()


def _elsewhere(watched: Watched, place: int) -> Watched:
    """Return a step that waits for its condition at its new place."""
    return Watched(
        place, watched.holds, watched.fired, watched.last, watched.spent, watched.looked_at
    )


def _enter(company: Company, place: int, step: Response) -> None:
    """Plan a step at its place. One with a condition would have been there from the start."""
    if step.when is not None:
        raise ValueError("a condition cannot be taken in on the way")
    if step.after is None and step.at is not None:
        company._plan(place, company._hours(step.at), 0)
