"""The length of a tick is a matter of computing, not of the storm: halving it changes little."""

import numpy as np
import pytest

from sim.engines import compiled
from sim.engines.setup import draw_population
from sim.scenario import load_scenario

SEEDS = 250
CLOSE = 0.05
"""The relative change of an ensemble's mean that halving the tick may bring."""


def storms(plan: str, tick: str) -> dict[str, np.ndarray]:
    """What describes a storm of the case, over many seeds."""
    scenario = load_scenario("analytics-outage", {"clock.tick": tick})
    per_hour = round(1.0 / scenario.hours_per_tick)
    runs = []
    for seed in range(SEEDS):
        population = draw_population(scenario, seed)
        series = compiled.run(scenario, plan, seed, population, log=False).series
        hourly = series["critical_posts"].reshape(-1, per_hour).sum(axis=1)
        three = np.convolve(hourly, np.ones(3) / 3.0, "valid")
        runs.append(
            {
                "critical_posts_total": hourly.sum(),
                "peak": three.max(),
                "reached": series["reached"][-1],
                "trust": series["trust"][-1],
                "grievance": series["grievance"].mean(),
            }
        )
    return {name: np.array([run[name] for run in runs]) for name in runs[0]}


@pytest.mark.slow
@pytest.mark.parametrize("plan", ["silence", "as-it-happened"])
def test_halving_the_tick_changes_the_case_by_less_than_a_twentieth(plan: str) -> None:
    longer, shorter = storms(plan, "15min"), storms(plan, "7.5min")
    for name in longer:
        changes = shorter[name] - longer[name]
        unsure = changes.std() / np.sqrt(SEEDS)
        assert abs(changes.mean()) < CLOSE * longer[name].mean() + unsure, name
