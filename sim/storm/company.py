"""The company: its plan, crisis staff, ledger of promises and estimate of the repair.

It sees what a real team sees (``Situation``), and what it does is levers on a message
(``state.MESSAGE``) that people may hear. Keeping, breaking and revising promises are
outcomes: the repair time is drawn, the estimate falls short of it at first.
"""

import heapq
import math
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from sim.storm.chance import Purpose, stream_of, uniform
from sim.storm.conditions import Condition, condition
from sim.storm.levers import Levers, Situation
from sim.storm.responses import Response
from sim.storm.state import NEVER

COMPANY_STREAM = -1
"""The "person" whose stream is the company's chance."""

PLANTED_FOR = 24.0
"""Hours over which bought posts keep coming."""


@dataclass(slots=True)
class Promise:
    """A promise in the ledger; hours since the start."""

    made: float
    deadline: float
    outcome: str = "open"
    settled: float | None = None


@dataclass(slots=True)
class Ledger:
    """The promises made, and what became of them."""

    promises: list[Promise] = field(default_factory=list)

    def promise(self, now: float, deadline: float) -> None:
        """Enter a promise; one still open is thereby moved."""
        self.revise(now)
        self.promises.append(Promise(now, deadline))

    def revise(self, now: float) -> None:
        """Withdraw what is open."""
        for promise in self.promises:
            if promise.outcome == "open":
                promise.outcome, promise.settled = "revised", now

    def settle(self, now: float, repaired: float) -> None:
        """Settle what has fallen due, or been met before it did."""
        for promise in self.promises:
            if promise.outcome != "open":
                continue
            if repaired <= promise.deadline and repaired <= now:
                promise.outcome, promise.settled = "kept", max(repaired, promise.made)
            elif promise.deadline <= now:
                promise.outcome, promise.settled = "broken", promise.deadline

    def number(self, outcome: str) -> int:
        """How many have this outcome."""
        return sum(promise.outcome == outcome for promise in self.promises)

    @property
    def next_deadline(self) -> float:
        """Deadline of the open promise, infinite if there is none."""
        due = (promise.deadline for promise in self.promises if promise.outcome == "open")
        return min(due, default=math.inf)


@dataclass(slots=True)
class Staff:
    """The crisis team: each member does one thing at a time."""

    members: int
    free_at: list[float] = field(default_factory=list)
    hours_used: float = 0.0

    def free_from(self, now: float) -> float:
        """When the first member is free, from now on; hours since the start."""
        return max(now, min(self.free_at, default=now)) if self._all_known else now

    def take_on(self, now: float, effort: float) -> None:
        """The first free member is busy for the effort from now on."""
        if self._all_known:
            heapq.heapreplace(self.free_at, now + effort)
        else:
            heapq.heappush(self.free_at, now + effort)
        self.hours_used += effort

    @property
    def _all_known(self) -> bool:
        """Whether every member has had something to do."""
        return len(self.free_at) >= self.members


@dataclass(frozen=True, slots=True)
class Estimate:
    """The technicians' estimate of the hours still needed: too low at first, learning."""

    incident: float
    repaired: float
    optimism: float
    learns: float
    stream: int

    def hours_to_fix(self, now: float) -> float:
        """Estimated hours from now to the repair; 0 if there is nothing (more) to repair.

        The optimistic share of the hours left halves every ``learns`` hours; an error of
        up to a fifth either way is drawn anew every six hours.
        """
        if not now < self.repaired < math.inf:
            return 0.0
        short = self.optimism * 0.5 ** (max(0.0, now - self.incident) / self.learns)
        error = 0.2 * (2.0 * uniform(self.stream, int(now // 6.0), int(Purpose.ESTIMATE)) - 1.0)
        return float((self.repaired - now) * (1.0 - short) * (1.0 + error))


@dataclass(order=True, slots=True)
class Due:
    """A step that is due: at a tick, in the plan's order."""

    tick: int
    place: int
    round: int = field(compare=False, default=0)


class Company:
    """Carries out one plan in one run."""

    def __init__(self, facts: "Facts", steps: Sequence[Response]) -> None:
        self.facts = facts
        self.steps: list[Response] = []
        self.ledger = Ledger()
        self.staff = Staff(facts.staff)
        self.estimate = Estimate(
            facts.incident,
            facts.repaired,
            facts.optimism,
            facts.learns,
            stream_of(facts.seed, COMPANY_STREAM),
        )
        self.spoke_at: float | None = None
        self._due: list[Due] = []
        self._watched: list[Watched] = []
        for step in steps:
            self.add(step)

    def add(self, step: Response) -> None:
        """Take a step into the plan, also while it is being carried out."""
        place = len(self.steps)
        self.steps.append(step)
        if step.when is not None:
            self._watched.append(Watched(place, condition(step.when)))
        elif step.after is None and step.at is not None:
            self._plan(place, self._hours(step.at), 0)

    def _hours(self, moment: Any) -> float:
        return float(moment.hours_after(self.facts.started))

    def _tick(self, hours: float) -> int:
        """The first tick that does not begin before these hours."""
        return math.ceil(hours / self.facts.tick_hours - 1e-9)

    def _plan(self, place: int, hours: float, turn: int) -> None:
        heapq.heappush(self._due, Due(self._tick(hours), place, turn))

    # -- when can the plan next act? ------------------------------------------------------

    def next_moment(self, tick: int) -> int:
        """The next tick, after this one, at which the plan can act (the engine runs to it)."""
        moments = [NEVER]
        if self._due:
            moments.append(max(tick + 1, self._due[0].tick))
        if any(not watched.spent for watched in self._watched):
            moments.append((tick // self._every + 1) * self._every)
        return min(moments)

    def might_act(self, tick: int) -> bool:
        """Whether anything can be due, or the team looks at the page, at this tick."""
        if self._due and self._due[0].tick <= tick:
            return True
        return any(not watched.spent for watched in self._watched) and tick % self._every == 0

    @property
    def _every(self) -> int:
        """Ticks between two looks at the page."""
        return max(1, round(self.facts.looks_every / self.facts.tick_hours))

    # -- acting -----------------------------------------------------------------------------

    def act(self, tick: int, seen: Situation) -> list[tuple[Response, Levers, float]]:
        """What is done at this tick: responses, their levers and the staff hours they took."""
        if tick % self._every == 0:
            self._watch(tick, seen)
        done = []
        while self._due and self._due[0].tick <= tick:
            due = heapq.heappop(self._due)
            step = self.steps[due.place]
            if self._over(step, seen):
                continue
            begin = self._tick(self.staff.free_from(seen.hours))
            if begin > tick:
                heapq.heappush(self._due, Due(begin, due.place, due.round))
                continue
            self.staff.take_on(seen.hours, step.staff_hours)
            done.append((step, step.levers(seen), step.staff_hours))
            self._follow_up(due, step, seen)
        return done

    def _over(self, step: Response, seen: Situation) -> bool:
        """Whether a repeated step has come to its end."""
        if step.until is None:
            return False
        if step.until == "fixed":
            return seen.fixed > 0.0
        return seen.hours > self._hours(step.until)

    def _follow_up(self, due: Due, step: Response, seen: Situation) -> None:
        """The next repetition, and the steps that follow this one."""
        if step.every is not None and step.every > 0.0 and step.at is not None:
            turn = due.round + 1
            self._plan(due.place, self._hours(step.at) + turn * step.every, turn)
        if step.name is not None:
            for place, other in enumerate(self.steps):
                if other.after == step.name:
                    self._plan(place, seen.hours + other.delay, 0)

    def _watch(self, tick: int, seen: Situation) -> None:
        """Steps whose condition now holds become due after their delay and preparation."""
        for watched in self._watched:
            step = self.steps[watched.place]
            if watched.ready(seen, step):
                watched.fired += 1
                watched.last = seen.hours
                watched.spent = watched.fired >= step.times
                self._plan(watched.place, seen.hours + step.delay, 0)

    # -- what it knows ------------------------------------------------------------------------

    def note(self, now: float, levers: Levers) -> None:
        """Enter what was said into the ledger."""
        if levers.revises > 0.0:
            self.ledger.revise(now)
        if levers.deadline is not None:
            self.ledger.promise(now, levers.deadline)
        if levers.reach > 0.0:
            self.spoke_at = now

    def look(self, tick: int, page: Any, series: Any, columns: dict[str, int]) -> Situation:
        """What the team sees at the beginning of a tick: the series up to it, and the page."""
        facts = self.facts
        now = tick * facts.tick_hours
        hour = max(0, tick - max(1, round(1.0 / facts.tick_hours)))
        six = max(0, tick - max(1, round(6.0 / facts.tick_hours)))
        critical, defending = columns["critical_posts"], columns["defending_posts"]
        span = max(facts.tick_hours, (tick - hour) * facts.tick_hours)
        angry = int(series[six:tick, critical].sum())
        voices = angry + int(series[six:tick, defending].sum())
        voices += int(series[six:tick, columns["ordinary_posts"]].sum())
        self.ledger.settle(now, facts.repaired)
        to_fix = self.estimate.hours_to_fix(now)
        deadline = self.ledger.next_deadline
        fixed = now >= facts.repaired
        return Situation(
            started=facts.started,
            hours=now,
            posts_per_hour=float(series[hour:tick, critical].sum() / span),
            defending_per_hour=float(series[hour:tick, defending].sum() / span),
            critical_share=angry / voices if voices else 0.0,
            hours_since_message=now - (self.spoke_at or 0.0),
            estimate=now + to_fix,
            hours_to_fix=to_fix,
            fixed=float(fixed),
            hours_since_fixed=now - facts.repaired if fixed else 0.0,
            hours_to_deadline=deadline - now if deadline < math.inf else 1e9,
            overrun=now + to_fix - deadline if deadline < math.inf else 0.0,
            promises_open=float(self.ledger.number("open")),
            promises_broken=float(self.ledger.number("broken")),
            promises_kept=float(self.ledger.number("kept")),
            articles=float(page.articles),
            waiting_in_private=float(page.private_waiting),
        )


@dataclass(slots=True)
class Watched:
    """A step that waits for its condition."""

    place: int
    holds: Condition
    fired: int = 0
    last: float = -math.inf
    spent: bool = False

    def ready(self, seen: Situation, step: Response) -> bool:
        """Whether it fires now."""
        rested = seen.hours - self.last >= step.pause
        return not self.spent and rested and self.holds.holds(seen)


@dataclass(frozen=True, slots=True)
class Facts:
    """What a company's run depends on; times in hours since the start."""

    seed: int
    started: float
    """Hours from Monday 00:00 to the start."""
    tick_hours: float
    incident: float
    repaired: float
    """Infinite where nothing is repaired."""
    staff: int
    optimism: float
    learns: float
    looks_every: float


def publish(world: Any, levers: Levers, tick: int, tick_hours: float) -> int:
    """Put a message before the people: on the page, or directly; returns posts deleted.

    Fills the next record of ``world.messages`` and moves the page's own levers.
    """
    page = world.page
    message = world.messages[page.messages]
    message.tick = tick
    message.direct = int(levers.reach <= 0.0 and (levers.private > 0.0 or levers.rallies > 0.0))
    message.deadline = -1 if levers.deadline is None else math.ceil(levers.deadline / tick_hours)
    message.revising = int(levers.revises > 0.0)
    for name in HEARD:
        setattr(message, name, getattr(levers, name))
    if levers.pinned > 0.0:
        page.pinned = page.messages
    page.messages += 1
    if levers.plants > 0.0:
        page.plant_rate = levers.plants
        page.plant_until = tick + round(PLANTED_FOR / tick_hours)
    deleted = _delete(page, levers.removes)
    if deleted == 0:
        message.removes = 0.0  # Where nothing was, nobody can notice that it is gone.
    return deleted


def utter_remark(world: Any, tick: int) -> None:
    """The incident is a post of the company itself, seen like any other."""
    message = world.messages[world.page.messages]
    message.tick, message.deadline, message.remark, message.reach = tick, -1, 1, 1.0
    world.page.messages += 1


HEARD = (
    "informs", "revises", "admits", "explains", "removes", "explained", "relieves", "private",
    "compensates", "public", "empathy", "says_fixed", "threatens", "reminds", "rallies", "reach",
)  # fmt: skip
"""Levers that hearers take from a message as they are."""


def _delete(page: Any, share: float) -> int:
    """Take a share of the visible critical posts off the page; how many that are."""
    page.critical_1 *= 1.0 - share
    page.critical_2 *= 1.0 - share
    page.critical_3 *= 1.0 - share
    page.critical = page.critical_1 + page.critical_2 + page.critical_3
    removed = int(share * page.standing)
    page.standing -= removed
    return removed
