"""The company's ledger of promises, its crisis staff and its estimate of the repair.

Keeping, breaking and revising promises are outcomes: the repair time is drawn, and the
estimate falls short of it at first.
"""

import heapq
import math
from dataclasses import dataclass, field

from sim.storm.chance import Purpose, uniform
from sim.storm.levers import Levers
from sim.storm.state import NEVER

COMPANY_STREAM = -1
"""The "person" whose stream is the company's chance."""


def first_tick(hours: float, tick_hours: float) -> int:
    """Return the first tick that does not begin before these hours, NEVER if they are infinite."""
    if hours == math.inf:
        return NEVER
    return min(NEVER, math.ceil(hours / tick_hours - ROUNDING))


ROUNDING = 1e-9
"""Ticks by which a time may lie beyond the beginning of a tick through rounding alone."""


@dataclass(slots=True)
class PromiseEntry:
    """A promise in the ledger. Times are hours since the start."""

    made: float
    deadline: float
    due: int
    """Tick by which the repair is promised."""
    met: bool
    """True if the repair comes by then. Nobody reads it before one of the two has come."""
    outcome: str = "open"
    settled: float | None = None


@dataclass(slots=True)
class Ledger:
    """The promises made and what became of them.

    Each is judged once, in ticks, when it is made: the repair was drawn before the run. The
    company reads the verdict from here, and people from the message that carries the promise.
    """

    tick_hours: float
    repaired: float
    """Hours since the start, infinite if nothing is ever repaired."""
    promises: list[PromiseEntry] = field(default_factory=list)

    @property
    def repaired_tick(self) -> int:
        """Tick from which on it is repaired."""
        return first_tick(self.repaired, self.tick_hours)

    def promise(self, now: float, deadline: float) -> PromiseEntry:
        """Enter a promise and return it. One that is still open is thereby moved."""
        self.revise(now)
        due = first_tick(deadline, self.tick_hours)
        self.promises.append(PromiseEntry(now, deadline, due, met=self.repaired_tick <= due))
        return self.promises[-1]

    def revise(self, now: float) -> None:
        """Withdraw the open promise."""
        for promise in self.promises:
            if promise.outcome == "open":
                promise.outcome, promise.settled = "revised", now

    def settle(self, tick: int) -> None:
        """Settle what has been kept or missed by the beginning of this tick."""
        for promise in self.promises:
            if promise.outcome != "open":
                continue
            if promise.met and tick >= self.repaired_tick:
                promise.outcome, promise.settled = "kept", max(self.repaired, promise.made)
            elif not promise.met and tick >= promise.due:
                promise.outcome, promise.settled = "broken", promise.deadline

    def number(self, outcome: str) -> int:
        """Return how many promises have this outcome."""
        return sum(promise.outcome == outcome for promise in self.promises)

    @property
    def next_deadline(self) -> float:
        """Deadline of the open promise in hours since the start, infinite if there is none."""
        due = (promise.deadline for promise in self.promises if promise.outcome == "open")
        return min(due, default=math.inf)


@dataclass(slots=True)
class Staff:
    """The crisis team: each member does one thing at a time."""

    members: int
    free_at: list[float] = field(default_factory=list)
    hours_used: float = 0.0

    def free_from(self, now: float) -> float:
        """Return when the first member is free, from now on, in hours since the start."""
        return max(now, min(self.free_at, default=now)) if self._all_known else now

    def take_on(self, now: float, effort: float) -> None:
        """Keep the first free member busy for these hours of effort from now on."""
        if self._all_known:
            heapq.heapreplace(self.free_at, now + effort)
        else:
            heapq.heappush(self.free_at, now + effort)
        self.hours_used += effort

    @property
    def _all_known(self) -> bool:
        """True once every member has had something to do."""
        return len(self.free_at) >= self.members


ESTIMATE_ERROR = 0.2
"""Error of the estimate either way, as a share of the hours left (assumption)."""
ESTIMATE_HOURS = 6.0
"""Hours after which the technicians estimate anew (assumption)."""


ROADMAP_STEPS = 6
"""Steps of a repair that a roadmap names (assumption)."""


@dataclass(slots=True)
class RepairProgress:
    """The steps of the repair, what was told of them, and updates that had nothing new in them."""

    incident: float
    repaired: float
    """Hours since the start, infinite if nothing is ever repaired."""
    published: bool = False
    told: int = 0
    repeats: int = 0

    def done(self, now: float) -> int:
        """Return how many steps are done by now. What is done is known, what is left is not."""
        if self.repaired == math.inf or now <= self.incident:
            return 0
        share = (now - self.incident) / (self.repaired - self.incident)
        return int(ROADMAP_STEPS * min(1.0, share))

    def has_news(self, now: float) -> bool:
        """Return True if a step of the published roadmap was done since the last word."""
        return self.published and self.done(now) > self.told

    def note(self, now: float, levers: Levers) -> None:
        """Note what is said now."""
        if levers.steps > 0.0:
            self.published = True
        news = levers.steps > 0.0 or levers.step_done > 0.0 or levers.deadline is not None
        if news:
            self.told, self.repeats = self.done(now), 0
        elif levers.informs > 0.0:
            self.repeats += 1


LEAST_ESTIMATE = 0.25
"""Hours that technicians name at least while there is something to repair (assumption)."""


@dataclass(frozen=True, slots=True)
class RepairEstimate:
    """The technicians' estimate of the hours still needed: too low at first, learning.

    At first they know only how long such repairs take, and hope. What they learn of this one
    replaces that guess, which does not know the truth.
    """

    incident: float
    repaired: float
    median: float
    spread: float
    optimism: float
    learns: float
    stream: int

    def hours_to_fix(self, now: float) -> float:
        """Return the estimated hours from now to the repair, 0 if there is none to come.

        Ignorance halves every ``learns`` hours. An error of up to ESTIMATE_ERROR either way
        is drawn anew every ESTIMATE_HOURS.
        """
        if now < self.incident or not now < self.repaired < math.inf:
            return 0.0
        elapsed = now - self.incident
        ignorance = 0.5 ** (elapsed / self.learns)
        hoped = max(self.guess - elapsed, (1.0 - self.optimism) * max(self.guess, elapsed))
        draw = uniform(self.stream, int(now // ESTIMATE_HOURS), int(Purpose.ESTIMATE))
        known = (self.repaired - now) * (1.0 + ESTIMATE_ERROR * (2.0 * draw - 1.0))
        return float(max(LEAST_ESTIMATE, ignorance * hoped + (1.0 - ignorance) * known))

    @property
    def guess(self) -> float:
        """Hours that the repair takes as first guessed: drawn as repairs are, and hopeful."""
        first, second = (uniform(self.stream, tick, int(Purpose.ESTIMATE)) for tick in GUESS_TICKS)
        normal = math.sqrt(-2.0 * math.log(1.0 - first)) * math.cos(2.0 * math.pi * second)
        return self.median * math.exp(self.spread * normal) * (1.0 - self.optimism)


GUESS_TICKS = (1_000_001, 1_000_002)
"""Ticks, beyond those of any estimate, whose draws make the first guess (Box & Muller 1958)."""
