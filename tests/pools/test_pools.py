"""Jobs on this machine: all of them done, in order, errors kept or raised."""

import pytest

from sim.pools import in_order, pool


@pytest.mark.parametrize(("workers", "processes"), [(1, False), (3, False), (2, True)])
def test_answers_stand_in_the_order_of_the_jobs(workers: int, processes: bool) -> None:
    told: list[int] = []
    with pool(workers=workers, processes=processes) as at_hand:
        assert at_hand.workers == workers
        assert in_order(at_hand, hex, [5, 3, 3, 9], told.append) == ["0x5", "0x3", "0x3", "0x9"]
    assert told == [1, 2, 3, 4]


@pytest.mark.parametrize("workers", [1, 3])
def test_one_bad_job_is_named_and_the_others_go_on(workers: int) -> None:
    with pool(workers=workers) as at_hand:
        outcomes = {one.job: one for one in at_hand.carry_out(int, ["1", "two", "3"])}
        assert outcomes["3"].result == 3
        assert isinstance(outcomes["two"].error, ValueError)
        with pytest.raises(ValueError, match="two"):
            in_order(at_hand, int, ["1", "two", "3"])


@pytest.mark.parametrize("workers", [1, 2])
def test_no_jobs_give_no_answers(workers: int) -> None:
    with pool(workers=workers) as at_hand:
        assert in_order(at_hand, hex, []) == []


def test_few_jobs_are_begun_before_they_are_asked_for() -> None:
    begun: list[int] = []
    with pool(workers=2) as at_hand:
        next(iter(at_hand.carry_out(begun.append, range(1000))))
    assert len(begun) < 20
