"""Staged posts among the posts of a team's page. They look alike, and no figure counts them."""

from collections.abc import Callable, Sequence
from operator import attrgetter

from sim.exercise.room import Room
from sim.exercise.stage_matter import StagedPost
from sim.exercise.words.posts import Post

FIRST_NUMBER = -1_000_000
"""Number on the page of the first staged post. Those of the company and of people are above."""


def with_staged(
    posts: Sequence[Post], room: Room, team: str, hours_of_round: Callable[[int], float]
) -> list[Post]:
    """Return a team's posts with those staged for it, oldest first."""
    staged = [
        Post(
            hours=hours_of_round(each.round),
            author=each.author,
            kind=each.voice,
            topic="staged",
            text=each.text,
            number=FIRST_NUMBER - each.number,
            headline=each.headline,
            picture=each.picture,
        )
        for each in staged_for(room, team)
    ]
    return sorted([*posts, *staged], key=attrgetter("hours")) if staged else list(posts)


def staged_for(room: Room, team: str) -> list[StagedPost]:
    """Return what is staged on a team's page."""
    return [each for each in room.staged.values() if each.team in (None, team)]
