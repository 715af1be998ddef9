"""The [exercise] part of a scenario file: what it refuses, and what the shipped ones hold."""

from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner

from sim.cli import app
from sim.errors import ScenarioError
from sim.exercise.decisions import windows
from sim.exercise.inbox import injects_of
from sim.exercise.starter import exercise_starter
from sim.language.typesetting import Language
from sim.scenario import load_scenario, scenario_from_document
from sim.workshop.terminal.answers_file import scripted
from tests.exercise.small_exercise import DOCUMENT, script, small_exercise

ROOT = Path(__file__).parents[2]
SHIPPED = ("analytics-outage", "excluded-profession", "data-leak")


def refused(**changed: Any) -> str:
    """What is said about an exercise with these parts replaced."""
    with pytest.raises(ScenarioError) as wrong:
        small_exercise(exercise={**script(), **changed})
    return str(wrong.value)


def round_until(*moments: str) -> list[dict[str, Any]]:
    return [{"title": {"en": "A round"}, "until": moment} for moment in moments]


def test_what_does_not_fit_is_said_with_its_place() -> None:
    assert "exercise.best: there is no plan 'tlak'; did you mean \"talk\"?" in refused(best="tlak")
    assert "exercise.begins" in refused(begins="Sun 10:00")
    assert "exercise.rounds.1.until" in refused(rounds=round_until("Sun 18:00", "Sun 17:00"))
    assert "exercise.voices" in refused(voices={})
    assert "exercise.briefing" in refused(briefing={"de": "Nur Deutsch."})


def test_a_condition_on_what_nobody_sees_is_refused() -> None:
    inject = {**script()["injects"][0], "when": "anger > 3"}
    assert 'the company cannot see "anger"' in refused(injects=[inject])


@pytest.mark.parametrize("text", ["You said {tiem}.", "A brace { alone.", "{time:>9}", "{}"])
def test_a_voice_that_nobody_can_fill_in_is_refused(text: str) -> None:
    voices = {**script()["voices"], "affected": [{"en": text}]}
    assert "exercise.voices.affected.0" in refused(voices=voices)


def test_moments_and_conducts_that_do_not_exist_are_refused_with_those_that_do() -> None:
    voices = {**script()["voices"], "affected": [{"en": "Dark.", "moments": ["midnight"]}]}
    assert '"night"' in refused(voices=voices)
    someone = {"name": {"en": "Nobody"}, "about": {"en": "New."}, "conduct": "clown"}
    assert '"troll"' in refused(characters=[someone])


def test_a_language_that_lacks_is_english() -> None:
    exercise = small_exercise().exercise
    assert exercise is not None
    assert exercise.briefing.in_language("de") == "Etwas ist ausgefallen."
    assert exercise.briefing.in_language("fr") == "Something failed."
    assert exercise.minutes == 12.0
    assert exercise.seed == 0
    assert scenario_from_document(DOCUMENT, "again").exercise == exercise


@pytest.mark.parametrize("name", SHIPPED)
def test_shipped_exercises_are_whole(name: str) -> None:
    scenario = load_scenario(name)
    exercise = scenario.exercise
    assert exercise is not None
    assert 45 <= exercise.minutes <= 90
    assert len(exercise.roles) >= 3
    assert len(exercise.goals) >= 3
    assert exercise.observe
    hours = windows(scenario)
    found = [one.name for n in range(len(hours)) for one in injects_of(scenario, hours, n)]
    assert found == [inject.name for inject in exercise.injects], "every inject is found once"
    assert all(len(injects_of(scenario, hours, n)) >= 1 for n in range(len(hours)))


def test_the_answers_to_start_from_can_be_played() -> None:
    rounds = scripted(ROOT / "docs" / "answers.toml", load_scenario("analytics-outage"))
    assert [len(decided) for decided in rounds] == [2, 0, 3, 1, 1, 0, 1]


@pytest.mark.parametrize(
    ("language", "said"),
    [
        ("en", 'must be a text for each language, not "Hotline"; write title.en = "Hotline"'),
        ("de", 'muss ein Text je Sprache sein, nicht "Hotline"; title.de = "Hotline" schreiben'),
        (
            "fr",
            'doit être un texte par langue, et non "Hotline"\u00a0; écrire title.fr = "Hotline"',
        ),
    ],
)
def test_a_text_without_its_language_is_told_how_to_name_it(
    language: Language, said: str, tmp_path: Path
) -> None:
    whole = exercise_starter(language)
    assert f'title.{language} = "' in whole[whole.index("[exercise]") - 300 :], "the file says so"
    file = tmp_path / "own.toml"
    role = '\n[exercise.roles.hotline]\ntitle = "Hotline"\ncard.en = "You listen."\n'
    file.write_text(whole + role, encoding="utf-8")
    told = CliRunner().invoke(app, ["check", str(file), "--language", language])
    assert told.exit_code != 0
    assert f"exercise.roles.hotline.title: {said}" in str(told.exception)


@pytest.mark.parametrize(
    ("language", "said"),
    [("en", "round 2, "), ("de", "Runde 2, "), ("fr", "tour 2, ")],
)
def test_entries_of_lists_are_counted_as_people_count(
    language: Language, said: str, tmp_path: Path
) -> None:
    file = tmp_path / "own.toml"
    whole = exercise_starter("en").replace('until = "Mon 19:00"', 'until = "Mo 19:00"')
    file.write_text(whole, encoding="utf-8")
    told = CliRunner().invoke(app, ["check", str(file), "--language", language])
    assert f"{said}exercise.rounds.1.until: " in str(told.exception)
