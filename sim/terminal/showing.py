"""Writing to a terminal: tables, JSON, figures, charts and where they lie."""

import json
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from rich.box import SIMPLE_HEAD
from rich.console import Console
from rich.table import Table
from rich.text import Text

from sim.files import without_nan
from sim.language.typesetting import Language

if TYPE_CHECKING:
    from matplotlib.figure import Figure

    from sim.scenario.schema import Plan

WIDE = 110
"""Columns where the output is no terminal."""


def show(
    title: str,
    headings: Sequence[str],
    rows: Iterator[Sequence[str]] | Sequence[Sequence[str]],
    right: Sequence[int] = (),
) -> None:
    """Print a table. Its texts are shown as they are, whatever brackets they contain.

    Words in the first column are never broken, so that a name there can be typed elsewhere.
    """
    rows = list(rows)
    longest = max((len(word) for row in rows for word in row[0].split()), default=1)
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
        )
    for row in rows:
        table.add_row(*map(Text, row))
    console = Console(width=None if sys.stdout.isatty() else WIDE)
    console.print(table)
    console.print()


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
