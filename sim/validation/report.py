"""Write the validation table as a page to read: every row with source, test and figures."""

from collections.abc import Iterator
from math import isnan

from sim.language.spoken import percent, say, whole
from sim.language.typesetting import markdown_table
from sim.validation import wording
from sim.validation.findings import Figure
from sim.validation.table import RowResult, Validation

HEADS = ("figure", "value", "interval", "pairs", "target", "part")


def report(table: Validation) -> str:
    """Return the page as Markdown, in the language that is spoken."""
    lines = [f"# {say('validation.page_title')}", "",
             say("validation.page_made", pairs=whole(table.pairs))]  # fmt: skip
    for result in table.results:
        lines += ["", *_row(result, table)]
    return "\n".join(lines) + "\n"


def _row(result: RowResult, table: Validation) -> Iterator[str]:
    """Yield the lines on one row."""
    row, finding = result.row, result.finding
    yield f"## {row.number} · {wording.fact(row.number, row.fact)}"
    yield ""
    yield f"**{wording.verdict_text(finding)}**"
    told = [
        say("validation.page_source", source=wording.source(row.source)),
        say("validation.page_test", protocol=wording.protocol(row.number, row.protocol)),
    ]
    if not isnan(result.robust):
        share = percent(result.robust)
        told.append(say("validation.page_share", share=share, drawn=table.drawn_told))
    if finding.power:
        told.append(say("validation.page_power", power=wording.note(finding.power)))
    if finding.remark:
        told.append(wording.note(finding.remark))
    for sentence in told:
        yield ""
        yield sentence
    if finding.figures:
        yield ""
        headings = [say(f"validation.head_{name}") for name in HEADS]
        yield markdown_table(headings, map(_figure, finding.figures))


def _figure(figure: Figure) -> tuple[str, ...]:
    """Return the cells of one figure."""
    part = {True: "holds", False: "fails", None: "reported"}[figure.holds]
    share = "" if isnan(figure.share) else percent(figure.share)
    return (
        wording.label(figure.label), wording.value_with_unit(figure), wording.interval(figure),
        share, wording.target(figure.target), wording.verdict(figure.missing or part),
    )  # fmt: skip
