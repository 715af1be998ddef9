"""The record of defaults and ranges: complete, true to the history, and plain about what moved."""

import ast
import subprocess
from functools import cache
from pathlib import Path

import pytest

from sim.describe.first_declared import (
    FILE,
    First,
    changes,
    first_declared,
    first_of,
    has_moved,
    record,
)
from sim.storm.parameters import DECLARED, Declaration

ROOT = Path(__file__).parents[1]
NOW = {declared.name: declared for declared in DECLARED}


def made_up(default: float, low: float, high: float, name: str = "vent") -> Declaration:
    return NOW[name]._replace(default=default, low=low, high=high)


def first(default: float, low: float, high: float, declared: str = "2026-11-22 09:32") -> First:
    return First("vent", declared, "e3194f9", "vent", default, low, high)


def test_every_parameter_has_a_first_default_and_range():
    """Remedy: add a line to sim/describe/first-declared.csv; never change one."""
    lines = FILE.read_text(encoding="utf-8").splitlines()[1:]
    assert sorted(line.split(",")[0] for line in lines) == sorted(NOW)


def test_a_parameter_without_a_line_says_what_to_add():
    with pytest.raises(ValueError, match=r"first-declared\.csv has no line for nobody: add one"):
        first_of(NOW["vent"]._replace(name="nobody"))


def test_the_table_lists_all_that_moved_and_nothing_else():
    listed = [line.split("`")[1] for line in record().splitlines() if line.startswith("| `")]
    moved = [one.name for one in DECLARED if has_moved(one, first_declared()[one.name])]
    assert listed == moved
    assert {"kept_promise", "unsure", "claims", "broken_unaffected", "vent"} <= set(listed)


def test_what_is_odd_about_a_default_is_said():
    assert changes(made_up(0.4, 0.2, 0.6), first(0.4, 0.2, 0.6)) == []
    assert changes(made_up(0.5, 0.2, 0.6), first(0.4, 0.2, 0.6)) == ["default"]
    assert changes(made_up(0.4, 0.1, 0.6), first(0.4, 0.2, 0.6)) == ["range"]
    assert changes(made_up(0.9, 0.2, 0.9), first(0.4, 0.2, 0.6)) == [
        "default", "range", "outside the first range", "on a bound"
    ]  # fmt: skip
    assert changes(made_up(0.4, 0.2, 0.6), first(0.4, 0.2, 0.6, "2026-11-28 18:55")) == ["new"]


def test_the_sentence_names_what_a_reader_has_to_know():
    said = record([NOW[name] for name in ("friends_weight", "vent", "feed_places", "passed_on")])
    assert said.startswith("Of 4 parameters 3 have another default than first declared, and 1 ")
    assert "Outside the range first declared, which was moved with them: `friends_weight`." in said
    assert "(A, B), moved too: `vent`." in said
    assert "the other 1, of which new: `feed_places`." in said


def lines_of(commit: str) -> str:
    """Return all declarations of parameters in a commit; skip where the history is not here."""
    listed = git("ls-tree", "-r", "--name-only", commit)
    files = [name for name in listed.splitlines() if name.startswith("sim/storm/parameters")]
    return "\n".join(git("show", f"{commit}:{name}") for name in files)


def git(*words: str) -> str:
    done = subprocess.run(
        ("git", "-C", str(ROOT), *words), capture_output=True, text=True, check=False
    )
    if done.returncode:
        pytest.skip("the history is not here")
    return done.stdout


@cache
def declared_in(commit: str) -> dict[str, tuple[float, float, float]]:
    """Return default and range of every parameter in a commit."""
    found = {}
    for node in ast.walk(ast.parse(lines_of(commit))):
        if isinstance(node, ast.AnnAssign) and isinstance(node.value, ast.Call):
            given = node.value.args
            if ast.unparse(node.value.func) == "parameter":
                default, low, high = (ast.literal_eval(given[place]) for place in (0, 2, 3))
                found[ast.unparse(node.target)] = (default, low, high)
    return found


@pytest.mark.parametrize("commit", sorted({one.commit for one in first_declared().values()}))
def test_the_record_is_what_the_history_says(commit: str):
    names = {one.called: one for one in first_declared().values() if one.commit == commit}
    then = declared_in(commit)
    assert {name: (one.default, one.low, one.high) for name, one in names.items()} == {
        name: then[name] for name in names
    }, f"{FILE.name} differs from {commit}"
    if commit != "e3194f9":
        before = declared_in(f"{commit}^")
        assert not before.keys() & names.keys(), "declared earlier"
