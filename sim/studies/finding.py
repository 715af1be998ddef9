"""The runs of a study, and what they say: a headline and tables."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import xarray as xr

from sim.language.typesetting import markdown_table
from sim.scenario.schema import Scenario


@dataclass(frozen=True, slots=True)
class StudyRuns:
    """The measures of all runs of a study."""

    dataset: xr.Dataset
    """A variable per measure over plan, the dimensions of the settings, and seed."""
    scenario: Scenario
    """The scenario as it is where nothing is varied."""
    trials: Sequence[Any] = ()
    """Of a search, the plans that it tried (``sim.studies.optimiser.Trial``)."""


@dataclass(frozen=True, slots=True)
class ResultTable:
    """Rows of text under their headings. The first column holds names."""

    heads: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]

    def records(self) -> list[dict[str, str]]:
        """Return a dictionary per row."""
        return [dict(zip(self.heads, row, strict=True)) for row in self.rows]


@dataclass(frozen=True, slots=True)
class StudyFinding:
    """Headline, tables and chart data of a study."""

    headline: str
    """One sentence, which is also the title of the chart."""
    tables: tuple[ResultTable, ...]
    """The table that decides, then others."""
    chart_data: Mapping[str, Any] = field(default_factory=dict)
    """Tables and figures that the chart draws."""
    files: Mapping[str, str] = field(default_factory=dict)
    """Further files of the study's folder, by name: a plan that was found."""

    def markdown(self, title: str, question: str) -> str:
        """Return a page with the headline and all tables."""
        lines = [f"# {title}", "", f"*{question}*", "", f"**{self.headline}**"]
        for table in self.tables:
            lines += ["", markdown_table(table.heads, table.rows, figures_from=1)]
        return "\n".join(lines) + "\n"
