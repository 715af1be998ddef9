"""Acts, promises and people of a run as pandas tables."""

import json
from collections.abc import Sequence
from dataclasses import asdict, fields
from html import escape
from typing import Any

import numpy as np
import pandas as pd

from sim.engines.output import PEOPLE, Act, PromiseRecord, RunOutput
from sim.results.calendar import moments
from sim.scenario.schema import ClockSettings
from sim.storm.levers import Levers

ACT_COLUMNS = (
    "number",
    "tick",
    "hours",
    "time",
    "do",
    "name",
    "summary",
    "words",
    "staff_hours",
    "levers",
)
PROMISE_COLUMNS = tuple(field.name for field in fields(PromiseRecord))


def moved(levers: Levers) -> dict[str, float]:
    """Return the levers that are not neutral."""
    values = asdict(levers)
    return {f.name: values[f.name] for f in fields(levers) if values[f.name] != f.default}


def act_row(act: Act) -> dict[str, Any]:
    """Return an act as plain values, with the levers that it moves as JSON."""
    return {**asdict(act), "levers": json.dumps(moved(act.levers))}


def acts_table(rows: Sequence[dict[str, Any]], clock: ClockSettings) -> pd.DataFrame:
    """Return the company's acts as a table, a row each, from their plain values."""
    hours = np.array([row["hours"] for row in rows], dtype=float)
    dated = [{**row, "time": at} for row, at in zip(rows, moments(clock, hours), strict=True)]
    return pd.DataFrame(dated, columns=list(ACT_COLUMNS))


def promises_table(promises: Sequence[PromiseRecord]) -> pd.DataFrame:
    """Return the company's promises and their outcomes, in hours since the start."""
    return pd.DataFrame([asdict(p) for p in promises], columns=list(PROMISE_COLUMNS))


def notebook_table(caption: str, table: pd.DataFrame) -> str:
    """Return a short table with a caption as HTML, as notebooks show it."""
    cells = table.to_html(float_format="{:.4g}".format, border=0)
    return f"<p>{escape(caption)}</p>{cells}"


def people_table(output: RunOutput) -> pd.DataFrame:
    """Return everybody at the end of the run."""
    table = pd.DataFrame({column.name: output.people[column.name] for column in PEOPLE})
    return table.rename_axis("person")
