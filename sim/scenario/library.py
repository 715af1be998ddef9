"""The scenarios that come with the simulator, found by their bare names."""

from pathlib import Path

from sim.errors import UnknownNameError

PACKAGE = Path(__file__).parent.parent
INSTALLED = PACKAGE / "library" / "scenarios"
CHECKOUT = PACKAGE.parent / "scenarios"


def folder() -> Path:
    """Where they are: within the installed package, or at the top of a checkout."""
    return INSTALLED if INSTALLED.is_dir() else CHECKOUT


def shipped() -> dict[str, Path]:
    """Every shipped scenario's file by its name, in alphabetical order."""
    return {path.stem: path for path in sorted(folder().glob("*.toml"))}


def find(name_or_path: str | Path) -> Path:
    """The file meant by a path, or by the bare name of a shipped scenario."""
    path = Path(name_or_path)
    if path.suffix == ".toml" or path.name != str(name_or_path) or path.exists():
        return path
    scenarios = shipped()
    if str(name_or_path) not in scenarios:
        raise UnknownNameError("scenario", str(name_or_path), scenarios)
    return scenarios[str(name_or_path)]


def starter() -> str:
    """A commented scenario to start from."""
    return (Path(__file__).parent / "starter.toml").read_text(encoding="utf-8")
