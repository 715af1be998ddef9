"""Show and save runs and comparisons."""

import sys
from collections.abc import Hashable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

from sim.files import write
from sim.language.speech import Speech
from sim.language.typesetting import Language
from sim.terminal.languages import show_ensemble_in, show_record_in
from sim.terminal.showing import (
    figure_of,
    plan_cell,
    save_charts,
    say_where,
    show,
    show_json,
    unit_of,
)
from sim.terminal.uncertainty import show_uncertainty

if TYPE_CHECKING:
    import pandas as pd

    from sim.results import Ensemble, Record

SHOWN = ("peak", "hours_to_peak", "hours_above_rate", "critical_posts_total", "customers_lost")
"""Measures in the table of a comparison: as many as 80 columns hold."""
COMPARED = ("peak", "critical_posts_total", "customers_lost")
"""Measures in the table of its paired differences."""
Row = dict[Hashable, Any]


def present_record(
    record: "Record", out: Path | None, as_json: bool, language: Language = "en"
) -> None:
    """Save one run if asked to, and show its measures."""
    if out is not None:
        from sim.charts import run_charts  # noqa: PLC0415 (matplotlib is slow to load)
        from sim.charts.wording import speaking  # noqa: PLC0415

        record.save(out)
        with speaking(language):
            save_charts(run_charts(record), out)
    if as_json:
        show_json(
            {
                "scenario": record.scenario.name,
                "plan": record.plan,
                "title": record.scenario.plans[record.plan].titled(language),
                "seed": record.seed,
                "measures": record.measures.to_dict(),
                "promises": record.promises.to_dict("records"),
            }
        )
        return
    if language != "en":
        show_record_in(record, language)
        say_where(out, language)
        return
    title = f"{record.scenario.titled('en')}: {record.plan}, seed {record.seed}"
    show(title, ("measure", "value", "unit", "meaning"), _measure_rows(record), right=(1,))
    say_where(out)


def present_ensemble(
    ensemble: "Ensemble", out: Path | None, as_json: bool, language: Language = "en"
) -> None:
    """Save a comparison if asked to, and show its plans side by side."""
    if out is not None:
        from sim.charts import compare_charts  # noqa: PLC0415 (matplotlib is slow to load)
        from sim.charts.wording import speaking  # noqa: PLC0415

        ensemble.save(out)
        with speaking(language):
            save_charts(compare_charts(ensemble), out)
            if "models" in ensemble.provenance:
                save_uncertainty(ensemble, out)
    for failure in ensemble.provenance.get("failures", ()):
        print(Speech(language).say("terminal.left_out", failure=failure), file=sys.stderr)
    from sim.results.comparing import baseline_of  # noqa: PLC0415 (pandas is slow to load)
    from sim.runs.uncertain_ensemble import models_of  # noqa: PLC0415
    from sim.studies.luck_and_ignorance import uncertainty_of  # noqa: PLC0415

    baseline = baseline_of(ensemble.plans)
    differences = ensemble.differences(baseline)
    headline = headline_of(ensemble, language)
    uncertain = uncertainty_of(ensemble, baseline) if models_of(ensemble) is not None else None
    if as_json:
        show_json(
            {
                "scenario": ensemble.scenario.name,
                "plans": ensemble.plans,
                "titles": {
                    plan: ensemble.scenario.plans[plan].titled(language) for plan in ensemble.plans
                },
                "seeds": ensemble.seeds,
                "measures": ensemble.table().to_dict("records"),
                "headline": headline,
                "baseline": baseline,
                "differences": differences.to_dict("records"),
                **({} if uncertain is None else {"uncertainty": uncertain.to_dict("records")}),
            }
        )
        return
    if language != "en":
        show_ensemble_in(ensemble, baseline, differences, language)
    else:
        _show_plans(ensemble)
        if len(ensemble.plans) > 1:
            _show_differences(ensemble, baseline, differences)
    _print_headline(headline)
    if uncertain is not None:
        called = ensemble.scenario.plans
        name_of = str if language == "en" else lambda plan: called[plan].titled(language)
        show_uncertainty(uncertain, baseline, language, name_of)
    say_where(out, language)


def save_uncertainty(ensemble: "Ensemble", out: Path) -> None:
    """Save how luck and ignorance share the variance, as a table and as a slide."""
    from sim.charts.uncertainty import uncertainty  # noqa: PLC0415 (matplotlib is slow to load)
    from sim.results.comparing import baseline_of  # noqa: PLC0415 (pandas is slow to load)
    from sim.studies.luck_and_ignorance import uncertainty_of  # noqa: PLC0415

    baseline = baseline_of(ensemble.plans)
    table = uncertainty_of(ensemble, baseline)
    write(out / "uncertainty.csv", table.to_csv(index=False))
    save_charts({"uncertainty": uncertainty(ensemble, table, baseline)}, out)


def headline_of(ensemble: "Ensemble", language: Language) -> str | None:
    """Return the sentence on the best plan and its price, None where nothing is compared."""
    from sim.headlines import overall_headline  # noqa: PLC0415 (pandas is slow to load)
    from sim.reports.about import speech_of  # noqa: PLC0415

    story = ensemble.scenario
    found = overall_headline(ensemble.measures, ensemble.plans, story, speech_of(language, story))
    return None if found is None else found.text


def _print_headline(headline: str | None) -> None:
    if headline is not None:
        print(f"{headline}\n")


def _measure_rows(record: "Record") -> Iterator[tuple[str, ...]]:
    from sim.results import MEASURES  # noqa: PLC0415 (pandas is slow to load)

    for name, value in record.measures.items():
        measure = MEASURES[str(name)]
        yield measure.name, figure_of(value), unit_of(measure.name), measure.meaning


def _show_plans(ensemble: "Ensemble") -> None:
    """Plan by measure: median and the span from the 10 % to the 90 % quantile."""
    cells = by_plan_and_measure(ensemble.table(SHOWN))
    called = ensemble.scenario.plans
    rows = [
        [plan_cell(called[plan]), *(_span(cells.get((plan, m))) for m in SHOWN)]
        for plan in ensemble.plans
    ]
    title = (
        f"{ensemble.scenario.titled('en')}: {len(ensemble.seeds)} runs per plan, median and 10–90 %"
    )
    show(title, ("plan", *map(_heading, SHOWN)), rows, right=range(1, 1 + len(SHOWN)))


def _span(row: Row | None) -> str:
    """Median and span of one measure under one plan."""
    if row is None:
        return "–"
    low, high = figure_of(row["low"]), figure_of(row["high"])
    return f"{figure_of(row['median'])}\n{low}–{high}"


def _show_differences(ensemble: "Ensemble", baseline: str, differences: "pd.DataFrame") -> None:
    """Every plan against the baseline, pair by pair."""
    cells = by_plan_and_measure(differences)
    others = [plan for plan in ensemble.plans if plan != baseline]
    called = ensemble.scenario.plans
    rows = [
        [plan_cell(called[plan]), *(_difference(cells[plan, m]) for m in COMPARED)]
        for plan in others
    ]
    title = (
        f"Against {baseline}, pair by pair: mean difference (share of pairs in which it is lower)"
        " and its 95 % interval"
    )
    show(title, ("plan", *map(_heading, COMPARED)), rows, right=range(1, 1 + len(COMPARED)))


def _difference(row: Row) -> str:
    """Mean, interval and share of one paired difference."""
    if not row["pairs"]:
        return "–"
    mean, low, high = (figure_of(row[key], sign=True) for key in ("mean_difference", "low", "high"))
    return f"{mean} ({row['share_lower']:.0%})\n{low} to {high}"


def by_plan_and_measure(table: "pd.DataFrame") -> dict[tuple[str, str], Row]:
    """The rows of a table of results, to be looked up."""
    return {(row["plan"], row["measure"]): row for row in table.to_dict("records")}


def _heading(measure: str) -> str:
    """A measure with its unit, a word per line, so that columns stay narrow."""
    return f"{measure}_{unit_of(measure)}".replace("_", "\n")
