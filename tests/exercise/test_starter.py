"""The exercise that `shitstorm new --exercise` writes, and the trial that `check` ends with."""

import re
import tomllib
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner

from sim.cli import app
from sim.errors import InputError
from sim.exercise.starter import exercise_starter, scenario_starter
from sim.language.speech import Speech
from sim.language.typesetting import LANGUAGES, Language
from sim.scenario import load_scenario
from sim.workshop.terminal.play import play

SILENT = "[[rounds]]\n" * 5


@pytest.fixture
def own(tmp_path: Path) -> Path:
    """A file as the command writes it."""
    file = tmp_path / "own.toml"
    ended = CliRunner().invoke(app, ["new", str(file), "--exercise"])
    assert ended.exit_code == 0, ended.output
    assert file.read_text(encoding="utf-8") == exercise_starter()
    return file


def test_it_is_sound_and_loud_enough_to_play(own: Path) -> None:
    ended = CliRunner().invoke(app, ["check", str(own)])
    assert ended.exit_code == 0
    assert "note:" not in ended.output, "nothing in it is without effect"
    assert "hardly anybody writes" not in ended.output
    assert "promise: typically" in ended.output


def test_it_has_five_rounds_and_eight_messages_in_three_languages(own: Path) -> None:
    story = load_scenario(own)
    exercise = story.exercise
    assert exercise is not None
    assert len(exercise.rounds) == 5
    assert len(exercise.injects) == 8
    (rude,) = [each for each in exercise.injects if each.name == "delete-the-worst"]
    assert rude.when, "nobody speaks of rude comments on a page without any"
    texts = [exercise.briefing, *exercise.goals, *(each.text for each in exercise.injects)]
    texts += [each.title for each in exercise.rounds]
    texts += [text for role in exercise.roles.values() for text in (role.title, role.card)]
    for text in texts:
        assert text.de
        assert text.fr
        assert len({text.en, text.de, text.fr}) == 3


@pytest.mark.parametrize("language", ["en", "de", "fr"])
def test_it_plays_to_the_debrief(
    own: Path, language: Language, capsys: pytest.CaptureFixture[str]
) -> None:
    answers = own.with_name("answers.toml")
    answers.write_text(SILENT, encoding="utf-8")
    story = load_scenario(own)
    assert story.exercise is not None
    told = play(story, story.exercise.seed, language, seeds=3, script=answers)
    posts = told.teams[0].measures["critical_posts_total"]
    assert posts > 30, "there is something to answer to"
    shown = capsys.readouterr().out
    assert story.exercise.briefing.in_language(language).split()[0] in shown
    names = [Speech(language).say(f"measures.{name}.short") for name in told.teams[0].measures]
    table = shown.partition(Speech(language).say("exercise.storm_heading"))[2].splitlines()
    rows = [next(row for row in table if row.startswith(f"{each} ")) for each in names]
    assert len({len(row.rstrip()) for row in rows}) == 1, "figures stand below each other"


def changed(own: Path, key: str) -> str:
    """The end of the check of the file without a key."""
    kept = [line for line in own.read_text().splitlines() if not line.startswith(f"{key} = 0")]
    kept = [line for line in kept if not line.startswith(f"{key} = {{")]
    own.write_text("\n".join(kept), encoding="utf-8")
    return CliRunner().invoke(app, ["check", str(own)]).output


@pytest.mark.parametrize("key", ["repair", "affected"])
def test_a_storm_that_cannot_begin_is_noticed_and_the_missing_key_is_named(
    own: Path, key: str
) -> None:
    told = changed(own, key)
    assert "under silence hardly anybody writes: did you mean to set incident." in told
    assert f"incident.{key}" in told.rpartition("did you mean")[2]
    without = CliRunner().invoke(app, ["check", str(own), "--no-trial"]).output
    assert "trial" not in without


COMMENTS = re.compile(r"(?:^|\s)# ?(.*)$", re.MULTILINE)


def without_words(value: Any) -> Any:
    """The values of a file but for what the company says."""
    if isinstance(value, list):
        return [without_words(part) for part in value]
    if isinstance(value, dict):
        return {key: without_words(part) for key, part in value.items() if key != "words"}
    return value


@pytest.mark.parametrize("language", ["de", "fr"])
@pytest.mark.parametrize("starter", [scenario_starter, exercise_starter])
def test_a_starter_in_another_language_is_the_same_crisis_and_has_no_english_comment(
    starter: Any, language: Language
) -> None:
    english, own = starter("en"), starter(language)
    assert without_words(tomllib.loads(own)) == without_words(tomllib.loads(english))
    shared = set(COMMENTS.findall(own)) & set(COMMENTS.findall(english))
    assert not {text for text in shared if text}, "a comment that is not translated"
    words = re.compile(r'^words = "(.*)"$', re.MULTILINE)
    assert len(words.findall(own)) == len(words.findall(english))
    assert not set(words.findall(own)) & set(words.findall(english))
    first = re.compile(r"^(?:title\.|briefing\.|title = \{ )(en|de|fr)\b", re.MULTILINE)
    of_each_text = first.findall(own)[::3] if starter is exercise_starter else first.findall(own)
    assert of_each_text[0] == language


@pytest.mark.parametrize("language", LANGUAGES)
def test_new_speaks_the_language_asked_for_and_says_how_to_go_on_in_it(
    language: Language, tmp_path: Path
) -> None:
    file = tmp_path / "eigen.toml"
    call = ["new", str(file), "--exercise", "--language", language]
    ended = CliRunner().invoke(app, call)
    assert ended.exit_code == 0, ended.output
    said = {"en": "is written", "de": "ist geschrieben", "fr": "est écrit"}[language]
    assert said in ended.output
    assert (f"--language {language}" in ended.output) == (language != "en")
    assert file.read_text(encoding="utf-8") == exercise_starter(language)
    again = CliRunner().invoke(app, call)
    assert isinstance(again.exception, InputError)
    assert "--force" in str(again.exception)


@pytest.mark.parametrize("language", ["de", "fr"])
def test_one_language_is_enough_whichever_it_is(language: Language, tmp_path: Path) -> None:
    others = "|".join(each for each in LANGUAGES if each != language)
    text = r'(?:"""(?s:.*?)"""|"[^"]*")'
    alone = re.sub(rf"(?m)^(?:[\w.]+\.)?(?:{others}) = {text}\n", "", exercise_starter(language))
    alone = re.sub(rf", (?:{others}) = {text}", "", alone)
    file = tmp_path / "one.toml"
    file.write_text(alone, encoding="utf-8")
    assert not re.search(rf"\b(?:{others}) = ", alone)
    story = load_scenario(file)
    assert story.exercise is not None
    for shown in LANGUAGES:
        assert story.exercise.briefing.in_language(shown)
        assert story.titled(shown)
    ended = CliRunner().invoke(app, ["check", str(file), "--no-trial", "--language", language])
    assert ended.exit_code == 0, ended.output
    named = {"de": "Schweigen (silence)", "fr": "Silence (silence)"}[language]
    assert named in ended.output
