"""The report of a study, from what every study's folder holds: its question, data, finding."""

import csv
import io
import re
import tomllib
from collections.abc import Mapping
from contextlib import nullcontext
from itertools import dropwhile, takewhile
from typing import Any

import pandas as pd

from sim.charts.wording import speaking, telling
from sim.errors import InputError, ShitstormError
from sim.language.numbers import NO_VALUE
from sim.language.speech import LANGUAGES, Language, Speech
from sim.reports import about
from sim.reports.folder import Results, read, whole
from sim.reports.parts import Report, ReportPicture, ReportTable
from sim.reports.pictures import saved_picture
from sim.reports.tables import uncertainty_table
from sim.results.provenance import scenario_of
from sim.scenario import Scenario

TOLD_ELSEWHERE = ("title", "question", "kind", "plans", "seeds")
"""Keys of a study's file that other parts of the report tell."""
UNCERTAINTY = "chart-luck-and-ignorance"
MOST_ROWS = 60
"""Rows of data that are shown. A study may have a hundred thousand."""
FIGURE = re.compile(r"^[-+−]?\d[\d.,eE+-]*$")
MARKUP = re.compile(r"[*`]+")
CELLS = re.compile(r"(?<!\\)\|")


def report_of_study(results: Results, language: Any) -> Report:
    """Return the report of a study. Its texts are in the language, or else as they are written."""
    asked, origin = in_language(study_in(results), language), results.provenance
    scenario = scenario_behind(origin)
    speech = (
        about.speech_of(language, scenario) if scenario else Speech(language, tables=("report",))
    )
    rows = list(csv.reader(io.StringIO(results.text("data.csv"))))
    found = finding_of(results)
    kind = speech.name("study_kinds", str(asked.get("kind", "")))
    with speaking(speech.language), telling(scenario) if scenario else nullcontext():
        pictures = _pictures(results, rows, speech)
    return Report(
        kind="study",
        title=str(asked.get("title", results.folder.name)),
        subtitle=speech.say("subtitle_study", kind=kind),
        notices=_notices(str(origin.get("language", "en")), speech),
        findings=found[:1] or [speech.say("study_no_finding")],
        found=found[1:],
        simulated=[
            *([str(asked["question"])] if "question" in asked else []),
            *(about.simulated(scenario, speech) if scenario else []),
        ],
        facts=[*([about.situation(scenario, speech)] if scenario else []), *_plans(asked, speech)],
        pictures=pictures,
        decisions_said=[speech.say("study_decisions")],
        decisions=_settings(asked, speech),
        sureness=[
            speech.say("sure_study", runs=speech.number(origin.get("runs", len(rows) - 1))),
            *about.failures(origin, speech),
            *about.limits(speech),
        ],
        assumptions=about.assumptions(scenario, speech) if scenario else None,
        provenance=about.provenance(origin, _repeat(origin), speech, scenario),
        origin=about.as_json(origin),
    )


def _notices(saved: str, speech: Speech) -> list[str]:
    """Return what the reader has to know of the language in which the study was written."""
    if saved == speech.language:
        return []
    if saved == "en":
        return [speech.say("saved_language")]
    return [speech.say("study_language", saved=speech.name("lab", f"language_{saved}"))]


def _repeat(origin: Mapping[str, Any]) -> str:
    """Return the command that makes the study again."""
    spoken = f" --language {origin['language']}" if "language" in origin else ""
    return f"shitstorm study study.toml{spoken}"


def in_language(asked: Any, language: Language) -> Any:
    """Return values of a file with each text that is there per language as one text."""
    if isinstance(asked, Mapping):
        if "en" in asked and set(asked) <= set(LANGUAGES):
            return " ".join(str(asked.get(language) or asked["en"]).split())
        return {key: in_language(value, language) for key, value in asked.items()}
    return [in_language(value, language) for value in asked] if isinstance(asked, list) else asked


def study_in(results: Results) -> dict[str, Any]:
    """Return the study's file."""
    try:
        return tomllib.loads(results.text("study.toml"))
    except tomllib.TOMLDecodeError as wrong:
        file = results.folder / "study.toml"
        raise InputError(f"{file} is no TOML: {wrong}; write the study again") from None


def scenario_behind(origin: Mapping[str, Any]) -> Scenario | None:
    """The scenario that the study varies, if its provenance holds one."""
    try:
        return scenario_of(origin)
    except ShitstormError:
        return None


def finding_of(results: Results) -> list[str]:
    """The finding's sentences, the headline first."""
    file = results.folder / "finding.txt"
    return (
        [line.strip() for line in read(file).splitlines() if line.strip()] if file.is_file() else []
    )


def table_of(results: Results, speech: Speech) -> ReportTable | None:
    """The figures that decide: the table in the finding's Markdown, if there is one."""
    file = results.folder / "finding.md"
    lines = read(file).splitlines() if file.is_file() else []
    from_first = dropwhile(lambda line: not line.startswith("|"), lines)
    first_table = takewhile(lambda line: line.startswith("|"), from_first)
    rows = [cells_of(line) for line in first_table]
    if len(rows) < 3:
        return None
    wide = len(rows[0])
    return ReportTable(
        speech.say("study_table"), rows[0], [row for row in rows[2:] if len(row) == wide]
    )


def cells_of(line: str) -> list[str]:
    """The cells of a line of a Markdown table."""
    inside = line.strip().removeprefix("|").removesuffix("|")
    return [MARKUP.sub("", cell).replace("\\|", "|").strip() for cell in CELLS.split(inside)]


def _pictures(results: Results, rows: list[list[str]], speech: Speech) -> list[ReportPicture]:
    """Return all charts of the folder, the deciding table, or else the data, with the first."""
    files = sorted(results.folder.glob("chart*.svg"), key=lambda file: (file.stem != "chart", file))
    first = [table_of(results, speech) or _shown(rows, speech)]
    pictures = []
    for place, file in enumerate(files):
        tables = first if place == 0 else []
        if file.stem == UNCERTAINTY:
            tables = [*tables, *_luck_and_ignorance(results, speech)]
        pictures.append(saved_picture(file, _caption(file.stem, speech), tables))
    return pictures


def _luck_and_ignorance(results: Results, speech: Speech) -> list[ReportTable]:
    """Return the table of a study over plausible models, if it is there."""
    file = results.folder / "uncertainty.csv"
    if not file.is_file():
        return []
    with whole(file):
        table = pd.read_csv(file)
        own = table[table["measure"] == "critical_posts_total"]
        baseline = str(own.loc[own["better_in"].isna(), "plan"].iloc[0])
        return [uncertainty_table(table, baseline, speech)]


def _caption(stem: str, speech: Speech) -> str:
    """Return a chart's caption, from the rest of its file's name where there are several."""
    if stem == UNCERTAINTY:
        return speech.say("chart_uncertainty")
    name = stem.removeprefix("chart").strip("-_")
    return speech.say("charts_of_study", name=name) if name else speech.say("chart_of_study")


def _shown(rows: list[list[str]], speech: Speech) -> ReportTable:
    heads, body = rows[0] if rows else [], rows[1:]
    shown = [[_figure(cell, speech) for cell in row] for row in body[:MOST_ROWS]]
    key = "study_rows" if len(body) <= MOST_ROWS else "study_rows_some"
    count = {"shown": MOST_ROWS, "all": speech.number(len(body))}
    return ReportTable(speech.say(key, **count), heads, shown)


def _figure(cell: str, speech: Speech) -> str:
    """Return a number as the report's language writes it, any other text as it is."""
    try:
        return speech.number(float(cell)) if FIGURE.match(cell) else cell
    except ValueError:
        return cell


def _settings(asked: Mapping[str, Any], speech: Speech) -> list[ReportTable]:
    """Return the study's settings, a row each, tables within it by dotted names."""
    told = {k: v for k, v in asked.items() if k not in TOLD_ELSEWHERE}
    rows = [(name, value) for name, value in flat(told) if value]
    if not rows:
        return []
    return [about.facts_table(speech.say("study_factors"), rows, speech)]


def _plans(asked: Mapping[str, Any], speech: Speech) -> list[ReportTable]:
    """The plans of the study's own."""
    plans = asked.get("plans")
    if not isinstance(plans, Mapping) or not plans:
        return []
    rows = [
        (str(name), str(plan.get("summary", NO_VALUE)))
        for name, plan in plans.items()
        if isinstance(plan, Mapping)
    ]
    return [about.plans_table(rows, speech)]


def flat(asked: Mapping[str, Any]) -> list[tuple[str, str]]:
    """Return each setting with its value as text, nested tables by one row for each."""
    return [row for key, value in asked.items() for row in _rows_of(key, value)]


def _rows_of(key: str, value: Any) -> list[tuple[str, str]]:
    within = dict(enumerate(value, 1)) if isinstance(value, list) else value
    if isinstance(within, Mapping) and any(isinstance(own, Mapping) for own in within.values()):
        return [(f"{key}.{name}", written(own)) for name, own in within.items()]
    return [(key, written(value))]


def written(value: Any) -> str:
    """A value in a line: "low = 2, high = 24, write = +{value}h"."""
    if isinstance(value, Mapping):
        return ", ".join(f"{key} = {written(own)}" for key, own in value.items())
    return ", ".join(map(written, value)) if isinstance(value, list) else str(value)
