"""The search itself: plans tried in batches, kept in a file, and the best taken on."""

import json
import time
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import numpy as np

from sim.errors import InputError, OutputError, RunsFailedError
from sim.pools import Pool
from sim.results.measures import MEASURES
from sim.results.writing import reason
from sim.runs.journal import cut_torn_line
from sim.runs.runner import Progress
from sim.sampling import DEFAULT_SEED
from sim.studies.candidates import steps_of
from sim.studies.loading import Study
from sim.studies.running import Agree, Job, Work
from sim.studies.search import FOUND, Search, aims, undominated

BATCH = 8
"""Plans tried at a time."""
POPULATION = 24
"""Plans from which the next ones are bred."""
FILE = "search.log"


@dataclass(frozen=True, slots=True)
class Trial:
    """A plan that was tried, and what it came to on the search's own seeds."""

    steps: tuple[dict[str, Any], ...]
    levels: dict[str, float]
    """Means of the measures of the study."""
    allowed: bool
    """Whether it keeps within the limits."""


def searched(
    study: Study,
    asked: Search,
    folder: Path | None,
    at_hand: Pool,
    progress: Progress | None = None,
    agree: Agree | None = None,
) -> Study:
    """The study with the best plans found among those compared."""
    optuna = _optuna()
    trying = Trying(study, asked, at_hand)
    try:
        books = optuna.create_study(
            study_name="search",
            storage=_storage(optuna, folder),
            directions=["minimize", "minimize"],
            load_if_exists=True,
        )
        _tell_lost(optuna, books)
        begun = done = len(_finished(books))
        while done < asked.trials:
            books.sampler = optuna.samplers.NSGAIISampler(
                population_size=POPULATION, seed=DEFAULT_SEED + done
            )
            seconds = trying.batch(books, min(BATCH, asked.trials - done))
            done = len(_finished(books))
            if progress:
                progress(done, asked.trials)
            if agree and done == begun + 2 * BATCH:  # the first one also compiles
                missing = asked.trials - done
                agree(seconds * missing / BATCH, missing * asked.trained)
    except OSError as problem:
        raise OutputError(f"cannot write to {folder}: {reason(problem)}") from problem
    return with_found(study, asked, [_trial(one) for one in _finished(books)])


class Trying:
    """Tries plans on the search's own seeds and draws."""

    def __init__(self, study: Study, asked: Search, at_hand: Pool) -> None:
        self.study, self.asked, self.at_hand = study, asked, at_hand
        draws = asked.training()
        self.jobs = [
            Job(place, 0, draws.seed(place, 0), json.dumps(dict(draws.changes(place))))
            for place in range(len(draws))
        ]

    def batch(self, books: Any, number: int) -> float:
        """Ask for plans, try them all, tell what came of them; the seconds that it took."""
        begun = time.perf_counter()
        trials = [books.ask() for _ in range(number)]
        plans = [steps_of(self.asked.candidates, trial) for trial in trials]
        for trial, plan, levels in zip(trials, plans, self.levels(plans), strict=True):
            beyond = max(
                (levels[name] - most for name, most in self.asked.limits.items()), default=0.0
            )
            trial.set_user_attr("steps", plan)
            trial.set_user_attr("levels", levels)
            trial.set_user_attr("beyond", beyond)
            trial.set_constraint("limits", beyond)
            books.tell(trial, aims(self.asked, levels))
        return time.perf_counter() - begun

    def levels(self, plans: Sequence[list[dict[str, Any]]]) -> list[dict[str, float]]:
        """What each plan comes to: means over the search's seeds."""
        own = {str(k): {"summary": "tried", "steps": steps} for k, steps in enumerate(plans)}
        document = {**self.study.document, "plans": own}
        work = Work(json.dumps(document, default=str), self.study.scenario_name, tuple(own))
        rows = []
        for outcome in self.at_hand.carry_out(work, self.jobs):
            if outcome.result is None:
                raise RunsFailedError(f"a run of the search went wrong: {outcome.error!r}")
            rows.append(outcome.result)
        means = np.array(rows).mean(axis=0)
        wanted = {*self.asked.measures, *self.asked.limits}
        return [
            {name: float(row[k]) for k, name in enumerate(MEASURES) if name in wanted}
            for row in means
        ]


def with_found(study: Study, asked: Search, trials: list[Trial]) -> Study:
    """The study with the plans found, the best within the limits first."""
    good = [trial for trial in trials if trial.allowed] or trials
    front = [good[k] for k in undominated([aims(asked, trial.levels) for trial in good])]
    chosen = [front[k] for k in spread_over(len(front), asked.shown)]
    chosen.sort(key=lambda trial: aims(asked, trial.levels)[0])
    found = {
        f"{FOUND}{place}": {"summary": summary(trial), "steps": list(trial.steps)}
        for place, trial in enumerate(chosen, start=1)
    }
    plans = {**study.document["plans"], **found}
    return replace(
        study,
        asked=asked.model_copy(update={"compare": [*asked.compared, *found]}),
        document={**study.document, "plans": plans},
        searched=trials,
    )


def summary(trial: Trial) -> str:
    """A plan found in a sentence."""
    does = ", ".join(dict.fromkeys(str(step["do"]) for step in trial.steps))
    return f"Found by search: {does or 'nothing'}."


def spread_over(number: int, most: int) -> list[int]:
    """At most so many places of a row, evenly, with both ends."""
    return sorted({round(place) for place in np.linspace(0, number - 1, min(number, most))})


def _finished(books: Any) -> list[Any]:
    """The trials that have come to an end."""
    return [trial for trial in books.trials if trial.values is not None]


def _trial(kept: Any) -> Trial:
    said = kept.user_attrs
    return Trial(tuple(said["steps"]), said["levels"], said["beyond"] <= 0)


def _tell_lost(optuna: Any, books: Any) -> None:
    """Trials that were under way when the search was stopped are lost; say so."""
    for trial in books.trials:
        if not trial.state.is_finished():
            books.tell(trial.number, state=optuna.trial.TrialState.FAIL)


def _storage(optuna: Any, folder: Path | None) -> Any:
    """Where Optuna keeps its trials; the folder is ours alone, so an old lock is dead."""
    if folder is None:
        return optuna.storages.InMemoryStorage()
    from optuna.storages.journal import (  # noqa: PLC0415 (an extra)
        JournalFileBackend,
        JournalFileOpenLock,
    )

    file = folder / FILE
    cut_torn_line(file)
    for lock in folder.glob(f"{FILE}.lock*"):
        lock.unlink(missing_ok=True)
    backend = JournalFileBackend(str(file), lock_obj=JournalFileOpenLock(str(file)))
    return optuna.storages.JournalStorage(backend)


def _optuna() -> Any:
    """Optuna, or what to install."""
    try:
        import optuna  # noqa: PLC0415 (an extra)
    except ImportError:
        raise InputError(
            "a search needs Optuna; install it with: pip install 'shitstorm-sim[studies]'"
        ) from None
    untyped: Any = optuna
    untyped.logging.set_verbosity(untyped.logging.WARNING)
    return untyped
