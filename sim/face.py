"""The public face: one run, and plans compared on the same seeds."""

import os
from collections.abc import Callable, Iterable, Sequence
from concurrent.futures import FIRST_COMPLETED, Future, ThreadPoolExecutor, wait
from typing import TYPE_CHECKING, Literal

from sim.engines.stage import draw_cast
from sim.engines.trace import Trace
from sim.errors import InputError
from sim.results.record import Record
from sim.scenario.schema import Scenario
from sim.storm.chance import WORD

if TYPE_CHECKING:
    from sim.results.ensemble import Ensemble

Engine = Literal["compiled", "mesa"]
Progress = Callable[[int, int], None]
"""Called with the number of runs done and the number of all runs."""


def simulate(
    scenario: Scenario, plan: str | None = None, seed: int = 0, engine: Engine = "compiled"
) -> Record:
    """Run one plan of a scenario once; the same seed gives the same run on either engine.

    ``plan`` is a name of the scenario's plans (its first if None). Raises
    ``UnknownNameError`` for another name and ``InputError`` for a seed beyond 64 bits.
    """
    name = plan if plan is not None else next(iter(scenario.plans))
    scenario.plan(name)
    trace = _trace(scenario, name, checked_seed(seed), engine)
    return Record.from_trace(trace, scenario, name, seed, engine)


def compare(
    scenario: Scenario,
    plans: Sequence[str] | None = None,
    seeds: int | Iterable[int] = 200,
    engine: Engine = "compiled",
    progress: Progress | None = None,
    workers: int | None = None,
) -> "Ensemble":
    """Run plans (all of the scenario's if None) on the same seeds, so that runs are paired.

    ``seeds`` is a number n, for seeds 0 … n − 1, or the seeds themselves. ``workers`` is
    the number of runs at a time (all cores if None); it does not change the results.
    """
    names = list(plans) if plans is not None else list(scenario.plans)
    for name in names:
        scenario.plan(name)
    chosen = list(range(seeds)) if isinstance(seeds, int) else [checked_seed(s) for s in seeds]
    if not names or not chosen:
        raise InputError("there is nothing to compare; name at least one plan and one seed")
    if len(set(chosen)) < len(chosen) or len(set(names)) < len(names):
        raise InputError("plans and seeds are paired, so name each of them once")
    from sim.results.collector import Collector  # noqa: PLC0415 - xarray is slow to load

    collector = Collector(scenario, names, chosen)

    def run_seed(seed: int) -> int:
        cast = draw_cast(scenario, seed)
        for name in names:
            collector.add(name, seed, _trace(scenario, name, seed, engine, cast, log=False))
        return len(names)

    _run_all(run_seed, chosen, len(names) * len(chosen), progress, workers)
    return collector.ensemble(engine)


def checked_seed(seed: int) -> int:
    """A seed within 64 bits, or an ``InputError``."""
    if not 0 <= seed <= WORD:
        raise InputError(f"seed {seed} is out of range; take a whole number from 0 to 2**64 - 1")
    return seed


def _run_all(
    run_seed: Callable[[int], int],
    seeds: Sequence[int],
    total: int,
    progress: Progress | None,
    workers: int | None,
) -> None:
    """Run every seed on a pool of threads (compiled code runs outside Python's lock)."""
    done = run_seed(seeds[0])
    if progress:
        progress(done, total)
    pool = ThreadPoolExecutor(workers or os.cpu_count() or 1)
    try:
        pending: set[Future[int]] = {pool.submit(run_seed, seed) for seed in seeds[1:]}
        while pending:
            finished, pending = wait(pending, return_when=FIRST_COMPLETED)
            done += sum(future.result() for future in finished)
            if progress:
                progress(done, total)
    finally:
        pool.shutdown(wait=True, cancel_futures=True)


def _trace(
    scenario: Scenario, plan: str, seed: int, engine: Engine, cast: object = None, log: bool = True
) -> Trace:
    """One run on the engine asked for."""
    if engine == "mesa":
        from sim.engines import mesa_model  # noqa: PLC0415 - mesa is slow to load

        return mesa_model.run(scenario, plan, seed, cast)  # type: ignore[arg-type]
    from sim.engines import compiled  # noqa: PLC0415 - numba is slow to load

    return compiled.run(scenario, plan, seed, cast, log)
