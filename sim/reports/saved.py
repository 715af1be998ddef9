"""The report of a run that the simulator, changed since, no longer repeats: as it was saved."""

import pandas as pd

from sim.language.speech import Speech
from sim.reports import about
from sim.reports.folder import Results, whole
from sim.reports.parts import Report, ReportPicture
from sim.reports.pictures import saved_picture
from sim.reports.tables import acts_table, measures_table, promises_table
from sim.results.provenance import scenario_of
from sim.results.tables import ACT_COLUMNS, PROMISE_COLUMNS

CHARTS = ("storm", "graph")


def report_of_saved_run(results: Results, speech: Speech) -> Report:
    """Return the report of a run from its folder alone."""
    origin, story = results.provenance, scenario_of(results.provenance)
    measures = pd.Series(results.measures(), dtype=float)
    plan = str(origin["plan"])
    pictures = _pictures(results, measures, speech)
    with whole(results.folder / "acts.csv"):
        saved = pd.read_csv(results.folder / "acts.csv")[list(ACT_COLUMNS)]
        acts = acts_table(speech.say("acts"), saved, speech)
    with whole(results.folder / "promises.csv"):
        saved = pd.read_csv(results.folder / "promises.csv")[list(PROMISE_COLUMNS)]
        promises = promises_table(saved, speech)
    notices = [speech.say("changed")]
    if speech.language != "en":
        notices.append(speech.say("saved_language"))
    return Report(
        kind="run",
        title=about.title_of(story, speech),
        subtitle=speech.say(
            "subtitle_run", plan=story.plans[plan].titled(speech.language), seed=origin["seed"]
        ),
        notices=notices,
        findings=[picture.alt for picture in pictures[:1]],
        simulated=about.simulated(story, speech),
        facts=[about.situation(story, speech), about.plans_told(story, [plan], speech)],
        pictures=pictures,
        decisions_said=[speech.say("acts_not_effects")],
        decisions=[*acts, *promises],
        sureness=[speech.say("sure_one"), *about.limits(speech)],
        assumptions=about.assumptions(story, speech),
        provenance=about.provenance(origin, "shitstorm rerun provenance.json", speech, story),
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
            tables = [measures_table(measures, speech)] if not pictures else []
            pictures.append(saved_picture(file, speech.say(f"chart_{name}"), tables))
    return pictures
