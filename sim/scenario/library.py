"""The scenarios and studies that come with the simulator, found by their bare names."""

from pathlib import Path

from sim.errors import UnknownNameError
from sim.files import is_file, is_folder
from sim.writing import expanded

PACKAGE = Path(__file__).parent.parent
SCENARIOS, STUDIES = "scenarios", "experiments"
SHELVES = {SCENARIOS: "scenario", STUDIES: "study"}
"""The folders, and the word for one file in each."""


def folder(shelf: str = SCENARIOS) -> Path:
    """Return the folder, within the installed package or at the top of a checkout."""
    installed = PACKAGE / "library" / shelf
    return installed if installed.is_dir() else PACKAGE.parent / shelf


def shipped(shelf: str = SCENARIOS) -> dict[str, Path]:
    """Return every shipped file of a folder by its name, in alphabetical order."""
    return {path.stem: path for path in sorted(folder(shelf).glob("*.toml"))}


def find(name_or_path: str | Path, shelf: str = SCENARIOS) -> Path:
    """Return the file at a path, or the shipped one of a bare name.

    Raises ``UnknownNameError`` for a name that no shipped file has.
    """
    path, known = expanded(name_or_path), shipped(shelf)
    if path.suffix == ".toml" or path.name != str(name_or_path) or is_file(path):
        return path
    if str(name_or_path) not in known:
        if is_folder(path):
            return path
        raise UnknownNameError(SHELVES[shelf], str(name_or_path), known)
    return known[str(name_or_path)]


def starter() -> str:
    """Return a commented scenario to start from."""
    return (Path(__file__).parent / "starter.toml").read_text(encoding="utf-8")
