"""Two engines, one model: the readable and the compiled one give the same run, bit for bit."""

import numpy as np
import pytest
from hypothesis import given

from sim.engines import compiled, mesa_model
from sim.engines.output import PEOPLE, SERIES
from sim.scenario import Scenario
from tests.agreement.sameness import assert_same_run
from tests.agreement.storms import RUNS, cut_down, plans, small_storm
from tests.thorough import examples


def assert_engines_agree(scenario: Scenario, plan: str, seed: int) -> None:
    """The same run on both."""
    assert_same_run(compiled.run(scenario, plan, seed), mesa_model.run(scenario, plan, seed))


@pytest.mark.parametrize(("name", "plan"), RUNS)
def test_both_agree_on_every_shipped_plan(name: str, plan: str) -> None:
    assert_engines_agree(cut_down(name), plan, seed=len(plan))


@given(plans)
@examples(25)
def test_both_agree_on_any_plan(steps: list) -> None:
    assert_engines_agree(small_storm(steps), "talk", seed=len(steps))


@pytest.mark.parametrize("tick", ["1h", "10min", "7.5min"])
def test_both_agree_at_any_length_of_a_tick(tick: str) -> None:
    clock = {"start": "Sun 12:00", "days": 1.5, "tick": tick}
    assert_engines_agree(small_storm([{"do": "apology", "at": "+8h"}], clock=clock), "talk", 1)


@pytest.mark.parametrize("people", [1, 2, 3, 7])
def test_both_agree_on_the_smallest_pages(people: int) -> None:
    community = {
        "people": people,
        "outsiders": 0,
        "customers": 1.0,
        "ties": {"kind": "preferential-attachment", "ties_per_person": people - 1}
        if people > 1
        else {"kind": "none"},
    }
    scenario = small_storm(
        [{"do": "private-channel", "at": "+3h"}], community=community, incident={"affected": 1.0}
    )
    for seed in range(5):
        assert_engines_agree(scenario, "talk", seed)


def test_both_agree_on_more_messages_than_were_reserved_at_first() -> None:
    steps = [{"do": "interim-update", "at": "+0h", "every": "30min", "effort": 0.0}]
    assert_engines_agree(small_storm(steps), "talk", 1)


def test_both_agree_when_many_messages_come_at_one_moment() -> None:
    steps = [{"do": "interim-update", "at": "+0h", "every": "1min", "effort": 0.0}]
    clock = {"start": "Sun 12:00", "days": 1.0, "tick": "2h"}
    assert_engines_agree(small_storm(steps, clock=clock), "talk", 1)


@pytest.mark.parametrize("seed", [0, 2**63, 2**64 - 1])
def test_both_agree_on_the_largest_seeds(seed: int) -> None:
    assert_engines_agree(small_storm(people=60), "silence", seed)


def test_a_run_leaves_all_declared_columns_behind() -> None:
    output = compiled.run(small_storm(), "silence", 1)
    assert list(output.series) == [column.name for column in SERIES]
    assert list(output.people) == [column.name for column in PEOPLE]
    for column in SERIES:
        whole = np.issubdtype(output.series[column.name].dtype, np.integer)
        assert whole == column.whole, column.name
        assert len(output.series[column.name]) == output.ticks


def test_a_run_does_not_depend_on_whether_stances_are_logged() -> None:
    scenario = small_storm([{"do": "denial", "at": "+9h"}])
    logged, not_logged = (compiled.run(scenario, "talk", 3, log=log) for log in (True, False))
    assert len(logged.stances) > len(not_logged.stances) == 0
    np.testing.assert_array_equal(
        logged.series["critical_posts"], not_logged.series["critical_posts"]
    )


EARLIER = {"plan": "talk", "days": 30.0, "trust_regained": 0.25}


def test_both_agree_on_people_with_an_earlier_crisis_behind_them() -> None:
    scenario = small_storm([{"do": "denial", "at": "+6h"}], earlier=EARLIER)
    for seed in range(3):
        assert_engines_agree(scenario, "silence", seed)
