"""Everything that can happen in an exercise: one kind of event each, kept for good.

A room is nothing but its events in their order (``room.py``), so that it can be rebuilt from
them at any time, also after a fall of the machine.
"""

from typing import Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict, Field, TypeAdapter

from sim.scenario.exercise import Language, Sender


class Event(BaseModel):
    """Something that happened; times of the crisis are numbers of rounds, from 0."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    played: float = 0.0
    """Real seconds of the present round that had been played, whatever the machine's clock
    says: after a restart the round goes on with the time that was left."""


class Opened(Event):
    """The room was opened."""

    kind: Literal["opened"] = "opened"
    scenario: str
    document: dict[str, Any]
    seed: int
    language: Language
    secret: str
    """What a facilitator has to know."""


class TeamAdded(Event):
    """There is another team."""

    kind: Literal["team-added"] = "team-added"
    team: str


class Joined(Event):
    """Somebody came in, or changed team or role."""

    kind: Literal["joined"] = "joined"
    person: str
    pseudonym: str
    team: str
    role: str


class RoundBegun(Event):
    """The teams may decide."""

    kind: Literal["round-begun"] = "round-begun"
    round: int


class Decided(Event):
    """A team's decisions for the round; they replace those that it had before."""

    kind: Literal["decided"] = "decided"
    team: str
    round: int
    person: str | None = None
    steps: list[dict[str, Any]]


class RoundClosed(Event):
    """Decisions stand; the storm answers."""

    kind: Literal["round-closed"] = "round-closed"
    round: int


class Injected(Event):
    """The facilitator sends a message now, to one team or to all."""

    kind: Literal["injected"] = "injected"
    round: int
    sender: Sender
    text: str
    team: str | None = None


class Changed(Event):
    """The facilitator rewrites or skips (no text) a message that is still to come."""

    kind: Literal["changed"] = "changed"
    inject: str
    text: str | None


class Frozen(Event):
    """Nobody may submit, or may again."""

    kind: Literal["frozen"] = "frozen"
    frozen: bool


class Paused(Event):
    """The timer stands, or goes on."""

    kind: Literal["paused"] = "paused"
    paused: bool


class Extended(Event):
    """The round gets more real time, or less."""

    kind: Literal["extended"] = "extended"
    seconds: float


class Paced(Event):
    """The timer runs faster or slower from now on; rounds close by themselves at zero, or not."""

    kind: Literal["paced"] = "paced"
    speed: float
    automatic: bool


class Passed(Event):
    """Time has passed; kept now and then, so that a fall costs a few seconds of the timer."""

    kind: Literal["passed"] = "passed"


class Drafted(Event):
    """What somebody has written and not yet submitted; nobody else is shown it."""

    kind: Literal["drafted"] = "drafted"
    person: str
    round: int
    steps: list[dict[str, Any]]


class Noted(Event):
    """Something written down in the debrief, in a field of its questions and tables."""

    kind: Literal["noted"] = "noted"
    field: str
    text: str


class Rewound(Event):
    """Back to before a round: what was decided from then on stays, as another line."""

    kind: Literal["rewound"] = "rewound"
    round: int


class Closed(Event):
    """The exercise is over; the debrief begins."""

    kind: Literal["closed"] = "closed"


AnyEvent = Annotated[
    Opened
    | TeamAdded
    | Joined
    | RoundBegun
    | Decided
    | RoundClosed
    | Injected
    | Changed
    | Frozen
    | Paused
    | Extended
    | Paced
    | Passed
    | Drafted
    | Noted
    | Rewound
    | Closed,
    Field(discriminator="kind"),
]
EVENT: TypeAdapter[AnyEvent] = TypeAdapter(AnyEvent)
"""Reads an event of any kind back from JSON."""
