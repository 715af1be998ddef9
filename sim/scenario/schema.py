"""The schema of scenario files: one crisis, the people it meets, and the plans to compare.

Descriptions become help in editors (``shitstorm schema``) and parts of error messages.
Spans of time are written "6h" and are hours once read. Moments are written "Sun 16:00".
"""

from collections.abc import Mapping
from datetime import date as calendar_date
from typing import Annotated, Any, Literal

from pydantic import (
    AfterValidator,
    BeforeValidator,
    Field,
    ModelWrapValidatorHandler,
    PrivateAttr,
    model_validator,
)

from sim.errors import UnknownNameError, listed, shortened
from sim.language.typesetting import Language
from sim.scenario.checks import as_validation_error, inconsistencies
from sim.scenario.earlier import Earlier
from sim.scenario.exercise import Exercise
from sim.scenario.section import Name, Section, Text, Title
from sim.scenario.ties import PowerLawCluster, Ties
from sim.scenario.translated import Translated, TranslatedTitle, told
from sim.storm.chance import WORD
from sim.storm.parameters import Parameters
from sim.storm.responses import AnyResponse, Share, on_new_response
from sim.storm.times import Duration, Moment, MomentOfStorm

MOST_PEOPLE = 50_000_000
EARLIEST, LATEST = calendar_date(1700, 1, 1), calendar_date(2200, 12, 31)
"""Dates that all tables and charts can show."""


def on_a_weekday(start: MomentOfStorm) -> MomentOfStorm:
    """Refuse a start that does not name a weekday of the first week."""
    if start.offset is not None or start.weeks:
        raise ValueError(f'"{start}" is not a start; write a weekday and an hour like "Sun 12:00"')
    return start


def divides_a_day(hours: float) -> float:
    """Refuse a tick that does not fit a whole number of times into a day."""
    if hours > 0 and abs(24 / hours - round(24 / hours)) > 1e-9:
        raise ValueError('has to divide a day evenly; write "5min", "15min", "30min" or "1h"')
    return hours


def calendar_day(text: object) -> object:
    """Read a date written as text. Any other value is left for the validator to judge."""
    if not isinstance(text, str):
        return text
    try:
        day = calendar_date.fromisoformat(text)
    except ValueError:
        raise ValueError(f'"{text}" is not a date; write one such as 2012-08-26') from None
    if not EARLIEST <= day <= LATEST:
        raise ValueError(f"has to be from {EARLIEST} to {LATEST}, as charts and tables know it")
    return day


class ClockSettings(Section):
    """The start of the story, its length, and the steps in which it is simulated."""

    start: Annotated[Moment, AfterValidator(on_a_weekday)] = Field(
        description='Weekday and hour of the start: "Sun 12:00".'
    )
    days: float = Field(10.0, gt=0, le=60, description="Days to simulate.")
    tick: Annotated[Duration, AfterValidator(divides_a_day)] = Field(
        0.25, ge=1 / 60, le=2, description='Length of one step: "15min"; it has to divide a day.'
    )
    date: Annotated[calendar_date, BeforeValidator(calendar_day)] | None = Field(
        None, description="Date of the first day, such as 2012-08-26; for the charts only."
    )

    @property
    def start_hours(self) -> float:
        """Hours from Monday 00:00 to the start."""
        return self.start.week_hour


class Community(Section):
    """Fans of the page, a wider public behind them, and who knows whom."""

    people: int = Field(1800, ge=1, le=MOST_PEOPLE, description="Fans of the page.")
    outsiders: int = Field(
        0, ge=0, le=MOST_PEOPLE, description="People of a wider public who are no fans."
    )
    customers: Share = Field(0.7, description="Share of the fans who are customers.")
    ties: Ties = Field(
        PowerLawCluster(kind="power-law-cluster"), description="Who sees the posts of whom."
    )
    seed: int | None = Field(
        None,
        ge=0,
        le=WORD,
        description="Fixes the people and their ties; without it every run has its own.",
    )


class PageSettings(Section):
    """The company's page."""

    contagion: bool = Field(
        True, description="Whether visitors read what others wrote there; false turns it off."
    )


class Repair(Section):
    """The time the repair takes: lognormal, drawn for each run, unknown to the company."""

    median: Duration = Field(gt=0, description='Half of the repairs are done by then: "110h".')
    spread: float = Field(
        0.15, ge=0, le=3, description="How uncertain it is: standard deviation of its logarithm."
    )
    at_least: Duration = Field(0.0, description='No repair is faster than this: "2h".')


class Incident(Section):
    """The thing that went wrong, for whom, and who is to blame."""

    at: Moment = Field(description='When it happens: "Sun 14:00" or "+2h".')
    affected: Share = Field(0.0, description="Share of the customers who are hit by it.")
    affected_people: int | None = Field(
        None, ge=0, le=MOST_PEOPLE, description="Number of people hit by it, instead of a share."
    )
    severity: Share = Field(0.5, description="How badly those affected are hit.")
    fault: Share = Field(1.0, description="How far the company is truly responsible.")
    blamed: Share = Field(
        default_factory=lambda read: read["fault"],
        description="How responsible it looks at first; the same as fault if not given.",
    )
    clients: Share = Field(
        0.0, description="Share of those affected who have clients of their own waiting."
    )
    outrage_share: Share = Field(
        0.0, description="Share of everybody whom the matter offends, affected or not."
    )
    outrage_strength: Share = Field(0.0, description="How strongly it offends them.")
    remark: bool = Field(
        False, description="Whether it is a post of the company itself, seen like any other."
    )
    first_posts: int = Field(
        0, ge=0, le=100_000, description="Critical posts by others that start it."
    )
    repair: Repair | None = Field(
        None, description="How long the repair takes; without it nothing stays broken."
    )


Clientele = Literal["customers", "citizens", "guests", "members", "patients", "readers", "students"]


class CompanySettings(Section):
    """The team that answers, and how well it knows what the repair will take."""

    staff: int = Field(2, ge=1, le=1000, description="People in the crisis team.")
    looks_every: Duration = Field(
        1.0, ge=1 / 60, le=48, description='How often the team looks at the page: "1h".'
    )
    optimism: Share = Field(
        0.8, description="How far its first estimate of the hours still needed falls short."
    )
    learns: Duration = Field(24.0, gt=0, description='Time in which that optimism halves: "24h".')
    serves: Clientele = Field(
        "customers", description="Whom it serves and may lose, as texts are to call them."
    )
    private_answers_per_hour: float = Field(
        4.0,
        ge=0,
        le=1000,
        description="People whom one of the team answers by themselves per hour.",
    )


class Media(Section):
    """Journalists, who write when the storm is loud enough and bring people from outside."""

    articles_at: float = Field(
        30.0, gt=0, le=1e6, description="Critical posts per hour at which an article is written."
    )
    max_articles: int = Field(12, ge=0, le=1000, description="Articles at most.")
    outsiders_reached: Share = Field(
        0.1, description="Share of all people, fans or not, whom a large outlet's article reaches."
    )


class Plan(Section):
    """A named list of responses, to be compared with other plans."""

    title: Title | TranslatedTitle | None = Field(
        None, description="What charts and tables call the plan; its name if not given."
    )
    summary: Text | Translated = Field(description="The plan in a sentence.")
    like: Name | None = Field(
        None, description="Name of a plan whose steps are carried out as well."
    )
    steps: list[AnyResponse] = Field(
        default=[], max_length=1000, description="What the company says or does, and when."
    )
    _name: str = PrivateAttr("")

    @property
    def name(self) -> str:
        """The plan's name in the scenario."""
        return self._name

    def titled(self, language: Language) -> str:
        """Return what the plan is called: its title, or its name as words."""
        return told(self.title, language) if self.title else self.name.replace("-", " ")


class Scenario(Section):
    """One crisis with the plans to compare: everything a run needs besides a seed."""

    title: Title | TranslatedTitle = Field(
        description="The title, as shown in lists and on charts."
    )
    summary: Text | Translated = Field(
        "No summary.", description="What happens, in a few sentences."
    )
    source: Text | None = Field(None, description="Where the story and its numbers come from.")
    clock: ClockSettings = Field(description='A table [clock] with start = "Sun 12:00".')
    community: Community = Community()
    page: PageSettings = PageSettings()
    incident: Incident | None = Field(None, description="Without it nothing happens at all.")
    company: CompanySettings = CompanySettings()
    earlier: Earlier | None = Field(
        None, description="An earlier crisis of the same people; without it this is the first."
    )
    media: Media | None = Field(None, description="Without it no journalist takes notice.")
    parameters: Parameters = Field(
        Parameters(), description="Values that replace defaults of the rules."
    )
    plans: dict[Name, Plan] = Field(min_length=1, description="The plans, by name.")
    exercise: Exercise | None = Field(None, description="What makes it an exercise for teams.")
    _name: str = PrivateAttr("scenario")
    _document: dict[str, Any] = PrivateAttr(default_factory=dict)

    @model_validator(mode="wrap")
    @classmethod
    def _consistent(cls, document: Any, read: ModelWrapValidatorHandler["Scenario"]) -> "Scenario":
        """Refuse parts that are fine alone but not together, and name the plans."""
        scenario = read(document)
        if isinstance(document, Mapping):
            if problems := inconsistencies(document):
                raise as_validation_error(problems)
            for name, plan in scenario.plans.items():
                plan._name = name
        return scenario

    @classmethod
    def from_document(cls, document: Mapping[str, Any], name: str) -> "Scenario":
        """Validate plain values strictly, so that a number in quotes is not a number.

        Raises ``ValidationError``.
        """
        scenario = cls.model_validate(document, strict=True)
        scenario._name, scenario._document = name, dict(document)
        return scenario

    def __repr__(self) -> str:
        title = shortened(self.title if isinstance(self.title, str) else self.title.en)
        return f"<Scenario {self.name!r}: {title}; plans: {listed(self.plans)}>"

    __str__ = __repr__

    @property
    def name(self) -> str:
        """The scenario's short name: that of its file."""
        return self._name

    @property
    def document(self) -> dict[str, Any]:
        """The plain values that were read: enough to build the same scenario again."""
        return self._document

    def titled(self, language: Language) -> str:
        """Return what the scenario is called: its exercise's title, or else its own."""
        own = [self.exercise.title] if self.exercise is not None and self.exercise.title else []
        titles = [*own, self.title]
        there = (text for text in titles if isinstance(text, Translated) and text.has(language))
        return told(next(there, titles[0]), language)

    def plan(self, name: str) -> Plan:
        """Return the plan of this name. Raises ``UnknownNameError`` if there is none."""
        if name not in self.plans:
            raise UnknownNameError("plan", name, self.plans)
        return self.plans[name]

    def steps(self, name: str) -> tuple[AnyResponse, ...]:
        """Return all steps of a plan: those of the plan it is like, and its own."""
        plan = self.plan(name)
        return (*(self.steps(plan.like) if plan.like else ()), *plan.steps)

    def moment_hours(self, moment: MomentOfStorm) -> float:
        """Return the hours from the start to a moment."""
        return moment.hours_after(self.clock.start_hours)

    @property
    def hours_per_tick(self) -> float:
        """Length of a tick in hours."""
        return self.clock.tick

    @property
    def ticks(self) -> int:
        """Number of ticks from start to end."""
        return max(1, round(self.clock.days * 24.0 / self.clock.tick))


def include_new_responses() -> None:
    """Let plans hold a response that entered the catalogue after this module was read."""
    Plan.model_rebuild(force=True)
    Scenario.model_rebuild(force=True)


on_new_response(include_new_responses)


def json_schema() -> dict[str, Any]:
    """Return the JSON schema of scenario files, with spans of time as authors write them."""
    schema = Scenario.model_json_schema()
    for part in (schema, *schema["$defs"].values()):
        for key in part.get("properties", {}).values():
            if key.get("type") == "string" and isinstance(key.get("default"), float):
                key["default"] = f"{key['default']:g}h"
    return schema
