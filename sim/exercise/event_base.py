"""What all events of an exercise have in common."""

from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field

from sim.exercise.room import Room

Seconds = Annotated[float, Field(allow_inf_nan=False)]
RoundNumber = Annotated[int, Field(ge=0)]


class Event(BaseModel):
    """Something that happened in a room. Rounds are numbered from 0."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    played: Seconds = Field(0.0, ge=0.0)
    """Real seconds of the present round that had been played, whatever the machine's clock says."""

    def apply(self, room: Room) -> None:
        """Change the room accordingly."""
        room.played = self.played
        self._change(room)

    def _change(self, room: Room) -> None:
        """Change more than the time played. By default, nothing."""
