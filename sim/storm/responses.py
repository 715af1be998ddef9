"""The catalogue of responses: each a combination of levers, none with an effect of its own.

To add one, write one class: its fields, its levers, its first docstring line (shown in
lists, forms and debriefs), its source and its risk. The union at the end is the registry.
"""

from abc import abstractmethod
from typing import Annotated, ClassVar, Literal, get_args

from pydantic import BaseModel, ConfigDict, Field

from sim.storm.levers import Levers, Situation
from sim.storm.times import Duration, Moment, MomentOfStorm

Share = Annotated[float, Field(ge=0.0, le=1.0)]

ARTICLE = "the case, shared experience of an affected customer, 2012"
SCCT = "Coombs, situational crisis communication theory"
HERHAUSEN = "Herhausen et al. 2019, Journal of Marketing 83(3)"


class Response(BaseModel):
    """Something the company says or does, and when."""

    model_config = ConfigDict(extra="forbid", frozen=True, populate_by_name=True)

    source: ClassVar[str] = ""
    risk: ClassVar[str] = ""
    prepared_in: ClassVar[float] = 0.5
    """Staff hours that it takes to prepare, unless the step says otherwise."""

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

    @abstractmethod
    def levers(self, seen: Situation) -> Levers:
        """What this response moves, given what the company sees now."""

    @property
    def staff_hours(self) -> float:
        """Staff hours that it takes to prepare."""
        return self.prepared_in if self.effort is None else self.effort

    def _post(self, **moved: float | None) -> Levers:
        """Levers of a message shown on the page."""
        return Levers(reach=self.reach, pinned=float(self.pinned), **moved)  # type: ignore[arg-type]


class Silence(Response):
    """Say nothing: no lever moves."""

    do: Literal["silence"]
    source = "Qu et al. 2023: in 335 firestorms silence beat explanation; Herhausen 2019: worst"
    risk = "The information vacuum grows; grievance of those affected with it."
    prepared_in = 0.0

    def levers(self, seen: Situation) -> Levers:
        """No lever."""
        return Levers()


class Acknowledgement(Response):
    """Say that the complaint was seen and is being looked into."""

    do: Literal["acknowledgement"]
    source = HERHAUSEN
    risk = "Soon stale: it informs little. In public it shows the complaint to others."
    empathy: Share = 0.5
    prepared_in = 0.25

    def levers(self, seen: Situation) -> Levers:
        """Some information, some empathy."""
        return self._post(informs=0.5, empathy=self.empathy)


class InterimUpdate(Response):
    """Tell what is being done, without a time: "still analysing, next word at 18:00"."""

    do: Literal["interim-update"]
    source = ARTICLE + "; J.D. Power 2011: best with three or more pieces of information"
    risk = "Costs staff; empty updates tire."
    empathy: Share = 0.4

    def levers(self, seen: Situation) -> Levers:
        """Fresh information."""
        return self._post(informs=0.8, empathy=self.empathy)


class Promise(Response):
    """Name a time by which it will be repaired; kept only if the repair is in time."""

    do: Literal["promise"]
    source = "J.D. Power 2011: 729 of 1000 when the estimate is met, 576 when missed"
    risk = "The first estimate is too optimistic; a missed time costs trust."
    deadline: Moment | Literal["estimate"] = Field(
        description='The promised time: "estimate" or a moment such as "Mon 18:00".'
    )
    margin: float = Field(
        1.0, ge=0.1, le=10, description="Factor on the estimated hours still needed."
    )
    empathy: Share = 0.4

    def levers(self, seen: Situation) -> Levers:
        """A deadline to believe in, and information."""
        return self._post(
            informs=1.0,
            deadline=due(self.deadline, self.margin, seen),
            empathy=self.empathy,
        )


class Roadmap(Response):
    """Publish the steps of the repair "as known today", without a time."""

    do: Literal["roadmap"]
    source = ARTICLE
    risk = "Takes staff to write; has to be kept up to date."
    admits: Share = 0.5
    empathy: Share = 0.6
    prepared_in = 2.0

    def levers(self, seen: Situation) -> Levers:
        """Full information and some responsibility taken."""
        return self._post(informs=1.0, admits=self.admits, empathy=self.empathy)


class ChangeOfPlan(Response):
    """Withdraw or move a promise before it falls due, with the reason."""

    do: Literal["change-of-plan"]
    source = ARTICLE
    risk = "Comes too late for those who do not hear it before the old time."
    deadline: Moment | Literal["estimate", "open"] = Field(
        "open", description='The new time: "open" (no time), "estimate" or a moment.'
    )
    margin: float = Field(1.0, ge=0.1, le=10, description="Factor on the estimated hours.")
    reason: float = Field(0.8, gt=0, le=1, description="How good the reason given is.")
    empathy: Share = 0.5
    prepared_in = 1.0

    def levers(self, seen: Situation) -> Levers:
        """The old deadline goes, a new one may come."""
        new = None if self.deadline == "open" else due(self.deadline, self.margin, seen)
        return self._post(informs=1.0, revises=self.reason, deadline=new, empathy=self.empathy)


class Explanation(Response):
    """Explain the cause."""

    do: Literal["explanation"]
    source = "Qu et al. 2023; Yu et al. 2017"
    risk = "Reads as an excuse where the fault is plain and no responsibility is taken."
    evidence: Share = 0.6
    prepared_in = 1.0

    def levers(self, seen: Situation) -> Levers:
        """Information, and evidence about the fault."""
        return self._post(informs=0.8, explains=self.evidence, empathy=0.3)


class Apology(Response):
    """Take responsibility and apologise."""

    do: Literal["apology"]
    source = SCCT + "; " + HERHAUSEN
    risk = "Admits guilt also where there is none."
    admits: Share = 1.0
    empathy: Share = 0.8
    prepared_in = 1.0

    def levers(self, seen: Situation) -> Levers:
        """Responsibility taken, with empathy."""
        return self._post(informs=0.3, admits=self.admits, empathy=self.empathy)


class Downplaying(Response):
    """Play the matter down: "only a short delay, few are concerned"."""

    do: Literal["downplaying"]
    source = ARTICLE + "; " + SCCT
    risk = "Those affected know better."

    def levers(self, seen: Situation) -> Levers:
        """Responsibility diminished, little information."""
        return self._post(informs=0.3, admits=-0.6)


class Denial(Response):
    """Deny the fault or blame others, with what evidence there is."""

    do: Literal["denial"]
    source = SCCT
    risk = "Backfires where the fault is real; works for a false rumour with good evidence."
    evidence: Share = 0.3

    def levers(self, seen: Situation) -> Levers:
        """Responsibility denied, evidence offered."""
        return self._post(informs=0.3, admits=-1.0, explains=self.evidence)


class Deletion(Response):
    """Delete critical comments."""

    do: Literal["deletion"]
    source = "Liao 2024: visible deletion lowers forgiveness, an explanation softens it"
    risk = "Authors notice, others too; the deletion becomes the topic."
    share: Share = Field(0.5, description="Share of the visible critical posts removed.")
    explained: Share = Field(0.0, description="How well the removal is explained.")

    def levers(self, seen: Situation) -> Levers:
        """Posts removed; no message of its own."""
        return Levers(deletes=self.share, deletion_explained=self.explained)


class Netiquette(Response):
    """Remind everyone of the tone on the page."""

    do: Literal["netiquette"]
    source = ARTICLE
    risk = "Alone, it answers nobody."
    firmness: Share = 0.4
    prepared_in = 0.25

    def levers(self, seen: Situation) -> Levers:
        """A request for a civil tone."""
        return self._post(informs=0.1, reminds=self.firmness)


class PrivateChannel(Response):
    """Offer those affected a private channel: a call, a message, a ticket."""

    do: Literal["private-channel"]
    source = ARTICLE + "; " + HERHAUSEN + " (channel change)"
    risk = "Staff can answer only so many: who waits in private comes back in public."
    share: Share = Field(0.9, description="Share of the affected who see it and get the offer.")
    empathy: Share = 0.7
    reach: float = Field(
        0.0, ge=0, le=20, description="Visibility on the page; 0 is a direct message only."
    )

    def levers(self, seen: Situation) -> Levers:
        """A private offer."""
        return self._post(private=self.share, empathy=self.empathy, informs=0.6)


class IndividualAnswers(Response):
    """Answer complaints one by one from now on, each author alone; a share of 0 ends it."""

    do: Literal["individual-answers"]
    source = "reply times of real firms: median 46 min, 47 % of complaints left unanswered"
    risk = "Staff can answer only so many: in a storm the queue grows, and many wait in vain."
    share: Share = Field(0.53, description="Share of complaints that get an answer.")
    within: Duration = Field(
        46 / 60, ge=0, le=48, description='Time in which half of the answers are out: "46min".'
    )
    empathy: Share = 0.5
    admits: Share = Field(0.0, description="How far the answers take responsibility.")
    reach: float = Field(
        0.0, ge=0, le=20, description="Visibility on the page; 0 is seen by the authors alone."
    )

    def levers(self, seen: Situation) -> Levers:
        """A standing order to the team; each answer informs and meets the tone of one author."""
        return self._post(
            answers=self.share,
            answer_half_time=self.within,
            informs=0.5,
            empathy=self.empathy,
            admits=self.admits,
        )


class HelpPage(Response):
    """Open a public help page with what is known, kept at the top."""

    do: Literal["help-page"]
    source = ARTICLE
    risk = "Takes staff to keep up to date."
    prepared_in = 3.0
    pinned: bool = True

    def levers(self, seen: Situation) -> Levers:
        """Information that stays findable, a little relief."""
        return self._post(informs=0.9, relieves=0.2, empathy=0.4)


class ClientHelp(Response):
    """Help customers with their own customers: ready-made messages, a hotline."""

    do: Literal["client-help"]
    source = ARTICLE
    risk = "Costs staff; of no use to those without clients."
    relief: Share = 0.7
    prepared_in = 4.0

    def levers(self, seen: Situation) -> Levers:
        """Pressure of customers' customers taken off."""
        return self._post(informs=0.4, relieves=self.relief, empathy=0.6, admits=0.2)


class Compensation(Response):
    """Offer compensation, in public or only to those affected."""

    do: Literal["compensation"]
    source = HERHAUSEN + ": early public compensation fuels"
    risk = "In public and early it looks like hush money."
    value: Share = 0.5
    public: bool = False
    prepared_in = 2.0

    def levers(self, seen: Situation) -> Levers:
        """Compensation, seen by all or by those affected."""
        return self._post(
            compensates=self.value, public=float(self.public), admits=0.3, empathy=0.4
        )


class FixedNotice(Response):
    """Say that it is fixed; true only if it is."""

    do: Literal["fixed-notice"]
    source = ARTICLE
    risk = "Said too early it is one more broken word."

    def levers(self, seen: Situation) -> Levers:
        """The failure said to be over."""
        return self._post(informs=1.0, says_fixed=1.0, empathy=0.4)


class PostMortem(Response):
    """Publish afterwards what went wrong and what changes."""

    do: Literal["post-mortem"]
    source = ARTICLE
    risk = "Brings the topic up again."
    prepared_in = 8.0

    def levers(self, seen: Situation) -> Levers:
        """Information, responsibility and evidence."""
        return self._post(informs=1.0, admits=0.8, explains=0.7, empathy=0.6)


class LegalThreat(Response):
    """Hold out legal consequences to critics."""

    do: Literal["legal-threat"]
    source = "assumption, after the Streisand effect"
    risk = "Silences a few and angers many."
    severity: Share = 0.7
    prepared_in = 2.0

    def levers(self, seen: Situation) -> Levers:
        """A threat, and responsibility denied."""
        return self._post(threatens=self.severity, admits=-0.5)


class Supporters(Response):
    """Call on supporters (sincere), or buy posts that pose as theirs (covert)."""

    do: Literal["supporters"]
    source = "Franke et al. 2014; flooding with supporters can be worse than nothing"
    risk = "Bought posts are found out."
    share: Share = Field(0.3, description="Share of the sympathisers whom the call reaches.")
    covert: bool = Field(False, description="Buy posts instead of asking people.")
    posts_per_hour: float = Field(5.0, ge=0, le=10_000, description="Bought posts, for a day.")
    prepared_in = 1.0
    reach: float = Field(0.0, ge=0, le=20, description="Visibility of the call on the page.")

    def levers(self, seen: Situation) -> Levers:
        """People called, or posts planted."""
        if self.covert:
            return Levers(astroturf_rate=self.posts_per_hour)
        return self._post(mobilises=self.share)


def due(deadline: MomentOfStorm | str, margin: float, seen: Situation) -> float:
    """Hours since the start at which a promise falls due; at least an hour from now."""
    if isinstance(deadline, MomentOfStorm):
        return max(seen.hours + 1.0, deadline.hours_after(seen.started))
    return max(seen.hours + 1.0, seen.hours + margin * seen.hours_to_fix)


AnyResponse = Annotated[
    Silence
    | Acknowledgement
    | InterimUpdate
    | Promise
    | Roadmap
    | ChangeOfPlan
    | Explanation
    | Apology
    | Downplaying
    | Denial
    | Deletion
    | Netiquette
    | PrivateChannel
    | IndividualAnswers
    | HelpPage
    | ClientHelp
    | Compensation
    | FixedNotice
    | PostMortem
    | LegalThreat
    | Supporters,
    Field(discriminator="do"),
]
"""The registry: list, schema, forms, debrief texts and contract tests come from it."""

CATALOGUE: dict[str, type[Response]] = {
    get_args(kind.model_fields["do"].annotation)[0]: kind for kind in Response.__subclasses__()
}
"""Each response's class by the name used in scenario files."""
