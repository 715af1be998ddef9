"""The press: how soon outlets follow one another, and how many people an outlet reaches."""

import math

FOLLOWED = 0.5
"""How much sooner the next article comes with each one before (assumption)."""
OUTLET_SPREAD, OUTLET_MEDIAN, OUTLET_MOST = 1.2, 0.6, 4.0
"""Reach of outlets against a usual large one: log-logistic spread, median, most (assumption)."""
LEAST_SHARE = 1e-6
"""Added to a draw so that its logarithm is finite."""


def pause_of_press(pause: float, articles: int) -> float:
    """Hours after an article before the next: shorter as more outlets have taken it up."""
    return pause / (1.0 + FOLLOWED * articles)


def outlet_size(draw: float) -> float:
    """Reach of the outlet that writes, against a usual large one: heavy-tailed over outlets."""
    size = math.exp(OUTLET_SPREAD * math.log((draw + LEAST_SHARE) / (1.0 - draw)))
    return min(OUTLET_MOST, OUTLET_MEDIAN * size)
