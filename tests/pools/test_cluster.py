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
from sim.pools import Cluster, pool
from sim.runs.runner import Execution, run_in_order
from sim.studies import load_study, run_study
from sim.validation.validate import ValidationOptions, validate

distributed = pytest.importorskip("distributed", reason="needs the extra 'cluster'")

pytestmark = [
    pytest.mark.slow,
    pytest.mark.filterwarnings("ignore"),  # Dask's own, on a worker's death
]

PLANS = ["silence", "as-it-happened"]


@pytest.fixture(scope="module")
def scenario() -> sim.Scenario:
    return sim.load_scenario("analytics-outage", overrides={"community.people": "300"})


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
        execution=sim.Execution(cluster=scheduler.scheduler_address),
        progress=lambda done, total: begun.set(),
    )
    killer.join()
    near = sim.compare(scenario, PLANS, seeds=60)
    assert "failures" not in far.provenance
    assert far.dataset.equals(near.dataset)
    assert far.measures.equals(near.measures)


def test_studies_find_there_what_they_find_here(scheduler: Any) -> None:
    address = scheduler.scheduler_address
    study = load_study("promise-break-even", seeds=2, quick=True)
    near, far = (run_study(study, Execution(1, c)).runs.dataset for c in (None, address))
    assert near.identical(far)
    rows = ["S5"]
    options = ValidationOptions(pairs=2, draws=1, pairs_per_draw=2, rough=True)
    near_rows, far_rows = (validate(rows, options, Execution(cluster=c)) for c in (None, address))
    columns = ["row", "value", "low", "high", "part", "robust_share_of_draws"]
    assert near_rows.table()[columns].equals(far_rows.table()[columns])


def test_an_error_there_is_the_error_here(scheduler: Any) -> None:
    with pool(scheduler.scheduler_address) as there, pytest.raises(ValueError, match="invalid"):
        run_in_order(int, ["1", "2", "three"], there)


def test_a_worker_with_other_rules_is_refused(
    scenario: sim.Scenario, scheduler: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("sim.pools.rules_mark", lambda: "other")
    there = sim.Execution(cluster=scheduler.scheduler_address)
    with pytest.raises(ClusterError, match="another version"):
        sim.compare(scenario, PLANS, seeds=2, execution=there)


def test_a_scheduler_without_workers(scenario: sim.Scenario) -> None:
    with (
        distributed.LocalCluster(n_workers=0, dashboard_address=None) as alone,
        pytest.raises(ClusterError, match="has no workers; start some: dask worker tcp"),
    ):
        Cluster(alone.scheduler_address, timeout=0.5)


def test_an_address_at_which_nobody_answers(scenario: sim.Scenario) -> None:
    with pytest.raises(ClusterError, match=r"no Dask scheduler answers at tcp://127\.0\.0\.1:9"):
        sim.compare(scenario, PLANS, seeds=1, execution=sim.Execution(cluster="tcp://127.0.0.1:9"))
    for address in ("nonsense", "nonsense://x", "tcp://host"):
        with pytest.raises(ClusterError, match=f"{address} is no address of a Dask scheduler"):
            sim.compare(scenario, PLANS, seeds=1, execution=sim.Execution(cluster=address))
