"""The validation table: all rows, their results, and the table as data."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd

from sim.errors import UnknownNameError
from sim.language.spoken import say
from sim.validation import (
    answer_rows,
    calming_rows,
    case_rows,
    page_rows,
    public_rows,
    reply_rows,
    response_rows,
    spread_rows,
    spreading_rows,
    storm_rows,
)
from sim.validation.findings import Figure, Finding, Verdict
from sim.validation.registry import ROWS, Row

FILES = (
    case_rows, response_rows, reply_rows, page_rows, spread_rows, spreading_rows,
    calming_rows, storm_rows, answer_rows, public_rows,
)  # fmt: skip
"""Each registers its rows as it is imported."""
GROUPS = "SRXLN"
"""The case, shapes of storms, spreading's criteria, the literature, and later findings."""
NO_FIGURE = Figure("", np.nan, np.nan, np.nan, "", "")


@dataclass(frozen=True, slots=True)
class RowResult:
    """A row and what its test found."""

    row: Row
    finding: Finding
    robust: float
    """Share of draws in which it holds, NaN where not drawn."""
    seconds: float


@dataclass(frozen=True, slots=True)
class Validation:
    """The results of all rows and the runs on which they rest."""

    results: tuple[RowResult, ...]
    pairs: int
    draws: int
    """Joint draws that were done."""
    pairs_per_draw: int
    stopped: bool = False
    """True if it was stopped before all was done, and only some results are here."""
    uncertain: bool = False
    """True if the draws are plausible models, not joint draws of whole ranges."""

    def table(self) -> pd.DataFrame:
        """Return a line per figure: row, fact, verdict, figure, interval, target, source."""
        lines = [line for result in self.results for line in _lines(result)]
        return pd.DataFrame(lines).assign(draws_are=self.drawn if self.draws else "")

    @property
    def drawn(self) -> str:
        """Say what the draws are, as a plural."""
        return "plausible models" if self.uncertain else "draws of the assumptions"

    @property
    def drawn_told(self) -> str:
        """Say the same in the language that is spoken."""
        return say(f"validation.drawn_{'models' if self.uncertain else 'assumptions'}")

    def count(self, verdict: Verdict) -> int:
        """Count the rows with this verdict."""
        return sum(result.finding.verdict == verdict for result in self.results)


def all_rows() -> dict[str, Row]:
    """Return all rows by number, in the order of their groups."""
    order = sorted(ROWS, key=lambda number: (GROUPS.index(number[0]), int(number[1:])))
    return {number: ROWS[number] for number in order}


def chosen_rows(numbers: Iterable[str] | None) -> list[Row]:
    """Return the rows of these numbers, all of them for None, or raise UnknownNameError."""
    known = all_rows()
    chosen = list(known if numbers is None else numbers)
    for number in chosen:
        if number not in known:
            raise UnknownNameError("row", number, known)
    return [known[number] for number in chosen]


def _lines(result: RowResult) -> list[dict[str, Any]]:
    """Return a line per figure of a row, or one that says why there is none."""
    row, finding = result.row, result.finding
    head = {"row": row.number, "fact": row.fact, "verdict": finding.verdict}
    tail = {
        "verdict_text": finding.verdict_text,
        "robust_share_of_draws": result.robust,
        "source": row.source,
        "protocol": row.protocol,
        "remark": finding.remark,
        "power": finding.power,
        "seconds": round(result.seconds, 1),
    }
    return [{**head, **_figure(figure), **tail} for figure in finding.figures or (NO_FIGURE,)]


def _figure(figure: Figure) -> dict[str, Any]:
    """Return the columns of one figure."""
    return {
        "figure": figure.label,
        "value": figure.value,
        "low": figure.low,
        "high": figure.high,
        "unit": figure.unit,
        "share_of_pairs": figure.share,
        "runs": figure.runs,
        "target": figure.target,
        "part": {True: "holds", False: "fails", None: "reported"}[figure.holds],
        "sign_sure": figure.sign_sure,
        "missing": figure.missing,
    }
