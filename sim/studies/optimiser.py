"""The optimiser of a search: it tries plans in batches, keeps them in a file and takes the best."""

import json
import time
from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import count
from pathlib import Path
from typing import Any

import numpy as np

from sim.errors import InputError, RunsFailedError
from sim.pools import Pool
from sim.results.measures import MEASURES
from sim.runs.journal import Journal
from sim.runs.runner import Progress, run_jobs
from sim.sampling import DEFAULT_SEED
from sim.studies.candidates import steps_of
from sim.studies.loading import Study
from sim.studies.runner import Agree, Job, Work, study_identity
from sim.studies.search import FOUND, Search, aims, undominated

BATCH = 8
"""Plans tried at a time."""
POPULATION = 24
"""Plans from which the next ones are bred."""
FILE = "search.jsonl"


@dataclass(frozen=True, slots=True)
class Trial:
    """A plan that was tried, and what it came to on the search's own seeds."""

    steps: tuple[dict[str, Any], ...]
    levels: dict[str, float]
    """Means of the measures of the study."""
    allowed: bool
    """True if it keeps within the limits."""


def optimised(
    study: Study,
    spec: Search,
    folder: Path | None,
    at_hand: Pool,
    progress: Progress | None = None,
    agree: Agree | None = None,
) -> Study:
    """Return the study with the best plans found among those compared."""
    optuna = _optuna()
    batches = Batches(study, spec, at_hand)
    log = None if folder is None else SearchLog(Journal(folder, study_identity(study), FILE))
    in_memory = optuna.storages.InMemoryStorage
    optuna_study = optuna.create_study(
        study_name="search",
        storage=in_memory() if log is None else optuna.storages.JournalStorage(log),
        directions=["minimize", "minimize"],
        load_if_exists=True,
    )
    begun = done = len(_finished(optuna_study))
    while done < spec.trials:
        optuna_study.sampler = optuna.samplers.NSGAIISampler(
            population_size=POPULATION, seed=DEFAULT_SEED + done
        )
        seconds = batches.run(optuna_study, min(BATCH, spec.trials - done))
        done = len(_finished(optuna_study))
        if log is not None:
            log.keep()
        if progress:
            progress(done, spec.trials)
        if agree and done == begun + 2 * BATCH:  # the first one also compiles
            missing = spec.trials - done
            agree(seconds * missing / BATCH, missing * spec.trained)
    values = [finished.user_attrs for finished in _finished(optuna_study)]
    trials = [Trial(tuple(v["steps"]), v["levels"], v["beyond"] <= 0) for v in values]
    return with_found(study, spec, trials)


class Batches:
    """Try batches of plans on the search's own seeds and draws."""

    def __init__(self, study: Study, spec: Search, at_hand: Pool) -> None:
        self.study, self.spec, self.at_hand = study, spec, at_hand
        draws = spec.training()
        self.jobs = [
            Job(place, 0, draws.seed(place, 0), json.dumps(dict(draws.changes(place))))
            for place in range(len(draws))
        ]

    def run(self, optuna_study: Any, number: int) -> float:
        """Ask for plans, try them all and report their aims. Return the seconds that it took."""
        begun = time.perf_counter()
        trials = [optuna_study.ask() for _ in range(number)]
        plans = [steps_of(self.spec.candidates, trial) for trial in trials]
        for trial, plan, levels in zip(trials, plans, self.levels(plans), strict=True):
            limits = self.spec.limits.items()
            beyond = max((levels[name] - most for name, most in limits), default=0.0)
            for name, value in {"steps": plan, "levels": levels, "beyond": beyond}.items():
                trial.set_user_attr(name, value)
            trial.set_constraint("limits", beyond)
            optuna_study.tell(trial, aims(self.spec, levels))
        return time.perf_counter() - begun

    def levels(self, plans: Sequence[list[dict[str, Any]]]) -> list[dict[str, float]]:
        """Return each plan's means over the search's seeds."""
        own = {str(k): {"summary": "tried", "steps": steps} for k, steps in enumerate(plans)}
        document = {**self.study.scenario_document, "plans": own}
        work = Work(json.dumps(document, default=str), self.study.scenario_name, tuple(own))
        rows: dict[int, list[list[float]]] = {}
        for outcome in run_jobs(work, self.jobs, self.at_hand):
            if outcome.result is None:
                raise RunsFailedError(f"a run of the search went wrong: {outcome.error!r}")
            rows[outcome.job.setting] = outcome.result
        means = np.array([rows[setting] for setting in sorted(rows)]).mean(axis=0)
        wanted = {*self.spec.measures, *self.spec.limits}
        return [
            {name: float(row[k]) for k, name in enumerate(MEASURES) if name in wanted}
            for row in means
        ]


def with_found(study: Study, spec: Search, trials: list[Trial]) -> Study:
    """Return the study with the plans found, the best within the limits first."""
    good = [trial for trial in trials if trial.allowed] or trials
    front = [good[k] for k in undominated([aims(spec, trial.levels) for trial in good])]
    chosen = [front[k] for k in spread_over(len(front), spec.shown)]
    chosen.sort(key=lambda trial: aims(spec, trial.levels)[0])
    found = {
        f"{FOUND}{place}": {"summary": summary(trial), "steps": list(trial.steps)}
        for place, trial in enumerate(chosen, start=1)
    }
    plans = {**study.scenario_document["plans"], **found}
    return replace(
        study,
        spec=spec.model_copy(update={"compare": [*spec.plan_names, *found]}),
        scenario_document={**study.scenario_document, "plans": plans},
        trials=trials,
    )


def summary(trial: Trial) -> str:
    """Return a sentence on a plan found."""
    steps = ", ".join(dict.fromkeys(str(step["do"]) for step in trial.steps))
    return f"Found by search: {steps or 'nothing'}."


def spread_over(number: int, most: int) -> list[int]:
    """Return at most so many places of a row, evenly spread, with both ends."""
    return sorted({round(place) for place in np.linspace(0, number - 1, min(number, most))})


def _finished(optuna_study: Any) -> list[Any]:
    return [trial for trial in optuna_study.trials if trial.values is not None]


class SearchLog:
    """What a storage of Optuna writes, kept in a journal batch by batch.

    A batch is kept whole or not at all. So a search that was stopped in the middle of one
    tries it again, and finds what it would have found undisturbed.
    """

    def __init__(self, journal: Journal) -> None:
        self._journal = journal
        batches = dict(journal.results())
        self._number = next(n for n in count() if _batch(n) not in batches)
        self._entries = [entry for n in range(self._number) for entry in batches[_batch(n)]]
        self._kept = len(self._entries)

    def read_logs(self, log_number_from: int) -> list[dict[str, Any]]:
        """Return all entries from this one on."""
        return self._entries[log_number_from:]

    def append_logs(self, logs: list[dict[str, Any]]) -> None:
        """Take in entries, as they will be read again."""
        self._entries += json.loads(json.dumps(logs))

    def keep(self) -> None:
        """Keep all entries since the last batch in the journal."""
        self._journal.keep(_batch(self._number), self._entries[self._kept :])
        self._number, self._kept = self._number + 1, len(self._entries)


def _batch(number: int) -> str:
    """Return the name of a batch in the journal."""
    return f"batch {number}"


def _optuna() -> Any:
    """Import Optuna, or say what to install."""
    try:
        import optuna  # noqa: PLC0415 (an extra)
    except ImportError:
        raise InputError(
            "a search needs Optuna; install it with: pip install 'shitstorm-sim[studies]'"
        ) from None
    untyped: Any = optuna
    untyped.logging.set_verbosity(untyped.logging.WARNING)
    return untyped
