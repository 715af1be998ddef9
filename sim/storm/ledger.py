"""The company's ledger of promises, its crisis staff and its estimate of the repair.

Keeping, breaking and revising promises are outcomes: the repair time is drawn, and the
estimate falls short of it at first.
"""

import heapq
import math
from dataclasses import dataclass, field

from sim.storm.chance import Purpose, uniform
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


@dataclass(frozen=True, slots=True)
class RepairEstimate:
    """The technicians' estimate of the hours still needed: too low at first, learning."""

    incident: float
    repaired: float
    optimism: float
    learns: float
    stream: int

    def hours_to_fix(self, now: float) -> float:
        """Return the estimated hours from now to the repair, 0 if there is none to come.

        The optimistic share of the hours left halves every ``learns`` hours. An error of
        up to ESTIMATE_ERROR either way is drawn anew every ESTIMATE_HOURS.
        """
        if now < self.incident or not now < self.repaired < math.inf:
            return 0.0
        short = self.optimism * 0.5 ** (max(0.0, now - self.incident) / self.learns)
        draw = uniform(self.stream, int(now // ESTIMATE_HOURS), int(Purpose.ESTIMATE))
        error = ESTIMATE_ERROR * (2.0 * draw - 1.0)
        return float((self.repaired - now) * (1.0 - short) * (1.0 + error))
