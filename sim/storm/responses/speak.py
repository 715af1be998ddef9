"""Responses that inform, explain or apologise."""

from typing import Literal

from sim.storm.levers import Levers, Situation
from sim.storm.responses.base import ARTICLE, HERHAUSEN, SCCT, Response, Share


class Acknowledgement(Response):
    """Say that the complaint was seen and is being looked into."""

    do: Literal["acknowledgement"]
    source = HERHAUSEN
    risk = "Soon stale: it informs little. In public it shows the complaint to others."
    group = "speak"
    topic = ("acknowledged", 1.0)
    empathy: Share = 0.5
    prepared_in = 0.25

    def levers(self, seen: Situation) -> Levers:
        """Inform a little, with empathy."""
        return self.message(informs=0.5, empathy=self.empathy)


class InterimUpdate(Response):
    """Tell what is being done, without a time: "still analysing, next word at 18:00"."""

    do: Literal["interim-update"]
    source = ARTICLE + "; J.D. Power 2011: best with three or more pieces of information"
    risk = "Costs staff; empty updates tire."
    group = "speak"
    topic = ("updated", 1.5)
    repeats = "usual"
    empathy: Share = 0.4

    def levers(self, seen: Situation) -> Levers:
        """Give fresh information."""
        informs = FULL_UPDATE if seen.step_done else repeated(FULL_UPDATE, seen.repeats)
        return self.message(informs=informs, step_done=seen.step_done, empathy=self.empathy)


FULL_UPDATE = 0.8
"""How much an update informs that has something new in it."""
REPEATED, SAID_ANYHOW = 0.6, 0.4
"""What each repetition leaves of an update's news, and what any word is worth (assumption)."""


def repeated(informs: float, times: float) -> float:
    """Return how much an update informs after so many that had nothing new in them."""
    return float(informs * (SAID_ANYHOW + (1.0 - SAID_ANYHOW) * REPEATED**times))


class Roadmap(Response):
    """Publish the steps of the repair "as known today", without a time."""

    do: Literal["roadmap"]
    source = ARTICLE
    risk = "Takes staff to write; has to be kept up to date."
    group = "speak"
    topic = ("roadmap", 2.0)
    admits: Share = 0.5
    empathy: Share = 0.6
    prepared_in = 2.0

    def levers(self, seen: Situation) -> Levers:
        """Inform in full and take some responsibility."""
        return self.message(informs=1.0, steps=1.0, admits=self.admits, empathy=self.empathy)


class Explanation(Response):
    """Explain the cause."""

    do: Literal["explanation"]
    source = "Qu et al. 2023; Yu et al. 2017"
    risk = "Reads as an excuse where the fault is plain and no responsibility is taken."
    group = "speak"
    topic = ("explained", 2.0)
    evidence: Share = 0.6
    prepared_in = 1.0

    def levers(self, seen: Situation) -> Levers:
        """Inform, and offer evidence about the fault."""
        return self.message(informs=0.8, explains=self.evidence, empathy=0.3)


class Apology(Response):
    """Take responsibility and apologise."""

    do: Literal["apology"]
    source = SCCT + "; " + HERHAUSEN
    risk = "Admits guilt also where there is none."
    group = "speak"
    topic = ("apologised", 2.5)
    admits: Share = 1.0
    empathy: Share = 0.8
    prepared_in = 1.0

    def levers(self, seen: Situation) -> Levers:
        """Take responsibility, with empathy."""
        return self.message(informs=0.3, admits=self.admits, empathy=self.empathy)


class FixedNotice(Response):
    """Say that it is fixed, which is true only once it is."""

    do: Literal["fixed-notice"]
    source = ARTICLE
    risk = "Said too early it is one more broken word."
    group = "speak"

    def levers(self, seen: Situation) -> Levers:
        """Say that the failure is over."""
        return self.message(informs=1.0, says_fixed=1.0, empathy=0.4)


class PostMortem(Response):
    """Publish afterwards what went wrong and what changes."""

    do: Literal["post-mortem"]
    source = ARTICLE
    risk = "Brings the topic up again."
    group = "speak"
    topic = ("reported", 3.0)
    repeats = "never"
    prepared_in = 8.0

    def levers(self, seen: Situation) -> Levers:
        """Inform, take responsibility and offer evidence."""
        return self.message(informs=1.0, admits=0.8, explains=0.7, empathy=0.6)
