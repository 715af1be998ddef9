"""Mutated exercises and scripts of decisions: refused, or played up to their sheets."""

from pathlib import Path
from random import Random

from sim.scenario.schema import Scenario
from tests.exercise.small_exercise import script
from tests.mutations import scenarios
from tests.mutations.documents import Document, as_text, written
from tests.mutations.mutant import Mutant, command


def document(chance: Random) -> Document:
    """A small sound exercise."""
    told: Document = {
        **scenarios.document(chance),
        "exercise": {**script(), "honest": "talk", "best": "more"},
    }
    told["clock"]["days"] = 2
    return told


def mutant(chance: Random, folder: Path) -> Mutant:
    """An exercise with a few changes within its table, of which the sheets are written."""
    file, sheets = folder / "storm.toml", folder / "sheets"
    whole = document(chance)
    if chance.random() < 0.5:
        only = Random(chance.random())
        changed = written(only, {"exercise": whole.pop("exercise")}, Scenario)
        file.write_bytes(as_text(whole).encode() + b"\n" + changed)
    else:
        file.write_bytes(written(chance, whole, Scenario))
    words = ("play", file, "--sheets", sheets)
    return Mutant(
        words=tuple(map(str, words)),
        done=command(*words),
        names=(str(file),),
        in_lines=True,
    )
