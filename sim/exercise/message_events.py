"""Events of messages to the teams, and of what the teams reply."""

from typing import Annotated, Any, Literal

from pydantic import Field

from sim.exercise.event_base import Event, RoundNumber, Seconds
from sim.exercise.room import Room, SentMessage
from sim.exercise.stage_matter import SentReply
from sim.scenario.exercise import Sender


class Injected(Event):
    """The facilitator sent a message, to one team or to all."""

    kind: Literal["injected"] = "injected"
    round: RoundNumber
    sender: Sender
    text: str
    team: str | None = None
    minutes: Annotated[Seconds, Field(gt=0.0, le=120.0)] | None = None
    """Real minutes from now within which the team is to reply."""
    to: str | None = None
    """The role that it is for."""
    inject: str = ""
    """Name of the message of the scenario that is sent."""

    def _change(self, room: Room) -> None:
        due = None if self.minutes is None else self.played + 60.0 * self.minutes
        room.sent.append(
            SentMessage(self.round, self.sender, self.text, self.team, due, self.to, self.inject)
        )


class Seen(Event):
    """A person has put the banner of a message away."""

    kind: Literal["seen"] = "seen"
    person: str
    message: str

    def _change(self, room: Room) -> None:
        room.seen.setdefault(self.person, set()).add(self.message)


class InjectChanged(Event):
    """The facilitator rewrote or skipped (no text) a message that is still to come."""

    kind: Literal["changed"] = "changed"
    inject: str
    text: str | None

    def _change(self, room: Room) -> None:
        room.changed[self.inject] = self.text


class Replied(Event):
    """A person replied to a message for their team."""

    kind: Literal["replied"] = "replied"
    person: str
    message: str
    text: str
    reading: dict[str, Any] | None = None
    """How its words were read, as the team saw it."""

    def _change(self, room: Room) -> None:
        member = room.members[self.person]
        room.replies.append(
            SentReply(
                message=self.message,
                team=member.team,
                by=member.pseudonym,
                text=self.text,
                round=room.round,
                played=self.played,
                reading=self.reading,
            )
        )


MessageEvent = Injected | Seen | InjectChanged | Replied
