"""What comes with the simulator, found by its bare name: scenarios, and studies of them."""

from pathlib import Path

from sim.errors import UnknownNameError

PACKAGE = Path(__file__).parent.parent
SCENARIOS, STUDIES = "scenarios", "experiments"
SHELVES = {SCENARIOS: "scenario", STUDIES: "study"}
"""The folders, and what one file in each of them is called."""


def folder(shelf: str = SCENARIOS) -> Path:
    """Where they are: within the installed package, or at the top of a checkout."""
    installed = PACKAGE / "library" / shelf
    return installed if installed.is_dir() else PACKAGE.parent / shelf


def shipped(shelf: str = SCENARIOS) -> dict[str, Path]:
    """Every shipped file of a shelf by its name, in alphabetical order."""
    return {path.stem: path for path in sorted(folder(shelf).glob("*.toml"))}


def find(name_or_path: str | Path, shelf: str = SCENARIOS) -> Path:
    """The file meant by a path, or by the bare name of a shipped one."""
    path, known = Path(name_or_path), shipped(shelf)
    if path.suffix == ".toml" or path.name != str(name_or_path) or path.is_file():
        return path
    if str(name_or_path) not in known:
        if path.exists():
            return path
        raise UnknownNameError(SHELVES[shelf], str(name_or_path), known)
    return known[str(name_or_path)]


def starter() -> str:
    """A commented scenario to start from."""
    return (Path(__file__).parent / "starter.toml").read_text(encoding="utf-8")
