"""Files and folders that the command line reads and writes itself."""

import json
import shutil
from math import isnan
from pathlib import Path
from tempfile import TemporaryFile
from typing import Any

from sim.errors import InputError, OutputError, ProvenanceError
from sim.writing import clean, expanded, refuse_devices, written

MARKS = {
    "study": "study.toml",
    "compare": "ensemble.nc",
    "run": "series.nc",
    "validate": "validation.csv",
    "sensitivity": "morris.csv",
    "calibrate": "sets.csv",
    "fit": "fit.json",
    "forecast": "forecast.json",
    "backtest": "fits.json",
    "play": "debrief.json",
}
"""The file by which the results of each command are known, looked for in this order."""
TOGETHER = (frozenset({"fit", "forecast", "backtest"}),)
"""Commands that may share a folder, as they share its finished runs."""
RESUMED = ("compare", "study", "validate", "sensitivity")
"""Commands that keep unfinished runs in a folder of their own within."""
UNFINISHED = ".unfinished"
LARGEST = 100_000_000
"""Most bytes of a provenance file."""


def is_file(path: Path) -> bool:
    """Return True for a file, False for anything else, also for what no file can be called."""
    try:
        return path.is_file()
    except (OSError, ValueError):
        return False


def is_folder(path: Path) -> bool:
    """Return True for a folder, False for anything else, also for what none can be called."""
    try:
        return path.is_dir()
    except (OSError, ValueError):
        return False


def read_provenance(path: Path) -> dict[str, Any]:
    """Return the content of a provenance file. Raises ``ProvenanceError`` if there is none."""
    path = expanded(path)
    try:
        if path.exists() and not path.is_file():
            raise ProvenanceError(f"{path} is no ordinary file; give the provenance.json of a run")
        if path.stat().st_size > LARGEST:
            raise ProvenanceError(f"{path} is too large; give the provenance.json of a run")
        origin = json.loads(path.read_text(encoding="utf-8"))
    except OSError as wrong:
        raise ProvenanceError(
            f"{path} cannot be read: {wrong.strerror}; give the provenance.json of a run"
        ) from None
    except (ValueError, RecursionError):
        raise ProvenanceError(f"{path} is not JSON; give the provenance.json of a run") from None
    if not isinstance(origin, dict) or "plan" not in origin:
        raise ProvenanceError(f"{path} names no plan; give the provenance.json of a single run")
    return origin


def ready(folder: Path | None, command: str) -> None:
    """Create the folder and try to write to it before a long run. ``OutputError`` if that fails.

    Raises ``InputError`` if it holds the results of another command: they would be mixed.
    """
    if folder is None:
        return
    try:
        folder.mkdir(parents=True, exist_ok=True)
        clean(folder)
        with TemporaryFile(dir=folder):
            pass
    except OSError as wrong:
        raise OutputError(f"cannot write to {folder}: {wrong.strerror}; choose another") from None
    there = kind_of(folder)
    alike = {command}.union(*(family for family in TOGETHER if command in family))
    if there is not None and there not in alike:
        raise InputError(
            f"{folder} holds what {there} has written, and {command} would mix with it; choose "
            "another folder with --out"
        )
    if command not in RESUMED and (folder / UNFINISHED).is_dir():
        raise InputError(
            f"{folder} holds unfinished runs of another command; finish that one, delete "
            f"{folder / UNFINISHED}, or choose another folder with --out"
        )


def kind_of(folder: Path) -> str | None:
    """Return the command whose results are in a folder, or None."""
    return next((kind for kind, mark in MARKS.items() if (folder / mark).is_file()), None)


def unfinished(folder: Path | None) -> Path | None:
    """Return the folder of runs that are kept until all are done."""
    return None if folder is None else folder / UNFINISHED


def clear_away(folder: Path | None) -> None:
    """Remove the folder that was only needed to go on after an interruption."""
    if folder is not None:
        shutil.rmtree(folder, ignore_errors=True)


def without_nan(values: Any) -> Any:
    """Return plain values with None for NaN, which JSON does not know."""
    if isinstance(values, dict):
        return {key: without_nan(inner) for key, inner in values.items()}
    if isinstance(values, list | tuple):
        return [without_nan(inner) for inner in values]
    return None if isinstance(values, float) and isnan(values) else values


def write(file: Path, text: str) -> None:
    """Write a text file whole. Raises ``OutputError`` if that fails."""
    file = expanded(file)
    refuse_devices(file)
    with written(file) as aside:
        aside.write_text(text, encoding="utf-8")
