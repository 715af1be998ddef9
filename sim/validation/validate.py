"""Test the rows of the validation table, at the defaults and under draws of the assumptions.

A row that holds at the defaults may owe it to them. Robustness is the share of joint draws of
all assumed parameters from their plausible ranges in which it holds as well.
"""

import time
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass, field
from functools import partial
from typing import Any

import numpy as np

from sim.compiling import rules_mark
from sim.pools import pool
from sim.runs.assumptions import joint_draws
from sim.runs.cache import RunCache
from sim.runs.journal import Journal
from sim.runs.plausible import plausible_models
from sim.runs.runner import ALL_CORES, Execution, Progress, run_jobs
from sim.validation.findings import Figure, Finding, Verdict
from sim.validation.registry import Row
from sim.validation.table import RowResult, Validation, all_rows, chosen_rows

Verdicts = Mapping[str, Verdict]
"""The verdict of each row under one draw."""
Draw = tuple[int, dict[str, float]]
"""A number and the values of all assumed parameters."""


@dataclass(frozen=True, slots=True)
class ValidationOptions:
    """The number of runs on which a validation rests."""

    pairs: int = 200
    draws: int = 0
    """Joint draws of all assumptions."""
    pairs_per_draw: int = 6
    """With so few pairs an ordering has to hold in all, so the share of draws is cautious."""
    rough: bool = False
    """Judge windows by their figures alone, since there are few pairs."""
    first_seed: int = 0
    """First seed of the pairs. The defaults were calibrated on seeds from 500,000 on."""
    parameters: Mapping[str, float] = field(default_factory=dict)
    """Values of parameters that replace those of every scenario, by name."""
    uncertain: bool = False
    """Draw plausible models from the posterior, rather than each assumption from its range."""


DEFAULT = ValidationOptions()
QUICK = ValidationOptions(pairs=24, rough=True)
"""Few pairs and no draws: under a minute."""


def validate(
    numbers: Iterable[str] | None = None,
    options: ValidationOptions = DEFAULT,
    execution: Execution = ALL_CORES,
    progress: Progress | None = None,
) -> Validation:
    """Test rows (all of them for None) on pairs of runs and under draws of the assumptions.

    Stopped by the keyboard, it returns what it has done. With a folder, the same call goes on
    from there. Raise InputError if the folder holds another validation.
    """
    chosen = chosen_rows(numbers)
    journal = _journal(execution, chosen, options)
    tests: list[tuple[Finding, float]] = []
    verdicts: list[Verdicts] = []

    def report() -> None:
        if progress:
            progress(len(tests) + len(verdicts), len(chosen) + options.draws)

    stopped = False
    try:
        for test in _tests(chosen, options, execution, journal):
            tests.append(test)
            report()
        for verdict in _verdicts(chosen, options, execution, journal):
            verdicts.append(verdict)
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
    return Validation(
        results, options.pairs, len(verdicts), options.pairs_per_draw, stopped, options.uncertain
    )


def _journal(
    execution: Execution, rows: Sequence[Row], options: ValidationOptions
) -> Journal | None:
    """Open the journal of this validation, if there is a folder for it."""
    if execution.folder is None:
        return None
    protocols = {row.number: row.protocol for row in rows}
    about = {"rows": protocols, "options": asdict(options), "rules": rules_mark()}
    return Journal(execution.folder, about)


def _tests(
    rows: Sequence[Row], options: ValidationOptions, execution: Execution, journal: Journal | None
) -> Iterator[tuple[Finding, float]]:
    """Yield each row's finding and the seconds that it took, kept or tested now."""
    kept: dict[str, Any] = {} if journal is None else dict(journal.results())
    with pool(execution.cluster, execution.workers) as at_hand:
        cache = RunCache(
            options.pairs,
            options.parameters,
            rough=options.rough,
            pool=at_hand,
            first_seed=options.first_seed,
        )
        for row in rows:
            if entry := kept.get(row.number):
                figures = tuple(Figure(**figure) for figure in entry["figures"])
                yield Finding(figures, entry["remark"], entry["power"]), entry["seconds"]
                continue
            begin = time.perf_counter()
            finding = row.test(cache)
            seconds = time.perf_counter() - begin
            if journal is not None:
                journal.keep(row.number, {**asdict(finding), "seconds": seconds})
            yield finding, seconds


def _verdicts(
    rows: Sequence[Row], options: ValidationOptions, execution: Execution, journal: Journal | None
) -> Iterator[Verdicts]:
    """Yield the verdicts of the cheap rows under each draw, as they are done."""
    cheap = [row.number for row in rows if row.cheap]
    if not options.draws or not cheap:
        return
    models = plausible_models() if options.uncertain else None
    drawn = joint_draws(options.draws) if models is None else [
        dict(models.sets[number]) for number in models.chosen(options.draws)
    ]  # fmt: skip
    draws = list(enumerate(drawn))
    work = partial(verdicts_under, cheap, options.pairs_per_draw)
    with pool(execution.cluster, execution.workers, processes=True) as at_hand:
        for outcome in run_jobs(work, draws, at_hand, journal, name=draw_name):
            if outcome.error is not None:
                raise outcome.error
            if outcome.result is not None:
                yield outcome.result


def verdicts_under(numbers: Sequence[str], pairs: int, draw: Draw) -> Verdicts:
    """Test rows under the values of one draw."""
    _, parameters = draw
    cache, known = RunCache(pairs, parameters, workers=1, rough=True), all_rows()
    return {number: known[number].test(cache).verdict for number in numbers}


def draw_name(draw: Draw) -> str:
    """Return the name of a draw in the journal."""
    return f"draw {draw[0]}"


def shares(verdicts: Sequence[Verdicts]) -> Mapping[str, float]:
    """Return the share of draws in which each row holds, of those in which it could be tested."""
    numbers = verdicts[0] if verdicts else ()
    return {number: _share([draw[number] for draw in verdicts]) for number in numbers}


def _share(verdicts: Sequence[Verdict]) -> float:
    """Return the share that holds among those that could be tested, NaN without any."""
    testable = [verdict == "holds" for verdict in verdicts if verdict != "cannot be tested"]
    return float(np.mean(testable)) if testable else np.nan
