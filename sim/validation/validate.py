"""Test the rows of the validation table, at the defaults and under draws of the assumptions."""

import time
from collections.abc import Callable, Iterable
from dataclasses import dataclass

import numpy as np

from sim.pools import pool
from sim.runs.cache import RunCache
from sim.validation.findings import Finding
from sim.validation.registry import Row
from sim.validation.robustness import Verdicts, shares, under_draws
from sim.validation.table import RowResult, Validation, chosen_rows

Progress = Callable[[int, int], None]


@dataclass(frozen=True, slots=True)
class ValidationOptions:
    """How many runs a validation rests on."""

    pairs: int = 200
    draws: int = 0
    """Joint draws of all assumptions."""
    pairs_per_draw: int = 6
    """With so few pairs an ordering has to hold in all, so the share of draws is cautious."""
    rough: bool = False
    """Judge windows by their figures alone, since there are few pairs."""
    first_seed: int = 0
    """First seed of the pairs; the defaults were calibrated on the seeds from 0 on."""


QUICK = ValidationOptions(pairs=24, rough=True)
"""Few pairs and no draws: under a minute."""


def validate(
    numbers: Iterable[str] | None = None,
    options: ValidationOptions = ValidationOptions(),
    workers: int | None = None,
    cluster: str | None = None,
    progress: Progress | None = None,
) -> Validation:
    """Test rows (all of them for None) on pairs of runs and under draws of the assumptions.

    ``cluster`` is the address of a Dask scheduler whose workers do the runs. Stopped by the
    keyboard, it keeps what it has done.
    """
    chosen = chosen_rows(numbers)
    tests: list[tuple[Finding, float]] = []
    verdicts: list[Verdicts] = []

    def report() -> None:
        if progress:
            progress(len(tests) + len(verdicts), len(chosen) + options.draws)

    stopped = False
    try:
        with pool(cluster, workers) as at_hand:
            cache = RunCache(
                options.pairs, rough=options.rough, pool=at_hand, first_seed=options.first_seed
            )
            for row in chosen:
                tests.append(_test(row, cache))
                report()
        cheap = [row.number for row in chosen if row.cheap]
        for drawn in under_draws(cheap, options.draws, options.pairs_per_draw, workers, cluster):
            verdicts.append(drawn)
            report()
    except KeyboardInterrupt:
        if not tests:
            raise
        stopped = True
    robust = shares(verdicts)
    results = tuple(
        RowResult(row, finding, robust.get(row.number, np.nan), seconds)
        for row, (finding, seconds) in zip(chosen, tests, strict=False)
    )
    return Validation(results, options.pairs, len(verdicts), options.pairs_per_draw, stopped)


def _test(row: Row, cache: RunCache) -> tuple[Finding, float]:
    """Return a row's finding and the seconds that it took."""
    begin = time.perf_counter()
    finding = row.test(cache)
    return finding, time.perf_counter() - begin
