"""The result of a calibration: its sets, its waves, and what follows from them."""

from collections import Counter
from dataclasses import dataclass, field
from typing import Any

import pandas as pd

from sim.calibration.conflicts import Conflict, find_conflicts, never_holding
from sim.calibration.scoring import ScoredSet
from sim.calibration.space import Dimension, Space

MOVED = 0.1
"""Share of its range from which a parameter counts as moved."""
MOST_BEST = 20
"""The best sets, whose spread is shown beside the very best one."""


@dataclass(frozen=True, slots=True)
class Wave:
    """How the sets of one wave were proposed."""

    number: int
    plausible_share: float = 1.0
    """Share of the space that was not ruled out."""
    emulators: dict[str, int] = field(default_factory=dict)
    """Number of figures that each kind of emulator predicts best."""
    skill: float = float("nan")
    """Median share of variance that the emulators explain for sets which they have not seen."""


@dataclass(frozen=True, slots=True)
class Move:
    """A parameter whose value in the best set differs from its default."""

    dimension: Dimension
    value: float
    low_of_best: float
    """Lowest value among the best sets."""
    high_of_best: float
    share_of_range: float


@dataclass(frozen=True, slots=True)
class Calibration:
    """All sets that were run, and how they were found."""

    rows: tuple[str, ...]
    facts: dict[str, str]
    """The fact of each row."""
    space: Space
    sets: tuple[ScoredSet, ...]
    waves: tuple[Wave, ...]
    pairs: int
    first_seed: int
    seed: int
    stopped: bool = False
    """True if it was stopped before all was done; the sets done are here."""

    @property
    def best(self) -> ScoredSet:
        """Return the set in which most rows hold, of these the least implausible one."""
        return self.ranked()[0]

    def ranked(self) -> list[ScoredSet]:
        """Return all sets, the best first."""
        return sorted(self.sets, key=lambda scored: scored.rank)

    def of_wave(self, number: int) -> list[ScoredSet]:
        """Return the sets of a wave."""
        return [scored for scored in self.sets if scored.wave == number]

    def shares(self) -> dict[str, list[float]]:
        """Return the share of sets in which each row holds, wave by wave.

        A set in which the row is invalid or cannot be tested counts as one that does not hold.
        """
        waves = [sets for wave in self.waves if (sets := self.of_wave(wave.number))]
        return {
            row: [sum(row in scored.holding for scored in sets) / len(sets) for sets in waves]
            for row in self.rows
        }

    def conflicts(self) -> list[Conflict]:
        """Return the pairs of rows that no set satisfies together."""
        return find_conflicts(self.sets, self.rows)

    def never(self) -> list[str]:
        """Return the rows that no set satisfies."""
        return never_holding(self.sets, self.rows)

    def untestable(self) -> list[str]:
        """Return the rows that could be tested in no set."""
        seen = {row: {scored.rows[row].verdict for scored in self.sets} for row in self.rows}
        return [row for row, verdicts in seen.items() if verdicts == {"cannot be tested"}]

    def errors(self) -> Counter[tuple[str, str]]:
        """Count the exceptions of each row by their message."""
        return Counter(
            (number, row.error)
            for scored in self.sets
            for number, row in scored.rows.items()
            if row.verdict == "invalid"
        )

    def seconds(self) -> dict[str, float]:
        """Return the mean seconds that each row takes in a set."""
        return {row: sum(one.rows[row].seconds for one in self.sets) / len(self.sets)
                for row in self.rows}  # fmt: skip

    def moves(self) -> list[Move]:
        """Return the parameters that moved from their defaults, the farthest first."""
        best = self.ranked()[:MOST_BEST]
        moves = []
        for one in self.space.dimensions:
            values = [scored.values[one.name] for scored in best]
            far = abs(one.place_of(values[0]) - one.place_of(one.default))
            moves.append(Move(one, values[0], min(values), max(values), far))
        moved = [move for move in moves if move.share_of_range >= MOVED]
        return sorted(moved, key=lambda move: -move.share_of_range)

    def table(self) -> pd.DataFrame:
        """Return a line per set: its parameters, and every figure with its implausibility."""
        return pd.DataFrame([_line(scored) for scored in self.sets])

    def as_plain(self) -> dict[str, Any]:
        """Return the result without the single sets, for programs."""
        best = self.best
        return {
            "sets": len(self.sets), "pairs": self.pairs, "first_seed": self.first_seed,
            "seed": self.seed, "stopped": self.stopped, "rows": list(self.rows),
            "waves": [{"wave": wave.number, "sets": len(self.of_wave(wave.number)),
                       "plausible_share": wave.plausible_share, "emulators": wave.emulators,
                       "skill": wave.skill} for wave in self.waves],
            "share_of_sets": self.shares(),
            "best": {"set": best.number, "wave": best.wave, "holding": sorted(best.holding),
                     "total_implausibility": best.total, "parameters": best.values},
            "never": self.never(), "untestable": self.untestable(),
            "conflicts": [{"rows": [one.first, one.second],
                           "sets": [one.first_holds, one.second_holds],
                           "expected_together": one.expected} for one in self.conflicts()],
            "invalid": [{"row": row, "error": error, "sets": count}
                        for (row, error), count in self.errors().most_common()],
            "seconds": self.seconds(),
        }  # fmt: skip


def _line(scored: ScoredSet) -> dict[str, Any]:
    """Return the columns of one set."""
    line: dict[str, Any] = {
        "set": scored.number, "wave": scored.wave, "rows_holding": len(scored.holding),
        "total_implausibility": scored.total, **scored.values,
    }  # fmt: skip
    for number, row in scored.rows.items():
        line[f"{number} verdict"] = row.verdict
        line[f"{number} implausibility"] = row.implausibility
        for figure in row.figures:
            line[f"{number} {figure.label}"] = figure.value
            line[f"{number} {figure.label}: share"] = figure.share
            line[f"{number} {figure.label}: implausibility"] = figure.implausibility
        if row.error:
            line[f"{number} error"] = row.error
    return line
