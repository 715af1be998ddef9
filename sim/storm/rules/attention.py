"""Attention: how visible a post is as it ages, and how much of what is visible is read."""

import math

ATTENTION_HOURS = (0.712, 6.295, 49.62)
ATTENTION_VIEWS = (0.4866, 0.4569, 0.0565)
"""A post's views as three exponentials: half within 80 min, 80 % in 7 h, 95 % in 22 h.

Fitted to the attention curve of 2011 (lognormal, sigma 1.8), see tests/storm/test_rules.py.
"""
ATTENTION_FRESH = (0.90263, 0.09586, 0.00151)
"""Shares of the three in the visibility of a fresh post (views divided by hours, scaled)."""

MOST_POSTS = 30
"""Posts that one person writes in one tick at most. More are never expected."""
TONE_HOURS = 6.0
"""Hours in which the tone of the page fades, which is also the window of the press (assumption)."""
STANDING_HOURS = 24.0
"""Hours in which posts scroll out of reach of a deletion (assumption)."""


def visibility(age: float, hours: float) -> float:
    """Mean visibility of a post between an age and some hours later, 1 when fresh.

    The attention curve (2011), averaged so that the tick's length does not change how
    many people see a post.
    """
    total = 0.0
    for k in range(3):
        span = ATTENTION_HOURS[k]
        total += ATTENTION_FRESH[k] * remaining(age, span) * mean_decay(hours, span)
    return total


def remaining(hours: float, span: float) -> float:
    """Share that is left after some hours of what fades exponentially in this span."""
    return math.exp(-hours / span)


def mean_decay(hours: float, span: float) -> float:
    """Mean over some hours of what fades exponentially from 1 in this span."""
    return (1.0 - math.exp(-hours / span)) * span / hours


def saturating(posts: float, capacity: float) -> float:
    """Posts that a reader takes in of those visible: saturates at the capacity."""
    return capacity * (1.0 - math.exp(-posts / capacity))


def at_least_one(mean: float) -> float:
    """Chance of at least one event where this many are expected (Poisson)."""
    return 1.0 - math.exp(-mean)


def shown_of_page(message: float, page: float) -> float:
    """Chance that what a feed shows of the page includes a message, by their visibilities."""
    return min(1.0, at_least_one(message) / at_least_one(page))


def count(chance: float, mean: float) -> int:
    """Poisson count by inversion of one uniform number, at most MOST_POSTS."""
    term = math.exp(-mean)
    total, number = term, 0
    while chance >= total and number < MOST_POSTS:
        number += 1
        term *= mean / number
        total += term
    return number


def waiting_time(draw: float, pace: float) -> float:
    """Exponential wait for an event of this pace, by inversion of one uniform number."""
    return -math.log(1.0 - draw) / pace
