"""What an earlier crisis leaves: trust, missed deadlines, grudges, and those who are gone."""

from typing import Any

import numpy as np
import pytest

import sim
from sim.engines import compiled
from sim.engines.previous_crisis import EARLIER
from sim.engines.setup import draw_repair
from sim.errors import ScenarioError
from sim.scenario import Scenario, load_scenario
from sim.storm.chance import WORD, mix
from sim.storm.state import GONE
from tests.agreement.storms import small_storm

ANGRY = [{"do": "promise", "at": "+5h", "deadline": "+8h"}, {"do": "denial", "at": "+9h"}]


def after(days: float, regained: float = 0.0, plan: str = "talk") -> Scenario:
    earlier = {"plan": plan, "days": days, "trust_regained": regained}
    return small_storm(ANGRY, earlier=earlier)


def people_at_the_start(scenario: Scenario, seed: int) -> Any:
    return compiled.build_state(scenario, "silence", seed, None, compiled.final_people).people


def test_the_same_people_come_back_with_less_trust() -> None:
    first, again = small_storm(ANGRY), after(90.0)
    drawn, later = (people_at_the_start(one, 3) for one in (first, again))
    for trait in ("susceptibility", "threshold", "activity", "affected", "stream"):
        np.testing.assert_array_equal(drawn[trait], later[trait])
    assert later["trust"].mean() < drawn["trust"].mean() - 0.02
    assert later["broken"].sum() > 0
    assert drawn["broken"].sum() == 0


def test_grudges_fade_and_avoidance_does_not() -> None:
    soon, late = (people_at_the_start(after(days), 3) for days in (1.0, 90.0))
    assert late["grievance"].mean() < 0.5 * soon["grievance"].mean()
    assert (late["avoidance"] >= soon["avoidance"]).all()


def test_customers_go_on_leaving() -> None:
    soon, late = (people_at_the_start(after(days), 3) for days in (1.0, 300.0))
    gone = soon["stance"] == GONE, late["stance"] == GONE
    assert (gone[1] >= gone[0]).all()
    assert gone[1].sum() > gone[0].sum()
    assert late["customer"][gone[1]].all()


def test_trust_that_is_regained_is_the_trust_of_before() -> None:
    drawn = people_at_the_start(small_storm(ANGRY), 3)
    whole, half = (people_at_the_start(after(90.0, share), 3) for share in (1.0, 0.5))
    np.testing.assert_allclose(whole["trust"], drawn["trust"])
    lost = people_at_the_start(after(90.0), 3)["trust"]
    np.testing.assert_allclose(half["trust"], (lost + drawn["trust"]) / 2)


def test_who_has_left_stays_away_and_is_not_lost_twice() -> None:
    scenario = after(90.0)
    start = people_at_the_start(scenario, 3)
    left = np.flatnonzero(start["stance"] == GONE)
    assert len(left)
    record = sim.simulate(scenario, plan="silence", seed=3)
    assert (record.stances_at(0.0)[left] == GONE).all()
    assert record.people["critical_posts"].to_numpy()[left].sum() == 0
    assert record.series["customers_lost"].iloc[0] == 0
    assert record.series["gone"].iloc[0] >= len(left)
    whole = record.series["trust"].iloc[0] * len(start)
    assert whole == pytest.approx(start["trust"].sum(), rel=0.02)


def test_the_next_crisis_has_a_repair_of_its_own() -> None:
    story = load_scenario("analytics-outage", {"incident.repair.spread": 1.0})
    with_past = load_scenario(
        "analytics-outage",
        {"incident.repair.spread": 1.0, "earlier.plan": "silence"},
    )
    assert draw_repair(story, 2) == draw_repair(with_past, 2)  # of the crisis looked at
    assert draw_repair(story, 2) != draw_repair(story, mix(2 ^ EARLIER & WORD))


def test_an_unknown_plan_is_refused() -> None:
    with pytest.raises(ScenarioError, match='did you mean "silence"'):
        load_scenario("analytics-outage", {"earlier.plan": "silense"})
