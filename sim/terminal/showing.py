"""Writing to a terminal: tables, JSON, figures, charts and where they lie."""

import json
import re
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from rich.box import SIMPLE_HEAD
from rich.cells import cell_len
from rich.console import Console
from rich.segment import Segment, Segments
from rich.table import Table
from rich.text import Text

from sim.files import without_nan
from sim.language.typesetting import UNBROKEN, Language

if TYPE_CHECKING:
    from matplotlib.figure import Figure

    from sim.scenario.schema import Plan

WIDE = 110
"""Columns where the output is no terminal."""
UNSPLIT = "\ue000"
"""Stands for an unbroken space while a table is made, as Rich would break a line there."""


def show(
    title: str,
    headings: Sequence[str],
    rows: Iterator[Sequence[str]] | Sequence[Sequence[str]],
    right: Sequence[int] = (),
) -> None:
    """Print a table. Its texts are shown as they are, whatever brackets they contain.

    Words in the first column are never broken, so that a name there can be typed elsewhere. Those
    of the others are broken only where there is no room for all of them. No line begins after an
    unbroken space.
    """
    console = Console(width=None if sys.stdout.isatty() else WIDE)
    rows = [[cell.replace(UNBROKEN, UNSPLIT) for cell in row] for row in rows]
    headings = [heading.replace(UNBROKEN, UNSPLIT) for heading in headings]
    longest = max((len(word) for row in rows for word in row[0].split()), default=1)
    fitted = widths([headings, *rows], console.width - 2 * len(headings) + 1)
    table = Table(
        title=Text(title, style="bold"),
        title_justify="left",
        box=SIMPLE_HEAD,
        show_edge=False,
        padding=(0, 1, 0, 0),
    )
    for place, heading in enumerate(headings):
        justify = "right" if place in right else "left"
        least = longest if place == 0 else None
        table.add_column(
            Text(heading),
            justify=justify,  # type: ignore[arg-type]
            overflow="fold",
            min_width=least,
            width=fitted[place] if fitted else None,
        )
    for row in rows:
        table.add_row(*map(Text, row))
    pieces = [Segment(piece.text.replace(UNSPLIT, UNBROKEN), piece.style, piece.control)
              for piece in console.render(table)]  # fmt: skip
    console.print(Segments(pieces))
    console.print()


def widths(rows: Sequence[Sequence[str]], room: int) -> list[int] | None:
    """Return how wide columns are that break as few words as they can. None if all have room.

    The widest columns are cut back first, and within words only where no other way is left.
    """
    columns = list(zip(*rows, strict=True))
    whole = [_longest(column, r"[^\n]+") for column in columns]
    words = [_longest(column, r"^ *\S+|\S+") for column in columns]
    if sum(whole) <= room:
        return None
    least = _cut_back(words, words[:1] + [1] * (len(words) - 1), room)
    return _cut_back(whole, least, room)


def _longest(column: Sequence[str], part: str) -> int:
    """Return the width of the widest part of any cell that looks so."""
    return max((cell_len(found) for cell in column for found in re.findall(part, cell)), default=1)


def _cut_back(most: Sequence[int], least: Sequence[int], room: int) -> list[int]:
    """Return widths that fit, each as wide as it wants or as all others that want more."""
    for level in range(max(most), 1, -1):
        fitted = [max(low, min(high, level)) for low, high in zip(least, most, strict=True)]
        if sum(fitted) <= room:
            return fitted
    return list(least)


def plan_cell(plan: "Plan", language: Language = "en") -> str:
    """Return what a plan is called, and on a line below the name that ``--plans`` takes."""
    title = plan.titled(language)
    return plan.name if title == plan.name.replace("-", " ") else f"{title}\n{plan.name}"


def show_json(values: Any) -> None:
    """JSON, with null for what has no value."""
    print(json.dumps(without_nan(values), indent=2, ensure_ascii=False))


def say_where(out: Path | None, language: Language = "en") -> None:
    """Say where the results are."""
    if out is not None:
        print(WHERE[language].format(out=out))


WHERE: dict[Language, str] = {
    "en": "Results and charts are in {out}",
    "de": "Ergebnisse und Diagramme liegen in {out}",
    "fr": "Résultats et graphiques : {out}",
}
"""Where results are, in each language."""


def figure_of(value: float, sign: bool = False) -> str:
    """Return a number with about three digits, a dash for NaN."""
    from sim.language.numbers import number  # noqa: PLC0415 (babel is slow to load)

    return number(value, sign=sign)


def unit_of(measure: str) -> str:
    """Return a measure's unit, nothing for a plain number."""
    from sim.results import MEASURES  # noqa: PLC0415 (pandas is slow to load)

    unit = MEASURES[measure].unit
    return "" if unit == "1" else unit


def save_charts(charts: "dict[str, Figure]", folder: Path) -> None:
    """Every chart as SVG and PNG."""
    from sim.charts import save  # noqa: PLC0415 (matplotlib is slow to load)

    for stem, figure in charts.items():
        save(figure, folder, stem)
