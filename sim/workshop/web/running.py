"""Run a workshop from the command line, or delete one."""

from dataclasses import dataclass
from pathlib import Path

from sim.brand import read_brand
from sim.exercise.decisions import windows
from sim.exercise.words.encoder import encoder
from sim.language.typesetting import Language
from sim.scenario import Scenario
from sim.workshop.web import startup
from sim.workshop.web.app import serve
from sim.workshop.web.forgetting import forget
from sim.workshop.web.garbage import CollectorBetweenRounds
from sim.workshop.web.server_log import server_log
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
    room: str | None = None
    """Code of the room to continue, whatever the scenario has become since."""
    brand: Path | None = None
    """File with the client's name, logo and colours."""
    name: str | None = None
    """Own name or address that leads here, through a proxy perhaps."""


def run(
    scenario: Scenario, language: Language, seed: int, seeds: int, settings: RoomSettings
) -> None:
    """Open a room, or continue it, and serve it until it is stopped from the keyboard."""
    windows(scenario)  # refuses a scenario without an exercise
    brand = None if settings.brand is None else read_brand(settings.brand)
    host, port, folder = settings.host, settings.port, settings.folder
    own = None if settings.name is None else startup.own_name(settings.name, port)
    startup.free_port(host, port)
    with startup.opened_folder(folder) as log:
        if settings.room is not None:
            exercise, begins = startup.continued_room(log, settings.room)
        else:
            exercise, begins = startup.opened_room(
                log, scenario, language, seed, settings.teams, settings.new
            )
        where, network = startup.address(host, port) if own is None else (own, True)
        startup.preparing(exercise)
        encoder()  # loaded here, before anybody's words wait for it
        session = WebSession(exercise, folder / exercise.room.code, where, seeds)
        session.brand = brand
        session.all_told = CollectorBetweenRounds()

        def announce() -> None:
            startup.announce(exercise, where, session.identity.projector_key, begins, network)

        with server_log(folder):
            serve(session, host, port, () if own is None else (own,), announce)


def forget_room(folder: Path, room: str) -> None:
    """Delete a room and all of its files."""
    with startup.opened_folder(folder) as log:
        forget(log, folder, room)
