"""A study carried out: every setting with every seed, on cores or on a cluster."""

import json
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from functools import lru_cache
from operator import attrgetter
from typing import Any

import numpy as np
import xarray as xr
from numpy.typing import NDArray

from sim.engines.setup import draw_population
from sim.errors import InputError, RunsFailedError
from sim.language.spoken import serving, speaking
from sim.language.typesetting import Language
from sim.pools import Pool
from sim.results.dataset import CONVENTIONS, in_units
from sim.results.measures import MEASURES, measures_of
from sim.results.provenance import identity, provenance
from sim.runs.journal import Journal
from sim.runs.plausible import SeedsOfModels
from sim.runs.runner import Progress, run_jobs
from sim.scenario.loading import scenario_from_document
from sim.scenario.overrides import with_overrides
from sim.scenario.schema import Scenario
from sim.scenario.translated import told
from sim.studies.finding import StudyFinding, StudyRuns
from sim.studies.loading import Study

Agree = Callable[[float, int], None]
"""Called with the seconds that it may take and the number of runs. It raises to stop the study."""


@dataclass(frozen=True, slots=True)
class Job:
    """One setting with one seed: all plans are run, on the same people."""

    setting: int
    pair: int
    seed: int
    changes: str
    """Values that the setting replaces, as JSON."""

    @property
    def name(self) -> str:
        """Its name in the journal."""
        return f"{self.setting}/{self.pair}"


@dataclass(frozen=True, slots=True)
class Work:
    """Run all plans of a job and reduce each run to its measures."""

    document: str
    """The scenario as JSON."""
    scenario_name: str
    plans: tuple[str, ...]

    def __call__(self, job: Job) -> list[list[float]]:
        """Return the measures of each plan, in the order of ``MEASURES``."""
        from sim.engines import compiled  # noqa: PLC0415 (numba is slow to load)

        scenario = changed_scenario(self.document, self.scenario_name, job.changes)
        population = draw_population(scenario, job.seed)
        return [
            list(
                measures_of(compiled.run(scenario, plan, job.seed, population, log=False)).values()
            )
            for plan in self.plans
        ]


@lru_cache(maxsize=32)
def changed_scenario(document: str, name: str, changes: str) -> Scenario:
    """Return the scenario with values replaced, which all seeds of a setting share."""
    changed, _ = with_overrides(json.loads(document), json.loads(changes))
    return scenario_from_document(changed, name)


@dataclass(frozen=True)
class StudyResult:
    """A study carried out: its runs, and what went wrong."""

    study: Study
    runs: StudyRuns
    number: int
    """Number of runs."""
    failures: list[str] = field(default_factory=list)
    models: SeedsOfModels | None = None
    """The plausible model of each pair of seeds, None if all ran under the scenario's values."""
    again: xr.Dataset | None = None
    """The same as ``runs`` on further seeds, each under the model of a pair, in their order."""

    def finding(self, language: Language = "en") -> StudyFinding:
        """Return what the runs say, in a language."""
        with speaking(language), serving(self.runs.scenario.company.serves):
            return self.study.spec.conclude(self.runs)

    @property
    def provenance(self) -> dict[str, Any]:
        """Origin of the data: enough to do it again."""
        spec = self.study.spec
        failed = {"failures": self.failures} if self.failures else {}
        return {
            **provenance(self.runs.scenario, "compiled"),
            "study": {"name": self.study.name, "document": dict(self.study.document)},
            "plans": spec.plan_names,
            "seeds": list(range(spec.seeds)),
            "runs": self.number,
            **models_identity(self.models, spec.pairs),
            **failed,
        }


def study_identity(study: Study, models: SeedsOfModels | None = None) -> dict[str, Any]:
    """Return all that the runs of a study depend on, by name."""
    about = {"study": dict(study.document), **identity(study.scenario())}
    return {**about, **models_identity(models, study.spec.pairs)}


def models_identity(models: SeedsOfModels | None, pairs: int) -> dict[str, Any]:
    """Return which plausible model each pair of seeds ran under, nothing without models."""
    if models is None:
        return {}
    return {"models": {"rules": models.models.mark, "of_pairs": models.numbers(range(pairs))}}


class StudyRunner:
    """Run all jobs of a study and take in their results."""

    def __init__(
        self, study: Study, journal: Journal | None, pool: Pool, later: int = 0,
        models: SeedsOfModels | None = None,
    ) -> None:  # fmt: skip
        self.study, self.journal, self.pool = study, journal, pool
        self.models = models
        """The plausible model of each pair of seeds, the scenario's own values if None."""
        self.pairs = study.spec.pairs if models is None else len(models.model_of)
        """Pairs of runs per setting, with those that run a model once more."""
        self.own = set(study.scenario_document.get("parameters", {}))
        self.settings = study.spec.settings()
        """The settings that are run. A study in stages replaces them by more."""
        self.later = later
        """Number of settings that a later stage will add."""
        self.failures: list[str] = []
        self.results: dict[tuple[int, int], list[list[float]]] = {}
        """By setting and pair, the measures of each plan."""
        document = json.dumps(study.scenario_document, default=str)
        self.work = Work(document, study.scenario_name, tuple(study.spec.plan_names))

    @property
    def jobs(self) -> int:
        """Settings times seeds, those of later stages included."""
        return (len(self.settings) + self.later) * self.pairs

    def job(self, setting: int, pair: int) -> Job:
        """Return one job."""
        model = {} if self.models is None else self.models.values(pair)
        under = {f"parameters.{name}": value for name, value in model.items()
                 if name not in self.own}  # fmt: skip
        changes = json.dumps({**under, **self.settings.changes(setting)}, default=str)
        return Job(setting, pair, self.settings.seed(setting, pair), changes)

    def estimate(self, agree: Agree | None) -> None:
        """Time a few jobs to see how long all would take, and ask."""
        finished = 0 if self.journal is None else len(self.journal.finished)
        missing = self.jobs - finished
        if agree is None or missing <= 0:
            return
        last = len(self.settings) - 1
        seconds = [self._timed(self.job(place, 0)) for place in (0, 0, last // 2, last)][1:]
        agree(float(np.mean(seconds)) * missing / self.pool.workers, missing * len(self.work.plans))

    def _timed(self, job: Job) -> float:
        begun = time.perf_counter()
        self.work(job)
        return time.perf_counter() - begun

    def run(self, progress: Progress | None, first: int = 0) -> None:
        """Run whatever is missing from setting ``first`` on. ``progress`` counts runs."""
        pairs, plans = self.pairs, len(self.work.plans)
        settings = range(first, len(self.settings))
        jobs = [self.job(setting, pair) for setting in settings for pair in range(pairs)]

        def report(done: int, _: int) -> None:
            if progress:
                progress((first * pairs + done) * plans, self.jobs * plans)

        name = attrgetter("name")
        for outcome in run_jobs(self.work, jobs, self.pool, self.journal, report, name):
            job = outcome.job
            if outcome.result is not None:
                self.results[job.setting, job.pair] = outcome.result
            else:
                problem = f"setting {job.changes}, seed {job.seed}: {outcome.error!r}"
                self.failures.append(problem)

    def result(self) -> StudyResult:
        """Return everything that was run, or raise ``RunsFailedError`` if nothing was."""
        if not self.results:
            raise RunsFailedError(f"no run went well: {'; '.join(self.failures[:3])}")
        runs = StudyRuns(self.dataset(), self.study.scenario(), self.study.trials)
        number = len(self.results) * len(self.work.plans)
        again = None
        if self.models is not None:
            again = self.all_runs().isel(seed=slice(self.study.spec.pairs, None))
        return StudyResult(self.study, runs, number, self.failures, self.models, again)

    def dataset(self) -> xr.Dataset:
        """Return a variable per measure: plan × dimensions of the settings × seed."""
        return self.all_runs().isel(seed=slice(self.study.spec.pairs))

    def all_runs(self) -> xr.Dataset:
        """Return the same with the seeds on which models run once more, behind the others."""
        plans, seeds = self.study.spec.plan_names, self.pairs
        values = np.full((len(self.settings), seeds, len(plans), len(MEASURES)), np.nan)
        try:
            for place, rows in self.results.items():
                values[place] = rows
        except (ValueError, TypeError):
            kept = "its journal" if self.journal is None else self.journal.file
            raise InputError(
                f"{kept} holds results that this study cannot have; delete it to begin again"
            ) from None
        dims = self.settings.dims
        shape = tuple(len(along) for along in dims.values())
        cube: NDArray[np.float64] = values.reshape(*shape, seeds, len(plans), len(MEASURES))
        cube = np.moveaxis(cube, -2, 0)
        return xr.Dataset(
            {
                name: (("plan", *dims, "seed"), cube[..., k],
                       {**in_units(measure.unit), "long_name": measure.meaning})
                for k, (name, measure) in enumerate(MEASURES.items())
            },
            coords={
                "plan": plans,
                **{name: np.asarray(list(labels)) for name, labels in dims.items()},
                "seed": np.arange(seeds),
            },
            attrs={"Conventions": CONVENTIONS, "title": told(self.study.spec.title, "en")},
        )  # fmt: skip
