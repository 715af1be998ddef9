"""Ties per person from a file, one whole number a line."""

from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from sim.community.files.contents import decoded
from sim.community.files.refusals import refusal, shown

MOST_DIGITS = 12
"""Digits of a number beyond which nobody has as many ties."""


def read_degrees(path: str | Path, people: int) -> NDArray[np.int64]:
    """Return ties per person from a file with one whole number a line, 0 for those it lacks.

    Raises ``ScenarioError`` naming the file, the line and the number that is wrong.
    """
    file = Path(path)
    lines = [line.strip() for line in decoded(file).text.split("\n")]
    filled = [(number, line) for number, line in enumerate(lines, 1) if line]
    if len(filled) > people:
        said = f"has {len(filled)} numbers, the scenario {people} people; "
        raise refusal(file, said + f"set community.people to {len(filled)} or more")
    degrees = np.zeros(people, np.int64)
    for person, (number, line) in enumerate(filled):
        degrees[person] = _degree(file, number, line, people)
    if not degrees.any():
        raise refusal(file, 'has no ties; write kind = "none" if nobody knows anybody')
    return degrees


def _degree(file: Path, number: int, line: str, people: int) -> int:
    """Return one person's number of ties. 7.0 is 7."""
    whole, point, zeros = line.partition(".")
    if not (whole.isascii() and whole.isdigit()) or (point and zeros.strip("0")):
        said = f"{shown(line)} is no number of ties; write one whole number per line, such as 7"
        raise refusal(file, said, number, line)
    if len(whole) > MOST_DIGITS or int(whole) >= people:
        said = f"nobody can have more ties than there are others ({people - 1}); lower it"
        raise refusal(file, said, number, line)
    return int(whole)
