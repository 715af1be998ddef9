"""Conflicts: pairs of rows that no set satisfies together, and rows that none satisfies."""

from sim.calibration.conflicts import find_conflicts, never_holding
from sim.calibration.scoring import RowScore, ScoredSet
from tests.calibration.made_up import scored

ROWS = ("A", "B", "C")


def test_rows_that_hold_in_different_sets_only_are_in_conflict() -> None:
    sets = [scored(1, "A"), scored(2, "A", "C"), scored(3, "B", "C"), scored(4, "B")]
    (conflict,) = find_conflicts(sets, ROWS)
    assert (conflict.first, conflict.second) == ("A", "B")
    assert (conflict.first_holds, conflict.second_holds) == (2, 2)
    assert conflict.expected == 1.0


def test_a_row_that_never_holds_is_named_alone_and_in_no_conflict() -> None:
    sets = [scored(1, "A", "B"), scored(2, "A")]
    assert find_conflicts(sets, ROWS) == []
    assert never_holding(sets, ROWS) == ["C"]


def test_a_row_that_cannot_be_tested_is_no_row_that_never_holds() -> None:
    sets = [ScoredSet(1, 1, {}, {"A": RowScore("cannot be tested")})]
    assert never_holding(sets, ["A"]) == []


def test_the_surest_conflict_comes_first() -> None:
    sets = [scored(n, "A") for n in range(8)] + [scored(8, "C"), scored(9, "B"), scored(10, "B")]
    pairs = [(one.first, one.second) for one in find_conflicts(sets, ROWS)]
    assert pairs == [("A", "B"), ("A", "C"), ("B", "C")]
