"""Cards of responses: what they say, and what is left out because it means nothing."""

import pytest

import sim
from sim.exercise.texts import ExerciseSpeech
from sim.language.typesetting import LANGUAGES
from sim.storm.responses import CATALOGUE
from sim.workshop.web.forms import form
from sim.workshop.web.response_cards import cost_said, makes_sense, meaning_of, risk_of
from sim.workshop.web.sensible_fields import ONLY_IF

OUTAGE, REMARK = sim.load_scenario("analytics-outage"), sim.load_scenario("excluded-profession")
EACH = pytest.mark.parametrize("do", sorted(set(CATALOGUE) - {"silence"}))


@EACH
def test_a_card_says_in_every_language_what_a_response_is_costs_and_risks(do: str) -> None:
    told = {}
    for language in LANGUAGES:
        speech = ExerciseSpeech(language, tables=("web", "exercise"))
        told[language] = (meaning_of(do, speech), risk_of(do, speech))
        assert all(told[language]), language
        hours = speech.exact(CATALOGUE[do].prepared_in)
        assert hours in cost_said(do, speech, OUTAGE), language
    assert len({risk for _, risk in told.values()}) == len(LANGUAGES)


def test_answering_people_one_by_one_costs_what_the_scenario_says_for_each() -> None:
    speech, pace = ExerciseSpeech("en"), OUTAGE.company.private_answers_per_hour
    assert f"{60 / pace:g} min" in cost_said("individual-answers", speech, OUTAGE)
    assert "min" not in cost_said("roadmap", speech, OUTAGE)


def test_a_response_that_means_nothing_in_a_story_is_not_offered() -> None:
    left_out = set(CATALOGUE) - makes_sense(REMARK) - {"silence"}
    assert left_out == {"fixed-notice", "client-help"}
    assert set(CATALOGUE) - makes_sense(OUTAGE) == {"silence"}
    assert "change-of-plan" not in makes_sense(OUTAGE, promised=False)


@EACH
def test_a_form_asks_only_for_what_can_count(do: str) -> None:
    names = [field.name for field in form(do)]
    reach = CATALOGUE[do].model_fields["reach"].default
    if not CATALOGUE[do].needs_words or not reach:
        assert "pinned" not in names
    assert {"at"} <= set(names)


def test_a_field_that_hangs_on_another_names_one_of_the_same_form() -> None:
    for (do, name), (other, wanted) in ONLY_IF.items():
        fields = {field.name: field for field in form(do)}
        assert fields[name].only_if == (other, wanted)
        assert fields[other].only_if is None


def test_no_apology_is_repeated_every_few_hours() -> None:
    assert "every" not in {field.name for field in form("apology")}
    assert "every" in {field.name for field in form("interim-update")}
