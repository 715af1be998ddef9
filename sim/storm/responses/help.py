"""Responses that help people: in private, one by one, or with their own clients."""

from typing import Literal

from pydantic import Field

from sim.storm.levers import Levers, Situation
from sim.storm.responses.base import ARTICLE, HERHAUSEN, Response, Share
from sim.storm.times import Duration


class PrivateChannel(Response):
    """Offer those affected a private channel: a call, a message, a ticket."""

    do: Literal["private-channel"]
    source = ARTICLE + "; " + HERHAUSEN + " (channel change)"
    risk = "Staff can answer only so many: who waits in private comes back in public."
    group = "help"
    topic = ("private", 1.5)
    share: Share = Field(0.9, description="Share of the affected who see it and get the offer.")
    empathy: Share = 0.7
    reach: float = Field(
        0.0, ge=0, le=20, description="Visibility on the page; 0 is a direct message only."
    )

    def levers(self, seen: Situation) -> Levers:
        """Offer the private channel."""
        return self.message(private=self.share, empathy=self.empathy, informs=0.6)


class IndividualAnswers(Response):
    """Answer complaints one by one from now on, each author alone. A share of 0 ends it."""

    do: Literal["individual-answers"]
    source = "reply times of real firms: median 46 min, 47 % of complaints left unanswered"
    risk = "Staff can answer only so many: in a storm the queue grows, and many wait in vain."
    group = "help"
    topic = ("acknowledged", 1.0)
    repeats = "never"
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
        """Order the team to answer: each answer informs one author and meets their tone."""
        return self.message(
            answers=self.share,
            public_answer=1.0,
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
    group = "help"
    topic = ("helped", 1.5)
    prepared_in = 3.0
    pinned: bool = True

    def levers(self, seen: Situation) -> Levers:
        """Inform where it stays findable, and relieve a little."""
        return self.message(informs=0.9, relieves=0.2, empathy=0.4)


class ClientHelp(Response):
    """Help customers with their own customers: ready-made messages, a hotline."""

    do: Literal["client-help"]
    source = ARTICLE
    risk = "Costs staff; of no use to those without clients."
    group = "help"
    topic = ("helped", 1.5)
    relief: Share = 0.7
    prepared_in = 4.0

    def levers(self, seen: Situation) -> Levers:
        """Take off the pressure of customers' customers."""
        return self.message(informs=0.4, relieves=self.relief, empathy=0.6, admits=0.2)


class Compensation(Response):
    """Offer compensation, in public or only to those affected."""

    do: Literal["compensation"]
    source = HERHAUSEN + ": early public compensation fuels"
    risk = "In public and early it looks like hush money."
    group = "help"
    topic = ("paid", 2.5)
    value: Share = 0.5
    public: bool = False
    prepared_in = 2.0

    def levers(self, seen: Situation) -> Levers:
        """Compensate, seen by all or by those affected."""
        return self.message(
            compensates=self.value, public=float(self.public), admits=0.3, empathy=0.4
        )
