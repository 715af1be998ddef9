"""The parts of a report: tables, pictures and the sections that hold them."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any


@dataclass(frozen=True, slots=True)
class ReportTable:
    """Headings and rows of texts. The first cell of each row names it."""

    caption: str
    headings: Sequence[str]
    rows: Sequence[Sequence[str]]
    figures: bool = True
    """True if all cells but the first hold numbers, set to the right."""
    words: frozenset[int] = frozenset()
    """Columns of words among those of figures, set to the left on a slide as the first one is."""


@dataclass(frozen=True, slots=True)
class ReportPicture:
    """A chart with its caption, and the same figures as a table."""

    name: str
    svg: str
    """Inline SVG, harmless and with identifiers of its own."""
    caption: str
    alt: str
    """Description for people who cannot see it."""
    tables: Sequence[ReportTable] = ()


@dataclass(slots=True)
class Report:
    """The content of one report, ready for the template."""

    kind: str
    """``run``, ``compare`` or ``study``."""
    title: str
    subtitle: str
    notices: list[str] = field(default_factory=list)
    """Notices on top of the page."""
    simulated: list[str] = field(default_factory=list)
    """Paragraphs."""
    facts: list[ReportTable] = field(default_factory=list)
    findings: list[str] = field(default_factory=list)
    """The main findings, in large type."""
    found: list[str] = field(default_factory=list)
    """Further sentences of the finding."""
    pictures: list[ReportPicture] = field(default_factory=list)
    film: dict[str, Any] | None = None
    """Data of the film of the social graph, None without one."""
    film_table: ReportTable | None = None
    decisions: list[ReportTable] = field(default_factory=list)
    decisions_said: list[str] = field(default_factory=list)
    effects: list[ReportPicture] = field(default_factory=list)
    """Charts of what the decisions did, with their figures in the open."""
    folded: list[ReportTable] = field(default_factory=list)
    """Further tables on the decisions, each under its caption until it is asked for."""
    sureness: list[str] = field(default_factory=list)
    assumptions: ReportTable | None = None
    provenance: ReportTable | None = None
    origin: str = ""
    """The whole provenance as JSON."""
