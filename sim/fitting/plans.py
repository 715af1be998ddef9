"""Build the plan of a real storm from events, and plans that start in the middle of a storm."""

from collections.abc import Mapping, Sequence
from itertools import zip_longest
from pathlib import Path
from typing import Any

import pandas as pd

from sim.errors import InputError
from sim.fitting.counts.rows import every_row
from sim.language.told import Told, joined
from sim.scenario.former_names import RESPONSES, present_name
from sim.scenario.schema import Scenario
from sim.storm.times import moment

PAST = "what-happened"
"""Name of the plan made from events."""
MOMENTS = ("at", "until", "deadline")
"""Fields of a step that hold a moment."""
LATEST = 24.0 * 60
"""Hours of a storm in which events may lie."""


def with_events(scenario: Scenario, path: Path, started: pd.Timestamp) -> dict[str, Any]:
    """Return the scenario's values with a plan made from a file of events.

    The file has the columns ``time`` and ``response`` (a name of ``shitstorm list
    --responses``). Further columns are the response's own fields. The storm begins with the
    scenario's incident. InputError names file, line and remedy.
    """
    table = _table(path)
    incident = scenario.incident
    zero = scenario.moment_hours(incident.at) if incident is not None else 0.0
    steps = [_step(row, line, path, zero, started) for line, row in table]
    plan = {"summary": f"What the company did, from {path.name}.", "steps": steps}
    return {**scenario.document, "plans": {**scenario.document["plans"], PAST: plan}}


def event_hours(path: Path, started: pd.Timestamp) -> list[float]:
    """Return the hours of a storm at which a file of events says that the company did something.

    InputError names file, line and remedy.
    """
    hours = []
    for line, row in _table(path):
        present_name(row["response"], RESPONSES, f"{path}, line {line}")
        hours.append(_hours(row["time"], line, path, started))
    return hours


def hours_of_moments(texts: Sequence[str], option: str, started: pd.Timestamp) -> list[float]:
    """Return moments, such as 2023-08-25T09:00Z or +36h, as hours of a storm, in order."""
    hours = []
    for text in texts:
        hour = _hours_of_moment(text, started)
        if not hour > 0:
            raise InputError(
                Told("counts.not_after", option=option, text=text,
                     started=f"{started:%Y-%m-%d %H:%M}")
            )  # fmt: skip
        hours.append(hour)
    return sorted(hours)


def _hours_of_moment(text: str, started: pd.Timestamp) -> float:
    """Return a moment as hours of the storm, NaN if it is none."""
    if text.startswith("+"):
        try:
            return moment(text).hours_after(0.0)
        except ValueError:
            return float("nan")
    time = pd.to_datetime(text, utc=True, errors="coerce", format="ISO8601")
    if pd.isna(time):
        return float("nan")
    return float((time - started) / pd.Timedelta(hours=1))


def _table(path: Path) -> list[tuple[int, dict[str, str]]]:
    """Read the rows of a file of events as text, each with its line."""
    rows = [(line, [str(cell).strip() for cell in cells]) for line, cells in every_row(path)]
    if not rows:
        raise InputError(Told("counts.events_empty", path=path))
    names = [name.lower() for name in rows[0][1]]
    if missing := {"time", "response"} - set(names):
        raise InputError(
            Told("counts.events_lack", path=path, names=joined(sorted(missing), Told("counts.and")))
        )
    if doubled := {name for name in names if name and names.count(name) > 1}:
        raise InputError(Told("counts.events_twice", path=path, name=doubled.pop()))
    return [
        (line, dict(zip_longest(names, cells[: len(names)], fillvalue="")))
        for line, cells in rows[1:]
    ]


def _step(
    row: dict[str, str], line: int, path: Path, zero: float, started: pd.Timestamp
) -> dict[str, Any]:
    """Return one event as a step of a plan."""
    hours = _hours(row["time"], line, path, started)
    if not 0 <= zero + hours <= LATEST:
        raise InputError(
            Told("counts.event_outside", path=path, line=line, time=row["time"],
                 hours=f"{hours:.0f}", started=f"{started:%Y-%m-%d %H:%M}")
        )  # fmt: skip
    do = present_name(row["response"], RESPONSES, f"{path}, line {line}")
    step: dict[str, Any] = {"do": do, "at": f"+{zero + hours:.4f}h"}
    for name, text in row.items():
        if name in ("time", "response") or not text:
            continue
        if name in MOMENTS and text[:1].isdigit():
            step[name] = f"+{zero + _hours(text, line, path, started):.4f}h"
        else:
            step[name] = _number(text)
    return step


def _hours(text: str, line: int, path: Path, started: pd.Timestamp) -> float:
    time = pd.to_datetime(text, utc=True, errors="coerce", format="ISO8601")
    if pd.isna(time):
        raise InputError(Told("counts.event_no_time", path=path, line=line, time=text))
    return float((time - started) / pd.Timedelta(hours=1))


def _number(text: str) -> float | str:
    """Return the number that a text spells, or else the text."""
    try:
        return float(text)
    except ValueError:
        return text


def from_now(document: Mapping[str, Any], past: str, plan: str, now: float) -> dict[str, Any]:
    """Return a scenario in which a plan follows the past one, with its first step now.

    ``now`` is in hours after the start. Later steps of the past are dropped, and all moments of
    the plan are moved by the same time. Steps that wait for a condition wait from the start.
    """
    if plan == past:
        return {**document, "plans": {plan: document["plans"][plan]}}
    start = moment(document["clock"]["start"]).week_hour
    done = [step for step in _steps(document, past) if _at(step, start) < now]
    coming = _steps(document, plan)
    firsts = [_at(step, start) for step in coming if "at" in step]
    moved = [_moved(step, start, now - min(firsts)) for step in coming] if firsts else coming
    summary = "What was done, then the plan from now on."
    return {**document, "plans": {plan: {"summary": summary, "steps": [*done, *moved]}}}


def _steps(document: Mapping[str, Any], plan: str) -> list[dict[str, Any]]:
    """Return the steps of a plan as written, those of the plan it is like first."""
    written = document["plans"][plan]
    inherited = _steps(document, written["like"]) if written.get("like") else []
    return [*inherited, *written.get("steps", [])]


def _at(step: Mapping[str, Any], start: float) -> float:
    """Return the hours after the start at which a step is done, 0 if it waits for a condition."""
    return moment(step["at"]).hours_after(start) if "at" in step else 0.0


def _moved(step: Mapping[str, Any], start: float, by: float) -> dict[str, Any]:
    moved = dict(step)
    for key in MOMENTS:
        if isinstance(moved.get(key), str) and moved[key] not in ("fixed", "estimate"):
            moved[key] = f"+{max(0.0, moment(moved[key]).hours_after(start) + by):.4f}h"
    return moved
