"""Answers to single posts: which complaints a team sees, and what answering some of them counts as.

The model has no lever for one named post. It has one for the share of complaints that are
answered one by one (``individual-answers``), and answers reach it through that one alone: k of
the n complaints that the team sees count as answering k / n of the complaints of the round.
"""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from operator import attrgetter
from typing import Any

from sim.exercise.decisions import Decided, Window, offset, parse_response
from sim.exercise.stage_matter import PostAnswer
from sim.exercise.words.posts import CRITICAL, Post
from sim.exercise.words.word_levers import LEVERS
from sim.storm.responses import Response
from sim.storm.responses.help import IndividualAnswers

MOST_POSTS = 60
"""Newest posts of people that a page shows, and that can be answered."""
FIRST_NUMBER = -2_000_000
"""Number on the page of the first answer. Those of everybody else are above."""
ANSWER = "answer"
"""Topic of an answer among the posts of a page."""
LONGEST_COUNTED = 1000
"""Most characters of all answers of a round, as a decision shows them."""
COUNTED, ENDED = "answers-to-posts-", "no-more-answers-to-posts-"
"""Beginnings of the names of the steps that answers become. No team can name a step itself."""
NOBODY: tuple[str, ...] = ("company", "press")
"""Who is not answered: the company itself, and articles."""


@dataclass(frozen=True, slots=True)
class Answerable:
    """The posts that a team can answer in a round, and the complaints among them."""

    posts: Mapping[int, Post]
    complaints: int


@dataclass(frozen=True, slots=True)
class AnswerCount:
    """What a team has answered in the present round."""

    now: frozenset[int]
    """Numbers of the posts answered in this round. Their answers can still be changed."""
    before: frozenset[int]
    """Numbers of those answered in earlier rounds."""
    answered: int
    """Complaints answered in this round."""
    complaints: int
    """Complaints that could be answered in it."""


def answerable(
    posts: Sequence[Post], answers: Iterable[PostAnswer], team: str, number: int
) -> Answerable:
    """Return the newest posts of people on a team's page, but for those answered before a round."""
    before = {each.post for each in answers if each.team == team and each.round < number}
    offered = answerable_numbers(posts, before)
    found = {post.number: post for post in posts if post.number in offered}
    return Answerable(found, sum(is_complaint(post) for post in found.values()))


def answerable_numbers(posts: Sequence[Post], before: Collection[int]) -> frozenset[int]:
    """Return the numbers of the newest posts of people, but for those answered ``before``."""
    people = [post for post in posts if post.kind not in NOBODY]
    return frozenset(post.number for post in people[-MOST_POSTS:]) - frozenset(before)


def is_complaint(post: Post) -> bool:
    """Return whether a post is a critical one of the storm. Staged posts are not the storm's."""
    return post.kind in CRITICAL and post.topic != "staged"


def count_of(
    posts: Sequence[Post], answers: Sequence[PostAnswer], team: str, number: int
) -> AnswerCount:
    """Return what a team has answered in a round and before, of what its page shows."""
    own = [each for each in answers if each.team == team]
    return AnswerCount(
        now=frozenset(each.post for each in own if each.round == number),
        before=frozenset(each.post for each in own if each.round < number),
        answered=sum(each.complaint for each in own if each.round == number),
        complaints=answerable(posts, own, team, number).complaints,
    )


def with_answers(
    posts: Sequence[Post], answers: Iterable[PostAnswer], hours: Mapping[int, float]
) -> list[Post]:
    """Return posts with a team's answers, oldest first. ``hours`` are those of the rounds."""
    own = [
        Post(
            hours=hours[each.round],
            author=each.by,
            kind="company",
            topic=ANSWER,
            text=each.text,
            number=FIRST_NUMBER - each.number,
            answers=each.post,
        )
        for each in answers
    ]
    return sorted([*posts, *own], key=attrgetter("hours")) if own else list(posts)


def counted_steps(
    answers: Sequence[PostAnswer], decided: Decided, number: int, window: Window, ended: str
) -> list[Response]:
    """Return the step by which a team's answers of a round reach the storm, if there is one.

    It raises the share of the team's own order, if it has given one: with that at s, answering k
    of n makes it s + (1 - s) k / n. A round without answers goes back to the team's own order, or
    to none, and says so in the words ``ended``.
    """
    counted = [each for each in answers if each.round == number and each.complaint]
    own = [each for each in _orders(decided, number) if not (is_counted(each) or is_end(each))]
    standing = own[-1] if own else None
    ordered_now = standing in decided.get(number, ())
    if not counted:
        earlier = _orders(decided, number - 1)
        goes_on = bool(earlier) and is_counted(earlier[-1]) and not ordered_now
        return [_back_to(standing, number, window, ended)] if goes_on else []
    share = min(1.0, len(counted) / max(1, *(each.complaints for each in counted)))
    before = 0.0 if standing is None else standing.share
    step = {
        **_values(standing),
        "at": offset(window.begin),
        "name": f"{COUNTED}{number + 1}",
        "share": round(before + (1.0 - before) * share, 4),
        "words": " · ".join(f"{each.author}: {each.text}" for each in counted)[:LONGEST_COUNTED],
        **_meant(counted),
    }
    if ordered_now and standing is not None:
        step |= {"at": str(standing.at), "effort": 0.0}
    return [parse_response(step)]


def is_counted(response: Response) -> bool:
    """Return whether a decision stands for answers to single posts."""
    return (response.name or "").startswith(COUNTED)


def is_end(response: Response) -> bool:
    """Return whether a decision only says that no single posts are answered any more."""
    return (response.name or "").startswith(ENDED)


def _orders(decided: Decided, number: int) -> list[IndividualAnswers]:
    """Return all orders to answer complaints up to a round, whoever gave them."""
    return [
        each
        for n in sorted(decided)
        if n <= number
        for each in decided[n]
        if isinstance(each, IndividualAnswers)
    ]


def _values(standing: IndividualAnswers | None) -> dict[str, Any]:
    """Return the values of a team's own order, or those of none."""
    if standing is None:
        return {"do": "individual-answers", "share": 0.0}
    return standing.model_dump(mode="json", exclude_unset=True)


def _back_to(
    standing: IndividualAnswers | None, number: int, window: Window, ended: str
) -> Response:
    """Return the step that puts the team's own order, or none, in the place of counted answers."""
    own = {"at": offset(window.begin), "name": f"{ENDED}{number + 1}", "words": ended}
    return parse_response({**_values(standing), **own, "effort": 0.0})


def _meant(counted: Iterable[PostAnswer]) -> dict[str, float]:
    """Return what the words of the answers mean for the levers, on average where they are sure."""
    found = {}
    for lever in LEVERS:
        values = [each.levers[lever] for each in counted if lever in each.levers]
        if values:
            found[lever] = round(sum(values) / len(values), 2)
    return found
