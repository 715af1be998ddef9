"""Graphs as JSON: nodes with links or edges, lists of pairs, and people with their friends.

networkx, d3, sigma and vis.js write nodes beside links or edges, Cytoscape puts each into
``data`` within ``elements``, and JSON Graph Format puts all of it into ``graph``. pandas writes
tables of ties by rows, by columns or by both.
"""

import json
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from sim.community.files.contents import DecodedText
from sim.community.files.headings import columns_of, is_certain
from sim.community.files.layouts import MATRIX
from sim.community.files.literals import python_values
from sim.community.files.matrices import Matrix, matrix_of
from sim.community.files.numbering import EndsOfTies, TiesFile, numbered
from sim.community.files.refusals import refusal, shown

UNKNOWN = (
    "is JSON, but no graph that is known; write "
    '{"nodes": [{"id": "Ann"}], "links": [{"source": "Ann", "target": "Ben"}]}'
)
LINKS = (
    "links", "edges", "relationships", "relations", "connections", "ties", "arcs", "linkDataArray"
)  # fmt: skip
NODES = (
    "nodes", "vertices", "people", "persons", "actors", "users", "members", "nodeDataArray"
)  # fmt: skip
FRIENDS = ("friends", "neighbors", "neighbours", "contacts", "follows", "following", "followers")
INSIDE = ("graph", "elements", "data", "network")
"""Keys within which a graph may stand."""
IDENTIFIERS = ("id", "key")
LABELS = ("name", "label")


def json_graph(file: Path, decoded: DecodedText) -> TiesFile:
    """Return the ties of a graph in JSON, or of one tie as JSON per line.

    Raises ``ScenarioError`` naming the line that is no JSON, or the link that lacks a person.
    """
    return graph_of(file, _parsed(file, decoded.text), decoded.notes)


def graph_of(file: Path, document: Any, notes: Sequence[str] = ()) -> TiesFile:
    """Return the ties of a graph in lists and dictionaries.

    Raises ``ScenarioError`` naming the link that lacks a person.
    """
    document = _sorted(_only_graph(file, document))
    for inner in INSIDE:
        if isinstance(document, dict) and not _links(document) and inner in document:
            document = document[inner]
    if isinstance(document, list) and len(document) == 1 and isinstance(document[0], dict):
        document = document[0] if _links(document[0]) else document
    document = _rows(_sorted(_adjacency(document)))
    if isinstance(document, list) and (matrix := _matrix(file, document)) is not None:
        ends = EndsOfTies(matrix.one, matrix.other, None, "cell", matrix.people)
        return numbered(file, ends, [*notes, "the lists are a matrix of ties"])
    known: list[str] = []
    document = _side_by_side(file, document)
    _refuse_two_readings(file, document)
    if isinstance(document, dict):
        known, pairs = _graph(file, document)
    elif isinstance(document, list):
        pairs = [_ends(file, link, place) for place, link in enumerate(document, 1)]
    else:
        raise refusal(file, UNKNOWN)
    one, other = [pair[0] for pair in pairs], [pair[1] for pair in pairs]
    return numbered(file, EndsOfTies(one, other, None, "link", known), notes)


def _parsed(file: Path, text: str) -> Any:
    """Return the values of a JSON text, a list where each line is JSON of its own."""
    try:
        return json.loads(text)
    except json.JSONDecodeError as wrong:
        lines = [line for line in text.split("\n") if line.strip()]
        try:
            if len(lines) > 1:
                return [json.loads(line) for line in lines]
        except (ValueError, RecursionError):
            pass
        try:
            return python_values(text)
        except ValueError:
            pass
        source = text.split("\n")[wrong.lineno - 1]
        said = f"is not JSON here ({wrong.msg}); export the graph again"
        raise refusal(file, said, wrong.lineno, source) from None
    except (ValueError, RecursionError):
        said = "is nested too deeply, or has a number too long, for JSON; export it again"
        raise refusal(file, said) from None


def _only_graph(file: Path, document: Any) -> Any:
    """Return the graph of a list of graphs. Raises ``ScenarioError`` if it has more than one."""
    graphs = document.get("graphs") if isinstance(document, dict) else None
    if not isinstance(graphs, list) or not graphs:
        return document
    if len(graphs) > 1:
        raise refusal(file, f"holds {len(graphs)} graphs; keep one in a file")
    return graphs[0]


def _sorted(document: Any) -> Any:
    """Return people and ties apart where Cytoscape lists both together, or each with its others."""
    if isinstance(document, list) and all(
        isinstance(item, dict) and isinstance(item.get("data"), dict) for item in document
    ):
        ties = [item for item in document if "source" in item["data"]]
        people = [item for item in document if "source" not in item["data"]]
        return {"nodes": people, "edges": ties}
    if isinstance(document, list) and document and all(map(_is_item, document)):
        ties = [item for item in document if item["type"] == "relationship"]
        return {"nodes": [item for item in document if item["type"] == "node"], "edges": ties}
    if isinstance(document, list) and document and all(map(_lists_friends, document)):
        links = [[_name(item), other] for item in document for other in _friends_of(item)]
        return {"nodes": document, "links": links}
    if not isinstance(document, dict):
        return document
    listed, others = document.get("nodes"), document.get("adjacency")
    if not (isinstance(listed, list) and isinstance(others, list) and len(listed) == len(others)):
        return document
    pairs = zip(map(_name, listed), others, strict=True)
    links = [[one, other] for one, all_of in pairs if isinstance(all_of, list) for other in all_of]
    return {"nodes": listed, "links": links}


def _is_item(item: Any) -> bool:
    """Return True for a node or a relationship as Neo4j lists them, each on a line."""
    return isinstance(item, dict) and item.get("type") in ("node", "relationship")


def _lists_friends(item: Any) -> bool:
    """Return True for a person with an id who lists others."""
    return isinstance(item, dict) and _name(item) is not None and _friends_of(item) is not None


def _friends_of(item: dict[str, Any]) -> Any:
    """Return the others whom a person lists, None if there is no such list."""
    return next((item[key] for key in FRIENDS if isinstance(item.get(key), list)), None)


def _adjacency(document: Any) -> Any:
    """Return the dictionary of the friends of each where it stands in another one."""
    inner = document.get("adjacency") if isinstance(document, dict) else None
    return inner if isinstance(inner, dict) and not _links(document) else document


def _side_by_side(file: Path, document: Any) -> Any:
    """Return pairs where one list holds the first people of all ties, and one the others."""
    if not isinstance(document, list) or len(document) != 2:
        return document
    one, other = document
    if not (isinstance(one, list) and isinstance(other, list) and len(one) == len(other) > 2):
        return document
    if any(isinstance(cell, list | dict) for cell in (*one, *other)):
        return document
    if len(one) == 3:
        said = "may be two ties with weights, or the two ends of three ties; write a pair for each"
        raise refusal(file, f"{said}, such as [[0, 1], [1, 2]]")
    return [list(pair) for pair in zip(one, other, strict=True)]


def _refuse_two_readings(file: Path, document: Any) -> None:
    """Refuse pairs of numbers that as lists of neighbors name each other just as well."""
    if not isinstance(document, list) or len(document) < 3:
        return
    if not all(isinstance(row, list) and len(row) == 2 and row[0] != row[1] for row in document):
        return
    friends = [{str(each) for each in row} for row in document]
    names = {str(place) for place in range(len(friends))}
    if set().union(*friends) != names or any(str(n) in row for n, row in enumerate(friends)):
        return
    mutual = all(str(n) in friends[int(each)] for n, row in enumerate(friends) for each in row)
    ties = {frozenset((str(n), each)) for n, row in enumerate(friends) for each in row}
    if mutual and ties != set(map(frozenset, friends)):
        said = "may list a tie each, or the neighbors of 0, 1, 2 and so on"
        raise refusal(file, f'{said}; write {{"0": [1, 3]}} for neighbors, or ids of people')


def _matrix(file: Path, rows: list[Any]) -> Matrix | None:
    """Return the matrix of ties that lists of as many numbers are, None if they are none."""
    size = len(rows)
    if size < 3 or not all(isinstance(row, list) and len(row) == size for row in rows):
        return None
    cells = [str(cell) for row in rows for cell in row]
    if size == 3 and set(cells) <= {"0", "1"}:
        raise refusal(file, MATRIX)
    return matrix_of([[str(cell) for cell in row] for row in rows])


def _rows(document: Any) -> Any:
    """Return the rows of a table of ties as pandas writes it, and what is no table as it is."""
    if isinstance(document, list) and document and isinstance(document[0], list):
        head = [str(name) for name in document[0]]
        if len(set(head)) == len(head) and is_certain(head):
            fits = all(isinstance(row, list) and len(row) == len(head) for row in document)
            return [dict(zip(head, row, strict=True)) for row in document[1:]] if fits else document
    if not isinstance(document, dict) or not document or _links(document):
        return document
    data, names, values = document.get("data"), document.get("columns"), list(document.values())
    if isinstance(data, list) and all(isinstance(row, dict) for row in data):
        return data
    if isinstance(data, list) and isinstance(names, list):
        fits = all(isinstance(row, list) and len(row) == len(names) for row in data)
        return [dict(zip(map(str, names), row, strict=True)) for row in data] if fits else document
    if all(isinstance(value, dict) and is_certain(list(value)) for value in values):
        return values
    return _columns(document) if is_certain(list(document)) else document


def _columns(document: dict[str, Any]) -> Any:
    """Return the rows of a table of ties that is written column by column."""
    values = list(document.values())
    if all(isinstance(value, list) and len(value) == len(values[0]) for value in values):
        return [dict(zip(document, row, strict=True)) for row in zip(*values, strict=True)]
    if all(isinstance(value, dict) and value.keys() == values[0].keys() for value in values):
        return [{name: document[name][row] for name in document} for row in values[0]]
    return document


def _links(document: Mapping[str, Any]) -> bool:
    """Return True if an object lists ties."""
    return any(isinstance(document.get(name), list) for name in LINKS)


def _graph(file: Path, document: Mapping[str, Any]) -> tuple[list[str], list[tuple[str, str]]]:
    """Return the people of a graph in their order, and its ties."""
    links = next((document[name] for name in LINKS if isinstance(document.get(name), list)), None)
    if links is None:
        return _friends(file, document)
    listed: Any = next((document[name] for name in NODES if name in document), [])
    if isinstance(listed, dict):
        known, by_place = list(map(str, listed)), False
    elif isinstance(listed, list):
        named = [_name(person) for person in listed]
        by_place = bool(named) and all(name is None for name in named)
        known = [str(place) if name is None else name for place, name in enumerate(named)]
    else:
        raise refusal(file, UNKNOWN)
    pairs = [_ends(file, link, place) for place, link in enumerate(links, 1)]
    if by_place and (more := {name for pair in pairs for name in pair} - set(known)):
        labels = [_name(person, LABELS) or "" for person in listed]
        if len(set(labels)) == len(labels) and more <= set(labels):
            return labels, pairs
        said = f"has a link to {shown(min(more))}, but its nodes have no id; give each an id"
        raise refusal(file, said)
    return known, pairs


def _friends(file: Path, document: Mapping[str, Any]) -> tuple[list[str], list[tuple[str, str]]]:
    """Return people and ties of an object that lists the friends of each person."""
    named = {*NODES, *LINKS} & set(document)
    if named or not all(isinstance(friends, list | dict) for friends in document.values()):
        raise refusal(file, UNKNOWN)
    for person, friends in document.items():
        if isinstance(friends, dict) and any(isinstance(each, list) for each in friends.values()):
            name = next(name for name, each in friends.items() if isinstance(each, list))
            said = f"gives {shown(person)} a list {shown(name)}, which may be friends or not"
            raise refusal(file, f'{said}; write the friends alone, such as {{"a": ["b", "c"]}}')
    known = list(document)
    pairs = [
        (person, _person(file, friend, f"the friends of {shown(person)}"))
        for person, friends in document.items()
        for friend in friends
    ]
    return known, pairs


def _name(person: Any, keys: Sequence[str] = IDENTIFIERS) -> str | None:
    """Return the id of a node, or its name by other keys, None if it has none."""
    if not isinstance(person, dict):
        return None if person is None else str(person)
    inner: dict[str, Any] = person
    if isinstance(person.get("data"), dict):
        inner = person["data"]
    found = next((inner[key] for key in keys if inner.get(key) is not None), None)
    return None if found is None else str(found)


def _ends(file: Path, link: Any, place: int) -> tuple[str, str]:
    """Return the two people of a link, "" for one that is null."""
    where = f"link {place}"
    if isinstance(link, dict):
        link = link.get("data") if isinstance(link.get("data"), dict) else link
        found = columns_of(list(link))
        if found is not None:
            values = list(link.values())
            return _person(file, values[found.one], where), _person(
                file, values[found.other], where
            )
    elif isinstance(link, Sequence) and not isinstance(link, str) and len(link) in (2, 3):
        return _person(file, link[0], where), _person(file, link[1], where)
    said = f"{where} is {shown(json.dumps(link))}, which names no two people"
    raise refusal(file, f"{said}; write source and target")


def _person(file: Path, value: Any, where: str) -> str:
    """Return a person as a word, "" for null."""
    if isinstance(value, dict):
        value = _name(value)
    if isinstance(value, list | bool):
        said = f"{where} names {shown(json.dumps(value))}, which is no person; write an id"
        raise refusal(file, said)
    return "" if value is None else str(value)
