"""Show the validation table and the sensitivity study in the terminal, and save them."""

from collections.abc import Sequence
from math import isnan
from pathlib import Path
from typing import TYPE_CHECKING, Any

from sim.files import write
from sim.terminal.showing import figure_of, save_charts, say_where, show, show_json
from sim.writing import write_json

if TYPE_CHECKING:
    from sim.studies.sensitivity import SensitivityResult
    from sim.validation.findings import Figure
    from sim.validation.table import RowResult, Validation


def present_validation(table: "Validation", out: Path | None, as_json: bool) -> None:
    """Save the validation table if a folder is given, and print it."""
    if out is not None:
        from sim.charts.validation import validation_slides  # noqa: PLC0415 (slow to load)

        write(out / "validation.csv", table.table().to_csv(index=False))
        write_json(_origin(table), out / "provenance.json")
        save_charts(validation_slides(table), out)
    if as_json:
        run = _extent(table)
        show_json([{**line, **run} for line in table.table().to_dict("records")])
        return
    rows = [line for result in table.results for line in _lines(result)]
    draws = f", {table.draws} {table.drawn}" if table.draws else ""
    title = f"Validation: {table.pairs} pairs of runs{draws}; figures that decide"
    drawn = "models" if table.uncertain else "draws"
    headings = ("row", "fact and figure", "verdict", "value", "95 %", "pairs", drawn)
    show(title, headings, rows, right=(3, 4, 5, 6))
    print(
        f"Rows: {table.count('holds')} hold, {table.count('fails')} fail, "
        f"{table.count('cannot be tested')} cannot be tested"
    )
    say_where(out)


def _extent(table: "Validation") -> dict[str, Any]:
    """Return how many runs a validation rests on."""
    shown = ("pairs", "draws", "pairs_per_draw", "stopped", "uncertain")
    return {name: getattr(table, name) for name in shown}


def _origin(table: "Validation") -> dict[str, Any]:
    """Return what a validation was made with."""
    from sim.compiling import rules_mark  # noqa: PLC0415 (slow to load)
    from sim.results.provenance import PROJECT, version  # noqa: PLC0415 (slow to load)

    return {"rules of the model": rules_mark(), "version": version(PROJECT), **_extent(table)}


def present_sensitivity(study: "SensitivityResult", out: Path | None, as_json: bool) -> None:
    """Save what drives the answers if a folder is given, and print it."""
    from sim.studies.sensitivity import share  # noqa: PLC0415 (pandas is slow to load)

    if out is not None:
        from sim.charts.studies.sensitivity import sensitivity_slide  # noqa: PLC0415 (slow)

        write(out / "morris.csv", study.morris.to_csv(index=False))
        write(out / "sobol.csv", study.sobol.to_csv(index=False))
        write(out / "sensitivity.txt", f"{study.about()} {study.words()}\n")
        save_charts({"sensitivity": sensitivity_slide(study)}, out)
    if as_json:
        show_json({"sobol": study.sobol.to_dict("records"), "words": study.words()})
        return
    rows = [
        (str(r["answer"]), str(r["parameter"]), share(r, "ST"), share(r, "S1"))
        for r in study.sobol.to_dict("records")
    ]
    title = "Share of variance by assumption: with its interactions, and alone"
    show(title, ("answer", "assumption", "total", "alone"), rows, right=(2, 3))
    print(f"{study.about()} {study.words()}")
    say_where(out)


def _lines(result: "RowResult") -> list[tuple[str, ...]]:
    """Return the lines of a row: the fact with its verdict, the figures that decide, notes."""
    robust = "–" if isnan(result.robust) else f"{result.robust:.0%}"
    finding = result.finding
    first = (result.row.number, result.row.fact, finding.verdict_text, "", "", "", robust)
    deciding = [figure for figure in finding.figures if figure.holds is not None]
    untested = finding.remark if finding.verdict == "cannot be tested" else ""
    notes = [("", f"  {note}", "", "", "", "", "") for note in (finding.power, untested) if note]
    return [first, *map(_figure, deciding), *notes]


def _figure(figure: "Figure") -> tuple[str, ...]:
    """Return the cells of one figure, with interval and share of pairs."""
    mark = "" if figure.holds else f"✗ {figure.missing}".rstrip()
    share = "" if isnan(figure.share) else f"{figure.share:.0%}"
    unit = "" if figure.unit == "1" else f" {figure.unit}"
    span = "" if isnan(figure.low) else f"{figure_of(figure.low)} to {figure_of(figure.high)}"
    return "", f"  {figure.label}", mark, figure_of(figure.value) + unit, span, share, ""


def not_holding(table: "Validation", numbers: Sequence[str]) -> list[str]:
    """Return those of the rows named that do not hold, or were not tested."""
    holding = {r.row.number for r in table.results if r.finding.verdict == "holds"}
    return [number for number in numbers if number not in holding]
