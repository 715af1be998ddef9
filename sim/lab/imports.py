"""What is brought along: counts of a real page, drawn beside the runs, and people's ties."""

from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from sim.errors import InputError
from sim.lab.edits import Edit, Values
from sim.language.told import Told
from sim.scenario.schema import Scenario

COUNTS = (".csv", ".tsv", ".txt", ".xlsx")
"""Endings of files of counts."""
TIES = (".csv", ".tsv", ".txt", ".edgelist", ".edges", ".ncol", ".graphml", ".gexf", ".gml", ".net",
        ".json", ".parquet")  # fmt: skip
"""Endings of files of ties."""
MOST_FILES = 200
MOST_NAMED = 10_000_000
"""People that a file of ties may name."""
LEAST_HOURS = 6.0
"""Hours of a storm that are worth drawing."""


@dataclass(frozen=True, slots=True)
class BroughtCounts:
    """Counts of a real page, laid over the story: its first day begins with the incident."""

    name: str
    hours: NDArray[np.floating[Any]]
    """Hours since the start of the story, the middle of each step."""
    rate: NDArray[np.float64]
    """Posts per hour of the real page. NaN where nothing is known."""
    notes: tuple[str, ...] = ()

    def scaled(self, top: float) -> NDArray[np.float64]:
        """Return the rates with this one as their highest, as pages differ in size."""
        highest = float(np.nanmax(self.rate))
        return self.rate * (top / highest) if highest > 0.0 else self.rate


def files_in(folder: Path, endings: tuple[str, ...]) -> list[str]:
    """Return the names of the files of a folder with these endings."""
    found = sorted(
        path.name for path in folder.iterdir()
        if path.suffix.lower() in endings and path.is_file() and not path.name.startswith(".")
    )  # fmt: skip
    return found[:MOST_FILES]


def counts_from(path: Path, scenario: Scenario) -> BroughtCounts:
    """Read the counts of a page, as ``shitstorm fit`` reads them.

    Raises ``InputError`` for a file that cannot be read, or that leaves something open.
    """
    from sim.fitting.counts import CountsReading, OpenQuestion, read_counts  # noqa: PLC0415 (slow)
    from sim.fitting.observed import storm_of  # noqa: PLC0415

    try:
        counts = read_counts(path, CountsReading())
    except OpenQuestion as question:
        names = ", ".join(question.answers)
        text = Told("heard.lab_open_counts", question=question.question, names=names)
        raise InputError(Told("refusals.of_key", key=path.name, text=text)) from None
    storm = storm_of(counts, LEAST_HOURS)
    incident = scenario.incident
    since = scenario.moment_hours(incident.at) if incident is not None else 0.0
    hours = since + (np.arange(len(storm.bins)) + 0.5) * storm.step
    within = hours <= scenario.ticks * scenario.hours_per_tick
    rate = np.asarray(storm.bins, np.float64) / storm.step
    return BroughtCounts(path.name, hours[within], rate[within], storm.notes)


def with_ties(name: str, people: int) -> Edit:
    """Take people's ties from a file beside the scenario, with at least so many people."""

    def edit(document: Values) -> None:
        community: Any = document.setdefault("community", {})
        community["ties"] = {"kind": "file", "path": name}
        if int(community.get("people", people)) < people:
            community["people"] = people

    return edit


def ties_from(path: Path) -> tuple[int, tuple[str, ...]]:
    """Return how many people a file of ties names, and what was left out of it or noted.

    Raises ``ScenarioError`` for a file that holds no ties.
    """
    from sim.community.files import read_ties  # noqa: PLC0415 (slow)

    found = read_ties(path, MOST_NAMED)
    return found.people, (*map(str, found.left_out), *found.notes)
