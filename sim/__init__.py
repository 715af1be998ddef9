"""Simulation of outrage on a company's page, and of what the company's responses change.

    scenario = sim.load_scenario("analytics-outage")
    record = sim.simulate(scenario, plan="broken-promises", seed=7)
    ensemble = sim.compare(scenario, plans=["silence", "honest-roadmap"], seeds=200)

Everything is loaded when first asked for: ``import sim`` is quick.
"""

from typing import TYPE_CHECKING

from sim.lazy import load_on_use

if TYPE_CHECKING:
    from sim.api import compare, rerun, simulate, start
    from sim.results.ensemble import Ensemble
    from sim.results.record import Record
    from sim.runs.runner import Execution
    from sim.runs.stepwise import Run
    from sim.scenario.loading import load_scenario
    from sim.scenario.schema import Scenario

__all__ = [
    "Ensemble",
    "Execution",
    "Record",
    "Run",
    "Scenario",
    "compare",
    "load_scenario",
    "rerun",
    "simulate",
    "start",
]

__getattr__ = load_on_use(
    __name__,
    {
        "load_scenario": "scenario.loading",
        "Scenario": "scenario.schema",
        "simulate": "api",
        "rerun": "api",
        "start": "api",
        "compare": "api",
        "Execution": "runs.runner",
        "Record": "results.record",
        "Run": "runs.stepwise",
        "Ensemble": "results.ensemble",
    },
)


def __dir__() -> list[str]:
    """List the public names."""
    return sorted(__all__)
