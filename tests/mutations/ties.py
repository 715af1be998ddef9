"""Mutated files of ties: refused where they are wrong, or run with the people that they name."""

from pathlib import Path
from random import Random

import networkx as nx

from tests.mutations.documents import as_text, damaged
from tests.mutations.mutant import Mutant, command
from tests.mutations.scenarios import document, runs_alike
from tests.mutations.values import RAW, value

PEOPLE = 60


def mutant(chance: Random, folder: Path) -> Mutant:
    """A scenario with ties from a file in which something is changed."""
    ending = chance.choice(("csv", "csv", "txt", "tsv", "graphml", "gexf"))
    ties, file = folder / f"ties.{ending}", folder / "storm.toml"
    text = _graph(chance, ending)
    ties.write_bytes(damaged(chance, text) if chance.random() < 0.5 else text.encode())
    story = document(chance)
    story["community"]["ties"] = {"kind": "file", "path": ties.name}
    story["community"] |= {"people": PEOPLE, "outsiders": 0}
    file.write_text(as_text(story), "utf-8")
    words = ("run", file, "--plan", "silence", "--json")
    return Mutant(
        words=tuple(map(str, words)),
        done=command(*words),
        names=(ties.name, str(file)),
        in_lines=True,
        accepted=lambda: runs_alike(file),
    )


def _graph(chance: Random, ending: str) -> str:
    """Return a graph as text of this ending, with odd cells now and then."""
    number = chance.choice((2, 20, PEOPLE, PEOPLE, PEOPLE + 1))
    graph: nx.Graph[int] = nx.gnm_random_graph(number, 2 * number, seed=chance.randrange(10**6))
    if ending == "graphml":
        return "\n".join(nx.generate_graphml(graph))
    if ending == "gexf":
        return "\n".join(nx.generate_gexf(graph))
    separator = {"csv": chance.choice(",,;"), "txt": " ", "tsv": "\t"}[ending]
    rows = [[str(one), str(other)] for one, other in graph.edges]
    if chance.random() < 0.5:
        rows.insert(0, chance.choice((["from", "to"], ["source", "target"], ["a", "b"])))
    for _ in range(chance.choice((0, 1, 2))):
        row = chance.choice(rows)
        odd = str(value(chance, chance.choice((1, "a")))).removeprefix(RAW)
        row[chance.randrange(len(row))] = odd
    return "\n".join(separator.join(row) for row in rows) + "\n"
