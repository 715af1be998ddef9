"""What the company did in a real storm, and plans that start in the middle of one."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pandas as pd

from sim.errors import InputError
from sim.scenario.schema import Scenario
from sim.storm.times import moment

PAST = "what-happened"
"""Name of the plan that the events make."""
MOMENTS = ("at", "until", "deadline")
LATEST = 24.0 * 30


def with_events(scenario: Scenario, path: Path, started: pd.Timestamp) -> dict[str, Any]:
    """The scenario's values with a plan made of events: what the company did, and when.

    The file has the columns ``time`` and ``response`` (a name of ``shitstorm list
    --responses``); further columns are the response's own fields. The beginning of the storm
    is laid on the scenario's incident.
    """
    table = _table(path)
    incident = scenario.incident
    zero = scenario.moment_hours(incident.at) if incident is not None else 0.0
    steps = [_step(row, line, path, zero, started) for line, row in enumerate(table, start=2)]
    plan = {"summary": f"What the company did, from {path.name}.", "steps": steps}
    return {**scenario.document, "plans": {**scenario.document["plans"], PAST: plan}}


def _table(path: Path) -> list[dict[str, str]]:
    """The rows of the file of events."""
    try:
        table = pd.read_csv(path, dtype=str, keep_default_na=False)
    except FileNotFoundError:
        raise InputError(f"there is no file {path}") from None
    except (OSError, ValueError, pd.errors.ParserError) as wrong:
        raise InputError(f"{path} cannot be read as CSV: {wrong}") from None
    table.columns = table.columns.str.strip().str.lower()
    if missing := {"time", "response"} - set(table.columns):
        raise InputError(f"{path} has no column {' and '.join(sorted(missing))}")
    return [{str(k): str(v).strip() for k, v in row.items()} for row in table.to_dict("records")]


def _step(
    row: dict[str, str], line: int, path: Path, zero: float, started: pd.Timestamp
) -> dict[str, Any]:
    """One event as a step of a plan."""
    hours = _hours(row["time"], line, path, started)
    if not 0 <= zero + hours <= LATEST:
        raise InputError(
            f'{path}, line {line}: "{row["time"]}" is {hours:.0f} h from the beginning of the '
            f"storm ({started:%Y-%m-%d %H:%M} UTC); leave out what lies outside of its 30 days"
        )
    step: dict[str, Any] = {"do": row["response"], "at": f"+{zero + hours:.4f}h"}
    for name, text in row.items():
        if name in ("time", "response") or not text:
            continue
        if name in MOMENTS and text[:1].isdigit():
            step[name] = f"+{zero + _hours(text, line, path, started):.4f}h"
        else:
            step[name] = _number(text)
    return step


def _hours(text: str, line: int, path: Path, started: pd.Timestamp) -> float:
    """Hours from the beginning of the storm to a time."""
    read = pd.to_datetime(text, utc=True, errors="coerce", format="ISO8601")
    if pd.isna(read):
        raise InputError(f'{path}, line {line}: "{text}" is no ISO time such as 2021-03-24T18:00Z')
    return float((read - started) / pd.Timedelta(hours=1))


def _number(text: str) -> float | str:
    """A number where it is one."""
    try:
        return float(text)
    except ValueError:
        return text


def from_now(document: Mapping[str, Any], past: str, plan: str, now: float) -> dict[str, Any]:
    """A scenario in which a plan follows upon the past one, its first step being done now.

    ``now`` in hours after the start. Steps of the past that lie later are dropped, and all
    moments of the plan are moved by the same time; steps that wait for a condition wait for it
    from the start.
    """
    if plan == past:
        return {**document, "plans": {plan: document["plans"][plan]}}
    start = moment(document["clock"]["start"]).week_hour
    done = [step for step in _steps(document, past) if _at(step, start) < now]
    coming = _steps(document, plan)
    firsts = [_at(step, start) for step in coming if "at" in step]
    moved = [_moved(step, start, now - min(firsts)) for step in coming] if firsts else coming
    told = {"summary": "What was done, then the plan from now on.", "steps": [*done, *moved]}
    return {**document, "plans": {plan: told}}


def _steps(document: Mapping[str, Any], plan: str) -> list[dict[str, Any]]:
    """The steps of a plan as they are written, those of the plan it is like first."""
    told = document["plans"][plan]
    inherited = _steps(document, told["like"]) if told.get("like") else []
    return [*inherited, *told.get("steps", [])]


def _at(step: Mapping[str, Any], start: float) -> float:
    """Hours after the start at which a step is done; none for one that waits for another."""
    return moment(step["at"]).hours_after(start) if "at" in step else 0.0


def _moved(step: Mapping[str, Any], start: float, by: float) -> dict[str, Any]:
    """A step with all its moments moved."""
    moved = dict(step)
    for key in MOMENTS:
        if isinstance(moved.get(key), str) and moved[key] not in ("fixed", "estimate"):
            moved[key] = f"+{max(0.0, moment(moved[key]).hours_after(start) + by):.4f}h"
    return moved
