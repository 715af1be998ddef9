"""The base class of all responses, and the catalogue that their classes enter by themselves."""

from abc import abstractmethod
from collections.abc import Callable, Mapping
from typing import Annotated, Any, ClassVar, Literal, Union, get_args

from pydantic import BaseModel, ConfigDict, Field, GetCoreSchemaHandler
from pydantic.fields import FieldInfo
from pydantic_core import CoreSchema

from sim.storm.levers import Levers, Situation
from sim.storm.times import Duration, Moment

Share = Annotated[float, Field(ge=0.0, le=1.0)]
Group = Literal["speak", "promise", "help", "steer", "resist", "others"]
"""The groups in which forms offer responses, in their order."""

ARTICLE = "the case, shared experience of an affected customer, 2012"
SCCT = "Coombs, situational crisis communication theory"
HERHAUSEN = "Herhausen et al. 2019, Journal of Marketing 83(3)"

CATALOGUE: dict[str, type["Response"]] = {}
"""Each response's class by the name used in scenario files."""
_ON_NEW_RESPONSE: list[Callable[[], None]] = []

PLAN_ONLY = frozenset({"name", "when", "after", "times", "pause", "delay", "effort", "reach"})
"""Fields of scripted plans: a team acts when it decides, and takes the time that it takes."""


class Response(BaseModel):
    """Something the company says or does, and when.

    A subclass that names itself (``do: Literal["open-book"]``) enters the catalogue: scenario
    files, lists, forms, reports and the schema for editors know it from then on.
    """

    model_config = ConfigDict(extra="forbid", frozen=True, populate_by_name=True)

    source: ClassVar[str] = ""
    risk: ClassVar[str] = ""
    group: ClassVar[Group] = "others"
    needs_words: ClassVar[bool] = True
    """False if nothing is said, so that nobody is asked for the words."""
    repeats: ClassVar[Literal["never", "possible", "usual"]] = "possible"
    """Forms offer an interval unless "never". The terminal asks for one if "usual"."""
    topic: ClassVar[tuple[str, float]] = ("", 0.0)
    """The topic of people's posts that it becomes, with its weight (that of the matter is 3)."""
    titles: ClassVar[Mapping[str, str]] = {}
    """Its visible name by language ("en", "de", "fr"), if the files of texts have none."""
    prepared_in: ClassVar[float] = 0.5
    """Staff hours that it takes to prepare, unless the step says otherwise."""

    do: str
    name: str | None = Field(None, description="A name that other steps can refer to.")
    at: Moment | None = Field(None, description='When: "Sun 18:00", "Sun+1 09:00" or "+6h".')
    every: Duration | None = Field(None, description='Repeat at this interval: "4h".')
    until: Moment | Literal["fixed"] | None = Field(
        None, description='End of the repetition: "fixed" or a moment.'
    )
    when: str | None = Field(
        None, description='Triggered by what the company sees: "posts_per_hour > 20".'
    )
    times: int = Field(1, ge=1, le=1000, description="How often a trigger may fire.")
    pause: Duration = Field(6.0, ge=0, description="Least time between two firings of a trigger.")
    after: str | None = Field(None, description="Name of the step that this one follows.")
    delay: Duration = Field(0.0, ge=0, description="Time after the trigger or the named step.")
    words: str | None = Field(None, max_length=2000, description="The words, for the hand-out.")
    effort: float | None = Field(None, ge=0, le=1000, description="Staff hours to prepare it.")
    reach: float = Field(1.0, ge=0, le=20, description="Visibility; 1 is an ordinary page post.")
    pinned: bool = Field(False, description="Whether it stays at the top of the page.")

    @classmethod
    def __pydantic_init_subclass__(cls, **_: object) -> None:
        """Enter the catalogue under the name that ``do`` allows."""
        if not (names := get_args(cls.model_fields["do"].annotation)):
            return
        known = CATALOGUE.get(names[0])
        if known is not None and known.__qualname__ != cls.__qualname__:  # not a reloaded module
            raise TypeError(f"{cls.__qualname__}: there is a response {names[0]!r} already")
        CATALOGUE[names[0]] = cls
        refresh()

    @abstractmethod
    def levers(self, seen: Situation) -> Levers:
        """Return the levers that this response moves, given what the company sees now."""

    @property
    def staff_hours(self) -> float:
        """Staff hours that it takes to prepare."""
        return self.prepared_in if self.effort is None else self.effort

    def message(
        self, deadline: float | None = None, answers: float | None = None, **moved: float
    ) -> Levers:
        """Return the levers of a message that is shown on the page."""
        pinned = float(self.pinned)
        return Levers(reach=self.reach, pinned=pinned, deadline=deadline, answers=answers, **moved)

    @classmethod
    def form_fields(cls) -> dict[str, FieldInfo]:
        """Return the fields that a team fills in when it decides for this response."""
        hidden = PLAN_ONLY | {"do", "until"}
        hidden |= set() if cls.needs_words else {"words"}
        hidden |= {"every"} if cls.repeats == "never" else set()
        return {name: field for name, field in cls.model_fields.items() if name not in hidden}

    @classmethod
    def meaning(cls) -> str:
        """Return the first line of the docstring, which says what the response is."""
        return (cls.__doc__ or "").partition("\n")[0]


class _Catalogued:
    """Marks a field that holds any response of the catalogue, by its ``do``."""

    def __get_pydantic_core_schema__(self, _: Any, handler: GetCoreSchemaHandler) -> CoreSchema:
        union: Any = Union[tuple(CATALOGUE.values())]  # noqa: UP007 (built from a list)
        return handler.generate_schema(Annotated[union, Field(discriminator="do")])


AnyResponse = Annotated[Response, _Catalogued()]
"""Any response of the catalogue, as a step of a plan has it."""


def on_new_response(call: Callable[[], None]) -> None:
    """Have this called whenever a response enters the catalogue later on."""
    _ON_NEW_RESPONSE.append(call)


def refresh() -> None:
    """Tell everything that reads responses that the catalogue has changed."""
    for call in _ON_NEW_RESPONSE:
        call()


def title(do: str, language: str) -> str:
    """Return a response's visible name where the files of texts have none."""
    titles = CATALOGUE[do].titles if do in CATALOGUE else {}
    return titles.get(language) or titles.get("en") or do.replace("-", " ").capitalize()
