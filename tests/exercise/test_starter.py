"""The exercise that `shitstorm new --exercise` writes, and the trial that `check` ends with."""

from pathlib import Path

import pytest
from typer.testing import CliRunner

from sim.cli import app
from sim.exercise.starter import exercise_starter
from sim.language.typesetting import Language
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
    assert story.exercise.briefing.in_language(language).split()[0] in capsys.readouterr().out


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
