"""Score a parameter set: run every row on few pairs, and measure how far each figure is off.

The *implausibility* of a figure is 0 where the figure holds, and else its distance from what
is needed, in units that make figures of all kinds comparable:

- An ordering or a frequency: the share of pairs that is missing, in standard deviations that
  such a share has by chance in so many runs. An ordering whose interval includes zero is also
  as far off as that interval reaches below zero, in half widths of it.
- A window: the distance to its nearer bound in half widths of the window. A window with one
  bound has no width, so half of the bound serves.
- A verdict without bounds or shares: 1.

A row is as implausible as its worst figure. What emulators learn is the *position* of a figure,
which also says how safely it holds: from -1 to 1 within a window, and below 0 where a share is
enough.
"""

import time
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from math import isfinite, isnan, sqrt
from typing import Any, Literal, Self

from sim.calibration.space import Values
from sim.runs.cache import RunCache
from sim.validation.findings import Figure
from sim.validation.registry import Row

FARTHEST = 10.0
"""Cap of an implausibility; a figure that could not be computed gets it as well."""
SAFEST = -3.0
"""Position beyond which it makes no difference how safely a share is enough."""
FAR = 3.0
"""An implausibility from which a row counts as simply wrong: more adds nothing to the total."""
LEAST = 0.01
"""Least implausibility of a figure that fails, though it lies on the edge."""
NO_BOUNDS = {True: -0.5, False: 1.0}
"""Positions of a figure that states a verdict and no bounds."""
RowVerdict = Literal["holds", "fails", "cannot be tested", "invalid"]


@dataclass(frozen=True, slots=True)
class FigureScore:
    """A figure that decides, and where it lies."""

    label: str
    value: float
    low: float
    high: float
    share: float
    target: str
    holds: bool
    position: float
    two_sided: bool
    """True if positions from -1 to 1 hold, False if all up to 0 do."""

    @property
    def implausibility(self) -> float:
        """Return 0 where the figure holds, else its distance from what is needed."""
        if self.holds:
            return 0.0
        return max(abs(self.position) - 1 if self.two_sided else self.position, LEAST)


@dataclass(frozen=True, slots=True)
class RowScore:
    """What one row says about a parameter set."""

    verdict: RowVerdict
    figures: tuple[FigureScore, ...] = ()
    seconds: float = 0.0
    """Processor time of the test; rows share runs, and the first that needs them bears it."""
    error: str = ""
    """The exception that made the row invalid."""

    @property
    def implausibility(self) -> float:
        """Return that of the worst figure; NaN if the row cannot be tested."""
        if self.verdict == "invalid":
            return FARTHEST
        return max((figure.implausibility for figure in self.figures), default=float("nan"))

    @classmethod
    def from_plain(cls, plain: Mapping[str, Any]) -> Self:
        """Read a score from plain values."""
        return cls(**{**plain, "figures": tuple(FigureScore(**one) for one in plain["figures"])})


@dataclass(frozen=True, slots=True)
class ScoredSet:
    """A parameter set and the scores of all rows."""

    number: int
    wave: int
    values: Values
    rows: dict[str, RowScore]

    @property
    def holding(self) -> frozenset[str]:
        """Return the numbers of the rows that hold."""
        return frozenset(name for name, row in self.rows.items() if row.verdict == "holds")

    @property
    def total(self) -> float:
        """Return the sum of the rows' implausibilities, each counted up to ``FAR``."""
        return sum(min(row.implausibility, FAR) for row in self.rows.values()
                   if not isnan(row.implausibility))  # fmt: skip

    @property
    def rank(self) -> tuple[float, int, int]:
        """Return a key that sorts the best set first: least implausible, then most rows.

        On few pairs chance decides whether a row near its edge holds, so the number of rows
        that hold alone would choose the luckiest set.
        """
        return self.total, -len(self.holding), self.number


ABOVE_ZERO = (0.0, float("inf"))
"""The bounds of an ordering."""


def score_figure(figure: Figure) -> FigureScore:
    """Find the position of a deciding figure (see the module)."""
    two_sided = isnan(figure.needed) and isfinite(figure.lowest) and isfinite(figure.highest)
    position = _position(figure)
    least = -FARTHEST - 1 if two_sided else SAFEST
    most = FARTHEST + 1 if two_sided else FARTHEST
    return FigureScore(
        figure.label, float(figure.value), float(figure.low), float(figure.high),
        float(figure.share), figure.target, bool(figure.holds),
        most if isnan(position) else float(min(max(position, least), most)), two_sided,
    )  # fmt: skip


def _position(figure: Figure) -> float:
    """Return the position without its caps; NaN if the figure has no value."""
    if isnan(figure.value):
        return figure.value
    if not isnan(figure.needed):
        return _share_position(figure)
    low, high = figure.lowest, figure.highest
    if isfinite(low) and isfinite(high):
        return (figure.value - (low + high) / 2) / ((high - low) / 2 or 1.0)
    if isfinite(low) or isfinite(high):
        bound, beyond = (low, low - figure.value) if isfinite(low) else (high, figure.value - high)
        return beyond / (abs(bound) / 2 or 1.0)
    return NO_BOUNDS[bool(figure.holds)]


def _share_position(figure: Figure) -> float:
    """Return how far the share of pairs, and for orderings the interval, is from enough."""
    runs, needed = max(figure.runs, 1), figure.needed
    spread = max(sqrt(needed * (1 - needed) / runs), 0.5 / runs)
    share = (needed - figure.share) / spread
    half = (figure.high - figure.low) / 2
    if (figure.lowest, figure.highest) != ABOVE_ZERO or not half > 0:
        return share
    return max(share, -figure.low / half)


@dataclass(frozen=True)
class Scorer:
    """Score parameter sets in any process; the same set always gets the same score."""

    rows: Sequence[Row]
    pairs: int
    first_seed: int

    def __call__(self, job: tuple[int, Values]) -> dict[str, Any]:
        """Return the scores of a numbered parameter set by row, as plain values."""
        _, values = job
        cache = RunCache(self.pairs, values, workers=1, rough=True, first_seed=self.first_seed)
        return {row.number: asdict(_score(row, cache)) for row in self.rows}


def _score(row: Row, cache: RunCache) -> RowScore:
    """Score one row; an exception makes it invalid and is kept by name."""
    begin = time.thread_time()
    try:
        finding = row.test(cache)
    except Exception as error:  # any fault of one row must not end hours of work
        message = f"{type(error).__name__}: {error}"
        return RowScore("invalid", seconds=time.thread_time() - begin, error=message)
    seconds = round(time.thread_time() - begin, 3)
    figures = (figure for figure in finding.figures if figure.holds is not None)
    return RowScore(finding.verdict, tuple(map(score_figure, figures)), seconds)
