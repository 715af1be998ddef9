"""Events of forecasts."""

from typing import Annotated, Literal, Self

from pydantic import Field, model_validator

from sim.exercise.event_base import Event, RoundNumber
from sim.exercise.forecast import MOST_RATE, TeamForecast, Way
from sim.exercise.room import Room

Rate = Annotated[float, Field(ge=0.0, le=MOST_RATE, allow_inf_nan=False)]


class Foretold(Event):
    """A team said how loud it would be when the round is over. The last one counts."""

    kind: Literal["foretold"] = "foretold"
    team: str
    round: RoundNumber
    person: str
    low: Rate
    high: Rate
    way: Way | None = None

    @model_validator(mode="after")
    def _in_order(self) -> Self:
        if self.low > self.high:
            raise ValueError(f"the span from {self.low:g} to {self.high:g} is empty")
        return self

    def _change(self, room: Room) -> None:
        by = room.members[self.person].pseudonym
        forecasts = room.forecasts.setdefault(self.team, {})
        forecasts[self.round] = TeamForecast(self.low, self.high, self.way, by)
