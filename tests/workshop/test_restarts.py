"""Forty people at once, and a process that is killed in the middle of a round."""

import os
import signal
import statistics
import subprocess
import sys
import threading
import time
from pathlib import Path

from sim.exercise.debrief.results import Debrief
from sim.exercise.events import Decided
from sim.exercise.log import EventLog
from sim.exercise.running import RunningExercise
from sim.exercise.team_view import view
from sim.workshop.terminal.play import play
from tests.exercise.small_exercise import UPDATE, small_exercise

ROOT = Path(__file__).parents[2]
CHILD = """
import sys
from pathlib import Path
from sim.workshop.terminal.play import play
from tests.exercise.small_exercise import small_exercise
play(small_exercise(), 5, "en", seeds=2, log=Path(sys.argv[1]))
"""
WRITER = """
import sys
from pathlib import Path
from sim.exercise.running import RunningExercise
from sim.exercise.log import EventLog
from tests.exercise.small_exercise import UPDATE, small_exercise
exercise = RunningExercise.open(EventLog(Path(sys.argv[1])), small_exercise(), seed=5)
exercise.add_team("North")
exercise.begin_round()
exercise.decide("North", [{"do": "roadmap", "words": "First we check."}])
exercise.close_round()
exercise.begin_round()
for number in range(100_000):
    exercise.decide("North", [UPDATE | {"words": str(number)}])
    print(number, flush=True)
"""
PEOPLE, TEAMS, EACH = 40, 8, 5


def test_forty_people_in_eight_teams_lose_nothing(tmp_path: Path) -> None:
    log = EventLog(tmp_path / "log.db")
    exercise = RunningExercise.open(log, small_exercise(), seed=5)
    for team in range(TEAMS):
        exercise.add_team(str(team))
    exercise.begin_round()
    took: list[float] = []

    def submit(person: int) -> None:
        for number in range(EACH):
            begin = time.perf_counter()
            words = f"{person}-{number}"
            exercise.decide(str(person % TEAMS), [UPDATE | {"words": words}], str(person))
            view(exercise, str(person % TEAMS))
            took.append(time.perf_counter() - begin)

    threads = [threading.Thread(target=submit, args=(person,)) for person in range(PEOPLE)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    kept = [event for event in log.events(exercise.room.code) if isinstance(event, Decided)]
    said = {event.steps[0].words for event in kept}
    assert said == {f"{person}-{number}" for person in range(PEOPLE) for number in range(EACH)}
    assert statistics.median(took) < 1.0
    log.close()


def test_a_killed_player_goes_on_in_the_same_round(tmp_path: Path) -> None:
    path = tmp_path / "log.db"
    child = subprocess.Popen(
        [sys.executable, "-c", CHILD, str(path)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
        cwd=ROOT,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
    )
    assert child.stdin is not None
    assert child.stdout is not None
    child.stdin.write("3\n\nFirst we check.\n\n\n")  # a roadmap, its words kept, submitted
    child.stdin.flush()
    while "Round 2 of 3" not in (line := child.stdout.readline()):
        assert line, "it ended too soon"
    child.send_signal(signal.SIGKILL)
    child.stdin.close()
    child.stdout.close()
    child.wait()
    answers = tmp_path / "answers.toml"
    answers.write_text('[[rounds]]\n[[rounds]]\ndecisions = [{ do = "apology" }]\n')
    told: Debrief = play(small_exercise(), 5, "en", seeds=2, script=answers, log=path)
    assert [one.do for one in told.teams[0].decisions] == ["roadmap", "apology"]
    assert told.teams[0].decisions[0].words == "First we check."


def test_killed_while_it_writes_a_room_is_rebuilt_and_its_storm_goes_on_alike(
    tmp_path: Path,
) -> None:
    path = tmp_path / "log.db"
    child = subprocess.Popen(
        [sys.executable, "-c", WRITER, str(path)],
        stdout=subprocess.PIPE,
        text=True,
        cwd=ROOT,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
    )
    assert child.stdout is not None
    said = [child.stdout.readline() for _ in range(30)]
    child.send_signal(signal.SIGKILL)
    said += child.stdout.readlines()
    child.stdout.close()
    child.wait()
    log = EventLog(path)
    resumed = RunningExercise.resume(log, log.rooms()[0])
    words = resumed.room.teams["North"][1][0].words
    assert int(words) in (len(said) - 1, len(said))
    resumed.close_round()
    never_fell = RunningExercise.open(EventLog(), small_exercise(), seed=5)
    never_fell.add_team("North")
    for steps in resumed.room.teams["North"].values():
        never_fell.begin_round()
        never_fell.decide("North", steps)
        never_fell.close_round()
    assert never_fell.room.teams == resumed.room.teams
    assert view(never_fell, "North").posts == view(resumed, "North").posts
    ours, theirs = (one.storm("North").run.series for one in (resumed, never_fell))
    assert all((ours[name] == theirs[name]).all() for name in theirs)
    log.close()
