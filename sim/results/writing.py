"""Files written aside first and then renamed, so that none is ever half written."""

import errno
import json
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from sim.errors import OutputError

FULL = (errno.ENOSPC, errno.EDQUOT, errno.EFBIG)


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
    try:
        folder.mkdir(parents=True, exist_ok=True)
        with TemporaryDirectory(prefix=".writing-", dir=folder) as aside:
            yield Path(aside)
            for file in sorted(Path(aside).iterdir()):
                file.replace(folder / file.name)
    except OSError as problem:
        raise OutputError(f"cannot write to {folder}: {reason(problem)}") from problem


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
