"""Where runs are carried out: on this machine's cores, or on a Dask cluster.

A pool takes jobs and yields what comes of them as they finish, in any order. A job that
goes wrong yields its error and the others go on. Results never depend on the pool.
"""

import os
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import FIRST_COMPLETED, Future, ThreadPoolExecutor, wait
from dataclasses import dataclass
from typing import Any, Generic, Protocol, TypeVar

from sim.errors import ClusterError

Job = TypeVar("Job")
Result = TypeVar("Result")


@dataclass(frozen=True, slots=True)
class Outcome(Generic[Job, Result]):
    """What came of a job: its result, or its error."""

    job: Job
    result: Result | None
    error: Exception | None = None


class Pool(Protocol):
    """Carries out jobs."""

    def carry_out(
        self, work: Callable[[Job], Result], jobs: Sequence[Job]
    ) -> Iterator[Outcome[Job, Result]]:
        """The outcome of every job, as they finish."""


class Cores:
    """Threads on this machine; compiled runs hold no lock, so they use all its cores."""

    def __init__(self, workers: int | None = None) -> None:
        self.workers = workers or os.cpu_count() or 1

    def carry_out(
        self, work: Callable[[Job], Result], jobs: Sequence[Job]
    ) -> Iterator[Outcome[Job, Result]]:
        """The outcome of every job; few wait at a time, so results do not pile up."""
        executor, coming = ThreadPoolExecutor(self.workers), iter(jobs)
        running: dict[Future[Result], Job] = {}
        try:
            for job in _some(coming, 1):  # the first compiles what the others use
                yield attempt(work, job)
            for job in _some(coming, 2 * self.workers):
                running[executor.submit(work, job)] = job
            while running:
                done, _ = wait(running, return_when=FIRST_COMPLETED)
                for future in done:
                    job = running.pop(future)
                    for following in _some(coming, 1):
                        running[executor.submit(work, following)] = following
                    yield finished(future, job)
        finally:
            executor.shutdown(wait=True, cancel_futures=True)


def attempt(work: Callable[[Job], Result], job: Job) -> Outcome[Job, Result]:
    """Do a job, and keep its error if it goes wrong."""
    try:
        return Outcome(job, work(job))
    except Exception as error:
        return Outcome(job, None, error)


def finished(future: Any, job: Job) -> Outcome[Job, Any]:
    """The outcome of a job whose future is done."""
    return attempt(lambda _: future.result(), job)


def _some(jobs: Iterator[Job], number: int) -> Iterator[Job]:
    """The next few jobs, if there are any left."""
    for _ in range(number):
        for job in jobs:
            yield job
            break


class Cluster:
    """Workers of a Dask scheduler; what a lost worker had begun is done again elsewhere."""

    def __init__(self, address: str, timeout: float = 10.0) -> None:
        try:
            import distributed  # noqa: PLC0415 - an extra
        except ImportError:
            raise ClusterError(
                "runs on a cluster need Dask; install it with: pip install 'shitstorm-sim[cluster]'"
            ) from None
        try:
            untyped: Any = distributed
            self.client = untyped.Client(address, timeout=timeout, set_as_default=False)
        except (OSError, ValueError, TimeoutError) as problem:
            raise ClusterError(
                f"no Dask scheduler answers at {address} within {timeout:g} s ({problem}); "
                "check the address (such as tcp://host:8786) and that the scheduler runs"
            ) from None

    def carry_out(
        self, work: Callable[[Job], Result], jobs: Sequence[Job]
    ) -> Iterator[Outcome[Job, Result]]:
        """The outcome of every job, each tried up to three times on other workers."""
        import distributed  # noqa: PLC0415 - an extra

        untyped: Any = distributed

        futures = {
            self.client.submit(attempt, work, job, pure=False, retries=3): job for job in jobs
        }
        try:
            for future in untyped.as_completed(futures, loop=self.client.loop):
                job = futures[future]
                outcome = finished(future, job)
                yield outcome.result if outcome.result is not None else outcome
                future.release()
        finally:
            self.client.cancel(list(futures), force=True)

    def close(self) -> None:
        """Leave the cluster; it goes on running."""
        self.client.close()
