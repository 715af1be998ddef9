"""The debrief of a room: how long until it can be read, the whole one, and what could have been.

``python -m tests.benchmarks debrief`` measures every shipped exercise.
``python -m tests.benchmarks.debrief SCENARIO TEAMS full`` plays one with so many teams, each with
decisions of its own, and prints seconds by the clock as JSON, up to the stage that is named last.
Other work on the machine makes them longer.
"""

import json
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

from tests.benchmarks.measuring import Line, Lines, at_most, in_fresh_process

CASE = "analytics-outage"
EXERCISES = (CASE, "excluded-profession", "data-leak")
LIMITS = {3: 60.0, 8: 180.0}
"""Seconds for the whole debrief with fair shares, by the number of teams."""
FIRST = 5.0
"""Seconds until a debrief can be read."""
KINDS: tuple[dict[str, Any], ...] = (
    {"do": "promise", "deadline": "estimate"},
    {"do": "interim-update", "every": "6h"},
    {"do": "apology"},
    {"do": "roadmap"},
    {"do": "downplaying"},
)


def lines(quick: bool) -> Lines:
    """Every exercise with three teams and with eight. The case with three if it has to be quick."""
    for exercise in EXERCISES:
        for teams, most in LIMITS.items():
            what = f"{exercise}, debrief of {teams} teams"
            if quick and (exercise, teams) != (CASE, min(LIMITS)):
                yield Line(what, "left out by --quick")
                continue
            last = "hindsight" if exercise == CASE else "full"
            seen = in_fresh_process("debrief", exercise, str(teams), last)
            yield at_most(f"{what}: can be read", seen["played"], FIRST, " s")
            yield Line(f"{what}: first shares", f"{seen['first']:.1f} s")
            yield at_most(f"{what}: whole, with fair shares", seen["full"], most, " s")
            if last == "hindsight":
                yield Line(f"{what}: and what could have been done", f"{seen[last]:.0f} s")


def main(scenario: str, teams: int, last: str) -> None:
    """Play, and print the seconds since the end at which each stage was there."""
    from sim.exercise.log import EventLog
    from sim.exercise.running import RunningExercise
    from sim.scenario import load_scenario
    from sim.workshop.web.debrief_cache import STAGES, debrief_of

    story = load_scenario(scenario)
    assert story.exercise is not None
    exercise = RunningExercise.open(
        EventLog(), story, story.exercise.seed, "en", map(str, range(teams))
    )
    for number in range(len(exercise.windows)):
        exercise.begin_round()
        for team in range(teams):
            if (team + number) % 3:
                exercise.decide(str(team), [KINDS[(2 * team + number) % len(KINDS)]])
        exercise.close_round()
    exercise.close()
    seen = {}
    with tempfile.TemporaryDirectory() as folder:
        begin = time.perf_counter()
        for stage in STAGES:
            debrief_of(exercise, Path(folder), 30, stage, lambda done, all_: None)
            seen[stage] = time.perf_counter() - begin
            if stage == last:
                break
    print(json.dumps(seen))


if __name__ == "__main__":
    main(sys.argv[1], int(sys.argv[2]), sys.argv[3])
