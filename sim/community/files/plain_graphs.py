"""Graphs in the plain forms of GUESS (GDF), LGL, DIMACS and graph6: their people and ties alone."""

import csv
import re
from pathlib import Path
from typing import Any

import numpy as np

from sim.community.files.contents import DecodedText
from sim.community.files.numbering import EndsOfTies, TiesFile, numbered, once
from sim.community.files.refusals import refusal, shown

TIES_OF_DIMACS = ("e", "a")
"""First words of lines with a tie: an edge, or an arc of a road or a flow. Some have none."""
BESIDE_TIES = ("c", "n", "d", "v")
"""First words of comments, and of lines about one person."""
GRAPH6_HEADER = re.compile(r">>(?:graph6|sparse6)<<")


def gdf(file: Path, decoded: DecodedText) -> TiesFile:
    """Return the ties of a GDF file, as GUESS and Gephi write it: nodes above, edges below.

    Raises ``ScenarioError`` naming the line that lacks one of its people.
    """
    known, one, other, lines = [], [], [], []
    columns: list[str] = []
    part = ""
    for number, line in enumerate(decoded.text.split("\n"), 1):
        if not line.strip() or line.startswith("#"):
            continue
        if begin := re.match(r"\s*(nodedef|edgedef)\s*>", line, re.IGNORECASE):
            part = begin[1].lower()
            columns = [name.split()[0].lower() if name.strip() else "" for name
                       in line[begin.end() :].split(",")]  # fmt: skip
            wanted = {"name"} if part == "nodedef" else {"node1", "node2"}
            if not wanted <= set(columns):
                lacks = " and ".join(sorted(wanted - set(columns)))
                raise refusal(file, f"names no column {lacks}; add it", number, line)
            continue
        if not part:
            said = 'stands above all nodes; begin with "nodedef>name VARCHAR"'
            raise refusal(file, said, number, line)
        cells = _cells(line)
        ends = ["name"] if part == "nodedef" else ["node1", "node2"]
        places = [columns.index(name) for name in ends]
        if max(places) >= len(cells):
            said = f"has {len(cells)} cells, which are no {' and '.join(ends)}; write them all"
            raise refusal(file, said, number, line)
        found = [cells[place].strip().strip("'\"") for place in places]
        if part == "nodedef":
            known += found
        else:
            one.append(found[0])
            other.append(found[1])
            lines.append(number)
    return numbered(file, EndsOfTies(one, other, lines, "edge", known), decoded.notes)


def _cells(line: str) -> list[str]:
    """Return the cells of a line of a GDF file, whose quotes are single or double."""
    quote = "'" if line.count("'") > 1 and '"' not in line else '"'
    return next(csv.reader([line], quotechar=quote, skipinitialspace=True), [])


def lgl(file: Path, decoded: DecodedText) -> TiesFile:
    """Return the ties of an LGL file: "# Ann" above the lines of all whom Ann is tied to.

    Raises ``ScenarioError`` naming the line that stands below nobody.
    """
    known: dict[str, None] = {}
    one, other, lines = [], [], []
    person = ""
    for number, line in enumerate(decoded.text.split("\n"), 1):
        begins = line.lstrip().startswith("#")
        words = line.strip().lstrip("#").split()
        if not words:
            continue
        if len(words) > 2 or (begins and len(words) > 1):
            said = "has more than a name and a weight; names in an LGL file hold no blanks"
            raise refusal(file, said, number, line)
        known[words[0]] = None
        if begins:
            person = words[0]
        elif not person:
            said = 'names somebody before whom no line names another; begin with "# Ann"'
            raise refusal(file, said, number, line)
        else:
            one.append(person)
            other.append(words[0])
            lines.append(number)
    return numbered(file, EndsOfTies(one, other, lines, "line", list(known)), decoded.notes)


def dimacs(file: Path, decoded: DecodedText) -> TiesFile:
    """Return the ties of a DIMACS file: "p edge 3 2" and then "e 1 2" or "a 1 2" for each.

    Raises ``ScenarioError`` naming the line that names no two of its people.
    """
    people = 0
    one, other = [], []
    for number, line in enumerate(decoded.text.split("\n"), 1):
        words = line.split()
        if not words or words[0] in BESIDE_TIES:
            continue
        if words[0] == "p":
            if people or len(words) < 4 or not words[2].isdecimal() or len(words[2]) > 8:
                said = 'says no number of people, or says it again; write once "p edge 3 2"'
                raise refusal(file, said, number, line)
            people = int(words[2])
            continue
        ends = words[1:3] if words[0] in TIES_OF_DIMACS else words[:2]
        numbers = [int(word) for word in ends if word.isdecimal() and len(word) < 9]
        if len(numbers) < 2 or not 1 <= min(numbers) <= max(numbers) <= people:
            said = f"names {shown(' '.join(ends))}, the people are 1 to {people}; correct it"
            raise refusal(file, said, number, line)
        one.append(numbers[0] - 1)
        other.append(numbers[1] - 1)
    if not people:
        raise refusal(file, 'says no number of people; begin with "p edge" and their number')
    ties = once(file, np.array(one, np.int64), np.array(other, np.int64), people)
    return ties._replace(notes=decoded.notes)


def graph6(file: Path, decoded: DecodedText) -> TiesFile:
    """Return the ties of the one graph of a graph6 or sparse6 file.

    Raises ``ScenarioError`` if it holds none or several, or is damaged.
    """
    import networkx as nx  # noqa: PLC0415 - slow to load

    texts = [(number, GRAPH6_HEADER.sub("", line.strip())) for number, line
             in enumerate(decoded.text.split("\n"), 1)]  # fmt: skip
    texts = [(number, text) for number, text in texts if text]
    if len(texts) != 1:
        line = texts[1][0] if texts else 1
        raise refusal(file, f"holds {len(texts)} graphs; keep one in a file", line)
    number, text = texts[0]
    read: Any = nx.from_sparse6_bytes if text.startswith(":") else nx.from_graph6_bytes
    try:
        graph = read(text.encode())
    except Exception as wrong:  # whatever a damaged text makes the library raise
        said = f"is no whole graph6 or sparse6 ({type(wrong).__name__}); write it again"
        raise refusal(file, said, number, text) from None
    ends = np.array([edge[:2] for edge in graph.edges], np.int64).reshape(-1, 2)
    return once(file, ends[:, 0], ends[:, 1], len(graph))._replace(notes=decoded.notes)
