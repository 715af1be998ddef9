"""Replies, answers to posts, staged posts and notes: what happens on the stage."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Literal, get_args

Voice = Literal["affected", "bandwagon", "defender", "press"]
"""Who seems to have written a staged post. ``press`` is an article."""
VOICES: tuple[Voice, ...] = get_args(Voice)
Subject = Literal["moment", "post", "decision", "message"]
"""What a note is about."""
SUBJECTS: tuple[Subject, ...] = get_args(Subject)


@dataclass(frozen=True, slots=True)
class SentReply:
    """What a team has replied to a message."""

    message: str
    """Key of the message."""
    team: str
    by: str
    """Pseudonym of who wrote it."""
    text: str
    round: int
    """The round that was played or came next."""
    played: float
    """Real seconds of that round."""
    reading: Mapping[str, Any] | None = None
    """How its words were read, as the team saw it."""


@dataclass(frozen=True, slots=True)
class StagedPost:
    """A post or an article that the facilitator has put on one page or on all."""

    number: int
    """Its number in the room, from 0."""
    voice: Voice
    author: str
    text: str
    team: str | None
    """None for all teams."""
    round: int
    played: float
    headline: str = ""
    picture: str = ""
    """Key of its picture. Empty without one."""


@dataclass(frozen=True, slots=True)
class PostAnswer:
    """What a team has answered to a post on its page."""

    number: int
    """Its number in the room, from 0."""
    team: str
    by: str
    """Pseudonym of who wrote it."""
    post: int
    """Number of the post on the team's page."""
    author: str
    quote: str
    """The post's words."""
    text: str
    round: int
    played: float
    """Real seconds of that round."""
    complaint: bool
    """True if the post is a complaint of the storm. Others count for nothing in it."""
    complaints: int
    """Complaints that the team could answer in that round."""
    levers: Mapping[str, float]
    """What its words were read as, where that is sure."""
    reading: Mapping[str, Any] | None = None
    """How its words were read, as the team saw it."""


@dataclass(frozen=True, slots=True)
class TimedNote:
    """A note of the facilitator or of an observer, with its moment."""

    number: int
    """Its number in the room, from 0."""
    text: str
    by: str
    """Pseudonym of who wrote it. Empty for the facilitator."""
    team: str | None
    """None for the whole room."""
    round: int
    played: float
    branch: int
    """Branches that had been left by going back."""
    about: Subject = "moment"
    quote: str = ""
    """Words of what it is about, as they stood. Empty for a mere moment."""
    target: str = ""
    """Where that is: the number of a post, or round and place of a decision ("2-0")."""
