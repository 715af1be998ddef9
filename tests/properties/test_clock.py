"""Moments fall on the ticks that they name, at every length of a tick."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sim.engines import compiled
from sim.engines.setup import build_state, draw_repair
from sim.storm.state import NEVER
from tests.agreement.sameness import assert_same_series
from tests.agreement.storms import small_storm
from tests.thorough import examples

LENGTHS = {"1min": 1, "5min": 5, "10min": 10, "15min": 15, "30min": 30, "1h": 60, "2h": 120}
"""Lengths of a tick, in minutes."""


@given(st.sampled_from(sorted(LENGTHS)), st.integers(0, 10_000), st.sampled_from([0, 15, 30, 45]))
@examples(150)
def test_an_incident_and_an_act_fall_on_the_tick_that_begins_then(
    length: str, number: int, quarter: int
) -> None:
    minutes = LENGTHS[length]
    tick = number % (2 * 24 * 60 // minutes - 1)
    clock = {"start": f"Sun 12:{quarter:02d}", "tick": length}
    at = weekday(12 * 60 + quarter + tick * minutes)
    scenario = small_storm([{"do": "apology", "at": at}], clock=clock, incident={"at": at})
    state = build_state(scenario, "talk", 1)
    assert state.case["incident"][0] == tick
    assert state.company.next_moment(-1) == tick


def weekday(minutes: int) -> str:
    """A moment so many minutes after the first Sunday's midnight."""
    day = ("Sun", "Mon", "Tue", "Wed")[minutes // 1440]
    return f"{day} {minutes // 60 % 24:02d}:{minutes % 60:02d}"


def test_a_repair_may_take_longer_than_any_run() -> None:
    scenario = small_storm(
        [{"do": "promise", "at": "+3h", "deadline": "estimate", "margin": 10.0}],
        people=20, days=0.25, clock={"tick": "1min"}, company={"optimism": 0.0},
        incident={"repair": {"median": "366d", "spread": 3.0}},
    )  # fmt: skip
    longest = max(range(3000), key=lambda seed: draw_repair(scenario, seed))
    output = compiled.run(scenario, "talk", longest)
    assert output.repaired_at is None
    assert [promise.outcome for promise in output.promises] == ["open"]
    assert build_state(scenario, "talk", longest).case["repaired"][0] <= NEVER


def test_an_absolute_moment_is_the_same_as_one_after_the_start() -> None:
    runs = [
        compiled.run(small_storm([{"do": "apology", "at": at}]), "talk", 1)
        for at in ("+30h", "Mon 18:00")
    ]
    assert_same_series(*runs)


def test_an_incident_at_the_start_or_at_the_end_is_one() -> None:
    first = compiled.run(small_storm(incident={"at": "Sun 12:00"}), "silence", 1)
    assert first.incident_at == 0.0
    assert first.series["critical_posts"].sum() > 0
    last = compiled.run(small_storm(incident={"at": "+2865min"}), "silence", 1)
    assert last.series["critical_posts"].tolist()[-1] == 1, "the stranger's post that starts it"


def test_the_repair_is_the_same_under_every_plan_and_another_for_every_seed() -> None:
    scenario = small_storm([{"do": "apology", "at": "+1h"}])
    repaired = {plan: build_state(scenario, plan, 1).case["repaired"][0] for plan in scenario.plans}
    assert len(set(repaired.values())) == 1
    assert len({draw_repair(scenario, seed) for seed in range(20)}) == 20


def test_repairs_have_their_median_and_their_least() -> None:
    scenario = small_storm(incident={"repair": {"median": "26h", "spread": 0.5, "at_least": "20h"}})
    took = sorted(draw_repair(scenario, seed) - 2.0 for seed in range(2001))
    assert took[1000] == pytest.approx(26.0, rel=0.05)
    assert took[0] == 20.0
    fixed = small_storm(incident={"repair": {"median": "26h", "spread": 0.0}})
    assert {draw_repair(fixed, seed) for seed in range(5)} == {28.0}
