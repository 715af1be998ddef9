"""The debrief of a room: how long until the first one, the whole one, and what could have been.

``python -m tests.benchmarks.debrief TEAMS`` plays an exercise with so many teams, each with
decisions of its own, and prints seconds by the clock as JSON. Other work on the machine makes
them longer.
"""

import json
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

from tests.benchmarks.measuring import Line, Lines, at_most, in_fresh_process

SCENARIO = "analytics-outage"
LIMITS = {3: 60.0, 8: 180.0}
"""Seconds for the whole debrief with fair shares, by the number of teams."""
FIRST = 5.0
"""Seconds for the first debrief."""
KINDS: tuple[dict[str, Any], ...] = (
    {"do": "promise", "deadline": "estimate"},
    {"do": "interim-update", "every": "6h"},
    {"do": "apology"},
    {"do": "roadmap"},
    {"do": "downplaying"},
)


def lines(quick: bool) -> Lines:
    """Three teams, and eight unless it has to be quick."""
    for teams, most in LIMITS.items():
        if quick and teams > min(LIMITS):
            yield Line(f"debrief of {teams} teams", "left out by --quick")
            continue
        seen = in_fresh_process("debrief", str(teams))
        what = f"debrief of {teams} teams"
        yield at_most(f"{what}: the first one", seen["first"], FIRST, " s")
        yield at_most(f"{what}: whole, with fair shares", seen["full"], most, " s")
        yield Line(f"{what}: and what could have been done", f"{seen['hindsight']:.0f} s")


def main(teams: int) -> None:
    """Play, and print the seconds since the end at which each stage was there."""
    from sim.exercise.log import EventLog
    from sim.exercise.running import RunningExercise
    from sim.scenario import load_scenario
    from sim.workshop.web.debrief_cache import STAGES, debrief_of

    story = load_scenario(SCENARIO)
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
    print(json.dumps(seen))


if __name__ == "__main__":
    main(int(sys.argv[1]))
