"""Files written aside first and then moved, so that none is ever half written.

Files that belong together are written into a folder ``.writing-…`` beside their place. Once
all are whole they move, or none does: what was moved goes back if a move fails. A process that
is killed leaves its folder behind. The next one to write there finishes the moves if they had
begun, and drops the folder otherwise. A lock tells whether its process still lives.
"""

import errno
import json
import os
import shutil
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from tempfile import mkdtemp
from typing import IO, Any

from sim.errors import InputError, OutputError

FULL = (errno.ENOSPC, errno.EDQUOT, errno.EFBIG)
ASIDE = ".writing-"
"""Before the names of folders in which files are being written."""
LOCK, NEW, OLD, MOVING = "lock", "new", "old", "moving"
"""In such a folder: its lock, the new files, the old ones they replace, and a mark."""
SOON, LATER = 60.0, 86_400.0
"""Seconds after which a folder without, or with, a lock is nobody's where locks are unknown."""


def expanded(path: str | Path) -> Path:
    """Return a path whose ``~`` is replaced by the home folder. ``InputError`` without one."""
    try:
        return Path(path).expanduser()
    except RuntimeError:
        raise InputError(f"{path}: no home folder is known; write the whole path") from None


@contextmanager
def written(path: Path) -> Iterator[Path]:
    """Yield where to write a file. It takes its place once the block has gone well."""
    with written_folder(path.parent) as aside:
        yield aside / path.name


@contextmanager
def written_folder(folder: Path) -> Iterator[Path]:
    """Yield where to write files. All of them move into the folder at the end, or none.

    Files of the same names are replaced, others in the folder stay. Whatever the disk or the
    rights on it do not allow becomes an :class:`~sim.errors.OutputError`.
    """
    folder = expanded(folder)
    try:
        folder.mkdir(parents=True, exist_ok=True)
        clean(folder)
        aside, lock = _begun(folder)
        with lock:
            try:
                (aside / NEW).mkdir()
                yield aside / NEW
                _move_all(aside, folder)
            finally:
                shutil.rmtree(aside, ignore_errors=True)
    except OSError as problem:
        raise OutputError(f"cannot write to {folder}: {reason(problem)}") from problem


def clean(folder: Path) -> None:
    """Finish or drop what killed processes have left in a folder."""
    for aside in folder.glob(f"{ASIDE}*"):
        with suppress(OSError):
            lock = _abandoned(aside)
            if lock is not None:
                with lock:
                    if (aside / MOVING).exists():
                        for file in sorted((aside / NEW).iterdir()):
                            file.replace(folder / file.name)
                    shutil.rmtree(aside)


def reason(problem: OSError) -> str:
    """Say what went wrong on the disk, and what to do."""
    text = problem.strerror or str(problem)
    if problem.errno in FULL:
        return f"{text}; free some space or choose another disk"
    return f"{text}; choose a folder in which you may write"


def write_json(content: Any, path: Path) -> None:
    """Write readable JSON."""
    text = json.dumps(content, indent=2, ensure_ascii=False, allow_nan=False)
    path.write_text(text + "\n", encoding="utf-8")


def reserve(file: Path) -> None:
    """Take the room on the disk that a file is long, or raise ``OSError``.

    A file mapped into memory has holes at first, and a disk that is full when they are
    filled ends the process.
    """
    size = file.stat().st_size
    with file.open("r+b") as handle:
        if hasattr(os, "posix_fallocate"):
            try:
                os.posix_fallocate(handle.fileno(), 0, size)
                return
            except OSError as problem:
                if problem.errno not in (errno.EOPNOTSUPP, errno.EINVAL, errno.ENOSYS):
                    raise
        handle.seek(0)
        while piece := handle.read(1 << 20):
            handle.seek(-len(piece), os.SEEK_CUR)
            handle.write(piece)
            handle.flush()


# -- moving -----------------------------------------------------------------------------------


def _move_all(aside: Path, folder: Path) -> None:
    """Move all new files into the folder. If one cannot, those before it go back."""
    files = sorted((aside / NEW).iterdir())
    for file in files:
        refuse_devices(folder / file.name)
    (aside / OLD).mkdir()
    (aside / MOVING).touch()
    begun: list[Path] = []
    try:
        for file in files:
            begun.append(file)
            _keep(folder / file.name, aside / OLD)
            file.replace(folder / file.name)
    except BaseException:
        for file in reversed(begun):
            _put_back(folder / file.name, aside / OLD, moved=not file.exists())
        raise


def refuse_devices(target: Path) -> None:
    """Refuse to replace what is no ordinary file, such as a device, a pipe or a folder."""
    if os.path.lexists(target) and not target.is_file():
        kind = "a folder" if target.is_dir() else "no ordinary file"
        raise OutputError(f"{target} is {kind} and is not replaced; choose another name")


def _keep(target: Path, old: Path) -> None:
    """Keep a second name, or a copy, of a file that is about to be replaced."""
    if not os.path.lexists(target):
        return
    try:
        os.link(target, old / target.name, follow_symlinks=False)
    except OSError:  # not on this disk
        shutil.copy2(target, old / target.name, follow_symlinks=False)


def _put_back(target: Path, old: Path, moved: bool) -> None:
    """Put the old file back in its place, or leave none where none was."""
    with suppress(OSError):
        if os.path.lexists(old / target.name):
            (old / target.name).replace(target)
        elif moved:
            target.unlink(missing_ok=True)


# -- locks ------------------------------------------------------------------------------------


def _begun(folder: Path) -> tuple[Path, IO[bytes]]:
    """Make a folder to write in, and lock it. One taken for abandoned meanwhile is left."""
    while True:
        aside = Path(mkdtemp(prefix=ASIDE, dir=folder))
        try:
            lock = (aside / LOCK).open("wb")
        except FileNotFoundError:
            continue
        locked(lock)
        if (aside / LOCK).exists():
            return aside, lock
        lock.close()


def locked(file: IO[Any], wait: bool = True) -> bool | None:
    """Lock a file until it is closed or its process ends. None if this system cannot.

    Return False if another process holds it and ``wait`` is False.
    """
    try:
        import fcntl  # noqa: PLC0415 (not on every system)

        fcntl.flock(file, fcntl.LOCK_EX | (0 if wait else fcntl.LOCK_NB))
    except BlockingIOError:
        return False
    except (ImportError, OSError):
        return None
    return True


def _abandoned(aside: Path) -> IO[bytes] | None:
    """Return the lock of a folder whose process is gone, or None while it may live.

    A folder has no lock if its process was killed as it began, or begins just now. It then goes
    to whoever locks it first: a process that finds its new folder gone begins another.
    """
    age, patience = time.time() - aside.stat().st_mtime, LATER
    lock: IO[bytes]
    try:
        lock = (aside / LOCK).open("r+b")
    except FileNotFoundError:
        lock, patience = (aside / LOCK).open("wb"), SOON
    held = locked(lock, wait=False)
    if held or (held is None and age > patience):
        return lock
    lock.close()
    return None
