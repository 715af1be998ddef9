"""A sweep: curves over one factor (a panel per level of another), or a map over two."""

from matplotlib.figure import Figure

from sim.charts.studies.curves import curves
from sim.charts.studies.heat import heat
from sim.studies.finding import StudyFinding, StudyRuns
from sim.studies.sweep import Sweep


def sweep(spec: Sweep, runs: StudyRuns, finding: StudyFinding) -> Figure:
    """Draw the slide of a sweep."""
    return (heat if spec.as_map else curves)(spec, runs, finding)
