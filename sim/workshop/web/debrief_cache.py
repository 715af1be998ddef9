"""The debrief of a room, kept in the room's folder. Its page is written anew after a note."""

import hashlib
import json
from collections.abc import Callable
from dataclasses import fields
from pathlib import Path
from typing import Any, Literal, get_args

from pydantic import TypeAdapter

from sim.brand import Brand
from sim.exercise.debrief.calibration import Given, with_forecasts
from sim.exercise.debrief.coalitions import Method, seeds_at_once
from sim.exercise.debrief.files import save
from sim.exercise.debrief.handout import DEBRIEF, debrief_page
from sim.exercise.debrief.hindsight import with_hindsight
from sim.exercise.debrief.replays import debrief, plans_played
from sim.exercise.debrief.results import Debrief, Difference
from sim.exercise.debrief.stage_record import save_stage_tables, stage_html, stage_record
from sim.exercise.decisions import Decided, document
from sim.exercise.running import RunningExercise
from sim.files import write
from sim.results.writing import written_folder

RESULTS = "debrief.json"
STAMP = "played.txt"
"""Names the decisions that the kept debrief is of."""
FIRST_SEEDS = 4
"""Pairs of runs of the first debrief, which is there at once, at most: large stories get fewer."""
FIRST: Method = "made"
Stage = Literal["first", "full", "hindsight"]
STAGES: tuple[Stage, ...] = get_args(Stage)
"""A first debrief at once, the whole one, and what could have been done besides."""
NUMBERS = {field.name for field in fields(Difference)} - {"measure", "unit"}
_READ: TypeAdapter[Debrief] = TypeAdapter(Debrief)


def debrief_of(
    exercise: RunningExercise,
    folder: Path,
    seeds: int,
    stage: Stage,
    progress: Callable[[int, int], None],
) -> Debrief:
    """Return the debrief of this stage, or of a later one that is kept."""
    room, started = exercise.room, exercise.scenario.clock.start_hours
    with exercise.lock:
        plans = plans_played(room)
        given = {team: dict(forecasts) for team, forecasts in room.forecasts.items()}
    stamp = _stamp(plans, given, room.seed, seeds)
    made = _kept(folder, stamp)
    if made is None or (stage == "hindsight" and made.hindsight is None):
        if stage == "hindsight" and made is not None:
            made = with_hindsight(made, exercise.scenario, plans, progress, processes=True)
        else:
            pairs, method = seeds, None
            if stage == "first":
                made_by = [sum(map(len, decided.values())) for decided in plans.values()]
                most = min(FIRST_SEEDS, seeds)
                pairs, method = seeds_at_once(exercise.scenario, made_by, most), FIRST
            made = debrief(
                exercise.scenario, plans, room.seed, room.language, pairs, progress, folder, method
            )
            if stage != "first":
                made = with_forecasts(made, exercise.scenario, plans, given)
        save(made, started, folder)
        write(folder / STAMP, "" if stage == "first" else stamp)
    return made


def write_page(
    results: Debrief, exercise: RunningExercise, folder: Path, brand: Brand | None = None
) -> None:
    """Write the hand-out with the notes as they are now, and the tables of the stage."""
    record, speech = stage_record(exercise), exercise.speech
    stage = stage_html(record, speech)
    timed = {each.team: each.notes for each in record.teams}
    notes = dict(exercise.room.notes)
    page = debrief_page(results, speech.started, notes, stage, brand, timed)
    write(folder / DEBRIEF, page)
    with written_folder(folder) as unfinished:
        save_stage_tables(record, speech, unfinished)


def _stamp(plans: dict[str, Decided], given: Given, seed: int, seeds: int) -> str:
    """Return a digest of what the debrief depends on."""
    steps = {
        name: {n: [document(each) for each in decided[n]] for n in sorted(decided)}
        for name, decided in plans.items()
    }
    spans = {
        team: {n: (each.low, each.high, each.way) for n, each in forecasts.items()}
        for team, forecasts in given.items()
    }
    played = json.dumps([steps, spans, seed, seeds], sort_keys=True)
    return hashlib.sha256(played.encode()).hexdigest()


def _kept(folder: Path, stamp: str) -> Debrief | None:
    """Return the debrief in the folder, if it is of these decisions."""
    try:
        if (folder / STAMP).read_text(encoding="utf-8") != stamp:
            return None
        values = json.loads((folder / RESULTS).read_text(encoding="utf-8"))
        return _READ.validate_python(_with_nan(values))
    except (OSError, ValueError, RecursionError):
        return None


def _with_nan(values: Any) -> Any:
    """Turn JSON's null back into NaN where a number is meant."""
    if isinstance(values, dict):
        return {
            key: float("nan") if inner is None and key in NUMBERS else _with_nan(inner)
            for key, inner in values.items()
        }
    return [_with_nan(inner) for inner in values] if isinstance(values, list) else values
