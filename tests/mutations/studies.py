"""Mutated study files: refused where they are wrong, or read as a whole."""

from pathlib import Path
from random import Random

from tests.mutations.documents import Document, written
from tests.mutations.mutant import Mutant
from tests.studies import small_study


def mutant(chance: Random, folder: Path) -> Mutant:
    """A study file with a few changes beside its scenario."""
    import tomllib

    from sim.studies.loading import load_study
    from sim.studies.sweep import Sweep

    file = small_study.written(folder)
    document: Document = tomllib.loads(file.read_text("utf-8"))
    file.write_bytes(written(chance, document, Sweep))
    return Mutant(
        words=("study", str(file)),
        done=lambda: load_study(file) and None,
        names=(str(file),),
        in_lines=True,
    )
