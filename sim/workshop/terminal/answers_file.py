"""Files of answers, which play an exercise for demonstrations and tests.

[[rounds]]
decisions = [{ do = "roadmap", words = "First we check ..." }]
"""

from pathlib import Path
from typing import Any

from pydantic import BaseModel, ConfigDict, ValidationError

from sim.errors import InputError, ScenarioError
from sim.exercise.decisions import parse_decisions, windows
from sim.exercise.refusals import RefusedError
from sim.scenario import Scenario
from sim.scenario.loading import Source
from sim.scenario.plain_words import in_plain_words
from sim.storm.responses import Response

LARGEST = 1_000_000
"""Bytes."""


class ScriptedRound(BaseModel):
    """Decisions of a round. None is silence."""

    model_config = ConfigDict(extra="forbid")

    decisions: list[dict[str, Any]] = []


class ScriptFile(BaseModel):
    """A file of answers by round. Rounds that it does not have are silent."""

    model_config = ConfigDict(extra="forbid")

    team: str = "script"
    rounds: list[ScriptedRound] = []


def scripted(path: Path, scenario: Scenario) -> list[list[Response]]:
    """Return the decisions of every round, each of which can be taken in its round."""
    rounds, played = _read(path).rounds, windows(scenario)
    if len(rounds) > len(played):
        raise InputError(f"{path} has {len(rounds)} rounds; the exercise has {len(played)}")
    decided: list[list[Response]] = [[] for _ in played]
    for number, (scripted_round, window) in enumerate(zip(rounds, played, strict=False), 1):
        try:
            decided[number - 1] = parse_decisions(scripted_round.decisions, window, scenario)
        except RefusedError as refused:
            raise InputError(f"{path}, round {number}: {refused}") from None
    return decided


def _read(path: Path) -> ScriptFile:
    """Read the file as it is written."""
    try:
        if path.stat().st_size > LARGEST:
            raise InputError(f"{path} is larger than 1 MB: no file of answers")
        source = Source(str(path), path.read_text(encoding="utf-8"))
        return ScriptFile.model_validate(source.document)
    except OSError as wrong:
        raise InputError(f"{path} cannot be read: {wrong.strerror}; name another file") from None
    except UnicodeDecodeError as wrong:
        raise InputError(f"{path} is not UTF-8 text: {wrong}") from None
    except ValidationError as wrong:
        problems = in_plain_words(wrong.errors(), source.document, ScriptFile)
        raise ScenarioError(source.located(problems, [])) from None
