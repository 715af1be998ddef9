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
from sim.exercise.debrief.replays import Decided, debrief, ways_played
from sim.exercise.debrief.results import Debrief, Difference
from sim.exercise.running import Exercise
from sim.files import write

KEPT = "debrief.json"
STAMP = "played.txt"
"""Which decisions the kept debrief is of."""
_READ: TypeAdapter[Debrief] = TypeAdapter(Debrief)
NUMBERS = {field.name for field in fields(Difference)} - {"measure", "unit"}

Progress = Callable[[int, int], None]


def look_back(
    exercise: Exercise, folder: Path, wanted: int, seeds: int, progress: Progress
) -> Debrief:
    """The debrief of what has been played, on so many pairs of runs.

    If the one that is ``wanted`` in the end is in the folder, that one.
    """
    ways = played(exercise)
    room = exercise.room
    kept = _kept(folder, _stamp(ways, room.seed, wanted))
    if kept is not None:
        return kept
    stamp = _stamp(ways, room.seed, seeds)
    told = debrief(exercise.scenario, ways, room.seed, room.language, seeds, progress)
    save(told, exercise.scenario.clock.start_hours, folder)
    write(folder / STAMP, stamp)
    return told


def played(exercise: Exercise) -> dict[str, Decided]:
    """Every way that was played; teams that nobody was in and that did nothing are left out."""
    with exercise.lock:
        room = exercise.room
        ways = ways_played(room)
        empty = {
            team for team, decided in room.teams.items()
            if not any(decided.values()) and not room.of_team(team)
        }  # fmt: skip
        kept: dict[str, Decided] = {name: dict(decided) for name, decided in ways.items()}
        return {name: one for name, one in kept.items() if name not in empty} or kept


def write_page(told: Debrief, exercise: Exercise, folder: Path) -> None:
    """The hand-out with the notes as they are now."""
    page = debrief_page(told, exercise.scenario.clock.start_hours, dict(exercise.room.notes))
    write(folder / "debrief.html", page)


def _stamp(ways: dict[str, Decided], seed: int, seeds: int) -> str:
    """What the debrief depends on, in short."""
    told = json.dumps([ways, seed, seeds], sort_keys=True, default=str)
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
