"""What is finished, kept on disk line by line: nothing is lost, and nothing is run twice.

A folder holds what the study is (``about.json``) and a line per finished job. A line that
was cut off, by a kill or a full disk, is not counted. A study that is not the same any more
is refused, with what has changed.
"""

import json
import os
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from sim.errors import InputError, OutputError
from sim.results.writing import reason, write_json, written

ABOUT, LINES = "about.json", "finished.jsonl"
MOST_NAMED = 5


class Journal:
    """The finished jobs of a study, in a folder; in memory alone without one."""

    def __init__(self, folder: Path | None, about: Mapping[str, Any]) -> None:
        self.folder = folder
        self.kept: dict[str, Any] = {}
        """What came of each finished job, by its name."""
        if folder is None:
            return
        plain = json.loads(json.dumps(about, default=str))
        try:
            folder.mkdir(parents=True, exist_ok=True)
            self._claim(folder / ABOUT, plain)
            self.kept = dict(_lines(folder / LINES))
        except OSError as problem:
            raise OutputError(f"cannot write to {folder}: {reason(problem)}") from problem

    def _claim(self, file: Path, about: dict[str, Any]) -> None:
        """Make the folder this study's, or see that it is already."""
        if not file.exists():
            with written(file) as aside:
                write_json(about, aside)
            return
        try:
            begun = json.loads(file.read_text(encoding="utf-8"))
        except ValueError:
            begun = {}
        if changed := list(differences(begun, about)):
            named = ", ".join(changed[:MOST_NAMED])
            more = f" and {len(changed) - MOST_NAMED} more" if len(changed) > MOST_NAMED else ""
            raise InputError(
                f"{file.parent} holds the beginning of this study as it was before: changed since "
                f"then: {named}{more}. Change it back to go on, delete that folder to begin "
                "again, or choose another with --out"
            )

    def keep(self, name: str, result: Any) -> None:
        """Keep what came of a job; it is on disk when this returns."""
        self.kept[name] = result
        if self.folder is None:
            return
        line = json.dumps([name, result]) + "\n"
        try:
            with (self.folder / LINES).open("a", encoding="utf-8") as file:
                file.write(line)
        except OSError as problem:
            raise OutputError(
                f"cannot write to {self.folder}: {reason(problem)}. What is finished is kept; the "
                "same command goes on from there"
            ) from problem


def _lines(file: Path) -> Iterator[tuple[str, Any]]:
    """The lines of the journal."""
    cut_torn_line(file)
    if file.exists():
        with file.open("rb") as lines:
            yield from map(json.loads, lines)


def cut_torn_line(file: Path) -> None:
    """Cut off a last line that was not written to its end, so that more can follow."""
    if not file.exists():
        return
    whole = 0
    with file.open("rb") as lines:
        for line in lines:
            if not line.endswith(b"\n"):
                break
            whole += len(line)
    if whole < file.stat().st_size:
        os.truncate(file, whole)


def differences(before: Any, now: Any, name: str = "") -> Iterator[str]:
    """The dotted names of all that differs."""
    if isinstance(before, Mapping) and isinstance(now, Mapping):
        for key in sorted({*before, *now}):
            yield from differences(before.get(key), now.get(key), f"{name}.{key}".lstrip("."))
    elif before != now:
        yield name or "all of it"
