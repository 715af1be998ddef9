"""Simulation of outrage on a company's page, and of what the company's responses change.

    scenario = sim.load_scenario("analytics-outage")
    record = sim.simulate(scenario, plan="broken-promises", seed=7)
    ensemble = sim.compare(scenario, plans=["silence", "honest-roadmap"], seeds=200)

Everything is loaded when first asked for: ``import sim`` is quick.
"""

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from sim.api import compare, rerun, simulate
    from sim.results.ensemble import Ensemble
    from sim.results.record import Record
    from sim.runs.runner import Execution
    from sim.scenario.loading import load_scenario
    from sim.scenario.schema import Scenario

__all__ = [
    "Ensemble",
    "Execution",
    "Record",
    "Scenario",
    "compare",
    "load_scenario",
    "rerun",
    "simulate",
]

_HOMES = {
    "load_scenario": "sim.scenario.loading",
    "Scenario": "sim.scenario.schema",
    "simulate": "sim.api",
    "rerun": "sim.api",
    "compare": "sim.api",
    "Execution": "sim.runs.runner",
    "Record": "sim.results.record",
    "Ensemble": "sim.results.ensemble",
}


def __getattr__(name: str) -> Any:
    """Load a public name when it is first used."""
    if name not in _HOMES:
        raise AttributeError(f"module 'sim' has no attribute {name!r}")
    return getattr(import_module(_HOMES[name]), name)


def __dir__() -> list[str]:
    """List the public names."""
    return sorted(__all__)
