"""Start of the lab on this machine."""

from collections.abc import Callable
from pathlib import Path

import uvicorn
from rich.console import Console
from rich.text import Text

from sim.errors import InputError
from sim.lab.web.app import build_lab
from sim.lab.web.desk import STATES, LabDesk
from sim.language.typesetting import Language
from sim.scenario.library import find, shipped
from sim.workshop.web import startup
from sim.workshop.web.connections import bounded_protocol
from sim.workshop.web.server import AnnouncingServer
from sim.workshop.web.server_log import server_log

LOCAL = ("127.0.0.1", "localhost", "::1")
SHORTEST = 8
"""Characters of a password."""


def run_lab(
    scenario: str | None, folder: Path, language: Language, address: tuple[str, int],
    password: str | None,
) -> None:  # fmt: skip
    """Serve the lab until it is stopped from the keyboard.

    Only this machine reaches it unless ``address`` names another host, which needs a password.
    Raises InputError for a host without a password or a port that is taken.
    """
    host, port = address
    if host not in LOCAL and (password is None or len(password) < SHORTEST):
        raise InputError(
            f"a lab that a network can reach needs a password of at least {SHORTEST} characters; "
            "give one with --password, or leave --host out"
        )
    startup.free_port(host, port)
    folder, name = _place_of(scenario, folder)
    with startup.opened_folder(folder / STATES), server_log(folder / STATES):
        desk = LabDesk(folder, language, password if host not in LOCAL else None)
        if name is not None:
            desk.open(name)
        where, _ = startup.address(host, port)
        path = f"/book/{name}" if name else "/"
        serve_lab(desk, host, port, lambda: announce(desk, where, path))


def _place_of(scenario: str | None, folder: Path) -> tuple[Path, str | None]:
    """Return the folder to work in, and the name of the scenario in it."""
    if scenario is None:
        return folder, None
    path = find(scenario)
    if path == shipped().get(path.stem):
        return folder, path.stem
    if not path.is_file():
        raise InputError(f"{path}: there is no such file; correct its name, or leave it out")
    return path.parent, path.stem


def serve_lab(desk: LabDesk, host: str, port: int, started: Callable[[], None]) -> None:
    """Serve until stopped. No visitor's address is written anywhere."""
    config = uvicorn.Config(
        build_lab(desk), host=host, port=port, http=bounded_protocol(),
        access_log=False, log_config=None, server_header=False,
        timeout_graceful_shutdown=2, ws_max_size=4_000_000,
    )  # fmt: skip
    AnnouncingServer(config, started).run()


def announce(desk: LabDesk, where: str, path: str) -> None:
    """Print the address, and how to stop, in the language of the lab."""
    console, say = Console(highlight=False, soft_wrap=True), startup.terminal_words(desk.language)
    link = f"{where}/enter" if desk.password else f"{where}/enter/{desk.token}?to={path}"
    console.print(Text.assemble((say("lab_address"), "bold"), "   ", link))
    console.print(Text(say("lab_kept"), "dim"))
