"""Tell luck from ignorance: the same model on other seeds, against other plausible models.

Runs come in groups, one for each plausible model, each group on seeds of its own. Within a
group results differ by luck alone, and group means differ by ignorance and what luck is left in
them. The estimators are those of a one-way analysis of variance with random effects (Searle,
Casella and McCulloch 1992), unbiased for groups of any sizes.
"""

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
    """Split the variance of results, one per run. ``groups`` are the models' numbers.

    Runs without a result (NaN) are left out. With fewer than two models ignorance is NaN, and
    luck is where no model has two runs.
    """
    known = ~np.isnan(values)
    values, (_, places) = values[known], np.unique(groups[known], return_inverse=True)
    sizes = np.bincount(places).astype(float) if len(values) else np.zeros(0)
    luck, ignorance = _parts(values, places, sizes)
    low, high = np.nan, np.nan
    if not np.isnan(ignorance):
        chance = np.random.default_rng(DEFAULT_SEED)
        sums, squares = _sums(values, places, len(sizes))
        drawn = chance.integers(0, len(sizes), (RESAMPLES, len(sizes)))
        shares = [_share(*_from_sums(sums[row], squares[row], sizes[row])) for row in drawn]
        low, high = map(float, np.nanquantile(shares, INTERVAL))
    return VarianceSplit(luck, ignorance, low, high, len(sizes), len(values))


def _parts(values: Array, places: NDArray[np.intp], sizes: Array) -> tuple[float, float]:
    """Return the variances within and between groups."""
    if not len(sizes):
        return np.nan, np.nan
    return _from_sums(*_sums(values, places, len(sizes)), sizes)


def _sums(values: Array, places: NDArray[np.intp], groups: int) -> tuple[Array, Array]:
    """Return sums of values, and of their squares about the mean of all, by group."""
    centred = values - values.mean()
    first, second = (np.bincount(places, one, groups) for one in (centred, centred**2))
    return np.asarray(first, np.float64), np.asarray(second, np.float64)


def _from_sums(sums: Array, squares: Array, sizes: Array) -> tuple[float, float]:
    """Return unbiased variances within and between groups, NaN where they do not show."""
    number, groups = float(sizes.sum()), len(sizes)
    if number <= groups:
        return np.nan, np.nan
    within = float((squares - sums**2 / sizes).sum()) / (number - groups)
    if groups < 2:
        return within, np.nan
    between = float((sums**2 / sizes).sum() - sums.sum() ** 2 / number) / (groups - 1)
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


def uncertainty_of(
    ensemble: Ensemble, baseline: str, measures: tuple[str, ...] = SHOWN
) -> pd.DataFrame:
    """Return a row per plan and measure: how variance splits, how often better, the worst 5 %.

    Raises ValueError for an ensemble that ran under the defaults alone.
    """
    groups = models_of(ensemble)
    if groups is None:
        raise ValueError("this comparison ran under one model; compare with uncertain=True")
    runs = pd.DataFrame(ensemble.measures).set_index(["plan", "seed"])
    rows = []
    for name in known_measures(measures):
        sign = 1.0 if MEASURES[name].better == "higher" else -1.0
        against: Array = np.asarray(runs[name].loc[[baseline]], np.float64)
        for plan in ensemble.plans:
            values: Array = np.asarray(runs[name].loc[[plan]], np.float64)
            split = split_variance(np.log1p(values) if name in LOGARITHMIC else values, groups)
            better = better_in(sign * (values - against), groups)
            rows.append({
                "plan": plan, "measure": name, "luck": split.luck, "ignorance": split.ignorance,
                "share_of_ignorance": split.share, "share_low": split.low,
                "share_high": split.high, "models": split.models, "runs": split.runs,
                "better_in": np.nan if plan == baseline else better.share,
                "better_low": np.nan if plan == baseline else better.low,
                "better_high": np.nan if plan == baseline else better.high,
                "worst_5_percent": expected_shortfall(values, sign > 0),
            })  # fmt: skip
    return pd.DataFrame(rows)
