"""Storms with some of a team's decisions only, run from checkpoints on the same chance."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from sim.engines.setup import draw_population
from sim.exercise.debrief.shares import (
    MOST_EXACT,
    all_groups,
    drawn_orders,
    groups_of,
)
from sim.exercise.decisions import begins_at
from sim.results.measures import MEASURES
from sim.results.storm import Storm
from sim.runs.growing import GrowingRun
from sim.scenario import Scenario
from sim.storm.responses import Response

LOOKED_AT = (
    "peak", "critical_posts_total", "customers_lost", "trust_left", "articles", "reached",
)  # fmt: skip
"""Measures that are kept of every run."""
COUNTED = ("posts_affected", "posts_bandwagon", "posts_defending", "let_down")
"""Further counts: posts by class, and people who believed in a time that was missed."""
KEPT = (*LOOKED_AT, *COUNTED)
STORM = 0.006, 0.0035
"""Seconds of one core for a storm, at least and for each million of its people's ticks."""
BUDGET = 85.0
"""Seconds of one core for three teams, which two cores do within a minute."""
AT_ONCE = 5.0
"""Seconds of one core for the storms of a first debrief, so that the room does not wait."""
LEAST_AT_ONCE = 2
TEAMS = 3
LEAST_EXACT = 8
"""Seeds that have to be affordable for all groups. Otherwise orders are drawn."""
LEAST_SEEDS = 6
PLACE = {name: place for place, name in enumerate(KEPT)}


Method = Literal["exact", "drawn", "made"]
"""How shares are found: from all orders of the decisions, from drawn ones, or as they were made."""


@dataclass(frozen=True, slots=True)
class Groups:
    """Which groups of a team's decisions are run on a seed, and how shares follow from them."""

    decisions: int
    seed: int
    method: Method

    @property
    def orders(self) -> list[list[int]]:
        """The orders from which shares follow on this seed, unless all are taken."""
        if self.method == "made":
            return [list(range(self.decisions))]
        return drawn_orders(self.decisions, self.seed)

    @property
    def wanted(self) -> set[int]:
        """The groups to run, with the decisions up to each one among them."""
        as_made = {(1 << k) - 1 for k in range(self.decisions + 1)}
        if self.method == "made":
            return as_made
        return as_made | (
            all_groups(self.decisions) if self.method == "exact" else groups_of(self.orders)
        )


@dataclass(frozen=True, slots=True)
class Effort:
    """How many seeds are run, and how shares are found."""

    seeds: int
    method: Method


def effort(scenario: Scenario, decisions: Sequence[int], wanted: int) -> Effort:
    """Return what is affordable for teams of so many decisions, with at most so many seeds.

    It follows from the size of the story and not from the machine, so that a debrief is the same
    everywhere. ``LEAST_SEEDS`` are run in any case, unless fewer are wanted.
    """
    each = _one_storm(scenario)
    budget = BUDGET * max(1.0, min(3.0, len(decisions) / TEAMS))
    every = each * sum(1 << n for n in decisions)
    exact = max(decisions, default=0) <= MOST_EXACT and every * LEAST_EXACT <= budget
    cost = every if exact else each * sum(1 + 4 * n for n in decisions)
    affordable = int(budget / max(cost, 1e-9))
    return Effort(min(wanted, max(LEAST_SEEDS, affordable)), "exact" if exact else "drawn")


def seeds_at_once(scenario: Scenario, decisions: Sequence[int], most: int) -> int:
    """Return the seeds of a first debrief: as many as are run within seconds, at least two.

    One alone would show no chance at all, and its verdicts would look sure.
    """
    storms = sum(1 + number for number in decisions)
    affordable = int(AT_ONCE / max(storms * _one_storm(scenario), 1e-9))
    return min(most, max(LEAST_AT_ONCE, affordable))


def _one_storm(scenario: Scenario) -> float:
    """Return the seconds of one core that a storm takes."""
    people = scenario.community.people + scenario.community.outsiders
    return STORM[0] + STORM[1] * scenario.ticks * people / 1e6


def run_groups(
    scenario: Scenario, steps: Sequence[Response], groups: Groups, silence: bool = True
) -> dict[int, NDArray[np.float64]]:
    """Return what each group of these decisions leads to, in the order of ``KEPT``.

    Storms share the time before they differ. Each is, bit for bit, the run of a plan that had
    its decisions from the start. Without ``silence`` the group of no decision is left out.
    """
    wanted = groups.wanted if silence else groups.wanted - {0}
    order = sorted(range(len(steps)), key=lambda k: begins_at(steps[k], scenario))
    run = _at_start(scenario, groups.seed)
    return dict(_explored(run, [(k, steps[k]) for k in order], 0, wanted))


def _at_start(scenario: Scenario, seed: int) -> GrowingRun:
    population = draw_population(scenario, seed)
    return GrowingRun(scenario, seed, None, population, log_stances=False)


def _explored(
    run: GrowingRun, steps: Sequence[tuple[int, Response]], group: int, wanted: Iterable[int]
) -> Iterator[tuple[int, NDArray[np.float64]]]:
    """Yield the end of a run with and without each of the next decisions, where it is wanted."""
    if not steps:
        run.live_until(run.scenario.clock.days * 24.0)
        yield group, outcome(run)
        return
    (k, step), *later = steps
    without = {each for each in wanted if not each >> k & 1}
    with_it = {each for each in wanted if each >> k & 1}
    run.live_until(_floor(begins_at(step, run.scenario), run.scenario.hours_per_tick))
    branch = run
    if without and with_it:
        branch = GrowingRun.standing_at(run.scenario, run.seed, run.checkpoint())
    if with_it:
        branch.add(step)
        yield from _explored(branch, later, group | 1 << k, with_it)
    if without:
        yield from _explored(run, later, group, without)


def _floor(hours: float, tick: float) -> float:
    """Return the beginning of the tick that holds a moment, in hours since the start."""
    return int(hours / tick + 1e-9) * tick


def outcome(run: GrowingRun) -> NDArray[np.float64]:
    """Return the values of ``KEPT`` of a run that is over."""
    output = run.output()
    storm, series = Storm(output), output.series
    kept = [float(MEASURES[name].of(storm)) for name in LOOKED_AT]
    names = ("critical_posts_affected", "critical_posts_bandwagon", "defending_posts")
    counted = [float(series[name].sum()) for name in names]
    return np.array([*kept, *counted, float(np.count_nonzero(run.people["broken"]))])
