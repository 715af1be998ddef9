"""Results of runs in German and French, as the reports word them."""

from collections.abc import Iterable
from typing import TYPE_CHECKING

from sim.language.typesetting import Language
from sim.terminal.showing import plan_cell, show

if TYPE_CHECKING:
    import pandas as pd

    from sim.reports.parts import ReportTable
    from sim.results import Ensemble, Record


def show_record_in(record: "Record", language: Language) -> None:
    """Show the measures of one run."""
    from sim.reports.about import speech_of, title_of  # noqa: PLC0415 (slow to load)
    from sim.reports.tables import measures_table  # noqa: PLC0415

    speech = speech_of(language, record.scenario)
    plan = record.scenario.plans[record.plan].titled(language)
    seed = speech.say("charts.seed", seed=record.seed)
    title = f"{speech.labelled(title_of(record.scenario, speech))} {plan}, {seed}"
    _show(title, measures_table(record.measures, speech))


def show_ensemble_in(
    ensemble: "Ensemble", baseline: str, differences: "pd.DataFrame", language: Language
) -> None:
    """Show the plans side by side, and how each differs from the baseline."""
    from sim.charts.wording import speaking, telling  # noqa: PLC0415 (matplotlib is slow to load)
    from sim.reports.about import speech_of, title_of  # noqa: PLC0415 (slow to load)
    from sim.reports.tables import differences_table, spans_table  # noqa: PLC0415

    speech, plans = speech_of(language, ensemble.scenario), ensemble.plans
    with speaking(language), telling(ensemble.scenario):
        spans = spans_table(ensemble.table(), plans, speech)
        changes = differences_table(differences, plans, baseline, speech)
    cells = {plan: plan_cell(ensemble.scenario.plans[plan], language) for plan in plans}
    title = f"{speech.labelled(title_of(ensemble.scenario, speech))} {spans.caption}"
    _show(title, spans, cells.values())
    if len(plans) > 1:
        _show(changes.caption, changes, (cells[plan] for plan in plans if plan != baseline))
        print(speech.say("clear_note"), speech.say("share_note"), sep="\n")


def _show(title: str, table: "ReportTable", first: Iterable[str] | None = None) -> None:
    """Show a table, if given with other cells in its first column."""
    rows = table.rows
    if first is not None:
        rows = [[cell, *row[1:]] for cell, row in zip(first, table.rows, strict=True)]
    show(title, table.headings, rows, right=range(1, len(table.headings)))
