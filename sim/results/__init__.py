"""What comes out of runs: records of one run, ensembles of many, measures, severity."""

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from sim.results.collector import Collector
    from sim.results.ensemble import Ensemble
    from sim.results.measures import MEASURES, Measure
    from sim.results.record import Record
    from sim.results.severity import LEVELS

__all__ = ["LEVELS", "MEASURES", "Collector", "Ensemble", "Measure", "Record"]

_HOMES = {
    "Collector": "collector",
    "Ensemble": "ensemble",
    "MEASURES": "measures",
    "Measure": "measures",
    "Record": "record",
    "LEVELS": "severity",
}


def __getattr__(name: str) -> Any:
    """Load pandas and xarray only for those who ask for what needs them."""
    if name not in _HOMES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(import_module(f"{__name__}.{_HOMES[name]}"), name)
