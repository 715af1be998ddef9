"""The state of a room. Only its events change it (``events.py``)."""

from dataclasses import dataclass, field
from enum import StrEnum

from sim.exercise.decisions import Decided, Step
from sim.exercise.forecast import TeamForecast
from sim.exercise.stage_matter import PostAnswer, SentReply, StagedPost, TimedNote
from sim.language.typesetting import Language
from sim.scenario import Scenario
from sim.scenario.exercise import Duty, Sender

MOST_DIGITS = 4
"""Digits that no number of a round has."""


class Phase(StrEnum):
    """Phase of an exercise."""

    waiting = "waiting"
    """Before a round: people join, or read what the storm has answered."""
    deciding = "deciding"
    closed = "closed"


@dataclass(frozen=True, slots=True)
class Member:
    """A person in the room, known by a pseudonym."""

    person: str
    pseudonym: str
    team: str
    role: str
    also: str = ""
    """The role that they have taken on besides. Empty for most."""
    duties: tuple[Duty, ...] = ()
    """What their role does in the room."""

    @property
    def observes(self) -> bool:
        """True if they look on: they neither submit nor reply."""
        return "observes" in self.duties

    @property
    def leads(self) -> bool:
        """True if they approve what their team submits."""
        return "approves" in self.duties or self.also == "lead"


@dataclass(frozen=True, slots=True)
class SentMessage:
    """A message that the facilitator sent in a round."""

    round: int
    sender: Sender
    text: str
    team: str | None
    due: float | None = None
    """Real seconds of its round by which the team is to reply."""
    to: str | None = None
    """The role that it is for. None for the whole team."""
    inject: str = ""
    """Name of the message of the scenario that was sent. Empty for one of the facilitator's own."""


@dataclass(frozen=True, slots=True)
class Branch:
    """Rounds that were played and then left by going back."""

    rewound_to: int
    played: int
    """Rounds that had been closed in it."""
    decisions: dict[str, Decided]


@dataclass(frozen=True, slots=True)
class Draft:
    """Decisions that a person has written for a round and not submitted."""

    round: int
    steps: list[Step]


@dataclass(slots=True)
class Room:
    """The whole state of a room."""

    code: str
    scenario: Scenario
    seed: int
    language: Language
    secret: str
    teams: dict[str, Decided] = field(default_factory=dict)
    """Every team's decisions by round."""
    submitted: dict[str, int] = field(default_factory=dict)
    """Number of times that each team has submitted in this round."""
    members: dict[str, Member] = field(default_factory=dict)
    phase: Phase = Phase.waiting
    round: int = 0
    """The round that is played or comes next. It equals their number when all are closed."""
    frozen: bool = False
    approval: bool = True
    """True if a team's lead approves what it submits."""
    paused: bool = False
    sent: list[SentMessage] = field(default_factory=list)
    changed: dict[str, str | None] = field(default_factory=dict)
    """New texts of injects, or None for those skipped."""
    branches: list[Branch] = field(default_factory=list)
    """Rounds left by going back, oldest first."""
    played: float = 0.0
    """Real seconds of the present round, as of the last event."""
    closed_at: dict[int, float] = field(default_factory=dict)
    """Real seconds of each round that was closed, as of its closing."""
    extra: float = 0.0
    """Real seconds that the facilitator has added to the present round, or taken from it."""
    speed: float = 1.0
    """Seconds by which the timer advances per second."""
    automatic: bool = False
    """True if a round closes by itself when its time is over."""
    submitter: dict[str, str | None] = field(default_factory=dict)
    """Person who submitted last for each team in this round."""
    drafts: dict[str, Draft] = field(default_factory=dict)
    """By person."""
    notes: dict[str, str] = field(default_factory=dict)
    """Texts written in the debrief, by field."""
    seen: dict[str, set[str]] = field(default_factory=dict)
    """Keys of the messages that each person has put away."""
    replies: list[SentReply] = field(default_factory=list)
    staged: dict[int, StagedPost] = field(default_factory=dict)
    """Posts and articles of the facilitator, by number."""
    staged_ever: int = 0
    """Posts that were ever staged, those taken back included."""
    pictures: dict[str, bytes] = field(default_factory=dict)
    """JPEG pictures of staged posts, by key."""
    timed_notes: dict[int, TimedNote] = field(default_factory=dict)
    """Notes of the facilitator and of observers, by number."""
    noted_ever: int = 0
    """Notes that were ever taken, those removed included."""

    forecasts: dict[str, dict[int, TeamForecast]] = field(default_factory=dict)
    """By team and round."""

    answers: list[PostAnswer] = field(default_factory=list)
    """Answers to single posts, oldest first."""
    answered_ever: int = 0
    """Answers that were ever given, those replaced included."""
    answer_shown: int | None = None
    """Number of the answer on the projector."""

    @property
    def rounds_begun(self) -> int:
        """Number of rounds that have begun, the one being played included."""
        return self.round + (self.phase is Phase.deciding)

    def leave_stage(self, number: int) -> None:
        """Forget replies, answers, staged posts, seen messages and forecasts from a round on."""
        self.closed_at = {n: played for n, played in self.closed_at.items() if n < number}
        for team, given in self.forecasts.items():
            self.forecasts[team] = {n: each for n, each in given.items() if n < number}
        self.replies = [each for each in self.replies if each.round < number]
        self.answers = [each for each in self.answers if each.round < number]
        if self.answer_shown not in {each.number for each in self.answers}:
            self.answer_shown = None
        self.staged = {n: each for n, each in self.staged.items() if each.round < number}
        for person, seen in self.seen.items():
            self.seen[person] = {key for key in seen if _round_of(key) < number}

    def members_of(self, team: str) -> list[Member]:
        """Return the members of a team."""
        return [member for member in self.members.values() if member.team == team]


def _round_of(message: str) -> int:
    """Return the round that a message's key begins with, or -1 if it is no key of a message."""
    number = message.partition("-")[0]
    return int(number) if number.isdecimal() and len(number) < MOST_DIGITS else -1
