"""The report of one run."""

from collections import Counter
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

import numpy as np

from sim.charts import run_charts
from sim.charts.film import film
from sim.charts.findings import storm_finding
from sim.charts.graph import KINDS, kinds_at, usual_moments
from sim.charts.week import Week
from sim.charts.wording import plan_title, speaking, telling
from sim.engines.output import OUTCOMES
from sim.language.speech import Speech
from sim.reports import about
from sim.reports import film as films
from sim.reports.parts import Report, ReportTable
from sim.reports.pictures import drawn
from sim.reports.tables import acts_table, columns, measures_table, promises_table

if TYPE_CHECKING:
    from sim.results import Record

BLOCK = 6.0
"""Hours to a row of the table of posts."""


def report_of_run(record: "Record", origin: Mapping[str, Any], speech: Speech) -> Report:
    """Return the report of a repeated run, with the provenance of the first time."""
    story = record.scenario
    with speaking(speech.language), telling(story):
        finding = storm_finding(record.plan, record.measures, Week.of(story))
        figures, plan = run_charts(record), plan_title(record.plan)
    shot = film(record)
    return Report(
        kind="run",
        title=about.title_of(story, speech),
        subtitle=speech.say("subtitle_run", plan=plan, seed=record.seed),
        findings=[f"{finding}.", *promises_said(record, speech)],
        simulated=about.simulated(story, speech),
        facts=[about.situation(story, speech), about.plans_told(story, [record.plan], speech)],
        pictures=drawn(figures, _tables(record, speech), speech),
        film=films.encoded(shot, record, speech),
        film_table=films.table(shot, speech),
        decisions_said=[
            *([] if len(record.acts) else [speech.say("nothing_done")]),
            *([] if len(record.promises) else [speech.say("no_promises")]),
            speech.say("acts_not_effects"),
        ],
        decisions=[
            *acts_table(speech.say("acts"), record.acts, speech),
            *promises_table(record.promises, speech),
        ],
        sureness=[speech.say("sure_one"), *about.limits(speech)],
        assumptions=about.assumptions(story, speech),
        provenance=about.provenance(origin, "shitstorm rerun provenance.json", speech, story),
        origin=about.as_json(origin),
    )


def _tables(record: "Record", speech: Speech) -> dict[str, list[ReportTable]]:
    return {
        "storm": [posts_table(record, speech), measures_table(record.measures, speech)],
        "graph": [moments_table(record, speech)],
    }


def posts_table(record: "Record", speech: Speech) -> ReportTable:
    """Posts of every six hours, and the highest severity."""
    per_block = max(1, round(BLOCK / record.output.hours_per_tick))
    series: Any = record.series.reset_index(drop=True)
    blocks = series.groupby(series.index // per_block)
    summed = blocks[["critical_posts", "critical_posts_affected", "defending_posts"]].sum()
    summed["severity"] = blocks["severity"].max()
    rows = [
        [speech.moment(place * BLOCK), *(speech.number(float(value)) for value in values)]
        for place, values in enumerate(summed.to_numpy())
    ]
    names = ("from", "critical", "by_affected", "defending", "severity")
    return ReportTable(speech.say("table_storm"), columns(speech, names), rows)


def moments_table(record: "Record", speech: Speech) -> ReportTable:
    """People of each kind at the moments of the chart of the graph."""
    rows = []
    for name, hours in usual_moments(record):
        counts = np.bincount(kinds_at(record, hours), minlength=len(KINDS))
        when = f"{speech.say(f'moments.{name}')} ({speech.moment(hours)})"
        rows.append([when, *(speech.number(float(count)) for count in counts)])
    kinds = [speech.say(f"people.{kind.name}") for kind in KINDS]
    return ReportTable(speech.say("table_graph"), [speech.say("heading_moment"), *kinds], rows)


def promises_said(record: "Record", speech: Speech) -> list[str]:
    """Say in a sentence what became of the promises, nothing where none was made."""
    found = Counter(promise.outcome for promise in record.output.promises)
    became = [speech.say(f"promises_{name}", count=found[name]) for name in OUTCOMES if found[name]]
    said = speech.say("promises_said", made=found.total(), became=", ".join(became))
    return [said] if became else []
