"""What a round can still change, tried before anybody plays it."""

import re

import numpy as np
import pytest
from typer.testing import CliRunner

from sim.cli import app
from sim.exercise.debrief.cards import LOST, POSTS, TRUST
from sim.exercise.debrief.coalitions import KEPT, PLACE
from sim.exercise.debrief.rehearsal import (
    FUTURES,
    LEAST_FUTURES,
    RoundWorth,
    futures_for,
    rehearse,
)
from sim.scenario import load_scenario
from tests.exercise.small_exercise import small_exercise

SHIPPED = ("analytics-outage", "data-leak", "excluded-profession")
SMALLER = {"community.people": 1500, "community.outsiders": 0}


@pytest.mark.parametrize("name", SHIPPED)
def test_in_every_round_of_a_shipped_exercise_a_decision_changes_something(name: str) -> None:
    story = load_scenario(name, {} if name == "excluded-profession" else SMALLER)
    assert story.exercise is not None
    worth = list(rehearse(story, story.exercise.seed))
    assert len(worth) == len(story.exercise.rounds)
    assert all(each.matters for each in worth)
    assert worth[0].can_gain
    assert not any(worth[0].calmest is option for option in worth[0].options[-3:])


def test_where_nobody_is_hit_or_offended_there_is_nothing_to_gain() -> None:
    story = load_scenario("excluded-profession", {**SMALLER, "incident.outrage_share": 0.0})
    assert story.exercise is not None
    for worth in rehearse(story, story.exercise.seed):
        assert not worth.can_gain
        assert worth.of(POSTS).argmax() >= len(worth.options) - 3, "only resistance can harm"


def test_a_round_matters_by_what_a_team_would_notice() -> None:
    usual = np.zeros((2, len(KEPT)))
    usual[:, PLACE[POSTS]] = 1000.0
    for measure, little, much in ((POSTS, 99.0, 120.0), (LOST, 4.0, 6.0), (TRUST, 0.009, 0.011)):
        for change, matters in ((little, False), (much, True)):
            ends = usual.copy()
            ends[1, PLACE[measure]] += change
            assert RoundWorth(0, [[], []], ends).matters is matters


def test_the_same_decision_is_tried_in_the_same_futures() -> None:
    story = small_exercise()
    first, again = (list(rehearse(story, 5)) for _ in range(2))
    for one, other in zip(first, again, strict=True):
        assert np.array_equal(one.ends, other.ends)


def test_large_storms_are_tried_in_fewer_futures() -> None:
    assert futures_for(small_exercise()) == FUTURES
    assert futures_for(load_scenario("data-leak")) == LEAST_FUTURES


def test_check_ends_with_what_each_round_can_change() -> None:
    told = CliRunner().invoke(app, ["check", "analytics-outage"]).output.splitlines()
    begins = next(n for n, line in enumerate(told) if line.startswith("The rounds. A team"))
    rounds = told[begins + 1 :]
    assert [line.split()[0] for line in rounds] == list("1234567")
    assert "calmest with" in rounds[0]
    assert "critical posts); loudest with" in rounds[0]


@pytest.mark.parametrize(
    ("language", "heading", "unit"),
    [
        ("de", "Ein Team, das bis dahin schweigt, tut in einer Runde etwas", "kritische Beiträge"),
        ("fr", "Une équipe qui s’est tue jusque-là agit pendant un tour", "publications critiques"),
    ],
)
def test_check_tells_its_trial_in_the_language_asked_for(
    language: str, heading: str, unit: str
) -> None:
    asked = ["check", "excluded-profession", "--language", language]
    told = CliRunner().invoke(app, asked).output
    assert heading in told
    assert unit in told
    assert not re.search(r"\b(typically|critical posts|after|rounds|trial|sound)\b", told), told
