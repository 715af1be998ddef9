"""The exercise: what is asked for happens or is refused, and is there again after a fall."""

import threading
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from sim.engines import compiled
from sim.exercise.debrief.ways import plans_played
from sim.exercise.decisions import document
from sim.exercise.log import EventLog
from sim.exercise.refusals import RefusedError
from sim.exercise.room import Phase
from sim.exercise.running import RunningExercise
from sim.scenario import Scenario
from sim.scenario.exercise import Inject
from sim.scenario.schema import Plan
from sim.storm.responses import Response
from tests.agreement.sameness import assert_same_run
from tests.exercise.small_exercise import PROMISE, UPDATE, script, small_exercise

SCENARIO = small_exercise()
ROADMAP = {"do": "roadmap"}


@pytest.fixture
def exercise() -> RunningExercise:
    """A room with two teams."""
    room = RunningExercise.open(EventLog(), SCENARIO, seed=5)
    room.add_team("North")
    room.add_team("South")
    return room


def play(exercise: RunningExercise, **decided: list[dict[str, Any]]) -> None:
    """One round."""
    exercise.begin_round()
    for team, steps in decided.items():
        exercise.decide(team, steps)
    exercise.close_round()


def whole(scenario: Scenario, responses: list[Response]) -> Any:
    """The run of a plan with all of these responses."""
    plans = {"all": Plan(summary="All", steps=responses)}
    return compiled.run(scenario.model_copy(update={"plans": plans}), "all", 5)


def decided(exercise: RunningExercise, team: str) -> list[Response]:
    return [response for n in range(3) for response in exercise.room.teams[team].get(n, [])]


# -- storms -------------------------------------------------------------------------------


def test_the_storm_is_the_run_of_all_decisions(exercise: RunningExercise) -> None:
    play(exercise, North=[PROMISE], South=[ROADMAP])
    play(exercise, North=[PROMISE, {"do": "deletion", "at": "Mon 02:00"}], South=[UPDATE])
    play(exercise, South=[{"do": "fixed-notice"}])
    for team in ("North", "South"):
        run = whole(SCENARIO, decided(exercise, team))
        assert_same_run(exercise.storm(team).run.output(), run)


def test_teams_differ_by_their_decisions_alone(exercise: RunningExercise) -> None:
    play(exercise, North=[PROMISE], South=[PROMISE])
    north, south = (exercise.storm(team).run.series for team in ("North", "South"))
    for name in north:
        np.testing.assert_array_equal(north[name], south[name])
    play(exercise, North=[{"do": "legal-threat"}], South=[ROADMAP])
    north, south = (exercise.storm(team).run.series for team in ("North", "South"))
    assert (north["critical_posts"] != south["critical_posts"]).any()


def test_a_repetition_ends_with_its_round(exercise: RunningExercise) -> None:
    play(exercise, North=[UPDATE])
    play(exercise)
    hours = [act.hours for act in exercise.storm("North").run.acts]
    assert hours == [4.0, 7.0]


# -- rounds -------------------------------------------------------------------------------


def test_decisions_can_be_changed_until_the_round_closes(exercise: RunningExercise) -> None:
    with pytest.raises(RefusedError, match="no round is open"):
        exercise.decide("North", [ROADMAP])
    exercise.begin_round()
    exercise.decide("North", [PROMISE])
    exercise.decide("North", [ROADMAP, {"do": "silence"}])
    assert list(map(document, exercise.room.teams["North"][0])) == [
        {"do": "roadmap", "at": "+240min"}
    ]
    exercise.close_round()
    with pytest.raises(RefusedError, match="no round is open"):
        exercise.decide("North", [])


def test_of_two_who_submit_at_once_the_last_counts_and_learns_whom_it_replaces(
    exercise: RunningExercise,
) -> None:
    members = [exercise.join(name, "North", "lead") for name in ("Ann", "Bob")]
    exercise.begin_round()
    replaced: dict[str, str] = {}

    def submit(person: str, name: str) -> None:
        replaced[name] = exercise.submit(person, [ROADMAP | {"words": name}])

    threads = [threading.Thread(target=submit, args=(m.person, m.pseudonym)) for m in members]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    last = exercise.room.teams["North"][0][0].words
    first = "Bob" if last == "Ann" else "Ann"
    assert replaced == {first: "", last: first}
    assert exercise.room.submitted["North"] == 2


def test_without_a_choice_everybody_gets_the_role_that_their_team_lacks_most() -> None:
    script = small_exercise().document["exercise"]
    roles = {
        name: {"title": {"en": name.title()}, "card": {"en": "You act."}}
        for name in ("observer", "lead", "writer")
    }
    room = RunningExercise.open(EventLog(), small_exercise(exercise=script | {"roles": roles}))
    room.add_team("North")
    names = ("Ann", "Bob", "Cem", "Dan")
    members = [room.join(name, "North", "") for name in names]
    assert [each.role for each in members] == ["lead", "writer", "lead", "writer"]
    assert room.join_new_team("Eve", "South", "").role == "lead"
    ann, bob = members[:2]
    room.remove(bob.person)
    assert room.join("Flo", "North", "").role == "writer"
    assert room.join("Anna", "North", "", ann.person).role == "lead"  # who is in it keeps theirs


def test_observers_and_strangers_do_not_submit() -> None:
    script = small_exercise().document["exercise"]
    watcher = {"title": {"en": "Observer"}, "card": {"en": "You watch."}}
    roles = script["roles"] | {"observer": watcher}
    scenario = small_exercise(exercise=script | {"roles": roles})
    room = RunningExercise.open(EventLog(), scenario, seed=5)
    room.add_team("North")
    observer = room.join("Ann", "North", "observer")
    room.begin_round()
    with pytest.raises(RefusedError, match="observers do not submit"):
        room.submit(observer.person, [ROADMAP])
    with pytest.raises(RefusedError, match="not in this room"):
        room.submit("nobody", [ROADMAP])
    assert room.room.teams["North"] == {}


def test_a_name_is_taken_once(exercise: RunningExercise) -> None:
    ann = exercise.join("Ann", "North", "lead")
    with pytest.raises(RefusedError, match="already called ANN"):
        exercise.join(" ANN ", "South", "lead")
    with pytest.raises(RefusedError, match="already"):
        exercise.join_new_team("ann", "West", "lead")
    assert "West" not in exercise.room.teams
    moved = exercise.join_new_team("Ann", "West", "lead", ann.person)
    assert (moved.team, moved.person) == ("West", ann.person)


@pytest.mark.parametrize(
    ("step", "said"),
    [
        ({"do": "shout"}, "there is no response 'shout'"),
        ({"do": "promise"}, "deadline"),
        ({"do": "promise", "deadline": "soon"}, "not a moment"),
        ({"do": "promise", "deadline": "Sun 15:00"}, "has passed already"),
        ({"do": "apology", "admits": 7}, "admits: must be at most 1, not 7"),
        ({"do": "apology", "at": "Mon 09:00"}, "not within this round"),
        ({"do": "apology", "when": "fixed == 1"}, "scripted plans only"),
        ({"do": "apology", "words": "x" * 1001}, "more than 1000 characters"),
        ({"do": "apology", "colour": "red"}, "colour"),
        ({}, "no response 'None'"),
    ],
)
def test_what_cannot_be_done_is_refused(
    exercise: RunningExercise, step: dict[str, Any], said: str
) -> None:
    exercise.begin_round()
    exercise.decide("North", [ROADMAP])
    with pytest.raises(RefusedError, match=said):
        exercise.decide("North", [step])
    assert exercise.room.teams["North"][0][0].do == "roadmap"


def test_words_cannot_steer_a_terminal(exercise: RunningExercise) -> None:
    exercise.begin_round()
    exercise.decide("North", [ROADMAP | {"words": "\x1b[2JGone\nand \x07there"}])
    assert exercise.room.teams["North"][0][0].words == "[2JGone and  there"


def test_a_team_cannot_do_everything_at_once(exercise: RunningExercise) -> None:
    exercise.begin_round()
    with pytest.raises(RefusedError, match="at most 8"):
        exercise.decide("North", [ROADMAP] * 9)


def test_rounds_come_in_order(exercise: RunningExercise) -> None:
    with pytest.raises(RefusedError, match="no round is open"):
        exercise.close_round()
    exercise.begin_round()
    with pytest.raises(RefusedError, match="close it first"):
        exercise.begin_round()
    exercise.close_round()
    play(exercise)
    play(exercise)
    with pytest.raises(RefusedError, match="all rounds are played"):
        exercise.begin_round()
    exercise.close()
    with pytest.raises(RefusedError, match="the exercise is over"):
        exercise.begin_round()


def test_closing_early_closes_the_round(exercise: RunningExercise) -> None:
    exercise.begin_round()
    exercise.decide("North", [ROADMAP])
    exercise.close()
    assert exercise.room.phase is Phase.closed
    assert exercise.room.round == 1


# -- people -------------------------------------------------------------------------------


def test_people_join_at_any_time_and_change_role(exercise: RunningExercise) -> None:
    ann = exercise.join("  Ann\x1b[31m  ", "North", "lead")
    assert ann.pseudonym == "Ann [31m"
    play(exercise)
    bob = exercise.join("Bob", "North", "lead")
    assert [member.pseudonym for member in exercise.room.members_of("North")] == ["Ann [31m", "Bob"]
    exercise.join("Bob", "South", "lead", person=bob.person)
    assert len(exercise.room.members) == 2
    with pytest.raises(RefusedError, match="no role"):
        exercise.join("Eve", "North", "king")
    with pytest.raises(RefusedError, match="no team"):
        exercise.join("Eve", "West", "lead")
    with pytest.raises(RefusedError, match="nothing was written"):
        exercise.join(" \n", "North", "lead")
    with pytest.raises(RefusedError, match="too long"):
        exercise.join("x" * 41, "North", "lead")


def test_two_teams_of_one_name_and_late_teams(exercise: RunningExercise) -> None:
    with pytest.raises(RefusedError, match="already"):
        exercise.add_team("NORTH ")
    play(exercise, North=[ROADMAP])
    exercise.add_team("Late")
    assert_same_start = exercise.storm("Late").run.series["critical_posts"]
    silent = exercise.storm("South").run.series["critical_posts"]
    np.testing.assert_array_equal(assert_same_start, silent)
    for number in range(5):
        exercise.add_team(str(number))
    with pytest.raises(RefusedError, match="8 teams"):
        exercise.add_team("Ninth")


def test_without_a_team_nothing_begins() -> None:
    with pytest.raises(RefusedError, match="no team yet"):
        RunningExercise.open(EventLog(), SCENARIO).begin_round()


# -- inbox and facilitator ------------------------------------------------------------------


def test_the_inbox_answers_to_the_team_s_own_storm(exercise: RunningExercise) -> None:
    assert exercise.inbox("North") == []
    deadline = {"do": "promise", "deadline": "Sun 20:00"}
    exercise.begin_round()
    first = exercise.inbox("North")
    assert [message.inject for message in first] == ["estimate"]
    assert first[0].text.startswith("I think ")
    assert "day" in first[0].text
    assert first[0].text.endswith("{braces}.")
    exercise.decide("North", [deadline])
    exercise.decide("South", [ROADMAP])
    exercise.close_round()
    play(exercise)
    exercise.begin_round()
    assert [m.text for m in exercise.inbox("North")][1:] == ["You said Sunday at 20:00."]
    assert [m.text for m in exercise.inbox("South")][1:] == ["Well done."]


def test_the_facilitator_injects_rewrites_and_skips(exercise: RunningExercise) -> None:
    exercise.begin_round()
    exercise.inject("board", "Call me! {posts_per_hour}", "North")
    assert exercise.inbox("North")[-1].text.startswith("Call me! ")
    assert "{" not in exercise.inbox("North")[-1].text
    assert len(exercise.inbox("South")) == 1
    assert [inject.name for inject in exercise.pending_injects] == ["missed", "calm"]
    exercise.change_inject("calm", "So far, so good.")
    exercise.change_inject("missed", None)
    with pytest.raises(RefusedError, match="still to come"):
        exercise.change_inject("estimate", None)
    exercise.close_round()
    play(exercise)
    exercise.change_inject("calm", "So far, so good, I hope.")  # its round has not begun
    exercise.begin_round()
    assert exercise.inbox("South")[-1].text == "So far, so good, I hope."


def names(injects: list[Inject]) -> list[str]:
    return [inject.name for inject in injects]


def test_a_message_sent_ahead_or_after_it_was_skipped_is_the_planned_one_and_comes_once(
    tmp_path: Path,
) -> None:
    planned = script()
    planned["injects"][1] |= {"to": "lead", "minutes": 2}
    path = tmp_path / "room.db"
    exercise = RunningExercise.open(EventLog(path), small_exercise(exercise=planned), seed=5)
    exercise.add_team("North")
    exercise.begin_round()
    exercise.inject_early("missed", "customer", "You said {missed}.")
    sent = exercise.inbox("North")[-1]
    assert sent.to == "lead", "it reaches the role that it is for"
    assert sent.due is not None, "and its deadline runs"
    assert names(exercise.pending_injects) == ["calm"], "what was sent is no longer to come"
    exercise.change_inject("calm", None)
    exercise.close_round()
    play(exercise)
    exercise.begin_round()
    assert names(exercise.skipped_injects) == ["calm"], "what was skipped can be sent later"
    with pytest.raises(RefusedError, match="still to come"):
        exercise.change_inject("calm", "Well, well.")  # its round has begun
    exercise.inject_early("calm", "board", "Well done.")
    for room in (exercise, RunningExercise.resume(EventLog(path), exercise.room.code)):
        assert [m.inject for m in room.room.sent] == ["missed", "calm"]
        assert [m.text for m in room.inbox("North")][1:] == [
            "You said the time you had named.",
            "Well done.",
        ]
        assert names(room.skipped_injects) == names(room.pending_injects) == []
    with pytest.raises(RefusedError, match="still to come"):
        exercise.inject_early("calm", "board", "Once more.")


def test_a_message_sent_by_hand_goes_on_saying_what_it_said(tmp_path: Path) -> None:
    path = tmp_path / "room.db"
    exercise = RunningExercise.open(EventLog(path), SCENARIO, seed=5)
    exercise.add_team("North")
    exercise.begin_round()
    exercise.inject("technician", "I hope for {estimate}, {posts_per_hour} posts.")
    said = exercise.inbox("North")[-1].text
    exercise.close_round()
    play(exercise)
    again = RunningExercise.resume(EventLog(path), exercise.room.code)
    for room in (exercise, again):
        assert said in [message.text for message in room.inbox("North")]


def test_frozen_teams_cannot_submit(exercise: RunningExercise) -> None:
    exercise.begin_round()
    exercise.freeze()
    with pytest.raises(RefusedError, match="stopped decisions"):
        exercise.decide("North", [])
    exercise.freeze(False)
    exercise.decide("North", [])


def test_the_timer_counts_what_is_played(
    exercise: RunningExercise, monkeypatch: pytest.MonkeyPatch
) -> None:
    now = [1000.0]
    monkeypatch.setattr("sim.exercise.room_control.time.monotonic", lambda: now[0])
    exercise.begin_round()
    assert exercise.seconds_left == 300.0
    now[0] += 100
    assert exercise.seconds_left == 200.0
    exercise.pause()
    now[0] += 1000
    assert exercise.seconds_left == 200.0
    exercise.pause(False)
    now[0] += 50
    exercise.decide("North", [])
    now[0] = 7.0  # the machine falls and is started again much later
    again = RunningExercise.resume(exercise.log, exercise.room.code)
    assert again.seconds_left == 150.0
    now[0] += 1000
    assert again.seconds_left == 0.0
    again.close_round()
    again.begin_round()
    assert again.seconds_left == 240.0


# -- forks and falls ------------------------------------------------------------------------


def test_rewinding_makes_another_line_and_erases_nothing(exercise: RunningExercise) -> None:
    play(exercise, North=[PROMISE])
    play(exercise, North=[{"do": "legal-threat"}])
    play(exercise)
    exercise.rewind(1)
    assert exercise.room.branches[0].decisions["North"][1][0].do == "legal-threat"
    assert exercise.room.branches[0].played == 3
    assert list(exercise.room.teams["North"]) == [0]
    play(exercise, North=[ROADMAP])
    play(exercise, North=[UPDATE])
    other = whole(SCENARIO, decided(exercise, "North"))
    assert_same_run(exercise.storm("North").run.output(), other)
    assert [act.do for act in other.acts][:2] == ["promise", "roadmap"]
    exercise.join("Sue", "South", "lead")
    ways = plans_played(exercise.room)
    assert list(ways) == ["North", "South", "North (before rewinding, 1)"]
    assert ways["North (before rewinding, 1)"][1][0].do == "legal-threat"
    with pytest.raises(RefusedError, match="no round"):
        exercise.rewind(-1)


def test_rewinding_a_round_that_is_played_and_after_the_end(exercise: RunningExercise) -> None:
    exercise.begin_round()
    exercise.decide("North", [PROMISE])
    exercise.rewind(0)
    assert exercise.room.phase is Phase.waiting
    assert exercise.room.teams["North"] == {}
    play(exercise)
    exercise.close()
    exercise.rewind(0)
    play(exercise, North=[ROADMAP])
    assert [act.do for act in exercise.storm("North").run.acts] == ["roadmap"]


def test_everything_is_there_again_after_a_fall(tmp_path: Path) -> None:
    log = EventLog(tmp_path / "log.db")
    before = RunningExercise.open(log, SCENARIO, seed=5, language="de")
    before.add_team("North")
    ann = before.join("Ann", "North", "lead")
    play(before, North=[PROMISE])
    play(before, North=[ROADMAP])
    before.rewind(1)
    play(before, North=[UPDATE])
    before.begin_round()
    before.decide("North", [{"do": "apology"}], person=ann.person)
    before.inject("board", "Hurry")
    log.close()
    again = RunningExercise.resume(EventLog(tmp_path / "log.db"), before.room.code)
    before.room.played = again.room.played
    assert again.room.members == before.room.members
    assert again.room.teams == before.room.teams
    assert again.room.branches == before.room.branches
    assert again.room.phase is Phase.deciding
    assert again.inbox("North") == before.inbox("North")
    one, other = (each.storm("North").run.series for each in (again, before))
    for name in one:
        np.testing.assert_array_equal(one[name], other[name])
    again.close_round()
    again.log.close()


def test_an_unknown_room_and_a_story_without_exercise() -> None:
    with pytest.raises(RefusedError, match="no room XYZ"):
        RunningExercise.resume(EventLog(), "XYZ")
    with pytest.raises(RefusedError, match="no \\[exercise\\]"):
        RunningExercise.open(EventLog(), small_exercise(exercise=None))
