"""The levers that a response moves, and the situation that a company sees.

A response never touches the outcome. It moves levers: what the people who hear it now
know, believe or are spared. Everything else follows from people who react to that and to
each other, by the rules.
"""

from dataclasses import dataclass, fields


@dataclass(frozen=True, slots=True)
class Levers:
    """The levers of one message, as its hearers take it. All are neutral by default."""

    informs: float = 0.0
    """0–1: how much of the information vacuum it fills. 1 starts the clock of waiting anew."""
    deadline: float | None = None
    """Hours since the start by which the hearer now expects the repair."""
    revises: float = 0.0
    """0–1: withdraws or moves the promise believed so far. 1 gives a full reason."""
    admits: float = 0.0
    """−1…1: responsibility denied or played down (−1), left open (0), taken (1)."""
    explains: float = 0.0
    """0–1: evidence offered about who is at fault, believed as far as the company is trusted."""
    deletes: float = 0.0
    """0–1: share of the visible critical posts taken off the page."""
    deletion_explained: float = 0.0
    """0–1: how well a removal is explained to those whom it touches."""
    steps: float = 0.0
    """1 if it names the steps of the repair, without times."""
    step_done: float = 0.0
    """1 if it reports a step of the roadmap as done."""
    public_answer: float = 0.0
    """1 if others can read the answers to complaints."""
    relieves: float = 0.0
    """0–1: pressure of customers' customers taken off those who use the help."""
    private: float = 0.0
    """0–1: share of the affected hearers to whom a private channel is offered."""
    answers: float | None = None
    """0–1: share of complaints whose authors are answered one by one from now on. 0 ends it."""
    answer_half_time: float = 0.0
    """Hours until half of these answers are out, where nobody has to queue for them."""
    compensates: float = 0.0
    """0–1: worth of the compensation against the damage felt."""
    public: float = 0.0
    """1 if the compensation is announced to everyone, 0 if only to those affected."""
    empathy: float = 0.0
    """0–1: how well the wording meets the anger it answers."""
    says_fixed: float = 0.0
    """1 if it says that the failure is over."""
    threatens: float = 0.0
    """0–1: legal consequences held out to critics."""
    reminds: float = 0.0
    """0–1: how firmly it asks for a civil tone."""
    mobilises: float = 0.0
    """0–1: share of the trusting and calm whom a call for support reaches."""
    astroturf_rate: float = 0.0
    """Bought posts per hour, for a day, that pose as defenders'."""
    reach: float = 0.0
    """Visibility as a multiple of an ordinary page post. 0 is not shown on the page."""
    pinned: float = 0.0
    """1 if it stays at the top of the page until a newer pinned post replaces it."""

    @property
    def neutral(self) -> bool:
        """True if no lever is moved."""
        return all(getattr(self, f.name) == f.default for f in fields(self))


@dataclass(frozen=True, slots=True)
class Situation:
    """A real team's view: volume, mix, its own promises and its own estimate.

    It never shows people's inner state or the true repair time. Conditions in a plan
    (``when = "posts_per_hour > 20"``) use these names.
    """

    started: float = 0.0
    """Hours from Monday 00:00 to the start of the scenario."""
    hours: float = 0.0
    """Hours since the start of the scenario."""
    posts_per_hour: float = 0.0
    """Critical posts on the page in the last hour."""
    defending_per_hour: float = 0.0
    """Posts in the company's defence in the last hour."""
    critical_share: float = 0.0
    """Share of critical posts among all fans' posts of the last six hours."""
    hours_since_message: float = 0.0
    """Hours since the company last posted (since the start, if it never did)."""
    estimate: float = 0.0
    """The technicians' present estimate of the repair, in hours since the start."""
    hours_to_fix: float = 0.0
    """The same estimate as hours from now, 0 once fixed."""
    repeats: float = 0.0
    """Updates since the last word that had something new in it."""
    step_done: float = 0.0
    """1 if a step of the published roadmap was done since the last word."""
    enquiry: float = 0.0
    """1 while a journalist waits for an answer."""
    fixed: float = 0.0
    """1 once the failure is repaired (the company knows at once)."""
    hours_since_fixed: float = 0.0
    """Hours since the repair, 0 before it."""
    hours_to_deadline: float = 1e9
    """Hours until the open promise falls due, very large if none is open."""
    overrun: float = 0.0
    """Hours by which the present estimate lies beyond the open promise, negative if before it."""
    promises_open: float = 0.0
    """Promises made and not yet due."""
    promises_broken: float = 0.0
    """Promises missed so far."""
    promises_kept: float = 0.0
    """Promises met so far."""
    articles: float = 0.0
    """Press articles so far."""
    waiting_in_private: float = 0.0
    """People who wait for an answer in private, or to a complaint that is answered by itself."""


VISIBLE = tuple(f.name for f in fields(Situation) if f.name != "started")
"""The names a plan's conditions may use."""
