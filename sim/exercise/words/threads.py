"""Threads: which post a new one replies to, and in what words."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from sim.exercise.words.posts import CRITICAL, Class, Post
from sim.exercise.words.presumed import OWN_POSTS, presumed_of_the_post
from sim.exercise.words.sentences import Sentence, bank
from sim.language.typesetting import Language

BELOW_THE_COMPANY = 0.65
"""Share of the posts on an act of the company that stand below its post."""
TO_PEOPLE = 0.24
"""Share of the other posts that reply to somebody."""
LOOKS_BACK = 14
"""Newest posts of people among which a reply finds its post."""
NOT_ANSWERED = ("reporter", "troll")
"""Characters to whose posts nobody replies."""
TO_EVERYBODY = ("troll", "archivist", "fair", "colleague")
"""Characters who also reply to critics who only join in."""
NO_COMPLAINTS = (
    "waiting", "kept", "apologised", "roadmap", "updated", "explained", "acknowledged", "helped",
    "private", "paid", "fixed", "reported", "repaired", "later",
)  # fmt: skip
"""Topics on which a calm post complains of nothing that others would agree with."""
FOR_HOURS = 6.0
"""Hours for which a post is replied to."""
SEVERAL = 2
"""Sentences of a post from which one of them can be the last."""


@dataclass(frozen=True, slots=True)
class Reply:
    """A post to reply to, and the sentences for it."""

    to: Post
    sentences: list[Sentence]


def below_the_company(company: Sequence[Post], hours: float, draw: float) -> Post | None:
    """Return the company's post of an act, if this post stands below it."""
    if draw >= BELOW_THE_COMPANY:
        return None
    return next((post for post in reversed(company) if post.hours == hours), None)


def suits(line: str, to: Post, posts: int, language: Language) -> bool:
    """Return whether a reply fits a post whose author has written so many."""
    asks = "?" in to.text
    so = {
        "question": asks,
        "statement": not asks,
        "sentences": sentences_in(to.text) >= SEVERAL,
        "anger": to.mood in ("angry", "furious"),
        "much": posts >= OWN_POSTS,
    }
    return all(so[kind] for kind in presumed_of_the_post(line, language))


def sentences_in(text: str) -> int:
    """Return how many sentences a post has, hashtags left out.

    >>> sentences_in("What now? I wait. #fail")
    2
    """
    told = re.split(r"[.!?…]+(?:\s|$)", re.sub(r"#\S+", "", text))
    return sum(bool(re.search(r"\w\w", each)) for each in told)


class Threads:
    """Finds posts to reply to, in one language."""

    def __init__(self, language: Language) -> None:
        self.language = language
        self.replies: dict[str, list[str]] = bank("posts", language)["replies"]
        self.conducts: dict[str, dict[str, list[str]]] = bank("characters", language)

    def reply(
        self,
        kind: Class,
        author: str,
        hours: float,
        people: Sequence[Post],
        draws: tuple[float, float],
        conduct: str = "",
        over: bool = False,
        written: Mapping[str, int] | None = None,
    ) -> Reply | None:
        """Return a post of somebody else that this author replies to, or None.

        ``draws`` are numbers from 0 to 1: whether they reply, and to whom. Lasting characters
        reply in words of their own conduct, and only until the matter is ``over``. ``written``
        is how many posts each author has written.
        """
        if draws[0] >= TO_PEOPLE:
            return None
        found = [
            post
            for post in people[-LOOKS_BACK:]
            if hours - FOR_HOURS <= post.hours < hours
            and post.author != author
            and post.topic != "reply"
            and not post.character.endswith(NOT_ANSWERED)
            and self._fitting(kind, post, conduct, over, written)
        ]
        if not found:
            return None
        to = found[int(draws[1] * len(found))]
        return Reply(
            to, [Sentence(text) for text in self._fitting(kind, to, conduct, over, written)]
        )

    def _fitting(
        self, kind: Class, to: Post, conduct: str, over: bool, written: Mapping[str, int] | None
    ) -> list[str]:
        """Return what fits the very words of a post, of what this author may say to it."""
        posts = (written or {}).get(to.author, 0)
        lines = self._words(kind, to, conduct, over)
        return [line for line in lines if suits(line, to, posts, self.language)]

    def _words(self, kind: Class, to: Post, conduct: str, over: bool) -> list[str]:
        """Return what this author may say to a post, which is nothing where no line would fit.

        Two camps argue until the matter is over. What is true of people in the same place is
        said among these alone, and encouragement goes to those who ask.
        """
        if conduct:
            return [] if over else self._in_character(to, conduct)
        if over and _side(kind) != _side(to.kind):
            return []
        if kind in CRITICAL and to.mood == "calm" and to.topic in NO_COMPLAINTS:
            return []
        words = list(self.replies.get(f"{_side(kind)}_to_{_side(to.kind)}", []))
        if kind in CRITICAL and to.kind == kind and not to.character:
            words += self.replies["of_the_same_mind"]
            words += self.replies["in_the_same_place"] if kind == "affected" else []
        asks = to.kind == "affected" and to.mood == "calm" and "?" in to.text
        return self.replies["to_a_question"] if kind in CRITICAL and asks and not over else words

    def _in_character(self, to: Post, conduct: str) -> list[str]:
        """Return a character's lines. Most turn to those who are hit, or to the other camp."""
        stranger = to.kind == "bandwagon" and conduct not in TO_EVERYBODY
        if stranger or (conduct == "principled" and to.mood not in ("calm", "defending")):
            return []
        if conduct in ("leaving", "loyal") and to.mood == "calm":  # who asks calmly is not leaving
            return []
        return self.conducts[conduct].get(f"reply_to_{_side(to.kind)}", [])


def _side(kind: Class) -> str:
    return "critic" if kind in CRITICAL else kind
