"""Running a workshop from the command line, and forgetting one."""

from pathlib import Path

from sim.exercise.decisions import windows
from sim.language.typesetting import Language
from sim.scenario import Scenario
from sim.workshop.web import startup
from sim.workshop.web.app import serve
from sim.workshop.web.session import WebSession


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
    startup.free_port(host, port)
    with startup.opened_folder(folder) as log:
        exercise, goes_on = startup.opened_room(log, scenario, language, seed, teams, new)
        where, network = startup.address(host, port)
        startup.preparing(exercise)
        session = WebSession(exercise, folder / exercise.room.code, where, seeds)
        serve(
            session,
            host,
            port,
            lambda: startup.announce(exercise, where, session.projector_key, goes_on, network),
        )


def forget_room(folder: Path, room: str) -> None:
    """Delete a room and all of its files."""
    with startup.opened_folder(folder) as log:
        startup.forget(log, folder, room)
