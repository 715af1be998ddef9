"""Charts of studies: one function per kind, entered under the kind's name."""

from collections.abc import Callable
from typing import Any

import pandas as pd
from matplotlib.figure import Figure

from sim.charts.studies.break_even import break_even
from sim.charts.studies.compare import compare
from sim.charts.studies.front import front
from sim.charts.studies.robustness import robustness
from sim.charts.studies.sensitivity import sensitivity
from sim.charts.studies.sweep import sweep
from sim.charts.style import source
from sim.charts.uncertainty import uncertainty_slide
from sim.charts.wording import telling
from sim.studies.finding import StudyFinding, StudyRuns
from sim.studies.runner import StudyResult
from sim.studies.spec import StudySpec

CHARTS: dict[str, Callable[[Any, StudyRuns, StudyFinding], Figure]] = {
    "compare": compare,
    "sweep": sweep,
    "robustness": robustness,
    "break-even": break_even,
    "search": front,
    "sensitivity": sensitivity,
}
"""To add one, write a function of the study, its runs and its finding."""


def study_chart(spec: StudySpec, runs: StudyRuns, finding: StudyFinding) -> Figure:
    """Draw the chart of a study, whose title is the headline of its finding."""
    with telling(runs.scenario):
        return CHARTS[spec.kind](spec, runs, finding)


def study_uncertainty_slide(result: StudyResult, table: pd.DataFrame) -> Figure:
    """Draw luck and ignorance of each plan, on average over the settings of a study."""
    spec = result.study.spec
    with telling(result.runs.scenario):
        told = source(spec.story_of(result.runs), range(spec.seeds), len(spec.plan_names))
        return uncertainty_slide(table, spec.baseline_plan, told, spec.label_of)
