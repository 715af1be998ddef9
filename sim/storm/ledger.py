"""What the company keeps: its ledger of promises, its crisis staff, its estimate.

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
    """The first tick that does not begin before these hours."""
    return min(NEVER, math.ceil(hours / tick_hours - 1e-9))


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
        if now < self.incident or not now < self.repaired < math.inf:
            return 0.0
        short = self.optimism * 0.5 ** (max(0.0, now - self.incident) / self.learns)
        error = 0.2 * (2.0 * uniform(self.stream, int(now // 6.0), int(Purpose.ESTIMATE)) - 1.0)
        return float((self.repaired - now) * (1.0 - short) * (1.0 + error))
