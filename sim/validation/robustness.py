"""Robustness: all assumed parameters drawn jointly from their plausible ranges.

A row that holds at the defaults only says little: this tells in which share of draws it does.
"""

from collections.abc import Iterator, Mapping, Sequence
from functools import partial

import numpy as np

from sim.pools import pool
from sim.runs.assumptions import joint_draws
from sim.runs.cache import RunCache
from sim.validation.table import all_rows

Verdicts = Mapping[str, str]


def under_draws(
    numbers: Sequence[str],
    draws: int,
    pairs: int,
    workers: int | None = None,
    cluster: str | None = None,
) -> Iterator[Verdicts]:
    """What becomes of rows under each of so many joint draws, as they are done."""
    if not draws or not numbers:
        return
    work = partial(verdicts, list(numbers), pairs)
    with pool(cluster, workers, processes=True) as at_hand:
        for outcome in at_hand.carry_out(work, joint_draws(draws)):
            if outcome.error is not None:
                raise outcome.error
            if outcome.result is not None:
                yield outcome.result


def verdicts(numbers: Sequence[str], pairs: int, parameters: Mapping[str, float]) -> Verdicts:
    """What becomes of rows under other values of parameters."""
    cache, known = RunCache(pairs, parameters, workers=1, rough=True), all_rows()
    return {number: known[number].test(cache).verdict for number in numbers}


def shares(tried: Sequence[Verdicts]) -> Mapping[str, float]:
    """Share of draws in which each row holds, of those in which it could be tested."""
    numbers = tried[0] if tried else ()
    return {number: _share([said[number] for said in tried]) for number in numbers}


def _share(said: Sequence[str]) -> float:
    """Share that holds among those that could be tested."""
    testable = [verdict == "holds" for verdict in said if verdict != "cannot be tested"]
    return float(np.mean(testable)) if testable else np.nan
