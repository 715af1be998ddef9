"""A cache of runs: changed scenarios on paired seeds, each run once.

Runs of the same story under different plans, or of changed stories under the same plan,
share people and chance wherever their seeds are the same: that is what pairs them.
"""

import json
from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import cache, partial
from typing import Any, TypeVar

from sim.engines import compiled
from sim.engines.setup import Population, draw_population
from sim.errors import InputError
from sim.pools import Cluster, Cores, Pool
from sim.runs.runner import run_in_order
from sim.runs.summary import RunSummary, observe
from sim.scenario.loading import load_scenario, scenario_from_document
from sim.scenario.overrides import with_overrides
from sim.scenario.schema import Scenario

MOST_PEOPLE = 400_000
"""People who are kept for the next plan: those of 200 runs of the case, about 150 MB."""

Item = TypeVar("Item")
Answer = TypeVar("Answer")


class RunCache:
    """Run scenarios on paired seeds, and no run twice."""

    def __init__(
        self,
        pairs: int = 200,
        parameters: Mapping[str, float] | None = None,
        workers: int | None = None,
        rough: bool = False,
        pool: Pool | None = None,
        first_seed: int = 0,
    ) -> None:
        if pairs < 2:
            raise InputError("a comparison needs at least 2 pairs of runs")
        self.pairs = pairs
        """Number of seeds, which follow one another."""
        self.first_seed = first_seed
        """The first of them."""
        self.parameters = dict(parameters or {})
        """Values of parameters that replace those of every scenario."""
        self.rough = rough
        """True if there are so few runs that a window is judged by its figure alone."""
        self._pool = pool or Cores(workers)
        self._populations: dict[tuple[str, int], Population] = {}
        self._done: dict[tuple[str, str, int], list[Any]] = {}

    def story(self, name: str, changes: Mapping[str, Any] | None = None) -> Scenario:
        """Return a shipped scenario with values replaced by their dotted paths."""
        moved = {f"parameters.{key}": value for key, value in self.parameters.items()}
        return changed(_document(name), name, {**moved, **(changes or {})})

    def seeds(self, times: int = 1) -> range:
        """Return the seeds used, ``times`` as many as there are pairs."""
        return range(self.first_seed, self.first_seed + self.pairs * times)

    def runs(self, story: Scenario, plan: str, times: int = 1) -> list[RunSummary]:
        """Return the runs of a scenario under a plan, ``times`` as many as there are pairs."""
        key = json.dumps(story.document, sort_keys=True, default=str), plan, times
        if key not in self._done:
            self._done[key] = self.each([story] * self.pairs * times, plan)
        return self._done[key]

    def few(self, story: Scenario, plan: str, most: int) -> list[RunSummary]:
        """Return runs on the first of the seeds only, ``most`` at most, where runs are long.

        A rough look takes no more than half of the pairs.
        """
        number = min(max(2, self.pairs // 2) if self.rough else self.pairs, most)
        name = json.dumps([story.document, plan, number], sort_keys=True, default=str)
        return self.once(name, lambda: self.each([story] * number, plan))

    def each(self, stories: Sequence[Scenario], plan: str) -> list[RunSummary]:
        """Run each scenario once, with one seed after the other."""
        seeded = list(enumerate(stories, self.first_seed))
        if isinstance(self._pool, Cluster):
            return run_in_order(partial(observed, plan), seeded, self._pool)

        def run(one: tuple[int, Scenario]) -> RunSummary:
            seed, story = one
            return observe(
                compiled.run(story, plan, seed, self._population(story, seed), log=False)
            )

        return self.over(run, seeded)

    def _population(self, story: Scenario, seed: int) -> Population:
        """Return the people of a scenario and seed, who are the same under every plan."""
        without_plans = {key: part for key, part in story.document.items() if key != "plans"}
        key = json.dumps(without_plans, sort_keys=True, default=str), seed
        population = self._populations.get(key)
        if population is None:
            population = draw_population(story, seed)
            if len(self._populations) * len(population.people) >= MOST_PEOPLE:
                self._populations = {}
            self._populations[key] = population
        return population

    def once(self, name: str, work: Callable[[], list[Answer]]) -> list[Answer]:
        """Return what ``work`` gives, computed once for a name and shared by several rows."""
        key = name, "", 1
        if key not in self._done:
            self._done[key] = work()
        return self._done[key]

    def over(self, work: Callable[[Item], Answer], items: Iterable[Item]) -> list[Answer]:
        """Do work for every item on this machine and return the results in order."""
        here = Cores() if isinstance(self._pool, Cluster) else self._pool
        return run_in_order(work, list(items), here)


def observed(plan: str, numbered: tuple[int, Scenario]) -> RunSummary:
    """Run a scenario once, wherever the job is carried out."""
    seed, story = numbered
    return observe(compiled.run(story, plan, seed, log=False))


def changed(document: Mapping[str, Any], name: str, changes: Mapping[str, Any]) -> Scenario:
    """Return a scenario from plain values, some of them replaced, without its exercise."""
    plain = {key: value for key, value in document.items() if key != "exercise"}
    return scenario_from_document(with_overrides(plain, changes)[0], name)


@cache
def _document(name: str) -> dict[str, Any]:
    """Return a shipped scenario as plain values, without its exercise, which names its plans."""
    document = load_scenario(name).document
    return {key: value for key, value in document.items() if key != "exercise"}
