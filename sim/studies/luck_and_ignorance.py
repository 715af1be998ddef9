"""Tell luck from ignorance: the same model on other seeds, against other plausible models.

Runs come in groups, one for each plausible model, each group on seeds of its own. Within a
group results differ by luck alone, and group means differ by ignorance and what luck is left in
them. The estimators are those of a one-way analysis of variance with random effects (Searle,
Casella and McCulloch 1992), unbiased for groups of any sizes.
"""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
import pandas as pd
from numpy.typing import NDArray
from scipy.stats import binomtest

from sim.results.comparing import known_measures
from sim.results.ensemble import Ensemble
from sim.results.measures import MEASURES
from sim.runs.uncertain_ensemble import models_of
from sim.sampling import DEFAULT_SEED, INTERVAL

Array = NDArray[np.float64]
SHOWN = ("peak", "critical_posts_total", "customers_lost")
WORST = 0.05
"""Share of the runs of which the expected shortfall is the mean."""
LOGARITHMIC = {"peak", "critical_posts_total", "customers_lost"}
"""Counts with a long tail, whose variance is taken of log(1 + count)."""
RESAMPLES = 1000


@dataclass(frozen=True, slots=True)
class VarianceSplit:
    """A variance in two parts. Each is unbiased, so that ignorance may come out below 0."""

    luck: float
    """NaN where no model ran on two seeds."""
    ignorance: float
    low: float
    """95 % bootstrap interval of the share of ignorance, over models."""
    high: float
    models: int
    runs: int

    @property
    def share(self) -> float:
        """Return the share of ignorance, 0 where its estimate is below."""
        return _share(self.luck, self.ignorance)


def split_variance(values: Array, groups: NDArray[np.int64]) -> VarianceSplit:
    """Split the variance of results. ``groups`` are the models' numbers.

    ``values`` have one result per run, or shape (settings, runs) with the same models in every
    setting: then both parts are means over settings. Runs without a result (NaN) in any setting
    are left out. With fewer than two models ignorance is NaN, and luck is where no model has two
    runs.
    """
    rows = np.atleast_2d(values)
    known = ~np.isnan(rows).any(axis=0)
    rows, (_, places) = rows[:, known], np.unique(groups[known], return_inverse=True)
    number = int(known.sum())
    if not number:
        return VarianceSplit(np.nan, np.nan, np.nan, np.nan, 0, 0)
    sizes = np.bincount(places).astype(float)
    sums, squares = _sums(rows, places, len(sizes))
    luck, ignorance = _from_sums(sums, squares, sizes)
    low, high = np.nan, np.nan
    if not np.isnan(ignorance):
        chance = np.random.default_rng(DEFAULT_SEED)
        drawn = chance.integers(0, len(sizes), (RESAMPLES, len(sizes)))
        shares = [_share(*_from_sums(sums[:, row], squares[:, row], sizes[row])) for row in drawn]
        low, high = map(float, np.nanquantile(shares, INTERVAL))
    return VarianceSplit(luck, ignorance, low, high, len(sizes), number)


def _sums(rows: Array, places: NDArray[np.intp], groups: int) -> tuple[Array, Array]:
    """Return sums of values, and of their squares about the mean of all, by row and group."""
    centred = rows - rows.mean(axis=1, keepdims=True)
    member = (places[:, None] == np.arange(groups)).astype(np.float64)
    return centred @ member, centred**2 @ member


def _from_sums(sums: Array, squares: Array, sizes: Array) -> tuple[float, float]:
    """Return unbiased variances within and between groups, NaN where they do not show.

    Sums have shape (settings, groups). The variances are means over settings.
    """
    number, groups = float(sizes.sum()), len(sizes)
    if number <= groups:
        return np.nan, np.nan
    settings = len(sums)
    within = float((squares - sums**2 / sizes).sum()) / settings / (number - groups)
    if groups < 2:
        return within, np.nan
    totals = float((sums.sum(axis=1) ** 2).sum()) / number
    between = (float((sums**2 / sizes).sum()) - totals) / settings / (groups - 1)
    usual = (number - float((sizes**2).sum()) / number) / (groups - 1)
    return within, (between - within) / usual


def _share(luck: float, ignorance: float) -> float:
    """Return the share of ignorance, from 0 to 1, 0 where nothing varies."""
    if np.isnan(luck) or np.isnan(ignorance):
        return np.nan
    ignorance, luck = max(ignorance, 0.0), max(luck, 0.0)
    return ignorance / (luck + ignorance) if luck + ignorance > 0 else 0.0


@dataclass(frozen=True, slots=True)
class BetterIn:
    """The share of plausible models in which a plan is better than another."""

    share: float
    low: float
    """95 % interval (Wilson) due to the number of models."""
    high: float
    models: int


def better_in(gains: Array, groups: NDArray[np.int64]) -> BetterIn:
    """Count the models whose runs gain on average. ``gains`` are positive where it is better.

    A model in which the plans are equal counts against. Each model is judged by its few runs,
    so that luck moves the share towards a half: it is cautious.
    """
    known = ~np.isnan(gains)
    table = pd.Series(gains[known]).groupby(groups[known]).mean()
    if table.empty:
        return BetterIn(np.nan, np.nan, np.nan, 0)
    wins = int((table > 0).sum())
    ends = binomtest(wins, len(table)).proportion_ci(method="wilson")
    return BetterIn(wins / len(table), float(ends.low), float(ends.high), len(table))


def expected_shortfall(
    values: Array, higher_is_better: bool = False, share: float = WORST
) -> float:
    """Return the mean of the worst share of runs, the last of them counted in part."""
    known = values[~np.isnan(values)]
    worst = np.sort(known) if higher_is_better else np.sort(known)[::-1]
    if not len(worst):
        return np.nan
    number = share * len(worst)
    parts = np.clip(number - np.arange(len(worst)), 0.0, 1.0)
    return float(parts @ worst / number) if number >= 1 else float(worst[0])


def values_by_plan(ensemble: Ensemble, measure: str) -> tuple[dict[str, Array], NDArray[np.int64]]:
    """Return a measure by plan, one value per seed, and the number of the model of each seed.

    Raises ValueError for an ensemble that ran under the defaults alone.
    """
    groups = models_of(ensemble)
    if groups is None:
        raise ValueError("this comparison ran under one model; compare with uncertain=True")
    runs = pd.DataFrame(ensemble.measures).set_index(["plan", "seed"])[measure]
    return {plan: np.asarray(runs.loc[[plan]], np.float64) for plan in ensemble.plans}, groups


def split_of(measure: str, values: Array, groups: NDArray[np.int64]) -> VarianceSplit:
    """Split the variance of a measure, of its logarithm where that is a count."""
    return split_variance(np.log1p(values) if measure in LOGARITHMIC else values, groups)


def uncertainty_of(
    ensemble: Ensemble, baseline: str, measures: tuple[str, ...] = SHOWN
) -> pd.DataFrame:
    """Return a row per plan and measure: how variance splits, how often better, the worst 5 %.

    Raises ValueError for an ensemble that ran under the defaults alone.
    """
    groups = models_of(ensemble)
    if groups is None:
        raise ValueError("this comparison ran under one model; compare with uncertain=True")
    runs = {name: values_by_plan(ensemble, name)[0] for name in known_measures(measures)}
    return uncertainty_table(runs, groups, baseline)


def uncertainty_table(
    runs: Mapping[str, Mapping[str, Array]], groups: NDArray[np.int64], baseline: str
) -> pd.DataFrame:
    """Return a row per plan and measure.

    ``runs`` holds results by measure and plan, of shape (runs,) or (settings, runs). ``groups``
    are the numbers of the models of the runs. A plan is better in a model if it is so on average
    over its runs in all settings.
    """
    rows = []
    for name, by_plan in runs.items():
        sign = 1.0 if MEASURES[name].better == "higher" else -1.0
        for plan, values in by_plan.items():
            split = split_of(name, values, groups)
            gains = np.atleast_2d(sign * (values - by_plan[baseline])).mean(axis=0)
            better = better_in(gains, groups)
            rows.append({
                "plan": plan, "measure": name, "luck": split.luck, "ignorance": split.ignorance,
                "share_of_ignorance": split.share, "share_low": split.low,
                "share_high": split.high, "models": split.models, "runs": split.runs,
                "better_in": np.nan if plan == baseline else better.share,
                "better_low": np.nan if plan == baseline else better.low,
                "better_high": np.nan if plan == baseline else better.high,
                "worst_5_percent": expected_shortfall(values.ravel(), sign > 0),
            })  # fmt: skip
    return pd.DataFrame(rows)
