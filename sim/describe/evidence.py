"""Validation and sensitivity as last measured, and what was tuned, for the documents.

``shitstorm validate --out out`` writes ``validation.csv``. A copy of it lies in ``docs/measured``,
from which the tables here are made.
"""

import csv
import re
import shutil
from collections.abc import Mapping, Sequence
from functools import cache
from pathlib import Path

import pandas as pd
from scipy.stats import binomtest

from sim.describe.first_declared import record
from sim.describe.parts import Writer, grouped, part
from sim.language.typesetting import markdown_table as table
from sim.studies.sensitivity import NO_NAME, shares

MEASURED = Path(__file__).parents[2] / "docs" / "measured"
NOW, BEFORE = MEASURED / "validation.csv", MEASURED / "validation-before.csv"

Line = Mapping[str, str]


@part
def calibration() -> str:
    """List what was tuned: defaults and ranges as first declared, and as they are."""
    return record()


@part
def calibrated() -> str:
    """Compare the result of every row before and after."""
    before, now = measured(BEFORE), measured(NOW)
    rows = [
        (number, lines[0]["fact"], *_result(before.get(number, [])), *_result(lines))
        for number, lines in now.items()
    ]
    return table(("row", "fact", "before", "figure", "now", "figure"), rows)


def whole_table(shown: Sequence[str] = ()) -> str:
    """Return the rows shown, all by default, with their failing figures or else the first one."""
    rows = [
        (number, lines[0]["fact"], *_result(lines), _draws(lines[0]))
        for number, lines in measured(NOW).items()
        if not shown or number in shown
    ]
    headings = ("row", "fact", "result", "figure that decides [95 %] (share of pairs)", "draws")
    return table(headings, rows)


def counted() -> str:
    """Say how many rows hold, and which fail."""
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
    powerless = [number for number, lines in measured(NOW).items()
                 if verdicts[number] == "holds" and lines[0]["power"]]  # fmt: skip
    if powerless:
        text += f". Those that hold without power: {', '.join(powerless)}"
    doubtful = [number for number, lines in measured(NOW).items() if any(map(in_doubt, lines))]
    return f"{text}. {_doubts(doubtful)}"


def _doubts(rows: Sequence[str]) -> str:
    """Say which rows as many other runs might judge otherwise."""
    if not rows:
        return "No bound lies within the interval of a figure that decides."
    verb = "is" if len(rows) == 1 else "are"
    return (
        f"In doubt, as a bound lies within the 95 % interval of a figure that decides, {verb} "
        f"{', '.join(rows)}."
    )


def in_doubt(line: Line) -> bool:
    """Return True if a figure decides, and one of its bounds lies within its interval.

    A share of runs or pairs has the interval of a binomial share (Wilson 1927).
    """
    if line["part"] not in ("holds", "fails"):
        return False
    target, share = line["target"], line["share_of_pairs"]
    needed = re.fullmatch(r"above 0 in (\d+) % of pairs|at least (\d+)% of runs", target)
    if needed and share:
        runs = int(line["runs"])
        ends = binomtest(round(float(share) * runs), runs).proportion_ci(method="wilson")
        return bool(ends.low < int(needed[1] or needed[2]) / 100 <= ends.high)
    if not line["low"]:
        return False
    bounds = [float(number) for number in re.findall(r"-?\d+(?:\.\d+)?", target)]
    return any(float(line["low"]) < bound < float(line["high"]) for bound in bounds)


SHOWN_IN_README = ("S3", "S9", "L20")
"""Rows that the README shows: one that holds and two that fail."""
VALIDATION: dict[str, Writer] = {"validation": lambda: f"{counted()}\n\n{whole_table()}"}
"""The generated block of the page on validation."""
README_ROWS: dict[str, Writer] = {
    "validation-rows": lambda: f"{counted()} Three of them:\n\n{whole_table(SHOWN_IN_README)}"
}
"""The generated block of the README."""
STRONGEST = 3
"""Assumptions shown per answer of the sensitivity analysis."""
SENSITIVITY_PICTURE = "![What drives each answer](pictures/sensitivity.png)"


def validation_blocks(folder: Path, pictures: Path) -> dict[str, str]:
    """Keep the table and picture of a validation, and return the block that shows it."""
    shutil.copy(folder / "validation.csv", NOW)
    for picture in folder.glob("validation*.png"):
        shutil.copy(picture, pictures / picture.name)
    measured.cache_clear()
    return {name: write() for name, write in VALIDATION.items()}


def sensitivity_blocks(folder: Path, pictures: Path) -> dict[str, str]:
    """Return paragraph, table and picture of a sensitivity analysis."""
    finding = (folder / "sensitivity.txt").read_text(encoding="utf-8").strip()
    shutil.copy(folder / "sensitivity.png", pictures / "sensitivity.png")
    strongest = _strongest(pd.read_csv(folder / "sobol.csv"))
    return {"sensitivity": f"{finding}\n\n{strongest}\n\n{SENSITIVITY_PICTURE}"}


def _strongest(sobol: pd.DataFrame) -> str:
    """Return the strongest assumptions of each answer, with the shares that tell something."""
    by_answer = grouped((answer, (answer, *cells)) for answer, *cells in shares(sobol))
    rows = [
        (answer, name if name == NO_NAME else f"`{name}`", total, alone)
        for _, group in by_answer
        for answer, name, total, alone in group[:STRONGEST]
    ]
    return table(("answer", "assumption", "with its interactions", "alone"), rows)


@cache
def measured(file: Path) -> dict[str, list[Line]]:
    """Read the lines of a saved table by their row."""
    with file.open(encoding="utf-8", newline="") as lines:
        return dict(grouped((line["row"], line) for line in csv.DictReader(lines)))


def _result(lines: Sequence[Line]) -> tuple[str, str]:
    """Return a row's verdict and the figures that decide it."""
    if not lines:
        return "–", "–"
    verdict = lines[0]["verdict"]
    shown = [line for line in lines if line["part"] == "fails"] or list(lines[:1])
    said = "; ".join(filter(None, map(_figure, shown))) or lines[0]["remark"]
    told = verdict if verdict == "holds" else f"**{verdict}**"
    return f"{told} (no power)" if lines[0].get("power") else told, said


def _figure(line: Line) -> str:
    """Format a figure with its interval and share of pairs. Without a value it is empty."""
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
