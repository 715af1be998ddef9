"""What a team sees: its own page and nothing of others."""

from sim.exercise.decisions import preparation_hours
from sim.exercise.log import EventLog
from sim.exercise.running import RunningExercise
from sim.exercise.team_view import view
from sim.results.severity import LEVELS
from sim.scenario import load_scenario
from tests.exercise.small_exercise import PROMISE, UPDATE, small_exercise


def test_a_team_sees_its_storm_from_the_first_round_to_the_last() -> None:
    exercise = RunningExercise.open(EventLog(), small_exercise(), seed=5, language="de")
    exercise.add_team("North")
    exercise.add_team("South")
    before = view(exercise, "North")
    assert (before.round, before.moment) == (0, "Sonntag um 16\u00a0Uhr")
    assert before.until == "Sonntag um 22\u00a0Uhr"
    assert before.minutes == 5
    assert before.staff_hours == 12.0
    exercise.begin_round()
    exercise.decide("North", [PROMISE])
    now = view(exercise, "North")
    assert now.round == 0
    assert [response.do for response in exercise.room.teams["North"][0]] == ["promise"]
    assert exercise.room.submitted == {"North": 1}
    assert not exercise.room.teams["South"]
    exercise.close_round()
    for _ in range(2):
        exercise.begin_round()
        exercise.close_round()
    end = view(exercise, "North")
    assert end.now == 48.0
    assert end.title == end.until == ""
    assert len(end.curves.hours) == len(end.curves.critical) == len(end.curves.defending) == 192
    assert 0 <= end.severity < len(LEVELS)
    assert end.promises_open + end.promises_broken <= 1
    assert end.staff_used == 0.5
    assert any(post.text == PROMISE["words"] for post in end.posts)
    assert all(post.text != PROMISE["words"] for post in view(exercise, "South").posts)
    critical = [post for post in end.posts if post.kind in ("affected", "bandwagon")]
    assert 0 < len(critical) <= end.critical_affected + end.critical_bandwagon


def test_the_effort_of_decisions_is_the_staff_s() -> None:
    assert preparation_hours([PROMISE["do"], UPDATE["do"], "roadmap"]) == 3.0
    assert preparation_hours([]) == 0.0


def test_what_a_character_has_done_since_an_evening_is_told_after_it() -> None:
    exercise = RunningExercise.open(EventLog(), load_scenario("analytics-outage"), 7, "de", ["N"])
    told = "Probiert seit Sonntagabend ein anderes Programm aus."
    exercise.begin_round()
    exercise.close_round()
    early = view(exercise, "N").characters
    assert told not in early.values(), "it is Sunday, 20:00"
    exercise.begin_round()
    exercise.close_round()
    late = view(exercise, "N").characters
    assert told in late.values()
    assert early.keys() == late.keys()
