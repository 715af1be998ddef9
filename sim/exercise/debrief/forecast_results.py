"""Results of a team's forecasts as plain values."""

from dataclasses import dataclass
from typing import Literal

from sim.exercise.forecast import Way

Verdict = Literal["too_sure", "beside", "too_unsure", "fits"]


@dataclass(frozen=True, slots=True)
class ForecastOutcome:
    """A forecast of critical posts an hour, what came, and what chance alone spans."""

    round: int
    round_title: str
    low: float
    high: float
    way: Way | None
    came: float
    """Critical posts an hour at the end of the round, as played."""
    went: Way
    chance_low: float
    chance_high: float
    """The middle 80 % of what the same decisions lead to on other chance from there."""
    covered: float
    """Share of those futures that lie in the span that was named."""
    score: float
    """Interval score against those futures. Lower is better."""
    best_score: float
    """The same of the middle 80 % of those futures."""

    @property
    def held(self) -> bool:
        """True if what came lies in the span that was named."""
        return self.low <= self.came <= self.high

    @property
    def way_right(self) -> bool | None:
        """Whether it went the way that was named. None if none was."""
        return None if self.way is None else self.way == self.went


@dataclass(frozen=True, slots=True)
class TeamCalibration:
    """All forecasts of a team."""

    outcomes: list[ForecastOutcome]
    futures: int
    """Futures behind each."""
    held: int
    """Forecasts in whose span the storm came to lie."""
    covered: float
    """Mean share of the futures in the spans. ``SURE`` would be right."""
    width: float
    """Width of the spans against what chance alone spans."""
    score: float
    """Interval score against that of what chance alone spans: 1 is the best there is."""
    verdict: Verdict
