"""A small sound scenario for the tests to break, as text and as plain values."""

import tomllib
from pathlib import Path
from typing import Any

SOUND = """\
title = "A test"

[clock]
start = "Sun 12:00"
days = 3

[community]
people = 200

[incident]
at = "Sun 14:00"
affected = 0.3
severity = 0.7
repair = { median = "20h", spread = 0.1 }

[plans.silence]
summary = "No word."

[plans.updates]
summary = "A word now and then."

[[plans.updates.steps]]
name = "first"
do = "acknowledgement"
at = "Sun 15:00"

[[plans.updates.steps]]
do = "interim-update"
at = "Sun 18:00"
every = "6h"
until = "fixed"
"""


def sound() -> dict[str, Any]:
    """The sound scenario as plain values."""
    return tomllib.loads(SOUND)


def written(folder: Path, text: str = SOUND, name: str = "storm.toml") -> Path:
    """A scenario file with this text."""
    path = folder / name
    path.write_text(text, encoding="utf-8", newline="")
    return path


def broken(old: str, new: str) -> str:
    """The sound text with one thing changed."""
    assert SOUND.count(old) >= 1, old
    return SOUND.replace(old, new, 1)
