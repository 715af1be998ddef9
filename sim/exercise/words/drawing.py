"""Chance for the words of posts: one stream, a number for each post and purpose."""

from dataclasses import dataclass
from enum import IntEnum

from sim.storm.chance import uniform

FEED_STREAM = -2
"""The "person" whose stream writes the posts."""
ATTEMPTS = 24
"""Wordings tried for a post until one is new."""


class Draw(IntEnum):
    """Purposes of the draws for each post."""

    AUTHOR = 0
    MOOD = 1
    TOPIC = 2
    OPENING = 3
    SENTENCE = 4
    ON_MATTER = 5
    CLOSING = 6
    SAMPLE = 7
    MINUTE = 8
    CHARACTER = 9
    WHICH = 10
    BELOW = 11
    REPLY = 12
    REPLY_TO = 13
    HAND = 14
    SMALL_TALK = 15


@dataclass(frozen=True, slots=True)
class PostDraws:
    """Numbers from 0 to 1, the same for the same post and purpose whatever else is drawn."""

    stream: int

    def number(self, post: int, draw: Draw, attempt: int = 0) -> float:
        """Return the number for one post, purpose and attempt."""
        return uniform(self.stream, post * ATTEMPTS + attempt, int(draw))
