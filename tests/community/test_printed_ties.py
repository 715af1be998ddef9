"""Ties as programs print and number them: read as they are meant, or refused with a remedy."""

from pathlib import Path

import pytest

from tests.community.test_edge_lists import RING, read, refused, ties_of


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("(Ann, Ben)\n(Ben, Cem)\n(Cem, Ann)\n", "tuples.txt"),
        ("[[1, 2],\n [2, 3],\n [3, 1]]\n", "arrays.txt"),
        ("1 -> 2\n2 -> 3\n3 -> 1\n", "arrows.txt"),
        ("Ann <-> Ben\nBen <-> Cem\nCem <-> Ann\n", "both.txt"),
        ("| source | target |\n|---|---|\n| a | b |\n| b | c |\n| c | a |\n", "markdown.txt"),
        (" source | target\n--------+--------\n a | b\n b | c\n c | a\n", "query.txt"),
        ("source,target\na,b\nb,c\nc,a\n\x1a", "old-end.csv"),
        ("0,1\nann,ben\nben,cem\ncem,ann\n", "numbered-columns.csv"),
        (",,Look,\nVertex 1,Vertex 2,Color,Width\na,b,,1\nb,c,,1\nc,a,,1\n", "groups.csv"),
        ("SOURCE_CITY,TARGET_CITY,POST_ID\na,b,1\nb,c,2\nc,a,3\n", "longer-names.csv"),
        ("% asym weighted\n% 3 3\n1 2 1 1217567877\n2 3 1 1217567877\n3 1 1 0\n", "konect.txt"),
        ('[{"data": {"id": "a"}}, {"data": {"id": "b"}}, {"data": {"id": "c"}},'
         ' {"data": {"source": "a", "target": "b"}}, {"data": {"source": "b", "target": "c"}},'
         ' {"data": {"source": "c", "target": "a"}}]', "one-list.json"),
        ('{"graph": [], "nodes": [{"id": 1}, {"id": 2}, {"id": 3}],'
         ' "adjacency": [[{"id": 2}], [{"id": 3}], [{"id": 1}]]}', "adjacency.json"),
        ('{"graphs": [{"nodes": {"a": {}, "b": {}, "c": {}}, "edges": ['
         '{"source": "a", "target": "b"}, {"source": "b", "target": "c"},'
         ' {"source": "c", "target": "a"}]}]}', "only-graph.json"),
    ],
)  # fmt: skip
def test_pairs_are_read_however_a_program_prints_them(tmp_path: Path, text: str, name: str) -> None:
    assert ties_of(read(tmp_path, text, name)) == RING


@pytest.mark.parametrize(
    ("text", "name", "said"),
    [
        ("1 knows 2\n2 knows 3\n3 knows 1\n", "words-between.txt", "name them in a first line"),
        ("31220 1 2\n31240 2 3\n31240 3 1\n", "times-first.txt", "time,source,target"),
        ("0 1 1\n1 0 1\n1 1 0\n", "small-matrix.txt", "a matrix"),
        ("1 Ann\n2 Ben\n3 Cem\n#\n1 2\n2 3\n", "people-first.txt", "take out that line"),
        ("% bip unweighted\n1 1\n1 2\n2 1\n", "two-kinds.txt", "another kind"),
        ("source,target\n1.23457E+17,ann\nann,1.23458E+17\n", "cut.csv", "last digits"),
        ('{"graphs": [{"edges": []}, {"edges": []}]}', "two.json", "one in a file"),
    ],
)
def test_what_has_two_readings_is_refused_with_what_to_write(
    tmp_path: Path, text: str, name: str, said: str
) -> None:
    assert said in refused(tmp_path, text, name)


def test_a_first_line_of_0_and_1_whom_no_other_line_names_is_said(tmp_path: Path) -> None:
    found = read(tmp_path, "0,1\n10,11\n11,12\n12,10\n")
    assert any("line 1 is taken for a tie" in note for note in found.notes)
