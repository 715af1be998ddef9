"""Finished jobs, kept in a file line by line: nothing is lost and nothing is run twice.

The first line says what the jobs belong to, every other line holds one finished job. Each
line begins with its checksum. A last line that was cut off, by a crash or a full disk, is
removed. Any other line that does not match its checksum is reported, and its job runs again.
"""

import json
import os
import warnings
import zlib
from base64 import b64decode, b64encode
from collections.abc import Iterator, Mapping
from io import BytesIO
from pathlib import Path
from typing import Any

import numpy as np

from sim.errors import DamagedFileWarning, InputError, OutputError
from sim.language.told import Told
from sim.writing import expanded, locked, reason

FILE = "finished.jsonl"
FORMER_FILE = "about.json"
"""A folder with unfinished runs of version 0.1.0 holds this file."""
ARRAY = "array"
MOST_NAMED = 5
APPEND = os.O_WRONLY | os.O_APPEND | getattr(os, "O_BINARY", 0)
"""Write to the end of a file that is there."""


class Journal:
    """Keep finished jobs and their results in a file of a folder.

    ``about`` says what the jobs belong to, in plain values: with other values the file is
    refused with an ``InputError`` that names what has changed. Results may hold numbers,
    texts, lists, dictionaries and NumPy arrays.
    """

    def __init__(self, folder: Path, about: Mapping[str, Any], file: str = FILE) -> None:
        self.file = expanded(folder) / file
        self.finished: set[str] = set()
        """Names of the finished jobs."""
        plain = json.loads(json.dumps(about, default=str))
        try:
            self.file.parent.mkdir(parents=True, exist_ok=True)
            self._refuse_former_versions()
            with self.file.open("ab") as lines:
                locked(lines)  # others may open it at the same time
                cut_torn_line(self.file)
                if not self.file.stat().st_size:
                    lines.write(_line(plain))
            self._check(plain)
        except OSError as problem:
            raise OutputError(f"cannot write to {folder}: {reason(problem)}") from problem

    def _check(self, about: Mapping[str, Any]) -> None:
        """Refuse the file of other jobs, and find out which jobs are finished or damaged."""
        with self.file.open("rb") as lines:
            begun = _content(next(lines))
            damaged = []
            for number, line in enumerate(lines, start=2):
                entry = _content(line)
                if not _is_entry(entry):
                    damaged.append(str(number))
                else:
                    self.finished.add(entry["job"])
        if begun is None:
            raise InputError(
                Told("refusals.damaged_journal", file=self.file, folder=self.file.parent)
            )
        if changed := list(differences(begun, about)):
            named, more = ", ".join(changed[:MOST_NAMED]), len(changed) - MOST_NAMED
            if more > 0:
                named = Told("refusals.changed_more", named=named, more=more)
            raise InputError(Told("refusals.changed", folder=self.file.parent, named=named))
        if damaged:
            warnings.warn(
                f"{self.file} is damaged in line {', '.join(damaged)}; the jobs kept there run "
                "again",
                DamagedFileWarning,
                stacklevel=3,
            )

    def _refuse_former_versions(self) -> None:
        """Refuse a folder with unfinished runs of version 0.1.0."""
        if not self.file.exists() and (self.file.parent / FORMER_FILE).exists():
            raise InputError(Told("refusals.former_version", folder=self.file.parent))

    def keep(self, job: str, result: Any) -> None:
        """Append the result of a finished job to the file.

        If there is no file any more, another process has finished all jobs, and nothing is kept.
        """
        line = _line({"job": job, "result": result})
        try:
            with os.fdopen(os.open(self.file, APPEND), "ab") as file:
                locked(file)
                file.write(line)
        except FileNotFoundError:
            pass
        except OSError as problem:
            raise OutputError(
                f"cannot write to {self.file.parent}: {reason(problem)}. What is finished is kept; "
                "the same command goes on from there"
            ) from problem
        self.finished.add(job)

    def results(self) -> Iterator[tuple[str, Any]]:
        """Read the name and the result of every finished job once, in the order of the file."""
        if not self.finished:
            return
        read = set[str]()
        with self.file.open("rb") as lines:
            next(lines)
            for line in lines:
                if _is_entry(entry := _content(line)) and entry["job"] not in read:
                    read.add(entry["job"])
                    yield entry["job"], entry["result"]


def _line(content: Any) -> bytes:
    """Return a content as a line with its checksum."""
    text = json.dumps(content, default=_packed).encode()
    return b"%08x %b\n" % (zlib.crc32(text), text)


def _content(line: bytes) -> Any:
    """Return what a line holds, or None if it does not match its checksum."""
    checksum, _, text = line.rstrip(b"\n").partition(b" ")
    if checksum != b"%08x" % zlib.crc32(text):
        return None
    try:
        return json.loads(text, object_hook=_unpacked)
    except (ValueError, TypeError, RecursionError, zlib.error, EOFError, OSError):
        return None  # whole, but nothing that this program has written


def _is_entry(content: Any) -> bool:
    """Return True for a finished job."""
    return isinstance(content, dict) and isinstance(content.get("job"), str) and "result" in content


def _packed(value: Any) -> Any:
    """Pack an array as text, and take NumPy's numbers for plain ones."""
    if isinstance(value, np.generic):
        return value.item()
    if not isinstance(value, np.ndarray):
        raise TypeError(f"results of type {type(value).__name__} cannot be kept in a file")
    raw = BytesIO()
    np.save(raw, value, allow_pickle=False)
    return {ARRAY: b64encode(zlib.compress(raw.getvalue(), 1)).decode()}


def _unpacked(entry: dict[str, Any]) -> Any:
    if set(entry) != {ARRAY}:
        return entry
    return np.load(BytesIO(zlib.decompress(b64decode(entry[ARRAY]))), allow_pickle=False)


def cut_torn_line(file: Path) -> None:
    """Remove a last line that was not written to its end, so that others can follow."""
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
    """Yield the dotted names of all that differs between two plain values."""
    if isinstance(before, Mapping) and isinstance(now, Mapping):
        for key in sorted({*before, *now}):
            yield from differences(before.get(key), now.get(key), f"{name}.{key}".lstrip("."))
    elif before != now:
        yield name or "all of it"
