"""Results of a debrief as plain values, for the terminal, the page and the files."""

from dataclasses import asdict, dataclass
from typing import Any

from sim.language.typesetting import Language

COMPARED = ("peak", "critical_posts_total", "customers_lost")
"""Measures whose differences are shown."""
PLAYED = (*COMPARED, "hours_above_rate", "promises_broken", "trust_left", "staff_hours")
"""Measures of the storm as it was played."""
ROWS_TO_IMPROVE = 5
"""Rows of the table of improvements that the teams fill in."""


@dataclass(frozen=True, slots=True)
class Difference:
    """The mean difference of a measure over the pairs, with its 95 % interval."""

    measure: str
    unit: str
    mean: float
    low: float
    high: float
    share_lower: float
    """Share of the pairs in which it is lower."""

    @property
    def clear(self) -> bool:
        """True if the interval leaves out zero."""
        return not self.low <= 0.0 <= self.high


@dataclass(frozen=True, slots=True)
class Curve:
    """Critical posts per hour (over three hours) and severity, every so many hours."""

    name: str
    hours: list[float]
    rate: list[float]
    severity: list[int]


@dataclass(frozen=True, slots=True)
class Decision:
    """A decision and its effects: the storm as played minus the storm without it."""

    round: int
    round_title: str
    do: str
    label: str
    moment: str
    hours: float
    words: str
    effects: list[Difference]


@dataclass(frozen=True, slots=True)
class WhatIf:
    """Another plan in the same storm, and its differences from the one played."""

    plan: str
    label: str
    summary: str
    differences: list[Difference]


@dataclass(frozen=True, slots=True)
class TeamDebrief:
    """A team's decisions and their results."""

    team: str
    curve: Curve
    measures: dict[str, float]
    promises: list[str]
    decisions: list[Decision]
    what_ifs: list[WhatIf]


@dataclass(frozen=True, slots=True)
class Debrief:
    """All results of a debrief."""

    scenario: str
    title: str
    language: Language
    seed: int
    seeds: int
    teams: list[TeamDebrief]
    what_if_curves: list[Curve]
    """Curves of the what-ifs on the seed that was played."""
    goals: list[str]
    questions: list[str]
    improvements: list[str]
    """Headings of the table that the teams fill in."""
    caveat: str

    def values(self) -> dict[str, Any]:
        """Return the same as plain values, for JSON."""
        return asdict(self)
