"""Luck and ignorance in the results of a study over plausible models, plan by plan."""

import numpy as np
import pandas as pd
import xarray as xr
from numpy.typing import NDArray

from sim.studies.luck_and_ignorance import uncertainty_table
from sim.studies.runner import StudyResult

MEASURE = "critical_posts_total"
"""The measure of the chart, whatever others the study compares."""


def study_uncertainty(result: StudyResult) -> pd.DataFrame | None:
    """Return a row per plan and measure, on average over all settings of a study.

    None if it ran under one model.
    """
    models, again, spec = result.models, result.again, result.study.spec
    if models is None or again is None:
        return None
    groups = np.array(models.numbers(range(len(models.model_of))), np.int64)
    measures = dict.fromkeys([MEASURE, *spec.measures])
    runs = {
        name: {
            plan: np.hstack(
                [_by_setting(each, name, plan) for each in (result.runs.dataset, again)]
            )
            for plan in spec.plan_names
        }
        for name in measures
    }
    return uncertainty_table(runs, groups, spec.baseline_plan)


def _by_setting(runs: xr.Dataset, measure: str, plan: str) -> NDArray[np.float64]:
    """Return a measure of a plan, shape (settings, seeds)."""
    values = runs[measure].sel(plan=plan)
    table = values.transpose(..., "seed").to_numpy()
    return np.asarray(table.reshape(-1, table.shape[-1]), np.float64)
