"""What the command line shows of studies: the validation table, and where it was written."""

from collections.abc import Hashable, Sequence
from math import isnan
from pathlib import Path
from typing import TYPE_CHECKING, Any

from sim.files import write
from sim.terminal.showing import figure_of, save_charts, say_where, show, show_json

if TYPE_CHECKING:
    from sim.studies.sensitivity import Sensitivity
    from sim.validation.findings import Part
    from sim.validation.validating import Result, Validation


def present_validation(table: "Validation", out: Path | None, as_json: bool) -> None:
    """Save the validation table if asked to, and show it."""
    if out is not None:
        from sim.charts.validation import validation  # noqa: PLC0415 (matplotlib is slow to load)

        write(out / "validation.csv", table.table().to_csv(index=False))
        save_charts({"validation": validation(table)}, out)
    if as_json:
        show_json(table.table().to_dict("records"))
        return
    rows = [line for result in table.results for line in _lines(result)]
    drawn = f", {table.draws} draws of the assumptions" if table.draws else ""
    title = f"Validation: {table.pairs} pairs of runs{drawn}; figures that decide"
    headings = ("row", "fact and figure", "verdict", "value", "95 %", "pairs", "draws")
    show(title, headings, rows, right=(3, 4, 5, 6))
    counts = (f"{table.count(v)} {v}" for v in ("holds", "fails", "cannot be tested"))
    print("Rows: " + ", ".join(counts).replace("holds", "hold").replace("fails", "fail"))
    say_where(out)


def present_sensitivity(study: "Sensitivity", out: Path | None, as_json: bool) -> None:
    """Save what drives the answers if asked to, and say it."""
    if out is not None:
        from sim.charts.sensitivity import sensitivity  # noqa: PLC0415 (matplotlib is slow)

        write(out / "morris.csv", study.morris.to_csv(index=False))
        write(out / "sobol.csv", study.sobol.to_csv(index=False))
        write(out / "sensitivity.txt", f"{study.about()} {study.words()}\n")
        save_charts({"sensitivity": sensitivity(study)}, out)
    if as_json:
        show_json({"sobol": study.sobol.to_dict("records"), "words": study.words()})
        return
    rows = [
        (str(r["answer"]), str(r["parameter"]), _share(r, "ST"), _share(r, "S1"))
        for r in study.sobol.to_dict("records")
    ]
    title = "Share of variance by assumption: with its interactions, and alone"
    show(title, ("answer", "assumption", "total", "alone"), rows, right=(2, 3))
    print(f"{study.about()} {study.words()}")
    say_where(out)


def _share(row: dict[Hashable, Any], index: str) -> str:
    """One of Sobol's indices with its 95 % half-width."""
    value, half = row[index], row[f"{index}_conf"]
    return "–" if isnan(value) else f"{value:.2f} ± {half:.2f}"


def _lines(result: "Result") -> list[tuple[str, ...]]:
    """The lines of a row: the fact with its verdict, then each figure that decides."""
    robust = "–" if isnan(result.robust) else f"{result.robust:.0%}"
    verdict = result.finding.verdict
    first = (result.row.number, result.row.fact, verdict, "", "", "", robust)
    deciding = [part for part in result.finding.parts if part.holds is not None]
    return [first, *map(_figures, deciding)]


def _figures(part: "Part") -> tuple[str, ...]:
    """One figure with interval and share of pairs."""
    said = "" if part.holds else "✗"
    share = "" if isnan(part.share) else f"{part.share:.0%}"
    unit = "" if part.unit == "1" else f" {part.unit}"
    span = "" if isnan(part.low) else f"{figure_of(part.low)} to {figure_of(part.high)}"
    return "", f"  {part.says}", said, figure_of(part.figure) + unit, span, share, ""


def missing(table: "Validation", wanted: Sequence[str]) -> list[str]:
    """Rows named that do not hold, or were not tested."""
    holding = {r.row.number for r in table.results if r.finding.verdict == "holds"}
    return [number for number in wanted if number not in holding]
