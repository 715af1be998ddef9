"""Rooms that stop half way, that somebody has tampered with, or that two want to play at once."""

import json
import sqlite3
from pathlib import Path
from typing import Any

import pytest

from sim.errors import InputError, OutputError, ShitstormError
from sim.exercise.events import Decided, Opened, RoundBegun, RoundClosed
from sim.exercise.log import EventLog
from sim.exercise.refusals import RefusedError
from sim.exercise.room import Phase
from sim.exercise.running import RunningExercise
from sim.exercise.team_storms import TeamStorm
from sim.exercise.team_view import view
from sim.workshop.terminal.play import play
from tests.exercise.small_exercise import DOCUMENT, PROMISE, UPDATE, small_exercise

SCENARIO = small_exercise()
ENDLESS = "+" + "9" * 400 + "h"


def opened(log: EventLog | None = None) -> RunningExercise:
    """A room with two teams."""
    return RunningExercise.open(log or EventLog(), SCENARIO, 5, "en", ["North", "South"])


def failing_on(bad: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """Let storms break on a decision with these words."""
    answer = TeamStorm.answer

    def breaks(self: TeamStorm, decisions: Any) -> None:
        if any(each.words == bad for each in decisions):
            raise OverflowError("cannot convert float infinity to integer")
        answer(self, decisions)

    monkeypatch.setattr(TeamStorm, "answer", breaks)


# -- decisions that nobody could have chosen ------------------------------------------------------


@pytest.mark.parametrize(
    "tampered",
    [
        {"deadline": ENDLESS},
        {"deadline": "+" + "9" * 30 + "h"},
        {"deadline": "+100d"},
        {"deadline": "Sun+9 10:00"},
        {"at": ENDLESS},
        {"every": "9" * 400 + "h"},
        {"words": "x" * 1001},
        {"x" * 100: 1},
        {"deadline": "+6h" + " " * 100_000},
    ],
)
def test_times_and_texts_beyond_any_form_are_refused_and_the_round_goes_on(
    tampered: dict[str, Any],
) -> None:
    exercise = opened()
    exercise.begin_round()
    with pytest.raises(RefusedError):
        exercise.decide("North", [{**PROMISE, **tampered}])
    exercise.close_round()
    assert exercise.room.round == 1


# -- storms that cannot answer --------------------------------------------------------------------


def test_a_round_is_closed_only_once_every_storm_has_answered(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    log = EventLog()
    exercise = opened(log)
    failing_on("Two of four are checked.", monkeypatch)
    exercise.begin_round()
    exercise.decide("South", [UPDATE])
    with pytest.raises(RefusedError, match="the storm of South cannot answer"):
        exercise.close_round()
    assert exercise.room.phase is Phase.deciding
    assert not any(isinstance(each, RoundClosed) for each in log.events(exercise.room.code))
    exercise.decide("North", [PROMISE])
    exercise.decide("South", [])
    exercise.close_round()
    untouched = opened()
    untouched.begin_round()
    untouched.decide("North", [PROMISE])
    untouched.close_round()
    for team in ("North", "South"):
        assert view(exercise, team) == view(untouched, team), team


def test_decisions_changed_after_a_failed_close_are_the_ones_that_count(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    exercise = opened()
    exercise.begin_round()
    exercise.decide("North", [PROMISE])
    monkeypatch.setattr(exercise, "_record", lambda *_: (_ for _ in ()).throw(OutputError("full")))
    with pytest.raises(OutputError):
        exercise.close_round()
    monkeypatch.undo()
    exercise.decide("North", [])
    exercise.close_round()
    assert not exercise.storm("North").run.acts


def test_a_room_that_cannot_be_simulated_opens_and_can_be_rewound(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    log = EventLog(tmp_path / "log.db")
    exercise = opened(log)
    for steps in ([], [UPDATE]):
        exercise.begin_round()
        exercise.decide("South", steps)
        exercise.close_round()
    failing_on("Two of four are checked.", monkeypatch)
    again = RunningExercise.resume(log, exercise.room.code)
    assert view(again, "North").now > view(again, "South").now
    assert again.stuck == {"South": 1}
    for go_on in (again.begin_round, again.close):
        with pytest.raises(RefusedError, match=r"South .*in round 2; go back"):
            go_on()
    again.rewind(1)
    assert not again.stuck
    again.begin_round()
    again.close()
    assert again.room.phase is Phase.closed
    assert "South" not in again.room.branches[0].decisions
    log.close()


# -- logs -----------------------------------------------------------------------------------------


def test_two_games_never_share_one_log(tmp_path: Path) -> None:
    first = EventLog(tmp_path / "log.db", alone=True)
    opened(first)
    with pytest.raises(InputError, match="in use by another exercise"):
        EventLog(tmp_path / "log.db", alone=True)
    with pytest.raises(InputError, match="in use by another exercise"):
        play(SCENARIO, 5, "en", seeds=2, log=tmp_path / "log.db")
    assert len(first.rooms()) == 1
    first.close()
    EventLog(tmp_path / "log.db", alone=True).close()


def answers(folder: Path) -> Path:
    file = folder / "answers.toml"
    file.write_text("[[rounds]]\n")
    return file


def test_a_log_stopped_between_its_first_two_events_is_played(tmp_path: Path) -> None:
    log = EventLog(tmp_path / "log.db")
    opening = Opened(scenario=SCENARIO.name, document=SCENARIO.document, seed=5, language="en",
                     secret="secret")  # fmt: skip
    log.append("ABCDEF", opening)
    log.close()
    told = play(SCENARIO, 5, "en", seeds=2, script=answers(tmp_path), log=tmp_path / "log.db")
    assert len(told.teams) == 1
    log = EventLog(tmp_path / "log.db")
    assert log.rooms() == ["ABCDEF"]
    log.close()


def test_an_edited_scenario_of_the_same_name_is_not_resumed_as_it_was(tmp_path: Path) -> None:
    log = EventLog(tmp_path / "log.db")
    exercise = RunningExercise.open(log, SCENARIO, 5, "en", ["North"])
    assert log.opening(exercise.room.code).is_of(small_exercise())
    log.close()
    edited = small_exercise(title="Another title")
    with pytest.raises(RefusedError, match="as it was before it was changed"):
        play(edited, 5, "en", seeds=2, script=answers(tmp_path), log=tmp_path / "log.db")


@pytest.mark.parametrize(
    "damage",
    [
        {"kind": "decided", "team": "Nobody", "round": 0, "steps": []},
        {"kind": "left", "person": "nobody"},
        {"kind": "round-closed", "round": 77},
        {"kind": "round-closed", "round": -3},
        {"kind": "passed", "played": float("inf")},
        {"kind": "paced", "speed": 0.0, "automatic": True},
        {"kind": "opened", "scenario": "s", "document": {}, "seed": 1, "language": "en",
         "secret": "s"},
        {"kind": "drafted", "person": "a", "round": 0, "steps": ["no step"]},
        "no event",
        None,
    ],
)  # fmt: skip
def test_a_damaged_log_is_refused_with_file_and_event(tmp_path: Path, damage: object) -> None:
    path = tmp_path / "log.db"
    log = EventLog(path)
    code = opened(log).room.code
    log.close()
    with sqlite3.connect(path) as base:
        base.execute(
            "INSERT INTO events (room, body) VALUES (?, ?)", (code, json.dumps(damage).encode())
        )
    base.close()
    log = EventLog(path)
    with pytest.raises(ShitstormError, match=r"event 4.*open another room") as refused:
        RunningExercise.resume(log, code)
    assert str(path) in str(refused.value)
    log.close()


def test_a_log_whose_scenario_is_damaged_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "log.db"
    log = EventLog(path)
    broken = {**DOCUMENT, "crowd": "none"}
    log.append("ABCDEF", Opened(scenario="s", document=broken, seed=1, language="en", secret="s"))
    with pytest.raises(ShitstormError, match=r"log\.db"):
        RunningExercise.resume(log, "ABCDEF")
    log.close()


def test_several_events_are_kept_together_or_not_at_all(tmp_path: Path) -> None:
    log = EventLog(tmp_path / "log.db")
    begun = RoundBegun(round=0)
    broken = Decided.model_construct(team="North", round=0, steps=object())
    with pytest.raises(Exception, match="object"):
        log.append("ABCDEF", begun, broken)
    assert log.events("ABCDEF") == []
    log.append("ABCDEF", begun)
    assert log.events("ABCDEF") == [begun]
    log.close()


# -- people ---------------------------------------------------------------------------------------


def test_team_and_role_stay_during_a_round_unless_the_facilitator_moves_somebody() -> None:
    exercise = opened()
    ann = exercise.join("Ann", "North", "lead")
    exercise.begin_round()
    for change in (
        lambda: exercise.join("Ann", "South", "lead", ann.person),
        lambda: exercise.join_new_team("Ann", "West", "lead", ann.person),
    ):
        with pytest.raises(RefusedError, match="stay as they are"):
            change()
    assert list(exercise.room.teams) == ["North", "South"]
    exercise.join("Anna", "North", "lead", ann.person)
    exercise.join("Late", "South", "lead")
    exercise.move(ann.person, "South")
    assert exercise.room.members[ann.person].team == "South"
    exercise.close_round()
    exercise.join("Anna", "North", "lead", ann.person)


def test_a_person_or_an_empty_team_can_be_removed_for_good() -> None:
    log = EventLog()
    exercise = opened(log)
    ann = exercise.join("Ann", "North", "lead")
    with pytest.raises(RefusedError, match="only an empty team"):
        exercise.remove_team("North")
    exercise.remove(ann.person)
    with pytest.raises(RefusedError, match="not in this room"):
        exercise.submit(ann.person, [])
    exercise.join("Ann", "South", "lead")
    exercise.remove_team("North")
    again = RunningExercise.resume(log, exercise.room.code).room
    assert list(again.teams) == ["South"]
    assert [member.pseudonym for member in again.members.values()] == ["Ann"]
