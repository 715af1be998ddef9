"""The figures that a validation row finds, and whether they bear its fact out.

An *ordering* is a claim about single storms. It holds if it holds in at least 90 % of pairs and
the bootstrap interval of the mean difference excludes zero. Where one of the two is missing it
fails and says which. An *effect* is a claim about the mean: the interval alone decides. A
*window* holds if the figure and its whole interval lie in it. A *reported* figure decides
nothing. No protocol is chosen by its result.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from typing import Any, Literal

import numpy as np
from numpy.typing import NDArray

from sim.sampling import DEFAULT_SEED, INTERVAL, STATISTIC_RESAMPLES, bootstrap_interval

Verdict = Literal["holds", "fails", "cannot be tested"]
Values = NDArray[np.floating[Any]]
Statistic = Callable[[Values], float]

ENOUGH = 0.9
"""Share of pairs in which an ordering has to hold."""


SIGN_SURE = "sign sure, luck larger"
"""The mean differs for sure, and yet single pairs go the other way too often."""
SIGN_UNSURE = "most pairs agree, sign not sure"
"""Most pairs agree, but a few large ones the other way leave the mean unsure."""


@dataclass(frozen=True, slots=True)
class Figure:
    """One figure of a row with its 95 % bootstrap interval."""

    label: str
    value: float
    low: float
    high: float
    unit: str
    target: str
    """The condition that decides, such as "above 0 in 90 % of pairs" or "1 to 6"."""
    share: float = np.nan
    """Share of pairs or runs that agree with the fact."""
    runs: int = 0
    holds: bool | None = None
    """None if the figure is only reported."""
    lowest: float = -np.inf
    """Lower bound of the value."""
    highest: float = np.inf
    needed: float = np.nan
    """Share of pairs or runs that has to agree; NaN if no share decides."""
    sign_sure: bool | None = None
    """True if the interval of a difference lies above zero, None where no sign is tested."""

    def as_report(self) -> "Figure":
        """Return the same figure, deciding nothing."""
        return replace(self, target="reported", holds=None)

    @property
    def missing(self) -> str:
        """Say which of sign and share of pairs an ordering that fails lacks, "" for the others."""
        if self.holds is not False or self.sign_sure is None:
            return ""
        if self.sign_sure:
            return SIGN_SURE
        if self.share >= ENOUGH:
            return SIGN_UNSURE
        return "sign reversed" if self.high < 0 else "sign not sure"


@dataclass(frozen=True, slots=True)
class Finding:
    """The figures of a row and the verdict that follows from them."""

    figures: tuple[Figure, ...] = ()
    remark: str = ""
    power: str = ""
    """A warning where the row passes as well without what it is about, "" where it does not."""

    @classmethod
    def of(cls, *figures: Figure, remark: str = "", power: str = "") -> "Finding":
        """Build a finding from its figures."""
        return cls(figures, remark, power)

    @classmethod
    def untestable(cls, reason: str) -> "Finding":
        """Build the finding of a row that the model cannot express, with the reason."""
        return cls(remark=reason)

    @property
    def verdict(self) -> Verdict:
        """Return "holds" if every figure that decides holds."""
        deciding = [figure.holds for figure in self.figures if figure.holds is not None]
        if not deciding:
            return "cannot be tested"
        return "holds" if all(deciding) else "fails"

    @property
    def lacking(self) -> list[str]:
        """Say what figures that fail lack, nothing where all are out of bounds alone."""
        failing = [figure for figure in self.figures if figure.holds is False]
        lacking = dict.fromkeys(figure.missing or "out of bounds" for figure in failing)
        return [text for text in lacking if text != "out of bounds" or len(lacking) > 1]

    @property
    def verdict_text(self) -> str:
        """Return the verdict with what is missing, and with a warning where power is."""
        named = self.lacking
        text = f"{self.verdict}: {'; '.join(named)}" if named else str(self.verdict)
        return f"{text} (no power)" if self.power else text


def ordering(label: str, more: Values, less: Values, unit: str) -> Figure:
    """Test that the first value of each pair is the higher one, by the mean difference.

    A pair with a missing value (NaN) counts against the ordering.
    """
    gap = np.asarray(more, float) - np.asarray(less, float)
    share = float((gap > 0).sum() / len(gap)) if len(gap) else 0.0
    mean, low, high = _estimate(gap, np.mean)
    return Figure(
        label, mean, low, high, unit, "above 0 in 90 % of pairs",
        share, len(gap), share >= ENOUGH and low > 0, 0.0, np.inf, ENOUGH,
        bool(low > 0),
    )  # fmt: skip


def effect(label: str, more: Values, less: Values, unit: str) -> Figure:
    """Test that the first values are the higher ones on average, whatever single pairs do."""
    figure = ordering(label, more, less, unit)
    sure = figure.sign_sure
    return replace(figure, target="above 0 on average", holds=sure, needed=np.nan)


def count_of(label: str, cells: Sequence[Figure], at_least: int = 1) -> Figure:
    """Test that at least so many of several figures hold."""
    won = sum(bool(cell.holds) for cell in cells)
    runs = max((cell.runs for cell in cells), default=0)
    return Figure(
        label, won, np.nan, np.nan, f"of {len(cells)}", f"at least {at_least}",
        runs=runs, holds=won >= at_least, lowest=at_least,
    )  # fmt: skip


def window(
    label: str,
    values: Values,
    bounds: tuple[float, float],
    unit: str,
    statistic: Statistic = np.mean,
    rough: bool = False,
) -> Figure:
    """Test that a statistic over runs and its whole interval lie between two bounds.

    With few runs (``rough``) the statistic alone decides.
    """
    known = int(np.count_nonzero(~np.isnan(values)))
    return _within(label, _estimate(values, statistic), bounds, unit, known, rough)


def ratio(
    label: str,
    over: Values,
    under: Values,
    bounds: tuple[float, float],
    unit: str = "times",
    rough: bool = False,
) -> Figure:
    """Test that the ratio of two means over runs and its whole interval lie between two bounds.

    Both means are estimates. So pairs of runs are resampled together, and runs of different
    number apart. Missing values (NaN) are left out of either mean.
    """
    over, under = np.asarray(over, float), np.asarray(under, float)
    value = float(_quotient(_mean_known(over), _mean_known(under)))
    low, high = np.nan, np.nan
    if min(len(over), len(under)) > 1:
        chance = np.random.default_rng(DEFAULT_SEED)
        drawn = chance.integers(0, len(over), (STATISTIC_RESAMPLES, len(over)))
        other = drawn
        if len(under) != len(over):
            other = chance.integers(0, len(under), (STATISTIC_RESAMPLES, len(under)))
        again = _quotient(_mean_known(over[drawn]), _mean_known(under[other]))
        if not np.isnan(again).all():
            low, high = (float(bound) for bound in np.nanquantile(again, INTERVAL))
    known = int(np.count_nonzero(~np.isnan(over)))
    return _within(label, (value, low, high), bounds, unit, known, rough)


def _mean_known(values: Values) -> Values:
    """Return the mean without NaN over the last axis, NaN where nothing is known."""
    known = ~np.isnan(values)
    return _quotient(np.where(known, values, 0.0).sum(axis=-1), known.sum(axis=-1))


def _quotient(over: Any, under: Any) -> Values:
    """Return a quotient, NaN where it would divide by zero."""
    return np.asarray(np.asarray(over, float) / np.where(under == 0, np.nan, under))


def _within(
    label: str,
    estimate: tuple[float, float, float],
    bounds: tuple[float, float],
    unit: str,
    runs: int,
    rough: bool,
) -> Figure:
    """Return the figure of an estimate that has to lie, with its interval, between two bounds."""
    (value, low, high), (lowest, highest) = estimate, bounds
    sure = rough or (low >= lowest and high <= highest)
    target = f"{lowest:g} to {highest:g}" if np.isfinite(highest) else f"above {lowest:g}"
    if np.isinf(lowest):
        target = f"at most {highest:g}"
    holds = bool(lowest <= value <= highest) and sure
    return Figure(
        label, value, low, high, unit, target, runs=runs, holds=holds,
        lowest=lowest, highest=highest,
    )  # fmt: skip


def frequency(label: str, happened: NDArray[np.bool_], at_least: float) -> Figure:
    """Test that something happens in at least this share of runs."""
    share, low, high = _estimate(happened.astype(float), np.mean)
    return Figure(
        label, 100 * share, 100 * low, 100 * high, "% of runs", f"at least {at_least:.0%} of runs",
        share, len(happened), share >= at_least, needed=at_least,
    )  # fmt: skip


def reported(label: str, values: Values, unit: str, statistic: Statistic = np.mean) -> Figure:
    """Return a statistic over runs that decides nothing."""
    return window(label, values, (-np.inf, np.inf), unit, statistic).as_report()


def reported_ratio(label: str, over: Values, under: Values, unit: str = "times") -> Figure:
    """Return a ratio of two means over runs that decides nothing."""
    return ratio(label, over, under, (-np.inf, np.inf), unit).as_report()


def quantile(share: float) -> Statistic:
    """Return the statistic that takes this quantile."""
    return lambda values: float(np.quantile(values, share))


def _estimate(values: Values, statistic: Statistic) -> tuple[float, float, float]:
    """Return a statistic over the known values with its interval."""
    known = np.asarray(values, float)[~np.isnan(values)]
    value = float(statistic(known)) if len(known) else np.nan
    return value, *bootstrap_interval(known, statistic)
