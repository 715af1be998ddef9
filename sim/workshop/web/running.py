"""Running a workshop from the command line, and forgetting one."""

from pathlib import Path

from sim.scenario import Scenario
from sim.scenario.exercise import Language
from sim.workshop.decisions import windows
from sim.workshop.web import opening
from sim.workshop.web.hall import Hall
from sim.workshop.web.serving import serve


def run(
    scenario: Scenario,
    language: Language,
    seed: int,
    teams: int,
    seeds: int,
    folder: Path,
    host: str,
    port: int,
    new: bool,
) -> None:
    """Open a room, or go on with it, and serve it until it is stopped from the keyboard."""
    windows(scenario)  # complains if it is no exercise
    opening.free_port(host, port)
    with opening.opened_folder(folder) as log:
        exercise, goes_on = opening.opened_room(log, scenario, language, seed, teams, new)
        where, network = opening.address(host, port)
        opening.preparing(exercise)
        hall = Hall(exercise, folder / exercise.room.code, where, seeds)
        serve(
            hall,
            host,
            port,
            lambda: opening.announce(exercise, where, hall.projector_key, goes_on, network),
        )


def forget_room(folder: Path, room: str) -> None:
    """Delete a room and all of its files."""
    with opening.opened_folder(folder) as log:
        opening.forget(log, folder, room)
