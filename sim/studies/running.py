"""A study carried out: every setting with every seed, on cores or a cluster, resumably."""

import json
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from operator import attrgetter
from typing import Any

import numpy as np
import xarray as xr
from numpy.typing import NDArray

from sim.engines.setup import draw_population
from sim.errors import RunsFailedError
from sim.pools import Pool
from sim.results.measures import MEASURES, measures_of
from sim.results.provenance import identity, provenance
from sim.runs.journal import Journal
from sim.runs.runner import Progress, run_jobs
from sim.scenario.loading import scenario_from_document
from sim.scenario.overrides import with_overrides
from sim.scenario.schema import Scenario
from sim.studies.finding import Tried
from sim.studies.loading import Study

Agree = Callable[[float, int], None]
"""Called with the seconds that it may take and the number of runs; raises to stop it."""


@dataclass(frozen=True, slots=True)
class Job:
    """One setting with one seed: all plans are run, on the same people."""

    setting: int
    pair: int
    seed: int
    changes: str
    """What the setting replaces, as JSON."""

    @property
    def name(self) -> str:
        """Its name in the journal."""
        return f"{self.setting}/{self.pair}"


@dataclass(frozen=True, slots=True)
class Work:
    """Carries out a job, here or on another machine."""

    document: str
    """The scenario as JSON."""
    scenario_name: str
    plans: tuple[str, ...]

    def __call__(self, job: Job) -> list[list[float]]:
        """The measures of each plan."""
        from sim.engines import compiled  # noqa: PLC0415 (numba is slow to load)

        story = story_of(self.document, self.scenario_name, job.changes)
        population = draw_population(story, job.seed)
        return [
            list(measures_of(compiled.run(story, plan, job.seed, population, log=False)).values())
            for plan in self.plans
        ]


@lru_cache(maxsize=32)
def story_of(document: str, name: str, changes: str) -> Scenario:
    """The scenario with values replaced; the same for all seeds of a setting."""
    changed, _ = with_overrides(json.loads(document), json.loads(changes))
    return scenario_from_document(changed, name)


@dataclass
class Carried:
    """A study carried out: what it tried, and what went wrong."""

    study: Study
    tried: Tried
    runs: int
    failures: list[str] = field(default_factory=list)

    @property
    def provenance(self) -> dict[str, Any]:
        """Where the data come from: enough to do it again."""
        said = {"study": {"name": self.study.name, "document": dict(self.study.said)}}
        plans = {"plans": self.study.asked.compared, "seeds": list(range(self.study.asked.seeds))}
        failed = {"failures": self.failures} if self.failures else {}
        origin = provenance(self.tried.scenario, "compiled")
        return {**origin, **said, **plans, "runs": self.runs, **failed}


def study_identity(study: Study) -> dict[str, Any]:
    """Return all that the runs of a study depend on, by name."""
    return {"study": dict(study.said), **identity(study.story())}


class Desk:
    """Where the jobs of a study are handed out and their results taken in."""

    def __init__(self, study: Study, journal: Journal | None, pool: Pool) -> None:
        self.study, self.journal, self.pool = study, journal, pool
        self.settings = study.asked.settings()
        self.failures: list[str] = []
        self.results: dict[str, list[list[float]]] = {}
        """The measures of each plan by the name of the job."""
        document = json.dumps(study.document, default=str)
        self.work = Work(document, study.scenario_name, tuple(study.asked.compared))

    @property
    def jobs(self) -> int:
        """Settings times seeds."""
        return len(self.settings) * self.study.asked.pairs

    def job(self, setting: int, pair: int) -> Job:
        """One job."""
        changes = json.dumps(dict(self.settings.changes(setting)), default=str)
        return Job(setting, pair, self.settings.seed(setting, pair), changes)

    def estimate(self, agree: Agree | None) -> None:
        """Run a few jobs to see how long all would take, and ask."""
        finished = 0 if self.journal is None else len(self.journal.finished)
        missing = self.jobs - finished
        if agree is None or missing <= 0:
            return
        last = len(self.settings) - 1
        seconds = [self._timed(self.job(place, 0)) for place in (0, 0, last // 2, last)][1:]
        agree(float(np.mean(seconds)) * missing / self.pool.workers, missing * len(self.work.plans))

    def _timed(self, job: Job) -> float:
        """Return the seconds that a job takes."""
        begun = time.perf_counter()
        self.work(job)
        return time.perf_counter() - begun

    def work_off(self, progress: Progress | None) -> None:
        """Carry out whatever is missing."""
        pairs, each = range(self.study.asked.pairs), len(self.work.plans)
        jobs = [self.job(setting, pair) for setting in range(len(self.settings)) for pair in pairs]
        report = None if progress is None else (lambda d, n: progress(d * each, n * each))
        for outcome in run_jobs(
            self.work, jobs, self.pool, self.journal, report, attrgetter("name")
        ):
            if outcome.result is not None:
                self.results[outcome.job.name] = outcome.result
            else:
                self.failures.append(f"setting {outcome.job.changes}, seed {outcome.job.seed}: "
                                     f"{outcome.error!r}")  # fmt: skip

    def carried(self) -> Carried:
        """Everything that was run."""
        if not self.results:
            raise RunsFailedError(f"no run went well: {'; '.join(self.failures[:3])}")
        tried = Tried(self.dataset(), self.study.story(), self.study.searched)
        return Carried(self.study, tried, len(self.results) * len(self.work.plans),
                       self.failures)  # fmt: skip

    def dataset(self) -> xr.Dataset:
        """A variable per measure: plan × dimensions of the settings × seed."""
        plans, seeds = self.study.asked.compared, self.study.asked.pairs
        values = np.full((len(self.settings), seeds, len(plans), len(MEASURES)), np.nan)
        for name, rows in self.results.items():
            setting, pair = map(int, name.split("/"))
            values[setting, pair] = rows
        dims = self.settings.dims
        shape = tuple(len(along) for along in dims.values())
        cube: NDArray[np.float64] = values.reshape(*shape, seeds, len(plans), len(MEASURES))
        cube = np.moveaxis(cube, -2, 0)
        return xr.Dataset(
            {
                name: (("plan", *dims, "seed"), cube[..., k],
                       {"units": measure.unit, "long_name": measure.meaning})
                for k, (name, measure) in enumerate(MEASURES.items())
            },
            coords={"plan": plans, **coordinates(dims), "seed": np.arange(seeds)},
            attrs={"title": self.study.asked.title},
        )  # fmt: skip


def coordinates(dims: Mapping[str, Sequence[Any]]) -> dict[str, NDArray[Any]]:
    """What stands along each dimension."""
    return {name: np.asarray(list(along)) for name, along in dims.items()}
