"""How sure one is: the forecast of a round, typed or asked for after the decisions."""

from collections.abc import Callable

from sim.exercise.forecast import TeamForecast
from sim.exercise.forecast_words import TYPED, forecast_said, number_of, way_typed
from sim.exercise.refusals import RefusedError
from sim.exercise.running import RunningExercise
from sim.exercise.team_view import view
from sim.workshop.terminal.screen import Screen

Ask = Callable[[str], str]
"""Ask a question by the name of its text, and return the answer."""


class ForecastPrompt:
    """Asks one person for the forecast of a round. It may always be left out."""

    def __init__(
        self, exercise: RunningExercise, screen: Screen, team: str, person: str, ask: Ask
    ) -> None:
        self.exercise, self.screen, self.ask = exercise, screen, ask
        self.team, self.person = team, person

    @property
    def given(self) -> TeamForecast | None:
        """The forecast of this round, as far as it is there."""
        room = self.exercise.room
        return room.forecasts.get(self.team, {}).get(room.round)

    def show_last(self) -> None:
        """Hold the forecast of the round before against what came."""
        room = self.exercise.room
        before = room.forecasts.get(self.team, {}).get(room.round - 1)
        if before is not None:
            speech, rate = self.screen.speech, view(self.exercise, self.team).curves.rate
            low, high = speech.exact(before.low), speech.exact(before.high)
            self.screen.say("forecast.last", low=low, high=high, came=speech.number(rate))

    def show_given(self) -> None:
        """Show the forecast of this round, if there is one."""
        if self.given is not None:
            self.screen.say(
                "forecast.own", "dim", span=forecast_said(self.given, self.screen.speech)
            )

    def take(self, typed: str) -> bool:
        """Take what was typed among the decisions, such as "f 10 25 +". Return whether it fits.

        A plain "f" asks for each part.
        """
        if typed.strip().lower() == "f":
            self.ask_for_it()
            return True
        parts = TYPED.match(typed)
        if parts is None:
            return False
        self._keep(parts[1], parts[2], parts[3])
        return True

    def ask_for_it(self) -> None:
        """Ask for both ends of the span and the direction. An empty end leaves it out."""
        speech, seen = self.screen.speech, view(self.exercise, self.team)
        self.screen.heading(speech.say("forecast.title"))
        rate = speech.number(seen.curves.rate)
        self.screen.say("forecast.asked", until=seen.until, rate=rate)
        low = self.ask("forecast.low_typed")
        if low:
            self._keep(low, self.ask("forecast.high_typed"), self.ask("forecast.way_typed"))

    def _keep(self, low: str, high: str, way: str) -> None:
        """Keep the forecast in the log, or say what is wrong with it."""
        ends = number_of(low), number_of(high)
        if ends[0] is None or ends[1] is None:
            self.screen.say("forecast.refused", "yellow")
            return
        try:
            self.exercise.foretell(self.person, ends[0], ends[1], way_typed(way))
        except RefusedError as refused:
            self.screen.refused(refused)
        else:
            self.show_given()
