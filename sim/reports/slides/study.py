"""The slides of a study: its finding with a chart, then its tables."""

from collections.abc import Sequence
from io import BytesIO
from pathlib import Path
from typing import TYPE_CHECKING, Any

from pptx.util import Inches

from sim.brand import Brand
from sim.charts.palette import looks
from sim.charts.rates import Floats
from sim.charts.style import DPI, HEIGHT, MARGIN, WIDTH, source
from sim.charts.wording import number, speaking, telling
from sim.language.spoken import labelled, say
from sim.language.typesetting import Language
from sim.reports.parts import ReportTable
from sim.reports.slides.deck import BOTTOM, ROOM, TOP, Deck, Origin
from sim.reports.slides.native import NativeBar, NativeLine, bar_chart, line_chart, table
from sim.studies.compare import Compare
from sim.studies.finding import ResultTable, StudyFinding
from sim.studies.statistics import phrase
from sim.studies.sweep import Sweep

if TYPE_CHECKING:
    from sim.studies.finding import StudyRuns
    from sim.studies.runner import StudyResult
    from sim.studies.spec import StudySpec

A_DAY = 24.0
"""Every level of a factor has its label, as every day has on other charts."""
MOST_ROWS, MOST_COLUMNS = 10, 8
"""Rows and columns of a table on one slide."""


def study_slides(
    result: "StudyResult",
    finding: StudyFinding,
    file: Path,
    command: str,
    brand: Brand | None = None,
    language: Language = "en",
) -> None:
    """Write the slides of a study. ``finding`` has to be in the language, too.

    ``command`` stands in their notes.

    Curves over one factor and plans side by side are charts that can be edited. Other charts
    are pictures. Raises ``OutputError`` if the file cannot be written. It is never half written.
    """
    spec, runs = result.study.spec, result.runs
    with speaking(language), telling(runs.scenario):
        line = source(spec.story_of(runs), range(spec.seeds), len(spec.plan_names))
        version = f"shitstorm-sim {result.provenance['version']}"
        deck = Deck(spec.heading, Origin(line, version, command), brand)
        slide = deck.add(finding.headline, f"{spec.asked} ({_statistic(spec)})")
        if isinstance(spec, Sweep) and len(spec.factors) == 1:
            _draw_curves(slide, spec, runs)
        elif isinstance(spec, Compare):
            _draw_plans(slide, spec, runs)
        else:
            _draw_picture(slide, spec, runs, finding)
        for each in finding.tables:
            _add_table(deck, spec, each)
    deck.save(file)


def _statistic(spec: "StudySpec") -> str:
    return say("studies.mean_of_runs", measure=phrase(spec.main_measure), runs=number(spec.seeds))


def _draw_curves(slide: Any, spec: Sweep, runs: "StudyRuns") -> None:
    """Draw the mean of each plan over the levels of the factor."""
    cells, chosen = spec.cells(runs), looks(spec.plan_names)
    [levels] = cells.levels.values()
    drawn = [
        NativeLine(spec.label_of(plan), chosen[plan], _means(spec, runs, plan))
        for plan in spec.plan_names
    ]
    line_chart(slide, [level.label for level in levels], A_DAY, drawn, ROOM)


def _means(spec: "StudySpec", runs: "StudyRuns", plan: str) -> Floats:
    """Return the mean of the main measure by setting."""
    values: Floats = runs.dataset[spec.main_measure].sel(plan=plan).mean("seed").to_numpy()
    return values.astype(float)


def _draw_plans(slide: Any, spec: Compare, runs: "StudyRuns") -> None:
    """Draw the mean of each plan."""
    chosen = looks(spec.plan_names)
    means = {plan: float(_means(spec, runs, plan)) for plan in spec.plan_names}
    bars = [
        NativeBar(spec.label_of(plan), chosen[plan].colour, mean, number(mean), True)
        for plan, mean in sorted(means.items(), key=lambda each: -each[1])
    ]
    bar_chart(slide, phrase(spec.main_measure), bars)


def _draw_picture(slide: Any, spec: "StudySpec", runs: "StudyRuns", finding: StudyFinding) -> None:
    """Place the chart of the study as a picture, without the headline that it repeats."""
    from sim.charts.studies import study_chart  # noqa: PLC0415 (matplotlib is slow to load)

    out = BytesIO()
    study_chart(spec, runs, finding).savefig(out, format="png", dpi=DPI)
    out.seek(0)
    tall = BOTTOM - TOP
    wide = tall * WIDTH / HEIGHT
    left = MARGIN + (ROOM - wide) / 2
    placed = slide.shapes.add_picture(out, Inches(left), Inches(TOP), Inches(wide), Inches(tall))
    placed._element.nvPicPr.cNvPr.set("descr", finding.headline)


def _add_table(deck: Deck, spec: "StudySpec", content: ResultTable) -> None:
    """Add a table, on as many slides as it takes. Columns beyond a slide's room are named."""
    heads = content.heads[:MOST_COLUMNS]
    rows: Sequence[Sequence[str]] = [row[:MOST_COLUMNS] for row in content.rows]
    pages = [rows[first : first + MOST_ROWS] for first in range(0, len(rows), MOST_ROWS)]
    for place, page in enumerate(pages, 1):
        several = f" ({place}/{len(pages)})" if len(pages) > 1 else ""
        left_out = content.heads[MOST_COLUMNS:]
        shows = spec.asked
        if left_out:
            shows = say("studies.columns_left_out", columns=", ".join(left_out))
        slide = deck.add(f"{labelled(spec.heading)} {heads[0]}{several}", shows)
        table(slide, ReportTable("", heads, page), page, deck.heading)
