"""Graphs of other programs, read for their people and ties whatever else stands in them."""

import json
from importlib.util import find_spec
from pathlib import Path

import pytest

from sim.community.files import TiesFile
from tests.community.test_edge_lists import RING, read, refused, ties_of

THREE = '<node id="a"/><node id="b"/><node id="c"/>'
EDGES = '<edge source="a" target="b"/><edge source="b" target="c"/><edge source="c" target="a"/>'


def graphml(inside: str, outside: str = "") -> str:
    """A GraphML file with this inside of its graph and beside it."""
    return f"<graphml>{outside}<graph edgedefault='undirected'>{inside}</graph></graphml>"


def gexf(inside: str, space: str = "urn:gexf:1.3") -> str:
    """A GEXF file with this inside of its graph."""
    return f'<gexf xmlns="{space}" version="1.3"><graph>{inside}</graph></gexf>'


@pytest.mark.parametrize("space", ["urn:gexf:1.3draft", "urn:x", ""])
@pytest.mark.parametrize(
    "inside",
    [
        f"<nodes>{THREE}</nodes><edges>{EDGES}</edges>",
        f'<attributes class="graph"><attribute id="x" type="list"/></attributes>'
        f"<nodes>{THREE}</nodes><edges>{EDGES}</edges>",
        '<nodes><node id="a"><attvalues><attvalue for="9" value="[1.0, x]"/></attvalues></node>'
        f'<node id="b" start="1999" end="x"/><node id="c"/></nodes><edges>{EDGES}</edges>',
        f"<nodes>{THREE}</nodes><edges>"
        + EDGES.replace('target="b"', 'target="b" type="directed" id="7"').replace(
            'source="c"', 'source="c" type="mutual"'
        )
        + "</edges>",
        '<nodes><node id="a"><nodes><node id="b"/></nodes></node><node id="c"/></nodes>'
        f"<edges>{EDGES}</edges>",
    ],
)
def test_a_gexf_file_is_read_for_its_ties(tmp_path: Path, inside: str, space: str) -> None:
    assert ties_of(read(tmp_path, gexf(inside, space), "g.gexf")) == RING


@pytest.mark.parametrize(
    "text",
    [
        graphml(THREE + EDGES),
        graphml(THREE + EDGES.replace('target="b"', 'target="b" directed="true"', 1)),
        graphml(THREE + EDGES, '<key id="d" for="node" attr.name="Entity"/>'),
        graphml(
            '<node id="a"><data key="n">NaN</data></node><node id="b"/><node id="c"/>'
            + EDGES.replace('"b"/>', '"b"><data key="w">1,5</data></edge>', 1),
            '<key id="n" for="node" attr.name="n" attr.type="int"/>',
        ),
        graphml(
            f'<node id="a"><data key="d"><x:node id="z"/>a&nbsp;b</data></node>{THREE[16:]}{EDGES}'
        ),
        graphml(f'<node id="a"/><node id="c"><graph><node id="b"/>{EDGES}</graph></node>'),
        "\n\n" + graphml(THREE + EDGES),
        graphml(THREE + EDGES).replace("<", "<g:").replace("<g:/", "</g:"),
        '<graph label="Cytoscape">' + THREE + EDGES + "</graph>",
    ],
)
def test_a_graphml_file_is_read_for_its_ties(tmp_path: Path, text: str) -> None:
    found = read(tmp_path, text, "g.graphml")
    assert len(found.pairs[0]) == 3
    assert found.people == 3
    assert ties_of(read(tmp_path, text, "g.csv")) == ties_of(found)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "iso-8859-1", "windows-1252"])
def test_markup_is_read_in_the_encoding_that_it_names(tmp_path: Path, encoding: str) -> None:
    text = f'<?xml version="1.0" encoding="{encoding.removesuffix("-sig")}"?>'
    text += graphml('<node id="Zoë"/><node id="b"/><edge source="b" target="Zoë"/>')
    found = read(tmp_path, text.encode(encoding), "g.graphml")
    assert (found.people, ties_of(found)) == (2, {(0, 1)})


def test_more_than_one_graph_is_said_and_never_mixes_people(tmp_path: Path) -> None:
    one = '<graph><node id="a"/><node id="b"/><edge source="a" target="b"/></graph>'
    other = one.replace('"a"', '"c"').replace('"b"', '"d"')
    found = read(tmp_path, f"<graphml>{one}{other}</graphml>", "g.graphml")
    assert (found.people, ties_of(found)) == (4, {(0, 1), (2, 3)})
    assert "the file holds 2 graphs" in "; ".join(found.notes)
    said = refused(tmp_path, f"<graphml>\n{one}\n{one}</graphml>", "g.graphml")
    assert 'g.graphml:3:1: names "a" in a second graph' in said


def test_ties_that_are_no_pairs_or_name_strangers_are_said(tmp_path: Path) -> None:
    inside = f'{THREE}{EDGES}<edge source="c" target="d"/><edge source="c"/><hyperedge/>'
    found = read(tmp_path, graphml(inside), "g.graphml")
    assert found.people == 4
    assert [str(left) for left in found.left_out] == [
        "1 hyperedge among any number of people",
        "1 edge with an empty cell for a person (line 1)",
    ]
    assert found.notes == ("1 person is named by ties only, not in the list",)


@pytest.mark.parametrize(("listed", "tied"), [("1.0", "1"), ("1", "1.0"), ("01", "1")])
def test_ties_find_those_who_are_listed_however_either_is_written(
    tmp_path: Path, listed: str, tied: str
) -> None:
    nodes = f'<node id="{listed}"/><node id="2"/><node id="3"/>'
    edges = [(tied, "2"), ("2", "3"), ("3", tied)]
    ties = "".join(f'<edge source="{one}" target="{other}"/>' for one, other in edges)
    found = read(tmp_path, f"<gexf><graph>{nodes}{ties}</graph></gexf>", "g.gexf")
    assert ties_of(found) == RING
    assert found.people == 3


def test_ids_of_markup_are_words_but_12_and_12_0_are_one_person(tmp_path: Path) -> None:
    sections = '<node id="1.1"/><node id="1.10"/><node id="1"/><edge source="1.1" target="1.10"/>'
    assert read(tmp_path, graphml(sections), "g.graphml").people == 3
    floats = '<node id="1"/><node id="2"/><edge source="1.0" target="2.0"/>'
    assert read(tmp_path, graphml(floats), "g.graphml").people == 2


def test_markup_that_grows_without_end_is_refused(tmp_path: Path) -> None:
    names = [f'<!ENTITY e{n} "{f"&e{n - 1};" * 10}">' for n in range(1, 12)]
    entities = f'<!DOCTYPE x [<!ENTITY e0 "ha">{"".join(names)}]>'
    text = entities + graphml('<node id="a"><data>&e11;</data></node>')
    assert "g.graphml:1:1: " in refused(tmp_path, text, "g.graphml")


def json_text(**graph: object) -> str:
    """A graph as JSON."""
    return json.dumps(graph)


LINKS = [
    {"source": "a", "target": "b"},
    {"source": "b", "target": "c"},
    {"source": "c", "target": "a"},
]
GML = """Creator "me"
graph
[
  directed 0
  node [ id 0 label "A [x] é" graphics [ id 7 x 1 ] ]
  node [ id 1 label "same" ] node [ id 2 label "same" ]
  edge [ source 0 target 1 value 2 ] edge [ source 1 target 2 ] edge [ source 2 target 0 ]
]
"""


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("g.json", json_text(nodes=[{"id": "a"}, {"id": "b"}, {"id": "c"}], links=LINKS)),
        ("g.json", json_text(graph={"nodes": {"a": {}, "b": {}, "c": {}}, "edges": LINKS})),
        ("g.json", json_text(elements={"nodes": [{"data": {"id": n}} for n in "abc"],
                                       "edges": [{"data": {"id": 1, **link}} for link in LINKS]})),
        ("g.json", json_text(nodes=[{"name": "x"}, {"name": "y"}, {"name": "x"}],
                             links=[{"source": 0, "target": 1}, {"source": 1, "target": 2},
                                    {"source": 2, "target": 0}])),
        ("g.json", json_text(nodes=[{"name": "a"}, {"name": "b"}, {"name": "c"}], links=LINKS)),
        ("g.json", json_text(source=["a", "b", "c"], target=["b", "c", "a"])),
        ("g.json", json_text(weight={"0": 1, "1": 2, "2": 1}, source={"0": "a", "1": "b", "2": "c"},
                             target={"0": "b", "1": "c", "2": "a"})),
        ("g.json", json_text(columns=["target", "source"], index=[0, 1, 2],
                             data=[["a", "b"], ["b", "c"], ["c", "a"]])),
        ("g.json", json_text(schema={"fields": []}, data=LINKS)),
        ("g.json", json.dumps(dict(enumerate(LINKS)))),
        ("g.json", "[[1, 2], [2, 3.0], [3, 1]]"),
        ("g.json", json.dumps(LINKS)),
        ("g.jsonl", "\n".join(map(json.dumps, LINKS))),
        ("g.json", '{"a": ["b", "c"], "b": ["c"], "c": []}'),
        ("g.net", '*Vertices 3\n1 "Ann"\n2 "Ann"\n3 "Cem"\n*Arcs\n1 2 1\n2 3\n*Edges\n3 1\n'),
        ("g.txt", "*Vertices 3\n*Edgeslist\n1 2 3\n2 3\n"),
        ("g.gml", GML),
        ("g.txt", GML),
        ("g.mtx", "%%MatrixMarket matrix coordinate pattern symmetric\n3 3 3\n2 1\n3 1\n3 2\n"),
    ],
)  # fmt: skip
def test_other_forms_are_read(tmp_path: Path, name: str, text: str) -> None:
    found = read(tmp_path, text, name)
    assert ties_of(found) == RING
    assert found.people == 3
    assert not found.left_out


@pytest.mark.parametrize(
    ("name", "text", "said"),
    [
        ("g.json", '{"nodes":\n', "g.json:2:1: is not JSON here"),
        ("g.json", '"a"', "no graph that is known"),
        ("g.json", '{"links": [{"source": "a"}]}', 'link 1 is "{'),
        ("g.json", "[" * 100_000, "nested too deeply"),
        ("g.json", '{"nodes": [{}, {}], "links": [{"source": 0, "target": 5}]}', "no id"),
        ("g.net", "*Vertices 3\n*Edges\n1 4\n", 'g.net:3:1: names the vertex "4"'),
        ("g.net", "*Vertices 3\n*Matrix\n0 1 1\n", "g.net: has 1 row of a matrix of 3"),
        ("g.net", "*Vertices many\n", "g.net:1:1: names no number of vertices"),
        (
            "g.gml",
            "graph [ node [ id 1 ]\nedge [ source 1 ]\n]",
            "g.gml:2:1: begins a node or edge",
        ),
        ("g.gml", "graph [ node [ id 1 ]", "ends too early"),
        ("g.mtx", "%%MatrixMarket matrix coordinate pattern general\n2 3 1\n1 3\n", "square"),
        ("g.mtx", "%%MatrixMarket nonsense\n", "cannot be read as a Matrix Market"),
        ("g.txt", "digraph G {\na -> b;\n}", "is a Graphviz file; export"),
        ("g.csv", "dl n=3\ndata:\n", "is a UCINET DL file; export"),
        ("g.dl", "x", "export the graph as Pajek (.net) or as a list of ties; known: .csv"),
    ],
)
def test_what_is_no_graph_is_named_with_a_remedy(
    tmp_path: Path, name: str, text: str, said: str
) -> None:
    assert said in refused(tmp_path, text, name)


# -- Parquet -------------------------------------------------------------------------------

needs_pyarrow = pytest.mark.skipif(find_spec("pyarrow") is None, reason="pyarrow is not installed")


def read_parquet(folder: Path, index: str | None = None, **columns: list) -> TiesFile:
    """What is read from a table with these columns."""
    import pandas as pd

    from sim.community.files import read_ties

    table = pd.DataFrame(columns)
    (table.set_index(index) if index else table).to_parquet(folder / "t.parquet")
    return read_ties(folder / "t.parquet", 100)


@needs_pyarrow
def test_columns_of_a_parquet_table_are_found_by_name(tmp_path: Path) -> None:
    ends = {"source": [11, 12, 13], "target": ["12", "13", "11"]}
    assert ties_of(read_parquet(tmp_path, row=[0, 1, 2], **ends)) == RING
    assert ties_of(read_parquet(tmp_path, index="source", **ends)) == RING
    assert ties_of(read_parquet(tmp_path, foo=[1, 2, 3], bar=[2.0, 3.0, 1.0])) == RING


@needs_pyarrow
@pytest.mark.parametrize("kind", ["numbers", "words", "nullable"])
def test_an_empty_cell_of_a_parquet_table_never_becomes_a_person(tmp_path: Path, kind: str) -> None:
    import pandas as pd

    source, target = [1, 2, 3, 1], [2, 3, None, 3]
    if kind == "words":
        source, target = list("abca"), ["b", "c", None, "c"]
    columns = {"source": source, "target": target}
    if kind == "nullable":
        columns["target"] = pd.array(target, "Int64")
    found = read_parquet(tmp_path, **columns)
    assert ties_of(found) == RING
    said = "1 row with an empty cell for a person (row 3)"
    assert [str(left) for left in found.left_out] == [said]


@needs_pyarrow
@pytest.mark.parametrize(
    ("cells", "said"),
    [
        ([0.5, 2.0], "holds 0.5 in row 1"),
        ([2.0, 1e18], "whose last digits are lost"),
        ([float("inf"), 2.0], "holds inf in row 1"),
        ([True, False], 'holds "True" in row 1'),
        ([[1], [2]], "in row 1"),
    ],
)
def test_cells_that_are_no_people_are_named(tmp_path: Path, cells: list, said: str) -> None:
    from sim.errors import ScenarioError

    with pytest.raises(ScenarioError, match=said):
        read_parquet(tmp_path, source=cells, target=[3, 4])


@needs_pyarrow
def test_a_damaged_parquet_table_is_named(tmp_path: Path) -> None:
    assert "no Parquet table" in refused(tmp_path, b"0,1\n", "t.parquet")
    assert "cannot be read as Parquet" in refused(tmp_path, b"PAR1abcPAR1", "t.parquet")
