"""The validation as last measured, read from its table: every row with all its figures."""

import csv
from pathlib import Path

from sim.validation.findings import Figure, Finding
from sim.validation.table import RowResult, Validation, all_rows

FILE = Path(__file__).parents[2] / "docs" / "measured" / "validation.csv"
HOLDS = {"holds": True, "fails": False, "reported": None}
SURE = {"True": True, "False": False, "": None}


def measured_lines() -> list[dict[str, str]]:
    with FILE.open(encoding="utf-8", newline="") as lines:
        return list(csv.DictReader(lines))


def measured_validation(*numbers: str) -> Validation:
    """Return the results of these rows, of all by default."""
    lines, known = measured_lines(), all_rows()
    of_rows = {number: [line for line in lines if line["row"] == number] for number in known}
    results = tuple(
        RowResult(known[number], finding_of(own), known_or_nan(own[0]["robust_share_of_draws"]), 1)
        for number, own in of_rows.items()
        if own and (not numbers or number in numbers)
    )
    return Validation(results, 800, 60, 6)


def finding_of(lines: list[dict[str, str]]) -> Finding:
    figures = tuple(map(figure_of, lines))
    return Finding(figures, lines[0]["remark"], lines[0]["power"])


def figure_of(line: dict[str, str]) -> Figure:
    value, low, high, share = (
        known_or_nan(line[column]) for column in ("value", "low", "high", "share_of_pairs")
    )
    return Figure(
        line["figure"], value, low, high, line["unit"], line["target"], share, int(line["runs"]),
        HOLDS[line["part"]], sign_sure=SURE[line["sign_sure"]],
    )  # fmt: skip


def known_or_nan(text: str) -> float:
    return float(text or "nan")
