"""Means with their intervals, who is ahead, and where two plans change places."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from sim.results.figures import figure, signed_figure
from sim.results.measures import MEASURES
from sim.sampling import INTERVAL, bootstrap_weights, interval_of_mean

Values = NDArray[np.float64]
Verdict = Literal["better", "worse", "tie"]
PHRASES = {
    "critical_posts_total": "critical posts",
    "peak": "posts an hour at the peak",
    "hours_above_rate": "hours above 5 posts an hour",
    "duration": "hours of storm",
    "customers_lost": "customers lost",
    "trust_left": "trust left (0–1)",
    "staff_hours": "staff hours",
    "promises_kept": "promises kept",
    "promises_broken": "promises missed",
    "reached": "people reached",
    "left_page": "people who have left",
    "hours_severe": "hours at severity 3 or more",
    "severity_max": "highest severity (0–6)",
    "defending_share": "share of defending posts",
}


@dataclass(frozen=True, slots=True)
class Mean:
    """A mean over seeds with its 95 % bootstrap interval."""

    value: float
    low: float
    high: float

    def __str__(self) -> str:
        return f"{figure(self.value)} ({figure(self.low)} to {figure(self.high)})"

    @property
    def signed(self) -> str:
        """As a difference."""
        ends = f"{signed_figure(self.low)} to {signed_figure(self.high)}"
        return f"{signed_figure(self.value)} ({ends})"

    @property
    def sure(self) -> bool:
        """Whether the interval leaves zero out."""
        return self.low > 0 or self.high < 0


def mean_of(values: Values) -> Mean:
    """The mean of what has an answer; NaN where nothing has."""
    kept = values[~np.isnan(values)]
    if not len(kept):
        return Mean(np.nan, np.nan, np.nan)
    return Mean(float(kept.mean()), *interval_of_mean(kept))


def phrase(measure: str) -> str:
    """What a measure is called in a sentence: "critical posts"."""
    return PHRASES.get(measure, measure.replace("_", " "))


def sign_of_better(measure: str) -> int:
    """−1 where less is better (or nothing is said), +1 where more is."""
    return 1 if MEASURES[measure].better == "higher" else -1


def verdict(difference: Mean, measure: str) -> Verdict:
    """Whether a plan that differs so from the baseline is better, as far as that is sure."""
    if not difference.sure:
        return "tie"
    return "better" if difference.value * sign_of_better(measure) > 0 else "worse"


def crossing(x: Sequence[float] | Values, y: Sequence[float] | Values, turn: int = 0) -> float:
    """Where y changes its sign (for the first time, or later), between points in straight lines.

    NaN where it does not. Points at which y is exactly zero say nothing, and are left out.
    """
    levels = np.asarray(y, np.float64)
    places, levels = np.asarray(x, np.float64)[levels != 0], levels[levels != 0]
    turns = np.flatnonzero(np.diff(np.sign(levels)))
    if len(turns) <= turn:
        return np.nan
    k = int(turns[turn])
    share = levels[k] / (levels[k] - levels[k + 1])
    return float(places[k] + share * (places[k + 1] - places[k]))


@dataclass(frozen=True, slots=True)
class Crossing:
    """Where two plans change places, with its interval."""

    at: float
    """NaN where they do not."""
    low: float
    high: float
    share: float
    """Of the resamples in which there is a crossing."""


def crossing_of(
    x: Sequence[float], differences: Values, log: bool = False, turn: int = 0
) -> Crossing:
    """A crossing of mean differences (rows: levels, columns: seeds), resampled over seeds."""
    places = np.log(np.asarray(x, np.float64)) if log else np.asarray(x, np.float64)
    back = np.exp if log else (lambda value: value)
    known = np.nan_to_num(differences)
    at = crossing(places, known.mean(axis=1), turn)
    means = bootstrap_weights(known.shape[1]) @ known.T
    found = np.array([crossing(places, row, turn) for row in means])
    kept = found[~np.isnan(found)]
    if np.isnan(at) or not len(kept):
        return Crossing(np.nan, np.nan, np.nan, len(kept) / len(found))
    low, high = np.quantile(kept, INTERVAL)
    return Crossing(float(back(at)), float(back(low)), float(back(high)), len(kept) / len(found))


def sure_crossings(x: Sequence[float], differences: Values, log: bool) -> Iterator[Crossing]:
    """The crossings with levels before and after them at which one plan is surely ahead."""
    means = [mean_of(level) for level in differences]
    sure = [(place, one.value > 0) for place, one in zip(x, means, strict=True) if one.sure]
    for turn in range(len(x) - 1):
        found = crossing_of(x, differences, log, turn)
        if np.isnan(found.at):
            return
        before = [ahead for place, ahead in sure if place < found.at][-1:]
        after = [ahead for place, ahead in sure if place > found.at][:1]
        if before and after and before != after:
            yield found


def joined(parts: Sequence[str]) -> str:
    """Parts of a sentence: "a, b and c"."""
    if len(parts) < 2:
        return "".join(parts)
    return f"{', '.join(parts[:-1])} and {parts[-1]}"


def capital(sentence: str) -> str:
    """A sentence with its first letter large."""
    return sentence[:1].upper() + sentence[1:]
