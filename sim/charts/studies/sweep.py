"""A sweep: curves over one factor (a panel per level of another), or a map over two."""

from matplotlib.figure import Figure

from sim.charts.studies.curves import curves
from sim.charts.studies.heat import heat
from sim.studies.finding import Finding, Tried
from sim.studies.sweep import Sweep


def sweep(asked: Sweep, tried: Tried, finding: Finding) -> Figure:
    """The slide of a sweep."""
    return (heat if asked.as_map else curves)(asked, tried, finding)
