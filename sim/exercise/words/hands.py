"""Ways of writing: tidy, hasty, with emoji or hashtags, or without capitals."""

from enum import StrEnum


class Hand(StrEnum):
    """A way of writing."""

    tidy = "tidy"
    small = "small"
    """No capitals, and no full stop at the end."""
    emoji = "emoji"
    tags = "tags"
    hasty = "hasty"
    """Misspells."""


HANDS = (
    (0.50, Hand.tidy),
    (0.64, Hand.emoji),
    (0.76, Hand.small),
    (0.84, Hand.tags),
    (1.00, Hand.hasty),
)
"""Ways of writing, each with the upper end of its share of the authors."""


def hand_of(number: float) -> Hand:
    """Return an author's handwriting by their number from 0 to 1."""
    return next(hand for upto, hand in HANDS if number <= upto)
