"""The slide of one run: its posts hour by hour, and what the company did."""

from pathlib import Path
from typing import TYPE_CHECKING

from sim.brand import Brand
from sim.charts.acts import ActLine, act_lists
from sim.charts.findings import storm_finding
from sim.charts.palette import AFFECTED, DASHED, DEFENDERS, INK, SOLID, Look
from sim.charts.style import MARGIN, source
from sim.charts.week import Week
from sim.charts.wording import say, speaking, telling, title_of
from sim.language.typesetting import Language
from sim.reports.slides.deck import BOTTOM, ROOM, TOP, Deck, Origin, lines
from sim.reports.slides.hourly import hourly
from sim.reports.slides.native import BODY, NativeLine, line_chart

if TYPE_CHECKING:
    from sim.results import Record

CHART = 8.7
"""Inches that the chart is wide, left of the list of acts."""
MOST_LETTERS, MOST_LINES = 44, 18
"""Letters of a line of the list, and lines that the slide has room for."""
SERIES = (
    ("critical_posts", "report.heading_critical", Look(AFFECTED, SOLID, "o")),
    ("defending_posts", "report.heading_defending", Look(DEFENDERS, DASHED, "s")),
)
"""Series of a run, their names and their looks."""


def run_slides(
    record: "Record", file: Path, language: Language, command: str, brand: Brand | None = None
) -> None:
    """Write the slide of a run. ``command`` stands in the notes to make it again.

    Raises ``OutputError`` if the file cannot be written. It is never half written.
    """
    week, story = Week.of(record.scenario), record.scenario
    with speaking(language), telling(story):
        version = f"shitstorm-sim {record.provenance['version']}"
        origin = Origin(source(story, [record.seed]), version, command)
        deck = Deck(title_of(story), origin, brand)
        slide = deck.add(storm_finding(record.plan, record.measures, week), say("slide_run"))
        per_tick = story.hours_per_tick
        curves = {name: hourly(record.series[name].to_numpy(), per_tick) for name, _, _ in SERIES}
        hours = curves["critical_posts"][0]
        every = float(hours[1] - hours[0]) if len(hours) > 1 else 1.0
        drawn = [NativeLine(say(text), look, curves[name][1]) for name, text, look in SERIES]
        line_chart(slide, [week.name(hour) for hour in hours], every, drawn, CHART)
        left, below = MARGIN + CHART + 0.2, TOP + 0.4
        width = ROOM - CHART - 0.2
        lines(slide, (left, TOP, width, 0.4), [say("company_did")], BODY + 2, INK)
        lines(slide, (left, below, width, BOTTOM - below), _acts(record, week), BODY - 1, INK)
    deck.save(file)


def _acts(record: "Record", week: Week) -> list[str]:
    """Return the acts of the company, as detailed as there is room for."""
    lists = act_lists(record.acts, record.promises, week)
    listed = next(each for each in lists if _fits(each))
    if not listed:
        return [say("nothing_said")]
    return [f"{line.number}. {line.text}" if line.number else line.text for line in listed]


def _fits(listed: list[ActLine]) -> bool:
    """Return True if a list has room on the slide."""
    return sum(1 + len(line.text) // MOST_LETTERS for line in listed) <= MOST_LINES
