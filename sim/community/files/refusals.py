"""Errors about files of ties: the file, the line as it stands, and what to write instead."""

from pathlib import Path

from sim.errors import Problem, ScenarioError

LONGEST_LINE = 400
"""Characters of a line that an error keeps."""
LONGEST_CELL = 60
"""Characters of a cell that are shown."""


def refusal(file: Path, said: str, line: int | None = None, source: str = "") -> ScenarioError:
    """Return the error for something wrong in a file of ties, at a line from 1 if there is one."""
    if line is None:
        return ScenarioError([Problem(said, str(file))])
    source = source.strip()[:LONGEST_LINE]
    return ScenarioError([Problem(said, str(file), line, 1, len(source), source or None)])


def shown(cell: str) -> str:
    """Return a cell in quotes, cut if it is very long, without signs that steer a terminal."""
    plain = "".join(sign if sign.isprintable() else " " for sign in cell[: LONGEST_CELL + 1])
    return f'"{plain if len(plain) <= LONGEST_CELL else plain[:LONGEST_CELL] + "…"}"'
