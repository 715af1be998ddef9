"""Options of a team in a round: silence, what the exercise's plans do then, and common answers.

Each is what a team could have submitted in this round, from what it could see when it began.
"""

from collections.abc import Iterator, Sequence
from contextlib import suppress

from sim.exercise.decisions import (
    Step,
    Window,
    begins_at,
    document,
    offset,
    parse_decisions,
)
from sim.exercise.inbox import CAUTIOUS
from sim.exercise.refusals import RefusedError
from sim.exercise.words.reading import NAMES_TIMES
from sim.scenario import Scenario
from sim.storm.conditions import condition
from sim.storm.levers import Situation
from sim.storm.responses import CATALOGUE, PLAN_ONLY, Response

MOST_OPTIONS = 7
"""Options tried in a round, beside what the team did."""
SENSIBLE = ("speak", "promise", "help")
"""Groups of responses that an option is made of."""
COMMON: tuple[tuple[Step, ...], ...] = (
    ({"do": "apology"},),
    ({"do": "acknowledgement"}, {"do": "interim-update", "every": "6h"}),
)
"""Answers that suit any matter."""
CAREFUL: tuple[Step, ...] = ({"do": "promise", "deadline": "estimate", "margin": CAUTIOUS},)
"""The technician's cautious estimate, passed on."""

Option = list[Response]


def options(
    scenario: Scenario, window: Window, seen: Situation, said: Sequence[str]
) -> list[Option]:
    """Return what is tried in a round that begins in this situation, silence first.

    ``said`` names the responses given so far.
    """
    found: list[Option] = [[]]
    for steps in _sketched(scenario, window, seen, said):
        option: Option = []
        for step in steps:
            with suppress(RefusedError):
                option += parse_decisions([step], window, scenario)
        if option not in found:
            found.append(option)
    return found[:MOST_OPTIONS]


def _sketched(
    scenario: Scenario, window: Window, seen: Situation, said: Sequence[str]
) -> Iterator[Sequence[Step]]:
    """Yield options as plain values: the best plans first, then common ones, then the others."""
    script = scenario.exercise
    named = [] if script is None else [script.best, script.honest]
    for plan in named:
        yield steps_within(scenario, plan, window, seen, said)
    yield from COMMON
    if seen.hours_to_fix > 0.0 and seen.promises_open == 0.0:
        yield CAREFUL
    for plan in scenario.plans:
        if plan not in named:
            yield steps_within(scenario, plan, window, seen, said)


def steps_within(
    scenario: Scenario, plan: str, window: Window, seen: Situation, said: Sequence[str]
) -> list[Step]:
    """Return what a plan does in a round, as a team would submit it.

    What it would have done before, and has not been done yet, is done when the round begins.
    """
    found = []
    for step in scenario.steps(plan):
        if CATALOGUE[step.do].group not in SENSIBLE or step.after is not None:
            continue
        if seen.fixed and step.do in NAMES_TIMES:
            continue
        at = _time_within(step, scenario, window, seen, said)
        if at is None:
            continue
        kept = PLAN_ONLY | {"at", "until", "words"}
        told = {name: value for name, value in document(step).items() if name not in kept}
        found.append({**told, "at": offset(at)})
        if step.every is not None:
            found[-1]["until"] = offset(window.end - 1 / 60)
    return found


def _time_within(
    step: Response, scenario: Scenario, window: Window, seen: Situation, said: Sequence[str]
) -> float | None:
    """Return when a step is due first in a round, in hours since the start, None if it is not."""
    if step.when is not None:
        due = step.do not in said and condition(step.when).holds(seen)
        return window.begin if due else None
    at = begins_at(step, scenario)
    if at < window.begin and step.every:
        if step.until == "fixed" and seen.fixed:
            return None
        at += step.every * -(-(window.begin - at) // step.every)
    if at < window.begin and step.do not in said:
        at = window.begin
    return at if window.begin <= at < window.end else None
