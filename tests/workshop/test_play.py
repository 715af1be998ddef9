"""The exercise in a terminal and in a pipe, up to the debrief."""

import csv
import io
import json
from dataclasses import replace
from pathlib import Path

import pytest
from typer.testing import CliRunner

import sim
from sim.cli import app
from sim.errors import InputError, ShitstormError
from sim.exercise.debrief.files import plain
from sim.exercise.debrief.headlines import loudness, what_changed_most
from sim.exercise.debrief.replays import debrief, what_ifs
from sim.exercise.debrief.results import COMPARED, Debrief
from sim.exercise.decisions import parse_response
from sim.exercise.events import Closed, TeamAdded
from sim.exercise.log import EventLog
from sim.exercise.refusals import RefusedError
from sim.exercise.running import RunningExercise
from sim.scenario import Plan, load_scenario
from sim.workshop.terminal.answers_file import scripted
from sim.workshop.terminal.play import play
from sim.workshop.terminal.screen import spark
from tests.exercise.small_exercise import DOCUMENT, PROMISE, UPDATE, script, small_exercise

SCENARIO = small_exercise()
ANSWERS = """
[[rounds]]
decisions = [{ do = "promise", deadline = "Sun 20:00", words = "[b]=Tonight[/b]" }]
[[rounds]]
[[rounds]]
decisions = [{ do = "apology", words = "We are sorry." }, { do = "fixed-notice" }]
"""


@pytest.fixture
def answers(tmp_path: Path) -> Path:
    """A file of answers."""
    path = tmp_path / "answers.toml"
    path.write_text(ANSWERS, encoding="utf-8")
    return path


def rows(path: Path) -> list[dict[str, str]]:
    return list(csv.DictReader(path.read_text(encoding="utf-8").splitlines()))


# -- playing ------------------------------------------------------------------------------


def test_a_script_is_played_to_the_debrief(
    answers: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    out = tmp_path / "out"
    told = play(SCENARIO, 5, "en", seeds=4, script=answers, out=out)
    shown = capsys.readouterr().out
    assert "“[b]=Tonight[/b]”" in shown, "what is typed is shown as it is"
    for part in (
        "Round 3 of 3",
        "Debrief",
        "You said Sunday at 20:00.",
        "Three questions",
        "Silence",
    ):
        assert part in shown
    assert [one.do for one in told.teams[0].decisions] == ["promise", "apology", "fixed-notice"]
    assert told.teams[0].promises == ["Promised Sunday at 16:00 for Sunday at 20:00: broken"]
    assert {path.name for path in out.iterdir()} == {
        "debrief.html", "debrief.json", "curves.csv", "measures.csv", "decisions.csv",
        "what-ifs.csv", "alternatives.csv", "forecasts.csv", "plausible-models.csv",
    }  # fmt: skip
    assert json.loads((out / "debrief.json").read_text())["seeds"] == 4
    assert len(rows(out / "decisions.csv")) == 3 * len(COMPARED)
    assert {row["what_if"] for row in rows(out / "what-ifs.csv")} == {
        "The honest roadmap from the start, the best plan known", "Silence",
    }  # fmt: skip


def test_the_same_answers_give_the_same_debrief(answers: Path) -> None:
    one, other = (play(SCENARIO, 5, "en", seeds=3, script=answers) for _ in range(2))
    assert one == other


def test_a_pipe_answers_line_by_line(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    typed = [
        "77", "8", "Sun 21:00", "", "Back by 9 pm.",  # a promise: no slip
        "1", "", "All is well. It is only a small delay.", "w", "We see it.", "",  # read, rewritten
        "r1", "8", "never", "",  # taken back; a time that is none
        "",
    ]  # fmt: skip
    monkeypatch.setattr("sys.stdin", io.StringIO("\n".join(typed) + "\n"))
    told = play(SCENARIO, 5, "en", seeds=3)
    shown = capsys.readouterr().out
    assert "There is no such choice." in shown
    assert "This could read as playing it down" in shown
    assert "“never” does not fit here (promised time)" in shown
    assert [(one.do, one.words) for one in told.teams[0].decisions] == [
        ("acknowledgement", "We see it.")
    ]


@pytest.mark.parametrize(("language", "word"), [("de", "Auswertung"), ("fr", "Bilan")])
def test_it_speaks_the_participants_language(
    language: str, word: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr("sys.stdin", io.StringIO(""))
    told = play(SCENARIO, 5, language, seeds=2)  # type: ignore[arg-type]
    assert word in capsys.readouterr().out
    assert not told.teams[0].decisions


def test_what_was_begun_goes_on(answers: Path, tmp_path: Path) -> None:
    log = EventLog(tmp_path / "log.db")
    begun = RunningExercise.open(log, SCENARIO, seed=5)
    begun.add_team("you")
    begun.begin_round()
    begun.decide("you", [PROMISE])
    begun.close_round()
    log.close()
    told = play(SCENARIO, 9, "de", seeds=2, script=answers, log=tmp_path / "log.db")
    assert told.seed == 5
    assert [one.do for one in told.teams[0].decisions] == ["promise", "apology", "fixed-notice"]
    assert told.teams[0].decisions[0].words == PROMISE["words"]
    again = play(SCENARIO, 9, "de", seeds=2, script=answers, log=tmp_path / "log.db")
    assert again.seed == 9, "a finished exercise is begun anew"


def test_a_log_stopped_before_its_team_was_added_goes_on(answers: Path, tmp_path: Path) -> None:
    log = EventLog(tmp_path / "log.db")
    code = RunningExercise.open(log, SCENARIO, seed=4).room.code
    log.close()
    told = play(SCENARIO, 9, "en", seeds=2, script=answers, log=tmp_path / "log.db")
    assert len(told.teams) == 1
    log = EventLog(tmp_path / "log.db")
    assert log.rooms() == [code]
    assert isinstance(log.events(code)[-1], Closed)
    log.close()


def test_a_log_stopped_before_it_was_closed_goes_on_to_the_debrief(tmp_path: Path) -> None:
    log = EventLog(tmp_path / "log.db")
    begun = RunningExercise.open(log, SCENARIO, seed=5)
    begun.add_team("you")
    for _ in begun.windows:
        begun.begin_round()
        begun.close_round()
    code = begun.room.code
    log.close()
    told = play(SCENARIO, 9, "en", seeds=2, log=tmp_path / "log.db")
    assert told.seed == 5
    log = EventLog(tmp_path / "log.db")
    assert isinstance(log.events(code)[-1], Closed)
    log.close()


def test_a_log_that_lost_its_opening_is_refused(answers: Path, tmp_path: Path) -> None:
    log = EventLog(tmp_path / "log.db")
    log.append("LOST", TeamAdded(team="North"))
    log.close()
    with pytest.raises(ShitstormError, match=r"room LOST does not begin with its opening; open"):
        play(SCENARIO, 9, "en", seeds=2, script=answers, log=tmp_path / "log.db")


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("[[rounds]]\n" * 4, "has 4 rounds; the exercise has 3"),
        ("rounds = 3", "rounds: must be a list"),
        ("[[rounds]]\ndecided = []", "rounds.0.decided"),
        ("= 3", "1:1: is neither a .table. nor key = value"),
        ('[[rounds]]\ndecisions = [{ do = "promis" }]', "round 1: there is no response 'promis'"),
        (
            "[[rounds]]\n" * 2 + 'decisions = [{ do = "fixed-notice", at = "Sun 16:00" }]',
            "round 2: fixed",
        ),
    ],
)
def test_a_wrong_file_of_answers_is_said_so(tmp_path: Path, text: str, said: str) -> None:
    path = tmp_path / "answers.toml"
    path.write_text(text)
    with pytest.raises(InputError, match=said):
        scripted(path, SCENARIO)
    with pytest.raises(InputError, match="cannot be read"):
        scripted(tmp_path / "none.toml", SCENARIO)


def test_the_command_plays_a_shipped_exercise(tmp_path: Path) -> None:
    words = ["play", "analytics-outage", "--seeds", "2", "--seed", "3", "--language", "fr"]
    ended = CliRunner().invoke(app, [*words, "--out", str(tmp_path)], input="", color=False)
    assert ended.exit_code == 0, ended.output
    assert "Tour 7 sur 7" in ended.output
    assert (tmp_path / "debrief.json").exists()


def test_an_exercise_has_a_seed_of_its_own(tmp_path: Path) -> None:
    own = load_scenario("excluded-profession").exercise
    assert own is not None
    for said, seed in (([], own.seed), (["--seed", "3"], 3)):
        out = tmp_path / str(seed)
        words = ["play", "excluded-profession", "--seeds", "2", "--out", str(out), *said]
        assert CliRunner().invoke(app, words, input="").exit_code == 0
        assert json.loads((out / "debrief.json").read_text())["seed"] == seed


def test_a_story_without_an_exercise_is_refused() -> None:
    ended = CliRunner().invoke(app, ["play", "quiet-week"], input="")
    assert isinstance(ended.exception, RefusedError)
    assert "quiet-week has no [exercise], so it cannot be played; add one" in str(ended.exception)


# -- the debrief --------------------------------------------------------------------------


def told_of(*first_round: dict[str, object]) -> Debrief:
    decided = [parse_response(step) for step in first_round]
    return debrief(SCENARIO, {"North": {0: decided}, "South": {}}, 5, seeds=12)


def added_by_the_promise() -> float:
    """The same difference, run by hand."""
    late = {"do": "promise", "deadline": "Sun 18:00", "at": "+240min"}
    plans = {
        "with": Plan(summary="with", steps=[parse_response(late)]),
        "without": Plan(summary="without"),
    }
    story = SCENARIO.model_copy(update={"plans": plans})
    runs = sim.compare(story, seeds=[5, 1, 2, 3, 4, 6, 7, 8, 9, 10, 11, 12]).measures
    mean = runs.groupby("plan")["critical_posts_total"].mean()
    return float(mean["with"] - mean["without"])


def test_effects_are_the_storm_with_a_decision_minus_without_it() -> None:
    told = told_of({"do": "promise", "deadline": "Sun 18:00", "at": "+240min"})
    north, south = told.teams
    (promise,) = north.decisions
    assert [one.measure for one in promise.effects] == list(COMPARED)
    assert promise.effects[1].low <= promise.effects[1].mean <= promise.effects[1].high
    assert promise.effects[1].mean == pytest.approx(added_by_the_promise())
    assert not south.decisions
    silence = south.what_ifs[1]
    assert silence.label == "Silence"
    assert all(one.mean == 0.0 for one in silence.differences)
    assert north.measures["promises_broken"] == 1.0


def test_curves_share_their_hours() -> None:
    told = told_of(PROMISE | {"at": "+240min"}, UPDATE | {"at": "+240min", "until": "Sun 22:00"})
    curves = [team.curve for team in told.teams] + told.what_if_curves
    assert {tuple(curve.hours) for curve in curves} == {tuple(float(h) for h in range(1, 49))}
    assert told.teams[1].curve.rate == told.what_if_curves[1].rate


def test_the_debrief_says_what_changed_most() -> None:
    told = told_of({"do": "promise", "deadline": "Sun 18:00", "at": "+240min"})
    north, south = told.teams
    (effect,) = [one for one in north.decisions[0].effects if one.measure == "critical_posts_total"]
    said = what_changed_most(north, told)
    assert ("Promise of a time (Sunday at 16:00)" in said) == effect.clear
    assert what_changed_most(south, told).startswith("No single decision")
    assert "Loudest: " in loudness(told)
    assert "Silence: " in loudness(replace(told, teams=[north]))


@pytest.mark.parametrize(
    ("best", "called"),
    [("talk", {"honest_best", "silence"}), ("say-nothing", {"honest", "silence_best"})],
)
def test_silence_and_honesty_are_named_when_they_are_the_best(best: str, called: set[str]) -> None:
    quiet = {"summary": "Nothing is said.", "steps": []}
    scenario = small_exercise(
        exercise={**script(), "best": best},
        plans={**DOCUMENT["plans"], "say-nothing": quiet},
    )
    assert scenario.exercise is not None
    assert what_ifs(scenario, scenario.exercise).keys() == called


def test_nobody_played() -> None:
    with pytest.raises(RefusedError, match="nobody has played"):
        debrief(SCENARIO, {}, 5)


def test_small_things() -> None:
    assert plain("=1+1") == "'=1+1"
    assert spark([0, 1, 8], 3) == " ▁█"
    assert spark([], 3) == ""
    assert len(spark(list(range(100)), 30)) <= 30
