"""A mutant: damaged input in a folder, and what is done with it."""

import sys
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from random import Random

Words = Sequence[str]
SECONDS = 5.0
"""Computing after which a mutant counts as hanging."""


@dataclass(frozen=True)
class Mutant:
    """Damaged input, and what reads it."""

    words: tuple[str, ...]
    """The words of the command line, or what stands for them in the output."""
    done: Callable[[], None]
    """Reads the input. A refusal is a ``ShitstormError`` or an exit code."""
    names: tuple[str, ...]
    """Names one of which a refusal has to say: files, options or words."""
    in_lines: bool = False
    """True if a refusal has to name a line or an entry of a file."""
    accepted: Callable[[], str] = str
    """Called if the input is accepted. Returns what is wrong with it, nothing if all is well."""
    seconds: float = SECONDS
    """Computing after which it counts as hanging."""


Kind = Callable[[Random, Path], Mutant]
"""Makes a mutant in an empty folder."""


def command(*words: object) -> Callable[[], None]:
    """Run the command line with these words, within this process."""

    def run() -> None:
        from sim.cli import main

        sys.argv = ["shitstorm", *map(str, words)]
        main()

    return run
