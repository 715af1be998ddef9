"""Charts of studies: one function per kind, entered under the kind's name."""

from collections.abc import Callable
from typing import Any

from matplotlib.figure import Figure

from sim.charts.studies.break_even import break_even
from sim.charts.studies.compare import compare
from sim.charts.studies.front import front
from sim.charts.studies.robustness import robustness
from sim.charts.studies.sweep import sweep
from sim.studies.finding import Finding, Tried

CHARTS: dict[str, Callable[[Any, Tried, Finding], Figure]] = {
    "compare": compare,
    "sweep": sweep,
    "robustness": robustness,
    "break-even": break_even,
    "search": front,
}
"""To add one, write a function of the study, its runs and its finding."""


def study_chart(asked: Any, tried: Tried, finding: Finding) -> Figure:
    """The chart of a study; its title is the finding."""
    return CHARTS[asked.kind](asked, tried, finding)
