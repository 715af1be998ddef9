"""The slides of a comparison: plans over time, differences, and the plans in figures."""

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from sim.brand import Brand
from sim.charts.findings import differences_finding, is_sure, peak_level, plans_finding
from sim.charts.labels import outermost
from sim.charts.palette import looks
from sim.charts.rates import Floats
from sim.charts.style import source
from sim.charts.week import Week
from sim.charts.wording import (
    language as spoken,
)
from sim.charts.wording import (
    number,
    plan_title,
    quoted_plan,
    say,
    signed,
    speaking,
    telling,
    title_of,
)
from sim.headlines import gaps_of, overall_headline, standing
from sim.language.typesetting import Language, labelled
from sim.reports.about import speech_of
from sim.reports.parts import ReportTable
from sim.reports.slides.deck import ROOM, Deck, Origin
from sim.reports.slides.hourly import hourly
from sim.reports.slides.native import NativeBar, NativeLine, bar_chart, line_chart, table
from sim.reports.tables import spans_table
from sim.results.comparing import baseline_of

if TYPE_CHECKING:
    from sim.results import Ensemble

MOST_PLANS, MOST_ROWS = 20, 10
"""Plans on one chart, and rows of a table on one slide."""


def comparison_slides(
    ensemble: "Ensemble", file: Path, language: Language, command: str, brand: Brand | None = None
) -> None:
    """Write the slides of a comparison. ``command`` stands in the notes to make them again.

    Raises ``OutputError`` if the file cannot be written. It is never half written.
    """
    with speaking(language), telling(ensemble.scenario):
        line = source(ensemble.scenario, ensemble.seeds, len(ensemble.plans))
        version = f"shitstorm-sim {ensemble.provenance['version']}"
        deck = Deck(title_of(ensemble.scenario), Origin(line, version, command), brand)
        _add_headline(deck, ensemble, language)
        _add_curves(deck, ensemble)
        if len(ensemble.plans) > 1:
            _add_differences(deck, ensemble)
        _add_measures(deck, ensemble, language)
    deck.save(file)


def median_curves(ensemble: "Ensemble") -> tuple[Floats, dict[str, Floats]]:
    """Return hours since the start, and the median critical posts per hour there by plan."""
    per_tick, curves = ensemble.scenario.hours_per_tick, {}
    for plan in ensemble.plans:
        runs = ensemble.dataset["critical_posts"].sel(plan=plan).transpose("seed", "time")
        smooth = [hourly(run, per_tick) for run in runs.to_numpy()]
        hours, curves[plan] = smooth[0][0], np.median([rate for _, rate in smooth], axis=0)
    return hours, curves


def _add_headline(deck: Deck, ensemble: "Ensemble", language: Language) -> None:
    """Add the slide of the plan that is best overall: its gain and its price, means per run."""
    story, plans, measures = ensemble.scenario, ensemble.plans, ensemble.measures
    speech = speech_of(language, story)
    headline = overall_headline(measures, plans, story, speech)
    if headline is None:
        return
    found = standing(measures, plans)
    plan, rival = found.best[0], found.against
    rows = [
        (
            say(f"measures.{name}.name"),
            number(gap.rival + gap.mean),
            number(gap.rival),
            _label(gap.mean, gap.low, gap.high, len(ensemble.seeds)),
        )
        for name, gap in gaps_of(measures, plan, rival).items()
    ]
    heads = (say("slide_mean"), plan_title(plan), plan_title(rival), say("slide_gap"))
    shows = say("slide_headline", plan=quoted_plan(plan), rival=quoted_plan(rival))
    slide = deck.add(headline.text.removesuffix("."), shows)
    table(slide, ReportTable("", heads, rows), rows, deck.heading)


def _add_curves(deck: Deck, ensemble: "Ensemble") -> None:
    """Add the slide of the plans over time, the one with the highest typical peak first."""
    hours, curves = median_curves(ensemble)
    peaks = ensemble.measures.groupby("plan")["peak"].median()
    order = sorted(ensemble.plans, key=lambda plan: -float(peaks[plan]))
    chosen, week = looks(ensemble.plans), Week.of(ensemble.scenario)
    runs = len(ensemble.seeds)
    shows = say("slide_plans_one" if runs == 1 else "slide_plans", runs=number(runs))
    drawn = [
        NativeLine(
            f"{labelled(plan_title(plan), spoken())} {number(float(peaks[plan]))}",
            chosen[plan],
            curves[plan],
        )
        for plan in outermost(order, MOST_PLANS)
    ]
    finding = plans_finding(ensemble.measures, baseline_of(ensemble.plans))
    slide = deck.add(finding, shows + _some(len(order)))
    every = float(hours[1] - hours[0]) if len(hours) > 1 else 1.0
    line_chart(slide, [week.name(hour) for hour in hours], every, drawn, ROOM)


def _add_differences(deck: Deck, ensemble: "Ensemble") -> None:
    """Add the slide of what each plan changes in the peak, the one that raises it most first."""
    baseline, chosen = baseline_of(ensemble.plans), looks(ensemble.plans)
    peaks = ensemble.differences(baseline, ["peak"])
    finding = differences_finding(
        peaks, baseline, peak_level(ensemble, baseline), ensemble.measures
    )
    peaks = peaks.assign(sure=is_sure(peaks)).sort_values("mean_difference", ascending=False)
    rows = outermost(peaks.to_dict("records"), MOST_PLANS)
    key = "difference_one_pair" if len(ensemble.seeds) == 1 else "difference"
    measure = f"{say('measures.peak.heading')} ({say('measures.peak.heading_unit')})"
    shows = f"{measure} · {say(key, plan=quoted_plan(baseline))}{_some(len(peaks))}"
    bars = [
        NativeBar(
            plan_title(row["plan"]),
            chosen[row["plan"]].colour,
            float(row["mean_difference"]),
            _label(row["mean_difference"], row["low"], row["high"], row["pairs"]),
            bool(row["sure"]),
        )
        for row in rows
    ]
    bar_chart(deck.add(finding, shows), measure, bars)


def _label(mean: float, low: float, high: float, pairs: int) -> str:
    """Return a difference with its interval, alone for a single pair."""
    if pairs < 2:
        return signed(mean)
    return f"{signed(mean)} [{signed(low)} … {signed(high)}]"


def _add_measures(deck: Deck, ensemble: "Ensemble", language: Language) -> None:
    """Add the plans in figures, on as many slides as they take."""
    speech = speech_of(language, ensemble.scenario)
    content = spans_table(ensemble.table(), ensemble.plans, speech)
    pages: list[Sequence[Sequence[str]]] = [
        content.rows[first : first + MOST_ROWS] for first in range(0, len(content.rows), MOST_ROWS)
    ]
    for place, rows in enumerate(pages, 1):
        page = f" ({place}/{len(pages)})" if len(pages) > 1 else ""
        shows = f"{content.caption} · {say('runs_many', runs=number(len(ensemble.seeds)))}"
        if len(ensemble.seeds) == 1:
            shows = say("runs_one") + (say("per_plan") if len(ensemble.plans) > 1 else "")
        table(deck.add(say("slide_measures") + page, shows), content, rows, deck.heading)


def _some(plans: int) -> str:
    """Say how many plans are shown where not all are."""
    return say("some_plans", shown=MOST_PLANS, plans=plans) if plans > MOST_PLANS else ""
