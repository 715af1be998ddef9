"""Robustness: all assumed parameters drawn jointly from their plausible ranges.

A row that holds at the defaults only says little: this tells in which share of draws it does.
"""

from collections.abc import Callable, Mapping, Sequence
from functools import partial

import numpy as np

from sim.bench.assumptions import joint_draws
from sim.bench.bench import Bench
from sim.bench.processes import in_processes
from sim.validation.table import rows

Verdicts = Mapping[str, str]


def shares(
    numbers: Sequence[str],
    draws: int,
    pairs: int,
    workers: int | None = None,
    progress: Callable[[int], None] | None = None,
    cluster: str | None = None,
) -> Mapping[str, float]:
    """Share of draws in which each row holds, of those in which it could be tested."""
    work = partial(verdicts, list(numbers), pairs)
    tried = in_processes(work, joint_draws(draws), workers, progress, cluster)
    return {number: _share([said[number] for said in tried]) for number in numbers}


def verdicts(numbers: Sequence[str], pairs: int, parameters: Mapping[str, float]) -> Verdicts:
    """What becomes of rows under other values of parameters."""
    bench, known = Bench(pairs, parameters, workers=1, rough=True), rows()
    return {number: known[number].test(bench).verdict for number in numbers}


def _share(said: Sequence[str]) -> float:
    """Share that holds among those that could be tested."""
    testable = [verdict == "holds" for verdict in said if verdict != "cannot be tested"]
    return float(np.mean(testable)) if testable else np.nan
