"""How each message of a team stands: replied to in time, late, not yet, or never."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Literal

from sim.exercise.inbox import Message
from sim.exercise.room import Phase, Room
from sim.exercise.stage_matter import SentReply

State = Literal["told", "replied", "waiting", "in_time", "late", "unanswered"]
"""Of messages without a deadline: told, replied. Of those with one: the others."""


@dataclass(frozen=True, slots=True)
class MessageStanding:
    """A message, the team's replies to it, and what has become of its deadline."""

    message: Message
    replies: Sequence[SentReply]
    state: State

    @property
    def taken(self) -> float | None:
        """Real seconds of the message's round until the first reply, if that came within it."""
        first = self.replies[0] if self.replies else None
        return first.played if first is not None and first.round == self.message.round else None


def standings(
    inbox: Iterable[Message], room: Room, team: str, played: float
) -> list[MessageStanding]:
    """Return how each message of a team stands, ``played`` seconds into the present round."""
    own = [reply for reply in room.replies if reply.team == team]
    return [
        MessageStanding(message, replies, _state(message, replies, room, played))
        for message in inbox
        for replies in [[each for each in own if each.message == message.key]]
    ]


def _state(message: Message, replies: Sequence[SentReply], room: Room, played: float) -> State:
    if message.due is None:
        return "replied" if replies else "told"
    if replies:
        first = replies[0]
        in_time = first.round == message.round and first.played <= message.due
        return "in_time" if in_time else "late"
    over = room.round > message.round or room.phase is Phase.closed
    return "unanswered" if over or played > message.due else "waiting"
