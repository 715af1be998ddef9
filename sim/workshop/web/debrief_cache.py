"""The debrief of a room: replayed aside, kept in the room's folder, written anew after a note."""

import hashlib
import json
from collections.abc import Callable
from dataclasses import fields
from pathlib import Path
from typing import Any

from pydantic import TypeAdapter, ValidationError

from sim.exercise.debrief.files import save
from sim.exercise.debrief.handout import debrief_page
from sim.exercise.debrief.replays import debrief, plans_played
from sim.exercise.debrief.results import Debrief, Difference
from sim.exercise.decisions import Decided, document
from sim.exercise.running import RunningExercise
from sim.files import write

KEPT = "debrief.json"
STAMP = "played.txt"
"""Which decisions the kept debrief is of."""
_READ: TypeAdapter[Debrief] = TypeAdapter(Debrief)
NUMBERS = {field.name for field in fields(Difference)} - {"measure", "unit"}

Progress = Callable[[int, int], None]


def look_back(
    exercise: RunningExercise, folder: Path, wanted: int, seeds: int, progress: Progress
) -> Debrief:
    """The debrief of what has been played, on so many pairs of runs.

    If the one that is ``wanted`` in the end is in the folder, that one.
    """
    with exercise.lock:
        ways = plans_played(exercise.room)
    room = exercise.room
    kept = _kept(folder, _stamp(ways, room.seed, wanted))
    if kept is not None:
        return kept
    stamp = _stamp(ways, room.seed, seeds)
    told = debrief(exercise.scenario, ways, room.seed, room.language, seeds, progress)
    save(told, exercise.scenario.clock.start_hours, folder)
    write(folder / STAMP, stamp)
    return told


def write_page(told: Debrief, exercise: RunningExercise, folder: Path) -> None:
    """The hand-out with the notes as they are now."""
    page = debrief_page(told, exercise.scenario.clock.start_hours, dict(exercise.room.notes))
    write(folder / "debrief.html", page)


def _stamp(ways: dict[str, Decided], seed: int, seeds: int) -> str:
    """What the debrief depends on, in short."""
    steps = {
        name: {n: [document(each) for each in decided[n]] for n in sorted(decided)}
        for name, decided in ways.items()
    }
    told = json.dumps([steps, seed, seeds], sort_keys=True, default=str)
    return hashlib.sha256(told.encode()).hexdigest()


def _kept(folder: Path, stamp: str) -> Debrief | None:
    """The debrief in the folder, if it is of these decisions."""
    try:
        if (folder / STAMP).read_text(encoding="utf-8") != stamp:
            return None
        values = json.loads((folder / KEPT).read_text(encoding="utf-8"))
        return _READ.validate_python(_with_nan(values))
    except (OSError, ValueError, ValidationError):
        return None


def _with_nan(values: Any) -> Any:
    """JSON's null back to "not a number" where a number is meant."""
    if isinstance(values, dict):
        return {
            key: float("nan") if inner is None and key in NUMBERS else _with_nan(inner)
            for key, inner in values.items()
        }
    return [_with_nan(inner) for inner in values] if isinstance(values, list) else values
