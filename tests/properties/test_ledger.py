"""The books balance: what the series count is what people did, and nothing is lost."""

import numpy as np
import pytest
from hypothesis import given

from sim.engines import compiled
from sim.engines.output import CRITIC, DEFENDER, GONE, STANCES, RunOutput
from sim.scenario import Scenario
from tests.agreement.storms import RUNS, cut_down, plans, small_storm
from tests.thorough import examples


def assert_books_balance(output: RunOutput, scenario: Scenario) -> None:
    """Every count of the series against the people and the log of stances."""
    series, people = output.series, output.people
    incident = scenario.incident
    strangers = incident.first_posts if incident else 0
    assert series["critical_posts"].sum() == people["critical_posts"].sum() + strangers
    assert series["defending_posts"].sum() == people["defending_posts"].sum()
    by_class = series["critical_posts_affected"] + series["critical_posts_bandwagon"]
    assert np.array_equal(series["critical_posts"], by_class)
    affected = people["affected"] == 1
    assert series["critical_posts_affected"].sum() == people["critical_posts"][affected].sum()
    by_class = series["critics_affected"] + series["critics_bandwagon"]
    assert np.array_equal(series["critics"], by_class)
    for name, stance in (("critics", CRITIC), ("defenders", DEFENDER), ("gone", GONE)):
        assert series[name][-1] == (people["stance"] == stance).sum(), name
    for name in ("gone", "customers_lost", "reached"):
        assert (np.diff(series[name]) >= 0).all(), name
    assert series["reached"][-1] == people["aware"].sum()
    assert series["customers_lost"][-1] == (people["customer"][people["stance"] == GONE]).sum()
    assert series["articles"].sum() == output.articles
    assert all((values >= 0).all() for values in series.values())
    assert_stances_are_those_logged(output)
    assert_feelings_are_those_of_people(output)


def assert_stances_are_those_logged(output: RunOutput) -> None:
    """The log of stances leads to the stances at the end, and nobody who left comes back."""
    stances = np.zeros(len(output.people["stance"]), int)
    critics = np.zeros(output.ticks, int)
    for tick, person, stance in output.stances.tolist():
        assert stances[person] != stance
        assert stances[person] != GONE
        assert 0 <= stance < len(STANCES)
        critics[tick:] += (stance == CRITIC) - int(stances[person] == CRITIC)
        stances[person] = stance
    assert np.array_equal(stances, output.people["stance"])
    assert np.array_equal(critics, output.series["critics"])
    ever = np.unique(output.stances[output.stances[:, 2] == CRITIC, 1])
    assert np.array_equal(np.flatnonzero(output.people["ever_critic"]), ever)


def assert_feelings_are_those_of_people(output: RunOutput) -> None:
    """The means of the last tick are those of the people, as last felt."""
    for name in ("trust", "grievance"):
        assert ((output.people[name] >= 0.0) & (output.people[name] <= 1.0)).all()
        assert ((output.series[name] >= 0.0) & (output.series[name] <= 1.0)).all()
        assert output.series[name][-1] == pytest.approx(output.people[name].mean(), abs=1e-9)


@pytest.mark.parametrize(("name", "plan"), RUNS)
def test_they_balance_for_every_shipped_plan(name: str, plan: str) -> None:
    scenario = cut_down(name)
    assert_books_balance(compiled.run(scenario, plan, seed=len(plan)), scenario)


@given(plans)
@examples(60)
def test_they_balance_for_any_plan(steps: list) -> None:
    scenario = small_storm(steps)
    output = compiled.run(scenario, "talk", seed=len(steps))
    assert_books_balance(output, scenario)
    answering = output.answers / scenario.company.private_answers_per_hour
    acting = sum(act.staff_hours for act in output.acts)
    assert output.staff_hours == pytest.approx(acting + answering)
    assert output.answers_in_time <= output.answers <= output.complaints
    assert [act.number for act in output.acts] == list(range(len(output.acts)))
    assert [act.tick for act in output.acts] == sorted(act.tick for act in output.acts)
    assert output.series["company_posts"].sum() == sum(act.levers.reach > 0 for act in output.acts)
    for promise in output.promises:
        assert (promise.settled is None) == (promise.outcome == "open")
        assert promise.deadline > promise.made


def test_everyone_who_takes_a_side_writes_about_it() -> None:
    people = compiled.run(small_storm(), "silence", 3).people
    assert (people["critical_posts"] > 0).tolist() == (people["ever_critic"] == 1).tolist()


def test_private_cases_are_people_who_took_the_offer() -> None:
    offer = [{"do": "private-channel", "at": "+0h", "share": 1.0, "effort": 0.0}]
    all_accept = {"private_accepted": 1.0}
    scenario = small_storm(offer, parameters=all_accept, incident={"at": "+0min", "affected": 1.0})
    output = compiled.run(scenario, "talk", 2)
    took = output.private_cases
    assert 0 < took <= output.people["affected"].sum()
    assert output.series["private_waiting"].max() > 0
