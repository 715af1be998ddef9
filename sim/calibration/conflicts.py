"""Find rows that no parameter set satisfies, and pairs of rows that none satisfies together."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import combinations

from sim.calibration.scoring import ScoredSet


@dataclass(frozen=True, slots=True)
class Conflict:
    """Two rows that hold in some sets each, and in none together."""

    first: str
    second: str
    first_holds: int
    """Sets in which the first row holds."""
    second_holds: int
    expected: float
    """Sets in which both would hold if the rows were independent; near 0 it may be chance."""


def holding_sets(sets: Sequence[ScoredSet], rows: Sequence[str]) -> dict[str, frozenset[int]]:
    """Return the numbers of the sets in which each row holds."""
    return {row: frozenset(one.number for one in sets if row in one.holding) for row in rows}


def never_holding(sets: Sequence[ScoredSet], rows: Sequence[str]) -> list[str]:
    """Return the rows that were tested and hold in no set."""
    holding = holding_sets(sets, rows)
    return [row for row in rows if not holding[row] and _tested(sets, row)]


def find_conflicts(sets: Sequence[ScoredSet], rows: Sequence[str]) -> list[Conflict]:
    """Return the conflicting pairs of rows, the least likely to be due to chance first."""
    holding = {row: numbers for row, numbers in holding_sets(sets, rows).items() if numbers}
    found = [
        Conflict(one, other, len(holding[one]), len(holding[other]),
                 len(holding[one]) * len(holding[other]) / len(sets))
        for one, other in combinations(holding, 2)
        if not holding[one] & holding[other]
    ]  # fmt: skip
    return sorted(found, key=lambda conflict: -conflict.expected)


def _tested(sets: Sequence[ScoredSet], row: str) -> bool:
    """Return True if any set gave the row a verdict."""
    return any(one.rows[row].verdict in ("holds", "fails") for one in sets)
