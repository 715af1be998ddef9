"""Check a posterior as inference packages are checked, without running a storm.

Ranks are those of simulation-based calibration *over the emulators*: a truth is drawn from the
prior, observations of all rows are made from it, and the sampler is given these. Even ranks say
that sampler and likelihood agree with one another. Whether the emulators agree with the model is
asked apart, of sets that were really run again on more pairs.
"""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
import pandas as pd
from numpy.typing import NDArray
from scipy.special import ndtr
from scipy.stats import binomtest

from sim.calibration.posterior import RulesPosterior
from sim.calibration.row_figures import NOT_FITTED, SUMMARIES
from sim.calibration.slices import elliptical_slices
from sim.fitting.checks.calibration import LEVELS, rank_of, ranks_table
from sim.fitting.checks.local import SENSITIVE, moved_by

Array = NDArray[np.float64]
POWERS = (0.99, 1.01)
"""Powers by which prior and likelihood are scaled, near 1 as weights of many parameters tear."""
MOVES, KEPT = 800, 40
"""Moves of the sampler for each made truth, and draws among which it is ranked."""
BATCH = 250
"""Truths that are sampled at a time."""
SPREAD_DRAWS = 4000
"""Draws of the posterior from which its widths and sensitivities are known."""
SHARES = {"low": 0.1, "median": 0.5, "high": 0.9}


@dataclass(frozen=True)
class PosteriorDiagnosis:
    """What the checks of a posterior found."""

    ranks: pd.DataFrame
    """A row per made truth, a column per parameter and summary. Between 0 and 1."""
    parameters: pd.DataFrame
    """Per parameter: contraction, and how far prior and likelihood move it."""
    not_fitted: pd.DataFrame
    """Per result that no row asks for: quantiles of prior, posterior and real runs."""
    rows: pd.DataFrame
    """Per row: share of sets in which it holds, by the emulators and in real runs."""
    figures_in: dict[str, float]
    """Shares of really measured figures within the emulators' intervals."""

    def table(self) -> pd.DataFrame:
        """Return per quantity whether its ranks stay in the bands, and how intervals held."""
        return ranks_table(self.ranks)


def diagnose_posterior(
    found: RulesPosterior, number: int = 1000, progress: Callable[[int, int], None] | None = None
) -> PosteriorDiagnosis:
    """Carry out all checks. ``number`` is that of made truths."""
    return PosteriorDiagnosis(
        ranks_of_truths(found, number, progress), sensitivities(found), results_not_fitted(found),
        row_shares(found), figures_within(found),
    )  # fmt: skip


def ranks_of_truths(
    found: RulesPosterior, number: int, progress: Callable[[int, int], None] | None = None
) -> pd.DataFrame:
    """Make truths and observations, sample the posterior of each, and rank the truths."""
    chance = np.random.default_rng(found.options.seed)
    summaries, windows = found.answers.only(SUMMARIES), found.windows.informative()
    names, blocks = found.prior.names, []
    for first in range(0, number, BATCH):
        truths = chance.standard_normal((min(BATCH, number - first), len(names)))
        made = windows.made(truths, chance)
        drawn = elliptical_slices(
            made.log_likelihood, chance.standard_normal(truths.shape), MOVES, KEPT, chance
        )
        both = [np.concatenate((some, summaries.predict(some)), axis=-1)
                for some in (drawn, truths)]  # fmt: skip
        blocks.append([
            [rank_of(both[0][:, k, column], both[1][k, column], chance)
             for column in range(both[1].shape[1])]
            for k in range(len(truths))
        ])  # fmt: skip
        if progress:
            progress(first + len(truths), number)
    return pd.DataFrame(np.vstack(blocks), columns=[*names, *SUMMARIES])


def sensitivities(found: RulesPosterior) -> pd.DataFrame:
    """Return how much narrower each parameter became, and what tells it.

    Power scaling (Kallioinen et al. 2024): how far the parameter's distribution moves as its own
    prior, or the rows, count more or less, per doubling of the power.
    """
    chance = np.random.default_rng(found.options.seed)
    windows = found.windows.informative()
    chains = len(found.coordinates)
    kept = max(1, SPREAD_DRAWS // chains)
    drawn = elliptical_slices(
        lambda points, _: windows.log_likelihood(points), found.coordinates, MOVES, kept, chance
    ).reshape(-1, len(found.prior.names))
    likelihood, even = windows.log_likelihood(drawn), np.zeros(len(drawn))
    rows = {}
    for place, name in enumerate(found.prior.names):
        values = drawn[:, place]
        by_prior = moved_by(values, even, -(values**2) / 2, POWERS)
        by_rows = moved_by(values, even, likelihood, POWERS)
        told = "rows" if by_rows >= by_prior else "both"
        told = told if by_rows >= SENSITIVE else "prior"
        rows[name] = {"mean": float(values.mean()), "spread": float(values.std()),
                      "prior": by_prior, "rows": by_rows, "told_by": told}  # fmt: skip
    return pd.DataFrame.from_dict(rows, orient="index")


def results_not_fitted(found: RulesPosterior) -> pd.DataFrame:
    """Return quantiles of results that no row asks for, and of the summaries."""
    chance = np.random.default_rng(found.options.seed)
    emulated, rows = found.answers, {}
    prior = chance.standard_normal((SPREAD_DRAWS, len(found.prior.names)))
    real = found.checked
    for name in (*NOT_FITTED, *SUMMARIES):
        one = emulated.only([name])
        row: dict[str, float] = {}
        for which, points in (("prior", prior), ("posterior", found.coordinates)):
            values = one.predict(points)[:, 0]
            values = values + one.errors[0] * chance.standard_normal(len(values))
            row |= {f"{which}_{end}": float(np.quantile(values, share))
                    for end, share in SHARES.items()}  # fmt: skip
        measured = [each.answers[name] for each in real]
        row |= {f"real_{end}": float(np.quantile(measured, share)) if measured else np.nan
                for end, share in SHARES.items()}  # fmt: skip
        rows[name] = {**row, "skill": float(one.skills[0])}
    return pd.DataFrame.from_dict(rows, orient="index")


def row_shares(found: RulesPosterior) -> pd.DataFrame:
    """Return per row the share of sets in which it holds: as emulated, and in real runs."""
    windows, chance = found.windows, np.random.default_rng(found.options.seed)
    emulators = windows.emulators
    mean = emulators.predict(found.coordinates)
    drawn = mean + emulators.errors * chance.standard_normal(mean.shape)
    inside = (drawn >= windows.low) & (drawn <= windows.high)
    rows = {}
    for number in found.measured[0].verdicts:
        places = [k for k, name in enumerate(emulators.names) if name.split("/")[0] == number]
        emulated = float(inside[:, places].all(axis=1) @ found.weights) if places else np.nan
        known = [one.verdicts[number] == "holds" for one in found.checked
                 if one.verdicts[number] in ("holds", "fails")]  # fmt: skip
        low = high = np.nan
        if known:
            ends = binomtest(sum(known), len(known)).proportion_ci(method="wilson")
            low, high = float(ends.low), float(ends.high)
        rows[number] = {
            "emulated": emulated, "real": float(np.mean(known)) if known else np.nan,
            "real_low": low, "real_high": high, "sets": len(known),
            "learned_from": len(places),
        }  # fmt: skip
    return pd.DataFrame.from_dict(rows, orient="index")


def figures_within(found: RulesPosterior) -> dict[str, float]:
    """Return the shares of figures of checked sets within the emulators' central intervals.

    The luck of a figure on the pairs of the check is part of an interval, as it is of a figure.
    """
    emulators, checked = found.windows.emulators, found.checked
    if not checked:
        return {f"{level:.0%}": np.nan for level in LEVELS}
    points = np.array([one.coordinates for one in checked])
    real = np.array([[one.figures.get(name, np.nan) for name in emulators.names]
                     for one in checked])  # fmt: skip
    fewer = found.options.pairs / found.options.checked_pairs
    error = np.sqrt(emulators.errors**2 + emulators.luck**2 * fewer)
    ranks = ndtr((real - emulators.predict(points)) / np.maximum(error, 1e-12))
    ranks = ranks[~np.isnan(real)]
    return {f"{level:.0%}": float(np.mean(np.abs(ranks - 0.5) <= level / 2)) for level in LEVELS}
