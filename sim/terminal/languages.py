"""Results of runs in German and French, as the reports word them."""

from typing import TYPE_CHECKING

from sim.language.typesetting import Language
from sim.terminal.showing import show

if TYPE_CHECKING:
    import pandas as pd

    from sim.reports.parts import ReportTable
    from sim.results import Ensemble, Record


def show_record_in(record: "Record", language: Language) -> None:
    """Show the measures of one run."""
    from sim.reports.about import speech_of, title_of  # noqa: PLC0415 (slow to load)
    from sim.reports.tables import measures_table  # noqa: PLC0415

    speech = speech_of(language, record.scenario)
    title = f"{title_of(record.scenario, speech)}: {record.plan} (seed {record.seed})"
    _show(title, measures_table(record.measures, speech))


def show_ensemble_in(
    ensemble: "Ensemble", baseline: str, differences: "pd.DataFrame", language: Language
) -> None:
    """Show the plans side by side, and how each differs from the baseline."""
    from sim.reports.about import speech_of, title_of  # noqa: PLC0415 (slow to load)
    from sim.reports.tables import differences_table, spans_table  # noqa: PLC0415

    speech, plans = speech_of(language, ensemble.scenario), ensemble.plans
    spans = spans_table(ensemble.table(), plans, speech)
    _show(f"{title_of(ensemble.scenario, speech)}: {spans.caption}", spans)
    if len(plans) > 1:
        changes = differences_table(differences, plans, baseline, speech)
        _show(changes.caption, changes)
        print(speech.say("clear_note"), speech.say("share_note"), sep="\n")


def _show(title: str, table: "ReportTable") -> None:
    show(title, table.headings, table.rows, right=range(1, len(table.headings)))
