"""Parts that all reports share: situation, plans, limits, assumptions and provenance."""

import json
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from sim.language.meanings import meaning_in
from sim.language.numbers import full_date
from sim.language.speech import Speech
from sim.reports.parts import ReportTable
from sim.reports.tables import columns
from sim.scenario import Scenario
from sim.scenario.schema import Community, Incident
from sim.scenario.translated import told
from sim.storm.parameters import DECLARED, Declaration

ORIGIN = (
    "origin_scenario", "origin_plan", "origin_plans", "origin_seed", "origin_seeds",
    "origin_engine", "origin_created", "origin_version", "origin_python", "origin_packages",
    "origin_parameters", "origin_repeat",
)  # fmt: skip
"""Texts of the parts of the provenance that a report shows, in their order."""


def speech_of(language: Any, scenario: Scenario) -> Speech:
    """The language of a report about a scenario: its week, and the word for those it serves."""
    company, start = scenario.company, scenario.clock.start_hours
    return Speech(language, start, tables=("report",), serves=company.serves)


def title_of(scenario: Scenario, speech: Speech) -> str:
    """Return the scenario's title."""
    return scenario.titled(speech.language)


def simulated(scenario: Scenario, speech: Speech) -> list[str]:
    """The story in its author's words."""
    return [told(scenario.summary, speech.language), speech.say("words_as_written")]


def situation(scenario: Scenario, speech: Speech) -> ReportTable:
    """The facts of a scenario."""
    clock = scenario.clock
    date = f", {full_date(clock.date, speech.language)}" if clock.date else ""
    rows: list[tuple[str, str | None]] = [
        ("fact_start", speech.moment(0.0) + date),
        ("fact_length", speech.span(scenario.ticks * scenario.hours_per_tick)),
        *_people(scenario.community, speech),
        *_incident(scenario, scenario.incident, speech),
        ("fact_staff", speech.number(scenario.company.staff)),
        ("fact_source", scenario.source),
    ]
    return facts_table(speech.say("facts"), _named(rows, speech), speech)


def facts_table(caption: str, rows: Sequence[tuple[str, str]], speech: Speech) -> ReportTable:
    """Return a table of facts, a name and a value in each row."""
    headings = (speech.say("fact"), speech.say("value"))
    return ReportTable(caption, headings, rows, figures=False)


def _named(rows: Iterable[tuple[str, str | None]], speech: Speech) -> list[tuple[str, str]]:
    """Return the rows that have a value, each with its visible name."""
    return [(speech.say(name), value) for name, value in rows if value]


def _people(community: Community, speech: Speech) -> list[tuple[str, str | None]]:
    outsiders = community.outsiders
    return [
        ("fact_people", speech.number(community.people)),
        ("fact_customers", speech.percent(community.customers)),
        ("fact_outsiders", speech.number(outsiders) if outsiders else None),
    ]


def _incident(
    scenario: Scenario, incident: Incident | None, speech: Speech
) -> list[tuple[str, str | None]]:
    """Return the facts of the incident, without shares of zero."""
    if incident is None:
        return [("fact_incident", speech.say("fact_no_incident"))]
    counted, repair = incident.affected_people, incident.repair
    broken = speech.span(repair.median) if repair else speech.say("fact_nothing_to_repair")
    optimism = speech.percent(scenario.company.optimism)
    return [
        ("fact_incident", speech.moment(scenario.moment_hours(incident.at))),
        ("fact_affected_people", None if counted is None else speech.number(counted)),
        ("fact_affected", _share(incident.affected if counted is None else 0.0, speech)),
        ("fact_offends", _share(incident.outrage_share, speech)),
        ("fact_clients", _share(incident.clients, speech)),
        ("fact_repair", broken),
        ("fact_estimate", optimism if repair else None),
    ]


def _share(share: float, speech: Speech) -> str | None:
    return speech.percent(share) if share else None


def plans_told(scenario: Scenario, plans: Iterable[str], speech: Speech) -> ReportTable:
    """Return each plan with its author's summary."""
    named = [scenario.plans[plan] for plan in plans]
    rows = [(p.titled(speech.language), told(p.summary, speech.language)) for p in named]
    return plans_table(rows, speech)


def plans_table(rows: Sequence[tuple[str, str]], speech: Speech) -> ReportTable:
    """Return a table of plans and their summaries."""
    headings = (speech.say("heading_plan"), speech.say("heading_summary"))
    return ReportTable(speech.say("plans"), headings, rows, figures=False)


def limits(speech: Speech) -> list[str]:
    """Return the limits that hold for any result of the model."""
    assumed = sum(one.assumption for one in DECLARED)
    return [
        speech.say("sure_parameters", all=len(DECLARED), assumed=assumed),
        speech.say("sure_form"),
        speech.say("sure_cannot"),
    ]


def failures(origin: Mapping[str, Any], speech: Speech) -> list[str]:
    """Runs that went wrong, if any."""
    failed = origin.get("failures") or []
    return [speech.say("sure_failed", count=len(failed))] if failed else []


def assumptions(scenario: Scenario, speech: Speech) -> ReportTable:
    """Every parameter that rests on no measurement, with its value in this scenario."""
    assumed = [one for one in DECLARED if one.assumption]
    rows = [_assumption(one, getattr(scenario.parameters, one.name), speech) for one in assumed]
    first, *others = columns(speech, ("parameter", "unit", "range", "sure", "meaning"))
    headings = [first, speech.say("value"), *others]
    caption = speech.say("assumptions_table", count=len(assumed))
    return ReportTable(caption, headings, rows, figures=False)


def _assumption(one: Declaration, value: float, speech: Speech) -> tuple[str, ...]:
    star = "" if value == one.default else " *"
    span = f"{speech.exact(one.low)} – {speech.exact(one.high)}"
    unit = speech.name("units", one.unit)
    meaning = meaning_in(speech.language, "parameters", one.name, one.meaning)
    return one.name, speech.exact(value) + star, unit, span, one.sure, meaning


def provenance(
    origin: Mapping[str, Any], repeat: str, speech: Speech, scenario: Scenario | None = None
) -> ReportTable:
    """Return where the results come from, and the command that repeats them.

    Plans have their names here, which the command line takes, beside the titles of a scenario.
    """
    named, seeds, packages = (origin.get(key) for key in ("scenario", "seeds", "packages"))
    known = {
        **origin,
        "scenario": named["name"] if isinstance(named, Mapping) else None,
        "plan": _found_as(str(origin["plan"]), scenario, speech) if "plan" in origin else None,
        "plans": ", ".join(
            _found_as(str(plan), scenario, speech) for plan in origin.get("plans", ())
        )
        or None,
        "seeds": None,
        "packages": ", ".join(f"{name} {number}" for name, number in (packages or {}).items()),
        "parameters": origin.get("parameter_hash"),
        "repeat": repeat,
    }
    if isinstance(seeds, list) and seeds:
        span = {"count": len(seeds), "first": min(seeds), "last": max(seeds)}
        known["seeds"] = speech.say("origin_seeds_span", **span)
    values = {f"origin_{key}": str(value) for key, value in known.items() if value is not None}
    rows = [(name, values.get(name)) for name in ORIGIN]
    return facts_table(speech.say("origin_table"), _named(rows, speech), speech)


def _found_as(name: str, scenario: Scenario | None, speech: Speech) -> str:
    """Return a plan's name, behind its title where that is another."""
    plan = scenario.plans.get(name) if scenario else None
    title = plan.titled(speech.language) if plan else name
    return name if title in (name, name.replace("-", " ")) else f"{title} ({name})"


def as_json(origin: Mapping[str, Any]) -> str:
    """The whole provenance, readable."""
    return json.dumps(origin, indent=1, ensure_ascii=False)
