"""Many jobs run to their end: resumable, with progress, on this machine or on a cluster.

A job is any value, such as a seed or a setting with a seed. ``work`` turns it into its result:
it runs the model and reduces the run to what is needed. For processes and clusters, work,
jobs and results have to be picklable.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Generic, TypeVar

from sim.pools import Outcome, Pool, pool
from sim.runs.journal import Journal

Job = TypeVar("Job")
Result = TypeVar("Result")
Progress = Callable[[int, int], None]
"""Called with the number of jobs done and the number of all jobs."""


@dataclass(frozen=True, slots=True)
class Execution:
    """Resources for many runs. None of them changes the results."""

    workers: int | None = None
    """Runs at a time on this machine, on all cores if None."""
    cluster: str | None = None
    """Address of a Dask scheduler whose workers do the runs instead."""
    folder: Path | None = None
    """Folder of finished runs, from which the same call goes on after an interruption."""


ALL_CORES = Execution()
"""All cores of this machine, and nothing is kept."""


def run_jobs(
    work: Callable[[Job], Result],
    jobs: Sequence[Job],
    workers: Pool,
    journal: Journal | None = None,
    progress: Progress | None = None,
    name: Callable[[Job], str] = str,
) -> Iterator[Outcome[Job, Result]]:
    """Yield the outcome of every job: those kept in the journal first, then others as they end.

    ``name`` gives each job a name of its own in the journal. A job that goes wrong yields its
    error and is not kept. The others go on. ``progress`` is told of jobs that are run now.
    """
    missing = jobs
    if journal is not None and journal.finished:
        named = {name(job): job for job in jobs}
        for finished, result in journal.results():
            if finished in named:
                yield Outcome(named[finished], result)
        missing = [job for job_name, job in named.items() if job_name not in journal.finished]
    done = len(jobs) - len(missing)
    for outcome in workers.carry_out(work, missing):
        if journal is not None and outcome.error is None:
            journal.keep(name(outcome.job), outcome.result)
        done += 1
        if progress:
            progress(done, len(jobs))
        yield outcome


def run_in_order(
    work: Callable[[Job], Result],
    jobs: Sequence[Job],
    workers: Pool,
    journal: Journal | None = None,
    progress: Progress | None = None,
) -> list[Result]:
    """Return the result of every job in the order of the jobs, or raise the first error."""
    results: dict[int, Any] = {}
    numbered = list(enumerate(jobs))
    for outcome in run_jobs(
        _Numbered(work), numbered, workers, journal, progress, lambda job: str(job[0])
    ):
        if outcome.error is not None:
            raise outcome.error
        results[outcome.job[0]] = outcome.result
    return [results[number] for number, _ in numbered]


def run_in_processes(
    work: Callable[[Job], Result],
    jobs: Sequence[Job],
    execution: Execution = ALL_CORES,
    progress: Progress | None = None,
    journal: Journal | None = None,
) -> list[Result]:
    """Return the results of jobs in order, run in processes, which suit Python, or on a cluster."""
    with pool(execution.cluster, execution.workers, processes=True) as workers:
        return run_in_order(work, jobs, workers, journal, progress)


@dataclass(frozen=True)
class _Numbered(Generic[Job, Result]):
    """Work on jobs that carry their place."""

    work: Callable[[Job], Result]

    def __call__(self, job: tuple[int, Job]) -> Result:
        return self.work(job[1])
