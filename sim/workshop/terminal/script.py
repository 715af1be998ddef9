"""A file of answers: an exercise played from a script, for demonstrations and tests.

[[rounds]]
decisions = [{ do = "roadmap", words = "First we check ..." }]
"""

import tomllib
from pathlib import Path
from typing import Any

from pydantic import BaseModel, ConfigDict, ValidationError

from sim.errors import InputError
from sim.workshop.decisions import Step

LARGEST = 1_000_000
"""Bytes."""


class ScriptedRound(BaseModel):
    """What is decided in a round; nothing is silence."""

    model_config = ConfigDict(extra="forbid")

    decisions: list[dict[str, Any]] = []


class ScriptFile(BaseModel):
    """A file of answers, round by round; rounds that it does not have are silent."""

    model_config = ConfigDict(extra="forbid")

    team: str = "script"
    rounds: list[ScriptedRound] = []


def scripted(path: Path, rounds: int) -> list[list[Step]]:
    """The decisions of every round."""
    try:
        if path.stat().st_size > LARGEST:
            raise InputError(f"{path} is larger than 1 MB: no file of answers")
        read = ScriptFile.model_validate(tomllib.loads(path.read_text(encoding="utf-8")))
    except OSError as wrong:
        raise InputError(f"{path} cannot be read: {wrong.strerror}") from None
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as wrong:
        raise InputError(f"{path} is no TOML: {wrong}") from None
    except ValidationError as wrong:
        said = [f"{'.'.join(map(str, e['loc']))}: {e['msg']}" for e in wrong.errors()]
        raise InputError(f"{path}: {'; '.join(said)}") from None
    if len(read.rounds) > rounds:
        raise InputError(f"{path} has {len(read.rounds)} rounds; the exercise has {rounds}")
    decided = [one.decisions for one in read.rounds]
    return decided + [[] for _ in range(rounds - len(decided))]
