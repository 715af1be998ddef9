"""Measures and levers of version 0.1.0 under their former names, read with a note."""

import json
from collections.abc import Iterable, Mapping
from typing import Any

import pandas as pd

from sim.scenario.former_names import RESPONSES, present_name

MEASURES = {
    "area": "critical_posts_total",
    "gone": "left_page",
    "first6h_rate": "rate_first_6h",
}
"""Former names of measures with the present ones."""
LEVERS = {
    "removes": "deletes",
    "explained": "deletion_explained",
    "answers_after": "answer_half_time",
    "rallies": "mobilises",
    "plants": "astroturf_rate",
}
"""Former names of levers with the present ones."""


def present_measures(names: Iterable[str]) -> list[str]:
    """Return the present names of measures, with a note for each former one."""
    return [present_name(name, MEASURES, "measures") for name in names]


class MeasureSeries(pd.Series):
    """Measures by name. A former name is taken for the present one, with a note."""

    def __getitem__(self, key: Any) -> Any:
        return super().__getitem__(_present_key(key, self.index))


class MeasureTable(pd.DataFrame):
    """A column per measure. A former name is taken for the present one, with a note."""

    def __getitem__(self, key: Any) -> Any:
        return super().__getitem__(_present_key(key, self.columns))


def _present_key(key: Any, known: "pd.Index[Any]") -> Any:
    """Return a key under which something stands."""
    if isinstance(key, str) and key in MEASURES and key not in known:
        return present_name(key, MEASURES, "measures")
    return key


def present_act(row: Mapping[str, Any]) -> dict[str, Any]:
    """Return the row of a stored act with present names of its response and its levers."""
    levers = {LEVERS.get(name, name): value for name, value in json.loads(row["levers"]).items()}
    return {**row, "levers": json.dumps(levers), "do": RESPONSES.get(row["do"], row["do"])}
