"""Recognise the kind of results in a folder, and check that all of them are there."""

import csv
import json
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from math import nan
from pathlib import Path
from typing import Any, Literal

from packaging.version import InvalidVersion, Version

from sim.errors import InputError
from sim.files import is_folder
from sim.results.provenance import PROJECT, version
from sim.writing import clean, expanded

Kind = Literal["run", "compare", "study"]

MARKS: dict[Kind, str] = {"study": "study.toml", "compare": "ensemble.nc", "run": "series.nc"}
"""The file by which each kind of folder is known."""
NEEDED: dict[Kind, tuple[str, ...]] = {
    "run": ("measures.json", "acts.csv", "promises.csv", "people.csv", "provenance.json"),
    "compare": ("measures.csv", "table.csv", "provenance.json"),
    "study": ("data.csv", "provenance.json"),
}
DAMAGED = (
    ValueError, TypeError, LookupError, AttributeError, RecursionError, ArithmeticError, csv.Error
)  # fmt: skip
"""What readers raise on a file whose content was changed."""
HALF = (".unfinished", ".writing-*")
"""Left behind by results that are still being made."""


@dataclass(frozen=True, slots=True)
class Results:
    """A folder of results."""

    kind: Kind
    folder: Path
    provenance: Mapping[str, Any]

    def text(self, name: str) -> str:
        """A file's text, which has to be there."""
        return read(self.folder / name)

    def measures(self) -> dict[str, float]:
        """Return the measures of a run as they were saved, NaN where one has no value."""
        with whole(self.folder / "measures.json"):
            saved = json.loads(self.text("measures.json")).items()
            return {str(name): nan if value is None else float(value) for name, value in saved}


@contextmanager
def whole(file: Path) -> Iterator[None]:
    """Read a file that this program wrote. Any other content is an ``InputError``."""
    try:
        yield
    except DAMAGED:
        raise InputError(
            f"{file} is damaged; give the same command again with --out {file.parent}"
        ) from None


def results_in(folder: Path) -> Results:
    """Return the results in a folder. An ``InputError`` says what is missing, and what to do."""
    folder = expanded(folder)
    if not is_folder(folder):
        raise InputError(f"{folder} is no folder; give one that --out has written to")
    clean(folder)
    kind = next((kind for kind, mark in MARKS.items() if (folder / mark).is_file()), None)
    half = any(any(folder.glob(name)) for name in HALF)
    if kind is None and (page := folder / "debrief.html").is_file():
        raise InputError(
            f"{folder} is the debrief of an exercise; its page to print is {page}; "
            f"`shitstorm debrief {folder}` makes slides of it"
        )
    if kind is None:
        raise InputError(
            f"the results in {folder} are not finished; give the same command again, and it "
            "goes on where it was"
            if half
            else f"{folder} holds no results; give a folder that run, compare or study has "
            "written with --out"
        )
    missing = [name for name in NEEDED[kind] if not (folder / name).is_file()]
    if missing:
        raise InputError(
            f"the results in {folder} are not whole: {', '.join(missing)} is missing; "
            f"give the {kind} command again with --out {folder}"
        )
    return Results(kind, folder, origin(folder / "provenance.json"))


def origin(file: Path) -> Mapping[str, Any]:
    """The provenance, if it is one that this version understands."""
    try:
        found = json.loads(read(file))
    except (ValueError, RecursionError):
        found = None
    if not isinstance(found, Mapping) or "version" not in found:
        raise InputError(f"{file} is no provenance of this project; its folder cannot be trusted")
    if is_newer(str(found["version"]), version(PROJECT)):
        raise InputError(
            f"{file}: these results come from version {found['version']}, which this one "
            f"({version(PROJECT)}) does not know; install that version or run them again"
        )
    return found


def is_newer(theirs: str, ours: str) -> bool:
    """Return True for results of a later version. One without a number is taken as ours."""
    try:
        return Version(theirs) > Version(ours)
    except InvalidVersion:
        return False


def read(file: Path) -> str:
    """A text file."""
    try:
        return file.read_text(encoding="utf-8")
    except OSError as wrong:
        raise InputError(f"{file} cannot be read: {wrong.strerror}; name another folder") from None
    except UnicodeDecodeError:
        raise InputError(f"{file} is no text; write the results again") from None
