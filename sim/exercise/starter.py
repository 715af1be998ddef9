"""A scenario with an exercise to start from."""

from pathlib import Path

from sim.scenario.library import starter


def exercise_starter() -> str:
    """Return a commented scenario that teams can play, in three languages, as TOML."""
    texts = Path(__file__).parent / "templates" / "starter.toml"
    return starter() + texts.read_text(encoding="utf-8")
