"""Runs on a real Dask scheduler with two worker processes, one of which is killed."""

import os
import signal
import threading
import time
from collections.abc import Iterator
from typing import Any

import pytest

import sim
from sim.errors import ClusterError

distributed = pytest.importorskip("distributed", reason="needs the extra 'cluster'")

pytestmark = [
    pytest.mark.slow,
    pytest.mark.filterwarnings("ignore"),  # Dask's own, on a worker's death
]

PLANS = ["silence", "as-it-happened"]


@pytest.fixture(scope="module")
def scenario() -> sim.Scenario:
    return sim.load_scenario("analytics-outage", set={"community.people": "300"})


@pytest.fixture(scope="module")
def scheduler() -> Iterator[Any]:
    with distributed.LocalCluster(
        n_workers=2, threads_per_worker=1, processes=True, dashboard_address=None
    ) as cluster:
        yield cluster


def test_the_result_is_the_local_one_although_a_worker_dies(
    scenario: sim.Scenario, scheduler: Any
) -> None:
    begun = threading.Event()

    def kill_one() -> None:
        begun.wait(120)
        time.sleep(0.2)
        worker = next(iter(scheduler.workers.values()))
        os.kill(worker.pid, signal.SIGKILL)

    killer = threading.Thread(target=kill_one)
    killer.start()
    far = sim.compare(
        scenario,
        PLANS,
        seeds=60,
        cluster=scheduler.scheduler_address,
        progress=lambda done, total: begun.set(),
    )
    killer.join()
    near = sim.compare(scenario, PLANS, seeds=60)
    assert "failures" not in far.provenance
    assert far.dataset.equals(near.dataset)
    assert far.measures.equals(near.measures)


def test_an_address_at_which_nobody_answers(scenario: sim.Scenario) -> None:
    with pytest.raises(ClusterError, match=r"no Dask scheduler answers at tcp://127\.0\.0\.1:9"):
        sim.compare(scenario, PLANS, seeds=1, cluster="tcp://127.0.0.1:9")
    with pytest.raises(ClusterError, match="no Dask scheduler answers at nonsense"):
        sim.compare(scenario, PLANS, seeds=1, cluster="nonsense://x")
