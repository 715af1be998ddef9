"""How each message of a team stands: replied to in time, late, not yet, never, or cut short."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Literal

from sim.exercise.inbox import Message
from sim.exercise.room import Phase, Room
from sim.exercise.stage_matter import SentReply

State = Literal["told", "replied", "waiting", "in_time", "late", "unanswered", "cut_short"]
"""Of messages without a deadline: told, replied. Of those with one: the others.

The deadline of one that was cut short had not run out when its round was closed.
"""


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
    first = replies[0] if replies else None
    if first is not None and first.round == message.round:
        return "in_time" if first.played <= message.due else "late"
    if room.round > message.round or room.phase is Phase.closed:
        if room.closed_at.get(message.round, 0.0) < message.due:
            return "cut_short"
        return "unanswered" if first is None else "late"
    return "unanswered" if played > message.due else "waiting"
