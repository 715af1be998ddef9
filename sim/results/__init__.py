"""Results of runs: records of one run, ensembles of many, measures, severity."""

from typing import TYPE_CHECKING

from sim.lazy import load_on_use

if TYPE_CHECKING:
    from sim.results.collector import Collector
    from sim.results.ensemble import Ensemble
    from sim.results.measures import MEASURES, Measure
    from sim.results.record import Record
    from sim.results.severity import LEVELS

__all__ = ["LEVELS", "MEASURES", "Collector", "Ensemble", "Measure", "Record"]

__getattr__ = load_on_use(
    __name__,
    {
        "Collector": "collector",
        "Ensemble": "ensemble",
        "MEASURES": "measures",
        "Measure": "measures",
        "Record": "record",
        "LEVELS": "severity",
    },
)
