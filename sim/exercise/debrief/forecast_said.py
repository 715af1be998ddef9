"""Forecasts in words: what a team's spans were worth."""

from collections.abc import Iterator

from sim.exercise.debrief.forecast_results import TeamCalibration
from sim.language.speech import Speech


def calibration_said(found: TeamCalibration, speech: Speech) -> Iterator[str]:
    """Yield how often a team's spans held, how sure and how wide they were, and the direction."""
    count = len(found.outcomes)
    if count == 1:
        yield speech.say("forecast.held_one" if found.held else "forecast.held_none")
    else:
        yield speech.say("forecast.held", n=found.held, of=count)
    yield speech.say("forecast.covered", share=speech.percent(found.covered))
    yield speech.say("forecast.width", ratio=speech.exact(round(found.width, 1)))
    ways = [each.way_right for each in found.outcomes if each.way_right is not None]
    if ways:
        yield speech.say("forecast.ways", n=sum(ways), of=len(ways))


def best_forecast_said(team: str, found: TeamCalibration, speech: Speech) -> str:
    """Say in a line whose forecasts were best."""
    return speech.say(
        "forecast.best",
        team=team,
        n=found.held,
        of=len(found.outcomes),
        width=speech.exact(round(found.width, 1)),
    )
