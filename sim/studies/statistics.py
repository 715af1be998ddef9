"""Means with their intervals, which plan is better, and where two plans change places."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Literal

import numpy as np
import xarray as xr
from numpy.typing import NDArray

from sim.language.spoken import SPEECH, figure, say
from sim.results.measures import MEASURES
from sim.sampling import INTERVAL, bootstrap_weights, interval_of_mean

Values = NDArray[np.float64]
Verdict = Literal["better", "worse", "tie"]


@dataclass(frozen=True, slots=True)
class MeanEstimate:
    """A mean over seeds with its 95 % bootstrap interval."""

    value: float
    low: float
    high: float

    def __str__(self) -> str:
        return f"{figure(self.value)} ({between(figure(self.low), figure(self.high))})"

    @property
    def signed(self) -> str:
        """The estimate as a difference, with signs."""
        ends = between(figure(self.low, sign=True), figure(self.high, sign=True))
        return f"{figure(self.value, sign=True)} ({ends})"

    @property
    def excludes_zero(self) -> bool:
        """True if zero lies outside the interval."""
        return self.low > 0 or self.high < 0


def estimate(values: Values) -> MeanEstimate:
    """Return the mean without NaN, with its interval. It is NaN if there are no values."""
    known = values[~np.isnan(values)]
    if not len(known):
        return MeanEstimate(np.nan, np.nan, np.nan)
    return MeanEstimate(float(known.mean()), *interval_of_mean(known))


def difference(runs: xr.DataArray, plan: str, other: str) -> str:
    """Return the paired difference of two plans with its interval, empty for the same plan."""
    if plan == other:
        return ""
    gaps = (runs.sel(plan=plan) - runs.sel(plan=other)).to_numpy()
    return estimate(gaps.ravel()).signed


def between(low: str, high: str) -> str:
    """Return the ends of an interval: "3 to 5"."""
    return say("studies.between", low=low, high=high)


def phrase(measure: str) -> str:
    """Return what a measure is called in a sentence: "critical posts"."""
    speech, key = SPEECH.get(), f"measure_{measure}"
    for table, name, part in (("studies", key, ""), ("measures", measure, "short")):
        text = speech.name(table, name, part)
        if text != name:
            return text
    return speech.name("measures", measure, "name")


def sign_of_better(measure: str) -> int:
    """Return −1 where less is better (or neither is), +1 where more is."""
    return 1 if MEASURES[measure].better == "higher" else -1


def verdict(difference: MeanEstimate, measure: str) -> Verdict:
    """Judge a difference to the baseline: a tie unless its interval leaves zero out."""
    if not difference.excludes_zero:
        return "tie"
    return "better" if difference.value * sign_of_better(measure) > 0 else "worse"


def crossing(x: Sequence[float] | Values, y: Sequence[float] | Values, turn: int = 0) -> float:
    r"""Return where y changes its sign for the first time, or after so many other ``turn``\ s.

    Between points y is a straight line. NaN where y keeps its sign. Points at which y is
    exactly zero are left out.
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
    """Place at which two plans change places, with a 95 % interval."""

    at: float
    """NaN where they do not."""
    low: float
    high: float
    share: float
    """Share of resamples in which there is a crossing."""


def crossing_of(
    x: Sequence[float], differences: Values, log: bool = False, turn: int = 0
) -> Crossing:
    """Find a crossing of mean differences of shape (levels, seeds), resampled over seeds."""
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


def clear_crossings(x: Sequence[float], differences: Values, log: bool) -> Iterator[Crossing]:
    """Yield the crossings between levels at which different plans are clearly better."""
    means = [estimate(level) for level in differences]
    clear = [(place, m.value > 0) for place, m in zip(x, means, strict=True) if m.excludes_zero]
    for turn in range(len(x) - 1):
        found = crossing_of(x, differences, log, turn)
        if np.isnan(found.at):
            return
        before = [ahead for place, ahead in clear if place < found.at][-1:]
        after = [ahead for place, ahead in clear if place > found.at][:1]
        if before and after and before != after:
            yield found


def capital(sentence: str) -> str:
    """Return a sentence that begins with a capital letter."""
    return sentence[:1].upper() + sentence[1:]
