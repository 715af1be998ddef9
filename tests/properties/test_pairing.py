"""Paired chance: with one seed, runs are the same until the plans part; seeds are not."""

from itertools import zip_longest

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from sim.engines import compiled
from sim.engines.output import RunOutput
from sim.scenario import Scenario
from tests.agreement.sameness import assert_same_run, first_difference
from tests.agreement.storms import SHIPPED, cut_down, dated, plans, quarters, small_storm
from tests.thorough import examples


def posts(scenario: Scenario, plan: str, seed: int) -> np.ndarray:
    """Critical posts per tick."""
    return compiled.run(scenario, plan, seed).series["critical_posts"]


def parting(one: RunOutput, other: RunOutput) -> int:
    """The first tick at which one company acts otherwise than the other."""
    acts = [[(act.tick, act.do, act.levers) for act in output.acts] for output in (one, other)]
    for ours, theirs in zip_longest(*acts):
        if ours != theirs:
            return min(act[0] for act in (ours, theirs) if act is not None)
    return one.ticks


def assert_same_until_plans_part(one: RunOutput, other: RunOutput) -> None:
    """What happens before the first other act is the same in all that is recorded."""
    parted = parting(one, other)
    assert first_difference(one, other) >= parted
    logs = [output.stances[output.stances[:, 0] < parted] for output in (one, other)]
    np.testing.assert_array_equal(*logs)


@given(plans, plans, st.integers(0, 2**64 - 1))
@examples(60)
def test_runs_are_the_same_until_any_two_plans_part(one: list, other: list, seed: int) -> None:
    runs = [compiled.run(small_storm(steps), "talk", seed) for steps in (one, other)]
    assert_same_until_plans_part(*runs)


@given(plans, dated, st.integers(40, 180))
@examples(60)
def test_a_step_more_changes_nothing_before_it(steps: list, more: dict, quarter: int) -> None:
    later = {**more, "at": quarters(quarter / 4)}
    one = compiled.run(small_storm(steps), "talk", 8)
    other = compiled.run(small_storm([*steps, later]), "talk", 8)
    assert first_difference(one, other) >= quarter


@pytest.mark.parametrize("name", SHIPPED)
def test_shipped_plans_share_their_beginning(name: str) -> None:
    scenario = cut_down(name)
    runs = [compiled.run(scenario, plan, 11) for plan in scenario.plans]
    for run in runs[1:]:
        assert_same_until_plans_part(runs[0], run)


def test_the_same_seed_gives_the_same_run() -> None:
    scenario = cut_down("analytics-outage")
    for plan in ("silence", "broken-promises"):
        assert_same_run(compiled.run(scenario, plan, 3), compiled.run(scenario, plan, 3))


def test_other_seeds_give_other_runs() -> None:
    scenario = small_storm()
    assert len({posts(scenario, "silence", seed).tobytes() for seed in range(20)}) == 20


def test_neighbouring_seeds_are_no_more_alike_than_others() -> None:
    scenario = small_storm()
    areas = [posts(scenario, "silence", seed).sum() for seed in range(60)]
    assert abs(np.corrcoef(areas[:-1], areas[1:])[0, 1]) < 0.4


def test_pairing_makes_differences_sharp() -> None:
    scenario = small_storm([{"do": "acknowledgement", "at": "+20h"}])
    silent, spoken = (
        np.array([posts(scenario, plan, seed).sum() for seed in range(40)])
        for plan in ("silence", "talk")
    )
    assert np.var(spoken - silent) < (np.var(silent) + np.var(spoken)) / 2


def test_a_scenario_that_is_longer_begins_alike() -> None:
    short, long = small_storm(days=1.0), small_storm(days=2.0)
    one, other = (compiled.run(scenario, "silence", 4) for scenario in (short, long))
    for name in one.series:
        np.testing.assert_array_equal(one.series[name], other.series[name][: one.ticks])
