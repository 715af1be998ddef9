"""All storms behind a debrief: every team's groups of decisions on every seed, kept as they end."""

import hashlib
import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import partial
from itertools import combinations
from pathlib import Path
from typing import TypeVar, cast

import numpy as np
from numpy.typing import NDArray

from sim.compiling import rules_mark
from sim.errors import ShitstormError
from sim.exercise.debrief.coalitions import PLACE, Groups, Method, run_groups
from sim.exercise.debrief.shares import (
    drawn_interactions,
    drawn_shares,
    exact_interactions,
    exact_shares,
)
from sim.exercise.decisions import document
from sim.pools import pool
from sim.runs.journal import Journal
from sim.runs.runner import Progress, run_jobs
from sim.scenario import Scenario
from sim.storm.responses import Response

Job = tuple[int, int]
"""A team's place, and a seed."""
SILENT = -1
"""Stands for the place of a team that says nothing. Its storm is that of all without decisions."""
Found = TypeVar("Found")
Ends = Mapping[int, NDArray[np.float64]]


@dataclass(slots=True)
class TeamRuns:
    """The ends of a team's storms, by seed and group of decisions."""

    decisions: int
    method: Method
    ends: dict[int, Ends] = field(default_factory=dict)

    def of(self, group: int, measure: str) -> NDArray[np.float64]:
        """Return a measure of the storms with a group of decisions, one value per seed."""
        return np.array([self.ends[seed][group][PLACE[measure]] for seed in sorted(self.ends)])

    @property
    def all(self) -> int:
        """The group of all decisions."""
        return (1 << self.decisions) - 1

    def shares(self, k: int, measure: str) -> NDArray[np.float64]:
        """Return a decision's shares of the whole difference, one value per seed."""
        return np.array([
            self._shares(seed)[k, PLACE[measure]] for seed in sorted(self.ends)
        ])  # fmt: skip

    def shares_of(self, parts: Sequence[int], measure: str) -> NDArray[np.float64]:
        """Return the shares of several steps together. They add up, as shares do."""
        together: NDArray[np.float64] = np.sum([self.shares(k, measure) for k in parts], axis=0)
        return together

    def _shares(self, seed: int) -> NDArray[np.float64]:
        ends = self.ends[seed]
        if self.method == "exact":
            return exact_shares(ends, self.decisions)
        if not self.decisions:
            return np.zeros((0, len(ends[0])))
        return drawn_shares(ends, Groups(self.decisions, seed, self.method).orders)

    def interactions(self, measure: str) -> dict[tuple[int, int], NDArray[np.float64]]:
        """Return what pairs do more together than apart, one value for each time it was run."""
        found: dict[tuple[int, int], list[float]] = {
            pair: [] for pair in combinations(range(self.decisions), 2)
        }
        if self.method == "made":
            return {}
        for seed in sorted(self.ends):
            ends, orders = self.ends[seed], Groups(self.decisions, seed, "drawn").orders
            pairs = (
                exact_interactions(ends, self.decisions).items()
                if self.method == "exact"
                else drawn_interactions(ends, orders)
            )
            for pair, values in pairs:
                found[pair].append(float(values[PLACE[measure]]))
        return {pair: np.array(values) for pair, values in found.items()}


@dataclass(slots=True)
class Storms:
    """Teams' decisions, and the storms that are run of them."""

    scenario: Scenario
    steps: Sequence[Sequence[Response]]
    seeds: Sequence[int]
    method: Method
    folder: Path | None = None
    """Folder in which finished storms are kept, so that a killed debrief goes on."""

    def run(self, progress: Progress | None) -> list[TeamRuns]:
        """Run all storms, or take those that were kept. Raise the first error."""
        deciding = [place for place, steps in enumerate(self.steps) if steps]
        jobs = [(place, seed) for seed in self.seeds for place in (SILENT, *deciding)]
        found = [TeamRuns(len(steps), self.method) for steps in self.steps]
        work = partial(_carry_out, self.scenario, self.steps, self.method)
        heavy = self.folder is not None and self.method != "made"
        with pool(processes=heavy) as workers:
            journal = self._journal()
            for outcome in run_jobs(work, jobs, workers, journal, progress, self._name):
                if outcome.error is not None:
                    raise outcome.error
                place, seed = outcome.job
                ends = {int(row[0]): row[1:] for row in np.asarray(outcome.result)}
                for team in found if place == SILENT else [found[place]]:
                    team.ends[seed] = {**team.ends.get(seed, {}), **ends}
        return found

    def _name(self, job: Job) -> str:
        """Return a name that only the same storms have."""
        place, seed = job
        steps = [document(step) for step in _steps_of(self.steps, place)]
        text = json.dumps([steps, self.method], sort_keys=True)
        return f"{hashlib.sha256(text.encode()).hexdigest()[:16]}-{seed}"

    def _journal(self) -> Journal | None:
        """Return the file of finished storms, begun anew if it is damaged."""
        if self.folder is None:
            return None
        file = f"storms-{rules_mark()[:12]}.jsonl"
        try:
            return Journal(self.folder, {"story": self.scenario.name}, file)
        except ShitstormError:
            (self.folder / file).unlink(missing_ok=True)
            return Journal(self.folder, {"story": self.scenario.name}, file)


def _steps_of(steps: Sequence[Sequence[Response]], place: int) -> Sequence[Response]:
    return () if place == SILENT else steps[place]


def side_by_side(work: Callable[[int], Found], places: Sequence[int]) -> list[Found]:
    """Return what is found for each team, on all cores. Raise the first error."""
    found: dict[int, Found] = {}
    with pool() as workers:
        for outcome in workers.carry_out(work, places):
            if outcome.error is not None:
                raise outcome.error
            found[outcome.job] = cast("Found", outcome.result)
    return [found[place] for place in places]


def _carry_out(
    scenario: Scenario, steps: Sequence[Sequence[Response]], method: Method, job: Job
) -> NDArray[np.float64]:
    """Return the ends of all storms of a team on a seed: the group, then its values."""
    place, seed = job
    own = _steps_of(steps, place)
    ends = run_groups(scenario, own, Groups(len(own), seed, method), silence=place == SILENT)
    return np.array([[group, *values] for group, values in sorted(ends.items())])
