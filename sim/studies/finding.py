"""What a study finds: a sentence, some more, the table that decides; and what runs left behind."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import xarray as xr

from sim.scenario.schema import Scenario


@dataclass(frozen=True, slots=True)
class Tried:
    """The measures of all runs."""

    runs: xr.Dataset
    """A variable per measure over plan, the dimensions of the settings, and seed."""
    scenario: Scenario
    """The scenario as it is where nothing is varied."""
    searched: Sequence[Any] = ()
    """Of a search, what it tried before (``sim.studies.searching.Trial``)."""


@dataclass(frozen=True, slots=True)
class Finding:
    """What the data say."""

    headline: str
    """One sentence: also the title of the chart."""
    sentences: tuple[str, ...]
    """How much, how sure, and where it does not hold."""
    heads: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    """The table that decides."""
    drawn: Mapping[str, Any] = field(default_factory=dict)
    """Tables and figures that the chart draws."""
    files: Mapping[str, str] = field(default_factory=dict)
    """Further files of the study's folder, by name: a plan that was found."""

    @property
    def text(self) -> str:
        """A sentence per line, the headline first."""
        return "\n".join((self.headline, *self.sentences)) + "\n"

    def markdown(self, title: str, question: str) -> str:
        """The same with the table, for a page."""
        lines = [f"# {title}", "", f"*{question}*", "", f"**{self.headline}**", ""]
        lines += [" ".join(self.sentences), ""] if self.sentences else []
        return "\n".join([*lines, *table_lines(self.heads, self.rows)]) + "\n"


def table_lines(heads: Sequence[str], rows: Sequence[Sequence[str]]) -> list[str]:
    """A table in Markdown; the first column holds names."""
    marks = ["---"] + ["---:"] * (len(heads) - 1)
    cells = [[cell.replace("|", "\\|") for cell in row] for row in (heads, marks, *rows)]
    return [f"| {' | '.join(row)} |" for row in cells]
