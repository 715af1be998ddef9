"""The report of a comparison of plans."""

from typing import TYPE_CHECKING

import numpy as np

from sim.charts import compare_charts
from sim.charts.findings import differences_finding, peak_level, plans_finding
from sim.charts.uncertainty import uncertainty
from sim.charts.wording import plan_title, speaking, telling
from sim.headlines import overall_headline
from sim.language.speech import Speech
from sim.reports import about
from sim.reports.parts import Report, ReportPicture, ReportTable
from sim.reports.pictures import drawn
from sim.reports.tables import acts_table, differences_table, spans_table, uncertainty_table
from sim.results.comparing import baseline_of
from sim.runs.uncertain_ensemble import models_of
from sim.studies.luck_and_ignorance import uncertainty_of

if TYPE_CHECKING:
    from sim.results import Ensemble

FEW_PAIRS = 30
DAY = 24.0
PROMISES = ("promises_made", "promises_kept", "promises_revised", "promises_broken")


def report_of_comparison(ensemble: "Ensemble", speech: Speech) -> Report:
    """Return the report of a comparison of plans."""
    with speaking(speech.language), telling(ensemble.scenario):
        return _report(ensemble, speech)


def _report(ensemble: "Ensemble", speech: Speech) -> Report:
    """Return the report in the words of the block that it is called in."""
    story, origin, plans = ensemble.scenario, ensemble.provenance, ensemble.plans
    baseline = baseline_of(plans)
    figures = compare_charts(ensemble)
    pictures = drawn(figures, _tables(ensemble, speech), speech, baseline=plan_title(baseline))
    key = "subtitle_compare" if len(plans) > 1 else "subtitle_compare_one"
    uncertain = models_of(ensemble) is not None
    if uncertain:
        pictures += [_uncertainty(ensemble, speech)]
    return Report(
        kind="compare",
        title=about.title_of(story, speech),
        subtitle=speech.say(key, plans=len(plans), runs=len(ensemble.seeds)),
        findings=_findings(ensemble, speech),
        simulated=about.simulated(story, speech),
        facts=[about.situation(story, speech), about.plans_told(story, plans, speech)],
        pictures=[picture for picture in pictures if picture.name == "plans"],
        effects=[picture for picture in pictures if picture.name != "plans"],
        decisions_said=_effects_said(ensemble, speech),
        decisions=[_promises(ensemble, speech)],
        folded=[
            table
            for plan, acts in ensemble.acts.items()
            for table in acts_table(speech.say("acts_of_plan", plan=plan_title(plan)), acts, speech)
        ],
        sureness=[
            *_sureness(len(ensemble.seeds), speech),
            *([] if uncertain else [speech.say("sure_one_model")]),
            *about.failures(origin, speech),
            *about.limits(speech),
        ],
        assumptions=about.assumptions(story, speech),
        provenance=about.provenance(origin, _repeat(ensemble), speech, story),
        origin=about.as_json(origin),
    )


def _repeat(ensemble: "Ensemble") -> str:
    """The command for the same comparison, where its values are those of the scenario's file."""
    plans, runs = ",".join(ensemble.plans), len(ensemble.seeds)
    spread = "" if models_of(ensemble) is None else " --uncertain"
    return f"shitstorm compare {ensemble.scenario.name} --plans {plans} --seeds {runs}{spread}"


def _uncertainty(ensemble: "Ensemble", speech: Speech) -> ReportPicture:
    """Return how luck and ignorance share the variance, and in how many models a plan is better."""
    baseline = baseline_of(ensemble.plans)
    table = uncertainty_of(ensemble, baseline)
    tables = {"uncertainty": [uncertainty_table(table, baseline, speech)]}
    figures = {"uncertainty": uncertainty(ensemble, table, baseline)}
    [picture] = drawn(figures, tables, speech)
    return picture


def _findings(ensemble: "Ensemble", speech: Speech) -> list[str]:
    baseline = baseline_of(ensemble.plans)
    headline = overall_headline(ensemble.measures, ensemble.plans, ensemble.scenario, speech)
    best = [] if headline is None else [headline.text.removesuffix(".")]
    found = [*best, plans_finding(ensemble.measures, baseline)]
    if len(ensemble.plans) > 1:
        peaks = ensemble.differences(baseline, ["peak"])
        found.append(
            differences_finding(peaks, baseline, peak_level(ensemble, baseline), ensemble.measures)
        )
    return [f"{sentence}." for sentence in found]


def _sureness(runs: int, speech: Speech) -> list[str]:
    said = [speech.say("sure_runs", runs=speech.number(runs))]
    if runs > 1:
        said.append(speech.say("sure_interval", runs=speech.number(runs)))
    return [*said, speech.say("sure_few")] if 1 < runs < FEW_PAIRS else said


def _tables(ensemble: "Ensemble", speech: Speech) -> dict[str, list[ReportTable]]:
    return {
        "plans": [spans_table(ensemble.table(), ensemble.plans, speech), days(ensemble, speech)],
        "differences": _effects(ensemble, speech),
    }


def days(ensemble: "Ensemble", speech: Speech) -> ReportTable:
    """Critical posts of each 24 hours since the start, median over the runs, a row per plan."""
    posts = ensemble.dataset["critical_posts"].transpose("plan", "seed", "time").to_numpy()
    per_day = max(1, round(DAY / ensemble.scenario.hours_per_tick))
    starts = np.arange(0, posts.shape[-1], per_day)
    medians = np.median(np.add.reduceat(posts.astype(float), starts, axis=-1), axis=1)
    rows = [
        [plan_title(plan), *(speech.number(float(value)) for value in values)]
        for plan, values in zip(ensemble.plans, medians, strict=True)
    ]
    numbered = [speech.say("day", day=day) for day in range(1, len(starts) + 1)]
    return ReportTable(speech.say("table_plans"), [speech.say("heading_plan"), *numbered], rows)


def _effects_said(ensemble: "Ensemble", speech: Speech) -> list[str]:
    if len(ensemble.plans) == 1:
        return [speech.say("one_plan")]
    said = [speech.say("effects", baseline=plan_title(baseline_of(ensemble.plans)))]
    if len(ensemble.seeds) == 1:
        return [*said, speech.say("one_pair")]
    return [*said, f"{speech.say('clear_note')} {speech.say('share_note')}"]


def _effects(ensemble: "Ensemble", speech: Speech) -> list[ReportTable]:
    if len(ensemble.plans) == 1:
        return []
    baseline = baseline_of(ensemble.plans)
    table = ensemble.differences(baseline)
    return [differences_table(table, ensemble.plans, baseline, speech)]


def _promises(ensemble: "Ensemble", speech: Speech) -> ReportTable:
    """Promises made, kept, revised and missed in a run, on average, a row per plan."""
    means = ensemble.measures.groupby("plan", sort=False)[list(PROMISES)].mean()
    rows = [
        [
            plan_title(plan),
            *(speech.number(round(float(means[name][plan]), 2)) for name in PROMISES),
        ]
        for plan in ensemble.plans
    ]
    headings = [
        speech.say("heading_plan"),
        *(speech.say(f"measures.{name}.name") for name in PROMISES),
    ]
    return ReportTable(speech.say("promises_by_plan"), headings, rows)
