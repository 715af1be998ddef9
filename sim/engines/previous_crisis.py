"""An earlier crisis, lived through first: the same people come to the next one with it.

It is the scenario's own incident under another plan, with a chance and a repair of its own.
"""

from collections.abc import Callable
from typing import Any

import numpy as np
from numpy.typing import NDArray

from sim.compiling import compiled
from sim.scenario.schema import Scenario
from sim.storm.carry_over import remember
from sim.storm.chance import WORD, mix
from sim.storm.state import GONE

EARLIER = 0xA0761D6478BD642F
"""Sets the earlier crisis's chance apart from that of the next one."""
FinalPeople = Callable[[Scenario, str, int], NDArray[Any]]
"""People's records at the end of a run of a scenario, plan and seed."""


def after_earlier(
    scenario: Scenario, seed: int, people: NDArray[Any], p: NDArray[Any], final_people: FinalPeople
) -> None:
    """Bring to newly drawn people what is left of the scenario's earlier crisis."""
    earlier = scenario.earlier
    if earlier is None:
        return
    born = scenario.community.seed if scenario.community.seed is not None else seed
    same = scenario.community.model_copy(update={"seed": born})
    first = scenario.model_copy(update={"earlier": None, "community": same})
    before = final_people(first, earlier.plan, mix(seed ^ EARLIER & WORD))
    hours, end = first.hours_per_tick, first.ticks
    away = earlier.days * 24.0
    compiled(remember_all)(people, before, away, end, hours, earlier.trust_regained, p)


def remember_all(
    people: Any, before: Any, away: float, end: int, tick_hours: float, regained: float, p: Any
) -> None:
    """Let everybody remember. Feelings were last worked out some ticks before the end."""
    for i in range(np.uint64(people.shape[0])):
        hours = away + (end - before[i].felt) * tick_hours
        remember(people[i], before[i], hours, regained, p[0])


def gone_before(people: NDArray[Any]) -> NDArray[np.int64]:
    """Return those who had left before the first tick, as changes of stance at tick 0."""
    left = np.flatnonzero(people["stance"] == GONE)
    return np.column_stack([np.zeros_like(left), left, np.full_like(left, GONE)]).astype(np.int64)
