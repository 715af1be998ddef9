"""Delete a room for good: its events and all of its files."""

import re
import shutil
import sys
from pathlib import Path

from sim.errors import OutputError
from sim.exercise.log import EventLog
from sim.exercise.refusals import RefusedError
from sim.workshop.web.server_log import SERVER_LOG

CODE = re.compile(r"[A-Z0-9]{3,12}")
"""Room codes of any version. Nothing else becomes the name of a folder."""


def forget(log: EventLog, folder: Path, room: str) -> None:
    """Delete a room and all of its files for good.

    What a stopped try has left is deleted by the same command. Raises OutputError with every file
    that remains, and RefusedError if there is no such room.
    """
    room = room.strip().upper()
    known, own = log.rooms(), folder / room
    there = CODE.fullmatch(room) is not None and (own.is_symlink() or own.exists())
    if room not in known and not there:
        log.forget(room)  # what an earlier try has left in the file
        raise RefusedError(
            f"there is no room {room[:40]} in {folder}; known: {', '.join(known) or '-'}"
        )
    remains = _delete(own) if there else []
    remains += [left for path in sorted(folder.glob(f"{SERVER_LOG}*")) for left in _delete(path)]
    log.forget(room)
    if remains:
        raise OutputError(
            f"room {room} is deleted from {log.place}, but these files of it remain: "
            f"{'; '.join(remains)}. Close what uses them, then give the same command again"
        )


def _delete(path: Path) -> list[str]:
    """Delete a file or folder. Return what remains of it, with reasons."""
    remains: list[str] = []

    def keep(_: object, place: str, wrong: BaseException) -> None:
        remains.append(f"{place} ({getattr(wrong, 'strerror', None) or wrong})")

    if path.is_dir() and not path.is_symlink():
        if sys.version_info >= (3, 12):
            shutil.rmtree(path, onexc=keep)
        else:
            shutil.rmtree(path, onerror=lambda f, place, told: keep(f, place, told[1]))
        return remains
    try:
        path.unlink(missing_ok=True)
    except OSError as wrong:
        keep(None, str(path), wrong)
    return remains
