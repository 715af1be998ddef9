"""Jobs on this machine: all of them done, errors kept, few of them begun ahead."""

import pytest

from sim.pools import pool


@pytest.mark.parametrize("workers", [1, 3])
def test_one_bad_job_is_named_and_the_others_go_on(workers: int) -> None:
    with pool(workers=workers) as at_hand:
        outcomes = {one.job: one for one in at_hand.carry_out(int, ["1", "two", "3"])}
        assert outcomes["3"].result == 3
        assert isinstance(outcomes["two"].error, ValueError)


def test_few_jobs_are_begun_before_they_are_asked_for() -> None:
    begun: list[int] = []
    with pool(workers=2) as at_hand:
        next(iter(at_hand.carry_out(begun.append, range(1000))))
    assert len(begun) < 20
