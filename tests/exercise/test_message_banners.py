"""Messages that are not put away are known after a crash, and deadlines run with the round."""

from pathlib import Path

from sim.exercise.log import EventLog
from sim.exercise.running import RunningExercise
from tests.exercise.small_exercise import script, small_exercise


def test_what_was_put_away_and_what_was_not_is_the_same_after_a_crash(tmp_path: Path) -> None:
    path = tmp_path / "log.db"
    log = EventLog(path)
    exercise = RunningExercise.open(log, small_exercise(), seed=5, teams=["North"])
    person = exercise.join("Rosa", "North", "lead").person
    exercise.begin_round()
    exercise.inject("journalist", "Any comment?", minutes=2)
    first, second = exercise.inbox("North")
    exercise.put_away(person, first.key)
    exercise.put_away("nobody", second.key)  # a page of somebody who has been removed
    again = RunningExercise.resume(EventLog(path), exercise.room.code)
    assert again.inbox("North") == [first, second]
    assert again.room.seen == {person: {first.key}}
    assert again.inbox("North")[1].due == exercise.room.sent[0].due
    assert 120.0 <= (second.due or 0.0) < 150.0


def test_every_message_has_a_key_of_its_own_also_after_going_back() -> None:
    exercise = RunningExercise.open(EventLog(), small_exercise(), seed=5, teams=["North"])
    keys = []
    for _ in range(2):
        exercise.begin_round()
        for text in ("One.", "Two."):
            exercise.inject("board", text)
        keys += [message.key for message in exercise.inbox("North") if message.inject is None]
        exercise.rewind(0)
    assert len(set(keys)) == 4


def test_a_planned_deadline_and_addressee_arrive_with_the_message() -> None:
    story = script()
    story["injects"][0] |= {"minutes": 3, "to": "lead", "expected": "Call back."}
    exercise = RunningExercise.open(
        EventLog(), small_exercise(exercise=story), seed=5, teams=["North"]
    )
    exercise.begin_round()
    (message,) = exercise.inbox("North")
    assert (message.due, message.to) == (180.0, "lead")
    assert "Call back." not in message.text
