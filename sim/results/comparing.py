"""Comparison of plans pair by pair: the same people and the same chance."""

from collections.abc import Iterable, Sequence
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from sim.errors import UnknownNameError
from sim.results.former_names import present_measures
from sim.results.measures import MEASURES
from sim.sampling import interval_of_mean

SPREAD = {"low": 0.1, "median": 0.5, "high": 0.9}
"""Quantiles over seeds in summaries."""

DIFFERENCE_COLUMNS = (
    "plan",
    "measure",
    "unit",
    "better",
    "pairs",
    "mean_difference",
    "low",
    "high",
    "median_difference",
    "share_lower",
    "share_better",
)


def baseline_of(plans: Sequence[str], wanted: str = "silence") -> str:
    """Return the plan against which the others are held: the one wanted, or the first."""
    return wanted if wanted in plans else plans[0]


def known_measures(names: Iterable[str] | None) -> list[str]:
    """Return the measures of these names, or all. Unknown names raise ``UnknownNameError``."""
    known = present_measures(MEASURES if names is None else names)
    for name in known:
        if name not in MEASURES:
            raise UnknownNameError("measure", name, MEASURES)
    return known


def summary(measures: pd.DataFrame, names: Sequence[str]) -> pd.DataFrame:
    """Tabulate median, 10 % and 90 % quantile over seeds by plan and measure, without NaN."""
    plans = measures.groupby("plan", sort=False)[list(names)]
    quantiles = {
        label: plans.quantile(share).stack(future_stack=True) for label, share in SPREAD.items()
    }
    table = pd.DataFrame(quantiles).rename_axis(["plan", "measure"]).reset_index()
    table.insert(2, "unit", [MEASURES[name].unit for name in table["measure"]])
    return table


def paired_differences(measures: pd.DataFrame, baseline: str, names: Sequence[str]) -> pd.DataFrame:
    """Subtract the baseline from every other plan, seed by seed. One row per plan and measure."""
    plans = list(dict.fromkeys(measures["plan"]))
    if baseline not in plans:
        raise UnknownNameError("plan", baseline, plans)
    runs = measures.set_index(["plan", "seed"])
    rows = [
        difference(plan, name, (runs.loc[plan, name] - runs.loc[baseline, name]).to_numpy())
        for plan in plans
        if plan != baseline
        for name in names
    ]
    return pd.DataFrame(rows, columns=list(DIFFERENCE_COLUMNS))


def difference(plan: str, name: str, pairs: NDArray[np.float64]) -> dict[str, Any]:
    """Summarise the differences of all pairs. Those without an answer (NaN) are left out.

    The interval is a bootstrap over pairs: percentiles of the means of 2,000 resamples.
    Without any pair all figures are NaN.
    """
    measure = MEASURES[name]
    pairs = pairs[~np.isnan(pairs)]
    row = {"plan": plan, "measure": name, "unit": measure.unit, "better": measure.better}
    if not len(pairs):
        return {**row, "pairs": 0}
    low, high = interval_of_mean(pairs)
    lower, higher = float((pairs < 0).mean()), float((pairs > 0).mean())
    return {
        **row,
        "pairs": len(pairs),
        "mean_difference": pairs.mean(),
        "low": low,
        "high": high,
        "median_difference": np.median(pairs),
        "share_lower": lower,
        "share_better": {"lower": lower, "higher": higher, "none": np.nan}[measure.better],
    }
