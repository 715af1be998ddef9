"""What a report is made of: tables, pictures and the sections that hold them."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any


@dataclass(frozen=True, slots=True)
class ReportTable:
    """Headings and rows of texts; the first cell of each row names it."""

    caption: str
    headings: Sequence[str]
    rows: Sequence[Sequence[str]]
    figures: bool = True
    """Whether all cells but the first hold figures, set to the right."""
    own_words: frozenset[int] = frozenset()
    """Columns that stay in English."""


@dataclass(frozen=True, slots=True)
class ReportPicture:
    """A chart with its caption, and the same figures as a table."""

    name: str
    svg: str
    """Inline SVG, harmless and with identifiers of its own."""
    caption: str
    alt: str
    """What a person who cannot see it is told."""
    tables: Sequence[ReportTable] = ()


@dataclass(slots=True)
class Report:
    """Everything that one report says, ready to be set."""

    kind: str
    """``run``, ``compare`` or ``study``."""
    title: str
    subtitle: str
    notices: list[str] = field(default_factory=list)
    """What the reader has to know before all else."""
    simulated: list[str] = field(default_factory=list)
    """Paragraphs."""
    facts: list[ReportTable] = field(default_factory=list)
    findings: list[str] = field(default_factory=list)
    """What is said in large type."""
    found: list[str] = field(default_factory=list)
    """Further sentences of the finding."""
    pictures: list[ReportPicture] = field(default_factory=list)
    film: dict[str, Any] | None = None
    """What the film of the social graph is made from; None without one."""
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
