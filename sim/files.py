"""Files and folders that the command line reads and writes itself."""

import json
import shutil
from math import isnan
from pathlib import Path
from tempfile import TemporaryFile
from typing import Any

from sim.errors import OutputError, ProvenanceError


def read_provenance(path: Path) -> dict[str, Any]:
    """Return the content of a provenance file. Raises ``ProvenanceError`` if there is none."""
    try:
        origin = json.loads(path.read_text(encoding="utf-8"))
    except OSError as wrong:
        raise ProvenanceError(f"{path} cannot be read: {wrong.strerror}") from None
    except (ValueError, RecursionError):
        raise ProvenanceError(f"{path} is not JSON; give the provenance.json of a run") from None
    if not isinstance(origin, dict) or "plan" not in origin:
        raise ProvenanceError(f"{path} names no plan; give the provenance.json of a single run")
    return origin


def ready(folder: Path | None) -> None:
    """Create the folder and try to write to it before a long run. ``OutputError`` if that fails."""
    if folder is None:
        return
    try:
        folder.mkdir(parents=True, exist_ok=True)
        with TemporaryFile(dir=folder):
            pass
    except OSError as wrong:
        raise OutputError(f"cannot write to {folder}: {wrong.strerror}; choose another") from None


def unfinished(folder: Path | None) -> Path | None:
    """Return the folder of runs that are kept until all are done."""
    return None if folder is None else folder / ".unfinished"


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
    """Write a text file. Raises ``OutputError`` if that fails."""
    try:
        file.write_text(text, encoding="utf-8")
    except OSError as wrong:
        raise OutputError(f"cannot write {file}: {wrong.strerror}; choose another") from None
