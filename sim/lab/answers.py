"""Answers to a draft: one run at once, then pairs of runs, refined until the draft changes.

Work for a draft that is no longer shown is given up between two runs.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from threading import Lock, Thread
from time import monotonic
from typing import Any

import numpy as np
from numpy.typing import NDArray

from sim.engines.output import Act, PromiseRecord
from sim.errors import ShitstormError
from sim.lab.runs_kept import SHOWN, KeptPlan, KeptRun, RunKeeper, bands
from sim.pools import Pool, pool
from sim.results.comparing import difference
from sim.results.storm import Storm
from sim.runs.replanning import first_difference
from sim.scenario.schema import Scenario

FIRST, GOOD, FINE = 10, 50, 200
"""Pairs after which an answer is given."""
OFTEN = 0.5
"""Seconds between two words on how far the first answer is."""
HOT = GOOD
"""Seeds for which checkpoints are left."""


@dataclass(frozen=True, slots=True)
class Question:
    """A scenario with the plan in hand, its rival, and the seed that is shown."""

    scenario: Scenario
    plan: str
    rival: str
    seed: int = 0


@dataclass(frozen=True, slots=True)
class OneRun:
    """The run of one seed, as the timeline shows it. Times are hours since the start."""

    hours: NDArray[np.float64]
    rate: NDArray[np.float64]
    acts: Sequence[Act]
    promises: Sequence[PromiseRecord]
    incident_at: float | None
    repaired_at: float | None
    articles: Sequence[float]


@dataclass(frozen=True, slots=True)
class PairedFigure:
    """One measure of the plan and its rival: means over pairs, and the difference."""

    plan: float
    rival: float
    mean: float
    low: float
    high: float
    pairs: int
    lower: float
    """Share of the pairs in which the plan has less."""


@dataclass(frozen=True, slots=True)
class Pairs:
    """The plan and its rival over pairs of runs with the same people and chance."""

    number: int
    wanted: int
    curves: Mapping[str, Mapping[str, NDArray[np.float32]]]
    """For "plan" and "rival": low, median and high per tick."""
    figures: Mapping[str, PairedFigure]

    @property
    def done(self) -> bool:
        """True once it is as fine as it gets."""
        return self.number >= self.wanted


@dataclass(slots=True)
class AnswerDesk:
    """Answers the newest question, with one run at once and with pairs in the background."""

    keeper: RunKeeper = field(default_factory=RunKeeper)
    workers: int | None = None
    _newest: int = 0
    _before: KeptPlan | None = None
    _lock: Lock = field(default_factory=Lock)

    def one_run(self, question: Question) -> OneRun:
        """Simulate the run of the seed that is shown."""
        plan = KeptPlan.of(question.scenario, question.plan)
        keep_at = self._changed_at(plan)
        output = self.keeper.output(plan, question.seed, keep_at)
        storm = Storm(output)
        ticks = np.flatnonzero(output.series["articles"])
        return OneRun(
            np.arange(output.ticks, dtype=np.float64) * output.hours_per_tick,
            storm.rate, output.acts, output.promises, output.incident_at, output.repaired_at,
            [float(tick) * output.hours_per_tick for tick in ticks],
        )  # fmt: skip

    def ask(
        self,
        question: Question,
        tell: Callable[[Pairs], Any],
        fail: Callable[[str], Any],
        most: int = FINE,
        progress: Callable[[int, int], Any] | None = None,
    ) -> Thread:
        """Run pairs in the background, and tell of them after 10, 50 and 200. Drops older work.

        ``progress`` is called with the pairs that are there and those of the first answer,
        as often as one is there, at most every half second.
        """
        with self._lock:
            self._newest += 1
            number = self._newest
        plan = KeptPlan.of(question.scenario, question.plan)
        rival = KeptPlan.of(question.scenario, question.rival)
        keep_at = self._changed_at(plan)
        self._before = plan

        def work() -> None:
            try:
                for pairs in self._stages(plan, rival, keep_at, number, most, progress):
                    tell(pairs)
            except ShitstormError as wrong:
                fail(str(wrong))

        thread = Thread(target=work, name="pairs of runs", daemon=True)
        thread.start()
        return thread

    def stop(self) -> None:
        """Give up whatever is being answered."""
        with self._lock:
            self._newest += 1

    def stale(self, number: int) -> bool:
        """Return True if another question has come since."""
        return number != self._newest

    def _changed_at(self, plan: KeptPlan) -> float | None:
        """Return the hours from which this plan differs from the one asked about before."""
        before = self._before
        if before is None or before.facts != plan.facts:
            return None
        hours = first_difference(plan.scenario, before.steps, plan.steps)
        return hours if np.isfinite(hours) else None

    def _stages(
        self, plan: KeptPlan, rival: KeptPlan, keep_at: float | None, number: int, most: int,
        progress: Callable[[int, int], Any] | None,
    ) -> Any:  # fmt: skip
        """Yield ever finer answers, until another question has come."""
        done = 0
        with pool(workers=self.workers) as at_hand:
            for upto in sorted({min(stage, most) for stage in (FIRST, GOOD, FINE)}):
                seeds = list(range(done, upto))
                told = progress if done == 0 else None
                if not self._run_pairs(at_hand, (plan, rival), seeds, keep_at, number, told):
                    return
                done = upto
                yield self._pairs(plan, rival, upto, most)

    def _run_pairs(
        self,
        at_hand: Pool,
        plans: tuple[KeptPlan, KeptPlan],
        seeds: Sequence[int],
        keep_at: float | None,
        number: int,
        progress: Callable[[int, int], Any] | None,
    ) -> bool:
        """Run both plans on these seeds. Return False if another question has come."""

        def run(seed: int) -> None:
            for plan, kept_from in zip(plans, (keep_at, None), strict=True):
                if not self.stale(number):
                    self.keeper.run(plan, seed, kept_from if seed < HOT else None)

        last = monotonic()
        for done, outcome in enumerate(at_hand.carry_out(run, seeds), 1):
            if self.stale(number):
                return False
            if outcome.error is not None:
                raise outcome.error
            if progress is not None and monotonic() - last > OFTEN:
                last = monotonic()
                progress(done, len(seeds))
        return True

    def _pairs(self, plan: KeptPlan, rival: KeptPlan, number: int, most: int) -> Pairs:
        ours = [self.keeper.run(plan, seed) for seed in range(number)]
        theirs = [self.keeper.run(rival, seed) for seed in range(number)]
        figures = {name: _figure(name, ours, theirs) for name in SHOWN}
        return Pairs(number, most, {"plan": bands(ours), "rival": bands(theirs)}, figures)


def _figure(name: str, ours: Sequence[KeptRun], theirs: Sequence[KeptRun]) -> PairedFigure:
    """Compare a measure pair by pair."""
    own = np.array([run.measures[name] for run in ours])
    other = np.array([run.measures[name] for run in theirs])
    row = difference("plan", name, own - other)
    nan = float("nan")
    return PairedFigure(
        plan=float(np.nanmean(own)) if not np.isnan(own).all() else nan,
        rival=float(np.nanmean(other)) if not np.isnan(other).all() else nan,
        mean=float(row.get("mean_difference", nan)),
        low=float(row.get("low", nan)),
        high=float(row.get("high", nan)),
        pairs=int(row["pairs"]),
        lower=float(row.get("share_lower", nan)),
    )
