"""Run a workshop from the command line, or delete one."""

from dataclasses import dataclass
from pathlib import Path

from sim.exercise.decisions import windows
from sim.language.typesetting import Language
from sim.scenario import Scenario
from sim.workshop.web import startup
from sim.workshop.web.app import serve
from sim.workshop.web.session import WebSession


@dataclass(frozen=True, slots=True)
class RoomSettings:
    """Folder and address of a room, and how it begins."""

    folder: Path
    host: str
    port: int
    teams: int
    """Teams at the start."""
    new: bool
    """Open another room even if there is one to continue."""


def run(
    scenario: Scenario, language: Language, seed: int, seeds: int, settings: RoomSettings
) -> None:
    """Open a room, or continue it, and serve it until it is stopped from the keyboard."""
    windows(scenario)  # refuses a scenario without an exercise
    host, port, folder = settings.host, settings.port, settings.folder
    startup.free_port(host, port)
    with startup.opened_folder(folder) as log:
        exercise, continued = startup.opened_room(
            log, scenario, language, seed, settings.teams, settings.new
        )
        where, network = startup.address(host, port)
        startup.preparing(exercise)
        session = WebSession(exercise, folder / exercise.room.code, where, seeds)
        serve(
            session,
            host,
            port,
            lambda: startup.announce(exercise, where, session.projector_key, continued, network),
        )


def forget_room(folder: Path, room: str) -> None:
    """Delete a room and all of its files."""
    with startup.opened_folder(folder) as log:
        startup.forget(log, folder, room)
