"""What is remembered about a person, the page, a message and a tick: field, type, meaning.

Declared once. The compiled engine lays these out as contiguous records, the Mesa engine
as attributes of its agents; the order of a tick (``tick.py``) is written against either.
"""

from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

FOLLOWER, CRITIC, DEFENDER, GONE = 0, 1, 2, 3
STANCES = ("follower", "critic", "defender", "gone")
"""Names of the stances; a stance's code is its place in this row."""

NEVER = 2_000_000_000
"""A tick that no run reaches."""

WHOLE = 1 << 40
"""Feelings are summed as whole numbers of this many parts, so that order cannot matter."""

RECENT = 8
"""Messages that a visitor of the page may come upon; older ones have scrolled away."""

MANY = 30_000
"""Posts of one person, or in one feed, beyond which nobody counts: they fit into two bytes."""

Fields = dict[str, tuple[str, str]]

PERSON: Fields = {
    # traits; those never written take four bytes, which is as much as anybody could tell apart
    "stream": ("u8", "64-bit stream of chance"),
    "susceptibility": ("f4", "0–1: stirred by others' anger"),
    "threshold": ("f8", "heat 0–1 from which they speak out"),
    "activity": ("f4", "posts relative to the average, heavy-tailed"),
    "forgiveness_time": ("f4", "how long they hold a grudge, relative to the median"),
    "looks": ("f4", "looks at the feed per hour of average rhythm"),
    "clients": ("f4", "weight of clients of their own who wait; 0 for most"),
    "affected": ("i1", "1 if the failure hits them"),
    "customer": ("i1", "1 if a customer"),
    "outsider": ("i1", "1 if of the wider public, not a fan of the page"),
    # feelings
    "arousal": ("f8", "0–1, fast"),
    "grievance": ("f8", "0–1, slow"),
    "trust": ("f8", "0–1, in the company"),
    "blame": ("f8", "0–1, responsibility they see with the company"),
    "admitted": ("f8", "0–1, responsibility they heard it take"),
    "fatigue": ("f8", "posts written lately, fading"),
    "sympathy": ("f8", "0–1, sympathy for the company under attack, fading over days"),
    "avoidance": ("f8", "0–1, only grows"),
    "churn_hazard": ("f8", "hazard of leaving so far, summed up"),
    # what they know and expect
    "heard_at": ("f8", "hours since the start when their information was last fresh"),
    "relief": ("f8", "0–1, of the pressure of their clients"),
    "promised": ("i4", "tick by which they expect the repair; −1 if none"),
    "broken": ("i2", "missed deadlines they believed in, at most MANY"),
    "heard": ("i4", "number of the newest message they know; −1 if none"),
    "aware": ("i1", "1 once they know of the matter"),
    "offended": ("i1", "1 if it offends them"),
    "private": ("i1", "1 while in the private channel"),
    "private_since": ("i4", "tick at which they entered it"),
    "called": ("i1", "1 once asked for support"),
    "answer_at": ("i4", "tick at which their complaint is answered; −1 if it is not"),
    # what they do
    "stance": ("i1", "0 follower, 1 critic, 2 defender, 3 gone"),
    "felt": ("i4", "tick up to which their feelings are worked out"),
    "wakes": ("i4", "next tick at which something reaches them"),
    "visits": ("i4", "tick of their next visit to the page"),
    "visit_time": ("f8", "the same to the instant, in hours of average rhythm"),
    "meets": ("f8", "page time at which their feed next shows them something"),
    "wrote_at": ("i4", "tick of their last critical post; −1 if none"),
    "wrote": ("i1", "posts written in this tick"),
    "new_critical": ("i2", "friends' critical posts of this tick, at most MANY"),
    "new_defending": ("i2", "friends' defending posts of this tick, at most MANY"),
    "friends_critical": ("i2", "friends' critical posts that wait in their feed, at most MANY"),
    "friends_defending": ("i2", "friends' defending posts that wait in their feed, at most MANY"),
    # record
    "critical_posts": ("i2", "critical posts so far, at most MANY"),
    "defending_posts": ("i2", "defending posts so far, at most MANY"),
    "ordinary_posts": ("i2", "ordinary posts so far, at most MANY"),
    "was_critic": ("i1", "1 if they ever spoke out"),
    "was_defender": ("i1", "1 if they ever defended"),
}
"""One person. Times that end in "at" are hours or ticks since the start, as said."""

PAGE: Fields = {
    "now": ("i4", "this tick"),
    "time": ("f8", "page time: hours of rhythm × chance that a feed shows something of the page"),
    "critical": ("f8", "visible critical posts, weighted by freshness and approval"),
    "critical_1": ("f8", "… of which fade in 0.7 h"),
    "critical_2": ("f8", "… in 6 h"),
    "critical_3": ("f8", "… in 50 h"),
    "defending": ("f8", "visible defending posts"),
    "defending_1": ("f8", "… of which fade in 0.7 h"),
    "defending_2": ("f8", "… in 6 h"),
    "defending_3": ("f8", "… in 50 h"),
    "harshness": ("f8", "0–1: mean arousal in the visible critical posts"),
    "harsh_sum": ("f8", "arousal of critical posts, fading in 6 h"),
    "harsh_posts": ("f8", "critical posts, fading in 6 h"),
    "shown": ("f8", "visibility of all in a feed just now (expected items)"),
    "messages": ("i4", "messages of the company so far"),
    "newest": ("i4", "number of the latest message on the page; −1 if none"),
    "pinned": ("i4", "number of the pinned message; −1 if none"),
    "standing": ("f8", "critical posts of about the last day not deleted"),
    "planted": ("f8", "visible bought posts"),
    "plant_rate": ("f8", "bought posts per hour"),
    "plant_until": ("i4", "tick at which the bought posts end"),
    "private_waiting": ("f8", "people waiting for an answer of their own"),
    "private_wait": ("f8", "hours that the next of them waits for the team"),
    "answering": ("i4", "number of the message by which complaints are answered; −1 if none"),
    "complaints": ("i8", "complaints while they are answered one by one"),
    "answers": ("i8", "… of which answered"),
    "answers_in_time": ("i8", "… within the time that the company set itself for half of them"),
    "news": ("i4", "tick at which the matter was last news: the incident, or an article"),
    "articles": ("i4", "press articles so far"),
    "article_due": ("i4", "tick at which the next article appears; NEVER if none"),
    "article_last": ("i4", "tick of the last article"),
    "critics": ("i8", "people who are critics now"),
    "critics_affected": ("i8", "… of whom affected"),
    "defenders": ("i8", "people who are defenders now"),
    "gone": ("i8", "people who have left"),
    "customers_lost": ("i8", "… of whom customers"),
    "reached": ("i8", "people who know of it"),
    "trust_sum": ("i8", "sum of trust, in 2**-40"),
    "grievance_sum": ("i8", "sum of grievance as last felt, in 2**-40"),
}
"""The shared field that visitors read; it changes only between ticks."""

TALLY: Fields = {
    "critical_affected": ("i8", "critical posts of this tick by those affected"),
    "critical_bandwagon": ("i8", "… by others"),
    "defending": ("i8", "defending posts"),
    "ordinary": ("i8", "ordinary posts"),
    "likes": ("i8", "approvals of critical posts"),
    "harsh": ("i8", "arousal in the critical posts, in 2**-40"),
    "critics": ("i8", "change of the number of critics"),
    "critics_affected": ("i8", "… affected"),
    "defenders": ("i8", "change of the number of defenders"),
    "gone": ("i8", "people who left"),
    "customers_lost": ("i8", "… customers"),
    "reached": ("i8", "people who came to know"),
    "private": ("i8", "people who entered the private channel"),
    "complaints": ("i8", "complaints while they are answered one by one"),
    "answers": ("i8", "… that will be answered"),
    "answers_in_time": ("i8", "… within the time that the company set itself for half of them"),
    "trust": ("i8", "change of the sum of trust, in 2**-40"),
    "grievance": ("i8", "change of the sum of grievance, in 2**-40"),
    "first_posts": ("i8", "critical posts by strangers that start the storm"),
}
"""What people did in a tick, in whole numbers: adding them up in any order gives the same."""

CASE: Fields = {
    "ticks": ("i4", "length of the run"),
    "tick_hours": ("f8", "hours per tick"),
    "incident": ("i4", "tick of the incident; NEVER if none"),
    "repaired": ("i4", "tick of the repair; NEVER if nothing is ever repaired"),
    "lasting": ("i1", "1 if there is a failure that lasts until the repair"),
    "severity": ("f8", "0–1: how badly it hits those affected"),
    "fault": ("f8", "0–1: true responsibility of the company"),
    "outrage_share": ("f8", "0–1: share of people whom the matter offends"),
    "outrage_strength": ("f8", "0–1: how strongly"),
    "first_posts": ("i4", "critical posts by strangers at the incident"),
    "contagion": ("i1", "0 if the page shows nobody's posts"),
    "people": ("f8", "number of people"),
    "articles_at": ("f8", "critical posts per hour that make journalists write; 0 for never"),
    "articles_most": ("i4", "articles at most"),
    "outsiders_reached": ("f8", "share of outsiders who read an article"),
    "answers_per_hour": ("f8", "answers to single people per hour of the whole team"),
}
"""What is fixed in a run: facts of the scenario, and the repair as drawn."""

MESSAGE: Fields = {
    "tick": ("i4", "tick at which it appears"),
    "shown": ("f8", "visibility in a feed just now"),
    "direct": ("i1", "1 if it goes to people directly and not onto the page"),
    "remark": ("i1", "1 if it is the remark that is the incident"),
    "informs": ("f8", "see Levers"),
    "deadline": ("i4", "promised tick; −1 if none"),
    "revises": ("f8", ""),
    "revising": ("i1", "1 if it withdraws an open promise"),
    "admits": ("f8", ""),
    "explains": ("f8", ""),
    "deletes": ("f8", ""),
    "deletion_explained": ("f8", ""),
    "relieves": ("f8", ""),
    "private": ("f8", ""),
    "answers": ("f8", "share of complaints answered one by one from now on; −1 if unchanged"),
    "answer_half_time": ("f8", ""),
    "compensates": ("f8", ""),
    "public": ("f8", ""),
    "empathy": ("f8", ""),
    "says_fixed": ("f8", ""),
    "threatens": ("f8", ""),
    "reminds": ("f8", ""),
    "mobilises": ("f8", ""),
    "reach": ("f8", ""),
}
"""One message of the company as its hearers take it: the levers of ``levers.py``."""


class Clock(NamedTuple):
    """Rhythm and office hours, summed up from the start to the beginning of each tick."""

    rhythm: Any
    """Hours of average rhythm, length ticks + 1."""
    office: Any
    """Office hours, length ticks + 1."""


class World(NamedTuple):
    """All that a person meets. Records in the compiled engine, plain objects in Mesa."""

    page: Any
    tally: Any
    case: Any
    clock: Clock
    messages: Any
    p: Any
    """The parameters."""


def layout(fields: Fields) -> np.dtype[Any]:
    """The declared fields as an aligned record type; large ones first, so that none pads."""
    kinds = [(name, kind) for name, (kind, _) in fields.items()]
    kinds.sort(key=lambda field: -np.dtype(field[1]).itemsize)
    return np.dtype(kinds, align=True)


def records(fields: Fields, number: int) -> NDArray[Any]:
    """That many blank records."""
    return np.zeros(number, layout(fields))


class Plain:
    """A record as a plain Python object: the same fields as attributes."""

    def __init__(self, record: Any) -> None:
        for name in record.dtype.names:
            setattr(self, name, record[name].item())
