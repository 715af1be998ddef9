"""Graphs written in every form and dialect, and read back."""

import csv
import gzip
import io
from pathlib import Path

import networkx as nx
import pytest
from hypothesis import given
from hypothesis import strategies as st

from sim.community.files import read_ties
from tests.thorough import examples

Pair = tuple[int, int]

NAMES = {
    "numbers": str,
    "large": lambda number: str(10**18 + number),
    "words": lambda number: f"p{number}x",
    "accents": lambda number: f"Zoë é {number}",
    "separators": lambda number: f"A; b, {number}|\tc",
    "hashtags": lambda number: f"#t{number}",
}
"""How people are called."""
HEADINGS = {
    "none": None,
    "english": ("source", "target"),
    "german": ("Quelle", "Ziel"),
    "tools": ("FromNodeId", "ToNodeId"),
}

ties = st.lists(
    st.tuples(st.integers(0, 40), st.integers(0, 40)).filter(lambda pair: pair[0] != pair[1]),
    min_size=4,
    max_size=30,
)


def expected(pairs: list[Pair], listed: list[int] | None = None) -> tuple[int, set[Pair]]:
    """People and ties as they are to be read: numbered as they are listed or first mentioned."""
    order = list(dict.fromkeys([*(listed or []), *(person for pair in pairs for person in pair)]))
    place = {person: number for number, person in enumerate(order)}
    return len(order), {tuple(sorted((place[one], place[other]))) for one, other in pairs}


def read(folder: Path, name: str, content: bytes) -> tuple[int, set[Pair]]:
    """People and ties that are read from a file."""
    file = folder / name
    file.write_bytes(gzip.compress(content) if name.endswith(".gz") else content)
    found = read_ties(file, 1000)
    return found.people, set(zip(found.pairs[0].tolist(), found.pairs[1].tolist(), strict=True))


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("ties")


@given(
    pairs=ties,
    names=st.sampled_from(sorted(NAMES)),
    heading=st.sampled_from(sorted(HEADINGS)),
    separator=st.sampled_from("\t;,| "),
    row_numbers=st.booleans(),
    weights=st.sampled_from(["", "before", "behind"]),
    encoding=st.sampled_from(["utf-8", "utf-8-sig", "utf-16", "cp1252"]),
    newline=st.sampled_from(["\n", "\r\n", "\r"]),
    comment=st.sampled_from(["", "# made by hand\n", "% made, by; hand\n\n"]),
    quoted=st.booleans(),
    ending=st.sampled_from([".txt", ".edges", ".txt.gz"]),
)
@examples(150)
def test_a_list_in_any_dialect_is_read_as_it_was_written(
    folder: Path,
    pairs: list[Pair],
    names: str,
    heading: str,
    separator: str,
    row_numbers: bool,
    weights: str,
    encoding: str,
    newline: str,
    comment: str,
    quoted: bool,
    ending: str,
) -> None:
    head = HEADINGS[heading]
    rows: list[list[str]] = [] if head is None else [list(head)]
    rows += [[NAMES[names](person) for person in pair] for pair in pairs]
    for number, row in enumerate(rows):
        is_head = head is not None and number == 0
        if head is not None and weights == "before":
            row.insert(0, "weight" if is_head else f"{number / 2}")
        elif weights:
            row.append("weight" if is_head else f"{number / 2}")
        if head is not None and row_numbers:
            row.insert(0, "" if is_head else str(number))
    text = io.StringIO()
    quoting = csv.QUOTE_ALL if quoted or separator == " " else csv.QUOTE_MINIMAL
    csv.writer(text, delimiter=separator, lineterminator="\n", quoting=quoting).writerows(rows)
    whole = (comment + text.getvalue()).replace("\n", newline)
    assert read(folder, "ties" + ending, whole.encode(encoding)) == expected(pairs)


def as_graph(pairs: list[Pair], kind: type[nx.Graph]) -> nx.Graph:
    """A graph with these ties, and people whom nobody knows."""
    graph = kind()
    graph.add_nodes_from([7, 77, 777])
    graph.add_edges_from(pairs)
    return graph


@given(pairs=ties, kind=st.sampled_from([nx.Graph, nx.DiGraph, nx.MultiGraph]))
@examples(40)
def test_a_graph_in_any_form_is_read_as_it_was_written(
    folder: Path, pairs: list[Pair], kind: type[nx.Graph]
) -> None:
    graph = as_graph(pairs, kind)
    whole = expected(list(graph.edges()), list(graph))
    for form, written in {
        "graphml": nx.generate_graphml(graph),
        "gexf": nx.generate_gexf(graph),
        "gml": nx.generate_gml(graph),
        "net": nx.generate_pajek(graph),
    }.items():
        content = "\n".join(written).encode()
        assert read(folder, f"drawn.{form}", content) == whole, form
        assert read(folder, f"drawn.{form}.gz", content) == whole, form
    mentioned = expected(list(graph.edges()))
    for delimiter in (" ", ",", "\t"):
        for attributes in (True, False):
            lines = nx.generate_edgelist(graph, delimiter, attributes)
            assert read(folder, "drawn.edgelist", "\n".join(lines).encode()) == mentioned


@given(pairs=ties, empty=st.sets(st.integers(0, 30), max_size=2))
@examples(20)
def test_a_table_with_empty_cells_is_read_without_these_rows(
    folder: Path, pairs: list[Pair], empty: set[int]
) -> None:
    pd = pytest.importorskip("pandas")
    pytest.importorskip("pyarrow")
    table = pd.DataFrame(pairs, columns=["from", "to"])
    table["to"] = table["to"].mask(table.index.isin(empty))
    table.to_parquet(folder / "drawn.parquet")
    kept = [pair for row, pair in enumerate(pairs) if row not in empty]
    whole = expected(kept)
    assert read(folder, "drawn.parquet", (folder / "drawn.parquet").read_bytes()) == whole
    assert read(folder, "drawn.csv", table.to_csv().encode()) == whole
    assert read(folder, "drawn.tsv", table.to_csv(sep="\t", index=False).encode()) == whole
