"""The cache on which studies run: stories with changes, on paired seeds, each run once.

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
    """Runs what a study asks for; what was run before is not run again."""

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
        """As many seeds are used, one after the other."""
        self.first_seed = first_seed
        """The first of them."""
        self.parameters = dict(parameters or {})
        """Values of rules' parameters that replace those of every story."""
        self.rough = rough
        """Whether there are so few runs that a window is judged by its figure alone."""
        self._pool = pool or Cores(workers)
        self._populations: dict[tuple[str, int], Population] = {}
        self._done: dict[tuple[str, str, int], list[Any]] = {}

    def story(self, name: str, changes: Mapping[str, Any] | None = None) -> Scenario:
        """A shipped scenario with values replaced by their dotted path."""
        moved = {f"parameters.{key}": value for key, value in self.parameters.items()}
        return changed(_document(name), name, {**moved, **(changes or {})})

    def seeds(self, times: int = 1) -> range:
        """The seeds used, ``times`` as many as there are pairs."""
        return range(self.first_seed, self.first_seed + self.pairs * times)

    def runs(self, story: Scenario, plan: str, times: int = 1) -> list[RunSummary]:
        """A story under a plan, run for each seed; ``times`` as many as there are pairs."""
        key = json.dumps(story.document, sort_keys=True, default=str), plan, times
        if key not in self._done:
            self._done[key] = self.each([story] * self.pairs * times, plan)
        return self._done[key]

    def each(self, stories: Sequence[Scenario], plan: str) -> list[RunSummary]:
        """Every story run once, with one seed after the other."""
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
        """The people of a story and seed, who are the same under every plan."""
        told = {key: part for key, part in story.document.items() if key != "plans"}
        key = json.dumps(told, sort_keys=True, default=str), seed
        population = self._populations.get(key)
        if population is None:
            population = draw_population(story, seed)
            if len(self._populations) * len(population.people) >= MOST_PEOPLE:
                self._populations = {}
            self._populations[key] = population
        return population

    def once(self, name: str, work: Callable[[], list[Answer]]) -> list[Answer]:
        """Runs that several rows share, under a name of their own."""
        key = name, "", 1
        if key not in self._done:
            self._done[key] = work()
        return self._done[key]

    def over(self, work: Callable[[Item], Answer], items: Iterable[Item]) -> list[Answer]:
        """Work done for every item on this machine; answers in the order of the items."""
        here = Cores() if isinstance(self._pool, Cluster) else self._pool
        return run_in_order(work, list(items), here)


def observed(plan: str, numbered: tuple[int, Scenario]) -> RunSummary:
    """One run, wherever it is carried out."""
    seed, story = numbered
    return observe(compiled.run(story, plan, seed, log=False))


def changed(document: Mapping[str, Any], name: str, changes: Mapping[str, Any]) -> Scenario:
    """A scenario from plain values, some of them replaced; without its exercise."""
    plain = {key: value for key, value in document.items() if key != "exercise"}
    return scenario_from_document(with_overrides(plain, changes)[0], name)


@cache
def _document(name: str) -> dict[str, Any]:
    """A shipped scenario as plain values, without its exercise: that refers to its plans."""
    document = load_scenario(name).document
    return {key: value for key, value in document.items() if key != "exercise"}
