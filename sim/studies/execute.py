"""A study carried out from its file to its runs."""

import warnings
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

from sim.errors import InputError, RunsFailedError
from sim.extras import require
from sim.language.told import Told
from sim.pools import pool
from sim.runs.journal import Journal
from sim.runs.plausible import SeedsOfModels, plausible_models, spread_seeds
from sim.runs.runner import ALL_CORES, Execution, Progress
from sim.studies.loading import Study, study_from_values
from sim.studies.optimiser import optimised
from sim.studies.runner import Agree, StudyResult, StudyRunner, study_identity
from sim.studies.search import Search
from sim.studies.sensitivity import Sensitivity


def run_study(
    study: Study,
    execution: Execution = ALL_CORES,
    progress: Progress | None = None,
    agree: Agree | None = None,
    uncertain: bool = False,
) -> StudyResult:
    """Run all settings of a study on all its seeds.

    A search looks for its plans first, and a sensitivity study screens the parameters first.
    With a folder in ``execution`` finished runs are kept there, and the same call goes on from
    them. Once a few runs show how long all would take, ``agree`` is called. With ``uncertain``
    each pair of seeds has a plausible model of its own, so that intervals over pairs hold luck and
    ignorance. Every second model runs once more on another seed, to tell one from the other: half
    as many runs again. Raises ``InputError`` if the folder holds another study,
    ``RunsFailedError`` if no run goes well.
    """
    require_packages(study, execution)
    folder = execution.folder
    models = models_of_pairs(study) if uncertain else None
    journal = None if folder is None else Journal(folder, study_identity(study, models))
    with pool(execution.cluster, execution.workers) as at_hand:
        if isinstance(study.spec, Search):
            study = optimised(study, study.spec, folder, at_hand, progress, agree)
        later = study.spec.later if isinstance(study.spec, Sensitivity) else 0
        runner = StudyRunner(study, journal, at_hand, later, models)
        runner.estimate(agree)
        runner.run(progress)
        if isinstance(study.spec, Sensitivity):
            add_second_stage(runner, study.spec)
            runner.run(progress, len(study.spec.settings()))
            refuse_failures(runner)
    return runner.result()


def models_of_pairs(study: Study) -> SeedsOfModels:
    """Return a plausible model for each pair of seeds, and for those that run once more.

    Raises InputError for studies that look for plans or vary the assumptions themselves.
    """
    if isinstance(study.spec, Search) or study.spec.uncertain:
        raise InputError(
            f"{study.name}: a study of kind {study.spec.kind} cannot be spread over plausible "
            "models, as it draws or learns from settings of its own; leave --uncertain out"
        )
    pairs = study.spec.pairs
    spread = spread_seeds(list(range(pairs)), plausible_models(), each=1)
    again = {pairs + place: spread.model_of[place] for place in range(-(-pairs // 2))}
    return replace(spread, model_of={**spread.model_of, **again})


def require_packages(study: Study, execution: Execution) -> None:
    """Raise ``InputError`` if a package is missing that only this kind of study needs."""
    modules: tuple[str, ...] = ()
    if isinstance(study.spec, Search):
        modules = ("optuna", "tomli_w")
    elif isinstance(study.spec, Sensitivity):
        modules = ("SALib",)
    require("this study", *modules, cluster=execution.cluster)


def sensitivity_study(scenario: str, plans: Sequence[str], **values: int) -> Study:
    """Return a sensitivity study without a file. ``values`` are further keys of its file."""
    return study_from_values(
        "sensitivity",
        {
            "kind": "sensitivity",
            "title": "Sensitivity",
            "question": "Which assumptions drive the results?",
            "scenario": scenario,
            "compare": list(plans),
            **values,
        },
    )


def add_second_stage(runner: StudyRunner, spec: Sensitivity) -> None:
    """Replace the settings of a sensitivity study by those of both stages."""
    refuse_failures(runner)
    runner.settings, runner.later = spec.both_stages(runner.dataset()), 0


def refuse_failures(runner: StudyRunner) -> None:
    """Raise ``RunsFailedError`` if any run went wrong: the analysis needs all of them."""
    if runner.failures:
        raise RunsFailedError(Told("drivers.run_failed", failures="; ".join(runner.failures[:3])))


def carry_out(
    study: Study,
    folder: Path | None = None,
    workers: int | None = None,
    cluster: str | None = None,
    progress: Progress | None = None,
    agree: Agree | None = None,
) -> StudyResult:
    """Run a study as version 0.1.0 did. Use :func:`run_study` instead."""
    warnings.warn("carry_out is now run_study(study, execution)", DeprecationWarning, stacklevel=2)
    return run_study(study, Execution(workers, cluster, folder), progress, agree)
