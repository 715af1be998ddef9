"""Ties as other tools, languages and programs write them: read as they are meant."""

import json
from io import BytesIO
from pathlib import Path

import numpy as np
import pytest
from openpyxl import Workbook

from sim.community.files import TiesFile, read_ties
from sim.errors import ScenarioError

NAMES = ("Ann", "Bö", "Cem", "Dora", "Émile")
PAIRS = ((0, 1), (0, 2), (1, 2), (2, 3), (3, 4))
"""Ties by places of names: two people with one, two and three ties, as no mistake leaves them."""


def pairs(sign: str, names: tuple[str, ...] = NAMES, end: str = "") -> str:
    """One line for each tie."""
    return "".join(f"{names[one]}{sign}{names[other]}{end}\n" for one, other in PAIRS)


def read(folder: Path, text: str | bytes, name: str) -> TiesFile:
    file = folder / name
    file.write_bytes(text if isinstance(text, bytes) else text.encode())
    return read_ties(file, 100)


def is_whole(found: TiesFile) -> bool:
    """Whether exactly the ties above are there."""
    ties = {tuple(sorted(pair)) for pair in zip(*map(np.ndarray.tolist, found.pairs), strict=True)}
    return found.people == len(NAMES) and ties == set(PAIRS)


@pytest.mark.parametrize(
    "heading",
    [
        "mittente,destinatario", "afzender,ontvanger", "name,kennt", "person,knows",
        "suiveur,suivi", "respondent,nominee", "username,follows",
        "follower_username,followee_username", "Kollege A,Kollege B", "entity1,entity2",
        "Absender,Empfaenger", "Mitarbeiter,Vorgesetzter", "subject,object", "level_0,level_1",
    ],
)  # fmt: skip
def test_headings_of_more_languages_and_tools_are_no_people(tmp_path: Path, heading: str) -> None:
    assert is_whole(read(tmp_path, f"{heading}\n{pairs(',')}", "g.csv"))


@pytest.mark.parametrize("mark", ["//", "%", "#"])
def test_people_whose_names_begin_like_comments_are_people(tmp_path: Path, mark: str) -> None:
    names = tuple(mark + name for name in NAMES)
    remark = f"{mark}made by hand, of five people\n"
    for text in (pairs(",", names), f"source,target\n{pairs(',', names)}"):
        assert is_whole(read(tmp_path, text, "g.csv"))
    found = read(tmp_path, f"{remark}source,target\n{pairs(',')}", "g.csv")
    assert is_whole(found)
    assert any("1 line is a comment" in note for note in found.notes)


@pytest.mark.parametrize("sign", [":", "~", "^", "\x01", "，", "--", " --> "])
def test_rare_signs_between_two_people_are_found(tmp_path: Path, sign: str) -> None:
    assert is_whole(read(tmp_path, pairs(sign), "g.txt"))


def test_a_sign_at_the_end_of_each_pair_belongs_to_nobody(tmp_path: Path) -> None:
    assert is_whole(read(tmp_path, pairs(" -> ", end=";"), "g.txt"))


@pytest.mark.parametrize(
    ("one_way", "other_way"),
    [("1\u202f00{}", "100{}"), ("1'00{}", "100{}"), ("'100{}", "100{}"), ("１００{}", "100{}")],
)
def test_a_number_is_one_person_however_its_figures_are_written(
    tmp_path: Path, one_way: str, other_way: str
) -> None:
    lines = [f"{one_way.format(a)};{other_way.format(b)}" for a, b in PAIRS]
    names = {figure for line in lines for figure in line.split(";")}
    found = read(tmp_path, "\n".join(["source;target", *lines]), "g.csv")
    assert len(names) > len(NAMES)
    assert is_whole(found)


@pytest.mark.parametrize("footer", ["(5 rows)", "5 rows exported", "5 Zeilen", "5 lignes"])
def test_a_line_that_counts_the_ties_below_them_is_none(tmp_path: Path, footer: str) -> None:
    found = read(tmp_path, f"source,target\n{pairs(',')}\n{footer}\n", "g.csv")
    assert is_whole(found)
    assert "1 line that counts the ties (line 8)" in map(str, found.left_out)


def test_names_of_groups_of_columns_above_a_heading_are_left_out(tmp_path: Path) -> None:
    heading = "Visual,,,Labels,\nVertex 1,Vertex 2,Color,Label,Relationship\n"
    found = read(tmp_path, heading + pairs(",", end=",,,Mentions"), "g.csv")
    assert is_whole(found)


# -- matrices ---------------------------------------------------------------------------------


def matrix(tie: str = "1", none: str = "0") -> list[list[str]]:
    cells = [[none] * len(NAMES) for _ in NAMES]
    for one, other in PAIRS:
        cells[one][other] = cells[other][one] = tie
    return cells


@pytest.mark.parametrize(("tie", "none"), [("1", "0"), ("0.5", ""), ("2", "NaN")])
@pytest.mark.parametrize("sign", [",", ";", "\t"])
def test_a_matrix_with_names_is_read(tmp_path: Path, tie: str, none: str, sign: str) -> None:
    body = matrix(tie, none)
    named = [sign.join([name, *row]) for name, row in zip(NAMES, body, strict=True)]
    found = read(tmp_path, "\n".join([sign.join(["", *NAMES]), *named]), "g.csv")
    assert is_whole(found)
    assert any("a matrix of ties between 5 people" in note for note in found.notes)
    if none == "0":
        unnamed = [sign.join(NAMES), *map(sign.join, body)]
        assert is_whole(read(tmp_path, "\n".join(unnamed), "g.csv"))
        assert is_whole(read(tmp_path, "\n".join(map(sign.join, body)), "g.csv"))


def test_a_matrix_whose_columns_are_letters_is_one(tmp_path: Path) -> None:
    letters = ["A", "B", "C", "D", "E"]
    found = read(tmp_path, "\n".join(map(",".join, [letters, *matrix()])), "g.csv")
    assert is_whole(found)


def test_a_matrix_of_pajek_and_the_parts_of_its_project_are_read(tmp_path: Path) -> None:
    text = "*Network n\n*Vertices 5\n*Matrix\n" + "\n".join(map(" ".join, matrix()))
    beside = "\n*Partition p\n*Vertices 5\n1\n1\n2\n2\n2\n*Vector v\n*Vertices 5\n0.5\n"
    assert is_whole(read(tmp_path, text + beside, "g.paj"))
    with pytest.raises(ScenarioError, match=r"g.net:4:1: has 2 cells, the network 5 vertices"):
        read(tmp_path, "*Vertices 5\n*Edges\n*Matrix\n0 1\n", "g.net")


@pytest.mark.parametrize("value", ["0", "0.0", "NaN"])
@pytest.mark.parametrize("kind", ["general", "symmetric"])
def test_a_cell_of_a_matrix_that_is_zero_is_no_tie(tmp_path: Path, value: str, kind: str) -> None:
    cells = "".join(f"{other + 1} {one + 1} 1\n" for one, other in PAIRS)
    banner = f"%%MatrixMarket matrix coordinate real {kind}\n5 5 6\n"
    found = read(tmp_path, f"{banner}{cells}5 1 {value}\n", "g.mtx")
    assert is_whole(found)
    assert [str(left) for left in found.left_out] == ["1 cell that is zero or no number"]
    assert is_whole(read(tmp_path, f"{banner.upper()}{cells}5 1 {value}\n", "g.mtx"))


# -- other forms ------------------------------------------------------------------------------


def workbook(**sheets: list[list[object]]) -> bytes:
    book, stream = Workbook(), BytesIO()
    book.remove(book.active)  # type: ignore[arg-type]
    for name, rows in sheets.items():
        sheet = book.create_sheet(name)
        for row in rows:
            sheet.append(row)
    book.save(stream)
    return stream.getvalue()


def test_ties_in_a_workbook_are_read_from_the_sheet_that_has_them(tmp_path: Path) -> None:
    ties: list[list[object]] = [[NAMES[one], 1.5, NAMES[other]] for one, other in PAIRS]
    nodes: list[list[object]] = [["Id", "Label"], *([place, n] for place, n in enumerate(NAMES))]
    edges = [["Our network"], [], ["Source", "Weight", "Target"], *ties]
    content = workbook(Nodes=nodes, Edges=edges)
    for name in ("g.xlsx", "renamed.csv"):
        found = read(tmp_path, content, name)
        assert is_whole(found)
        assert 'the ties stand on the sheet "Edges"' in found.notes
        assert [str(left) for left in found.left_out] == ["1 row above the heading (row 1)"]
    content = workbook(A=edges, B=edges)
    with pytest.raises(ScenarioError, match=r'sheets that may list ties.*"A", "B"'):
        read(tmp_path, content, "g.xlsx")
    with pytest.raises(ScenarioError, match="no whole workbook"):
        read(tmp_path, content[:900], "g.xlsx")


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("# made by a program\nAnn Bö Cem\nBö Cem\nCem Dora\nDora Émile\nÉmile\n", "g.adjlist"),
        ("Ann,Bö,Cem\nBö,Cem\nCem,Dora\nDora,Émile\n", "g.adjlist"),
        ("Ann knows Bö Cem\nBö knows Cem\nCem knows Dora\nDora likes Émile\n", "g.sif"),
        ("Ann\tis near\tBö\nAnn\tx\tCem\nBö\tx\tCem\nCem\tx\tDora\nDora\tx\tÉmile\n", "g.sif"),
    ],
)
def test_lists_of_all_whom_somebody_knows_are_read(tmp_path: Path, text: str, name: str) -> None:
    assert is_whole(read(tmp_path, text, name))


@pytest.mark.parametrize(
    "document",
    [
        {"data": {"nodes": [{"id": n} for n in NAMES],
                  "edges": [{"source": NAMES[a], "target": NAMES[b]} for a, b in PAIRS]}},
        {"relationships": [{"source": NAMES[a], "target": NAMES[b]} for a, b in PAIRS],
         "nodes": [{"id": n} for n in NAMES]},
        [{"id": n, "friends": [NAMES[b] for a, b in PAIRS if NAMES[a] == n]} for n in NAMES],
        [*({"type": "node", "id": n} for n in NAMES),
         *({"type": "relationship", "start": {"id": NAMES[a]}, "end": {"id": NAMES[b]}}
           for a, b in PAIRS)],
    ],
)  # fmt: skip
def test_graphs_in_json_are_read_whatever_their_lists_are_called(
    tmp_path: Path, document: object
) -> None:
    assert is_whole(read(tmp_path, json.dumps(document), "g.json"))


def test_people_of_a_list_of_vertices_without_ties_are_counted(tmp_path: Path) -> None:
    document = {"vertices": [{"id": "z"}, {"id": "a"}, {"id": "b"}], "edges": [["a", "b"]]}
    assert read(tmp_path, json.dumps(document), "g.json").people == 3


@pytest.mark.parametrize("label", ["A & B", "A\x0bB", "Zoé"])
@pytest.mark.parametrize("said", ["UTF-8", "UTF-16"])
def test_markup_is_read_whatever_its_labels_hold_and_its_encoding_is_called(
    tmp_path: Path, label: str, said: str
) -> None:
    nodes = "".join(f'<node id="n{place}" label="{label}"/>' for place in range(len(NAMES)))
    edges = "".join(f'<edge source="n{one}" target="n{other}"/>' for one, other in PAIRS)
    text = f'<?xml version="1.0" encoding="{said}"?><gexf><graph>{nodes}{edges}</graph></gexf>'
    found = read(tmp_path, text.encode("cp1252"), "g.gexf")
    assert is_whole(found)
    assert any("no valid XML" in note for note in found.notes)
    with pytest.raises(ScenarioError, match="not well-formed"):
        read(tmp_path, text.replace("</graph>", "").encode("cp1252"), "g.gexf")


def test_lists_within_a_person_are_never_taken_for_friends_by_their_names(tmp_path: Path):
    file = tmp_path / "ties.json"
    file.write_text('{"a": {"followers_ids": [1, 2]}, "b": {"followers_ids": [3]}}')
    with pytest.raises(ScenarioError, match='a list "followers_ids", which may be friends or not'):
        read_ties(file, 9)


def test_nodes_and_links_in_arrays_of_data_are_read(tmp_path: Path) -> None:
    nodes = [{"key": name, "text": name} for name in NAMES]
    links = [{"from": NAMES[one], "to": NAMES[other]} for one, other in PAIRS]
    text = json.dumps({"nodeDataArray": nodes, "linkDataArray": links})
    assert is_whole(read(tmp_path, text, "diagram.json"))


def test_lists_of_numbers_that_may_be_ties_or_neighbors_are_refused(tmp_path: Path) -> None:
    with pytest.raises(ScenarioError, match="a tie each, or the neighbors"):
        read(tmp_path, "[[1, 3], [0, 2], [1, 3], [0, 2]]", "ring.json")
    assert len(read(tmp_path, "[[0, 1], [1, 2], [2, 3], [3, 0]]", "ring.json").pairs[0]) == 4
    assert len(read(tmp_path, "[[1, 2], [0, 2], [0, 1]]", "alike.json").pairs[0]) == 3
