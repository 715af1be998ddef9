"""Start of a workshop on this machine: folder, room, address, and what the terminal says."""

import io
import os
import re
import socket
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit, urlunsplit

from rich.console import Console
from rich.text import Text

from sim.errors import InputError, OutputError
from sim.exercise.input import one_line
from sim.exercise.log import EventLog
from sim.exercise.running import MOST_TEAMS, RunningExercise
from sim.exercise.texts import speech_for
from sim.language.speech import Speech
from sim.language.typesetting import Language
from sim.scenario import Scenario

LOG = "rooms.db"
HOST_NAME = re.compile(r"[a-z0-9_.-]+|[0-9a-f:.]+")
NEARBY = 50
"""Ports tried after the one that was asked for, to name a free one."""


@dataclass(frozen=True, slots=True)
class Beginning:
    """How a workshop begins, for the words at its start."""

    continued: bool
    before: str = ""
    """Code of a room of the same command, before the scenario was changed."""


@contextmanager
def opened_folder(folder: Path) -> Iterator[EventLog]:
    """Open the log of a folder that nobody else uses. Only its owner can read it."""
    try:
        folder.mkdir(parents=True, exist_ok=True)
        with suppress(OSError):
            folder.chmod(0o700)
    except OSError as wrong:
        raise OutputError(f"cannot write to {folder}: {wrong.strerror}; choose another") from None
    log = EventLog(folder / LOG, alone=True)
    try:
        yield log
    finally:
        log.close()


def opened_room(
    log: EventLog, scenario: Scenario, language: Language, seed: int, teams: int, new: bool
) -> tuple[RunningExercise, Beginning]:
    """Return the room last opened by the same command, or a new one, and how it begins.

    A room of a scenario that has been changed since is not continued.
    """
    before = ""
    for code in [] if new else reversed(log.rooms()):
        opening = log.opening(code)
        if (opening.scenario, opening.language, opening.seed) != (scenario.name, language, seed):
            continue
        if opening.is_of(scenario):
            return RunningExercise.resume(log, code), Beginning(continued=True)
        before = before or code
    speech = speech_for(scenario, language, "web")
    names = [speech.say("team_name", n=n) for n in range(1, min(teams, MOST_TEAMS) + 1)]
    exercise = RunningExercise.open(log, scenario, seed, language, names)
    return exercise, Beginning(continued=False, before=before)


def continued_room(log: EventLog, room: str) -> tuple[RunningExercise, Beginning]:
    """Return the room of this code, with the scenario as it was when it was opened."""
    return RunningExercise.resume(log, room.strip().upper()), Beginning(continued=True)


# -- the address ----------------------------------------------------------------------------


def free_port(host: str, port: int) -> None:
    """Refuse a port that is taken, and name one that is free."""
    if _free(host, port):
        return
    others = (one for one in range(port + 1, min(port + NEARBY, 65536)) if _free(host, one))
    other = next(others, None)
    instead = f"; {other} is free: --port {other}" if other else "; choose another with --port"
    raise InputError(f"port {port} is taken on {host}{instead}")


def _free(host: str, port: int) -> bool:
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    with socket.socket(family, socket.SOCK_STREAM) as probe:
        if os.name == "posix":
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except PermissionError:
            raise InputError(
                f"port {port} is not open to ordinary users; choose one from 1024: --port 8080"
            ) from None
        except socket.gaierror:
            raise InputError(f"there is no address {host!r}; leave --host out") from None
        except OSError as wrong:
            if wrong.errno == 99:  # EADDRNOTAVAIL
                raise InputError(
                    f"{host} is no address of this machine; leave --host out"
                ) from None
            return False
    return True


def own_address() -> str | None:
    """Return this machine's address in its network, or None. Nothing is sent."""
    for family, anywhere in ((socket.AF_INET, "192.0.2.1"), (socket.AF_INET6, "2001:db8::1")):
        with socket.socket(family, socket.SOCK_DGRAM) as probe:
            try:
                probe.connect((anywhere, 9))
                found_address = str(probe.getsockname()[0])
            except OSError:
                continue
            if not found_address.startswith("127.") and found_address not in ("::1", "0.0.0.0"):
                return f"[{found_address}]" if ":" in found_address else found_address
    return None


def address(host: str, port: int) -> tuple[str, bool]:
    """Return the address that participants open, and whether a network leads to it."""
    if host not in ("0.0.0.0", "::"):
        local = host in ("127.0.0.1", "localhost", "::1")
        return link(f"[{host}]" if ":" in host else host, port), not local
    found_address = own_address()
    return link(found_address or "localhost", port), found_address is not None


def own_name(name: str, port: int) -> str:
    """Return the address that a name stands for. A plain name is one of this machine.

    Raises InputError for what no browser opens.
    """
    try:
        parts = urlsplit(name if "://" in name else f"//{name}", scheme="http")
        own, given = parts.hostname or "", parts.port
    except ValueError:
        own, given, parts = "", None, urlsplit("")
    if not HOST_NAME.fullmatch(own) or parts.path.strip("/") or parts.query or parts.username:
        raise InputError(
            f"--name {name!r} is no name of a host; write one like workshop.example.org, or a "
            "whole address like https://workshop.example.org"
        )
    if parts.scheme not in ("http", "https"):
        raise InputError(f"--name {name!r}: an address begins with http:// or https://")
    own = f"[{own}]" if ":" in own else own
    if "://" in name:
        return f"{parts.scheme}://{own}{f':{given}' if given else ''}"
    return link(own, given or port)


def link(place: str, port: int) -> str:
    """Return an address for a browser, without encryption, as a room has no certificates."""
    return urlunsplit(("http", f"{place}:{port}", "", "", ""))


# -- the words at the start -----------------------------------------------------------------


def preparing(exercise: RunningExercise) -> None:
    """Say that the people are drawn and, the first time, the rules are compiled."""
    language = exercise.room.language
    told = terminal_words(language)(
        "room_preparing", title=one_line(exercise.scenario.titled(language))
    )
    Console(highlight=False, soft_wrap=True).print(Text(told, "dim"))


def terminal_words(language: Language) -> Callable[..., str]:
    """Return what says a text to a terminal, in the letters that it can show."""
    speech = Speech(language, tables=("terminal",))

    def say(name: str, **filled: object) -> str:
        return speech.say(name, **filled).encode(_encoding(), "replace").decode(_encoding())

    return say


def announce(
    exercise: RunningExercise, where: str, projector: str, begins: Beginning, network: bool
) -> None:
    """Print address, QR code, room code and links in the facilitator's terminal."""
    room, console = exercise.room, Console(highlight=False, soft_wrap=True)
    say = terminal_words(room.language)
    if begins.continued:
        console.print(Text(say("room_continues", code=room.code)))
    if begins.before:
        told = say("room_changed", scenario=room.scenario.name, before=begins.before)
        console.print(Text(told, "yellow"))
    if not network:
        console.print(Text(say("room_no_network"), "yellow"))
    console.print(_code_in_blocks(f"{where}/?code={room.code}", say), end="")
    rows = {
        say("room_participants"): where,
        say("room_code"): room.code,
        say("room_facilitator"): f"{where}/lead/{room.secret}",
        say("room_projector"): f"{where}/projector/{projector}",
    }
    width = 2 + max(map(len, rows))
    for name, told in rows.items():
        console.print(Text.assemble((name.ljust(width), "bold"), told))
    console.print(Text(say("room_stop"), "dim"))


def _code_in_blocks(address: str, say: Callable[..., str]) -> str:
    """Return a QR code in block letters, or where to see it if this terminal cannot show them."""
    import segno  # noqa: PLC0415 - an extra

    blocks = io.StringIO()
    segno.make(address, error="m", micro=False).terminal(blocks, compact=True, border=1)
    try:
        blocks.getvalue().encode(_encoding())
    except UnicodeEncodeError:
        return f"({say('room_no_qr')})\n"
    return blocks.getvalue()


def _encoding() -> str:
    return sys.stdout.encoding or "ascii"
