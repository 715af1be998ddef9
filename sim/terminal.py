"""What the command line shows of results: tables for people, JSON for programs."""

import json
import math
import sys
from collections.abc import Callable, Hashable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

from rich.box import SIMPLE_HEAD
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn
from rich.table import Table
from rich.text import Text

if TYPE_CHECKING:
    import pandas as pd
    from matplotlib.figure import Figure

    from sim.results import Ensemble, Record

SHOWN = ("peak", "hours_to_peak", "hours_above_rate", "area", "customers_lost")
"""Measures in the table of a comparison: as many as 80 columns hold."""
COMPARED = ("peak", "area", "customers_lost")
"""Measures in the table of its paired differences."""
Row = dict[Hashable, Any]
WIDE = 110
"""Columns where the output is no terminal."""


# -- while it runs -----------------------------------------------------------------------


@contextmanager
def waiting(what: str) -> Iterator[None]:
    """Show on a terminal that something is under way."""
    console = Console(stderr=True)
    if not console.is_terminal:
        yield
        return
    say_if_compiling(console)
    with console.status(Text(what)):
        yield


def say_if_compiling(console: Console) -> None:
    """Say on a terminal why the very first run takes longer."""
    from sim.compiling import is_compiled  # noqa: PLC0415 (numba is slow to load)

    if console.is_terminal and not is_compiled():
        console.print(COMPILING, highlight=False)


COMPILING = "Compiling the model: about 15 seconds, once after each install or update."


@contextmanager
def counting(what: str) -> Iterator[Callable[[int, int], None]]:
    """Show on a terminal how much of the work is done; yields what is to be told."""
    columns = (
        TextColumn("{task.description}", markup=False),
        BarColumn(),
        MofNCompleteColumn(),
        TimeRemainingColumn(),
    )
    console = Console(stderr=True)
    say_if_compiling(console)
    with Progress(
        *columns, console=console, transient=True, disable=not console.is_terminal
    ) as bar:
        task = bar.add_task(what, total=None)
        yield lambda done, total: bar.update(task, completed=done, total=total)


# -- results -----------------------------------------------------------------------------


def present_record(record: "Record", out: Path | None, as_json: bool) -> None:
    """Save one run if asked to, and show its measures."""
    if out is not None:
        from sim.charts import run_charts  # noqa: PLC0415 (matplotlib is slow to load)

        record.save(out)
        save_charts(run_charts(record), out)
    if as_json:
        show_json(_record_values(record))
        return
    title = f"{record.scenario.title}: {record.plan}, seed {record.seed}"
    show(title, ("measure", "value", "unit", "meaning"), _measure_rows(record), right=(1,))
    say_where(out)


def present_ensemble(ensemble: "Ensemble", out: Path | None, as_json: bool) -> None:
    """Save a comparison if asked to, and show its plans side by side."""
    if out is not None:
        from sim.charts import compare_charts  # noqa: PLC0415 (matplotlib is slow to load)

        ensemble.save(out)
        save_charts(compare_charts(ensemble), out)
    for failure in ensemble.provenance.get("failures", ()):
        print(f"Left out: {failure}", file=sys.stderr)
    differences = ensemble.differences(baseline_of(ensemble))
    if as_json:
        show_json(_ensemble_values(ensemble, differences))
        return
    _show_plans(ensemble)
    if len(ensemble.plans) > 1:
        _show_differences(ensemble, differences)
    say_where(out)


def baseline_of(ensemble: "Ensemble") -> str:
    """The plan against which the others are held: silence, or the first."""
    return "silence" if "silence" in ensemble.plans else ensemble.plans[0]


def save_charts(charts: "dict[str, Figure]", folder: Path) -> None:
    """Every chart as SVG and PNG."""
    from sim.charts import save  # noqa: PLC0415 (matplotlib is slow to load)

    for stem, figure in charts.items():
        save(figure, folder, stem)


def _measure_rows(record: "Record") -> Iterator[tuple[str, ...]]:
    """One row per measure."""
    from sim.results import MEASURES  # noqa: PLC0415 (pandas is slow to load)

    for name, value in record.measures.items():
        measure = MEASURES[str(name)]
        yield measure.name, figure_of(value), unit_of(measure.name), measure.meaning


def _show_plans(ensemble: "Ensemble") -> None:
    """Plan by measure: median and the span from the 10 % to the 90 % quantile."""
    cells = by_plan_and_measure(ensemble.table(SHOWN))
    rows = [[plan, *(_span(cells.get((plan, m))) for m in SHOWN)] for plan in ensemble.plans]
    title = f"{ensemble.scenario.title}: {len(ensemble.seeds)} runs per plan, median and 10–90 %"
    show(title, ("plan", *map(_heading, SHOWN)), rows, right=range(1, 1 + len(SHOWN)))


def _span(row: Row | None) -> str:
    """Median and span of one measure under one plan."""
    if row is None:
        return "–"
    low, high = figure_of(row["low"]), figure_of(row["high"])
    return f"{figure_of(row['median'])}\n{low}–{high}"


def _show_differences(ensemble: "Ensemble", differences: "pd.DataFrame") -> None:
    """Every plan against the baseline, pair by pair."""
    cells = by_plan_and_measure(differences)
    baseline = baseline_of(ensemble)
    others = [plan for plan in ensemble.plans if plan != baseline]
    rows = [[plan, *(_difference(cells[plan, m]) for m in COMPARED)] for plan in others]
    title = (
        f"Against {baseline}, pair by pair: mean difference (share of pairs in which it is lower)"
        " and its 95 % interval"
    )
    show(title, ("plan", *map(_heading, COMPARED)), rows, right=range(1, 1 + len(COMPARED)))


def _difference(row: Row) -> str:
    """Mean, interval and share of one paired difference."""
    if not row["pairs"]:
        return "–"
    mean, low, high = (figure_of(row[key], sign=True) for key in ("mean_difference", "low", "high"))
    return f"{mean} ({row['share_lower']:.0%})\n{low} to {high}"


def by_plan_and_measure(table: "pd.DataFrame") -> dict[tuple[str, str], Row]:
    """The rows of a table of results, to be looked up."""
    return {(row["plan"], row["measure"]): row for row in table.to_dict("records")}


def _record_values(record: "Record") -> dict[str, Any]:
    """One run as plain values."""
    return {
        "scenario": record.scenario.name,
        "plan": record.plan,
        "seed": record.seed,
        "measures": record.measures.to_dict(),
        "promises": record.promises.to_dict("records"),
    }


def _ensemble_values(ensemble: "Ensemble", differences: "pd.DataFrame") -> dict[str, Any]:
    """A comparison as plain values."""
    return {
        "scenario": ensemble.scenario.name,
        "plans": ensemble.plans,
        "seeds": ensemble.seeds,
        "measures": ensemble.table().to_dict("records"),
        "baseline": baseline_of(ensemble),
        "differences": differences.to_dict("records"),
    }


# -- writing to the terminal -------------------------------------------------------------


def show(
    title: str,
    headings: Sequence[str],
    rows: Iterator[Sequence[str]] | Sequence[Sequence[str]],
    right: Sequence[int] = (),
) -> None:
    """A table; its texts are shown as they are, whatever brackets they contain."""
    table = Table(
        title=Text(title, style="bold"),
        title_justify="left",
        box=SIMPLE_HEAD,
        show_edge=False,
        padding=(0, 1, 0, 0),
    )
    for place, heading in enumerate(headings):
        justify = "right" if place in right else "left"
        table.add_column(Text(heading), justify=justify, overflow="fold")  # type: ignore[arg-type]
    for row in rows:
        table.add_row(*map(Text, row))
    console = Console(width=None if sys.stdout.isatty() else WIDE)
    console.print(table)
    console.print()


def show_json(values: Any) -> None:
    """JSON, with null for what has no value."""
    print(json.dumps(_without_nan(values), indent=2, ensure_ascii=False))


def say_where(out: Path | None) -> None:
    """Where the results are."""
    if out is not None:
        print(f"Results and charts are in {out}")


def figure_of(value: float, sign: bool = False) -> str:
    """A figure with about three digits; a dash where there is none."""
    if math.isnan(value):
        return "–"
    digits = 0 if abs(value) >= 100 or float(value).is_integer() else 1 if abs(value) >= 10 else 2
    return f"{value:{'+' if sign else ''},.{digits}f}"


def unit_of(measure: str) -> str:
    """A measure's unit; nothing for a plain number."""
    from sim.results import MEASURES  # noqa: PLC0415 (pandas is slow to load)

    unit = MEASURES[measure].unit
    return "" if unit == "1" else unit


def _heading(measure: str) -> str:
    """A measure with its unit, a word per line, so that columns stay narrow."""
    return f"{measure}_{unit_of(measure)}".replace("_", "\n")


def _without_nan(values: Any) -> Any:
    """The same with None for "not a number", which JSON does not know."""
    if isinstance(values, dict):
        return {key: _without_nan(inner) for key, inner in values.items()}
    if isinstance(values, list):
        return [_without_nan(inner) for inner in values]
    return None if isinstance(values, float) and math.isnan(values) else values
