"""Files of a debrief: a page to print, JSON with everything, and tables as CSV."""

import csv
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import astuple, fields
from pathlib import Path
from typing import Any

from sim.brand import Brand
from sim.exercise.debrief.forecast_results import ForecastOutcome
from sim.exercise.debrief.handout import DEBRIEF, debrief_page
from sim.exercise.debrief.results import Debrief, Difference
from sim.files import without_nan
from sim.results.writing import write_json, written_folder

Row = Sequence[Any]
ENCODING = "utf-8-sig"
"""Excel knows UTF-8 only by the mark at its beginning."""
FORMULA = re.compile(r"""((?:^|[;\t\r\n|])[\s"']*)([=+\-@＝＋－＠])""")
"""Signs that begin a formula, at the beginning of a text or after what separates cells."""
FORECAST = tuple(
    field.name for field in fields(ForecastOutcome) if not field.name.startswith("round")
)
DIFFERENCE = tuple(field.name for field in fields(Difference))


RESULTS = "debrief.json"
STARTED = "started"
"""Its key for the start of the story, in hours after Monday 00:00."""


def save(debrief: Debrief, started: float, folder: Path, brand: Brand | None = None) -> None:
    """Write all files of the debrief, or none. The story starts so long after Monday 00:00.

    ``brand`` stands on top of the page to print.
    """
    with written_folder(folder) as unfinished:
        page = debrief_page(debrief, started, brand=brand)
        (unfinished / DEBRIEF).write_text(page, encoding="utf-8")
        save_results(debrief, started, (), unfinished)
        for name, rows in tables(debrief).items():
            save_table(rows, unfinished / f"{name}.csv")


def save_results(
    debrief: Debrief, started: float, notes: Sequence[Mapping[str, Any]], folder: Path
) -> None:
    """Write everything as JSON, with the notes that were taken in the room."""
    values = {**debrief.values(), STARTED: started, "notes": list(notes)}
    write_json(without_nan(values), folder / RESULTS)


def save_table(rows: Iterable[Row], path: Path) -> None:
    """Write a table as CSV, in which no text is a formula, whoever has written it."""
    with path.open("w", encoding=ENCODING, newline="") as file:
        csv.writer(file).writerows(map(_plain_row, rows))


def tables(debrief: Debrief) -> dict[str, list[Row]]:
    """Return the tables with their headings, by the names of their files."""
    return {
        "curves": [("team", "hours", "critical_posts_per_hour", "severity"), *_curves(debrief)],
        "measures": [("team", "measure", "value"), *_measures(debrief)],
        "decisions": [
            ("team", "round", "hours", "moment", "response", "words", *DIFFERENCE),
            *_decisions(debrief),
        ],
        "alternatives": [
            ("team", "round", "done", "instead", "better", *DIFFERENCE),
            *_alternatives(debrief),
        ],
        "forecasts": [
            ("team", "round", *FORECAST, "held", "way_right"),
            *_forecasts(debrief),
        ],
        "plausible-models": [
            (
                "team",
                "against",
                "better_in",
                "models",
                "low",
                "high",
                "share_of_ignorance",
                "share_low",
                "share_high",
                "worst_5_percent",
                "runs",
            ),
            *_over_models(debrief),
        ],
        "what-ifs": [("team", "what_if", "plan", *DIFFERENCE), *_what_ifs(debrief)],
    }


def _curves(debrief: Debrief) -> Iterator[Row]:
    for curve in (*(team.curve for team in debrief.teams), *debrief.what_if_curves):
        for row in zip(curve.hours, curve.rate, curve.severity, strict=True):
            yield (curve.name, *row)


def _measures(debrief: Debrief) -> Iterator[Row]:
    for team in debrief.teams:
        for name, value in team.measures.items():
            yield (team.team, name, value)


def _decisions(debrief: Debrief) -> Iterator[Row]:
    for team in debrief.teams:
        for decision in team.decisions:
            cells = (
                decision.round + 1,
                decision.hours,
                decision.moment,
                decision.do,
                decision.words,
            )
            for effect in decision.effects:
                yield (team.team, *cells, *astuple(effect))


def _alternatives(debrief: Debrief) -> Iterator[Row]:
    for team in debrief.teams:
        for each in team.alternatives:
            cells = (team.team, each.round + 1, each.done, each.instead, each.better)
            for change in each.changes:
                yield (*cells, *astuple(change))


def _forecasts(debrief: Debrief) -> Iterator[Row]:
    for team in debrief.teams:
        for each in team.calibration.outcomes if team.calibration else ():
            cells = (getattr(each, name) for name in FORECAST)
            yield (team.team, each.round + 1, *cells, each.held, each.way_right)


def _over_models(debrief: Debrief) -> Iterator[Row]:
    for team in debrief.teams:
        if (found := team.over_models) is not None:
            share = found.ignorance, found.low, found.high, found.worst, found.runs
            for each in found.against:
                yield (team.team, each.plan, each.better, each.models, each.low, each.high, *share)


def _what_ifs(debrief: Debrief) -> Iterator[Row]:
    for team in debrief.teams:
        for what_if in team.what_ifs:
            for each in what_if.differences:
                yield (team.team, what_if.label, what_if.plan, *astuple(each))


def _plain_row(row: Row) -> list[Any]:
    """Return a row in which no text is a formula."""
    return [plain(cell) if isinstance(cell, str) else cell for cell in row]


def plain(text: str) -> str:
    """Return a text that no spreadsheet takes for a formula, whatever it separates cells by."""
    return FORMULA.sub(r"\1'\2", text)
