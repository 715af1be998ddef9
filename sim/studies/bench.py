"""The bench on which studies run: stories with changes, on paired seeds, each run once.

Runs of the same story under different plans, or of changed stories under the same plan,
share people and chance wherever their seeds are the same: that is what pairs them.
"""

import json
import os
from collections.abc import Callable, Iterable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from functools import cache
from typing import Any, TypeVar

from sim.engines import compiled
from sim.errors import InputError
from sim.scenario.loading import load_scenario, scenario_from_document
from sim.scenario.overrides import with_overrides
from sim.scenario.schema import Scenario
from sim.studies.observation import Observation, observe

Item = TypeVar("Item")
Answer = TypeVar("Answer")


class Bench:
    """Runs what a study asks for; what was run before is not run again."""

    def __init__(
        self,
        pairs: int = 200,
        parameters: Mapping[str, float] | None = None,
        workers: int | None = None,
        rough: bool = False,
    ) -> None:
        if pairs < 2:
            raise InputError("a comparison needs at least 2 pairs of runs")
        self.pairs = pairs
        """Seeds 0 … pairs − 1 are used."""
        self.parameters = dict(parameters or {})
        """Values of rules' parameters that replace those of every story."""
        self.rough = rough
        """Whether there are so few runs that a window is judged by its figure alone."""
        self._workers = workers or os.cpu_count() or 1
        self._done: dict[tuple[str, str, int], list[Observation]] = {}

    def story(self, name: str, changes: Mapping[str, Any] | None = None) -> Scenario:
        """A shipped scenario with values replaced by their dotted path."""
        moved = {f"parameters.{key}": value for key, value in self.parameters.items()}
        document, _ = with_overrides(_document(name), {**moved, **(changes or {})})
        return scenario_from_document(document, name)

    def runs(self, story: Scenario, plan: str, times: int = 1) -> list[Observation]:
        """A story under a plan, run for each seed; ``times`` as many as there are pairs."""
        key = json.dumps(story.document, sort_keys=True, default=str), plan, times
        if key not in self._done:
            seeds = range(self.pairs * times)
            self._done[key] = self.each([story] * len(seeds), plan)
        return self._done[key]

    def each(self, stories: Sequence[Scenario], plan: str) -> list[Observation]:
        """Every story run once, the n-th with seed n."""

        def run(seed: int) -> Observation:
            return observe(compiled.run(stories[seed], plan, seed, log=False))

        return self.over(run, range(len(stories)))

    def over(self, work: Callable[[Item], Answer], items: Iterable[Item]) -> list[Answer]:
        """Work done for every item on a pool of threads, answers in their order."""
        items = list(items)
        if self._workers == 1 or len(items) < 2:
            return [work(item) for item in items]
        first = work(items[0])  # compiles, if that is still to be done
        pool = ThreadPoolExecutor(self._workers)
        try:
            return [first, *pool.map(work, items[1:])]
        finally:
            pool.shutdown(wait=True, cancel_futures=True)


@cache
def _document(name: str) -> dict[str, Any]:
    """A shipped scenario as plain values."""
    return load_scenario(name).document
