"""The stages of a room's debrief: what is there at once, and what is still being worked out."""

import json
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

pytest.importorskip("nicegui", reason="needs the extra [workshop]")

import sim
from sim.exercise.debrief.handout import debrief_page, team_results
from sim.exercise.debrief.results import AS_PLAYED, EndedEarly
from sim.exercise.log import EventLog
from sim.exercise.running import RunningExercise
from sim.exercise.texts import ExerciseSpeech
from sim.language.typesetting import Language
from sim.workshop.web.debrief_cache import STAGES, Stage, coming, debrief_of, write_page
from tests.exercise.small_exercise import PROMISE, UPDATE, play_to_the_end, script, small_exercise

DECISIONS = {
    "North": [[PROMISE], [], [UPDATE]],
    "South": [[{"do": "apology"}], [UPDATE], []],
    "Silent": [[], [], []],
}


def played(language: Language = "en") -> RunningExercise:
    """A room that has been played to its end, with an observer."""
    roles = {name: {"title": {"en": name}, "card": {"en": "?"}} for name in ("lead", "observer")}
    story = small_exercise(exercise={**script(), "roles": roles})
    exercise = RunningExercise.open(EventLog(), story, 5, language, list(DECISIONS))
    exercise.join("Ida", "Silent", "lead")
    play_to_the_end(exercise, DECISIONS)
    return exercise


def of_stage(exercise: RunningExercise, folder: Path, stage: Stage, seeds: int = 6) -> Any:
    """The debrief of a stage."""
    return debrief_of(exercise, folder, seeds, stage, lambda done, of: None)


def test_what_can_be_read_at_once_runs_no_team_again_and_stays_as_it_is(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    exercise = played()
    run, simulate = [], sim.simulate
    monkeypatch.setattr(
        sim, "simulate", lambda story, plan, seed: run.append(plan) or simulate(story, plan, seed)
    )
    early = of_stage(exercise, tmp_path, "played")
    assert sorted(run) == sorted(("honest_best", "silence")), "the other plans, once each"
    assert (early.method, early.seeds) == (AS_PLAYED, 1)
    later = of_stage(exercise, tmp_path, "full")
    assert later.what_if_curves == early.what_if_curves
    for before, after in zip(early.teams, later.teams, strict=True):
        assert json.dumps(before.measures) == json.dumps(after.measures)
        assert (before.curve, before.promises) == (after.curve, after.promises)
        made = [(each.moment, each.label, each.words, each.place) for each in before.decisions]
        assert made == [
            (each.moment, each.label, each.words, each.place) for each in after.decisions
        ]
        assert all(each.effects for each in after.decisions)


def test_a_room_that_was_ended_early_is_lived_through_to_the_end(tmp_path: Path) -> None:
    exercise = RunningExercise.open(EventLog(), small_exercise(), 5, "en", ["North"])
    exercise.begin_round()
    exercise.decide("North", [PROMISE])
    exercise.close()
    assert exercise.lived() == {}
    early, later = (of_stage(exercise, tmp_path, stage) for stage in ("played", "full"))
    assert early.teams[0].measures.keys() == later.teams[0].measures.keys()
    assert early.teams[0].curve == later.teams[0].curve
    assert [each.teams[0].ended_early for each in (early, later)] == [
        EndedEarly(1, exercise.windows[0].end)
    ] * 2
    exercise.rewind(1)
    for _ in exercise.windows[1:]:
        exercise.begin_round()
        exercise.close_round()
    exercise.close()
    assert of_stage(exercise, tmp_path, "full").teams[0].ended_early is None, "played in silence"


def test_a_stage_names_what_comes_later_and_nothing_else() -> None:
    assert coming("played", 30, forecasts=True) == [
        "shares", "what_ifs", "luck", "models", "forecasts", "hindsight",
    ]  # fmt: skip
    assert coming("first", 30, forecasts=False) == ["luck", "models", "hindsight"]
    assert coming("first", 6, forecasts=True) == ["luck", "forecasts", "hindsight"]
    assert coming("first", 2, forecasts=False) == ["hindsight"]
    assert coming("full", 30, forecasts=True) == ["hindsight"]
    assert coming("hindsight", 30, forecasts=True) == []


@pytest.mark.parametrize("language", ["en", "de", "fr"])
def test_what_is_missing_says_that_it_is_being_worked_out(
    tmp_path: Path, language: Language
) -> None:
    exercise = played(language)
    speech = ExerciseSpeech(language)
    say = speech.say
    for stage in STAGES:
        results = of_stage(exercise, tmp_path, stage)
        page = debrief_page(results, 0.0)
        for name in ("shares", "what_ifs", "luck", "hindsight"):
            line = page.partition('data-testid="coming">')[2].partition("</p>")[0]
            assert (say(f"coming_{name}") in line) == (name in results.coming), (stage, name)
        assert ("<h4>" + say("decisions_made") in page) == (stage == "played")
        silent = next(team for team in results.teams if team.team == "Silent")
        north = next(team for team in results.teams if team.team == "North")
        assert say("no_decisions") in team_results(silent, results, speech, True)
        shown = team_results(north, results, speech, pending=True)
        assert say("no_decisions") not in shown
        assert ('data-testid="coming"' in shown) == (stage in ("played", "first"))
        assert 'data-testid="coming"' not in team_results(north, results, speech, pending=False)
    none = replace(results, coming=[])
    assert 'data-testid="coming"' not in debrief_page(none, 0.0)


def test_notes_stand_in_the_results_with_what_they_are_tied_to(tmp_path: Path) -> None:
    exercise = played()
    owl = exercise.join("Owl", "North", "observer").person
    exercise.take_note("Calm in the room.")
    exercise.take_note("A time, at once?", "North", "decision", "Promise.", owl, "0-0")
    exercise.take_note("They read it.", "North", "message", "Any comment?", target="1-sent-0-0")
    exercise.take_note("Nobody answers.", "South", "post", "Still nothing.", target="17")
    results = of_stage(exercise, tmp_path, "played")
    kept = tmp_path / "debrief.json"
    assert json.loads(kept.read_text("utf-8"))["notes"] == []
    write_page(results, exercise, tmp_path)
    told = json.loads(kept.read_text("utf-8"))
    notes = told["notes"]
    assert [note["text"] for note in notes] == [
        "Calm in the room.", "A time, at once?", "They read it.", "Nobody answers.",
    ]  # fmt: skip
    assert [note["tied_to"] for note in notes] == [
        None, {"round": 0, "place": 0}, {"message": "1-sent-0-0"}, {"post": 17},
    ]  # fmt: skip
    assert [note["role"] for note in notes] == ["facilitator", "observer", *2 * ["facilitator"]]
    assert [note["team"] for note in notes] == [None, "North", "North", "South"]
    assert (notes[1]["by"], notes[1]["quote"], notes[1]["about"]) == ("Owl", "Promise.", "decision")
    assert notes[0]["moment"] == exercise.speech.full_moment(exercise.windows[-1].end)
    north = next(team for team in told["teams"] if team["team"] == "North")
    decision = next(each for each in north["decisions"] if (each["round"], each["place"]) == (0, 0))
    assert decision["do"] == "promise"
    of_stage(exercise, tmp_path, "full")
    write_page(of_stage(exercise, tmp_path, "full"), exercise, tmp_path)
    again = of_stage(exercise, tmp_path, "full")
    assert again.method != AS_PLAYED, "results with notes are read again"
    assert len(json.loads(kept.read_text("utf-8"))["notes"]) == 4
