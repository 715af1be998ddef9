"""Forecasts of the teams: how sure they are of what comes."""

from math import isfinite

from sim.exercise.forecast import MOST_RATE, WAYS, Way
from sim.exercise.forecast_events import Foretold
from sim.exercise.input import one_at_a_time
from sim.exercise.refusals import RefusedError
from sim.exercise.room import Phase
from sim.exercise.stage_control import StageControl


class ForecastControl(StageControl):
    """A room in which teams say how sure they are. No storm hears of it."""

    @one_at_a_time
    def foretell(self, person: str, low: float, high: float, way: Way | None = None) -> None:
        """Keep a team's forecast for the round: critical posts an hour when it is over.

        It replaces the one before. Numbers in the wrong order are put in the right one.
        """
        member = self._known_member(person)
        if member.observes:
            raise RefusedError("observers do not give estimates", "observer")
        self._require(Phase.deciding)
        low, high = sorted((low, high))
        if not (isfinite(low) and isfinite(high) and low >= 0.0 and high <= MOST_RATE):
            raise RefusedError(
                f"{low:g} to {high:g}: two numbers from 0 to {MOST_RATE:g} are needed",
                "no_span",
            )
        if way is not None and way not in WAYS:
            raise RefusedError(f"there is no direction {way!r}; known: {', '.join(WAYS)}")
        self._record(
            Foretold(
                team=member.team,
                round=self.room.round,
                person=person,
                low=low,
                high=high,
                way=way,
            )
        )
