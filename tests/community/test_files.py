"""Ties from files: read as written, and what is wrong with one named with its place."""

import gzip
import json
import struct
import sys
import time
from importlib.util import find_spec
from pathlib import Path
from types import SimpleNamespace
from zipfile import ZipFile

import networkx as nx
import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from typer.testing import CliRunner

import sim
from sim.cli import app
from sim.community.files import read_degrees, read_pairs
from sim.community.graphs import draw_ties, ties_between
from sim.errors import DamagedFileWarning, InputError, ScenarioError
from sim.fitting.observed import read_storm
from sim.results.provenance import identity
from sim.storm.chance import stream_of
from tests.thorough import examples

REAL = Path(__file__).parents[3] / "shared" / "data" / "graphs"
"""Real graphs, where they are at hand; they are no part of the project."""


def written(folder: Path, text: str | bytes, name: str = "ties.csv") -> Path:
    """A file with this content; packed if its name says so."""
    content = text.encode() if isinstance(text, str) else text
    file = folder / name
    file.write_bytes(gzip.compress(content) if name.lower().endswith(".gz") else content)
    return file


def ties_in(file: Path, people: int = 10) -> set[tuple[int, int]]:
    """The ties that are read, each from the lower number to the higher."""
    one, other = read_pairs(file, people)
    assert one.dtype == other.dtype == np.int32
    assert (one < other).all()
    ties = set(zip(one.tolist(), other.tolist(), strict=True))
    assert len(ties) == len(one)
    return ties


RING = {(0, 1), (1, 2), (0, 2)}


# -- what may be written -------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("0,1\n1,2\n2,0\n", "a.csv"),
        ("0,1\n1,2\n2,0", "no-newline-at-the-end.csv"),
        ("node_1,node_2\n0,1\n1,2\n2,0\n", "heading.csv"),
        ("Follower,Followed\n0,1\n1,2\n2,0\n", "words-over-numbers.csv"),
        ("source\ttarget\n0\t1\n1\t2\n2\t0\n", "tabs.tsv"),
        ("0 1\n1 2\n2 0\n", "blanks.txt"),
        ("  0   1 \n 1  2\n2 0\n", "many-blanks.txt"),
        ("0;1\n1;2\n2;0\n", "semicolons.csv"),
        ("0, 1\n1, 2\n2, 0\n", "comma-and-blank.csv"),
        ("0,1\r\n1,2\r\n2,0\r\n", "windows.csv"),
        ("0,1\r1,2\r2,0\r", "old-mac.csv"),
        ("\ufeff0,1\n1,2\n2,0\n", "byte-order-mark.csv"),
        ("# a graph\n# of three\n\n0,1\n\n1,2\n2,0\n\n", "comments-and-gaps.csv"),
        ("% of three\n0 1\n1 2\n2 0\n", "comment.txt"),
        ("17,40000000000\n40000000000,-3\n-3,17\n", "any-numbers.csv"),
        ("Ann,Ben\nBen,Cem\nCem,Ann\n", "names.csv"),
        ("source,target\nAnn,Ben\nBen,Cem\nCem,Ann\n", "names-with-heading.csv"),
        ('"Ann","Ben"\n"Ben","Cem, Jr."\n"Cem, Jr.","Ann"\n', "quoted.csv"),
        ("Zoë,李\n李,NA\nNA,Zoë\n", "all-of-unicode.csv"),
        ("1,x\nx,nan\nnan,1\n", "numbers-and-names.csv"),
        ("0,1,0.5\n1,2,2\n2,0,1e-3\n", "weights.csv"),
        ("source,target,weight\n0,1,5\n1,2,\n2,0,1\n", "a-weight-missing.csv"),
        ("0,1\n1,0\n1,1\n1,2\n2,0\n0,2\n2,0\n", "twice-and-to-oneself.csv"),
        ("0,1\n1,2\n2,0\n", "packed.csv.gz"),
        ("a b\nb c\nc a\n", "PACKED.TXT.GZ"),
    ],
)
def test_a_ring_of_three_is_read(tmp_path: Path, text: str, name: str) -> None:
    assert ties_in(written(tmp_path, text, name)) == RING


def test_people_are_numbered_as_they_are_first_named(tmp_path: Path) -> None:
    assert ties_in(written(tmp_path, "9,4\n7,9\n4,1\n")) == {(0, 1), (0, 2), (1, 3)}


def test_the_first_line_of_names_is_no_heading(tmp_path: Path) -> None:
    assert ties_in(written(tmp_path, "Ann,Ben\nBen,Cem\n")) == {(0, 1), (1, 2)}


def test_parts_that_do_not_hang_together_are_fine(tmp_path: Path) -> None:
    assert ties_in(written(tmp_path, "0,1\n2,3\n")) == {(0, 1), (2, 3)}


@pytest.mark.parametrize("kind", ["graphml", "gexf"])
@pytest.mark.parametrize("packed", ["", ".gz"])
@pytest.mark.parametrize("graph", [nx.Graph, nx.DiGraph, nx.MultiGraph])
def test_graphs_of_other_programs_are_read(
    tmp_path: Path, kind: str, packed: str, graph: type[nx.Graph]
) -> None:
    drawn = graph([("a", "b"), ("b", "c"), ("c", "a"), ("b", "a"), ("a", "a")])
    drawn.add_node("nobody's friend")
    lines = {"graphml": nx.generate_graphml, "gexf": nx.generate_gexf}[kind](drawn)
    file = written(tmp_path, "\n".join(lines), f"drawn.{kind}{packed}")
    assert ties_in(file, 4) == RING
    with pytest.raises(InputError, match="names 4 people"):
        read_pairs(file, 3)


@given(st.lists(st.tuples(st.integers(0, 30), st.integers(0, 30)), min_size=1, max_size=40))
@examples(40)
def test_any_list_of_ties_is_the_graph_that_networkx_reads(
    tmp_path_factory: pytest.TempPathFactory, pairs: list
) -> None:
    text = "\n".join(f"p{one} p{other}" for one, other in pairs)
    file = written(tmp_path_factory.mktemp("some"), text, "some.txt")
    people = list(dict.fromkeys(person for pair in pairs for person in pair))
    expected = {
        tuple(sorted((people.index(one), people.index(other))))
        for one, other in pairs
        if one != other
    }
    if expected:
        assert ties_in(file, 31) == expected
    else:
        with pytest.raises(InputError, match="no tie"):
            read_pairs(file, 31)


def test_a_file_that_changes_is_read_anew(tmp_path: Path) -> None:
    assert ties_in(written(tmp_path, "0,1\n")) == {(0, 1)}
    assert ties_in(written(tmp_path, "0,1\n1,2\n2,0\n")) == RING


def test_what_was_read_cannot_be_changed(tmp_path: Path) -> None:
    one, _ = read_pairs(written(tmp_path, "0,1\n"), 2)
    with pytest.raises(ValueError, match="read-only"):
        one[0] = 5


@pytest.mark.parametrize(
    ("form", "name", "number"),
    [("{},{}", "big.csv", 1_000_000), ("u{}\tu{}", "big.tsv", 200_000)],
)
def test_very_many_ties_are_read_in_seconds(
    tmp_path: Path, form: str, name: str, number: int
) -> None:
    ends = np.random.default_rng(1).integers(0, 100_000, (number, 2))
    text = "\n".join(form.format(one, other) for one, other in ends.tolist())
    file = written(tmp_path, text, name)
    begin = time.process_time()
    one, _ = read_pairs(file, 100_000)
    assert time.process_time() - begin < 10.0
    assert len(one) > 0.99 * number


# -- what is wrong -------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "name", "place", "said"),
    [
        ("", "ties.csv", "", "is empty"),
        ("\n\n", "ties.csv", "", "is empty"),
        ("source,target\n", "ties.csv", "", "is empty"),
        ("# nothing\n", "ties.txt", "", "is empty"),
        ("1,1\n2,2\n", "ties.csv", "", "no tie between two people"),
        ("0,1\n1,2,likes\n", "ties.csv", ":2:1", "third column that is no weight"),
        ("u,v\nv,w\n\nw,u,x\n", "ties.csv", ":4:1", "third column that is no weight"),
        ("source,target\n0,1\n1,2,3,4\n", "ties.csv", ":3:1", "has 4 cells, the heading names 2"),
        ("0,1\n1,2,3,4,5\n", "ties.csv", ":2:1", "more than two people"),
        ("0 1\n1 2 3 4 5 6\n", "ties.txt", ":2:1", "more than two people"),
        ("0,1\n1\n", "ties.csv", ":2:1", "one person only"),
        ("0,1\n1,\n2,\n", "ties.csv", ":2:1", "one person only, as do 2 of 3 lines"),
        (b"Zo\xc3\xab,1\n1,Zo\xeb\n", "ties.csv", ":2:1", "not UTF-8"),
        (b"0,1\n\0,2\n1,2\n3,4\n", "ties.csv", ":2:1", "zero byte"),
        (b"PK\x03\x04", "ties.csv", "", "workbook or a zip archive"),
        ("0,1\n", "ties.xlsx", "", "is no whole workbook (BadZipFile); save the sheet as .csv"),
        ("0,1\n", "ties", "", "known: .csv"),
        ("<graphml><graph>", "ties.graphml", ":1:1", "not well-formed"),
        ("<graphml/>", "ties.graphml", "", "has no tie between two people"),
        ("<gexf>\n<", "ties.gexf", ":2:1", "not well-formed"),
        ("<html></html>", "ties.gexf", ":1:1", "neither GraphML nor GEXF"),
    ],
)
def test_what_is_wrong_is_named_with_its_place(
    tmp_path: Path, text: str | bytes, name: str, place: str, said: str
) -> None:
    file = written(tmp_path, text, name)
    with pytest.raises(ScenarioError) as wrong:
        read_pairs(file, 10)
    shown = str(wrong.value)
    assert shown.startswith(f"{file}{place}: ")
    assert said in shown
    assert wrong.value.exit_code == 2


def test_the_wrong_line_is_shown(tmp_path: Path) -> None:
    with pytest.raises(ScenarioError, match=r"    1,2,likes\n    \^{9}$"):
        read_pairs(written(tmp_path, "0,1\n1,2,likes\n"), 3)


def test_too_many_people_for_the_page_says_what_to_set(tmp_path: Path) -> None:
    file = written(tmp_path, "0,1\n1,2\n2,3\n")
    with pytest.raises(ScenarioError, match=r"set community\.people to 4 or more"):
        read_pairs(file, 3)
    assert len(read_pairs(file, 4)[0]) == 3


def test_a_file_or_folder_that_is_none_is_named(tmp_path: Path) -> None:
    with pytest.raises(ScenarioError, match="No such file"):
        read_pairs(tmp_path / "none.csv", 3)
    with pytest.raises(ScenarioError, match="is a folder"):
        read_pairs(tmp_path, 3)


@pytest.mark.parametrize("kept", [0.3, 0.9])
def test_a_torn_package_is_named(tmp_path: Path, kept: float) -> None:
    whole = gzip.compress(b"".join(b"%d,%d\n" % (one, one + 1) for one in range(5000)))
    file = tmp_path / "ties.csv.gz"
    file.write_bytes(whole[: int(kept * len(whole))])
    with pytest.raises(ScenarioError, match="ends too early"):
        read_pairs(file, 10_000)


def test_what_is_not_packed_is_named(tmp_path: Path) -> None:
    file = tmp_path / "ties.csv.gz"
    file.write_text("0,1\n")
    with pytest.raises(ScenarioError, match=r"leave \.gz out"):
        read_pairs(file, 10)


def test_without_pyarrow_a_parquet_file_asks_for_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, "pyarrow", None)  # as where it is not installed
    monkeypatch.setitem(sys.modules, "fastparquet", None)
    with pytest.raises(ScenarioError, match=r"needs pyarrow .* save the ties as \.csv"):
        read_pairs(written(tmp_path, b"PAR1", "ties.parquet"), 10)


@pytest.mark.skipif(find_spec("pyarrow") is None, reason="pyarrow is not installed")
def test_a_parquet_file_is_read(tmp_path: Path) -> None:
    import pandas as pd

    table = pd.DataFrame({"one": ["a", "b", "c"], "other": ["b", "c", "a"], "weight": 1.0})
    table.to_parquet(tmp_path / "ties.parquet")
    assert ties_in(tmp_path / "ties.parquet") == RING


@pytest.mark.parametrize(
    ("method", "flags", "said"),
    [
        (0, 1, "locked with a password; unpack it"),
        (93, 0, r"method not known here \(93\); unpack it elsewhere"),
    ],
)
def test_an_archive_that_is_whole_is_not_called_damaged(
    tmp_path: Path, method: int, flags: int, said: str
) -> None:
    file = tmp_path / "ties.zip"
    with ZipFile(file, "w") as archive:
        archive.writestr("ties.csv", "0,1\n")
    raw = bytearray(file.read_bytes())
    for start in (6, raw.index(b"PK\x01\x02") + 8):  # in front of the file and in the contents
        struct.pack_into("<HH", raw, start, flags, method)
    file.write_bytes(raw)
    for read in (lambda: read_pairs(file, 10), lambda: read_storm(file)):
        with pytest.raises(InputError, match=said):
            read()


# -- ties per person -----------------------------------------------------------------------


def test_ties_per_person_are_read_one_a_line(tmp_path: Path) -> None:
    file = written(tmp_path, "3\n0.0\n\n2\n", "degrees.txt")
    assert read_degrees(file, 5).tolist() == [3, 0, 2, 0, 0]


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("1\nmany\n", r'degrees.txt:2:1: "many" is no number of ties'),
        ("1\n-1\n", r':2:1: "-1" is no number of ties'),
        ("1\n1.5\n", r':2:1: "1.5" is no number of ties'),
        ("1\n²\n", r':2:1: "²" is no number of ties'),
        ("1\n" + "9" * 5000, r":2:1: nobody can have more ties"),
        ("1\n5\n", r":2:1: nobody can have more ties than there are others \(4\)"),
        ("1\n" * 6, r"has 6 numbers, the scenario 5 people; set community.people to 6"),
        ("0\n0\n", r"has no ties"),
        ("", r"has no ties"),
    ],
)
def test_wrong_ties_per_person_are_named(tmp_path: Path, text: str, said: str) -> None:
    with pytest.raises(ScenarioError, match=said):
        read_degrees(written(tmp_path, text, "degrees.txt"), 5)


def test_ties_are_matched_as_the_file_lists_them(tmp_path: Path) -> None:
    wanted = np.r_[np.full(90, 4), np.full(10, 25), np.zeros(50, int)]
    file = written(tmp_path, "\n".join(map(str, wanted)), "degrees.txt")
    asked = SimpleNamespace(kind="configuration", degrees=str(file), exponent=2.5)
    ties = draw_ties(150, asked, stream_of(1, 0))
    got = np.diff(ties.start)
    assert (got <= wanted).all()
    assert got.sum() > 0.85 * wanted.sum()
    assert (got[:90] > 0).all()


def test_a_scenario_names_its_ties_per_person(tmp_path: Path) -> None:
    written(tmp_path, "2\n2\n2\n", "degrees.txt")
    text = STORM.format(people=6, path="degrees.txt")
    text = text.replace('kind = "file"\npath', 'kind = "configuration"\ndegrees')
    (tmp_path / "own.toml").write_text(text)
    ties = draw_ties(6, sim.load_scenario(tmp_path / "own.toml").community.ties, 1)
    assert ties.number <= 3
    assert (np.diff(ties.start) <= [2, 2, 2, 0, 0, 0]).all()


# -- within a scenario ---------------------------------------------------------------------

STORM = """
title = "A storm on a page of one's own"
[clock]
start = "Sun 12:00"
days = 2
[community]
people = {people}
customers = 1.0
[community.ties]
kind = "file"
path = "{path}"
[incident]
at = "Sun 14:00"
affected = 0.6
severity = 1.0
repair = {{ median = "40h" }}
[plans.silence]
summary = "No word."
"""


def test_a_scenario_names_its_file_relative_to_itself(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "graphs").mkdir()
    written(tmp_path / "graphs", "0,1\n1,2\n2,0\n")
    (tmp_path / "own.toml").write_text(STORM.format(people=5, path="graphs/ties.csv"))
    monkeypatch.chdir("/")
    record = sim.simulate(sim.load_scenario(tmp_path / "own.toml"), seed=1)
    assert set(record.graph().edges) == RING
    assert record.graph().number_of_nodes() == 5


def test_a_page_with_too_few_people_for_its_file_is_refused(tmp_path: Path) -> None:
    written(tmp_path, "0,1\n1,2\n2,0\n")
    (tmp_path / "own.toml").write_text(STORM.format(people=2, path="ties.csv"))
    with pytest.raises(InputError, match=r"set community\.people to 3"):
        sim.simulate(sim.load_scenario(tmp_path / "own.toml"), seed=1)


@pytest.mark.parametrize(
    ("name", "people", "ties", "most"),
    [("lastfm-asia", 7_624, 27_806, 216), ("deezer-europe", 28_281, 92_752, 172)],
)
def test_a_real_graph_carries_a_storm(
    tmp_path: Path, name: str, people: int, ties: int, most: int
) -> None:
    file = REAL / f"{name}.csv"
    if not file.is_file():
        pytest.skip(f"the graph {name} is not at hand ({file})")
    (tmp_path / "own.toml").write_text(STORM.format(people=people, path=file))
    scenario = sim.load_scenario(tmp_path / "own.toml", {"parameters.threshold": 0.3})
    record = sim.simulate(scenario, seed=1)
    degrees = np.diff(record.output.ties[0])
    assert len(degrees) == people
    assert degrees.sum() == 2 * ties
    assert degrees.max() == most
    assert record.measures["critics"] > 0
    assert record.measures["reached"] > record.people["affected"].sum() / 2


def page_with(folder: Path, ties: str, people: int = 6) -> str:
    """A scenario file with a file of ties beside it."""
    written(folder, ties)
    (folder / "own.toml").write_text(STORM.format(people=people, path="ties.csv"))
    return str(folder / "own.toml")


LOSSES = "from,to\n0,1\n1,\n1,2\n2,0\n0,2\n"
TOLD = (
    "ties.csv: 3 people and 3 ties between them; 3 of 6 people of the page are not in it; "
    "left out: 1 line with an empty cell for a person (line 3), "
    "1 tie between the same two people again"
)


def test_check_reads_the_file_of_ties(tmp_path: Path) -> None:
    sound = CliRunner().invoke(app, ["check", page_with(tmp_path, LOSSES)])
    assert sound.exit_code == 0
    assert f"note: {TOLD}\n" in sound.stdout
    few = CliRunner().invoke(app, ["check", page_with(tmp_path, LOSSES, people=2)])
    assert isinstance(few.exception, ScenarioError)
    assert "names 3 people, the scenario has 2" in str(few.exception)
    wrong = CliRunner().invoke(app, ["check", page_with(tmp_path, "0,1\n1,2,likes\n")])
    assert f"{tmp_path / 'ties.csv'}:2:1: " in str(wrong.exception)


def test_a_run_says_what_its_file_of_ties_holds_beside_its_result(tmp_path: Path) -> None:
    words = ["run", page_with(tmp_path, LOSSES), "--plan", "silence", "--json"]
    ran = CliRunner().invoke(app, words)
    assert f"note: {TOLD}\n" in ran.stderr
    assert json.loads(ran.stdout)["plan"] == "silence"


def test_from_python_lost_rows_are_warned_of_once_and_kept_with_the_result(tmp_path: Path) -> None:
    scenario = sim.load_scenario(page_with(tmp_path, LOSSES))
    with pytest.warns(DamagedFileWarning, match=r"1 line with an empty cell for a person"):
        record = sim.simulate(scenario, seed=1)
    assert sim.simulate(scenario, seed=1).measures.equals(record.measures)
    kept = record.provenance["ties"]
    assert (kept["people"], kept["ties"], len(kept["sha256"])) == (3, 3, 64)
    assert kept["left_out"][0] == "1 line with an empty cell for a person (line 3)"
    written(tmp_path, "0,1\n")
    assert identity(scenario)["file of ties"] != kept["sha256"]


@pytest.mark.parametrize("wrong", [-1, 3, 2**31, -(2**40)])
@pytest.mark.parametrize("place", [0, 1])
def test_no_number_of_a_stranger_enters_compiled_code(wrong: int, place: int) -> None:
    pairs = [np.array([0, 1]), np.array([1, 2])]
    pairs[place][1] = wrong
    with pytest.raises(InputError, match=f"names person {wrong}, the community has 3 people"):
        ties_between(3, (pairs[0], pairs[1]))
