"""Runs of the plans of a draft, kept so that a small change is answered at once.

For some seeds the people and one or two checkpoints are kept: a changed plan goes on from the
checkpoint before its first changed act. Finished runs are kept for the last few plans.
"""

import json
from collections import OrderedDict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from threading import Lock
from typing import Any

import numpy as np
from numpy.typing import NDArray

from sim.engines.memory import max_parallel_runs
from sim.engines.output import RunOutput
from sim.engines.resumable import Checkpoint
from sim.engines.setup import Population, draw_population
from sim.results.measures import MEASURES
from sim.results.storm import Storm
from sim.runs.growing import GrowingRun
from sim.runs.replanning import first_difference
from sim.scenario.schema import Scenario
from sim.storm.ledger import first_tick
from sim.storm.responses import Response

SHOWN = (
    "peak", "duration", "critical_posts_total", "customers_lost", "trust_left", "staff_hours",
    "promises_broken",
)  # fmt: skip
"""Measures that are kept of each run."""
BEFORE = 6.0
"""Hours before a change at which a checkpoint is left: the next change is often earlier."""
MOST_CHECKPOINTS = 3
MOST_PLANS = 24
"""Plans whose finished runs are kept."""
MOST_BYTES = 300_000_000
"""Memory for people and checkpoints, roughly."""


@dataclass(frozen=True, slots=True)
class KeptRun:
    """What is kept of one finished run."""

    rate: NDArray[np.float32]
    """Critical posts per hour over the last three hours, per tick."""
    measures: Mapping[str, float]


@dataclass(frozen=True, slots=True)
class KeptPlan:
    """A plan's steps on the facts of one storm."""

    scenario: Scenario
    plan: str
    facts: str
    """All but the plans, as a text that is the same for the same facts."""
    steps: tuple[Response, ...]
    key: str

    @classmethod
    def of(cls, scenario: Scenario, plan: str) -> "KeptPlan":
        """Return a plan of a scenario."""
        steps = scenario.steps(plan)
        facts = facts_of(scenario)
        said = json.dumps([step.model_dump(mode="json", exclude_unset=True) for step in steps])
        return cls(scenario, plan, facts, steps, f"{facts}\n{said}")


def facts_of(scenario: Scenario) -> str:
    """Return all that the runs of any plan depend on, as a text."""
    document = scenario.document
    apart = {"plans", "exercise", "title", "summary", "source"}
    facts: dict[str, Any] = {key: part for key, part in document.items() if key not in apart}
    if scenario.earlier is not None:
        facts["earlier steps"] = [
            step.model_dump(mode="json") for step in scenario.steps(scenario.earlier.plan)
        ]
    return json.dumps(facts, sort_keys=True, default=str)


@dataclass(slots=True)
class SeedStore:
    """The people of one seed, and the moments from which runs can go on."""

    population: Population
    checkpoints: tuple[tuple[tuple[Response, ...], Checkpoint], ...] = ()


@dataclass(slots=True)
class RunKeeper:
    """Runs plans on seeds, from the best checkpoint there is, and keeps what it finds."""

    _facts: str = ""
    _seeds: dict[int, SeedStore] = field(default_factory=dict)
    _finished: OrderedDict[str, dict[int, KeptRun]] = field(default_factory=OrderedDict)
    _lock: Lock = field(default_factory=Lock)

    def kept(self, plan: KeptPlan) -> dict[int, KeptRun]:
        """Return the finished runs of a plan by seed."""
        with self._lock:
            found = self._finished.setdefault(plan.key, {})
            self._finished.move_to_end(plan.key)
            while len(self._finished) > MOST_PLANS:
                self._finished.popitem(last=False)
            return found

    def run(self, plan: KeptPlan, seed: int, keep_at: float | None = None) -> KeptRun:
        """Return one run of a plan, simulated only if it is not kept."""
        known = self.kept(plan)
        if seed not in known:
            output = self.output(plan, seed, keep_at)
            storm = Storm(output)
            measures = {name: float(MEASURES[name].of(storm)) for name in SHOWN}
            known[seed] = KeptRun(storm.rate.astype(np.float32), measures)
        return known[seed]

    def forget_people(self) -> None:
        """Free the memory of people and checkpoints. Finished runs are small and stay."""
        with self._lock:
            self._facts, self._seeds = "", {}

    def output(self, plan: KeptPlan, seed: int, keep_at: float | None = None) -> RunOutput:
        """Simulate a run from the latest checkpoint that can be used.

        Leaves one before ``keep_at`` hours, from which the next change is expected.
        """
        scenario = plan.scenario
        store = self._store(plan, seed)
        found = self._best(plan, store)
        if found is not None:
            run = GrowingRun.standing_at(scenario, seed, found, plan.steps)
        else:
            run = GrowingRun(scenario, seed, plan.plan, store.population, log_stances=False)
        if keep_at is not None and self._may_keep(scenario):
            at = max(0.0, min(keep_at - BEFORE, scenario.clock.days * 24.0))
            if at > run.hours:
                run.live_until(at)
                left = (plan.steps, run.checkpoint())
                store.checkpoints = (left, *store.checkpoints[: MOST_CHECKPOINTS - 1])
        run.live_until(scenario.ticks * scenario.hours_per_tick)
        return run.output()

    def _best(self, plan: KeptPlan, store: SeedStore) -> Checkpoint | None:
        """Return the latest checkpoint before the plan differs from that of the checkpoint."""
        scenario = plan.scenario

        def last_tick(steps: tuple[Response, ...]) -> int:
            hours = first_difference(scenario, steps, plan.steps)
            return first_tick(hours, scenario.hours_per_tick)

        usable = [kept for steps, kept in store.checkpoints if kept.tick <= last_tick(steps)]
        return max(usable, key=lambda checkpoint: checkpoint.tick, default=None)

    def _store(self, plan: KeptPlan, seed: int) -> SeedStore:
        """Return the people of a seed, drawn once for the facts in hand."""
        with self._lock:
            if plan.facts != self._facts:
                max_parallel_runs(plan.scenario, "compiled", 1)  # refuses more than memory holds
                self._facts = plan.facts
                self._seeds = {}
            known = self._seeds.get(seed)
        if known is None:
            known = SeedStore(draw_population(plan.scenario, seed))
            with self._lock:
                if self._facts == plan.facts and len(self._seeds) < most_seeds(plan.scenario):
                    known = self._seeds.setdefault(seed, known)
        return known

    def _may_keep(self, scenario: Scenario) -> bool:
        return most_seeds(scenario) > 0


def most_seeds(scenario: Scenario) -> int:
    """Return the number of seeds whose people and checkpoints fit into the memory meant for it."""
    people = scenario.community.people + scenario.community.outsiders
    each = people * (320 + MOST_CHECKPOINTS * 400)
    return int(MOST_BYTES // each)


def bands(runs: Sequence[KeptRun]) -> dict[str, NDArray[np.float32]]:
    """Return median, 10 % and 90 % quantile of the rate, per tick."""
    rates = np.stack([run.rate for run in runs])
    low, median, high = np.quantile(rates, (0.1, 0.5, 0.9), axis=0)
    return {"low": low, "median": median, "high": high}
