"""Who heard each decision of a team, and who believed in its time, read from the run as played."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from sim.engines.output import Act
from sim.engines.setup import draw_population
from sim.runs.growing import GrowingRun
from sim.scenario import Scenario
from sim.storm.responses import Response


@dataclass(frozen=True, slots=True)
class Hearing:
    """Numbers of people by the time of the company's next word."""

    heard: int = 0
    aware: int = 0
    believed: int = 0


def hearings(
    scenario: Scenario, seed: int, steps: Sequence[Response], acts: Sequence[Act]
) -> list[Hearing]:
    """Return who heard each of these decisions. One that is repeated counts where most heard it.

    ``acts`` are those of the same storm, lived through before: they say when the next word comes.
    """
    named = [step.model_copy(update={"name": _name(k)}) for k, step in enumerate(steps)]
    run = GrowingRun(scenario, seed, None, draw_population(scenario, seed), log_stances=False)
    for step in named:
        run.add(step)
    found = {_name(k): Hearing() for k in range(len(steps))}
    for place, known in enumerate(acts):
        later = [other.tick for other in acts if other.tick > known.tick]
        run.live_until(min(later, default=scenario.ticks) * scenario.hours_per_tick)
        act = run.acts[place]
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
