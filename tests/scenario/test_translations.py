"""Shipped scenarios tell what they tell in three languages."""

import tomllib
from typing import Any

import pytest

from sim.exercise.starter import exercise_starter
from sim.language.typesetting import LANGUAGES
from sim.scenario import Scenario, scenario_from_document, shipped
from sim.scenario.library import starter
from sim.scenario.translated import Translated

LONGEST = 32
"""Characters of a plan's title for which a sentence on a chart has room."""
TEXTS = {name: path.read_text(encoding="utf-8") for name, path in shipped().items()}
TEXTS |= {"starter": starter(), "exercise-starter": exercise_starter()}
STORIES = {name: scenario_from_document(tomllib.loads(text), name) for name, text in TEXTS.items()}


@pytest.fixture(params=STORIES)
def story(request: pytest.FixtureRequest) -> Scenario:
    """Every shipped scenario, and what a new one starts from."""
    return STORIES[request.param]


def in_all_languages(text: Any) -> bool:
    """Return True for a text that is there in each language, nowhere left as in English."""
    said = [getattr(text, language, None) for language in LANGUAGES]
    return isinstance(text, Translated) and all(said) and len({*said[1:]} - {said[0]}) == 2


def test_every_summary_is_told_in_all_languages(story: Scenario) -> None:
    assert in_all_languages(story.summary)
    assert [name for name, plan in story.plans.items() if not in_all_languages(plan.summary)] == []


def test_every_plan_has_a_title_of_its_own_in_each_language(story: Scenario) -> None:
    for language in LANGUAGES:
        titles = [plan.titled(language) for plan in story.plans.values()]
        assert len(set(titles)) == len(titles)
        assert max(map(len, titles)) <= LONGEST
    foreign = [(p.name, language) for p in story.plans.values() for language in ("de", "fr")
               if p.titled(language) == p.titled("en")]  # fmt: skip
    assert foreign == []


def test_an_english_title_lets_its_plan_be_found(story: Scenario) -> None:
    for name, plan in story.plans.items():
        assert plan.titled("en") == name.replace("-", " ")
