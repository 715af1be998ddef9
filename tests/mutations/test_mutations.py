"""A small sample of the attack, and what it judges by. The whole: ``python -m tests.mutations``."""

import sys
from pathlib import Path
from random import Random
from typing import Any

import pytest

from sim.scenario import Scenario
from tests.mutations import scenarios
from tests.mutations.__main__ import DEEPEST, KINDS, Figures, attack, deep_recursion, warm_up
from tests.mutations.documents import as_text, changed, places
from tests.mutations.judging import faults
from tests.mutations.mutant import Mutant
from tests.mutations.trial import Ended, tried

SAMPLE = 3


@pytest.fixture(scope="module")
def warm() -> None:
    """Everything loaded and compiled, for all forks of this process."""
    warm_up()


@pytest.mark.parametrize("kind", KINDS)
def test_a_sample_of_each_kind_does_no_harm(kind: str, tmp_path: Path, warm: None) -> None:
    figures = attack(SAMPLE, 1, tmp_path, {kind: Figures()})[kind]
    assert figures.tried == SAMPLE
    assert not figures.faults


def test_the_same_seed_makes_the_same_mutants(tmp_path: Path) -> None:
    texts = []
    for name in ("one", "other"):
        folder = tmp_path / name
        folder.mkdir()
        scenarios.mutant(Random("1/7"), folder)
        texts.append((folder / "storm.toml").read_bytes())
    assert texts[0] == texts[1]


def test_the_unchanged_scenario_runs_alike_in_both_engines(tmp_path: Path) -> None:
    file = tmp_path / "storm.toml"
    file.write_text(as_text(scenarios.document(Random(3))), "utf-8")
    assert scenarios.runs_alike(file) == ""


def test_documents_of_many_tables_within_each_other_are_made() -> None:
    inner: Any = 1
    for _ in range(2000):
        inner = [{"a": inner}]
    with deep_recursion():
        assert len(places({"a": inner})) == 4001
        for seed in range(20):
            as_text(changed(Random(seed), {"a": inner}, Scenario))
    assert sys.getrecursionlimit() < DEEPEST


def crash() -> None:
    raise RuntimeError("a fault of the program")


def test_harm_is_seen(tmp_path: Path) -> None:
    mutant = Mutant(("x",), crash, ("x",))
    found = list(faults(mutant, tried(mutant, tmp_path)))
    assert found[0].startswith("traceback: RuntimeError")
    assert list(faults(mutant, Ended(0, 6.0, 0, "", ""))) == ["hang"]
    assert list(faults(mutant, Ended(0, 1.0, 3 * 2**30, "", ""))) == ["memory"]
    assert list(faults(mutant, Ended(-11, 1.0, 0, "", ""))) == ["crash by signal 11"]
    assert list(faults(mutant, Ended(0, 1.0, 0, "", "they differ"))) == [
        "accepted, but they differ"
    ]


@pytest.mark.parametrize(
    ("said", "fault"),
    [
        ("", "without a word"),
        ("storm.toml is bad", "without a remedy"),
        ("it is bad; write a good one", "without the file"),
        ("storm.toml: may not be so; change it", "without a place"),
        ("storm.toml:1:1: \x1b[31m; change it", "steer the terminal"),
    ],
)
def test_a_poor_refusal_is_seen(said: str, fault: str) -> None:
    mutant = Mutant(("check",), crash, ("storm.toml",), in_lines=True)
    found = list(faults(mutant, Ended(2, 0.1, 0, said, "")))
    assert any(fault in one for one in found), found


def test_a_good_refusal_is_no_fault() -> None:
    mutant = Mutant(("check",), crash, ("storm.toml",), in_lines=True)
    said = "storm.toml:3:1: days: must be more than 0, not -1"
    assert not list(faults(mutant, Ended(2, 0.1, 0, said, "")))
