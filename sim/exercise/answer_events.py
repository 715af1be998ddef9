"""Events of answers to single posts."""

from typing import Annotated, Any, Literal

from pydantic import Field

from sim.exercise.event_base import Event, RoundNumber
from sim.exercise.room import Room
from sim.exercise.stage_matter import PostAnswer

Number = Annotated[int, Field(ge=0)]
Lever = Annotated[float, Field(ge=0.0, le=1.0)]


class PostAnswered(Event):
    """A person answered a post for their team, in place of an answer of this round to it."""

    kind: Literal["post-answered"] = "post-answered"
    team: str
    round: RoundNumber
    person: str
    post: int
    author: str
    quote: str
    """The post's words."""
    text: str
    complaint: bool
    complaints: Number
    """Complaints that the team could answer in this round, this one included."""
    levers: dict[str, Lever] = Field({})
    """What its words were read as, where that is sure."""
    reading: dict[str, Any] | None = None

    def _change(self, room: Room) -> None:
        number, room.answered_ever = room.answered_ever, room.answered_ever + 1
        kept = [each for each in room.answers if (each.team, each.post) != (self.team, self.post)]
        answer = PostAnswer(
            number=number,
            team=self.team,
            by=room.members[self.person].pseudonym,
            post=self.post,
            author=self.author,
            quote=self.quote,
            text=self.text,
            round=self.round,
            played=self.played,
            complaint=self.complaint,
            complaints=self.complaints,
            levers=self.levers,
            reading=self.reading,
        )
        room.answers = [*kept, answer]


class AnswerShown(Event):
    """The facilitator put an answer on the projector, or took it off."""

    kind: Literal["answer-shown"] = "answer-shown"
    number: Number | None = None

    def _change(self, room: Room) -> None:
        if self.number is not None and all(each.number != self.number for each in room.answers):
            raise ValueError(f"there is no answer {self.number}")
        room.answer_shown = self.number


AnswerEvent = PostAnswered | AnswerShown
