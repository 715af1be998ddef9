"""The public functions: one run, the same run again, and plans compared on the same seeds."""

import operator
import warnings
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal, get_args

from sim.community.files import warn_of_losses
from sim.engines.memory import max_parallel_runs
from sim.engines.output import RunOutput
from sim.engines.setup import Population, draw_population
from sim.errors import InputError, ProvenanceError, ScenarioError
from sim.pools import pool
from sim.results.provenance import entry, identity, scenario_of, ties_of
from sim.results.record import Record
from sim.runs.journal import Journal
from sim.runs.plausible import PlausibleModels, SeedsOfModels, plausible_models, spread_seeds
from sim.runs.runner import ALL_CORES, Execution, Progress, run_jobs
from sim.scenario.schema import Scenario
from sim.storm.chance import WORD

if TYPE_CHECKING:
    from sim.results.digest import Digest
    from sim.results.ensemble import Ensemble
    from sim.runs.stepwise import Run

Engine = Literal["compiled", "mesa"]
MOST_SEEDS = 10_000_000
"""Most seeds of a comparison. No machine holds the results of so many."""


def simulate(
    scenario: Scenario, plan: str | None = None, seed: int = 0, engine: Engine = "compiled"
) -> Record:
    """Run one plan of a scenario once. The same seed gives the same run on either engine.

    ``plan`` is a name of the scenario's plans (its first if None). Raises
    ``UnknownNameError`` for another name, ``InputError`` for a seed beyond 64 bits or for more
    people than memory holds.
    """
    name = plan if plan is not None else next(iter(scenario.plans))
    scenario.plan(name)
    seed = checked_seed(seed)
    warn_of_losses(scenario.community)
    max_parallel_runs(scenario, engine)
    output = _run(scenario, name, seed, engine)
    return Record.from_output(output, scenario, name, seed, engine)


def start(scenario: Scenario, plan: str | None = None, seed: int = 0) -> "Run":
    """Begin a run that stops, takes in responses, branches and goes on.

    It begins with the steps of a plan, or with none if ``plan`` is None. Nothing is simulated
    yet. Raises ``UnknownNameError`` for a plan of another name, ``InputError`` for a seed beyond
    64 bits or for more people than memory holds.
    """
    from sim.runs.stepwise import Run  # noqa: PLC0415 (numba is slow to load)

    if plan is not None:
        scenario.plan(plan)
    warn_of_losses(scenario.community)
    max_parallel_runs(scenario, "compiled")
    return Run(scenario, checked_seed(seed), plan)


def rerun(provenance: Mapping[str, Any]) -> Record:
    """Run again what a record's provenance describes, as ``provenance.json`` keeps it.

    Raises ``ProvenanceError`` where it lacks something or the file of ties has changed since, and
    what :func:`simulate` raises.
    """
    scenario = scenario_of(provenance)
    plan, seed, engine = (entry(provenance, key) for key in ("plan", "seed", "engine"))
    if not isinstance(plan, str) or engine not in get_args(Engine):
        raise ProvenanceError(
            f"plan {plan!r} and engine {engine!r} are not of a run; give the provenance.json of one"
        )
    _refuse_devices(scenario)
    _refuse_other_ties(provenance, scenario)
    try:
        return simulate(scenario, plan=plan, seed=seed, engine=engine)
    except ScenarioError as wrong:  # never shown: lines of a file that somebody else has named
        files = ", ".join(dict.fromkeys(problem.file for problem in wrong.problems))
        raise ProvenanceError(
            f"{files}: the ties of this run cannot be read from it; put the file there that was "
            "there when it ran"
        ) from None


def _refuse_devices(scenario: Scenario) -> None:
    """Refuse ties from what is no file: somebody else has named it."""
    ties = scenario.document.get("community", {}).get("ties", {})
    for key in ("path", "degrees"):
        if isinstance(name := ties.get(key), str) and not Path(name).is_file():
            raise ProvenanceError(
                f"{name}: there is no such file of ties; put it where it was for this run"
            )


def _refuse_other_ties(provenance: Mapping[str, Any], scenario: Scenario) -> None:
    """Refuse a file of ties that is not the one of the run. Runs of version 0.1.0 kept none."""
    if "ties" not in provenance:
        return
    kept = provenance["ties"]
    if not isinstance(kept, Mapping) or not isinstance(kept.get("sha256"), str):
        raise ProvenanceError("its ties are damaged; give the provenance.json of a single run")
    now, file = ties_of(scenario), getattr(scenario.community.ties, "path", "")
    if now and now["sha256"] != kept["sha256"]:
        raise ProvenanceError(
            f"{file}: this file of ties has changed since the run (SHA-256 "
            f"{now['sha256'][:12]}… instead of {kept['sha256'][:12]}…), so that the run cannot be "
            "repeated; put the file there that was there when it ran, or run the scenario anew"
        )


def compare(
    scenario: Scenario,
    plans: Sequence[str] | None = None,
    seeds: int | Iterable[int] = 200,
    engine: Engine = "compiled",
    progress: Progress | None = None,
    series: Iterable[str] | None = None,
    execution: Execution = ALL_CORES,
    uncertain: bool | PlausibleModels = False,
    **former: Any,
) -> "Ensemble":
    """Run plans (all of the scenario's if None) on the same seeds, so that runs are paired.

    ``seeds`` is a number n, for seeds 0 … n − 1, or the seeds themselves. ``series`` are those
    to keep of every run (all if None), and critical posts. ``progress`` is called with the
    number of runs done and the number of all runs. ``execution`` says on how many cores or
    on which cluster to run, and where to keep finished runs. It never changes the results.
    Its values may still be given one by one (``workers=4``), with a ``DeprecationWarning``.
    With ``uncertain`` the same number of runs is spread over plausible models, drawn from a
    posterior of the assumptions (or those given): a few seeds each, every plan under the same
    ones.

    A run that goes wrong is left out and named in the provenance (``RunsFailedError`` if
    all do). Raises ``InputError`` for seeds or plans that cannot be paired or a folder that
    holds other runs, and ``ClusterError`` for a cluster out of reach.
    """
    execution = with_former_keywords(execution, former)
    names = list(plans) if plans is not None else list(scenario.plans)
    for name in names:
        scenario.plan(name)
    chosen = chosen_seeds(seeds)
    if not names or not chosen:
        raise InputError("there is nothing to compare; name at least one plan and one seed")
    if len(set(chosen)) < len(chosen) or len(set(names)) < len(names):
        raise InputError("plans and seeds are paired, so name each of them once")
    from sim.results.collector import Collector, Failure, chosen_series  # noqa: PLC0415 (slow)

    models = None
    if uncertain:
        models = spread_seeds(chosen, plausible_models() if uncertain is True else uncertain)
    warn_of_losses(scenario.community)
    workers, kept_series = execution.workers, chosen_series(series)
    if execution.cluster is None:
        workers = max_parallel_runs(scenario, engine, workers)
    journal = None
    if execution.folder is not None:
        about = {**identity(scenario), "plans": names, "seeds": chosen, "series": kept_series}
        if models is not None:
            about["models"] = {"rules": models.models.mark, "of_seeds": models.numbers(chosen)}
        journal = Journal(execution.folder, about)
    collector = Collector(scenario, names, chosen, kept_series, execution.folder)
    reduction = RunsOfSeed(scenario, tuple(names), engine, kept_series, models)
    report = None if progress is None else _times(progress, len(names))
    with pool(execution.cluster, workers) as at_hand:
        for outcome in run_jobs(reduction, chosen, at_hand, journal, report):
            for run in outcome.result or ():
                collector.take(run)
            if outcome.error is not None:
                collector.failures.append(Failure(outcome.job, repr(outcome.error)))
    return _telling_models(collector.ensemble(engine), models)


def _telling_models(ensemble: "Ensemble", models: SeedsOfModels | None) -> "Ensemble":
    """Return an ensemble that says under which models it ran, if under any but the scenario's."""
    if models is None:
        return ensemble
    from sim.runs.uncertain_ensemble import with_models  # noqa: PLC0415 (slow)

    return with_models(ensemble, models)


def with_former_keywords(execution: Execution, former: Mapping[str, Any]) -> Execution:
    """Take ``workers``, ``cluster`` and ``folder`` as version 0.1.0 did, with a warning."""
    for name in former:
        if name not in ("workers", "cluster", "folder"):
            raise TypeError(f"unexpected keyword argument {name!r}")
        warnings.warn(
            f"{name}= is now part of execution=: write execution=sim.Execution({name}=...)",
            DeprecationWarning,
            stacklevel=3,
        )
    return replace(execution, **former)


def _times(progress: Progress, number: int) -> Progress:
    """Count so many runs for each job."""
    return lambda done, total: progress(done * number, total * number)


@dataclass(frozen=True)
class RunsOfSeed:
    """Run all plans with one seed, on people and ties drawn once for it."""

    scenario: Scenario
    plans: tuple[str, ...]
    engine: Engine
    keep: tuple[str, ...]
    models: SeedsOfModels | None = None
    """The plausible model of each seed, the scenario's own values for all if None."""

    def __call__(self, seed: int) -> "list[Digest]":
        """Return the digests of the seed's runs."""
        from sim.results.digest import digest  # noqa: PLC0415 (on a cluster's worker)

        scenario = self.scenario
        if self.models is not None:
            from sim.results.models import under  # noqa: PLC0415 (slow to load)

            # Plans that were added after loading are not in the document that this reads.
            values = {"plans": scenario.plans}
            scenario = under(scenario, self.models.values(seed)).model_copy(update=values)
        population = draw_population(scenario, seed)
        runs = (
            (plan, _run(scenario, plan, seed, self.engine, population, False))
            for plan in self.plans
        )
        return [digest(plan, seed, output, self.keep) for plan, output in runs]


def chosen_seeds(seeds: Any) -> list[int]:
    """Return the seeds 0 … n − 1 for a number n, or the given ones, as plain numbers.

    Raises ``InputError`` for anything else than whole numbers of 64 bits.
    """
    if isinstance(seeds, str) or not (hasattr(seeds, "__index__") or isinstance(seeds, Iterable)):
        raise InputError(f"seeds {seeds!r} are no numbers; give how many, or a list of seeds")
    if isinstance(seeds, Iterable) and getattr(seeds, "shape", True):
        return [checked_seed(seed) for seed in seeds]
    number = checked_seed(seeds)
    if number > MOST_SEEDS:
        raise InputError(f"{number} seeds are too many; take at most {MOST_SEEDS}")
    return list(range(number))


def checked_seed(seed: int) -> int:
    """Return a seed, also one of NumPy or xarray, as a plain number.

    Raises ``InputError`` if it is no whole number or beyond 64 bits.
    """
    try:
        number = operator.index(seed.item() if hasattr(seed, "item") else seed)
    except (TypeError, ValueError):
        number = -1
    if not 0 <= number <= WORD:
        raise InputError(f"seed {seed} is out of range; take a whole number from 0 to 2**64 - 1")
    return number


def _run(
    scenario: Scenario,
    plan: str,
    seed: int,
    engine: Engine,
    population: Population | None = None,
    log: bool = True,
) -> RunOutput:
    """Run a plan once on the engine asked for."""
    if engine == "mesa":
        from sim.engines import mesa_model  # noqa: PLC0415 (mesa is slow to load)

        return mesa_model.run(scenario, plan, seed, population)
    from sim.engines import compiled  # noqa: PLC0415 (numba is slow to load)

    return compiled.run(scenario, plan, seed, population, log)
