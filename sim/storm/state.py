"""State of a run: people, page, messages, tally and fixed facts, declared once.

Each class lists its fields with their type in memory and their meaning. The compiled engine
lays the fields out as contiguous records and the Mesa engine keeps them as attributes. The
functions of ``sim/storm`` are typed with these classes, so that mypy reports a misspelt
field, and the tables of MODEL.md are written from them.
"""

from collections.abc import Sequence
from typing import Annotated, Any, NamedTuple, TypeVar, get_type_hints

import numpy as np
from numpy.typing import NDArray

from sim.storm.parameters import Parameters

FOLLOWER, CRITIC, DEFENDER, GONE = 0, 1, 2, 3
STANCES = ("follower", "critic", "defender", "gone")
"""Names of the stances. The code of a stance is its place in this tuple."""

UNAWARE, FOUND, FRIEND, PAGE, COMPANY, PRESS = range(6)
ROUTES = ("not", "found it", "a friend", "the page", "the company", "the press")
"""Ways of learning of the matter. The code of a way is its place in this tuple."""

NEVER = 2_000_000_000
"""A tick that no run reaches."""

WHOLE = 1 << 40
"""Parts of one in the fixed-point sums of feelings, whose order of addition cannot matter."""

RECENT = 8
"""Messages that a visitor of the page may come upon. Older ones have scrolled away."""

MANY = 30_000
"""Cap on stored post counts, so that they fit into int16."""

SOME = 100
"""Cap on what saturates long before, so that it fits into int8."""

i1 = Annotated[int, "i1"]
i2 = Annotated[int, "i2"]
i4 = Annotated[int, "i4"]
i8 = Annotated[int, "i8"]
u8 = Annotated[int, "u8"]
f4 = Annotated[float, "f4"]
f8 = Annotated[float, "f8"]


class PersonState:
    """One person. Times are ticks or hours since the start, as each field says."""

    # -- traits ------------------------------------------------------------------------------------
    stream: Annotated[u8, "64-bit stream of chance"]
    susceptibility: Annotated[f4, "0–1: stirred by others' anger"]
    threshold: Annotated[f8, "heat 0–1 from which they speak out"]
    activity: Annotated[f4, "posts relative to the average, heavy-tailed"]
    first_trust: Annotated[f4, "trust in the company before the matter"]
    forgiveness_time: Annotated[f4, "how long they hold a grudge, relative to the median"]
    looks: Annotated[f4, "looks at the feed per hour of average rhythm"]
    clients: Annotated[f4, "weight of clients of their own who wait; 0 for most"]
    affected: Annotated[i1, "1 if the failure hits them"]
    customer: Annotated[i1, "1 if a customer"]
    outsider: Annotated[i1, "1 if of the wider public, not a fan of the page"]

    # -- feelings ----------------------------------------------------------------------------------
    arousal: Annotated[f8, "0–1, fast"]
    grievance: Annotated[f8, "0–1, slow"]
    trust: Annotated[f8, "0–1, in the company"]
    blame: Annotated[f8, "0–1, responsibility they see with the company"]
    admitted: Annotated[f4, "0–1, responsibility they heard it take"]
    fatigue: Annotated[f8, "posts written lately, fading"]
    sympathy: Annotated[f8, "0–1, sympathy for the company under attack, fading over days"]
    avoidance: Annotated[f8, "0–1, only grows"]
    churn_hazard: Annotated[f4, "hazard of leaving so far, summed up"]

    # -- what they know and expect -----------------------------------------------------------------
    heard_at: Annotated[f8, "hours since the start when their information was last fresh"]
    relief: Annotated[f4, "0–1, of the pressure of their clients"]
    learnt_from: Annotated[
        i1, "how they learnt of it: 0 not, 1 found, 2 friend, 3 page, 4 company, 5 press"
    ]
    told_after: Annotated[i1, "people who passed it on, one to the next, before; at most SOME"]
    teller_after: Annotated[i1, "the same of the friend whose post waits in their feed, else SOME"]
    news_at: Annotated[f8, "hours since the start when the matter was last news to them"]
    word_due: Annotated[i4, "tick by which they expect a first word; −1 if none"]
    missed: Annotated[i1, "missed times of the company that they know of, at most SOME"]
    knows_steps: Annotated[i1, "1 if they know the steps of the repair"]
    believes: Annotated[i4, "number of the message whose deadline they believe in; −1 if none"]
    broken: Annotated[i1, "missed deadlines they believed in, at most SOME"]
    heard: Annotated[i4, "number of the newest message they know; −1 if none"]
    evidence: Annotated[i1, "number modulo SOME of the last message whose evidence they know"]
    aware: Annotated[i1, "1 once they know of the matter"]
    private: Annotated[i1, "1 while in the private channel"]
    private_since: Annotated[i4, "tick at which they entered it"]
    called: Annotated[i1, "1 once asked for support"]
    answer_at: Annotated[i4, "tick at which their complaint is answered; −1 if it is not"]
    speaks_at: Annotated[i4, "tick at which they say what they put off; NEVER if nothing"]
    means: Annotated[i1, "the stance that they mean to take then"]

    # -- what they do ------------------------------------------------------------------------------
    stance: Annotated[i1, "0 follower, 1 critic, 2 defender, 3 gone"]
    felt: Annotated[i4, "tick up to which their feelings are worked out"]
    wakes: Annotated[i4, "next tick at which something reaches them"]
    visits: Annotated[i4, "tick of their next visit to the page"]
    pace: Annotated[f4, "visits per hour of average rhythm, as last planned"]
    read_at: Annotated[i4, "tick at which they last read the page; −1 if never"]
    visit_time: Annotated[f8, "the same to the instant, in hours of average rhythm"]
    meets: Annotated[f8, "page time at which their feed next shows them something"]
    wrote_at: Annotated[i4, "tick of their last critical post; −1 if none"]
    wrote: Annotated[i1, "posts written in this tick"]
    new_critical: Annotated[i1, "friends' critical posts of this tick, at most SOME"]
    new_defending: Annotated[i1, "friends' defending posts of this tick, at most SOME"]
    friends_critical: Annotated[i1, "friends' critical posts waiting in their feed, at most SOME"]
    friends_defending: Annotated[i1, "friends' defending posts waiting in their feed, at most SOME"]

    # -- record ------------------------------------------------------------------------------------
    critical_posts: Annotated[i2, "critical posts so far, at most MANY"]
    defending_posts: Annotated[i2, "defending posts so far, at most MANY"]
    ordinary_posts: Annotated[i2, "ordinary posts so far, at most MANY"]
    ever_critic: Annotated[i1, "1 if they ever spoke out"]
    ever_defender: Annotated[i1, "1 if they ever defended"]


class PageState:
    """The page that visitors read. It changes only between ticks."""

    now: Annotated[i4, "this tick"]
    time: Annotated[f8, "page time: hours of rhythm × chance that a feed shows something of it"]
    critical: Annotated[f8, "visible critical posts, weighted by freshness and approval"]
    critical_1: Annotated[f8, "… of which fade in 0.7 h"]
    critical_2: Annotated[f8, "… in 6 h"]
    critical_3: Annotated[f8, "… in 50 h"]
    defending: Annotated[f8, "visible defending posts"]
    defending_1: Annotated[f8, "… of which fade in 0.7 h"]
    defending_2: Annotated[f8, "… in 6 h"]
    defending_3: Annotated[f8, "… in 50 h"]
    harshness: Annotated[f8, "0–1: mean arousal in the visible critical posts"]
    harsh_sum: Annotated[f8, "arousal of critical posts, fading in 6 h"]
    harsh_posts: Annotated[f8, "critical posts, fading in 6 h"]
    shown: Annotated[f8, "visibility of all in a feed just now (expected items)"]
    messages: Annotated[i4, "messages of the company so far"]
    newest: Annotated[i4, "number of the latest message on the page; −1 if none"]
    pinned: Annotated[i4, "number of the pinned message; −1 if none"]
    standing: Annotated[f8, "critical posts of about the last day not deleted"]
    planted: Annotated[f8, "visible bought posts"]
    plant_rate: Annotated[f8, "bought posts per hour"]
    plant_until: Annotated[i4, "tick at which the bought posts end"]
    rallied: Annotated[f8, "visible defending posts by people who were called"]
    promise: Annotated[i4, "number of the message with the open promise; −1 if none"]
    evidence: Annotated[i4, "number of the latest message that offers evidence; −1 if none"]
    missed: Annotated[i4, "times that the company named and missed"]
    spoke_at: Annotated[i4, "tick of the company's last word on the page; −NEVER if none"]
    private_people: Annotated[i8, "people in the private channel"]
    private_work: Annotated[f8, "hours of work that the private channel took"]
    private_waiting: Annotated[f8, "people waiting for an answer of their own"]
    private_wait: Annotated[f8, "hours that the next of them waits for the team"]
    answering: Annotated[i4, "number of the message by which complaints are answered; −1 if none"]
    complaints: Annotated[i8, "complaints while they are answered one by one"]
    answers: Annotated[i8, "… of which answered"]
    answers_in_time: Annotated[i8, "… within the time that the company set itself for half of them"]
    news: Annotated[i4, "tick at which the matter was last news: the incident, or an article"]
    articles: Annotated[i4, "press articles so far"]
    article_due: Annotated[i4, "tick at which the next article appears; NEVER if none"]
    article_reach: Annotated[f8, "share of people who read the last article"]
    enquiry: Annotated[i1, "1 while a journalist waits for an answer"]
    quoted: Annotated[i1, "1 if the last article quotes the company"]
    article_last: Annotated[i4, "tick of the last article"]
    critics: Annotated[i8, "people who are critics now"]
    critics_affected: Annotated[i8, "… of whom affected"]
    defenders: Annotated[i8, "people who are defenders now"]
    gone: Annotated[i8, "people who have left"]
    customers_lost: Annotated[i8, "… of whom customers"]
    reached: Annotated[i8, "people who know of it"]
    trust_sum: Annotated[i8, "sum of trust, in 2**-40"]
    grievance_sum: Annotated[i8, "sum of grievance as last felt, in 2**-40"]


class Tally:
    """Counts of a tick's acts, in whole numbers, so that the order of adding cannot matter."""

    critical_affected: Annotated[i8, "critical posts of this tick by those affected"]
    critical_bandwagon: Annotated[i8, "… by others"]
    defending: Annotated[i8, "defending posts"]
    ordinary: Annotated[i8, "ordinary posts"]
    likes: Annotated[i8, "approvals of critical posts"]
    harsh: Annotated[i8, "arousal in the critical posts, in 2**-40"]
    critics: Annotated[i8, "change of the number of critics"]
    critics_affected: Annotated[i8, "… affected"]
    defenders: Annotated[i8, "change of the number of defenders"]
    gone: Annotated[i8, "people who left"]
    customers_lost: Annotated[i8, "… customers"]
    reached: Annotated[i8, "people who came to know"]
    private: Annotated[i8, "people who entered the private channel"]
    left_private: Annotated[i8, "people who left it"]
    rallied: Annotated[i8, "defending posts by people who were called"]
    public_answers: Annotated[i8, "answers to complaints that others can read"]
    complaints: Annotated[i8, "complaints while they are answered one by one"]
    answers: Annotated[i8, "… that will be answered"]
    answers_in_time: Annotated[i8, "… within the time that the company set itself for half of them"]
    trust: Annotated[i8, "change of the sum of trust, in 2**-40"]
    grievance: Annotated[i8, "change of the sum of grievance, in 2**-40"]
    first_posts: Annotated[i8, "critical posts by strangers that start the storm"]


class CaseFacts:
    """Fixed facts of a run: those of the scenario, and the repair as drawn."""

    ticks: Annotated[i4, "length of the run"]
    tick_hours: Annotated[f8, "hours per tick"]
    incident: Annotated[i4, "tick of the incident; NEVER if none"]
    repaired: Annotated[i4, "tick of the repair; NEVER if nothing is ever repaired"]
    lasting: Annotated[i1, "1 if there is a failure that lasts until the repair"]
    severity: Annotated[f8, "0–1: how badly it hits those affected"]
    harm: Annotated[f8, "0–1: how bad it looks to those not affected"]
    fault: Annotated[f8, "0–1: true responsibility of the company"]
    outrage_share: Annotated[f8, "0–1: share of people whom the matter offends"]
    outrage_strength: Annotated[f8, "0–1: how strongly"]
    first_posts: Annotated[i4, "critical posts by strangers at the incident"]
    fades: Annotated[f8, "how fast interest in this matter fades, against the usual one"]
    contagion: Annotated[i1, "0 if the page shows nobody's posts"]
    people: Annotated[f8, "number of people"]
    press_stream: Annotated[u8, "64-bit stream of chance of the press"]
    answers_each: Annotated[f8, "answers to single people per hour of one of the team"]
    articles_at: Annotated[f8, "critical posts per hour that make journalists write; 0 for never"]
    articles_most: Annotated[i4, "articles at most"]
    outsiders_reached: Annotated[f8, "share of outsiders who read an article"]
    answers_per_hour: Annotated[f8, "answers to single people per hour of the whole team"]


class CompanyMessage:
    """One message of the company as its hearers take it. Its levers are those of ``levers.py``."""

    tick: Annotated[i4, "tick at which it appears"]
    shown: Annotated[f8, "visibility in a feed just now"]
    direct: Annotated[i1, "1 if it goes to people directly and not onto the page"]
    remark: Annotated[i1, "1 if it is the remark that is the incident"]
    informs: f8
    deadline: Annotated[i4, "promised tick; −1 if none"]
    met: Annotated[i1, "1 if the company will have kept that promise; read once it is due"]
    revises: f8
    revising: Annotated[i1, "1 if it withdraws an open promise"]
    admits: f8
    explains: f8
    deletes: f8
    deletion_explained: f8
    steps: f8
    step_done: f8
    public_answer: f8
    relieves: f8
    private: f8
    answers: Annotated[f8, "share of complaints answered one by one from now on; −1 if unchanged"]
    answer_half_time: f8
    compensates: f8
    public: f8
    empathy: f8
    says_fixed: f8
    threatens: f8
    reminds: f8
    mobilises: f8
    reach: f8


Hours = Sequence[float] | NDArray[np.float64]
"""Hours at the beginning of each tick."""


class CumulativeHours(NamedTuple):
    """Hours summed from the start to the beginning of each tick, of length ticks + 1."""

    rhythm: Hours
    """Hours of average rhythm."""
    office: Hours
    """Office hours."""


class World(NamedTuple):
    """All that a person meets: records in the compiled engine, objects in Mesa."""

    page: PageState
    tally: Tally
    case: CaseFacts
    clock: CumulativeHours
    messages: Sequence[CompanyMessage]
    p: Parameters
    past: NDArray[np.float64]
    """Visible critical posts at the beginning of each tick by span, shape (ticks + 1, 3)."""


class Field(NamedTuple):
    """One declared field of a state class."""

    kind: str
    """Its type in memory, as numpy writes it."""
    meaning: str
    """Its meaning, empty for a lever, which ``Levers`` explains."""


def fields_of(state: type) -> dict[str, Field]:
    """Return the declared fields of a state class, in order."""
    hints = get_type_hints(state, include_extras=True)
    return {
        name: Field(*(*hint.__metadata__, "")[:2])
        for name, hint in hints.items()
        if hasattr(hint, "__metadata__")
    }


def layout(state: type) -> np.dtype[Any]:
    """Return an aligned record type of a state class, large fields first so that none pads."""
    kinds = [(name, field.kind) for name, field in fields_of(state).items()]
    kinds.sort(key=lambda kind: -np.dtype(kind[1]).itemsize)
    return np.dtype(kinds, align=True)


def records(state: type, number: int) -> NDArray[Any]:
    """Return so many blank records of a state class."""
    return np.zeros(number, layout(state))


State = TypeVar("State")


def as_object(state: type[State], record: Any) -> State:
    """Return a record as a plain object of its state class."""
    plain = state()
    for name in record.dtype.names:
        setattr(plain, name, record[name].item())
    return plain
