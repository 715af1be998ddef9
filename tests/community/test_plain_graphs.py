"""Ties in plain forms of graph programs, and as languages print them: the same ring of three."""

import bz2
import gzip
import lzma
from io import BytesIO
from pathlib import Path
from zipfile import ZipFile

import networkx as nx
import pytest

from tests.community.test_edge_lists import RING, read, refused, ties_of

TRIANGLE = nx.cycle_graph(3)


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("nodedef>name VARCHAR,label VARCHAR\na,Ann\nb,Ben\nc,Cem\n"
         "edgedef>node1 VARCHAR,node2 VARCHAR,weight DOUBLE\na,b,1\nb,c,2\na,c,1\n", "guess.gdf"),
        ("nodedef> name,label\n'a','Ann, A.'\n'b',\"Ben\"\n'c',Cem\n"
         "edgedef> directed BOOLEAN,node1,node2\ntrue,'a','b'\ntrue,b,c\ntrue,a,c\n", "q.gdf"),
        ("nodedef>name\na\nb\nc\nedgedef>node1,node2\na,b\nb,c\na,c\n", "guess.txt"),
        ("# a\nb\nc 1.5\n# b\nc\n", "layout.lgl"),
        ("#a\nb 2\nc\n#b\nc 3\n", "no-blank.lgl"),
        ("c a map\np edge 3 3\ne 1 2\ne 2 3\ne 1 3\n", "map.col"),
        ("c a road\np sp 3 3\na 1 2 10\na 2 3 10\na 1 3 4\n", "road.gr"),
        ("p max 3 3\nn 1 s\nn 3 t\na 1 2 10\na 2 3 10\na 1 3 4\n", "flow.dimacs"),
        ("c a road\np sp 3 3\na 1 2 10\na 2 3 10\na 1 3 4\n", "road.txt"),
        ("p tw 3 3\n1 2\n2 3\n1 3\n", "width.gr"),
        (nx.to_graph6_bytes(TRIANGLE), "header.g6"),
        (nx.to_graph6_bytes(TRIANGLE, header=False), "bare.g6"),
        (nx.to_sparse6_bytes(TRIANGLE), "header.s6"),
        (nx.to_graph6_bytes(TRIANGLE), "header.txt"),
    ],
)  # fmt: skip
def test_plain_forms_of_graph_programs_are_read(
    tmp_path: Path, text: str | bytes, name: str
) -> None:
    assert ties_of(read(tmp_path, text, name)) == RING


@pytest.mark.parametrize("name", ["printed.txt", "printed.csv", "printed.json"])
@pytest.mark.parametrize(
    "text",
    [
        "[(0, 1), (1, 2), (0, 2)]",
        "((0,1),(1,2),(0,2))",
        "{(0, 1), (1, 2), (0, 2)}",
        "[('Ann', 'Ben'), ('Ben', 'Cem'), ('Ann', 'Cem')]",
        "[(0, 1, {'weight': 2}), (1, 2, {}), (0, 2, {})]",
        "edges = [(0, 1),\n         (1, 2),\n         (0, 2)]",
        "EdgeView([(0, 1), (1, 2), (0, 2)])",
        "array([[0, 1],\n       [1, 2],\n       [0, 2]])",
        "array([(0, 1), (1, 2), (0, 2)], dtype=object)",
        "[[0 1]\n [1 2]\n [0 2]]",
        "[(np.int64(0), np.int64(1)), (np.int64(1), np.int64(2)), (np.int64(0), np.int64(2))]",
        "{'Ann': ['Ben', 'Cem'], 'Ben': ['Cem']}",
        "{'Ann': {'Ben', 'Cem'}, 'Ben': {'Cem'}}",
        "{{1,2},{2,3},{1,3}}",
        "[{'source': 'a', 'target': 'b'}, {'source': 'b', 'target': 'c'},\n"
        "{'source': 'a', 'target': 'c'},]",
        "[[0, 1, 0, 1], [1, 2, 2, 2]]",
        '[["source", "target"], ["a", "b"], ["b", "c"], ["a", "c"]]',
        '{"adjacency": {"a": ["b", "c"], "b": ["c"]}}',
    ],
)
def test_lists_are_read_as_languages_print_them(tmp_path: Path, text: str, name: str) -> None:
    assert ties_of(read(tmp_path, text, name)) == RING


@pytest.mark.parametrize(
    "text",
    ["a: b c\nb: c\n", "a: b, c\nb: c\nc:\n", "# who knows whom\na: b c\nb: c a\nc: a b\n",
     "- [a, b]\n- [b, c]\n- [a, c]\n", "- (a, b)\n- (b, c)\n- (a, c)\n"],
)  # fmt: skip
def test_friends_behind_a_colon_and_pairs_behind_dashes_are_read(tmp_path: Path, text: str) -> None:
    assert ties_of(read(tmp_path, text, "friends.txt")) == RING


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("Quelle;Ziel\na;b\nb;c\na;c\nSumme;3\n", "1 line that counts the ties (line 5)"),
        ("source,target\na,b\nb,c\na,c\n\nTotal: 3 edges\n", "counts the ties (line 6)"),
        ("source,target,w\nstr,str,int\na,b,1\nb,c,1\na,c,1\n", "types of the columns (line 2)"),
    ],
)  # fmt: skip
def test_lines_about_the_table_are_no_people_and_told(tmp_path: Path, text: str, said: str) -> None:
    found = read(tmp_path, text)
    assert ties_of(found) == RING
    assert said in str(found.left_out[0])


@pytest.mark.parametrize(
    ("text", "name", "said"),
    [
        ("source,source,target\n1,a,b\n2,b,c\n", "twice.csv", "twice.csv:1:1: has 2 columns"),
        ("[[0, 1, 0], [1, 2, 2]]", "ends.json", "the two ends of three ties"),
        ("[[0, 1, 1], [1, 0, 1], [1, 1, 0]]", "matrix.json", "a matrix"),
        ("{(0, 1) (1", "open.txt", "open.txt:1:1: opens brackets"),
        ("# Ann Lee\nBen\n", "blank.lgl", "blank.lgl:1:1: has more than a name"),
        ("Ann\n# Ben\nCem\n", "nobody.lgl", "nobody.lgl:1:1: names somebody before whom"),
        ("p edge 2 1\ne 1 3\n", "beyond.col", "beyond.col:2:1: names \"1 3\""),
        ("e 1 2\n", "headless.col", "headless.col:1:1: names"),
        ("p edge 3 2\ne 1 2\nz 2 3\n", "other.col", "other.col:3:1: names"),
        ("Bw\nBw\n", "two.g6", "two.g6:2:1: holds 2 graphs"),
        ("B", "short.g6", "short.g6:1:1: is no whole graph6"),
        ("nodedef>label\na\n", "nameless.gdf", "nameless.gdf:1:1: names no column name"),
        ("edgedef>node1,node2\na\n", "short.gdf", "short.gdf:2:1: has 1 cells"),
        ("Ann,Ben\n", "headless.gdf", "headless.gdf:1:1: stands above"),
    ],
)  # fmt: skip
def test_what_can_be_read_in_two_ways_or_none_is_refused_at_its_line(
    tmp_path: Path, text: str, name: str, said: str
) -> None:
    assert said in refused(tmp_path, text, name)


def named(value: object) -> str:
    """Return the name of a case: what is packed holds the time, and differs in each process."""
    return "packed" if isinstance(value, bytes) else str(value)


def zipped(**files: str) -> bytes:
    """An archive with these files, in which ``_`` stands for the point of an ending."""
    archive = BytesIO()
    with ZipFile(archive, "w") as new:
        for name, text in files.items():
            new.writestr(name.replace("_", "."), text)
        new.writestr("__MACOSX/._note", "a note of the system")
        new.writestr("folder/", "")
    return archive.getvalue()


TABLE = "source,target\na,b\nb,c\na,c\n"
MARKUP = (
    '<graphml><graph><node id="a"/><node id="b"/><node id="c"/><edge source="a" target="b"/>'
    '<edge source="b" target="c"/><edge source="a" target="c"/></graph></graphml>'
)


@pytest.mark.parametrize(
    ("packed", "name"),
    [
        (gzip.compress(TABLE.encode(), mtime=0), "ties.csv.gz"),
        (bz2.compress(TABLE.encode()), "ties.csv.bz2"),
        (lzma.compress(TABLE.encode()), "ties.csv.xz"),
        (lzma.compress(TABLE.encode()), "unnamed.csv"),
        (bz2.compress(MARKUP.encode()), "ties.graphml.bz2"),
        (zipped(ties_csv=TABLE), "ties.csv.zip"),
        (zipped(ties_csv=TABLE), "other-name.zip"),
        (zipped(ties_graphml=MARKUP), "OTHER.ZIP"),
    ],
    ids=named,
)  # fmt: skip
def test_packed_files_are_read(tmp_path: Path, packed: bytes, name: str) -> None:
    assert ties_of(read(tmp_path, packed, name)) == RING


@pytest.mark.parametrize(
    ("packed", "name", "said"),
    [
        (zipped(a_csv=TABLE, b_csv=TABLE), "two.zip", 'holds 2 files: "a.csv", "b.csv"; unpack it'),
        (zipped(), "none.zip", "holds 0 files: none; unpack it"),
        (zipped(a_docx="x"), "letter.zip", 'no file of ties by its ending ".docx"'),
        (zipped(a_csv=TABLE)[:-30], "short.zip", "is no whole zip archive"),
        (bz2.compress(TABLE.encode())[:-9], "short.csv.bz2", "ends too early or is damaged"),
        (lzma.compress(TABLE.encode())[:-9], "short.csv.xz", "ends too early or is damaged"),
        (lzma.compress(bytes(110_000_000), preset=0), "bomb.csv.xz", "unpacks to more than"),
        (b"a,b\n", "plain.csv.bz2", "is not packed with bzip2; leave .bz2 out"),
        (b"a,b\n", "plain.csv.xz", "is not packed with xz; leave .xz out"),
    ],
    ids=named,
)
def test_packed_files_that_cannot_be_read_are_refused(
    tmp_path: Path, packed: bytes, name: str, said: str
) -> None:
    assert said in refused(tmp_path, packed, name)
