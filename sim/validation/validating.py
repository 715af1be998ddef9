"""The validation table: every row tested, as it is; and how robust each result is."""

import time
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd

from sim.errors import UnknownNameError
from sim.pools import pool
from sim.runs.cache import RunCache
from sim.validation.findings import Finding, Part
from sim.validation.robustness import Verdicts, shares, under_draws
from sim.validation.rows import Row
from sim.validation.table import rows

Progress = Callable[[int, int], None]

PAIRS, QUICK_PAIRS = 200, 24
DRAWS = 200
PAIRS_PER_DRAW = 6
"""An ordering then has to hold in all of them: the share of draws is a cautious one."""


@dataclass(frozen=True, slots=True)
class Result:
    """A row and what was found."""

    row: Row
    finding: Finding
    robust: float
    """Share of joint draws of the assumptions in which it holds; NaN where not drawn."""
    seconds: float


@dataclass(frozen=True, slots=True)
class Validation:
    """The whole table, with what it rests on."""

    results: tuple[Result, ...]
    pairs: int
    draws: int
    """Joint draws that were done."""
    pairs_per_draw: int
    stopped: bool = False
    """Whether it was stopped before all was done; what was done is here."""

    def table(self) -> pd.DataFrame:
        """A line per figure: row, fact, verdict, figure, interval, target, source, protocol."""
        return pd.DataFrame([line for result in self.results for line in _lines(result)])

    def count(self, verdict: str) -> int:
        """How many rows have this verdict."""
        return sum(result.finding.verdict == verdict for result in self.results)


def chosen_rows(numbers: Iterable[str] | None) -> list[Row]:
    """The rows of these numbers; all of them if none are given."""
    known = rows()
    asked = list(known if numbers is None else numbers)
    for number in asked:
        if number not in known:
            raise UnknownNameError("row", number, known)
    return [known[number] for number in asked]


def validate(
    numbers: Iterable[str] | None = None,
    pairs: int = PAIRS,
    draws: int = 0,
    pairs_per_draw: int = PAIRS_PER_DRAW,
    rough: bool = False,
    workers: int | None = None,
    progress: Progress | None = None,
    cluster: str | None = None,
    first_seed: int = 0,
) -> Validation:
    """Test rows (all by default) on so many pairs, and under so many draws of assumptions.

    With few pairs (``rough``) windows are judged by their figures alone. ``cluster`` is the
    address of a Dask scheduler whose workers do the runs; pairs have the seeds from
    ``first_seed`` on (the defaults were calibrated on those from 0 on). Stopped by the
    keyboard, it keeps what it has done.
    """
    asked = chosen_rows(numbers)
    tested: list[tuple[Finding, float]] = []
    tried: list[Verdicts] = []

    def told() -> None:
        if progress:
            progress(len(tested) + len(tried), len(asked) + draws)

    stopped = False
    try:
        with pool(cluster, workers) as at_hand:
            cache = RunCache(pairs, rough=rough, pool=at_hand, first_seed=first_seed)
            for row in asked:
                tested.append(_test(row, cache))
                told()
        cheap = [row.number for row in asked if row.cheap]
        for said in under_draws(cheap, draws, pairs_per_draw, workers, cluster):
            tried.append(said)
            told()
    except KeyboardInterrupt:
        if not tested:
            raise
        stopped = True
    robust = shares(tried)
    results = tuple(
        Result(row, finding, robust.get(row.number, np.nan), seconds)
        for row, (finding, seconds) in zip(asked, tested, strict=False)
    )
    return Validation(results, pairs, len(tried), pairs_per_draw, stopped)


def _test(row: Row, cache: RunCache) -> tuple[Finding, float]:
    """A row's finding, and how long it took."""
    begin = time.perf_counter()
    finding = row.test(cache)
    return finding, time.perf_counter() - begin


def _lines(result: Result) -> list[dict[str, Any]]:
    """The lines of a row: one per figure, or one that says why there is none."""
    finding = result.finding
    head = {"row": result.row.number, "fact": result.row.fact, "verdict": finding.verdict}
    tail = {
        "robust_share_of_draws": result.robust,
        "source": result.row.source,
        "protocol": result.row.protocol,
        "remark": finding.why_not or finding.remark,
        "seconds": round(result.seconds, 1),
    }
    return [{**head, **_figures(part), **tail} for part in finding.parts or (NOTHING,)]


NOTHING = Part("", np.nan, np.nan, np.nan, "", "")


def _figures(part: Part) -> dict[str, Any]:
    """One figure with its interval."""
    said = {True: "holds", False: "fails", None: "reported"}
    return {
        "figure": part.says,
        "value": part.figure,
        "low": part.low,
        "high": part.high,
        "unit": part.unit,
        "share_of_pairs": part.share,
        "runs": part.runs,
        "target": part.target,
        "part": said[part.holds],
    }
