"""Tables that several reports share."""

from collections.abc import Callable, Iterable, Sequence
from itertools import groupby
from math import isnan
from typing import Any

import pandas as pd

from sim.charts.wording import plan_title
from sim.language.numbers import NO_VALUE
from sim.language.speech import Speech
from sim.reports.parts import ReportTable
from sim.results.measures import MEASURES

SHOWN = (
    "peak",
    "hours_to_peak",
    "hours_above_rate",
    "critical_posts_total",
    "customers_lost",
    "trust_left",
)
"""Measures by which plans are compared."""


def columns(speech: Speech, names: Iterable[str]) -> list[str]:
    """Headings of a table."""
    return [speech.say(f"heading_{name}") for name in names]


def measures_table(values: "pd.Series[float]", speech: Speech) -> ReportTable:
    """All measures of one run."""
    rows = [
        [speech.say(f"measures.{name}.name"), speech.number(float(value)), unit_of(name, speech)]
        for name, value in ((str(name), value) for name, value in values.items())
    ]
    headings = [*columns(speech, ("measure",)), speech.say("value"), speech.say("heading_unit")]
    return ReportTable(speech.say("table_measures"), headings, rows)


def unit_of(measure: str, speech: Speech) -> str:
    """Return a measure's unit, nothing for a plain number."""
    return speech.name("units", MEASURES[measure].unit) if measure in MEASURES else ""


def spans_table(table: pd.DataFrame, plans: Sequence[str], speech: Speech) -> ReportTable:
    """Return median and span of the main measures by plan, from :meth:`sim.Ensemble.table`."""
    cells = {(row["plan"], row["measure"]): row for row in table.to_dict("records")}
    rows = [
        [plan_title(plan), *(_span(cells.get((plan, name)), speech) for name in SHOWN)]
        for plan in plans
    ]
    return ReportTable(speech.say("table_spans"), _by_measure(speech), rows)


def _span(row: Any, speech: Speech) -> str:
    if row is None:
        return NO_VALUE
    low, high = speech.number(row["low"]), speech.number(row["high"])
    return f"{speech.number(row['median'])}\n({low} – {high})"


def differences_table(
    table: pd.DataFrame, plans: Sequence[str], baseline: str, speech: Speech
) -> ReportTable:
    """Return the paired differences by plan, from :meth:`sim.Ensemble.differences`."""
    cells = {(row["plan"], row["measure"]): row for row in table.to_dict("records")}
    rows = [
        [plan_title(plan), *(_difference(cells[plan, name], speech) for name in SHOWN)]
        for plan in plans
        if plan != baseline
    ]
    caption = speech.say("table_differences", baseline=plan_title(baseline))
    return ReportTable(caption, _by_measure(speech), rows)


def _difference(row: Any, speech: Speech) -> str:
    """Mean, a star where it is more than chance, interval, share of pairs that are lower."""
    if not row["pairs"]:
        return NO_VALUE
    mean, low, high = (speech.number(row[k], sign=True) for k in ("mean_difference", "low", "high"))
    if row["pairs"] < 2:
        return mean
    star = "*" if row["low"] > 0 or row["high"] < 0 else ""
    return f"{mean}{star} ({speech.percent(row['share_lower'])})\n[{low} … {high}]"


def uncertainty_table(
    table: pd.DataFrame,
    baseline: str,
    speech: Speech,
    name_of: Callable[[str], str] = plan_title,
) -> ReportTable:
    """Return luck and ignorance of each plan's critical posts, from ``uncertainty_of``."""
    say, percent = speech.say, speech.percent
    own = table[table["measure"] == "critical_posts_total"]
    rows = []
    for row in own.to_dict("records"):
        better = ""
        if not isnan(row["better_in"]):
            ends = f"{percent(row['better_low'])} – {percent(row['better_high'])}"
            better = f"{percent(row['better_in'])}\n({ends})"
        ends = f"{percent(row['share_low'])} – {percent(row['share_high'])}"
        rows.append([
            name_of(str(row["plan"])), percent(1.0 - row["share_of_ignorance"]),
            f"{percent(row['share_of_ignorance'])}\n({ends})", better,
            speech.number(row["worst_5_percent"]),
        ])  # fmt: skip
    first = own.iloc[0]
    models, runs = speech.number(first["models"]), speech.number(first["runs"])
    headings = [
        say("heading_plan"), say("charts.luck_short"), say("charts.ignorance_short"),
        say("charts.uncertain_better", plan=speech.quoted(name_of(baseline))),
        say("charts.uncertain_worst"),
    ]  # fmt: skip
    return ReportTable(say("charts.uncertain_rests", models=models, runs=runs), headings, rows)


def _by_measure(speech: Speech) -> list[str]:
    return [speech.say("heading_plan"), *(speech.say(f"measures.{name}.name") for name in SHOWN)]


def acts_table(caption: str, acts: pd.DataFrame, speech: Speech) -> list[ReportTable]:
    """Return a table of the company's acts, repeated ones in one row, or none without acts."""
    rows = [
        _told([own for _, own in same], speech)
        for _, same in groupby(acts.iterrows(), key=lambda one: (one[1]["do"], spoken(one[1])))
    ]
    names = ("moment", "what", "words", "hours")
    return [ReportTable(caption, columns(speech, names), rows, figures=False)] if rows else []


def _told(same: "list[pd.Series[Any]]", speech: Speech) -> list[str]:
    """One row for acts that are alike: from when to when, what, how often, in which words."""
    first, last = same[0], same[-1]
    what = speech.say(f"responses.{first['do']}.name")
    when = speech.moment(float(first["hours"]))
    if len(same) > 1:
        what, when = f"{what} ({len(same)}×)", f"{when} – {speech.moment(float(last['hours']))}"
    worked = sum(float(act["staff_hours"]) for act in same)
    return [when, what, spoken(first), speech.number(worked)]


def promises_table(promises: pd.DataFrame, speech: Speech) -> list[ReportTable]:
    """Return a table of the promises and what became of each, or none without promises."""
    rows = [
        [
            speech.moment(float(one["made"])),
            speech.moment(float(one["deadline"])),
            speech.name("outcomes", one["outcome"]),
            NO_VALUE if pd.isna(one["settled"]) else speech.moment(float(one["settled"])),
        ]
        for one in promises.to_dict("records")
    ]
    headings = columns(speech, ("made", "due", "outcome", "settled"))
    return [ReportTable(speech.say("promises"), headings, rows, figures=False)] if rows else []


def spoken(act: "pd.Series[Any]") -> str:
    """Return the words of an act, a dash where the plan gives none."""
    return NO_VALUE if pd.isna(act["words"]) else str(act["words"])
