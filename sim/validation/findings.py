"""What a row of a table of evidence finds: figures, intervals, and whether the fact holds.

An *ordering* holds if it holds in at least 90 % of pairs and the bootstrap interval of the
mean difference leaves zero out. A *window* holds if the figure and its whole interval lie
in it. What is only *reported* decides nothing. No protocol is chosen by its result.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Literal

import numpy as np
from numpy.typing import NDArray

from sim.sampling import bootstrap_interval

Verdict = Literal["holds", "fails", "cannot be tested"]
Values = NDArray[np.floating[Any]]
Statistic = Callable[[Values], float]

ENOUGH = 0.9
"""Share of pairs in which an ordering has to hold."""


@dataclass(frozen=True, slots=True)
class Part:
    """One figure of a row."""

    says: str
    """What the figure is."""
    figure: float
    low: float
    high: float
    """A 95 % bootstrap interval."""
    unit: str
    target: str
    """What it is held against: "above 0 in 90 % of pairs", "1–6 %"."""
    share: float = np.nan
    """Share of pairs, or of runs, in which it is as the fact says."""
    runs: int = 0
    holds: bool | None = None
    """None if it is only reported."""


@dataclass(frozen=True, slots=True)
class Finding:
    """A row's parts, and what they say together."""

    parts: tuple[Part, ...]
    why_not: str = ""
    """Why it cannot be tested, if it cannot."""
    remark: str = ""
    """What else a reader has to know."""

    @property
    def verdict(self) -> Verdict:
        """Holds if every part that decides does."""
        deciding = [part.holds for part in self.parts if part.holds is not None]
        if self.why_not or not deciding:
            return "cannot be tested"
        return "holds" if all(deciding) else "fails"


def found(*parts: Part, remark: str = "") -> Finding:
    """A finding of these parts."""
    return Finding(tuple(parts), remark=remark)


def ordering(says: str, more: Values, less: Values, unit: str) -> Part:
    """Whether the first of each pair is the higher one; the figure is the mean difference.

    A pair without an answer (NaN) counts as one in which it is not.
    """
    gap = np.asarray(more, float) - np.asarray(less, float)
    known = gap[~np.isnan(gap)]
    share = float((known > 0).sum() / len(gap)) if len(gap) else 0.0
    low, high = bootstrap_interval(known, np.mean)
    return Part(
        says, _of(known, np.mean), low, high, unit, "above 0 in 90 % of pairs",
        share, len(gap), share >= ENOUGH and low > 0,
    )  # fmt: skip


def window(
    says: str,
    values: Values,
    bounds: tuple[float, float],
    unit: str,
    statistic: Statistic | None = None,
    rough: bool = False,
) -> Part:
    """Whether a statistic over runs (their mean) lies between two bounds, interval and all.

    Where there are few runs (``rough``) the figure alone decides.
    """
    lowest, highest = bounds
    known = np.asarray(values, float)[~np.isnan(values)]
    figure = _of(known, statistic or np.mean)
    low, high = bootstrap_interval(known, statistic or np.mean)
    sure = rough or (low >= lowest and high <= highest)
    target = f"{lowest:g} to {highest:g}" if np.isfinite(highest) else f"above {lowest:g}"
    inside = bool(lowest <= figure <= highest)
    return Part(says, figure, low, high, unit, target, runs=len(known), holds=inside and sure)


def frequent(says: str, happened: NDArray[np.bool_], at_least: float) -> Part:
    """Whether something happens in at least this share of runs."""
    share = float(np.mean(happened))
    low, high = bootstrap_interval(np.asarray(happened, float), np.mean)
    target = f"at least {at_least:.0%} of runs"
    return Part(
        says, 100 * share, 100 * low, 100 * high, "% of runs", target,
        share, len(happened), share >= at_least,
    )  # fmt: skip


def reported(says: str, values: Values, unit: str, statistic: Statistic | None = None) -> Part:
    """A figure that decides nothing."""
    known = np.asarray(values, float)[~np.isnan(values)]
    low, high = bootstrap_interval(known, statistic or np.mean)
    figure = _of(known, statistic or np.mean)
    return Part(says, figure, low, high, unit, "reported", runs=len(known))


def compared(says: str, more: Values, less: Values, unit: str) -> Part:
    """An ordering that is reported and not asserted."""
    part = ordering(says, more, less, unit)
    return Part(
        says, part.figure, part.low, part.high, unit, "reported", part.share, part.runs, None
    )


def untestable(why: str) -> Finding:
    """A row for which the project has nothing to test it with."""
    return Finding((), why_not=why)


def _of(values: Values, statistic: Statistic) -> float:
    return float(statistic(values)) if len(values) else np.nan
