"""Start of a workshop on this machine: folder, room, address, and what the terminal says."""

import os
import shutil
import socket
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import IO
from urllib.parse import urlunsplit

from rich.console import Console
from rich.text import Text

from sim.errors import InputError, OutputError
from sim.exercise.log import EventLog
from sim.exercise.refusals import RefusedError
from sim.exercise.running import MOST_TEAMS, RunningExercise
from sim.exercise.texts import speech_for
from sim.language.typesetting import Language
from sim.scenario import Scenario

LOG = "rooms.db"
IN_USE = ".in-use"
NEARBY = 50
"""Ports tried after the one that was asked for, to name a free one."""


@contextmanager
def opened_folder(folder: Path) -> Iterator[EventLog]:
    """Open the log of a folder that nobody else uses. Only its owner can read it."""
    try:
        folder.mkdir(parents=True, exist_ok=True)
        with suppress(OSError):
            folder.chmod(0o700)
        lock = (folder / IN_USE).open("a", encoding="utf-8")
    except OSError as wrong:
        raise OutputError(f"cannot write to {folder}: {wrong.strerror}; choose another") from None
    with lock:
        _lock(lock, folder)
        log = EventLog(folder / LOG)
        try:
            yield log
        finally:
            log.close()


def _lock(lock: IO[str], folder: Path) -> None:
    """Lock the folder, as two servers on one log would not see each other's events."""
    try:
        import fcntl  # noqa: PLC0415 - not on every system
    except ImportError:
        return
    try:
        fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:
        raise InputError(
            f"{folder} is in use by another workshop; stop it, or give this one another --folder"
        ) from None


def opened_room(
    log: EventLog, scenario: Scenario, language: Language, seed: int, teams: int, new: bool
) -> tuple[RunningExercise, bool]:
    """Return the room last opened by the same command, or a new one, and whether it continues."""
    if not new:
        for code in reversed(log.rooms()):
            opening = log.opening(code)
            if (opening.scenario, opening.language, opening.seed) == (
                scenario.name,
                language,
                seed,
            ):
                return RunningExercise.resume(log, code), True
    exercise = RunningExercise.open(log, scenario, seed, language)
    speech = speech_for(scenario, language, "web")
    for n in range(1, min(teams, MOST_TEAMS) + 1):
        exercise.add_team(speech.say("team_name", n=n))
    return exercise, False


def forget(log: EventLog, folder: Path, room: str) -> None:
    """Delete a room and all of its files for good."""
    room = room.strip().upper()
    if room not in log.rooms():
        known = ", ".join(log.rooms()) or "-"
        raise RefusedError(f"there is no room {room} in {folder}; known: {known}")
    shutil.rmtree(folder / room, ignore_errors=True)
    log.forget(room)


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


def link(place: str, port: int) -> str:
    """Return an address for a browser, without encryption, as a room has no certificates."""
    return urlunsplit(("http", f"{place}:{port}", "", "", ""))


# -- the words at the start -----------------------------------------------------------------


def preparing(exercise: RunningExercise) -> None:
    """Say that the people are drawn and, the first time, the rules are compiled."""
    told = f"Preparing {exercise.scenario.title} (the first time on a machine, about a minute) ..."
    Console(highlight=False, soft_wrap=True).print(Text(told, "dim"))


def announce(
    exercise: RunningExercise, where: str, projector: str, goes_on: bool, network: bool
) -> None:
    """Print address, QR code, room code and links in the facilitator's terminal."""
    import segno  # noqa: PLC0415 - an extra

    room, console = exercise.room, Console(highlight=False, soft_wrap=True)
    if goes_on:
        console.print(Text(f"Continuing room {room.code} where it stood. --new opens another."))
    if not network:
        console.print(
            Text(
                "No network was found. The room can be reached on this machine only, at localhost.",
                "yellow",
            )
        )
    joining = f"{where}/?code={room.code}"
    segno.make(joining, error="m", micro=False).terminal(compact=True, border=1)
    rows = (
        ("Participants", where),
        ("Room code", room.code),
        ("Facilitator (secret)", f"{where}/lead/{room.secret}"),
        ("Projector", f"{where}/projector/{projector}"),
    )
    for name, told in rows:
        console.print(Text.assemble((f"{name:22}", "bold"), told))
    console.print(Text("Ctrl+C stops it. The same command continues where it stood.", "dim"))
