"""The report of a run that the simulator, changed since, no longer repeats: as it was saved."""

from collections.abc import Mapping
from typing import Any

import pandas as pd

from sim.language.numbers import NO_VALUE
from sim.language.speech import Speech
from sim.reports import about
from sim.reports.folder import Results, read, whole
from sim.reports.parts import Report, ReportPicture, ReportTable
from sim.reports.pictures import inline
from sim.reports.study import title_of
from sim.reports.tables import acts_table, columns, measures_table
from sim.results.provenance import scenario_of
from sim.results.tables import ACT_COLUMNS, PROMISE_COLUMNS

CHARTS = ("storm", "graph")


def report_of_saved_run(results: Results, speech: Speech) -> Report:
    """Return the report of a run from its folder alone."""
    origin, story = results.provenance, scenario_of(results.provenance)
    measures = pd.Series(results.measures(), dtype=float)
    plan = str(origin["plan"])
    pictures = _pictures(results, measures, speech)
    notices = [speech.say("changed")]
    if speech.language != "en":
        notices.append(speech.say("saved_language"))
    return Report(
        kind="run",
        title=about.title_of(story, speech),
        subtitle=speech.say("subtitle_run", plan=plan, seed=origin["seed"]),
        notices=notices,
        findings=[picture.alt for picture in pictures[:1]],
        simulated=about.simulated(story, speech),
        facts=[about.situation(story, speech), about.plans_told(story, [plan], speech)],
        pictures=pictures,
        decisions_said=[speech.say("acts_not_effects")],
        decisions=[*_acts(results, speech), *_promises(results, speech)],
        sureness=[speech.say("sure_one"), *about.limits(speech)],
        assumptions=about.assumptions(story, speech),
        provenance=about.provenance(origin, "shitstorm rerun provenance.json", speech),
        origin=about.as_json(origin),
    )


def _pictures(
    results: Results, measures: "pd.Series[float]", speech: Speech
) -> list[ReportPicture]:
    """Return the charts as they were saved, the measures with the first."""
    pictures: list[ReportPicture] = []
    for name in CHARTS:
        file = results.folder / f"{name}.svg"
        if file.is_file():
            title = title_of(read(file))
            tables = [measures_table(measures, speech)] if not pictures else []
            caption = speech.say(f"chart_{name}")
            pictures.append(
                ReportPicture(name, inline(read(file), name, title), caption, title, tables)
            )
    return pictures


def _acts(results: Results, speech: Speech) -> list[ReportTable]:
    file = results.folder / "acts.csv"
    with whole(file):
        told = acts_table(speech.say("acts"), pd.read_csv(file)[list(ACT_COLUMNS)], speech)
    return [told] if told else []


def _promises(results: Results, speech: Speech) -> list[ReportTable]:
    file = results.folder / "promises.csv"
    with whole(file):
        saved = pd.read_csv(file, dtype=str, keep_default_na=False)[list(PROMISE_COLUMNS)]
        rows = [_promise(one, speech) for one in saved.to_dict("records")]
    names = ("made", "due", "outcome", "settled")
    return (
        [ReportTable(speech.say("promises"), columns(speech, names), rows, False)] if rows else []
    )


def _promise(one: Mapping[Any, str], speech: Speech) -> list[str]:
    return [
        speech.moment(float(one["made"])),
        speech.moment(float(one["deadline"])),
        speech.name("outcomes", one["outcome"]),
        speech.moment(float(one["settled"])) if one["settled"] else NO_VALUE,
    ]
