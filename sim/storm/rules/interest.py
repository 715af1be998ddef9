"""Interest: how news ages, when a first word is expected, and how long people wait to look."""

import math


def interest(age: float, time: float, exponent: float) -> float:
    """Interest in news of this age (hours): 1 while fresh, then a power of its age.

    Novelty fades (Wu & Huberman 2007). Bursts relax as a power of time (Crane & Sornette 2008).
    """
    return math.exp(-exponent * math.log(1.0 + max(0.0, age) / time))


def put_off(draw: float, time: float, tail: float) -> float:
    """Hours until people say what they mean to say: many at once, some after days (Lomax).

    Waits between a cause and an act have a density of about t^-(1 + tail), with a tail of
    0.3 to 0.4 (Crane & Sornette 2008; Barabási 2005).
    """
    return time * (math.exp(-math.log(1.0 - draw) / tail) - 1.0)


def heavy_wait(draw: float, pace: float, tail: float) -> float:
    """Wait for the next look: its mean is one over the pace, its tail a power (Lomax).

    Waits between a cause and an act are heavy-tailed (Barabási 2005). The tail exponent is
    above 1: without that the wait has no mean.
    """
    return (tail - 1.0) / pace * (math.exp(-math.log(1.0 - draw) / tail) - 1.0)


def expected_within(draw: float, median: float, spread: float) -> float:
    """Hours within which a person expects a first word (log-logistic over people)."""
    return median * math.exp(spread * math.log((draw + LEAST_DRAW) / (1.0 - draw)))


LEAST_DRAW = 1e-9
"""Added to a draw so that its logarithm is finite."""


def novelty(share: float, before: int) -> float:
    """News in a missed time, less with each one missed before."""
    left = 1.0
    for _ in range(before):
        left *= max(0.0, share)
    return left


def renewed(news_at: float, now: float, share: float) -> float:
    """Hours at which the matter was last news, after something with this share of news."""
    return news_at + share * max(0.0, now - news_at)


def asks(empty: float, asking: float, unsure: float) -> float:
    """Share of the posts of those waiting that are written: fewer ask who know more.

    Who has had no word at all is unsure in addition whether anybody knows of it.
    """
    return 1.0 - asking + asking * empty + unsure


def clients_make_write(clients: float, relief: float, strength: float) -> float:
    """Posts of a person pressed by clients, in office hours, against one who is not."""
    return 1.0 + strength * clients * (1.0 - relief)


def decides(age: float, time: float) -> float:
    """How much of the decision to leave is still open when the news is this old (hours)."""
    return math.exp(-max(0.0, age) / time)


def comes_back(level: float, first: float, hours: float, time: float) -> float:
    """Trust after some hours in which it comes back by itself (Hansen et al. 2018)."""
    return level + (1.0 - math.exp(-hours / time)) * (first - level)
