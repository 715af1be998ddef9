"""The page as threads: a post, and the replies below it."""

from collections.abc import Sequence
from dataclasses import dataclass

from sim.exercise.post_answers import ANSWER
from sim.exercise.words.posts import Post

MOST_REPLIES = 5
"""Newest replies of a thread that are shown. The others are counted."""


@dataclass(frozen=True, slots=True)
class Thread:
    """A post, its newest replies, oldest first, and the number of those before them."""

    root: Post
    replies: list[Post]
    earlier: int

    @property
    def latest(self) -> float:
        """Hours of the latest post in it that is shown. Answering moves no thread."""
        said = [post.hours for post in self.replies if post.topic != ANSWER]
        return max(self.root.hours, *said) if said else self.root.hours


def threads(posts: Sequence[Post], most: int) -> list[Thread]:
    """Return the threads of the newest posts of people, the one with the latest post first."""
    people = [post for post in posts if post.kind != "company"][-most:]
    since = people[0].hours if people else 0.0
    by_number = {post.number: post for post in posts}
    replies: dict[int, list[Post]] = {}
    for post in posts:
        root = _root(post, by_number)
        if root is not post:
            replies.setdefault(root.number, []).append(post)
    own = [
        post
        for post in posts
        if post.kind == "company" and post.topic != ANSWER and post.hours >= since
    ]
    roots = {root.number: root for post in (*own, *people) for root in [_root(post, by_number)]}
    found = [
        Thread(
            root,
            shown := _shown(replies.get(number, [])),
            len(replies.get(number, [])) - len(shown),
        )
        for number, root in roots.items()
    ]
    return sorted(found, key=lambda thread: thread.latest, reverse=True)


def _shown(replies: Sequence[Post]) -> list[Post]:
    """Return the newest replies of a thread, and the team's own answers however old."""
    newest = len(replies) - MOST_REPLIES
    return [post for n, post in enumerate(replies) if n >= newest or post.topic == ANSWER]


def _root(post: Post, by_number: dict[int, Post]) -> Post:
    """Return the post at the top of a post's thread."""
    while post.answers is not None and post.answers in by_number:
        post = by_number[post.answers]
    return post
