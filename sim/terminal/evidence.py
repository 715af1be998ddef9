"""Show the validation table and the sensitivity study in the terminal, and save them."""

from collections.abc import Sequence
from math import isnan
from pathlib import Path
from typing import TYPE_CHECKING, Any

from sim.files import write
from sim.language import spoken
from sim.language.spoken import percent, say, whole
from sim.terminal.showing import save_charts, say_where, show, show_json
from sim.writing import write_json

if TYPE_CHECKING:
    from sim.studies.sensitivity import SensitivityResult
    from sim.validation.findings import Figure
    from sim.validation.table import RowResult, Validation

HEADS = ("row", "fact", "verdict", "value", "interval", "pairs")


def present_validation(table: "Validation", out: Path | None, as_json: bool) -> None:
    """Save the validation table if a folder is given, and print it.

    Table and JSON are in English. Page, slides and what is printed are in the language.
    """
    if out is not None:
        from sim.charts.validation import validation_slides  # noqa: PLC0415 (slow to load)
        from sim.validation.report import report  # noqa: PLC0415

        write(out / "validation.csv", table.table().to_csv(index=False))
        write(out / "validation.md", report(table))
        write_json(_origin(table), out / "provenance.json")
        save_charts(validation_slides(table), out)
    if as_json:
        run = _extent(table)
        show_json([{**line, **run} for line in table.table().to_dict("records")])
        return
    rows = [line for result in table.results for line in _lines(result)]
    pairs, drawn = whole(table.pairs), table.drawn_told
    title = say("validation.title", pairs=pairs)
    if table.draws:
        draws = whole(table.draws)
        title = say("validation.title_drawn", pairs=pairs, draws=draws, drawn=drawn)
    last = "models" if table.uncertain else "assumptions"
    headings = [say(f"validation.head_{name}") for name in (*HEADS, last)]
    show(title, headings, rows, right=(3, 4, 5, 6))
    counts = {name: whole(table.count(verdict)) for name, verdict in COUNTED.items()}
    print(say("validation.counted", **counts))
    say_where(out, spoken.language())


COUNTED: "dict[str, Any]" = {
    "holds": "holds", "fails": "fails", "untested": "cannot be tested",
}  # fmt: skip
"""The verdicts that are counted."""


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
    """Save what drives the answers if a folder is given, and print it. JSON is in English."""
    from sim.studies.sensitivity import answer_name, shares  # noqa: PLC0415 (pandas is slow)

    if out is not None:
        from sim.charts.studies.sensitivity import sensitivity_slide  # noqa: PLC0415 (slow)

        write(out / "morris.csv", study.morris.to_csv(index=False))
        write(out / "sobol.csv", study.sobol.to_csv(index=False))
        write(out / "sensitivity.txt", f"{study.about()} {study.words()}\n")
        save_charts({"sensitivity": sensitivity_slide(study)}, out)
    if as_json:
        with spoken.speaking("en"):
            show_json({"sobol": study.sobol.to_dict("records"), "words": study.words()})
        return
    english = spoken.language() == "en"
    rows = [
        (answer if english else answer_name(answer), *cells)
        for answer, *cells in shares(study.sobol)
    ]
    headings = [say(f"drivers.head_{name}") for name in ("answer", "assumption", "total", "alone")]
    show(say("drivers.title"), headings, rows, right=(2, 3))
    print(f"{study.about()} {study.words()}")
    say_where(out, spoken.language())


def _lines(result: "RowResult") -> list[tuple[str, ...]]:
    """Return the lines of a row: the fact with its verdict, the figures that decide, notes."""
    from sim.validation import wording  # noqa: PLC0415 (slow to load)

    robust = "–" if isnan(result.robust) else percent(result.robust)
    finding, row = result.finding, result.row
    fact, verdict = wording.fact(row.number, row.fact), wording.verdict_text(finding)
    first = (row.number, fact, verdict, "", "", "", robust)
    deciding = [figure for figure in finding.figures if figure.holds is not None]
    untested = finding.remark if finding.verdict == "cannot be tested" else ""
    notes = [wording.note(note) for note in (finding.power, untested) if note]
    return [first, *map(_figure, deciding),
            *(("", f"  {note}", "", "", "", "", "") for note in notes)]  # fmt: skip


def _figure(figure: "Figure") -> tuple[str, ...]:
    """Return the cells of one figure, with interval and share of pairs."""
    from sim.validation import wording  # noqa: PLC0415 (slow to load)

    missing = wording.verdict(figure.missing) if figure.missing else ""
    mark = "" if figure.holds else f"✗ {missing}".rstrip()
    share = "" if isnan(figure.share) else percent(figure.share)
    label, value = wording.label(figure.label), wording.value_with_unit(figure)
    return "", f"  {label}", mark, value, wording.interval(figure), share, ""


def not_holding(table: "Validation", numbers: Sequence[str]) -> list[str]:
    """Return those of the rows named that do not hold, or were not tested."""
    holding = {r.row.number for r in table.results if r.finding.verdict == "holds"}
    return [number for number in numbers if number not in holding]
