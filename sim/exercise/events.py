"""Events of an exercise, each kept for good. From them, in order, a room is rebuilt."""

import json
from collections.abc import Iterable
from typing import Annotated, Any, Literal

from pydantic import BeforeValidator, Field, PlainSerializer, TypeAdapter

from sim.exercise.answer_events import AnswerEvent
from sim.exercise.approval_events import ApprovalEvent
from sim.exercise.decisions import Step, document, parse_response, present_step
from sim.exercise.duties import duties_in
from sim.exercise.event_base import Event, RoundNumber, Seconds
from sim.exercise.forecast_events import Foretold
from sim.exercise.message_events import MessageEvent
from sim.exercise.refusals import RefusedError
from sim.exercise.room import Branch, Draft, Member, Phase, Room
from sim.exercise.stage_events import StageEvent
from sim.language.typesetting import Language
from sim.scenario import Scenario, scenario_from_document
from sim.scenario.former_names import in_present_names
from sim.storm.responses import Response


def _parsed(step: Any) -> Response:
    return step if isinstance(step, Response) else parse_response(step)


Responses = Annotated[
    list[Response],
    BeforeValidator(lambda steps: list(map(_parsed, steps))),
    PlainSerializer(lambda responses: [document(response) for response in responses]),
]
"""Responses, kept as the steps of a scenario file."""
Steps = Annotated[list[Step], BeforeValidator(lambda steps: list(map(present_step, steps)))]
"""Unfinished steps, as a form holds them."""


class Opened(Event):
    """The room was opened."""

    kind: Literal["opened"] = "opened"
    scenario: str
    document: dict[str, Any]
    seed: int
    language: Language
    secret: str
    """Key of the facilitator."""

    def room(self, code: str) -> Room:
        """Return the new room."""
        document, _ = in_present_names(self.document)
        scenario = scenario_from_document(document, self.scenario)
        return Room(code, scenario, self.seed, self.language, self.secret)

    def is_of(self, scenario: Scenario) -> bool:
        """Return whether a scenario still is, word for word, the one that was opened."""
        documents = (in_present_names(each)[0] for each in (self.document, scenario.document))
        ours, theirs = (json.dumps(each, sort_keys=True, default=str) for each in documents)
        return self.scenario == scenario.name and ours == theirs

    def _change(self, room: Room) -> None:
        raise ValueError(f"room {room.code} is opened a second time")


class TeamAdded(Event):
    """A team was added."""

    kind: Literal["team-added"] = "team-added"
    team: str

    def _change(self, room: Room) -> None:
        room.teams[self.team] = {}


class Joined(Event):
    """A person joined, or changed team or role."""

    kind: Literal["joined"] = "joined"
    person: str
    pseudonym: str
    team: str
    role: str

    def _change(self, room: Room) -> None:
        duties = duties_in(room.scenario.exercise, self.role)
        room.members[self.person] = Member(
            self.person, self.pseudonym, self.team, self.role, duties=duties
        )


class Left(Event):
    """The facilitator removed a person. What their team has submitted stays."""

    kind: Literal["left"] = "left"
    person: str

    def _change(self, room: Room) -> None:
        del room.members[self.person]
        room.seen.pop(self.person, None)
        room.drafts.pop(self.person, None)


class TeamRemoved(Event):
    """The facilitator removed a team that nobody is in and that has decided nothing."""

    kind: Literal["team-removed"] = "team-removed"
    team: str

    def _change(self, room: Room) -> None:
        del room.teams[self.team]
        room.submitted.pop(self.team, None)


class RoundBegun(Event):
    """A round began. The teams may decide."""

    kind: Literal["round-begun"] = "round-begun"
    round: RoundNumber

    def _change(self, room: Room) -> None:
        room.phase, room.submitted, room.paused = Phase.deciding, {}, False
        room.submitter, room.extra = {}, 0.0


class Decided(Event):
    """A team submitted its decisions for the round, in place of those that it had before."""

    kind: Literal["decided"] = "decided"
    team: str
    round: RoundNumber
    person: str | None = None
    steps: Responses
    readings: list[dict[str, Any] | None] = Field([])
    """How the words of each step were read, as the team saw it. Replays take the steps alone."""

    def _change(self, room: Room) -> None:
        room.teams[self.team][self.round] = self.steps
        room.submitted[self.team] = room.submitted.get(self.team, 0) + 1
        room.submitter[self.team] = self.person


class RoundClosed(Event):
    """A round was closed. Decisions stand, and the storm answers."""

    kind: Literal["round-closed"] = "round-closed"
    round: RoundNumber
    counted: dict[str, Responses] = Field({})
    """By team, what its answers to single posts count as. They join its decisions."""

    def _change(self, room: Room) -> None:
        for team, steps in self.counted.items():
            room.teams[team][self.round] = [*room.teams[team].get(self.round, ()), *steps]
        room.closed_at[self.round] = self.played
        room.phase, room.round, room.played = Phase.waiting, self.round + 1, 0.0


class Frozen(Event):
    """Submitting was stopped, or allowed again."""

    kind: Literal["frozen"] = "frozen"
    frozen: bool

    def _change(self, room: Room) -> None:
        room.frozen = self.frozen


class Paused(Event):
    """The timer was stopped, or started again."""

    kind: Literal["paused"] = "paused"
    paused: bool

    def _change(self, room: Room) -> None:
        room.paused = self.paused


class Extended(Event):
    """The round was given more real time, or less."""

    kind: Literal["extended"] = "extended"
    seconds: Seconds

    def _change(self, room: Room) -> None:
        room.extra += self.seconds


class PaceChanged(Event):
    """The speed of the timer was set, and whether rounds close by themselves at zero."""

    kind: Literal["paced"] = "paced"
    speed: Annotated[Seconds, Field(gt=0.0)]
    automatic: bool

    def _change(self, room: Room) -> None:
        room.speed, room.automatic = self.speed, self.automatic


class TimePassed(Event):
    """Time passed. Kept now and then, so that a crash costs a few seconds of the timer."""

    kind: Literal["passed"] = "passed"


class Drafted(Event):
    """A person wrote something and did not submit it. Rooms from before shared drafts have it."""

    kind: Literal["drafted"] = "drafted"
    person: str
    round: RoundNumber
    steps: Steps

    def _change(self, room: Room) -> None:
        room.drafts[self.person] = Draft(self.round, self.steps)


class Noted(Event):
    """A text was written in a field of the debrief."""

    kind: Literal["noted"] = "noted"
    field: str
    text: str

    def _change(self, room: Room) -> None:
        room.notes[self.field] = self.text


class Rewound(Event):
    """The exercise went back to before a round. Later decisions stay as another branch."""

    kind: Literal["rewound"] = "rewound"
    round: RoundNumber
    unplayable: list[str] = Field([])
    """Teams whose later decisions no storm can be simulated with. They are in no branch."""

    def _change(self, room: Room) -> None:
        left = {
            team: dict(decided)
            for team, decided in room.teams.items()
            if team not in self.unplayable
        }
        room.branches.append(Branch(self.round, room.round, left))
        for team, decided in room.teams.items():
            room.teams[team] = {n: steps for n, steps in decided.items() if n < self.round}
        room.sent = [message for message in room.sent if message.round < self.round]
        room.leave_stage(self.round)
        room.phase, room.round, room.played = Phase.waiting, self.round, 0.0


class Closed(Event):
    """The exercise ended. The debrief begins."""

    kind: Literal["closed"] = "closed"

    def _change(self, room: Room) -> None:
        room.phase = Phase.closed


AnyEvent = Annotated[
    Opened
    | TeamAdded
    | Joined
    | Left
    | TeamRemoved
    | RoundBegun
    | Decided
    | RoundClosed
    | MessageEvent
    | StageEvent
    | AnswerEvent
    | Foretold
    | ApprovalEvent
    | Frozen
    | Paused
    | Extended
    | PaceChanged
    | TimePassed
    | Drafted
    | Noted
    | Rewound
    | Closed,
    Field(discriminator="kind"),
]
EVENT: TypeAdapter[AnyEvent] = TypeAdapter(AnyEvent)
"""Reads an event of any kind back from JSON."""


def rebuild_room(code: str, events: Iterable[AnyEvent]) -> Room:
    """Build a room from all of its events, the first of which opens it.

    Raises RefusedError with the number of the event that does not fit those before it.
    """
    first, *others = events
    if not isinstance(first, Opened):
        raise RefusedError(f"room {code} does not begin with its opening; open another room")
    room = first.room(code)
    rounds = 0 if room.scenario.exercise is None else len(room.scenario.exercise.rounds)
    for number, event in enumerate(others, 2):
        try:
            event.apply(room)
            if not 0 <= room.round <= rounds:
                raise ValueError(f"there are {rounds} rounds, and it goes to {room.round + 1}")
        except (LookupError, ValueError) as wrong:
            raise RefusedError(
                f"room {code}, event {number} ({event.kind}): it does not follow from those before "
                f"it ({wrong}), so the log is damaged; open another room"
            ) from None
    return room
