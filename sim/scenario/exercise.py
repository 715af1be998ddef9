"""The settings of an exercise: briefing, roles, rounds, and the messages that come in.

Texts may be given in English, German and French. English is shown where a language is missing.
"""

from collections.abc import Mapping, Sequence
from typing import Annotated, Any, Literal, get_args

from pydantic import AfterValidator, Field

from sim.scenario.section import Name, Section, Text
from sim.scenario.translated import Translated, TranslatedTitle
from sim.scenario.voices import Character, Voices
from sim.storm.chance import WORD
from sim.storm.conditions import condition
from sim.storm.times import Moment

Sender = Literal[
    "technician",
    "customer",
    "client",
    "journalist",
    "board",
    "owner",
    "colleague",
    "lawyer",
    "guild",
]


Duty = Literal["approves", "writes", "watches", "estimates", "cares", "counsels", "observes"]
"""What a role does in the room."""
DUTIES: tuple[Duty, ...] = get_args(Duty)
NAMED: Mapping[Duty, frozenset[str]] = {
    "approves": frozenset({"lead", "owner", "head", "director", "chief", "manager"}),
    "writes": frozenset({"writer", "editor", "spokesperson", "adviser", "press"}),
    "watches": frozenset({"analyst", "monitor", "monitoring", "watcher", "writer", "adviser"}),
    "estimates": frozenset({"technology", "technician", "operations", "counsel"}),
    "cares": frozenset({"care", "customer-care", "service", "support"}),
    "counsels": frozenset({"counsel", "legal", "lawyer"}),
    "observes": frozenset({"observer"}),
}
"""Names of roles that have a duty without saying so."""


def duties_of(name: str, role: Mapping[str, Any] | None = None) -> tuple[Duty, ...]:
    """Return what a role does: the ``duties`` of its table, or those that its name says.

    >>> duties_of("counsel")
    ('estimates', 'counsels')
    >>> duties_of("counsel", {"duties": ["writes"]})
    ('writes',)
    """
    given: Sequence[Duty] | None = (role or {}).get("duties")
    if given is None:
        return tuple(duty for duty in DUTIES if name in NAMED[duty])
    return tuple(duty for duty in DUTIES if duty in given)


def readable_condition(text: str) -> str:
    """Refuse a condition that the company cannot judge."""
    condition(text)
    return text


class Role(Section):
    """A role within a team."""

    title: TranslatedTitle = Field(description="What the role is called.")
    card: Translated = Field(description="What is printed on the role card.")
    duties: list[Duty] | None = Field(
        None, max_length=len(DUTIES), description="What it does in the room; or what its name says."
    )
    tasks: list[Translated] = Field(
        [], max_length=20, description="Its task in each round; or one that fits the storm."
    )


class Round(Section):
    """Some hours of the crisis, decided on in some minutes."""

    title: TranslatedTitle = Field(description="What these hours are called.")
    until: Moment = Field(description='The moment at which they are over: "Sun 22:00".')
    minutes: float = Field(8.0, gt=0, le=120, description="Real minutes to decide.")


class Inject(Section):
    """A message that a team gets once its moment has come."""

    name: Name = Field(description="A short name for the trainer.")
    at: Moment = Field(description="The team finds it at the first round that begins then.")
    sender: Sender = Field(description="Who writes: technician, customer, journalist ...")
    text: Translated = Field(
        description="The message; {estimate}, {estimate_late}, {posts_per_hour}, {missed} and "
        "{articles} are filled in from what the team can see."
    )
    when: Annotated[str, AfterValidator(readable_condition)] | None = Field(
        None, description='Only for teams that see this: "promises_broken > 0".'
    )
    to: Name | None = Field(
        None, description="The role that alone reads it, if somebody has it; or the whole team."
    )
    minutes: float | None = Field(
        None, gt=0, le=120, description="Real minutes within which the team is to reply."
    )
    expected: Text | None = Field(
        None, description="What a good team does then: for the trainer, who alone sees it."
    )


class Exercise(Section):
    """The settings of a scenario that is an exercise for teams."""

    title: TranslatedTitle | None = Field(
        None, description="What it is called; or the scenario's title."
    )
    seed: int = Field(
        0, ge=0, le=WORD, description="The seed that is played unless another is said."
    )
    briefing: Translated = Field(description="What the teams know before the first round.")
    goals: list[Translated] = Field(min_length=1, description="What they are to learn.")
    begins: Moment = Field(description="The moment at which the first round begins.")
    honest: Name = Field("honest-roadmap", description="The plan shown as the honest what-if.")
    best: Name = Field(description="The best plan known, shown in the debrief.")
    roles: dict[Name, Role] = Field(min_length=1, description="The roles within a team, by name.")
    rounds: list[Round] = Field(min_length=1, max_length=20, description="The rounds, in order.")
    injects: list[Inject] = Field([], max_length=100, description="What comes in meanwhile.")
    voices: Voices = Field(description="What people write about this matter.")
    characters: list[Character] = Field(
        [], max_length=30, description="People who come back; or the thirteen that every one has."
    )
    observe: list[Translated] = Field([], description="Questions on the observer's sheet.")

    @property
    def minutes(self) -> float:
        """Real minutes of all rounds together."""
        return sum(each.minutes for each in self.rounds)
