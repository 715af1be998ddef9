"""The company carries out its plan: dated, repeated or triggered by what it can see.

It sees what a real team sees (``Situation``): volume, mix, its own promises and its own
estimate. It never sees people's inner state or the true repair time.
"""

import heapq
import math
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from numpy.typing import NDArray

from sim.storm.chance import stream_of
from sim.storm.conditions import Condition, condition
from sim.storm.ledger import (
    COMPANY_STREAM,
    Ledger,
    PromiseEntry,
    RepairEstimate,
    RepairProgress,
    Staff,
    first_tick,
)
from sim.storm.levers import Levers, Situation
from sim.storm.responses import Response
from sim.storm.state import NEVER, PageState
from sim.storm.times import MomentOfStorm

RATE_HOURS = 1.0
"""Hours over which the team counts posts per hour."""
MIX_HOURS = 6.0
"""Hours over which the team judges the share of critical posts."""
NO_DEADLINE = 1e9
"""Hours to the deadline where no promise is open."""


@dataclass(order=True, slots=True)
class Due:
    """A step that is due, ordered by tick and place in the plan."""

    tick: int
    place: int
    round: int = field(compare=False, default=0)


class Company:
    """Carries out one plan in one run."""

    def __init__(self, facts: "CompanyFacts", steps: Sequence[Response]) -> None:
        self.facts = facts
        self.steps: list[Response] = []
        self.ledger = Ledger(facts.tick_hours, facts.repaired)
        self.staff = Staff(facts.staff)
        self.estimate = RepairEstimate(
            facts.incident,
            facts.repaired,
            facts.median,
            facts.spread,
            facts.optimism,
            facts.learns,
            stream_of(facts.seed, COMPANY_STREAM),
        )
        self.progress = RepairProgress(facts.incident, facts.repaired)
        self.spoke_at: float | None = None
        self._acted = -1
        self._due: list[Due] = []
        self._watched: list[Watched] = []
        for step in steps:
            self.add(step)

    def add(self, step: Response) -> None:
        """Add a step to the plan, also while it is being carried out."""
        place = len(self.steps)
        self.steps.append(step)
        if step.when is not None:
            self._watched.append(Watched(place, condition(step.when)))
        elif step.after is None and step.at is not None:
            self._plan(place, self._hours(step.at), 0)

    def _hours(self, moment: MomentOfStorm) -> float:
        return moment.hours_after(self.facts.started)

    def _tick(self, hours: float) -> int:
        return first_tick(hours, self.facts.tick_hours)

    def _plan(self, place: int, hours: float, turn: int) -> None:
        heapq.heappush(self._due, Due(self._tick(hours), place, turn))

    # -- when can the plan next act? ------------------------------------------------------

    def next_moment(self, tick: int) -> int:
        """Return the next tick, after this one, at which the plan can act."""
        moments = [NEVER]
        if self._due:
            moments.append(max(tick + 1, self._due[0].tick))
        moments.append(self._next_look(tick))
        return min(moments)

    def _next_look(self, tick: int) -> int:
        """Return the tick of the next look at the page that can fire a trigger.

        The team looks at fixed intervals. Conditions on promises and the repair alone change
        only with one of these, so that looks in between are passed over.
        """
        open_ones = [watched for watched in self._watched if not watched.spent]
        if not open_ones:
            return NEVER
        looked = tick // self._every * self._every
        after = looked + self._every
        if self._acted >= looked or not all(watched.can_rest for watched in open_ones):
            return after
        now = looked * self.facts.tick_hours
        changes = [self.facts.repaired, self.ledger.next_deadline]
        changes += [watched.last + self.steps[watched.place].pause for watched in open_ones]
        coming = min((change for change in changes if now < change < math.inf), default=None)
        if coming is None:
            return NEVER
        return max(after, -(-self._tick(coming) // self._every) * self._every)

    def might_act(self, tick: int) -> bool:
        """Return True if a step may be due, or the team looks at the page, at this tick."""
        if self._due and self._due[0].tick <= tick:
            return True
        return any(not watched.spent for watched in self._watched) and tick % self._every == 0

    @property
    def _every(self) -> int:
        """Ticks between two looks at the page."""
        return max(1, round(self.facts.looks_every / self.facts.tick_hours))

    # -- acting -----------------------------------------------------------------------------

    def act(self, tick: int, seen: Situation) -> list[tuple[Response, Levers, float]]:
        """Act at this tick, and return the responses with their levers and staff hours."""
        if tick % self._every == 0:
            self._watch(seen)
        acts = []
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
            self._acted = tick
            acts.append((step, step.levers(seen), step.staff_hours))
            self._follow_up(due, step, seen)
        return acts

    def _over(self, step: Response, seen: Situation) -> bool:
        """Return True if a repeated step has come to its end."""
        if step.until is None:
            return False
        if step.until == "fixed":
            return seen.fixed > 0.0
        return seen.hours > self._hours(step.until)

    def _follow_up(self, due: Due, step: Response, seen: Situation) -> None:
        """Plan the next repetition, and the steps that follow this one."""
        if step.every is not None and step.every > 0.0 and step.at is not None:
            turn = due.round + 1
            self._plan(due.place, self._hours(step.at) + turn * step.every, turn)
        if step.name is not None:
            for place, other in enumerate(self.steps):
                if other.after == step.name:
                    self._plan(place, seen.hours + other.delay, 0)

    def _watch(self, seen: Situation) -> None:
        """Plan the steps whose condition now holds, after their delay."""
        for watched in self._watched:
            step = self.steps[watched.place]
            watched.looked_at = True
            if watched.ready(seen, step):
                watched.fired += 1
                watched.last = seen.hours
                watched.spent = watched.fired >= step.times
                self._plan(watched.place, seen.hours + step.delay, 0)

    # -- what it knows ------------------------------------------------------------------------

    def note(self, now: float, levers: Levers) -> PromiseEntry | None:
        """Enter into the ledger what is said now, and return the promise in it, if any."""
        self.progress.note(now, levers)
        if levers.reach > 0.0:
            self.spoke_at = now
        if levers.revises > 0.0:
            self.ledger.revise(now)
        if levers.deadline is None:
            return None
        return self.ledger.promise(now, levers.deadline)

    def observe(self, tick: int, page: PageState, series: NDArray[Any]) -> Situation:
        """Return what the team sees at the beginning of a tick, from the series and the page."""
        facts = self.facts
        now = tick * facts.tick_hours
        rate_from = max(0, tick - max(1, round(RATE_HOURS / facts.tick_hours)))
        mix_from = max(0, tick - max(1, round(MIX_HOURS / facts.tick_hours)))
        span = max(facts.tick_hours, (tick - rate_from) * facts.tick_hours)
        critical, defending = series["critical_posts"], series["defending_posts"]
        angry = int(critical[mix_from:tick].sum())
        voices = angry + int(
            defending[mix_from:tick].sum() + series["ordinary_posts"][mix_from:tick].sum()
        )
        self.ledger.settle(tick)
        to_fix = self.estimate.hours_to_fix(now)
        deadline = self.ledger.next_deadline
        fixed = tick >= self.ledger.repaired_tick
        return Situation(
            started=facts.started,
            hours=now,
            posts_per_hour=float(critical[rate_from:tick].sum() / span),
            defending_per_hour=float(defending[rate_from:tick].sum() / span),
            critical_share=angry / voices if voices else 0.0,
            hours_since_message=now - (self.spoke_at or 0.0),
            estimate=now + to_fix,
            hours_to_fix=to_fix,
            repeats=float(self.progress.repeats),
            step_done=float(self.progress.has_news(now)),
            enquiry=float(page.enquiry),
            fixed=float(fixed),
            hours_since_fixed=max(0.0, now - facts.repaired) if fixed else 0.0,
            hours_to_deadline=deadline - now if deadline < math.inf else NO_DEADLINE,
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
    looked_at: bool = False

    @property
    def can_rest(self) -> bool:
        """True if it was looked at and can only change with what the company knows of."""
        return self.looked_at and self.holds.still

    def ready(self, seen: Situation, step: Response) -> bool:
        """Return True if it fires now."""
        rested = seen.hours - self.last >= step.pause
        return not self.spent and rested and self.holds.holds(seen)


@dataclass(frozen=True, slots=True)
class CompanyFacts:
    """Facts that a company's run depends on. Times are hours since the start."""

    seed: int
    started: float
    """Hours from Monday 00:00 to the start."""
    tick_hours: float
    incident: float
    repaired: float
    """Infinite where nothing is repaired."""
    median: float
    spread: float
    """Median (hours) and log-sd of the repair, as the technicians know such repairs."""
    staff: int
    optimism: float
    learns: float
    looks_every: float
