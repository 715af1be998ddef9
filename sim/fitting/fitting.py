"""Fitting a scenario to a real storm, and holding it against simple laws.

The storms of the stock that are like the real one (:mod:`sim.fitting.likeness`) are the
posterior: their settings, and what they let expect. Twice: given all days, for the band and
the settings; given the days up to the one after the peak, for the score of the rest.
"""

from dataclasses import asdict, dataclass

import numpy as np
import pandas as pd

from sim.errors import InputError
from sim.fitting.aligning import Laid, laid_over
from sim.fitting.laws import LAWS, Days, describe, reached, training
from sim.fitting.observed import Observed, by_day
from sim.fitting.scoring import Expected, coverage, quantile, scores_of
from sim.fitting.trying import DAYS, Counted, Tried

MODEL = "model"
SHARES = {"low": 0.1, "median": 0.5, "high": 0.9}


@dataclass(frozen=True, slots=True)
class Fit:
    """A real storm, the simulated ones that are like it, and what they say."""

    storm: Observed
    tried: Tried
    counted: Counted
    posterior: pd.DataFrame
    """Per value fitted: 10 %, 50 %, 90 % quantile, and the width relative to what was drawn."""
    expected: Expected
    """What the storms like it let expect, given all days."""
    low: Days
    high: Days
    """The 80 % band of these days."""
    covered: float
    trained: int
    """Days that the scored prediction has seen: up to the day after the peak."""
    ahead: Expected
    """What is expected given these days alone."""
    scores: pd.DataFrame
    """Per foreteller: log scores per later day (:class:`~sim.fitting.scoring.Scores`)."""
    described: pd.DataFrame
    """Decay figures of the data, and of the storms like it with their 80 % interval."""
    pair: "Pair | None"

    @property
    def days(self) -> Days:
        """The real storm's days."""
        return self.storm.days[: self.expected.means.shape[1]]

    @property
    def storms(self) -> int:
        """Number of simulated storms that count, by the evenness of their weights."""
        return round(1.0 / float(np.sum(self.expected.weights**2)))


@dataclass(frozen=True, slots=True)
class Pair:
    """Critics and defenders of one storm, fitted jointly."""

    expected: Expected
    """Defending voices expected, given all days of both."""
    days: Days
    """Defending voices counted."""
    covered: float
    halves: pd.DataFrame
    """T50 in days, critics and defenders: of the data, and of the storms with 80 % interval."""
    later: float
    """Weight of the storms in which the defenders' T50 comes after the critics'."""


def fit(storm: Observed, tried: Tried, counted: Counted = "posts", zone: str = "UTC") -> Fit:
    """Find the storms like a real one; posterior, band, scores against simple laws."""
    laid = laid_over(storm, tried, counted, zone)
    days = storm.days[:DAYS]
    length = len(days)
    hours = length * 24.0
    weights = laid.like(hours, both=storm.defending is not None)
    expected = first(laid.expected(hours, weights), length)
    low, high = expected.band()
    trained = min(training(days), length - 1)
    ahead = first(laid.expected(trained * 24, laid.like(trained * 24, peaked=True)), length)
    return Fit(
        storm, tried, counted, posterior(laid, weights, tried), expected, low, high,
        coverage(days, low, high), trained, ahead, scored(days, trained, ahead, storm.quiet),
        _described(days, expected), _pair(storm, laid, weights, length),
    )  # fmt: skip


def first(expected: Expected, length: int) -> Expected:
    """The first days alone."""
    return Expected(expected.weights, expected.means[:, :length], expected.simulated[:, :length])


def scored(days: Days, seen: int, ahead: Expected, quiet: float) -> pd.DataFrame:
    """Log scores of the days after those seen, for the model and the simple laws."""
    if np.isnan(days[seen:]).all():
        raise InputError("no day after those seen is known, so nothing can be scored")
    scores = {MODEL: ahead.log_scores(days, seen)}
    for name, law in LAWS.items():
        daily = 24.0 * quiet
        told = law(np.maximum(days - daily, 0.0), seen) + daily
        scores[name] = scores_of(days, told, seen)
    return pd.DataFrame({name: asdict(score) for name, score in scores.items()}).T


def posterior(laid: Laid, weights: Days, tried: Tried) -> pd.DataFrame:
    """Quantiles of each value fitted; a width near 1 says that the days tell nothing of it."""
    rows = {}
    for column, name in enumerate(tried.settings):
        values = laid.settings[:, column]
        low, median, high = (quantile(values, weights, share) for share in SHARES.values())
        all_drawn = np.log(tried.settings[name].to_numpy(float))
        drawn = np.quantile(all_drawn, 0.9) - np.quantile(all_drawn, 0.1)
        rows[name] = (*np.exp([low, median, high]), (high - low) / drawn)
    return pd.DataFrame.from_dict(rows, orient="index", columns=[*SHARES, "width"])


def _described(days: Days, expected: Expected) -> pd.DataFrame:
    """Decay figures: of the data, and of the storms like it."""
    mine = describe(days)
    counts = expected.weights > 0
    theirs = pd.DataFrame([describe(row) for row in expected.means[counts]])
    weights = expected.weights[counts]
    spans = {
        name: [quantile(theirs[name].fillna(0.0).to_numpy(), weights, q) for q in SHARES.values()]
        for name in mine
    }
    table = pd.DataFrame.from_dict(spans, orient="index", columns=list(SHARES))
    table.insert(0, "data", pd.Series(mine))
    return table


def _pair(storm: Observed, laid: Laid, weights: Days, length: int) -> Pair | None:
    """Critics and defenders, where both are counted."""
    if storm.defending is None:
        return None
    theirs = by_day(storm.defending, storm.step)[:length]
    expected = first(laid.expected_defending(length * 24.0, weights), length)
    mine = storm.days[:length]
    told, theirs_told = ~np.isnan(mine), ~np.isnan(theirs)
    critics = np.array([_half(row[told]) for row in laid.days[:, :length]])
    defenders = np.array([_half(row[theirs_told]) for row in laid.defending[:, :length]])
    rows = {}
    for name, data, runs in (("critics", mine, critics), ("defenders", theirs, defenders)):
        spans = [quantile(runs, weights, share) for share in SHARES.values()]
        rows[name] = (_half(np.nan_to_num(data)), *spans)
    halves = pd.DataFrame.from_dict(rows, orient="index", columns=["data", *SHARES])
    later = float(weights[defenders > critics].sum())
    return Pair(expected, theirs, coverage(theirs, *expected.band()), halves, later)


def _half(days: Days) -> float:
    """Days to half of the volume; the end where there is none."""
    total = days.sum()
    return reached(np.cumsum(days) / total, 0.5) if total > 0 else float(len(days))
