"""Edits keep comments and order, and a text says what its values say."""

import tomllib
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sim.errors import InputError
from sim.lab import edits
from sim.lab.draft import LabDraft, opened, plan_names, read, scenario_of_document
from sim.lab.file_text import for_a_file, with_switches
from sim.lab.moments import hours_of, weekday_moment
from sim.scenario.library import shipped, starter

TEXTS = {"starter": starter()} | {name: path.read_text() for name, path in shipped().items()}
START = 12.0 + 6 * 24.0
"""Sunday noon."""
INLINE = """
title = "t"
clock = { start = "Sun 12:00" }
incident = { at = "Sun 14:00", affected = 0.2 }
[plans.a]
summary = "s"
steps = [{ do = "apology", at = "+3h" }, { do = "denial", at = "Mon 09:00" }]  # both
[plans.b]
summary = "none"
"""
TEXTS["inline"] = INLINE


def comments(text: str) -> list[str]:
    return [line for line in text.splitlines() if line.startswith("#")]


def with_steps(draft: LabDraft) -> list[tuple[str, int]]:
    plans = read(draft.text).document["plans"]
    return [(name, n) for name in plans for n in range(len(plans[name].get("steps", ())))]


@given(st.data())
@settings(max_examples=30, deadline=None)
def test_any_row_of_edits_keeps_the_text_readable_and_its_comments(data: Any) -> None:
    first = draft = opened(
        TEXTS[data.draw(st.sampled_from(["starter", "inline", "single-complaint"]))]
    )
    start = read(draft.text).scenario.clock.start_hours
    for _ in range(data.draw(st.integers(1, 5))):
        plan = data.draw(st.sampled_from(plan_names(read(draft.text).document)))
        hours = data.draw(st.integers(0, 960)) / 4
        any_step = with_steps(draft)
        kinds = [
            edits.added(plan, {"do": "apology", "at": weekday_moment(hours, start)}),
            edits.set_value(("incident", "affected"), data.draw(st.sampled_from([0.1, 0.5]))),
            edits.set_value(("media", "articles_at"), 12.0),
        ]
        if any_step:
            where = data.draw(st.sampled_from(any_step))
            kinds += [
                edits.duplicated(*where, 6.0, start),
                edits.switched(*where),
                edits.changed(*where, "words", "Sorry. \"We\" are\\ late — 'really'."),
                edits.removed(*where),
            ]
        edit = data.draw(st.sampled_from(kinds))
        wanted = edits.edited_values(read(draft.text).document, edit)
        draft = edits.applied(draft, edit)
        assert read(draft.text).document == wanted
        tomllib.loads(draft.text)
    assert comments(with_switches(first.text))[:3] == comments(with_switches(draft.text))[:3]


def test_a_moved_step_takes_its_bar_along_and_one_value_changes_in_the_text() -> None:
    draft = opened(TEXTS["analytics-outage"], plan="as-it-happened")
    after = edits.applied(draft, edits.moved("as-it-happened", 0, 6.0, START))
    changed = [
        (a, b)
        for a, b in zip(draft.text.splitlines(), after.text.splitlines(), strict=True)
        if a != b
    ]
    assert changed == [
        ('at = "Sun 16:00"', 'at = "Sun 18:00"'),
        ('deadline = "Sun 22:00"', 'deadline = "Mon 00:00"'),
    ]


def test_a_stretched_promise_is_due_later_and_never_before_it_is_made() -> None:
    draft = opened(TEXTS["analytics-outage"])
    later = edits.applied(draft, edits.stretched("as-it-happened", 0, 30.0, START))
    assert read(later.text).document["plans"]["as-it-happened"]["steps"][0]["deadline"] == (
        "Mon 18:00"
    )
    early = edits.applied(draft, edits.stretched("as-it-happened", 0, 1.0, START))
    assert read(early.text).scenario is not None


@pytest.mark.parametrize("name", sorted(TEXTS))
def test_switching_off_and_on_again_gives_the_same_values(name: str) -> None:
    draft = opened(TEXTS[name])
    for plan, place in with_steps(draft)[::9]:
        off = edits.applied(draft, edits.switched(plan, place))
        assert "# off: " in off.text
        left = read(off.text).scenario
        whole = read(draft.text).scenario
        if left is not None:  # another step may follow this one by its name
            assert len(left.plan(plan).steps) == len(whole.plan(plan).steps) - 1
        on = edits.applied(off, edits.switched(plan, place))
        assert read(on.text).document == read(draft.text).document
        assert "# off: " not in on.text


def test_what_is_switched_off_is_a_comment_for_every_other_reader() -> None:
    off = edits.applied(opened(INLINE, plan="a"), edits.switched("a", 1))
    assert [step["do"] for step in tomllib.loads(off.text)["plans"]["a"]["steps"]] == ["apology"]
    assert for_a_file(with_switches(off.text)) == off.text


def test_mistakes_are_shown_at_their_line() -> None:
    draft = opened(TEXTS["starter"].replace('at = "Mon 10:00"', 'at = "Man 10:00"'))
    (problem,) = read(draft.text).problems
    assert "Man 10:00" in (problem.source or "")
    assert read(draft.text).scenario is None
    (broken,) = read("title = ").problems
    assert broken.line == 1


def test_an_edit_of_a_step_that_is_gone_says_so() -> None:
    with pytest.raises(InputError, match="no step 9"):
        edits.applied(opened(INLINE), edits.removed("a", 8))


def test_a_new_plan_is_a_copy_with_a_name_of_its_own() -> None:
    draft = edits.applied(opened(INLINE), edits.new_plan("c", "As a.", "a"))
    scenario = read(draft.text).scenario
    assert [step.do for step in scenario.plan("c").steps] == ["apology", "denial"]
    with pytest.raises(InputError, match="already"):
        edits.applied(draft, edits.new_plan("c", "As a.", "a"))
    assert scenario_of_document(read(draft.text).document) is not None


@given(st.integers(0, 20 * 96), st.sampled_from([0.0, 12.0, START, START + 11.75]))
def test_a_moment_is_read_back_as_the_same_hours(quarter: int, start: float) -> None:
    assert hours_of(weekday_moment(quarter / 4, start), start) == quarter / 4


@pytest.mark.parametrize("name", TEXTS)
def test_a_summary_is_edited_in_the_language_in_which_it_is_shown(name: str) -> None:
    draft = opened(TEXTS[name])
    before = read(draft.text).document
    plan = plan_names(before)[0]
    path, shown = edits.summary_of(before, plan, "de")
    changed = edits.applied(draft, edits.set_value(path, "Etwas anderes."))
    after = read(changed.text).document
    assert edits.summary_of(after, plan, "de") == (path, "Etwas anderes.")
    translated = isinstance(before["plans"][plan]["summary"], dict)
    kept = shown if not translated else before["plans"][plan]["summary"]["en"]
    assert edits.summary_of(after, plan, "en")[1] == (kept if translated else "Etwas anderes.")
    assert comments(changed.text) == comments(draft.text)


@pytest.mark.parametrize("name", ["<b>x</b>", "", "two words", "x" * 61])
def test_a_plan_with_a_name_that_no_file_may_have_is_refused(name: str) -> None:
    with pytest.raises(InputError, match="is no name of a plan"):
        edits.applied(opened(starter()), edits.new_plan(name, "s", None))
