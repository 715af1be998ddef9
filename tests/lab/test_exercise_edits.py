"""An exercise written in the lab can be played, and its text keeps what was in it."""

import tomllib
from pathlib import Path

import pytest

from sim.errors import InputError
from sim.exercise.decisions import windows
from sim.exercise.message_table.columns import row_of
from sim.exercise.message_table.files import save_table
from sim.exercise.message_table.scenario_text import messages_of
from sim.lab import exercise_edits as edits
from sim.lab.draft import opened, read
from sim.lab.edits import Edit, applied
from sim.scenario.library import find, shipped, starter
from sim.scenario.voices import CONDUCTS
from tests.lab.test_book import TEXT

WITHOUT = sorted(name for name in shipped() if "[exercise]" not in find(name).read_text())


def begun(text: str, plan: str = "") -> str:
    scenario = read(text).scenario
    return edits.with_exercise(text, scenario, plan or next(iter(scenario.plans)))


@pytest.mark.parametrize("name", ["the starter", "small", *WITHOUT])
def test_a_first_exercise_is_sound_in_any_crisis(name: str) -> None:
    text = {"the starter": starter(), "small": TEXT}.get(name) or find(name).read_text()
    new = begun(text)
    reading = read(new)
    assert reading.problems == ()
    assert reading.scenario.exercise.rounds
    assert new.startswith(text.rstrip())
    assert len(windows(reading.scenario)) == len(reading.scenario.exercise.rounds)


def test_no_second_exercise_is_begun() -> None:
    with pytest.raises(InputError, match="already"):
        begun(begun(TEXT))


def test_rounds_roles_and_messages_are_edited_in_the_text() -> None:
    draft = opened(begun(TEXT))
    for edit in (
        edits.set_inside(("exercise", "rounds", 0, "title", "de"), "Der Anfang"),
        edits.set_inside(("exercise", "rounds", 0, "minutes"), 5),
        edits.set_inside(("exercise", "roles", "lead", "card", "fr"), "Vous décidez."),
        edits.set_inside(
            ("exercise", "roles", "press"), {"title": {"en": "P"}, "card": {"en": "C"}}
        ),
        edits.added_inside(
            ("exercise", "injects"),
            {"name": "call", "at": "Sun 16:00", "sender": "customer", "text": {"en": "Well?"}},
        ),
        edits.removed_inside(("exercise", "injects", 0)),
        edits.set_inside(("exercise", "title", "de"), "Titel"),
        edits.set_inside(("exercise", "title", "de"), ""),
    ):
        draft = applied(draft, edit)
    reading = read(draft.text)
    assert reading.problems == ()
    exercise = reading.scenario.exercise
    assert exercise.rounds[0].title.de == "Der Anfang"
    assert exercise.rounds[0].minutes == 5
    assert exercise.roles["lead"].card.fr == "Vous décidez."
    assert exercise.injects[-1].name == "call"
    assert "the-board-wants-a-time" not in [each.name for each in exercise.injects]
    assert "# the first word" in draft.text
    assert tomllib.loads(draft.text)["exercise"]["title"] == {"en": "t"}


@pytest.mark.parametrize("suffix", ["xlsx", "csv"])
def test_a_message_table_is_taken_in(tmp_path: Path, suffix: str) -> None:
    text = begun(TEXT)
    found = messages_of(tmp_path, text)
    found[0]["text"]["en"] = "Changed in the table."
    table = tmp_path / f"table.{suffix}"
    save_table(table, [row_of(each) for each in found[:-1]], "en")
    new, differs = edits.with_message_table(text, read(text).scenario, table)
    assert (differs.changed, differs.removed) == ([found[0]["name"]], [found[-1]["name"]])
    assert read(new).problems == ()
    assert "Changed in the table." in new


def test_a_table_that_is_none_is_refused_and_what_is_gone_is_said(tmp_path: Path) -> None:
    (tmp_path / "t.csv").write_text("a,b\n1,2\n")
    text = begun(TEXT)
    with pytest.raises(InputError, match=r"t\.csv"):
        edits.with_message_table(text, read(text).scenario, tmp_path / "t.csv")
    with pytest.raises(InputError, match="begin one first"):
        edits.with_message_table(TEXT, read(TEXT).scenario, tmp_path / "t.csv")
    with pytest.raises(InputError, match="not there any more"):
        applied(opened(text), edits.removed_inside(("exercise", "rounds", 40)))


def test_a_round_is_added_after_the_last_one() -> None:
    assert edits.later("Mon 20:00") == "Tue 08:00"
    assert edits.later("+6h") == "+18h"
    with pytest.raises(InputError, match="is no moment"):
        edits.later("soon")


def edited(text: str, edit: Edit) -> str:
    return applied(opened(text), edit).text


def sentences(text: str, writers: str) -> list[dict[str, object]]:
    found: list[dict[str, object]] = tomllib.loads(text)["exercise"]["voices"][writers]
    return found


def test_lines_of_one_language_leave_the_others_and_all_else_of_a_sentence() -> None:
    text = find("data-leak").read_text(encoding="utf-8")
    before = sentences(text, "affected")
    said = [" ".join(str(each["de"]).split()) for each in before]
    said[0] = "Ein anderer Satz."
    place = ("exercise", "voices", "affected")
    after = sentences(edited(text, edits.lines_inside(place, "de", "\n".join(said))), "affected")
    assert after == [{**before[0], "de": said[0]}, *before[1:]]


def test_a_new_line_stands_in_all_languages_and_a_missing_one_takes_its_sentence_out() -> None:
    text, place = begun(TEXT), ("exercise", "voices", "defenders")
    longer = edited(text, edits.lines_inside(place, "fr", "Un.\n\n  Deux.  \n"))
    assert sentences(longer, "defenders")[1] == {"en": "Deux.", "de": "Deux.", "fr": "Deux."}
    assert read(longer).problems == ()
    shorter = edited(longer, edits.lines_inside(place, "fr", "Un."))
    assert len(sentences(shorter, "defenders")) == 1
    new = edited(text, edits.lines_inside(("exercise", "voices", "fans"), "en", "Hello."))
    assert sentences(new, "fans") == [{"en": "Hello.", "de": "Hello.", "fr": "Hello."}]


def test_goals_and_duties_are_written_where_they_belong() -> None:
    text = edited(begun(TEXT), edits.lines_inside(("exercise", "goals"), "en", "One.\nTwo."))
    text = edited(text, edits.set_inside(("exercise", "roles", "lead", "duties"), ["writes"]))
    exercise = read(text).scenario.exercise
    assert [goal.en for goal in exercise.goals] == ["One.", "Two."]
    assert exercise.roles["lead"].duties == ["writes"]


def test_a_line_taken_out_or_put_in_leaves_all_others_with_their_own_sentences() -> None:
    text, place = find("data-leak").read_text(encoding="utf-8"), ("exercise", "voices", "affected")
    before = sentences(text, "affected")
    said = [" ".join(str(each["de"]).split()) for each in before]
    fewer = edited(text, edits.lines_inside(place, "de", "\n".join([said[0], *said[2:]])))
    assert sentences(fewer, "affected") == [before[0], *before[2:]]
    more = edited(text, edits.lines_inside(place, "de", "\n".join([said[0], "Neu.", *said[1:]])))
    new = {"en": "Neu.", "de": "Neu.", "fr": "Neu."}
    assert sentences(more, "affected") == [before[0], new, *before[1:]]


def test_tasks_go_with_their_rounds() -> None:
    place = ("exercise", "roles", "lead", "tasks")
    text = edited(begun(TEXT), edits.lines_inside(place, "de", "Eins.\nZwei.\nDrei."))
    rounds = len(read(text).scenario.exercise.rounds)
    text = edited(text, edits.removed_round(1))
    exercise = read(text).scenario.exercise
    assert len(exercise.rounds) == rounds - 1
    assert [task.de for task in exercise.roles["lead"].tasks] == ["Eins.", "Drei."]
    without = edited(text, edits.lines_inside(place, "de", ""))
    assert read(without).scenario.exercise.roles["lead"].tasks == []


def test_the_usual_characters_are_taken_in_and_changed_and_the_last_item_of_a_list_can_go() -> None:
    text = edited(begun(TEXT), edits.with_usual_characters)
    characters = read(text).scenario.exercise.characters
    assert {each.conduct for each in characters} == set(CONDUCTS)
    own = edits.lines_inside(("exercise", "characters", 2, "lines"), "fr", "Encore.")
    assert read(edited(text, own)).scenario.exercise.characters[2].lines[0].fr == "Encore."
    for key in ("characters", "injects"):
        while edits.items_in(tomllib.loads(text)["exercise"], key):
            text = edited(text, edits.removed_inside(("exercise", key, 0)))
    reading = read(text)
    assert reading.problems == ()
    assert (reading.scenario.exercise.characters, reading.scenario.exercise.injects) == ([], [])
