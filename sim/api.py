"""The public face: one run, the same run again, and plans compared on the same seeds."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal

from sim.engines.memory import max_parallel_runs
from sim.engines.output import RunOutput
from sim.engines.setup import draw_population
from sim.errors import InputError
from sim.pools import Pool, pool
from sim.results.provenance import entry, scenario_of
from sim.results.record import Record
from sim.scenario.schema import Scenario
from sim.storm.chance import WORD

if TYPE_CHECKING:
    from sim.results.collector import Collector
    from sim.results.digest import Digest
    from sim.results.ensemble import Ensemble

Engine = Literal["compiled", "mesa"]
Progress = Callable[[int, int], None]
"""Called with the number of runs done and the number of all runs."""


def simulate(
    scenario: Scenario, plan: str | None = None, seed: int = 0, engine: Engine = "compiled"
) -> Record:
    """Run one plan of a scenario once; the same seed gives the same run on either engine.

    ``plan`` is a name of the scenario's plans (its first if None). Raises
    ``UnknownNameError`` for another name, ``InputError`` for a seed beyond 64 bits or for more
    people than memory holds.
    """
    name = plan if plan is not None else next(iter(scenario.plans))
    scenario.plan(name)
    max_parallel_runs(scenario, engine)
    output = _trace(scenario, name, checked_seed(seed), engine)
    return Record.from_output(output, scenario, name, seed, engine)


def rerun(provenance: Mapping[str, Any]) -> Record:
    """Run again what a record's provenance describes, as ``provenance.json`` keeps it.

    Raises ``ProvenanceError`` where it lacks something, and what :func:`simulate` raises.
    """
    scenario = scenario_of(provenance)
    plan, seed, engine = (entry(provenance, key) for key in ("plan", "seed", "engine"))
    return simulate(scenario, plan=plan, seed=seed, engine=engine)


def compare(
    scenario: Scenario,
    plans: Sequence[str] | None = None,
    seeds: int | Iterable[int] = 200,
    engine: Engine = "compiled",
    progress: Progress | None = None,
    workers: int | None = None,
    cluster: str | None = None,
    folder: Path | None = None,
    series: Iterable[str] | None = None,
) -> "Ensemble":
    """Run plans (all of the scenario's if None) on the same seeds, so that runs are paired.

    ``seeds`` is a number n, for seeds 0 … n − 1, or the seeds themselves. ``workers`` is
    the number of runs at a time (all cores if None); ``cluster`` the address of a Dask
    scheduler to run on instead. With a ``folder``, runs are kept there as they finish and
    the same call goes on after an interruption. None of these changes the results. ``series``
    are those to keep of every run (all if None), and critical posts.

    A run that goes wrong is left out and named in the provenance (``RunsFailedError`` if
    all do). Raises ``InputError`` for seeds or plans that cannot be paired, or a folder that
    holds another comparison; ``ClusterError`` for a cluster out of reach.
    """
    names = list(plans) if plans is not None else list(scenario.plans)
    for name in names:
        scenario.plan(name)
    chosen = list(range(seeds)) if isinstance(seeds, int) else [checked_seed(s) for s in seeds]
    at_a_time = max_parallel_runs(scenario, engine, workers) if cluster is None else None
    if not names or not chosen:
        raise InputError("there is nothing to compare; name at least one plan and one seed")
    if len(set(chosen)) < len(chosen) or len(set(names)) < len(names):
        raise InputError("plans and seeds are paired, so name each of them once")
    from sim.results.collector import Collector  # noqa: PLC0415 - xarray is slow to load

    collector = Collector(scenario, names, chosen, series, folder)
    with pool(cluster, at_a_time) as at_hand:
        gather(collector, at_hand, engine, progress)
    return collector.ensemble(engine)


def gather(
    collector: "Collector", at_hand: Pool, engine: Engine, progress: Progress | None = None
) -> None:
    """Carry out all runs that the collector misses."""
    from sim.results.collector import Failure  # noqa: PLC0415 - xarray is slow to load

    missing, plans = collector.missing(), len(collector.plans)
    total = plans * len(collector.seeds)
    done = total - plans * len(missing)
    work = SeedsRuns(collector.scenario, tuple(collector.plans), engine, collector.keep)
    for outcome in at_hand.carry_out(work, missing):
        for run in outcome.result or ():
            collector.take(run)
        if outcome.error is not None:
            collector.fail(Failure(outcome.job, repr(outcome.error)))
        done += plans
        if progress:
            progress(done, total)


@dataclass(frozen=True)
class SeedsRuns:
    """Carries out all plans with one seed, on people and ties drawn once for it."""

    scenario: Scenario
    plans: tuple[str, ...]
    engine: Engine
    keep: tuple[str, ...]

    def __call__(self, seed: int) -> "list[Digest]":
        """The digests of the seed's runs."""
        from sim.results.digest import digest  # noqa: PLC0415 - on a cluster's worker

        population = draw_population(self.scenario, seed)
        return [
            digest(
                plan,
                seed,
                _trace(self.scenario, plan, seed, self.engine, population, False),
                self.keep,
            )
            for plan in self.plans
        ]


def checked_seed(seed: int) -> int:
    """A seed within 64 bits, or an ``InputError``."""
    if not 0 <= seed <= WORD:
        raise InputError(f"seed {seed} is out of range; take a whole number from 0 to 2**64 - 1")
    return seed


def _trace(
    scenario: Scenario,
    plan: str,
    seed: int,
    engine: Engine,
    population: object = None,
    log: bool = True,
) -> RunOutput:
    """One run on the engine asked for."""
    if engine == "mesa":
        from sim.engines import mesa_model  # noqa: PLC0415 - mesa is slow to load

        return mesa_model.run(scenario, plan, seed, population)  # type: ignore[arg-type]
    from sim.engines import compiled  # noqa: PLC0415 - numba is slow to load

    return compiled.run(scenario, plan, seed, population, log)
