"""Fit a scenario to a real storm, and score it against simple laws.

The candidates' storms that are like the real one (:mod:`sim.fitting.abc_weights`) are the
posterior: their settings and the days that they let expect. Given all days they yield the band
and the settings. Given the days up to the one after the peak they predict the rest for the score.
"""

from dataclasses import asdict, dataclass

import numpy as np
import pandas as pd

from sim.errors import InputError
from sim.fitting.alignment import AlignedRuns, align
from sim.fitting.candidates import DAYS, Candidates, Counted
from sim.fitting.laws import Days, describe, reached, training
from sim.fitting.observed import ObservedStorm, by_day
from sim.fitting.scoring import Expected, coverage, law_scores, quantile, scored_days

MODEL = "model"
SHARES = {"low": 0.1, "median": 0.5, "high": 0.9}
"""Quantiles that describe a distribution. The outer ones bound its 80 % interval."""


@dataclass(frozen=True, slots=True)
class Fit:
    """A real storm and the simulated ones that are like it."""

    storm: ObservedStorm
    candidates: Candidates
    counted: Counted
    posterior: pd.DataFrame
    """Per value fitted: 10 %, 50 %, 90 % quantile, and the width relative to what was drawn."""
    expected: Expected
    """Days expected from the storms like it, given all days."""
    low: Days
    high: Days
    """The 80 % band of these days."""
    covered: float
    """Share of the real storm's days in the band."""
    trained: int
    """Days that the scored prediction has seen: up to the day after the peak."""
    ahead: Expected
    """Days expected given these days alone."""
    scores: pd.DataFrame
    """Log scores per later day of the model and each law, with the columns of ``Scores``."""
    described: pd.DataFrame
    """Decay figures of the data, and of the storms like it with their 80 % interval."""
    joint: "JointFit | None"

    @property
    def days(self) -> Days:
        """Return the real storm's days."""
        return self.storm.days[: self.expected.means.shape[1]]

    @property
    def storms(self) -> int:
        """Return the effective number of simulated storms, by the evenness of their weights."""
        return round(1.0 / float(np.sum(self.expected.weights**2)))


@dataclass(frozen=True, slots=True)
class JointFit:
    """The defenders of a storm, fitted jointly with its critics."""

    expected: Expected
    """Defending voices expected, given all days of both."""
    days: Days
    """Defending voices counted."""
    covered: float
    halves: pd.DataFrame
    """T50 in days, critics and defenders: of the data, and of the storms with 80 % interval."""
    later: float
    """Weight of the storms in which the defenders' T50 comes after the critics'."""


def fit(
    storm: ObservedStorm, candidates: Candidates, counted: Counted = "posts", zone: str = "UTC"
) -> Fit:
    """Find the candidates like a storm. InputError if too few made one or no later day is known."""
    aligned = align(storm, candidates, counted, zone)
    days = storm.days[:DAYS]
    length = len(days)
    hours = length * 24.0
    weights = aligned.weights(hours, both=storm.defending is not None)
    expected = aligned.expected(hours, weights).first(length)
    low, high = expected.band()
    trained = min(training(days), length - 1)
    early = aligned.weights(trained * 24, peaked=True)
    ahead = aligned.expected(trained * 24, early).first(length)
    return Fit(
        storm, candidates, counted, posterior(aligned, weights, candidates), expected, low, high,
        coverage(days, low, high), trained, ahead, _scores(days, trained, ahead, storm.quiet),
        _described(days, expected), _joint_fit(storm, aligned, weights, length),
    )  # fmt: skip


def _scores(days: Days, seen: int, ahead: Expected, quiet: float) -> pd.DataFrame:
    """Return the log scores of the days after those seen, of the model and the simple laws."""
    if not len(scored_days(days, seen)):
        raise InputError("no day after those seen is known, so nothing can be scored")
    scores = {MODEL: ahead.log_scores(days, seen), **law_scores(days, days, seen, quiet)}
    return pd.DataFrame({name: asdict(score) for name, score in scores.items()}).T


def posterior(aligned: AlignedRuns, weights: Days, candidates: Candidates) -> pd.DataFrame:
    """Return quantiles of each value fitted. Near a width of 1 the days say nothing of it."""
    rows = {}
    for column, name in enumerate(candidates.settings):
        low, median, high = _quantiles(aligned.settings[:, column], weights)
        drawn = np.log(candidates.settings[name].to_numpy(float))
        width = np.quantile(drawn, SHARES["high"]) - np.quantile(drawn, SHARES["low"])
        rows[name] = (*np.exp([low, median, high]), (high - low) / width)
    return pd.DataFrame.from_dict(rows, orient="index", columns=[*SHARES, "width"])


def _quantiles(values: Days, weights: Days) -> list[float]:
    return [quantile(values, weights, share) for share in SHARES.values()]


def _described(days: Days, expected: Expected) -> pd.DataFrame:
    """Return the decay figures of the data, and of the storms like it."""
    counts = expected.weights > 0
    simulated = pd.DataFrame([describe(row) for row in expected.means[counts]]).fillna(0.0)
    data, weights = describe(days), expected.weights[counts]
    rows = {name: (data[name], *_quantiles(simulated[name].to_numpy(), weights)) for name in data}
    return pd.DataFrame.from_dict(rows, orient="index", columns=["data", *SHARES])


def _joint_fit(
    storm: ObservedStorm, aligned: AlignedRuns, weights: Days, length: int
) -> JointFit | None:
    """Return the fit of the defenders, where they are counted."""
    if storm.defending is None:
        return None
    counted = {"critics": storm.days[:length],
               "defenders": by_day(storm.defending, storm.step)[:length]}  # fmt: skip
    simulated = {"critics": aligned.days, "defenders": aligned.defending}
    rows, halves = {}, {}
    for side, days in counted.items():
        known = ~np.isnan(days)
        halves[side] = np.array([_half(row[known]) for row in simulated[side][:, :length]])
        rows[side] = (_half(np.nan_to_num(days)), *_quantiles(halves[side], weights))
    table = pd.DataFrame.from_dict(rows, orient="index", columns=["data", *SHARES])
    expected = aligned.expected_defending(length * 24.0, weights).first(length)
    covered = coverage(counted["defenders"], *expected.band())
    later = float(weights[halves["defenders"] > halves["critics"]].sum())
    return JointFit(expected, counted["defenders"], covered, table, later)


def _half(days: Days) -> float:
    """Return the days to half of the volume, the last day where there is none."""
    total = days.sum()
    return reached(np.cumsum(days) / total, 0.5) if total > 0 else float(len(days))
