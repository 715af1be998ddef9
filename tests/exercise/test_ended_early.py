"""A debrief of rounds that were not all played judges those that were, and says so."""

from dataclasses import replace
from pathlib import Path

import pytest

from sim.exercise.debrief.calibration import with_forecasts
from sim.exercise.debrief.files import save
from sim.exercise.debrief.handout import debrief_page, team_results
from sim.exercise.debrief.headlines import (
    best_with_sight_said,
    ended_said,
    no_best_said,
    no_decisions_said,
    played_said,
    what_ifs_shown,
)
from sim.exercise.debrief.hindsight import with_hindsight
from sim.exercise.debrief.kept import read_debrief
from sim.exercise.debrief.plausible import over_models_said
from sim.exercise.debrief.replays import debrief
from sim.exercise.debrief.results import (
    AgainstPlan,
    Card,
    Debrief,
    EndedEarly,
    OverModels,
)
from sim.exercise.debrief.ways import rounds_played, with_ends
from sim.exercise.decisions import Decided, parse_decisions, windows
from sim.exercise.log import EventLog
from sim.exercise.running import RunningExercise
from sim.exercise.texts import ExerciseSpeech
from sim.language.speech import LANGUAGES
from sim.language.typesetting import Language
from tests.exercise.small_exercise import PROMISE, small_exercise

SCENARIO, SEED = small_exercise(), 5
WINDOWS = windows(SCENARIO)
STARTED = SCENARIO.clock.start_hours
TALKS: Decided = {0: parse_decisions([PROMISE], WINDOWS[0], SCENARIO)}
SAID = {
    "en": "Played until Monday 08:00; what follows was worked out with no further word from you.",
    "de": "Gespielt bis Montag, 8\xa0Uhr; danach ohne weitere Äußerung weitergerechnet.",
    "fr": "Joué jusqu’à lundi 8\xa0h\xa0; la suite est calculée sans autre intervention de votre "
    "part.",
}


def speech_of(language: Language) -> ExerciseSpeech:
    return ExerciseSpeech(language, STARTED)


@pytest.fixture(scope="module")
def early() -> Debrief:
    """Two teams that have played two of three rounds, one of them in silence."""
    teams = {"North": TALKS, "Silent": {}}
    made = debrief(SCENARIO, teams, SEED, seeds=2, method="made")
    made = with_ends(made, SCENARIO, {"North": 2, "Silent": 2})
    return with_hindsight(with_forecasts(made, SCENARIO, teams, {}), SCENARIO, teams)


def test_rounds_that_were_not_played_are_judged_in_no_team(early: Debrief) -> None:
    assert early.hindsight is not None
    assert len(early.hindsight.steps) == 2
    for team in early.teams:
        assert [each.round for each in team.alternatives] == [0, 1]
        assert team.ended_early == EndedEarly(2, WINDOWS[1].end)
        assert list(best_with_sight_said(team, early.hindsight, speech_of("en")))


def test_a_team_that_played_on_is_not_held_against_fewer_rounds(early: Debrief) -> None:
    assert early.hindsight is not None
    longer = replace(early.teams[0], alternatives=[*early.teams[0].alternatives] * 2)
    assert not list(best_with_sight_said(longer, early.hindsight, speech_of("en")))


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_page_says_once_where_play_ended_and_marks_it(
    early: Debrief, language: Language
) -> None:
    told, speech = replace(early, language=language), speech_of(language)
    assert played_said(told, speech) == SAID[language]
    page = debrief_page(told, STARTED)
    assert page.count(SAID[language]) == 1 + len(told.teams), (
        "on top and at the figures of each team"
    )
    end = speech.say("end_of_play")
    assert page.count(f">{end}<") == 2, "in both charts"
    assert page.count("<polyline") == 2 * (2 * 2 + len(told.what_if_curves)), "dotted from there"
    assert speech.say("no_decisions") not in page
    assert speech.say("no_decisions_played") in page
    assert page.count(speech.say("plans_go_on", day="X", time="Y").partition("X")[0]) == 2
    whole = [replace(team, ended_early=None) for team in told.teams]
    page = debrief_page(replace(told, teams=whole), STARTED)
    assert SAID[language] not in page
    assert f">{end}<" not in page
    assert speech.say("no_decisions") in page


def test_teams_that_ended_at_different_times_are_named(early: Debrief) -> None:
    first, second = early.teams
    told = replace(early, teams=[first, replace(second, ended_early=None)])
    assert played_said(told, speech_of("en")) == f"North: {SAID['en']}"


def test_an_exercise_without_any_round_says_that() -> None:
    speech, none = speech_of("de"), EndedEarly(0, WINDOWS[0].begin)
    made = debrief(SCENARIO, {"North": {}}, SEED, "de", 2, method="made")
    made = with_ends(made, SCENARIO, {"North": 0})
    assert made.teams[0].ended_early == none
    assert ended_said(none, speech).startswith("Es wurde keine Runde gespielt")
    assert no_decisions_said(made.teams[0], speech) == ""
    told = with_hindsight(made, SCENARIO, {"North": {}})
    assert told.teams[0].alternatives == []
    assert speech.say("hindsight_heading") not in debrief_page(told, STARTED)


def test_it_is_read_again_as_it_was_written(early: Debrief, tmp_path: Path) -> None:
    save(early, STARTED, tmp_path / "debrief")
    again, _ = read_debrief(tmp_path / "debrief")
    assert [team.ended_early for team in again.teams] == [t.ended_early for t in early.teams]


def test_rounds_are_counted_on_each_way_that_was_left() -> None:
    exercise = RunningExercise.open(EventLog(), SCENARIO, SEED, "en", ["North"])
    for _ in range(2):
        exercise.begin_round()
        exercise.decide("North", [PROMISE])
        exercise.close_round()
    exercise.begin_round()
    exercise.decide("North", [{"do": "apology"}])
    exercise.rewind(1)
    exercise.close()
    assert list(rounds_played(exercise.room).values()) == [1, 3]


# -- what is said -----------------------------------------------------------------------------


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_silent_team_is_not_held_against_silence(early: Debrief, language: Language) -> None:
    speech, (north, silent) = speech_of(language), early.teams
    against = [
        AgainstPlan("honest", "Honest", 0, 15, 0.0, 0.2),
        AgainstPlan("silence", speech.say("what_if_silence"), 15, 15, 0.8, 1.0),
    ]
    over = OverModels(15, 30, None, None, None, 100.0, older=False, against=against)
    said = [list(over_models_said(replace(t, over_models=over), speech)) for t in (north, silent)]
    none = {"en": "in none of 15", "de": "in keinem der 15", "fr": "dans aucun des 15"}[language]
    assert len(said[0]) == 3
    assert none in said[0][0]
    assert "15 von 15" not in said[0][1]
    assert len(said[1]) == 2
    assert speech.say("what_if_silence") not in "".join(said[1])
    assert len(what_ifs_shown(north)) == len(what_ifs_shown(silent)) + 1


def test_without_a_best_decision_that_is_said_once_it_is_known(early: Debrief) -> None:
    speech = speech_of("de")
    turning, best = (Card(kind, "Runde 1", "Nichts.", []) for kind in ("turning", "best"))
    team = replace(early.teams[0], cards=[turning])
    known = replace(early, method="exact")
    said = "Keine Entscheidung hat sicher genützt."
    assert no_best_said(team, known, speech) == said
    assert said in team_results(team, known, speech)
    assert no_best_said(team, early, speech) == "", "a first version does not know yet"
    assert no_best_said(replace(team, cards=[best, turning]), known, speech) == ""
    assert no_best_said(early.teams[1], known, speech) == ""


def test_a_headline_of_cards_counts_none() -> None:
    for language, number in (("en", "three"), ("de", "drei"), ("fr", "trois")):
        assert number not in speech_of(language).say("cards_heading")
