"""Compiled code kept on disk between commands, each piece under its own checksum.

A piece is written aside and renamed, and has a file of its own, so many processes may share
a folder. A damaged piece is never run: its file is dropped, and the code is compiled again.
Where nothing can be kept, every command compiles anew and says so.
"""

import functools
import hashlib
import os
import time
import warnings
from contextlib import suppress
from multiprocessing import parent_process
from pathlib import Path
from uuid import uuid4

from sim.errors import CompiledCodeWarning, DamagedFileWarning

ENDING = ".code"
ASIDE = ".writing-"
"""Before the names of files that are being written."""
LOST_AFTER = 3600.0
"""Seconds after which a file still being written belongs to nobody."""
Place = tuple[str, str]
"""A function's full name, and everything that its compiled form depends on."""


def cache_base() -> Path | None:
    """Return where the user keeps caches, or None without a home.

    ``NUMBA_CACHE_DIR`` goes before ``XDG_CACHE_HOME``, and that before ``~/.cache``.
    """
    named = os.environ.get("NUMBA_CACHE_DIR") or os.environ.get("XDG_CACHE_HOME")
    try:
        return Path(named or "~/.cache").expanduser().absolute()
    except (RuntimeError, OSError):
        return None


class CodeFolder:
    """A folder of compiled code, or none if nothing can be kept."""

    def __init__(self, folder: Path | None) -> None:
        self.folder = folder

    def load(self, place: Place) -> bytes | None:
        """Return what is kept for a place, or None. A damaged file is dropped."""
        if self.folder is None:
            return None
        file = self._file(self.folder, place)
        try:
            kept = file.read_bytes()
        except OSError:
            return None
        checksum, content = kept[:32], kept[32:]
        if checksum == _checksum(place, content):
            return content
        self.drop(place)
        return None

    def keep(self, place: Place, content: bytes) -> None:
        """Keep the content for a place. A disk that refuses is said once, and is no error."""
        if self.folder is None:
            return _say_once("no home folder is known", None)
        try:
            self.folder.mkdir(parents=True, exist_ok=True)
            _write(self._file(self.folder, place), _checksum(place, content) + content)
        except OSError as problem:
            _say_once(problem.strerror or str(problem), self.folder)

    def drop(self, place: Place) -> None:
        """Remove a file that cannot be used, and say which."""
        if self.folder is None:
            return
        file = self._file(self.folder, place)
        try:
            file.unlink(missing_ok=True)
            remedy = "it is dropped and compiled again"
        except OSError:
            remedy = f"its code is compiled again; delete {self.folder}"
        warnings.warn(
            f"{file} is damaged compiled code; {remedy}", DamagedFileWarning, stacklevel=2
        )

    def clean(self) -> None:
        """Remove files that a killed process left half written."""
        if self.folder is None:
            return
        for file in self.folder.glob(f"{ASIDE}*"):
            with suppress(OSError):
                if file.stat().st_mtime < time.time() - LOST_AFTER:
                    file.unlink()

    @staticmethod
    def _file(folder: Path, place: Place) -> Path:
        name, depends = place
        return folder / f"{name}-{hashlib.sha256(depends.encode()).hexdigest()[:16]}{ENDING}"


def _checksum(place: Place, content: bytes) -> bytes:
    """Return the checksum of a content in its place: that of another place never fits."""
    return hashlib.sha256("\0".join(place).encode() + b"\0" + content).digest()


def _write(file: Path, content: bytes) -> None:
    """Write a whole file aside, then give it its name."""
    aside = file.with_name(f"{ASIDE}{uuid4().hex}")
    try:
        aside.write_bytes(content)
        aside.replace(file)
    except BaseException:
        with suppress(OSError):
            aside.unlink(missing_ok=True)
        raise


@functools.cache
def _say_once(problem: str, folder: Path | None) -> None:
    """Say that nothing can be kept. Workers leave it to the process that started them."""
    if parent_process() is not None:
        return
    place = "compiled code" if folder is None else f"compiled code in {folder}"
    warnings.warn(
        f"cannot keep {place}: {problem}. Every command compiles the model anew, about 20 s; "
        "name a folder in which you may write with NUMBA_CACHE_DIR",
        CompiledCodeWarning,
        stacklevel=2,
    )
