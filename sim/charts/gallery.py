"""All charts of a run or of a comparison, by the stem of their file names."""

from typing import TYPE_CHECKING

from matplotlib.figure import Figure

from sim.charts.differences import differences
from sim.charts.graph import graph
from sim.charts.plans import plans
from sim.charts.storm import storm
from sim.results.comparing import baseline_of

if TYPE_CHECKING:
    from sim.results import Ensemble, Record


def run_charts(record: "Record") -> dict[str, Figure]:
    """The charts of one run: the storm, and the social graph at four moments."""
    return {"storm": storm(record), "graph": graph(record)}


def compare_charts(ensemble: "Ensemble", baseline: str = "silence") -> dict[str, Figure]:
    """The charts of a comparison: the plans over time and, of several, what each changes.

    Differences are against the baseline, or the first plan if it is not among them.
    """
    against = baseline_of(ensemble.plans, baseline)
    charts = {"plans": plans(ensemble, against)}
    if len(ensemble.plans) > 1:
        charts["differences"] = differences(ensemble, against)
    return charts
