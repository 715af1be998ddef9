"""Jobs run in order or as they end, errors kept or raised, and finished jobs not run again."""

from pathlib import Path

import pytest

from sim.pools import pool
from sim.runs.journal import Journal
from sim.runs.runner import Execution, run_in_order, run_in_processes, run_jobs


@pytest.mark.parametrize(("workers", "processes"), [(1, False), (3, False), (2, True)])
def test_results_stand_in_the_order_of_the_jobs(workers: int, processes: bool) -> None:
    done: list[tuple[int, int]] = []
    with pool(workers=workers, processes=processes) as at_hand:
        assert at_hand.workers == workers
        results = run_in_order(
            hex, [5, 3, 3, 9], at_hand, None, lambda *so_far: done.append(so_far)
        )
    assert results == ["0x5", "0x3", "0x3", "0x9"]
    assert done == [(1, 4), (2, 4), (3, 4), (4, 4)]


@pytest.mark.parametrize("workers", [1, 3])
def test_the_first_error_is_raised_where_order_counts(workers: int) -> None:
    with pool(workers=workers) as at_hand, pytest.raises(ValueError, match="two"):
        run_in_order(int, ["1", "two", "3"], at_hand)


def test_no_jobs_give_no_results() -> None:
    assert run_in_processes(hex, [], Execution(workers=2)) == []
    with pool(workers=2) as at_hand:
        assert run_in_order(hex, [], at_hand) == []


def test_finished_jobs_are_not_run_again(tmp_path: Path) -> None:
    begun: list[str] = []
    done: list[tuple[int, int]] = []

    def work(job: str) -> int:
        begun.append(job)
        return int(job)

    for jobs, expected in ((["1", "two"], ["1", "two"]), (["1", "two", "3"], ["two", "3"])):
        begun.clear()
        with pool(workers=1) as at_hand:
            journal = Journal(tmp_path, {"jobs": "numbers"})
            outcomes = list(run_jobs(work, jobs, at_hand, journal, lambda *n: done.append(n)))
        assert begun == expected
        assert {one.job: one.result for one in outcomes}["1"] == 1
        assert {one.job: type(one.error) for one in outcomes}["two"] is ValueError
        assert done[-1] == (len(jobs), len(jobs))


def test_an_interrupted_list_goes_on_in_order(tmp_path: Path) -> None:
    def interrupted(job: int) -> str:
        if job == 3:
            raise KeyboardInterrupt
        return hex(job)

    with pool(workers=1) as at_hand:
        with pytest.raises(KeyboardInterrupt):
            run_in_order(interrupted, [1, 2, 3], at_hand, Journal(tmp_path, {}))
        journal = Journal(tmp_path, {})
        assert journal.finished == {"0", "1"}
        assert run_in_order(hex, [1, 2, 3], at_hand, journal) == ["0x1", "0x2", "0x3"]
