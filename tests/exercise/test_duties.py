"""Roles that do something: their duties, their tasks, and what only some of a team are told."""

from pathlib import Path
from typing import Any

import pytest

from sim.errors import ScenarioError
from sim.exercise.duties import may_read, told_alone
from sim.exercise.duty_views import DutyView, Sight, duty_views, own_task
from sim.exercise.log import EventLog
from sim.exercise.refusals import RefusedError
from sim.exercise.role_facts import role_facts
from sim.exercise.room import Member
from sim.exercise.running import RunningExercise
from sim.exercise.starter import exercise_starter
from sim.language.typesetting import LANGUAGES, Language
from sim.scenario import load_scenario
from sim.scenario.cautions import cautions
from sim.scenario.exercise import DUTIES, duties_of
from tests.exercise.small_exercise import DOCUMENT, PROMISE, script, small_exercise

SHIPPED = ("analytics-outage", "excluded-profession", "data-leak")


def role(**more: Any) -> dict[str, Any]:
    """A role as a file holds it."""
    return {"title": {"en": "A role"}, "card": {"en": "You are there."}, **more}


ROLES = {
    "lead": role(), "writer": role(), "monitor": role(), "technology": role(), "care": role(),
    "legal": role(), "observer": role(),
}  # fmt: skip


def opened(
    roles: dict[str, Any] | None = None, log: EventLog | None = None, language: Language = "en"
) -> RunningExercise:
    """A room with one team, and somebody in each role."""
    scenario = small_exercise(exercise={**script(), "roles": roles or ROLES})
    exercise = RunningExercise.open(
        log or EventLog(), scenario, seed=5, language=language, teams=["North"]
    )
    for name in roles or ROLES:
        exercise.join(f"The {name}", "North", name)
    return exercise


def somebody(exercise: RunningExercise, name: str) -> Member:
    """The member in a role."""
    return next(each for each in exercise.room.members.values() if each.role == name)


def sight(exercise: RunningExercise, name: str) -> Sight:
    """What the views of a role are made from now."""
    room = exercise.room
    return Sight(
        facts=role_facts(exercise, "North"),
        member=somebody(exercise, name),
        team=room.members_of("North"),
        decided=room.teams["North"],
        standings=exercise.standings("North"),
        script=exercise.script,
        speech=exercise.speech,
        round=room.round,
    )


def seen(exercise: RunningExercise, name: str) -> DutyView:
    """The first duty of a role, as it is seen now."""
    return duty_views(sight(exercise, name))[0]


def test_every_role_of_the_shipped_exercises_and_of_a_new_one_has_a_duty(tmp_path: Path) -> None:
    new = tmp_path / "new.toml"
    new.write_text(exercise_starter(), encoding="utf-8")
    for scenario in (*map(load_scenario, SHIPPED), load_scenario(new)):
        assert scenario.exercise is not None
        for name in scenario.exercise.roles:
            assert duties_of(name), f"{scenario.name}: {name}"
        assert not [each for each in cautions(scenario.document) if "roles" in each.path]


def test_a_role_does_what_the_exercise_says_under_any_name_also_after_a_crash(
    tmp_path: Path,
) -> None:
    roles = {
        "boss": role(duties=["approves"]),
        "writer": role(duties=["cares"]),
        "guest": role(duties=["observes"]),
        "friend": role(duties=[]),
    }
    exercise = opened(roles, EventLog(tmp_path / "log.db"))
    again = RunningExercise.resume(EventLog(tmp_path / "log.db"), exercise.room.code)
    assert again.room.members == exercise.room.members
    assert [m.duties for m in again.room.members.values()] == [
        ("approves",), ("cares",), ("observes",), ()
    ]  # fmt: skip
    again.begin_round()
    with pytest.raises(RefusedError, match="The boss must approve"):
        again.submit(somebody(again, "writer").person, [])
    with pytest.raises(RefusedError, match="observers"):
        again.submit(somebody(again, "guest").person, [])
    again.submit(somebody(again, "boss").person, [])
    assert duty_views(sight(again, "friend")) == []


def test_the_technicians_reach_whoever_has_the_estimate_and_nobody_else() -> None:
    exercise = opened()
    exercise.begin_round()
    members = exercise.room.members_of("North")
    (message,) = exercise.inbox("North")
    alone = told_alone(members, message.sender, message.to)
    assert [each.role for each in alone] == ["technology"]
    readers = [each.role for each in members if may_read(each, alone)]
    assert readers == ["technology", "observer"]
    with pytest.raises(RefusedError) as refused:
        exercise.reply(somebody(exercise, "lead").person, message.key, "Thank you.")
    assert refused.value.key == "no_message"
    exercise.reply(somebody(exercise, "technology").person, message.key, "How sure are you?")
    exercise.remove(somebody(exercise, "technology").person)
    assert told_alone(exercise.room.members_of("North"), message.sender, message.to) == []
    exercise.reply(somebody(exercise, "lead").person, message.key, "Thank you.")


def test_a_message_for_a_role_reaches_that_role_and_without_it_the_whole_team() -> None:
    exercise = opened()
    members = exercise.room.members_of("North")
    assert [each.role for each in told_alone(members, "technician", "writer")] == ["writer"]
    assert told_alone(members, "technician", "nobody") == []
    assert told_alone(members, "board", None) == []


def test_whoever_has_the_estimate_sees_what_the_technicians_write_and_how_it_moves() -> None:
    exercise = opened()
    exercise.begin_round()
    hoped, cautious = (value for _, value in seen(exercise, "technology").figures)
    assert f"I think {hoped}, or {cautious}" in exercise.inbox("North")[0].text
    assert "Only you" in seen(exercise, "technology").task
    for name in ROLES:
        if name != "technology":
            told = repr(seen(exercise, name))
            assert hoped not in told
    exercise.decide("North", [{**PROMISE, "deadline": "Sun 18:00"}])
    exercise.close_round()
    now = seen(exercise, "technology")
    facts = role_facts(exercise, "North")
    assert facts.repair is not None
    assert facts.repair.before == exercise.storm("North").estimates[0]
    assert now.figures[2][1] == hoped


def test_tasks_follow_the_storm_and_each_duty_shows_figures_of_its_own() -> None:
    exercise = opened()
    exercise.begin_round()
    assert "first word" in seen(exercise, "writer").task
    assert dict(seen(exercise, "writer").figures)["your last word"] == "none yet"
    assert "The technology: has the technicians’ estimate" in seen(exercise, "lead").lines
    exercise.inject("journalist", "Any comment?", minutes=2)
    assert "waiting for a reply: 1" in seen(exercise, "lead").task
    exercise.decide("North", [{**PROMISE, "deadline": "Sun 18:00"}])
    exercise.close_round()
    exercise.begin_round()
    facts = role_facts(exercise, "North")
    assert facts.missed is not None
    for name in ("writer", "lead", "legal"):
        assert (
            "missed" in seen(exercise, name).task
            or "not kept" in seen(exercise, name).task
            or ("passed" in seen(exercise, name).task)
        ), name
    assert any("broken" in line for line in seen(exercise, "legal").lines)
    watch = dict(seen(exercise, "monitor").figures)
    assert watch["critical posts per hour"] == exercise.speech.number(facts.rate)
    care = seen(exercise, "care")
    assert care.answers
    assert int(dict(care.figures)["complaints without an answer"]) == facts.waiting > 0
    assert len(care.posts) == min(5, facts.waiting)
    first = care.posts[0]
    exercise.answer_post(somebody(exercise, "care").person, first.number, "Write to us, please.")
    after = seen(exercise, "care")
    assert first.number not in {post.number for post in after.posts}
    assert dict(after.figures)["answered this round"] == "1"


def test_what_binds_a_team_is_shown_to_whoever_counsels() -> None:
    exercise = opened()
    exercise.begin_round()
    admits = {"do": "apology", "words": "It was our mistake.", "admits": 0.9}
    exercise.decide("North", [admits, {**PROMISE, "deadline": "Mon 20:00"}])
    assert seen(exercise, "legal").lines == []  # nothing has gone out yet
    exercise.close_round()
    lines = seen(exercise, "legal").lines
    assert any("not due yet" in line for line in lines)
    assert any(line.startswith("Round 1, ") and "0.9" in line for line in lines)


def test_the_exercise_can_give_a_role_its_own_task_in_each_round() -> None:
    own = role(tasks=[{"en": "Ask who has seen it.", "de": "Fragen Sie, wer es gesehen hat."}])
    exercise = opened({**ROLES, "writer": own}, language="de")
    assert own_task(sight(exercise, "writer")) == "Fragen Sie, wer es gesehen hat."
    assert own_task(sight(exercise, "lead")) == ""
    exercise.begin_round()
    exercise.close_round()
    assert own_task(sight(exercise, "writer")) == ""
    assert seen(exercise, "writer").task


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_duty_can_be_said_in_every_round_and_language(language: Language) -> None:
    exercise = opened(language=language)
    told = set()
    for step in ({"do": "apology", "words": "Sorry."}, {**PROMISE, "deadline": "Mon 07:00"}, None):
        exercise.begin_round()
        told |= {seen(exercise, name).task for name in ROLES}
        exercise.decide("North", [step] if step else [])
        exercise.close_round()
    assert len(told) >= 2 * len(DUTIES)
    assert not [text for text in told if "{" in text]


def refused(roles: dict[str, Any]) -> str:
    """What is said about these roles."""
    with pytest.raises(ScenarioError) as wrong:
        small_exercise(exercise={**script(), "roles": roles})
    return str(wrong.value)


def test_duties_and_tasks_that_do_not_fit_are_refused_with_their_place() -> None:
    assert "exercise.roles.a.duties" in refused({"a": role(duties=["dances"])})
    assert '"watches"' in refused({"a": role(duties=["dances"])})
    assert "does nothing else" in refused({"a": role(duties=["observes", "writes"])})
    tasks = [{"en": "Do it."}] * 4
    assert "there are 3 rounds and 4 tasks" in refused({"a": role(tasks=tasks)})


def test_a_role_that_would_do_nothing_is_cautioned_against() -> None:
    document = {**DOCUMENT, "exercise": {**script(), "roles": {"jester": role()}}}
    (found,) = [each for each in cautions(document) if "roles" in each.path]
    assert found.path == ("exercise", "roles", "jester")
    assert '"watches"' in found.text
    document["exercise"]["roles"] = {"jester": role(duties=[])}
    assert not [each for each in cautions(document) if "roles" in each.path]
