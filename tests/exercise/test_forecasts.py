"""Forecasts of teams: kept, scored honestly, and told without grading anybody."""

from pathlib import Path

import numpy as np
import pytest

from sim.exercise.debrief.calibration import best_forecast, calibration, verdict, with_forecasts
from sim.exercise.debrief.files import tables
from sim.exercise.debrief.forecast_said import calibration_said
from sim.exercise.debrief.replays import debrief
from sim.exercise.forecast import TeamForecast, interval_score, way_of
from sim.exercise.log import EventLog
from sim.exercise.refusals import RefusedError
from sim.exercise.running import RunningExercise
from sim.exercise.texts import speech_for
from sim.language.typesetting import LANGUAGES
from tests.exercise.small_exercise import script, small_exercise

OBSERVER = {"title": {"en": "Observer"}, "card": {"en": "You look on."}}
ROLES = {**script()["roles"], "observer": OBSERVER}
SCENARIO = small_exercise(exercise={**script(), "roles": ROLES})


def test_no_other_span_scores_better_than_the_middle_of_what_comes() -> None:
    """The score is proper: whoever says what they believe fares best."""
    came = np.random.default_rng(1).gamma(3.0, 2.0, 4000)
    low, high = np.quantile(came, [0.1, 0.9])
    best = interval_score(low, high, came)
    for shift in (-2.0, -0.5, 0.5, 2.0):
        assert interval_score(max(0.0, low + shift), high, came) > best
        assert interval_score(low, high + shift, came) > best


def test_a_span_beside_what_came_pays_ten_times_the_distance() -> None:
    assert interval_score(2.0, 4.0, [3.0]) == 2.0
    assert interval_score(2.0, 4.0, [5.0]) == pytest.approx(12.0)
    assert interval_score(2.0, 4.0, [1.5]) == pytest.approx(7.0)


def test_small_changes_go_no_way() -> None:
    assert [way_of(10.0, after) for after in (11.9, 12.1, 7.9, 8.1)] == [
        "same",
        "up",
        "down",
        "same",
    ]
    assert [way_of(0.0, after) for after in (0.9, 1.0)] == ["same", "up"]


def test_narrow_misplaced_and_wide_spans_are_told_apart() -> None:
    assert verdict(0.3, 0.2) == "too_sure"
    assert verdict(0.3, 1.4) == "beside"
    assert verdict(1.0, 4.0) == "too_unsure"
    assert verdict(0.8, 1.0) == "fits"


def test_a_forecast_is_kept_replaced_refused_and_left_with_its_round(tmp_path: Path) -> None:
    log = EventLog(tmp_path / "log.db")
    room = RunningExercise.open(log, SCENARIO, teams=["A"])
    person = room.join("Ida", "A", "lead").person
    observer = room.join("Ole", "A", "observer").person
    with pytest.raises(RefusedError) as closed:
        room.foretell(person, 1.0, 2.0)
    assert closed.value.key == "busy_waiting"
    room.begin_round()
    room.foretell(person, 9.0, 3.0, "up")  # in the wrong order
    for low, high in ((-1.0, 2.0), (0.0, 1e6), (float("nan"), 2.0)):
        with pytest.raises(RefusedError):
            room.foretell(person, low, high)
    with pytest.raises(RefusedError):
        room.foretell(observer, 1.0, 2.0)
    room.close_round()
    room.begin_round()
    room.foretell(person, 4.0, 8.0)
    again = RunningExercise.resume(log, room.room.code).room
    assert again.forecasts == {
        "A": {0: TeamForecast(3.0, 9.0, "up", "Ida"), 1: TeamForecast(4.0, 8.0, None, "Ida")}
    }
    room.close_round()
    room.rewind(1)
    assert list(room.room.forecasts["A"]) == [0]


def test_forecasts_are_held_against_the_storm_and_against_its_chance() -> None:
    window = {0: [], 1: []}
    given = {n: TeamForecast(0.0, 500.0, "up", "Ida") for n in (0, 1)}
    wide = calibration(SCENARIO, 3, window, given)
    narrow = calibration(SCENARIO, 3, window, {0: TeamForecast(900.0, 901.0, None, "Ida")})
    assert wide is not None
    assert narrow is not None
    assert (wide.held, wide.covered, wide.verdict) == (2, 1.0, "too_unsure")
    assert (narrow.held, narrow.covered, narrow.verdict) == (0, 0.0, "too_sure")
    assert narrow.score > wide.score > 1.0
    first = wide.outcomes[0]
    assert first.chance_low <= first.chance_high
    exact = calibration(
        SCENARIO, 3, window, {0: TeamForecast(first.chance_low, first.chance_high, None, "Ida")}
    )
    assert exact is not None
    assert exact.verdict == "fits"
    assert calibration(SCENARIO, 3, window, {}) is None


def test_the_debrief_tells_and_exports_them_and_names_the_best() -> None:
    plans = {"A": {0: []}, "B": {0: []}}
    made = debrief(SCENARIO, plans, 3, seeds=2, method="made")
    given = {
        "A": {n: TeamForecast(0.0, 900.0, "down", "Ida") for n in (0, 1)},
        "B": {n: TeamForecast(0.0, 60.0, None, "Ole") for n in (0, 1)},
    }
    told = with_forecasts(made, SCENARIO, plans, given)
    found = best_forecast(told)
    assert found is not None
    assert found[0] == "B"
    assert best_forecast(made) is None
    beside = {"A": {n: TeamForecast(900.0, 901.0, None, "Ida") for n in (0, 1)}}
    assert best_forecast(with_forecasts(made, SCENARIO, plans, beside)) is None
    rows = tables(told)["forecasts"]
    assert tuple(rows[1])[:5] == ("A", 1, 0.0, 900.0, "down")
    assert len(rows) == 5
    for language in LANGUAGES:
        lines = list(calibration_said(found[1], speech_for(SCENARIO, language)))
        assert len(lines) == 3
