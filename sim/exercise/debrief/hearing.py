"""Who heard each decision of a team, and who believed in its time, read from the run as played."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from sim.engines.setup import Population, draw_population
from sim.runs.growing import GrowingRun
from sim.scenario import Scenario
from sim.storm.responses import Response


@dataclass(frozen=True, slots=True)
class Hearing:
    """Numbers of people by the time of the company's next word."""

    heard: int = 0
    aware: int = 0
    believed: int = 0


def hearings(scenario: Scenario, seed: int, steps: Sequence[Response]) -> list[Hearing]:
    """Return who heard each of these decisions. One that is repeated counts where most heard it."""
    population = draw_population(scenario, seed)
    named = [step.model_copy(update={"name": _name(k)}) for k, step in enumerate(steps)]
    acts = _played(scenario, seed, population, named, scenario.clock.days * 24.0).acts
    run = _played(scenario, seed, population, named, 0.0)
    found = {_name(k): Hearing() for k in range(len(steps))}
    for act in acts:
        later = [other.tick for other in acts if other.tick > act.tick]
        run.live_until(min(later, default=scenario.ticks) * scenario.hours_per_tick)
        if act.name not in found:
            continue
        people = run.people
        hearing = Hearing(
            int(np.count_nonzero(people["heard"] >= act.number)),
            int(np.count_nonzero(people["aware"])),
            int(np.count_nonzero(people["believes"] == act.number)),
        )
        found[act.name] = max(found[act.name], hearing, key=lambda each: each.heard)
    return list(found.values())


def _name(k: int) -> str:
    return f"decision-{k}"


def _played(
    scenario: Scenario, seed: int, population: Population, steps: Sequence[Response], hours: float
) -> GrowingRun:
    run = GrowingRun(scenario, seed, None, population, log_stances=False)
    for step in steps:
        run.add(step)
    run.live_until(hours)
    return run
