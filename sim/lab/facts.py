"""The facts of a storm that have sliders: their paths, limits and steps."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from sim.scenario.document import value_at
from sim.scenario.schema import Community, CompanySettings, Incident, Repair
from sim.storm.times import span

WEEK = "168h"
"""The repair of "as if it took a week"."""


@dataclass(frozen=True, slots=True)
class Fact:
    """One fact with the limits of its slider."""

    path: tuple[str, ...]
    low: float
    high: float
    step: float
    default: Any
    kind: str
    """share, number, people (on a scale of powers) or hours."""

    @property
    def name(self) -> str:
        """Its path with underlines, as its text is named."""
        return "_".join(self.path)

    def value(self, document: Mapping[str, Any]) -> float | None:
        """Return its value, None where its table is missing."""
        if len(self.path) > 1 and value_at(document, self.path[:-1]) is None:
            return None if self.path[0] == "incident" else float(self.default)
        value = value_at(document, self.path)
        if value is None:
            return float(self.default)
        if self.kind == "hours":
            try:
                return span(value)
            except ValueError:
                return None
        good = isinstance(value, int | float) and not isinstance(value, bool)
        return float(value) if good else None

    def written(self, value: float) -> Any:
        """Return a value as a file writes it."""
        if self.kind == "hours":
            return f"{value:g}h"
        return round(value) if self.kind in ("people", "number") else round(value, 4)


def _default(kind: Any, name: str) -> Any:
    return kind.model_fields[name].get_default()


FACTS = (
    Fact(("incident", "affected"), 0.0, 1.0, 0.01, _default(Incident, "affected"), "share"),
    Fact(("incident", "repair", "median"), 1.0, 240.0, 1.0, 24.0, "hours"),
    Fact(("incident", "repair", "spread"), 0.0, 1.5, 0.01, _default(Repair, "spread"), "plain"),
    Fact(("company", "optimism"), 0.0, 1.0, 0.05, _default(CompanySettings, "optimism"), "share"),
    Fact(("incident", "clients"), 0.0, 1.0, 0.05, _default(Incident, "clients"), "share"),
    Fact(("community", "people"), 100, 20_000, 100, _default(Community, "people"), "people"),
    Fact(("incident", "fault"), 0.0, 1.0, 0.05, 1.0, "share"),
    Fact(("company", "staff"), 1, 30, 1, _default(CompanySettings, "staff"), "number"),
)
"""In the order in which they are shown."""
