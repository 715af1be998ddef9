"""Forecasts in words, and as people type them."""

import re

from sim.exercise.forecast import MOST_RATE, TeamForecast, Way
from sim.language.speech import Speech

SIGNS: dict[str, Way] = {"+": "up", "=": "same", "-": "down", "\u2212": "down"}
"""Signs by which people type a direction."""
TYPED = re.compile(r"^f\s*([\d.,]+)\s+([\d.,]+)\s*([+=\u2212-]?)$", re.IGNORECASE)
"""Such as "f 10 25 +"."""


def number_of(text: str) -> float | None:
    """Return a number that was typed, with a point or a comma, or None if it is none.

    >>> number_of(" 12,5 "), number_of("many"), number_of("-1")
    (12.5, None, None)
    """
    try:
        number = float(text.strip().replace(",", "."))
    except ValueError:
        return None
    return number if 0.0 <= number <= MOST_RATE else None


def way_typed(text: str) -> Way | None:
    """Return the direction of a sign that was typed, None for anything else."""
    return SIGNS.get(text.strip())


def forecast_said(forecast: TeamForecast, speech: Speech) -> str:
    """Say a forecast in a few words."""
    low, high = speech.exact(forecast.low), speech.exact(forecast.high)
    if forecast.way is None:
        return speech.say("forecast.span", low=low, high=high)
    way = speech.say(f"forecast.way_{forecast.way}")
    return speech.say("forecast.span_way", low=low, high=high, way=way)
