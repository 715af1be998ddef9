"""A bound on how fast a run can be, which follows the rules by itself.

A run is lived through once in the Mesa engine, whose plain functions count what they need:
touches of people's records, random draws, calls of exp and log. A bare compiled loop then does
just that many of each and nothing else. The engine's time over the loop's time says how much
is left to gain without changing the rules.
"""

import math
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from importlib import import_module
from pkgutil import iter_modules
from typing import Any
from unittest.mock import patch

import numpy as np
from numpy.typing import NDArray

from sim import storm
from sim.compiling import compiled
from sim.engines import mesa_model
from sim.engines.driver import run_ticks
from sim.scenario import Scenario
from sim.storm import posting, scheduling
from sim.storm.chance import uniform
from sim.storm.state import PersonState, records
from tests.benchmarks.measuring import Work

TOUCHING = {  # each with the place of the person among its arguments
    (mesa_model, "wake"): 0,
    (posting, "notice"): 0,
    (posting, "deliver"): 1,
    (scheduling, "read_article"): 0,
    (scheduling, "reach_directly"): 0,
}
"""Functions of the engine that touch one person's record."""


@dataclass(frozen=True)
class Need:
    """What the ticks of one run need at least."""

    people: int
    touched: NDArray[np.uint32]
    """Person of each record touched, in order."""
    draws: int
    exps: int
    logs: int


def need_of(scenario: Scenario, plan: str, seed: int) -> Need:
    """Count what one run needs, its company's acts included."""
    model = mesa_model.StormModel(scenario, plan, seed)
    touched: list[int] = []
    with counting(touched) as calls:
        run_ticks(model, 0, scenario.ticks)
    people = len(model.people)
    model.forget()
    people_touched = np.array(touched, np.uint32)
    return Need(people, people_touched, calls["uniform"], calls["exp"], calls["log"])


@contextmanager
def counting(touched: list[int]) -> Iterator[Counter[str]]:
    """Count calls while this lasts, and note whose record is touched."""
    calls: Counter[str] = Counter()

    def counted(function: Callable[..., Any], name: str) -> Callable[..., Any]:
        def call(*given: Any) -> Any:
            calls[name] += 1
            return function(*given)

        return call

    def noting(function: Callable[..., Any], place: int) -> Callable[..., Any]:
        def call(*given: Any) -> Any:
            touched.append(given[place].unique_id - 1)
            return function(*given)

        return call

    changed: list[tuple[Any, str, Callable[..., Any]]] = [
        (math, name, counted(getattr(math, name), name)) for name in ("exp", "log")
    ]
    modules = [import_module(f"sim.storm.{found.name}") for found in iter_modules(storm.__path__)]
    changed += [
        (module, "uniform", counted(uniform, "uniform"))
        for module in modules
        if hasattr(module, "uniform")
    ]
    changed += [
        (module, name, noting(getattr(module, name), place))
        for (module, name), place in TOUCHING.items()
    ]
    patches = [patch.object(*change) for change in changed]
    try:
        for one in patches:
            one.start()
        yield calls
    finally:
        patch.stopall()


def bare_work(need: Need) -> Work:
    """Prepare a bare loop that does what a run needs and nothing else."""

    def prepare() -> Callable[[], object]:
        people = records(PersonState, need.people)
        loop = compiled(bare_loop)
        return lambda: loop(people, need.touched, need.draws, need.exps, need.logs)

    return prepare


def bare_loop(people: Any, touched: Any, draws: int, exps: int, logs: int) -> float:
    """Touch records in this order, then draw, and take so many exponentials and logarithms."""
    for k in range(touched.shape[0]):
        person = people[touched[k]]
        person.trust += 1.0
        person.wakes += 1
    total = 0.0
    for k in range(draws):
        total += uniform(people[0].stream, k, 1)
    for k in range(exps):
        total += math.exp(-1e-6 * k)
    for k in range(logs):
        total += math.log(1.0 + 1e-6 * k)
    return total
