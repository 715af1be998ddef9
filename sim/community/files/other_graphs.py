"""Graphs as Pajek, GML and Matrix Market files: their people and ties alone."""

import re
import warnings
from collections.abc import Iterator
from io import BytesIO
from math import isnan
from pathlib import Path
from typing import NamedTuple

import numpy as np

from sim.community.files.contents import DecodedText
from sim.community.files.numbering import EndsOfTies, TiesFile, UnusedRows, numbered, once
from sim.community.files.refusals import refusal, shown
from sim.errors import counted

MOST_PEOPLE = 50_000_000
"""Most people that a file may announce."""
GML_TOKEN = re.compile(r'"[^"]*"|[\[\]]|#[^\n]*|[^\s\[\]"]+')
TIES_OF_PAJEK = ("*arcs", "*edges", "*arcslist", "*edgeslist")
NO_NETWORKS = ("*partition", "*vector", "*cluster", "*permutation", "*hierarchy", "*events")
"""Parts of a Pajek project that number or sort people, whose vertices are those of the network."""


# -- Pajek --------------------------------------------------------------------------------


def pajek(file: Path, decoded: DecodedText) -> TiesFile:
    """Return the ties of a Pajek network (.net), people in the order of its vertices.

    Raises ``ScenarioError`` naming the line that names no two of its vertices.
    """
    people, part = 0, ""
    row: int | None = None
    beside = False
    one: list[int] = []
    other: list[int] = []
    for number, line in enumerate(decoded.text.split("\n"), 1):
        words = line.split()
        if not words or line.lstrip().startswith("%"):
            continue
        if words[0].startswith("*"):
            part = words[0].lower().rstrip(":")
            beside = part in NO_NETWORKS or (beside and part != "*network")
            if beside:
                part = ""
            elif part == "*vertices":
                if people:
                    said = "is a second network in the file; keep one in a file"
                    raise refusal(file, said, number, line)
                people = _announced(file, number, line, words)
            elif part == "*matrix":
                row = 0
        elif part == "*matrix":
            row = row or 0
            found = _of_matrix(file, number, line, people, row)
            one += [row] * len(found)
            other += found
            row += 1
        elif part in TIES_OF_PAJEK:
            ends = words if part.endswith("list") else words[:2]
            found = [_vertex(file, number, line, word, people) for word in ends]
            if len(found) < 2:
                raise refusal(file, "names one vertex only; write two", number, line)
            one += found[:1] * (len(found) - 1)
            other += found[1:]
    if not people:
        raise refusal(file, 'has no vertices; begin with "*Vertices" and their number')
    if row is not None and row < people:
        said = f"has {counted(row, 'row')} of a matrix of {people} vertices; write one for each"
        raise refusal(file, said)
    ties = once(file, np.array(one, np.int64), np.array(other, np.int64), people)
    return ties._replace(notes=decoded.notes)


def _of_matrix(file: Path, number: int, line: str, people: int, row: int) -> list[int]:
    """Return to whom somebody is tied by a row of a matrix: where it is not zero."""
    if row >= people:
        said = f"is row {row + 1} of the matrix of {people} vertices; take it out"
        raise refusal(file, said, number, line)
    try:
        cells = [float(word) for word in line.split()]
    except ValueError:
        raise refusal(file, "is a row of a matrix, and not of numbers", number, line) from None
    if len(cells) != people:
        said = f"has {len(cells)} cells, the network {people} vertices; write one for each"
        raise refusal(file, said, number, line)
    return [place for place, cell in enumerate(cells) if cell and not isnan(cell)]


def _announced(file: Path, number: int, line: str, words: list[str]) -> int:
    """Return the number of vertices that a Pajek network announces."""
    if len(words) < 2 or not words[1].isdecimal() or len(words[1]) > 9:
        raise refusal(file, "names no number of vertices; write *Vertices 100", number, line)
    if int(words[1]) > MOST_PEOPLE:
        raise refusal(file, f"announces more than {MOST_PEOPLE:,} vertices", number, line)
    return int(words[1])


def _vertex(file: Path, number: int, line: str, word: str, people: int) -> int:
    """Return the place of a vertex, from 0. A minus sign marks a tie against."""
    word = word.lstrip("-")
    if not word.isdecimal() or len(word) > 9 or not 1 <= int(word) <= people:
        said = f"names the vertex {shown(word)}, the network has 1 to {people}; correct it"
        raise refusal(file, said, number, line)
    return int(word) - 1


# -- GML ----------------------------------------------------------------------------------


class _Token(NamedTuple):
    """A word of a GML file with its line."""

    text: str
    line: int


def gml(file: Path, decoded: DecodedText) -> TiesFile:
    """Return the ties of a GML file, as igraph, Gephi and networkx write it, by the nodes' ids.

    Raises ``ScenarioError`` naming the line of a node or edge that lacks its numbers.
    """
    stack: list[str] = []
    values: dict[str, str] = {}
    opened, graphs, key = 0, 0, ""
    known: list[str] = []
    one, other, lines = [], [], []
    for token in _tokens(decoded.text):
        if token.text == "[":
            stack.append(key.lower())
            if stack[-1] in ("node", "edge") and len(stack) == 2:
                values, opened = {}, token.line
            graphs += stack == ["graph"]
            key = ""
        elif token.text == "]":
            if not stack:
                raise refusal(file, "closes a bracket that is not open", token.line)
            if stack == ["graph", "node"]:
                known.append(_of(file, values, "id", opened))
            elif stack == ["graph", "edge"]:
                one.append(_of(file, values, "source", opened))
                other.append(_of(file, values, "target", opened))
                lines.append(opened)
            stack.pop()
            key = ""
        elif not key:
            key = token.text
        else:
            if len(stack) == 2:
                values.setdefault(key.lower(), token.text.strip('"'))
            key = ""
    if stack or graphs != 1:
        said = "ends too early" if stack else f"holds {graphs} graphs; keep one in a file"
        raise refusal(file, f"{said}; export it again")
    ends = EndsOfTies(one, other, lines, "edge", known)
    return numbered(file, ends, decoded.notes)


def _tokens(text: str) -> Iterator[_Token]:
    """Yield the words of a GML text, without comments."""
    line, seen = 1, 0
    for found in GML_TOKEN.finditer(text):
        line += text.count("\n", seen, found.start())
        seen = found.start()
        if not found[0].startswith("#"):
            yield _Token(found[0], line)


def _of(file: Path, values: dict[str, str], key: str, line: int) -> str:
    """Return a value of a node or edge."""
    if not values.get(key):
        raise refusal(file, f"begins a node or edge without {key}; export the graph again", line)
    return values[key]


# -- Matrix Market ------------------------------------------------------------------------


def matrix_market(file: Path, decoded: DecodedText) -> TiesFile:
    """Return the ties of a square Matrix Market file (.mtx): one for each cell that is listed.

    Raises ``ScenarioError`` if it cannot be read or is not square.
    """
    from scipy.io import mminfo, mmread  # noqa: PLC0415 - slow to load
    from scipy.sparse import coo_array  # noqa: PLC0415

    banner, _, rest = decoded.text.partition("\n")
    # The banner may be written in any case, the reader knows one.
    raw = "\n".join(["%%MatrixMarket" + banner[len("%%MatrixMarket") :].lower(), rest]).encode()
    try:
        rows, columns, *_ = mminfo(BytesIO(raw))
        if rows != columns or rows > MOST_PEOPLE:
            said = f"has {rows} rows and {columns} columns; the ties of people need a square matrix"
            raise refusal(file, said)
        with warnings.catch_warnings():  # newer ones warn of a default that is not used here
            warnings.simplefilter("ignore", DeprecationWarning)
            matrix = coo_array(mmread(BytesIO(raw)))
    except (ValueError, OverflowError, MemoryError, TypeError) as wrong:
        said = f"cannot be read as a Matrix Market file ({wrong}); save the ties as .csv"
        raise refusal(file, said) from None
    one, other = matrix.coords
    upper = one <= other if _mirrored(decoded.text) else np.ones(len(one), bool)
    empty = upper & ((matrix.data == 0) | np.isnan(matrix.data))
    said = counted(int(empty.sum()), "cell that is zero", "cells that are zero") + " or no number"
    dropped = [UnusedRows(int(empty.sum()), said, "", False)] if empty.any() else []
    ties = once(file, one[upper & ~empty], other[upper & ~empty], int(rows), dropped)
    return ties._replace(notes=decoded.notes)


def _mirrored(text: str) -> bool:
    """Return True if a matrix lists one half only, which is read as both."""
    words = text[: text.find("\n")].lower().split()
    return bool({"symmetric", "skew-symmetric", "hermitian"} & set(words))
