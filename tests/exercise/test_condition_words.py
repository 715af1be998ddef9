"""Conditions are said in words that read back, in a table and on the facilitator's page."""

from pathlib import Path

import pytest

from sim.commands.messages import export, take
from sim.exercise.condition_words import (
    FLAGS,
    SIGNS,
    condition_said,
    condition_written,
    same_condition,
)
from sim.exercise.message_table.columns import condition_in
from sim.exercise.message_table.files import read_table, save_table
from sim.language.speech import Speech
from sim.language.typesetting import LANGUAGES, Language
from sim.scenario.library import shipped
from sim.storm.conditions import condition
from sim.storm.levers import VISIBLE

NUMBERS = ("0", "1", "3", "2.5", "0.35", "1200", "-4", "1000000000")


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("name", VISIBLE)
def test_every_comparison_is_said_without_code_and_reads_back(
    name: str, language: Language
) -> None:
    for sign in SIGNS:
        for number in ("0", "1") if name in FLAGS else NUMBERS:
            text = f"{name} {sign} {number}"
            if text.partition(" ")[2] in ("< 0", ">= 0", "<= 1", "> 1") and name in FLAGS:
                assert condition_said(text, Speech(language)) == text, "it has no sense"
                continue
            said = condition_said(text, Speech(language))
            assert "_" not in said
            assert not set(said) & set("<>=")
            assert same_condition(condition_written(said), text), said
            if name not in FLAGS:
                assert condition(condition_written(said)) == condition(text)


@pytest.mark.parametrize(
    ("language", "text", "said"),
    [
        ("de", "posts_per_hour < 3", "Nur bei weniger als 3 kritischen Beiträgen je Stunde"),
        ("de", "posts_per_hour >= 3", "Nur bei mindestens 3 kritischen Beiträgen je Stunde"),
        ("de", "fixed == 0", "Nur solange es nicht behoben ist"),
        ("fr", "fixed == 0", "Seulement si le problème n’est pas réglé"),
        ("fr", "posts_per_hour < 3", "Seulement avec moins de 3 publications critiques par heure"),
        ("en", "fixed == 0", "Only while it is not fixed"),
        (
            "de",
            "promises_broken > 0 and promises_open == 0",
            "Nur nach einem gebrochenen Versprechen und ohne offenes Versprechen",
        ),
    ],
)
def test_a_condition_is_told_to_a_trainer(language: Language, text: str, said: str) -> None:
    speech = Speech(language, tables=("web",))
    told = speech.say("only_if", when=condition_said(text, speech))
    assert told == said
    assert condition_written(told) == text


@pytest.mark.parametrize(
    "text", ["weather == bad", "wenn es regnet", "", "fixed == 0 or hours > 1"]
)
def test_what_is_no_condition_stays_as_it_is(text: str) -> None:
    assert condition_written(text) == text
    assert condition_said(text, Speech("de")) == text
    assert condition_in("de", text) == text


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_table_has_conditions_in_words_and_takes_words_and_code(
    language: Language, tmp_path: Path
) -> None:
    own = tmp_path / "own.toml"
    own.write_bytes(shipped()["analytics-outage"].read_bytes())
    before = own.read_text("utf-8")
    for ending in ("xlsx", "csv"):
        table = tmp_path / f"msel.{ending}"
        export(str(own), table, language)
        rows = read_table(table)
        conditions = [str(row.cells[2]) for row in rows[1:]]
        assert Speech(language).say("conditions.fixed_no") in conditions
        assert not any("==" in cell or "_" in cell for cell in conditions)
        take(str(own), table, None, language)
        assert own.read_text("utf-8") == before, "nothing was changed, so nothing is"
    cells = [list(row.cells) for row in rows[1:]]
    place = conditions.index(Speech(language).say("conditions.fixed_no"))
    cells[place][2] = "fixed == 1"
    cells[place - 1][2] = condition_in(language, "posts_per_hour >= 7")
    save_table(table, cells, language)
    take(str(own), table, None, language)
    after = own.read_text("utf-8")
    assert after.count('when = "fixed == 1"') == before.count('when = "fixed == 1"') + 1
    assert 'when = "posts_per_hour >= 7"' in after
