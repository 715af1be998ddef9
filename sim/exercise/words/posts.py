"""A post on the page, and the classes of those who write."""

from dataclasses import dataclass
from typing import Literal, get_args

Class = Literal["affected", "bandwagon", "defender", "planted", "fan", "company", "press"]
"""``press`` writes nothing by itself: it is an article that the facilitator has staged."""
CLASSES: dict[Class, str] = {
    "affected": "critical_posts_affected",
    "bandwagon": "critical_posts_bandwagon",
    "defender": "defending_posts",
    "planted": "planted_posts",
    "fan": "ordinary_posts",
}
"""Classes of authors, and the column of the series that counts their posts."""
CRITICAL: tuple[Class, ...] = ("affected", "bandwagon")

Mood = Literal["", "calm", "angry", "furious", "defending", "everyday"]
"""Mood of a post. Empty for the company and for bought posts."""
MOODS: tuple[Mood, ...] = get_args(Mood)


@dataclass(frozen=True, slots=True)
class Post:
    """A post on the page."""

    hours: float
    """Since the start of the story."""
    author: str
    kind: Class
    topic: str
    text: str
    number: int = 0
    """Its number on this page. Those of the company are below zero."""
    answers: int | None = None
    """Number of the post that it replies to."""
    character: str = ""
    """Key of the lasting character who writes. Empty for everybody else."""
    mood: Mood = ""
    likes: int = 0
    """Approvals so far."""
    shares: int = 0
    """People so far to whom a friend passed it on."""
    headline: str = ""
    """Headline of a staged article."""
    picture: str = ""
    """Key of the picture of a staged post."""


@dataclass(frozen=True, slots=True)
class Spread:
    """How the matter has spread so far, in people."""

    aware: int
    """Everybody who knows of the matter. The others add up to it."""
    found: int
    """… who noticed it themselves."""
    from_friends: int
    """… who had it from a friend."""
    from_page: int
    """… who read it on the page."""
    from_company: int
    """… who had it from the company."""
    from_press: int
    """… who had it from the press."""
