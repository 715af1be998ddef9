"""Read a social graph from a file: lists of ties, Parquet, GraphML, GEXF and others.

People are numbered in the order in which the file first names them. Ties are undirected:
a tie that stands twice, or in both directions, counts once, one to oneself not at all.
Weights are passed over. Nothing is left out without being counted in ``TiesFile.left_out``.
"""

import warnings
from functools import lru_cache
from hashlib import sha256
from pathlib import Path
from typing import Any

from sim.community.files.contents import content, version
from sim.community.files.degrees import read_degrees
from sim.community.files.forms import read_form
from sim.community.files.numbering import Pairs, TiesFile, UnusedRows
from sim.community.files.refusals import refusal
from sim.errors import DamagedFileWarning, ScenarioError, counted

__all__ = [
    "Pairs",
    "TiesFile",
    "UnusedRows",
    "fingerprint",
    "read_degrees",
    "read_pairs",
    "read_ties",
    "told",
    "warn_of_losses",
]

_said: set[tuple[Path, tuple[int, int]]] = set()
"""Files whose losses were told, in the state in which they were read."""


def read_pairs(path: str | Path, people: int) -> Pairs:
    """Return the ties in a file, each once, between people 0 … n − 1 with n at most ``people``.

    Whoever the file does not name has no ties. Raises ``ScenarioError`` naming the file,
    and the line where there is one.
    """
    return read_ties(path, people).pairs


def read_ties(path: str | Path, people: int) -> TiesFile:
    """Return the ties in a file for a page of ``people``, with what was left out of it.

    Raises ``ScenarioError`` naming the file, and the line where there is one.
    """
    file = Path(path)
    found = _read_once(file, version(file))
    if found.people > people:
        said = f"names {found.people} people, the scenario has {people}; "
        raise refusal(file, said + f"set community.people to {found.people} or more")
    return found


@lru_cache(maxsize=4)
def _read_once(file: Path, mark: tuple[int, int]) -> TiesFile:
    """Return the ties of a file as it is now, cached, as every run of an ensemble needs them."""
    found = read_form(file)
    for ends in found.pairs:
        ends.setflags(write=False)
    return found


def told(community: Any) -> list[str]:
    """Return in sentences what a community's file of ties says, and what was left out of it.

    ``community`` is a scenario's ``[community]``. Ties that are drawn need no word. Raises
    ``ScenarioError`` as ``read_ties`` and ``read_degrees`` do.
    """
    if (degrees := getattr(community.ties, "degrees", None)) is not None:
        ends = int(read_degrees(degrees, community.people).sum())
        name = Path(degrees).name
        return [f"{name}: {counted(ends // 2, 'tie')} are drawn for the numbers that it lists"]
    if community.ties.kind != "file":
        return []
    file = Path(community.ties.path)
    found = read_ties(file, community.people)
    _said.add((file, version(file)))
    ties = counted(len(found.pairs[0]), "tie")
    said = f"{file.name}: {counted(found.people, 'person', 'people')} and {ties} between them"
    if others := community.people - found.people:
        said += f"; {others:,} of {community.people:,} people of the page are not in it"
    if found.left_out:
        said += "; left out: " + ", ".join(map(str, found.left_out))
    return [said, *(f"{file.name}: {note}" for note in found.notes)]


def warn_of_losses(community: Any) -> None:
    """Warn once of what was left out of a community's file of ties, unless it was told before.

    Ties that stand there again are no loss. Raises ``ScenarioError`` as ``read_ties`` does.
    """
    if community.ties.kind != "file":
        return
    file = Path(community.ties.path)
    lost = [left for left in read_ties(file, community.people).left_out if left.is_loss]
    if lost and (file, version(file)) not in _said:
        said = f"{file}: left out: {', '.join(map(str, lost))}"
        warnings.warn(said, DamagedFileWarning, stacklevel=3)
        _said.add((file, version(file)))


def fingerprint(community: Any) -> dict[str, Any]:
    """Return a community's file of ties in plain values: what it says, and its SHA-256.

    Empty if ties are drawn, or if the file cannot be read.
    """
    if community.ties.kind != "file":
        return {}
    file = Path(community.ties.path)
    try:
        found = read_ties(file, community.people)
        mark = sha256(content(file)).hexdigest()
    except ScenarioError:
        return {}
    return {
        "people": found.people,
        "ties": len(found.pairs[0]),
        "left_out": [str(left) for left in found.left_out],
        "notes": list(found.notes),
        "sha256": mark,
    }
