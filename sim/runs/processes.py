"""Many settings tried side by side, each in a process of its own or on a cluster.

The company of a run acts in Python, which threads would not share.
"""

from collections.abc import Callable, Sequence
from typing import TypeVar

from sim.pools import in_order, pool

Job = TypeVar("Job")
Answer = TypeVar("Answer")


def in_processes(
    work: Callable[[Job], Answer],
    jobs: Sequence[Job],
    workers: int | None = None,
    progress: Callable[[int], None] | None = None,
    cluster: str | None = None,
) -> list[Answer]:
    """What comes of every job, in their order; stopping does not wait for those not begun."""
    with pool(cluster, workers, processes=True) as at_hand:
        return in_order(at_hand, work, jobs, progress)
