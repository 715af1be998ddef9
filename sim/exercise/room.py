"""A room as it stands: its events, taken in one after the other."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from enum import StrEnum

from sim.exercise.decisions import Step
from sim.exercise.events import (
    AnyEvent,
    Changed,
    Closed,
    Decided,
    Drafted,
    Extended,
    Frozen,
    Injected,
    Joined,
    Noted,
    Opened,
    Paced,
    Passed,
    Paused,
    Rewound,
    RoundBegun,
    RoundClosed,
    TeamAdded,
)
from sim.scenario import Scenario, scenario_from_document
from sim.scenario.exercise import Language, Sender


class Phase(StrEnum):
    """Where an exercise stands."""

    waiting = "waiting"
    """Before a round: people join, or read what the storm has answered."""
    deciding = "deciding"
    closed = "closed"


@dataclass(frozen=True, slots=True)
class Member:
    """Somebody in the room, known by a pseudonym."""

    person: str
    pseudonym: str
    team: str
    role: str


@dataclass(frozen=True, slots=True)
class Sent:
    """A message that the facilitator sent in a round."""

    round: int
    sender: Sender
    text: str
    team: str | None


@dataclass(frozen=True, slots=True)
class Line:
    """A way that was played and left: every team's decisions by round, and where it was left."""

    rewound_to: int
    played: int
    """Rounds that had been closed in it."""
    decisions: dict[str, dict[int, list[Step]]]


@dataclass(frozen=True, slots=True)
class Draft:
    """What somebody has written for a round and not submitted."""

    round: int
    steps: list[Step]


@dataclass(slots=True)
class Room:
    """Everything known of a room; only ``take`` changes it."""

    code: str
    scenario: Scenario
    seed: int
    language: Language
    secret: str
    teams: dict[str, dict[int, list[Step]]] = field(default_factory=dict)
    """Every team's decisions by round."""
    submitted: dict[str, int] = field(default_factory=dict)
    """How often each team has submitted in this round."""
    members: dict[str, Member] = field(default_factory=dict)
    phase: Phase = Phase.waiting
    round: int = 0
    """The round that is played, or comes next; as many as there are when all are closed."""
    frozen: bool = False
    paused: bool = False
    sent: list[Sent] = field(default_factory=list)
    changed: dict[str, str | None] = field(default_factory=dict)
    """New texts of injects, or None for those skipped."""
    lines: list[Line] = field(default_factory=list)
    """Ways left by rewinding, oldest first."""
    played: float = 0.0
    """Real seconds of the present round, as of the last event."""
    extra: float = 0.0
    """Real seconds that the facilitator has given to the present round, or taken from it."""
    speed: float = 1.0
    """Seconds by which the timer goes on in a second."""
    automatic: bool = False
    """Whether a round closes by itself when its time is over."""
    submitter: dict[str, str | None] = field(default_factory=dict)
    """Who submitted last for each team in this round."""
    drafts: dict[str, Draft] = field(default_factory=dict)
    """By person."""
    notes: dict[str, str] = field(default_factory=dict)
    """What was written down in the debrief, by field."""

    def take(self, event: AnyEvent) -> None:
        """Take in an event."""
        self.played = event.played
        match event:
            case Opened():
                raise ValueError("a room is opened once")
            case TeamAdded():
                self.teams[event.team] = {}
            case Joined():
                self.members[event.person] = Member(
                    event.person, event.pseudonym, event.team, event.role
                )
            case Decided():
                self.teams[event.team][event.round] = event.steps
                self.submitted[event.team] = self.submitted.get(event.team, 0) + 1
                self.submitter[event.team] = event.person
            case Injected():
                self.sent.append(Sent(event.round, event.sender, event.text, event.team))
            case Changed():
                self.changed[event.inject] = event.text
            case Drafted():
                self.drafts[event.person] = Draft(event.round, event.steps)
            case Noted():
                self.notes[event.field] = event.text
            case Frozen() | Paused() | Extended() | Paced() | Passed():
                self._set(event)
            case _:
                self._go(event)

    def _set(self, event: Frozen | Paused | Extended | Paced | Passed) -> None:
        """Events at the facilitator's desk."""
        match event:
            case Frozen():
                self.frozen = event.frozen
            case Paused():
                self.paused = event.paused
            case Extended():
                self.extra += event.seconds
            case Paced():
                self.speed, self.automatic = event.speed, event.automatic

    def _go(self, event: RoundBegun | RoundClosed | Rewound | Closed) -> None:
        """Events that move the exercise on, or back."""
        match event:
            case RoundBegun():
                self.phase, self.submitted, self.paused = Phase.deciding, {}, False
                self.submitter, self.extra = {}, 0.0
            case RoundClosed():
                self.phase, self.round, self.played = Phase.waiting, event.round + 1, 0.0
            case Rewound():
                kept = {
                    team: {n: list(steps) for n, steps in decided.items()}
                    for team, decided in self.teams.items()
                }
                self.lines.append(Line(event.round, self.round, kept))
                for decided in self.teams.values():
                    for later in [n for n in decided if n >= event.round]:
                        del decided[later]
                self.sent = [sent for sent in self.sent if sent.round < event.round]
                self.phase, self.round, self.played = Phase.waiting, event.round, 0.0
            case Closed():
                self.phase = Phase.closed

    def of_team(self, team: str) -> list[Member]:
        """Who is in a team."""
        return [member for member in self.members.values() if member.team == team]


def opened(code: str, event: AnyEvent) -> Room:
    """The room that its first event opens."""
    if not isinstance(event, Opened):
        raise ValueError(f"room {code} does not begin with its opening")
    scenario = scenario_from_document(event.document, event.scenario)
    return Room(code, scenario, event.seed, event.language, event.secret)


def rebuilt(code: str, events: Iterable[AnyEvent]) -> Room:
    """A room from all of its events."""
    first, *others = events
    room = opened(code, first)
    for event in others:
        room.take(event)
    return room
