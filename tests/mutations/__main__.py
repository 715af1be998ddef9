"""Attack everything that is read: ``python -m tests.mutations --count 10000 --seed 1``.

Inputs are changed with knowledge of their structure, and read as a user would. None may give
a traceback, take 5 s or 2 GiB, or be refused without its file, place and remedy. An accepted
scenario gives finite and equal runs in both engines. Inputs that fail are kept.
"""

import argparse
import shutil
import signal
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from random import Random

from tests.mutations import command_lines, counts, exercises, results, scenarios, studies, ties
from tests.mutations.judging import faults
from tests.mutations.mutant import Kind, Mutant
from tests.mutations.trial import Ended, tried

KINDS: dict[str, tuple[Kind, int]] = {
    "scenarios": (scenarios.mutant, 8),
    "studies": (studies.mutant, 2),
    "exercises": (exercises.mutant, 2),
    "counts": (counts.mutant, 2),
    "ties": (ties.mutant, 2),
    "command lines": (command_lines.mutant, 4),
    "results": (results.mutant, 3),
    "games": (results.game, 1),
}
"""How each kind is made, and its share."""
DEEPEST = 20_000
"""Calls within calls while a mutant is made."""


@dataclass
class Figures:
    """What an attack has found."""

    tried: int = 0
    accepted: int = 0
    slowest: float = 0.0
    largest: int = 0
    failed: list[str] = field(default_factory=list)
    faults: Counter[str] = field(default_factory=Counter)

    def take(self, ended: Ended, found: Sequence[str], name: str) -> None:
        """Count a mutant."""
        self.tried += 1
        self.accepted += ended.code == 0
        self.slowest = max(self.slowest, ended.seconds)
        self.largest = max(self.largest, ended.memory)
        if found:
            self.failed.append(name)
            self.faults.update(found)

    def line(self, kind: str) -> str:
        """Return the figures in a line."""
        return (
            f"{kind:14} {self.tried:6} tried {self.accepted:6} accepted {len(self.failed):5} failed"
            f"  slowest {self.slowest:5.1f} s  largest {self.largest / 2**20:5.0f} MiB"
        )


def warm_up() -> None:
    """Load and compile everything, so that a fork of this process begins at once."""
    import sim
    from sim import cli, reports  # noqa: F401
    from sim.fitting import observed  # noqa: F401
    from sim.scenario import scenario_from_document
    from sim.studies import execute  # noqa: F401
    from sim.terminal import runs  # noqa: F401

    story = scenario_from_document(scenarios.document(Random(0)), "warm")
    for engine in ("compiled", "mesa"):
        sim.simulate(story, engine=engine)  # type: ignore[arg-type]


def attack(
    count: int, seed: int, kept: Path, figures: dict[str, Figures], first: int = 0
) -> dict[str, Figures]:
    """Try mutants of the kinds of these figures, and keep those that fail in a folder.

    ``first`` is the number of the first mutant, so that an attack can be made in slices.
    """
    chosen = {name: KINDS[name] for name in figures}
    shares = [share for _, share in chosen.values()]
    for number in range(first, first + count):
        chance = Random(f"{seed}/{number}")
        (name,) = chance.choices(list(chosen), shares)
        with tempfile.TemporaryDirectory(prefix="mutant-") as folder:
            with deep_recursion():
                mutant = chosen[name][0](chance, Path(folder))
            ended = tried(mutant, Path(folder))
            found = list(faults(mutant, ended))
            figures[name].take(ended, found, str(number))
            if found:
                keep(mutant, ended, found, Path(folder), kept / f"{number}-{name}")
    return figures


@contextmanager
def deep_recursion() -> Iterator[None]:
    """Let documents of many tables within each other be made, which are read with the usual limit.

    The limit that Python has for calls within calls is part of what is tried.
    """
    usual = sys.getrecursionlimit()
    sys.setrecursionlimit(DEEPEST)
    try:
        yield
    finally:
        sys.setrecursionlimit(usual)


def keep(mutant: Mutant, ended: Ended, found: Sequence[str], folder: Path, place: Path) -> None:
    """Copy the input that failed, with what was done and what was said."""
    shutil.copytree(folder, place, dirs_exist_ok=True, ignore_dangling_symlinks=True)
    about = [*found, "", f"words: {mutant.words!r}", f"exit code: {ended.code}", "", ended.said]
    (place / "FAILED.txt").write_text("\n".join(about), "utf-8", "replace")


def main(words: Sequence[str]) -> int:
    """Attack, and print the figures; 0 if nothing failed."""
    parser = argparse.ArgumentParser(prog="python -m tests.mutations", description=__doc__)
    parser.add_argument("--count", type=int, default=1000)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--first", type=int, default=0, metavar="N", help="begin with mutant N")
    parser.add_argument("--only", action="append", choices=list(KINDS), default=[])
    parser.add_argument("--keep", type=Path, default=Path("mutants"), metavar="DIR")
    asked = parser.parse_args(words)
    warm_up()
    for stop in (signal.SIGINT, signal.SIGTERM):  # heard in the background of a shell as well
        signal.signal(stop, signal.default_int_handler)
    begin = time.perf_counter()
    figures = {name: Figures() for name in (asked.only or KINDS)}
    try:
        attack(asked.count, asked.seed, asked.keep, figures, asked.first)
    except KeyboardInterrupt:
        print("stopped; the figures are those until then")
    for name, found in figures.items():
        print(found.line(name))
    faults_found = sum((found.faults for found in figures.values()), Counter())
    for fault, number in faults_found.most_common(60):
        print(f"{number:6} × {fault}")
    failed = sum(len(found.failed) for found in figures.values())
    seconds = time.perf_counter() - begin
    number = sum(found.tried for found in figures.values())
    slice_of = f"seed {asked.seed}, from {asked.first}"
    print(f"{number} mutants in {seconds:.0f} s, {failed} failed; {slice_of}")
    if failed:
        print(f"those that failed are in {asked.keep}")
    return int(failed > 0)


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
