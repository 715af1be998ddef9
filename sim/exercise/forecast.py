"""A team's forecast of how loud it will be when a round is over."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal, get_args

import numpy as np

Way = Literal["up", "same", "down"]
"""Whether there will be more critical posts an hour, about as many, or fewer."""
WAYS: tuple[Way, ...] = get_args(Way)
SURE = 0.8
"""How sure teams are to be that it will lie in the span that they name."""
MOST_RATE = 9999.0
"""Highest number of critical posts an hour that a form takes."""
SAME_SHARE, SAME_POSTS = 0.2, 1.0
"""A change of less than this share, or of fewer posts an hour, is none."""


@dataclass(frozen=True, slots=True)
class TeamForecast:
    """A span of critical posts an hour, and the direction."""

    low: float
    high: float
    way: Way | None
    """None if the team has not said."""
    by: str
    """Pseudonym of who gave it."""


def interval_score(low: float, high: float, came: Sequence[float]) -> float:
    """Return the mean interval score of a span that is to hold with probability ``SURE``.

    It is the width of the span, plus 2 / (1 - ``SURE``) times the distance of whatever falls
    beside it. Lower is better, and honesty pays: the best span leaves out as much below as above.
    See Gneiting & Raftery 2007, Journal of the American Statistical Association 102, eq. 43.
    """
    values = np.asarray(came, dtype=float)
    beside = np.maximum(low - values, 0.0) + np.maximum(values - high, 0.0)
    return float(high - low + 2.0 / (1.0 - SURE) * beside.mean())


def way_of(before: float, after: float) -> Way:
    """Return which way a rate has gone."""
    change = after - before
    if abs(change) < max(SAME_POSTS, SAME_SHARE * before):
        return "same"
    return "up" if change > 0.0 else "down"
