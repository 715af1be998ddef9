"""Simulation-based calibration: are ranks of the truth even, and do intervals hold?

A storm is made from the prior, fitted without it, and the truth is ranked within the posterior
(Talts et al. 2018). Even ranks are judged by their empirical distribution and its simultaneous
bands (Säilynoja, Bürkner and Vehtari 2022).
"""

from collections.abc import Callable
from dataclasses import dataclass, replace

import numpy as np
import pandas as pd
from numpy.typing import NDArray
from scipy.stats import binom

from sim.fitting.checks.made_storms import MadeStorm, make_storm, whole_days
from sim.fitting.forecasting import FIGURES, figures
from sim.fitting.learned import Learned
from sim.fitting.posterior import posterior, systematic
from sim.fitting.rivals import edges_ahead
from sim.fitting.seen import SeenStorm
from sim.fitting.stock import Counted, Stock
from sim.sampling import DEFAULT_SEED

Array = NDArray[np.float64]

DRAWS = 400
"""Draws of a posterior by which figures are ranked."""
GRID = np.linspace(0.01, 0.99, 99)
"""Ranks at which the distribution is compared with its bands."""
SETS = 2000
"""Sets of even ranks from which simultaneous bands are found."""
LEVELS = (0.5, 0.8, 0.95)
FEWEST_EFFECTIVE = 3.0
"""Effective storms under which a fit counts as invalid: its weights say nothing of its spread."""


@dataclass(frozen=True)
class RankCalibration:
    """Ranks of the truth in fits of made storms."""

    ranks: pd.DataFrame
    """A row per made storm, a column per parameter and figure. Between 0 and 1."""
    days: Array
    """Ranks of the days to come, all storms together."""
    invalid: int
    """Fits that rest on too few simulated storms. They are counted, and stay in the ranks."""
    pairs: tuple[Array, Array, Array]
    """Counts (logarithms), true settings and drawn ones, for local tests. A row per storm."""

    def table(self) -> pd.DataFrame:
        """Return per quantity whether its ranks stay in the bands, and how intervals held."""
        return ranks_table(self.ranks)

    def day_coverage(self) -> dict[str, float]:
        """Return the shares of days to come in their central intervals."""
        return {f"{level:.0%}": float(np.mean(np.abs(self.days - 0.5) <= level / 2))
                for level in LEVELS}  # fmt: skip


def calibrate(
    like: SeenStorm,
    stock: Stock,
    learned: Learned,
    number: int,
    days: int,
    counted: Counted = "posts",
    progress: Callable[[int, int], None] | None = None,
) -> RankCalibration:
    """Make so many storms with the stretches and clock of another one, and fit each of them."""
    chance = np.random.default_rng(DEFAULT_SEED)
    truths = systematic(stock.prior, number, chance)
    chance.shuffle(truths)
    edges = edges_ahead(like.hours, days)
    logs = np.log(stock.settings.to_numpy(float))
    rows, day_ranks, invalid = [], [], 0
    seen_logs, own, drawn_settings = [], [], []
    for place, row in enumerate(truths):
        made = make_storm(int(row), like, days, stock, learned, chance, counted)
        others = replace(stock, prior=_without(stock.prior, int(row)))
        weighed = posterior(made.seen, others, learned, counted)
        invalid += weighed.effective < FEWEST_EFFECTIVE
        drawn = weighed.draw(DRAWS, seed=place)
        picked = weighed.particles.rows[drawn.particles, 0]
        ranks = {
            str(name): rank_of(logs[picked, column], logs[row, column], chance)
            for column, name in enumerate(stock.settings)
        }
        ahead = weighed.ahead(edges, drawn, seed=place).volumes
        ranks |= _figure_ranks(made, ahead, chance)
        rows.append(ranks)
        day_ranks += [rank_of(ahead[:, k], made.ahead[k], chance) for k in range(len(edges) - 1)]
        seen_logs.append(np.log(made.seen.volumes + 0.5))
        own.append(logs[row])
        drawn_settings.append(logs[picked[int(chance.integers(len(picked)))]])
        if progress:
            progress(place + 1, number)
    pairs = (np.array(seen_logs), np.array(own), np.array(drawn_settings))
    return RankCalibration(pd.DataFrame(rows), np.array(day_ranks), int(invalid), pairs)


def ranks_table(ranks_of: pd.DataFrame) -> pd.DataFrame:
    """Return per column of ranks whether it stays in the bands, and how intervals held."""
    low, high = simultaneous_bands(len(ranks_of))
    rows = {}
    for name in ranks_of:
        ranks = ranks_of[name].to_numpy()
        counts = (ranks[:, None] <= GRID).sum(axis=0)
        outside = (counts < low) | (counts > high)
        held = {f"in_{level:.0%}": float(np.mean(np.abs(ranks - 0.5) <= level / 2))
                for level in LEVELS}  # fmt: skip
        gap = float(np.max(np.abs(counts / len(ranks) - GRID)))
        rows[name] = {"in_bands": not outside.any(), "furthest": gap, **held}
    return pd.DataFrame.from_dict(rows, orient="index")


def _figure_ranks(made: MadeStorm, ahead: Array, chance: np.random.Generator) -> dict[str, float]:
    """Return the ranks of the true peak, duration and total."""
    drawn = figures(whole_days(made.seen, ahead))
    true = figures(whole_days(made.seen, made.ahead)).iloc[0]
    return {name: rank_of(drawn[name].to_numpy(float), float(true[name]), chance)
            for name in FIGURES}  # fmt: skip


def rank_of(draws: Array, truth: float, chance: np.random.Generator) -> float:
    """Return the rank of the truth among draws, between 0 and 1. Ties are broken by chance."""
    below, same = float((draws < truth).sum()), float((draws == truth).sum())
    return (below + chance.uniform() * (same + 1.0)) / (len(draws) + 1.0)


def _without(prior: Array, row: int) -> Array:
    """Return prior weights without one storm."""
    left = prior.copy()
    left[row] = 0.0
    return np.asarray(left / left.sum())


def simultaneous_bands(number: int, level: float = 0.95) -> tuple[Array, Array]:
    """Return the lowest and highest counts of ranks up to :data:`GRID`, all held at once."""
    even = np.random.default_rng(DEFAULT_SEED).uniform(size=(SETS, number))
    counts = np.array([np.searchsorted(np.sort(row), GRID, side="right") for row in even])
    lower, upper = binom.cdf(counts, number, GRID), binom.sf(counts - 1, number, GRID)
    least = 2.0 * np.minimum(lower, upper).min(axis=1)
    gamma = float(np.quantile(least, 1.0 - level))
    low, high = binom.ppf(gamma / 2, number, GRID), binom.ppf(1 - gamma / 2, number, GRID)
    return np.asarray(low, float), np.asarray(high, float)
