"""The debrief of a room, kept in the room's folder. Its page is written anew after a note."""

import hashlib
import json
from collections.abc import Callable, Mapping
from dataclasses import replace
from pathlib import Path
from typing import Literal, get_args

from sim.brand import Brand
from sim.engines.resumable import UNWRITTEN
from sim.exercise.debrief.calibration import Given, with_forecasts
from sim.exercise.debrief.coalitions import Method, effort, seeds_at_once
from sim.exercise.debrief.files import RESULTS, save, save_results
from sim.exercise.debrief.handout import DEBRIEF, debrief_page
from sim.exercise.debrief.hindsight import with_hindsight
from sim.exercise.debrief.kept import results_of
from sim.exercise.debrief.plausible import enough_for_models
from sim.exercise.debrief.replays import (
    debrief,
    debrief_at_once,
    enough_for_luck,
)
from sim.exercise.debrief.results import Coming, Debrief
from sim.exercise.debrief.stage_record import (
    notes_told,
    save_stage_tables,
    stage_html,
    stage_record,
)
from sim.exercise.debrief.ways import plans_played, rounds_played, with_ends
from sim.exercise.decisions import Decided, document
from sim.exercise.running import RunningExercise
from sim.files import write
from sim.results import Record
from sim.results.writing import written_folder

STAMP = "played.txt"
"""Names the decisions that the kept debrief is of."""
FIRST_SEEDS = 4
"""Pairs of runs of the first debrief, which is there at once, at most: large stories get fewer."""
FIRST: Method = "made"
Stage = Literal["played", "first", "full", "hindsight"]
STAGES: tuple[Stage, ...] = get_args(Stage)
"""The storms as played at once, first figures of what decisions changed, the fair ones, and what
could have been done besides."""


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
        plans, played = plans_played(room), rounds_played(room)
        given = {team: dict(forecasts) for team, forecasts in room.forecasts.items()}
    stamp = _stamp(plans, played, given, room.seed, seeds)
    made = _kept(folder, stamp)
    if made is None or (stage == "hindsight" and made.hindsight is None):
        if stage == "hindsight" and made is not None:
            made = with_hindsight(made, exercise.scenario, plans, progress, processes=True)
        elif stage == "played":
            made = debrief_at_once(
                exercise.scenario, plans, room.seed, room.language, _lived(exercise)
            )
        else:
            pairs, method = seeds, None
            if stage == "first":
                most = min(FIRST_SEEDS, seeds)
                pairs, method = seeds_at_once(exercise.scenario, _decisions(plans), most), FIRST
            made = debrief(
                exercise.scenario, plans, room.seed, room.language, pairs, progress, folder, method
            )
            if stage != "first":
                made = with_forecasts(made, exercise.scenario, plans, given)
        made = with_ends(made, exercise.scenario, played)
        pairs = effort(exercise.scenario, _decisions(plans), seeds).seeds
        made = replace(made, coming=coming(stage, pairs, any(given.values())))
        save(made, started, folder)
        write(folder / STAMP, stamp if stage in ("full", "hindsight") else "")
    return made


def coming(stage: Stage, pairs: int, forecasts: bool) -> list[Coming]:
    """Return the parts that come after a stage, with so many pairs of runs in the end."""
    found: list[Coming] = ["shares", "what_ifs"] if stage == "played" else []
    if stage in ("played", "first"):
        found += ["luck"] if enough_for_luck(pairs) else []
        found += ["models"] if enough_for_models(pairs) else []
        found += ["forecasts"] if forecasts else []
    return found if stage == "hindsight" else [*found, "hindsight"]


def _decisions(plans: Mapping[str, Decided]) -> list[int]:
    """Return how many decisions each team has made."""
    return [sum(map(len, decided.values())) for decided in plans.values()]


def _lived(exercise: RunningExercise) -> dict[str, Record]:
    """Return the storms that were lived through while the rounds were played, by team."""
    story, seed = exercise.scenario, exercise.room.seed
    return {
        team: Record.from_output(output, story, UNWRITTEN, seed, "compiled")
        for team, output in exercise.lived().items()
    }


def write_page(
    results: Debrief, exercise: RunningExercise, folder: Path, brand: Brand | None = None
) -> None:
    """Write the hand-out, the results and the tables of the stage with the notes as they are."""
    record, speech = stage_record(exercise), exercise.speech
    stage = stage_html(record, speech)
    timed = {each.team: each.notes for each in record.teams}
    notes = dict(exercise.room.notes)
    page = debrief_page(results, speech.started, notes, stage, brand, timed)
    write(folder / DEBRIEF, page)
    with written_folder(folder) as unfinished:
        save_results(results, speech.started, notes_told(record, speech), unfinished)
        save_stage_tables(record, speech, unfinished)


def write_slides(results: Debrief, started: float, file: Path, brand: Brand | None) -> None:
    """Write the slides of a debrief. It needs python-pptx."""
    from sim.exercise.debrief.slides import debrief_slides  # noqa: PLC0415 (an extra)

    command = f"shitstorm debrief {file.parent.name} --pptx {file.name}"
    debrief_slides(results, started, file, command, brand)


def _stamp(
    plans: dict[str, Decided], rounds: Mapping[str, int], given: Given, seed: int, seeds: int
) -> str:
    """Return a digest of what the debrief depends on."""
    steps = {
        name: {n: [document(each) for each in decided[n]] for n in sorted(decided)}
        for name, decided in plans.items()
    }
    spans = {
        team: {n: (each.low, each.high, each.way) for n, each in forecasts.items()}
        for team, forecasts in given.items()
    }
    played = json.dumps([steps, rounds, spans, seed, seeds], sort_keys=True)
    return hashlib.sha256(played.encode()).hexdigest()


def _kept(folder: Path, stamp: str) -> Debrief | None:
    """Return the debrief in the folder, if it is of these decisions."""
    try:
        if (folder / STAMP).read_text(encoding="utf-8") != stamp:
            return None
        values = json.loads((folder / RESULTS).read_text(encoding="utf-8"))
        return results_of(values)
    except (OSError, ValueError, RecursionError):
        return None
