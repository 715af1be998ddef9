"""Many settings tried side by side, each in a process of its own.

The company of a run acts in Python, which threads would not share.
"""

from collections.abc import Callable, Sequence
from concurrent.futures import ProcessPoolExecutor, as_completed
from multiprocessing import get_context
from os import cpu_count
from typing import TypeVar

Job = TypeVar("Job")
Answer = TypeVar("Answer")


def in_processes(
    work: Callable[[Job], Answer],
    jobs: Sequence[Job],
    workers: int | None = None,
    progress: Callable[[int], None] | None = None,
) -> list[Answer]:
    """What comes of every job, in their order; stopping does not wait for those not begun."""
    pool = ProcessPoolExecutor(workers or cpu_count() or 1, get_context("spawn"))
    try:
        running = [pool.submit(work, job) for job in jobs]
        for done, future in enumerate(as_completed(running), start=1):
            future.result()
            if progress:
                progress(done)
        return [future.result() for future in running]
    finally:
        pool.shutdown(wait=True, cancel_futures=True)
