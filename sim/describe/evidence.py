"""The validation table as last measured, and what was tuned against it, for the documents.

``shitstorm validate --out out`` writes ``validation.csv``; a copy of it lies in
``docs/measured``. Nothing here is computed anew.
"""

import csv
from collections.abc import Mapping, Sequence
from functools import cache
from math import isnan
from pathlib import Path

from sim.describe.parts import Writer, part, table
from sim.storm.parameters import DECLARED

MEASURED = Path(__file__).parents[2] / "docs" / "measured"
NOW, BEFORE = MEASURED / "validation.csv", MEASURED / "validation-before.csv"

Line = Mapping[str, str]

TUNED: dict[str, tuple[float, str]] = {
    "clients_pressure": (8.0, "S7"),
    "check_visits": (1.6, "S2"),
    "unanswered": (0.4, "S2"),
    "disbelief": (0.4, "S14"),
    "news_half_life": (float("nan"), "L8, L9, L10, L28 (new)"),
    "grievance_half_life": (30.0, "L11, S14"),
    "forgiveness_spread": (0.8, "L11"),
    "vent_grievance": (0.05, "L11"),
    "fatigue_half_life": (55.0, "S7, L11"),
    "fatigue_reading": (0.03, "S7"),
    "likes_weight": (0.15, "S7, S16"),
    "feed_reach": (0.45, "L5"),
    "page_capacity": (12.0, "S12"),
    "soothing": (0.5, "off the end of its range"),
    "deletion_loss": (0.08, "off the end of its range"),
    "deletion_anger": (0.3, "L22; off the end of its range"),
}
"""What calibration moved: the value before, and the rows for whose sake."""


@part
def calibration() -> str:
    """What was tuned, from what to what."""
    said = {declared.name: declared for declared in DECLARED}
    rows = [
        (
            f"`{name}`",
            "–" if isnan(before) else f"{before:g}",
            f"{said[name].default:g}",
            f"{said[name].low:g}–{said[name].high:g}",
            said[name].sure,
            why,
        )
        for name, (before, why) in TUNED.items()
    ]
    return table(("parameter", "before", "now", "plausible", "sure", "for"), rows)


@part
def calibrated() -> str:
    """Every row's result before and after."""
    before, now = measured(BEFORE), measured(NOW)
    rows = [
        (number, lines[0]["fact"], *_result(before.get(number, [])), *_result(lines))
        for number, lines in now.items()
    ]
    return table(("row", "fact", "before", "figure", "now", "figure"), rows)


def whole_table() -> str:
    """Every row with the figures that decide: the failing ones, otherwise the first."""
    rows = [
        (number, lines[0]["fact"], *_result(lines), _draws(lines[0]))
        for number, lines in measured(NOW).items()
    ]
    headings = ("row", "fact", "result", "figure that decides [95 %] (share of pairs)", "draws")
    return table(headings, rows)


def counted() -> str:
    """How many rows hold, and which fail."""
    verdicts = {number: lines[0]["verdict"] for number, lines in measured(NOW).items()}
    pairs = max(int(line["runs"]) for line in measured(NOW)["S1"])
    failing = [number for number, said in verdicts.items() if said == "fails"]
    holding = sum(said == "holds" for said in verdicts.values())
    untested = [number for number, said in verdicts.items() if said == "cannot be tested"]
    text = f"On {pairs} pairs of runs {holding} of {len(verdicts)} rows hold"
    if failing:
        text += f"; **{', '.join(failing)} fail{'s' if len(failing) == 1 else ''}**"
    if untested:
        text += f"; {', '.join(untested)} cannot be tested"
    return text + "."


VALIDATION: dict[str, Writer] = {
    "validation": lambda: f"{counted()}\n\n{whole_table()}",
}
"""The generated part of README and of the page on validation."""


@cache
def measured(file: Path) -> dict[str, list[Line]]:
    """The lines of a saved table by their row."""
    rows: dict[str, list[Line]] = {}
    with file.open(encoding="utf-8", newline="") as lines:
        for line in csv.DictReader(lines):
            rows.setdefault(line["row"], []).append(line)
    return rows


def _result(lines: Sequence[Line]) -> tuple[str, str]:
    """A row's verdict, and the figures that decide it."""
    if not lines:
        return "–", "–"
    verdict = lines[0]["verdict"]
    shown = [line for line in lines if line["part"] == "fails"] or list(lines[:1])
    said = "; ".join(filter(None, map(_figure, shown))) or lines[0]["remark"]
    return (verdict if verdict == "holds" else f"**{verdict}**"), said


def _figure(line: Line) -> str:
    """One figure with its interval and the share of pairs; empty if there is none."""
    if not line["value"]:
        return ""
    unit = "" if line["unit"] in ("", "1") else f" {line['unit']}"
    span = f" [{_number(line['low'])} to {_number(line['high'])}]" if line["low"] else ""
    share = f" ({float(line['share_of_pairs']):.0%})" if line["share_of_pairs"] else ""
    return f"{line['figure']}: {_number(line['value'])}{unit}{span}{share}"


def _number(text: str) -> str:
    value = round(float(text), 9)
    return f"{value:,.0f}" if abs(value) >= 100.0 else f"{value:.3g}"


def _draws(line: Line) -> str:
    share = line["robust_share_of_draws"]
    return f"{float(share):.0%}" if share else "–"
