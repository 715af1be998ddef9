"""The storms of the shipped exercises: no plan beats the best one, and every round matters."""

from typing import Any

import numpy as np
import pytest

import sim
from sim.exercise.debrief.headlines import COUNTED
from sim.exercise.decisions import windows
from sim.scenario import load_scenario, scenario_from_document
from sim.scenario.exercise import Exercise
from sim.scenario.schema import Scenario
from sim.studies.statistics import estimate

SHIPPED = ("analytics-outage", "excluded-profession", "data-leak")
SEEDS = 6
MINUTES_INTO_ROUND = 30


def exercise_of(name: str) -> tuple[Scenario, Exercise]:
    """A shipped scenario and its exercise."""
    scenario = load_scenario(name)
    assert scenario.exercise is not None
    return scenario, scenario.exercise


def with_a_threat_in_each_round(scenario: Scenario, best: str) -> Scenario:
    """The scenario with a plan for each round: the best one, and a legal threat in that round."""
    document: dict[str, Any] = {**scenario.document, "plans": dict(scenario.document["plans"])}
    for place, window in enumerate(windows(scenario)):
        at = f"+{round(window.begin * 60) + MINUTES_INTO_ROUND}min"
        document["plans"][f"threat-{place}"] = {
            "like": best,
            "summary": "The best plan, and a threat.",
            "steps": [{"do": "legal-threat", "at": at}],
        }
    return scenario_from_document(document, scenario.name)


@pytest.mark.parametrize("name", SHIPPED)
def test_no_plan_of_the_debrief_is_clearly_better_than_the_best(name: str) -> None:
    scenario, exercise = exercise_of(name)
    others = {"silence", "broken-promises", exercise.honest} - {exercise.best}
    plans = [exercise.best, *sorted(others)]
    runs = sim.compare(scenario, plans, seeds=SEEDS, series=()).measures
    posts = runs.pivot(index="seed", columns="plan", values=COUNTED)
    more = {plan: estimate((posts[plan] - posts[exercise.best]).to_numpy()) for plan in others}
    assert all(gap.high > 0 for gap in more.values()), more
    assert more["broken-promises"].value > 0.2 * posts[exercise.best].mean()


@pytest.mark.parametrize("name", SHIPPED)
def test_a_wrong_decision_in_any_round_changes_the_end(name: str) -> None:
    scenario, exercise = exercise_of(name)
    forked = with_a_threat_in_each_round(scenario, exercise.best)
    threats = [plan for plan in forked.plans if plan.startswith("threat-")]
    assert len(threats) == len(exercise.rounds)
    measures = sim.compare(forked, [exercise.best, *threats], seeds=SEEDS, series=()).measures
    posts = measures.pivot(index="seed", columns="plan", values=COUNTED)
    trust = measures.pivot(index="seed", columns="plan", values="trust_left")
    for plan in threats:
        assert (trust[plan] < trust[exercise.best]).all(), plan
        assert (posts[plan] - posts[exercise.best]).median() > 0, plan
        assert np.mean(posts[plan] != posts[exercise.best]) > 0.5, plan
