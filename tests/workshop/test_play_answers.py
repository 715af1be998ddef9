"""In the terminal, too, single posts are answered, and one says how sure one is."""

import io
from pathlib import Path

import pytest

from sim.exercise.log import EventLog
from sim.exercise.running import RunningExercise
from sim.language.typesetting import Language
from sim.workshop.terminal.decision_prompt import person_of
from sim.workshop.terminal.play import play
from tests.exercise.small_exercise import small_exercise

SCENARIO = small_exercise()


@pytest.fixture(autouse=True)
def no_hindsight(monkeypatch: pytest.MonkeyPatch) -> None:
    """Leave out what takes longest. Other tests have it."""
    monkeypatch.setattr("sim.workshop.terminal.play.with_hindsight", lambda results, *_: results)


class Terminal(io.StringIO):
    """Lines that somebody types at a terminal."""

    def isatty(self) -> bool:
        return True


def typed(*lines: str) -> str:
    return "".join(f"{line}\n" for line in lines)


def kept(log: Path) -> RunningExercise:
    """The exercise of a log, as it stands there."""
    events = EventLog(log)
    exercise = RunningExercise.resume(events, events.rooms()[-1])
    events.close()
    return exercise


@pytest.mark.parametrize(
    ("language", "counted", "how_sure"),
    [
        ("en", "You have answered 1 of", "How sure you were"),
        ("de", "Sie haben in dieser Runde auf 1 von", "Wie sicher Sie waren"),
        (
            "fr",
            "Plaintes auxquelles vous avez répondu pendant ce tour : 1 sur",
            "À quel point vous étiez sûrs",
        ),
    ],
)
def test_posts_are_answered_and_the_forecast_is_judged_in_the_debrief(
    language: Language,
    counted: str,
    how_sure: str,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    tmp_path: Path,
) -> None:
    lines = typed("f 3 12,5 -", "", "a1", "We are working on it.", "f 9 2 +", "", "")
    monkeypatch.setattr("sys.stdin", io.StringIO(lines))
    told = play(SCENARIO, 5, language, seeds=2, log=tmp_path / "log.db")
    shown = capsys.readouterr().out
    room = kept(tmp_path / "log.db").room
    (team,) = room.teams
    assert [(one.round, one.text) for one in room.answers] == [(1, "We are working on it.")]
    spans = {n: (one.low, one.high, one.way) for n, one in room.forecasts[team].items()}
    assert spans == {0: (3.0, 12.5, "down"), 1: (2.0, 9.0, "up")}
    assert any(one.do == "individual-answers" for one in told.teams[0].decisions)
    found = told.teams[0].calibration
    assert found is not None
    assert [outcome.round for outcome in found.outcomes] == [0, 1]
    for part in (counted, how_sure):
        assert part in shown.replace("\u00a0", " ")


def test_what_does_not_fit_is_said_and_nothing_is_kept(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    lines = typed("f 3", "f 3 20000", "f 1 1,2,3", "a99", "a1", "", "f", "")
    monkeypatch.setattr("sys.stdin", io.StringIO(typed("") + lines))
    play(SCENARIO, 5, "en", seeds=2, log=tmp_path / "log.db")
    shown = capsys.readouterr().out
    assert shown.count("There is no such choice.") == 2, "half a forecast, and no such post"
    assert shown.count("Write two numbers from 0 to 9999.") == 2
    room = kept(tmp_path / "log.db").room
    assert not room.answers
    assert not any(room.forecasts.values())


def test_whoever_sits_at_a_terminal_is_asked_and_may_leave_it_out(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    rounds = ("", "", "4", "8", "=", "f 1 2", "", "", "", "", "")
    monkeypatch.setattr("sys.stdin", Terminal(typed(*rounds)))
    play(SCENARIO, 5, "en", seeds=2, log=tmp_path / "log.db")
    shown = capsys.readouterr().out
    assert shown.count("How sure are you?") == 2, "not where it was typed before"
    assert "Last round you estimated 4 to 8. It came to" in shown
    given = next(iter(kept(tmp_path / "log.db").room.forecasts.values()))
    assert {n: (one.low, one.high, one.way) for n, one in given.items()} == {
        0: (4.0, 8.0, "same"), 1: (1.0, 2.0, None),
    }  # fmt: skip


def test_what_was_answered_and_estimated_before_a_power_cut_counts(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    log = EventLog(tmp_path / "log.db")
    begun = RunningExercise.open(log, SCENARIO, 5, "en", ["Us"])
    person = person_of(begun, "Us")
    begun.begin_round()
    begun.close_round()
    begun.begin_round()
    begun.foretell(person, 2.0, 9.0, "up")
    post = next(p for p in reversed(begun.page("Us")) if p.kind not in ("company", "press"))
    begun.answer_post(person, post.number, "We hear you.")
    log.close()  # all of it is on the disk; whoever goes on joins as the same person
    monkeypatch.setattr("sys.stdin", io.StringIO(""))
    told = play(SCENARIO, 5, "en", seeds=2, log=tmp_path / "log.db")
    shown = capsys.readouterr().out
    assert "Your estimate: 2 to 9 critical posts an hour, up." in shown
    assert told.teams[0].calibration is not None
    room = kept(tmp_path / "log.db").room
    assert len(room.members) == 1
    assert [one.text for one in room.answers] == ["We hear you."]


def test_the_wait_for_the_debrief_is_never_silent(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr("sys.stdin", io.StringIO(typed("f 1 2", "")))
    play(SCENARIO, 5, "en", seeds=2)
    shown = capsys.readouterr().out
    waits = [
        "Replaying with some of the decisions only",
        "Trying what could have been done in each round",
        "Holding your estimates against other chance",
        "Debrief",
    ]
    places = [shown.index(text) for text in waits]
    assert places == sorted(places)
