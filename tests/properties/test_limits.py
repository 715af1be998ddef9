"""Limiting cases: where a mechanism is taken away, what it does is gone."""

from typing import Any

import numpy as np
import pytest
from hypothesis import given

from sim.engines import compiled
from sim.engines.compiled import CompiledEngine
from sim.engines.driver import run_ticks
from sim.engines.setup import build_state
from sim.errors import ScenarioError
from sim.scenario import Scenario
from sim.storm.chance import Purpose, uniform
from tests.agreement.storms import SHIPPED, cut_down, plans, small_storm
from tests.thorough import examples

SEEDS = range(6)
BEREFT = {
    "page": {"contagion": False},
    "community": {"ties": {"kind": "none"}},
    "media": {"max_articles": 0},
}
"""Nobody sees what anybody else writes."""
UNMOVED = {"susceptibility": 0.0}
"""Nobody is stirred by what others write."""

HITTING = [
    name
    for name, scenario in SHIPPED.items()
    if scenario.incident and scenario.incident.affected > 0.0
]
"""Shipped scenarios that hit a share of the customers."""


def people_after(scenario: Scenario, plan: str, seed: int) -> np.ndarray:
    """Everybody's record at the end of a run."""
    engine = CompiledEngine(build_state(scenario, plan, seed))
    run_ticks(engine, 0, scenario.ticks)
    return engine.state.people


def untouched(people: np.ndarray) -> np.ndarray:
    """Those whom the matter neither hits nor would offend."""
    drawn = np.array([uniform(int(one), 0, Purpose.OFFEND) for one in people["stream"]])
    return (people["affected"] == 0) & (drawn >= small_storm().incident.outrage_share)


@pytest.mark.parametrize("seed", SEEDS)
def test_without_ties_and_page_nobody_jumps_on_the_bandwagon(seed: int) -> None:
    people = people_after(small_storm(people=600, **BEREFT), "silence", seed)
    assert people["critical_posts"].sum() > 0
    assert people["critical_posts"][untouched(people)].sum() == 0
    assert people["ever_critic"][untouched(people)].sum() == 0


def test_with_them_some_do() -> None:
    alone = [people_after(small_storm(people=600, **BEREFT), "silence", seed) for seed in SEEDS]
    together = [people_after(small_storm(people=600), "silence", seed) for seed in SEEDS]
    joined = sum(people["ever_critic"][untouched(people)].sum() for people in together)
    assert joined > 0
    assert aware_of_it(together) > aware_of_it(alone)


def aware_of_it(runs: list[np.ndarray]) -> int:
    """People not affected who came to know of it."""
    return sum(int(people["aware"][people["affected"] == 0].sum()) for people in runs)


@pytest.mark.parametrize("seed", SEEDS)
def test_without_susceptibility_only_those_concerned_speak_out(seed: int) -> None:
    people = people_after(small_storm(parameters=UNMOVED), "silence", seed)
    assert people["critical_posts"].sum() > 0
    assert people["critical_posts"][untouched(people)].sum() == 0


@pytest.mark.parametrize("seed", SEEDS)
def test_nobody_speaks_out_who_does_not_know(seed: int) -> None:
    people = people_after(small_storm(), "silence", seed)
    assert not people["critical_posts"][people["aware"] == 0].any()
    assert not people["defending_posts"][people["aware"] == 0].any()
    assert (people["grievance"][people["aware"] == 0] == 0.0).all()


def test_nothing_happens_before_the_incident() -> None:
    scenario = small_storm([{"do": "interim-update", "at": "+1h", "every": "2h"}])
    series = compiled.run(scenario, "talk", 1).series
    for name in ("critical_posts", "defending_posts", "critics", "reached", "grievance"):
        assert not series[name][:8].any(), name
    assert (series["trust"][:8] == series["trust"][0]).all()


@given(plans)
@examples(30)
def test_without_an_incident_nobody_criticises(steps: list) -> None:
    series = compiled.run(small_storm(steps, people=600, incident=None), "talk", 1).series
    assert series["critical_posts"].sum() == series["reached"][-1] == 0
    assert series["gone"][-1] == 0
    assert series["ordinary_posts"].sum() > 0


def test_a_quiet_week_is_quiet(record_property: Any) -> None:
    scenario = SHIPPED["quiet-week"]
    shares = []
    for seed in range(20):
        people = people_after(scenario, "silence", seed)
        assert people["critical_posts"].sum() == people["defending_posts"].sum() == 0
        shares.append((people["ordinary_posts"] > 0).mean())
    active = float(np.mean(shares))
    record_property("share of fans active in a quiet week", active)
    print(f"share of fans active in a quiet week: {active:.2%} (measured: 0.45 to 1.3 %)")
    assert 0.001 < active < 0.05


def test_a_failure_that_hits_nobody_is_none() -> None:
    nobody = {"affected": 0.0, "outrage_share": 0.0, "first_posts": 0}
    for seed in SEEDS:
        output = compiled.run(small_storm(incident=nobody), "silence", seed)
        assert output.series["critical_posts"].sum() == 0


def test_a_failure_without_severity_angers_nobody() -> None:
    harmless = {"severity": 0.0, "outrage_share": 0.0, "first_posts": 0}
    for seed in SEEDS:
        output = compiled.run(small_storm(incident=harmless), "silence", seed)
        assert output.series["critical_posts"].sum() == 0
        assert output.series["grievance"].max() == 0.0


def test_nobody_leaves_where_nobody_can() -> None:
    scenario = small_storm(parameters={"leaving": 0.0})
    assert compiled.run(scenario, "silence", 1).series["gone"].max() == 0


def test_only_customers_leave() -> None:
    people = people_after(
        small_storm(days=8.0, parameters={"leaving": 3.0, "avoidance_time": 36.0}), "silence", 1
    )
    assert (people["stance"] == 3).sum() > 0
    assert people["customer"][people["stance"] == 3].all()


def test_a_muted_crowd_is_silent() -> None:
    for parameters in ({"voice": 0.0}, {"threshold": 6.0, "threshold_spread": 0.0}):
        scenario = small_storm(parameters=parameters, incident={"first_posts": 0})
        assert compiled.run(scenario, "silence", 1).series["critical_posts"].sum() == 0


def test_without_readiness_nobody_defends() -> None:
    steps = [{"do": "apology", "at": "+5h"}, {"do": "supporters", "at": "+6h"}]
    willing = small_storm(steps, parameters={"defending": 4.0})
    unwilling = small_storm(steps, parameters={"defending": 0.0})
    assert compiled.run(willing, "talk", 1).series["defending_posts"].sum() > 0
    assert compiled.run(unwilling, "talk", 1).series["defending_posts"].sum() == 0


def test_without_journalists_nobody_writes_articles() -> None:
    assert compiled.run(small_storm(), "silence", 1).articles > 0
    assert compiled.run(small_storm(media={"max_articles": 0}), "silence", 1).articles == 0


def test_articles_are_what_brings_outsiders() -> None:
    outlets = {"small_outlets": 1.0}
    media = ({"outsiders_reached": share} for share in (1.0, 0.0))
    read, unread = (
        people_after(small_storm(media=table, parameters=outlets), "silence", 1) for table in media
    )
    assert (
        read["aware"][read["outsider"] == 1].sum() > unread["aware"][unread["outsider"] == 1].sum()
    )


@pytest.mark.parametrize(
    "parameter",
    [
        "arousal_half_life", "grievance_half_life", "fatigue_half_life", "sympathy_half_life",
        "vacuum_time", "discovery_time", "avoidance_time", "page_capacity", "crowd_half",
        "activity_exponent", "feed_looks",
    ],
)  # fmt: skip
def test_a_parameter_of_zero_gives_a_run_or_is_refused(parameter: str) -> None:
    try:
        scenario = small_storm(people=40, days=0.5, parameters={parameter: 0.0})
    except ScenarioError as wrong:
        refused = str(wrong)
    else:
        people = compiled.run(scenario, "silence", 1).people
        assert np.isfinite(people["trust"] + people["grievance"]).all()
        refused = parameter
    assert parameter in refused


@pytest.mark.parametrize("name", HITTING)
def test_more_posts_are_written_where_more_are_hit(name: str) -> None:
    posts = []
    for share in (0.1, 0.9):
        more = cut_down(name, incident__affected=share)
        traces = [compiled.run(more, "silence", seed) for seed in SEEDS]
        posts.append(sum(int(output.series["critical_posts"].sum()) for output in traces))
    assert posts[0] < posts[1]
