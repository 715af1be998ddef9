"""Pools of workers that carry out jobs: this machine's cores, or a Dask cluster.

Every list of jobs takes the same few lines, wherever it runs::

    with pool(cluster, workers) as at_hand:
        for outcome in at_hand.carry_out(work, jobs):  # as they finish, in any order
            ...

A job that goes wrong yields its error and the others go on. Results never depend on the
pool: chance is a function of the seed, and a cluster's workers have to have the same rules.
"""

import os
import threading
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import (
    FIRST_COMPLETED,
    Executor,
    Future,
    ProcessPoolExecutor,
    ThreadPoolExecutor,
    wait,
)
from contextlib import contextmanager
from dataclasses import dataclass
from multiprocessing import connection, get_context, parent_process
from typing import Any, Generic, Protocol, TypeVar

from sim.compiling import rules_mark
from sim.errors import ClusterError
from sim.language.told import Told

Job = TypeVar("Job")
Result = TypeVar("Result")


@dataclass(frozen=True, slots=True)
class Outcome(Generic[Job, Result]):
    """The result of a job, or its error."""

    job: Job
    result: Result | None
    error: Exception | None = None


class Pool(Protocol):
    """Carries out jobs."""

    @property
    def workers(self) -> int:
        """Jobs carried out at a time."""

    def carry_out(
        self, work: Callable[[Job], Result], jobs: Sequence[Job]
    ) -> Iterator[Outcome[Job, Result]]:
        """Yield the outcome of every job as they finish. Who stops early begins no more jobs."""

    def close(self) -> None:
        """Release the workers."""


@contextmanager
def pool(
    cluster: str | None = None, workers: int | None = None, processes: bool = False
) -> Iterator[Pool]:
    """Open the workers of a Dask scheduler at this address, or of this machine if None.

    On this machine these are threads, which suits compiled runs, or ``processes`` where much
    of the work is Python. For processes and clusters, work and jobs have to be picklable:
    functions of modules, or ``partial`` of them. Raises ``ClusterError``.
    """
    at_hand: Pool = Cluster(cluster) if cluster is not None else Cores(workers, processes)
    try:
        yield at_hand
    finally:
        at_hand.close()


def attempt(work: Callable[[Job], Result], job: Job) -> Outcome[Job, Result]:
    """Do a job and return its outcome, also if it goes wrong."""
    try:
        return Outcome(job, work(job))
    except Exception as error:
        return Outcome(job, None, error)


def finished(future: Any, job: Job) -> Outcome[Job, Any]:
    """Return the outcome of a job whose future is done."""
    return attempt(lambda _: future.result(), job)


def _some(jobs: Iterator[Job], number: int) -> Iterator[Job]:
    """Yield the next few jobs, if there are any left."""
    for _ in range(number):
        for job in jobs:
            yield job
            break


class Cores:
    """This machine: threads, as compiled runs hold no lock and use all cores, or processes."""

    def __init__(self, workers: int | None = None, processes: bool = False) -> None:
        self._workers = workers or os.cpu_count() or 1
        self._processes = processes

    @property
    def workers(self) -> int:
        """Jobs carried out at a time."""
        return self._workers

    def carry_out(
        self, work: Callable[[Job], Result], jobs: Sequence[Job]
    ) -> Iterator[Outcome[Job, Result]]:
        """Yield the outcome of every job. Few wait at a time, so results do not pile up."""
        coming = iter(jobs)
        if not self._processes or self.workers == 1:
            for job in _some(coming, len(jobs) if self.workers == 1 else 1):
                yield attempt(work, job)  # the first compiles what the others use
        executor, running = self._executor(), dict[Future[Result], Job]()
        try:
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

    def _executor(self) -> Executor:
        if self._processes:
            return ProcessPoolExecutor(self.workers, get_context("spawn"), end_with_parent)
        return ThreadPoolExecutor(self.workers)

    def close(self) -> None:
        """Do nothing: no worker is kept between two lists of jobs."""


def end_with_parent() -> None:
    """End this process as soon as the one that began it is gone, however that ended."""
    if (parent := parent_process()) is not None:
        threading.Thread(target=_end_after, args=(parent.sentinel,), daemon=True).start()


def _end_after(sentinel: int) -> None:
    connection.wait([sentinel])
    os._exit(1)  # nobody is left to hear of a result, or of an error


ROOM, RECOUNT = 4, 50
"""Jobs that wait on a cluster per thread of its workers, and after how many they are recounted."""


class Cluster:
    """Workers of a Dask scheduler. What a lost worker had begun is done again elsewhere."""

    def __init__(self, address: str, timeout: float = 10.0) -> None:
        try:
            import distributed  # noqa: PLC0415 - an extra
        except ImportError:
            raise ClusterError(Told("refusals.no_dask")) from None
        self._dask: Any = distributed
        try:
            self._dask.comm.get_address_host_port(address)
        except ValueError as problem:
            raise ClusterError(
                Told("refusals.no_address", address=address, problem=problem)
            ) from None
        _refuse_without_certificates(address)
        try:
            self.client = self._dask.Client(address, timeout=timeout, set_as_default=False)
        except (OSError, TimeoutError) as problem:
            raise ClusterError(
                Told(
                    "refusals.no_scheduler",
                    address=address,
                    seconds=f"{timeout:g}",
                    problem=problem,
                )
            ) from None
        try:
            self.client.wait_for_workers(1, timeout=timeout)
        except TimeoutError:
            self.close()
            raise ClusterError(Told("refusals.no_workers", address=address)) from None

    @property
    def workers(self) -> int:
        """Jobs carried out at a time, as many as the workers have threads just now."""
        return sum(self.client.nthreads().values()) or 1

    def carry_out(
        self, work: Callable[[Job], Result], jobs: Sequence[Job]
    ) -> Iterator[Outcome[Job, Result]]:
        """Yield the outcome of every job, each tried up to three times on other workers.

        Few wait at a time, so results do not pile up on the workers.
        """
        coming, there, held = iter(jobs), _There(rules_mark(), work), dict[Any, Job]()

        def begun(number: int) -> list[Any]:
            futures = {self._submit(there, job): job for job in _some(coming, number)}
            held.update(futures)
            return list(futures)

        room = ROOM * self.workers
        finishing = self._dask.as_completed(begun(room), loop=self.client.loop)
        try:
            for number, future in enumerate(finishing, start=1):
                outcome = finished(future, held.pop(future))
                if number % RECOUNT == 0:
                    room = ROOM * self.workers  # workers come and go
                finishing.update(begun(room - len(held)))
                yield _judged(outcome.result or outcome)
        finally:
            self.client.cancel(list(held), force=True)

    def _submit(self, work: Callable[[Job], Result], job: Job) -> Any:
        return self.client.submit(attempt, work, job, pure=False, retries=3)

    def close(self) -> None:
        """Leave the cluster, which goes on running."""
        self.client.close()


def _refuse_without_certificates(address: str) -> None:
    """Refuse an encrypted address if Dask has no certificates: its client would not end."""
    from dask import config  # noqa: PLC0415 - an extra

    if address.startswith("tls") and not config.get("distributed.comm.tls.ca-file", None):
        raise ClusterError(Told("refusals.no_certificates", address=address))


@dataclass(frozen=True)
class _There(Generic[Job, Result]):
    """Work for a machine, which is refused if it has another version of this project."""

    mark: str
    work: Callable[[Job], Result]

    def __call__(self, job: Job) -> Result:
        if rules_mark() != self.mark:
            raise ClusterError(Told("refusals.other_version"))
        return self.work(job)


def _judged(outcome: Outcome[Job, Any]) -> Outcome[Job, Any]:
    """Return an outcome, or raise if it says that the machine cannot do any job at all."""
    if isinstance(outcome.error, ClusterError):
        raise outcome.error
    if isinstance(outcome.error, ImportError):
        raise ClusterError(Told("refusals.lacks_something", error=outcome.error))
    return outcome
