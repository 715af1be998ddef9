"""Lists of somebody and all whom they know: networkx's adjacency lists and Cytoscape's SIF."""

from pathlib import Path

from sim.community.files.contents import DecodedText
from sim.community.files.numbering import EndsOfTies, TiesFile, numbered
from sim.community.files.printed_pairs import lists_friends


def adjacency_list(file: Path, decoded: DecodedText) -> TiesFile:
    """Return the ties of a text with a person and all whom they know in each line (.adjlist).

    Raises ``ScenarioError`` if it has no tie.
    """
    return _of_lines(file, decoded, begin=1)


def interactions(file: Path, decoded: DecodedText) -> TiesFile:
    """Return the ties of a text with a person, a kind of tie, and others in each line (.sif).

    A person alone in a line has no ties. Raises ``ScenarioError`` if it has no tie.
    """
    return _of_lines(file, decoded, begin=2)


def _of_lines(file: Path, decoded: DecodedText, begin: int) -> TiesFile:
    """Return the ties between the first name of each line and those from ``begin`` on."""
    sign = next((sign for sign in "\t;," if sign in decoded.text), None)
    colons = begin == 1 and lists_friends(
        [line for line in decoded.text.split("\n") if line.strip()]
    )
    known: dict[str, None] = {}
    one, other, lines = [], [], []
    for number, line in enumerate(decoded.text.split("\n"), 1):
        if not line.strip() or line.lstrip().startswith("#"):
            continue
        cut = line.replace(":", sign or " ", 1) if colons else line
        names = [name.strip().strip('"') for name in cut.split(sign)]
        names = [names[0], *filter(None, names[begin:])]
        known |= dict.fromkeys(names)
        one += names[:1] * (len(names) - 1)
        other += names[1:]
        lines += [number] * (len(names) - 1)
    ends = EndsOfTies(one, other, lines, "tie", list(known))
    return numbered(file, ends, decoded.notes)
