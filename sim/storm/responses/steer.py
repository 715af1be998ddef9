"""Responses that steer the talk on the page."""

from typing import Literal

from pydantic import Field

from sim.storm.levers import Levers, Situation
from sim.storm.responses.base import ARTICLE, Response, Share


class Netiquette(Response):
    """Remind everyone of the tone on the page."""

    do: Literal["netiquette"]
    source = ARTICLE
    risk = "Alone, it answers nobody."
    group = "steer"
    topic = ("netiquette", 2.5)
    firmness: Share = 0.4
    prepared_in = 0.25

    def levers(self, seen: Situation) -> Levers:
        """Ask for a civil tone."""
        return self.message(informs=0.1, reminds=self.firmness)


class Deletion(Response):
    """Delete critical comments."""

    do: Literal["deletion"]
    source = "Liao 2024: visible deletion lowers forgiveness, an explanation softens it"
    risk = "Authors notice, others too; the deletion becomes the topic."
    group = "steer"
    topic = ("deleted", 5.0)
    needs_words = False
    repeats = "usual"
    share: Share = Field(0.5, description="Share of the visible critical posts removed.")
    explained: Share = Field(0.0, description="How well the removal is explained.")

    def levers(self, seen: Situation) -> Levers:
        """Remove posts without a message of its own."""
        return Levers(deletes=self.share, deletion_explained=self.explained)


class Supporters(Response):
    """Call on supporters (sincere), or buy posts that pose as theirs (covert)."""

    do: Literal["supporters"]
    source = "Franke et al. 2014; flooding with supporters can be worse than nothing"
    risk = "Bought posts are found out."
    group = "steer"
    share: Share = Field(0.3, description="Share of the sympathisers whom the call reaches.")
    covert: bool = Field(False, description="Buy posts instead of asking people.")
    posts_per_hour: float = Field(5.0, ge=0, le=10_000, description="Bought posts, for a day.")
    prepared_in = 1.0
    reach: float = Field(0.0, ge=0, le=20, description="Visibility of the call on the page.")

    def levers(self, seen: Situation) -> Levers:
        """Call on people, or buy posts."""
        if self.covert:
            return Levers(astroturf_rate=self.posts_per_hour)
        return self.message(mobilises=self.share)
