"""Judge the rows without a time: totals and remarks are left out with a note, others refused."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from math import isclose
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from sim.errors import InputError
from sim.fitting.counts.answers import cell_shown
from sim.fitting.counts.files import Cell
from sim.fitting.counts.headings import Heading
from sim.fitting.counts.moments import looks_like_a_time
from sim.fitting.counts.numbers import both_readings
from sim.language.told import Told

SUMMARY = re.compile(
    r"(grand |sub)?totals?\b|sums?\b|summe|gesamt|insgesamt|zwischensumme|ergebnis|somme|"
    r"sous-total|ensemble|average|mean\b|median|mittelwert|durchschnitt|moyenne|médiane|"
    r"min(imum)?\b|max(imum)?\b",
    re.I,
)
"""First words of rows that sum up others."""
COMMENT = re.compile(r"\s*(?:#(?!n/?a|ref!|name|value|div|null|num)|//|%)", re.I)
"""Begin of a line that is a comment, as of none in which a spreadsheet notes an error."""
ABOUT_THE_FILE = re.compile(
    r"(source|sources|quellen?|export\w*|generated|created|downloaded|retrieved|report\w*|"
    r"copyright|©|\(c\)|note|notes|hinweis|anmerkung|stand|erstellt|abgerufen|remarque|"
    r"téléchargé|généré|créé)\b",
    re.I,
)
"""First words of lines below a table that tell where it comes from."""
MOST_STRAY = 1000
"""Rows without a time from which a file is refused without judging each of them."""


@dataclass(frozen=True, slots=True)
class StrayRow:
    """A row without a time."""

    line: int
    cells: tuple[Cell, ...]
    time: Cell
    """What stands where a time should."""

    @property
    def numbers(self) -> list[float]:
        """Return the readings of its cells as numbers."""
        found = []
        for cell in self.cells:
            readings = (cell,) if isinstance(cell, float) else both_readings(cell)
            found += [reading for reading in readings if reading is not None]
        return found

    @property
    def is_comment(self) -> bool:
        """Return True if the row begins with a sign of comments."""
        return bool(COMMENT.match(str(self.cells[0])))

    @property
    def is_about_the_file(self) -> bool:
        """Return True if the row begins with a word about where the table comes from."""
        return bool(ABOUT_THE_FILE.match(str(self.cells[0]).strip()))

    @property
    def sums_up(self) -> bool:
        """Return True if a cell says that the row sums up others."""
        return any(isinstance(cell, str) and SUMMARY.match(cell.strip()) for cell in self.cells)


@dataclass(slots=True)
class LeftOut:
    """Rows of a file that are no counts."""

    path: Path
    headings: list[int] = field(default_factory=list)
    """Lines that repeat the heading."""
    stray: list[StrayRow] = field(default_factory=list)
    totals: list[int] = field(default_factory=list)
    remarks: list[int] = field(default_factory=list)
    rules: list[int] = field(default_factory=list)
    """Lines of dashes."""
    comments: list[int] = field(default_factory=list)
    units: list[int] = field(default_factory=list)
    """Lines between the heading and the first row."""

    def judge(self, counts: NDArray[np.float64], lines: NDArray[np.int64]) -> None:
        """Sort the rows without a time. InputError names the first that may be a count."""
        first, last = (int(lines[0]), int(lines[-1])) if len(lines) else (0, 0)
        total = float(np.nansum(counts))
        for row in self.stray[:MOST_STRAY]:
            # The time of a total is empty, a word, or the whole stretch that the rows cover.
            blank = not any(map(str.isdigit, str(row.time))) or looks_like_a_time(row.time)
            is_sum = any(isclose(number, total, rel_tol=1e-6) for number in row.numbers)
            if row.sums_up or (blank and is_sum and row.line > last):
                self.totals.append(row.line)
            elif not any(sign.isalnum() for cell in row.cells for sign in str(cell)):
                self.rules.append(row.line)
            elif row.is_comment:
                self.comments.append(row.line)
            elif row.line > last > 0 and (not row.numbers or row.is_about_the_file):
                self.remarks.append(row.line)
            elif row.line < first and blank and not row.numbers:
                self.units.append(row.line)
            else:
                raise self._no_time(row)
        if len(self.stray) > MOST_STRAY:
            raise self._no_time(self.stray[MOST_STRAY])

    def _no_time(self, row: StrayRow) -> InputError:
        text = str(row.time)
        if set(self.headings) & {row.line + 1, row.line + 2}:
            return self.second_table(row.line, cell_shown(row.time))
        cut = "e+" in text.lower() and text[:1].isdigit()
        return InputError(
            Told(
                "counts.no_time",
                path=self.path,
                line=row.line,
                cell=cell_shown(row.time),
                remedy=Told("counts.remedy_cut" if cut else "counts.remedy_time"),
            )
        )

    def second_table(self, line: int, shown: str) -> InputError:
        """Return the refusal of a file with two tables."""
        return InputError(Told("counts.second_table", path=self.path, line=line, shown=shown))

    def notes(self, heading: Heading) -> Iterator[str]:
        """Iterate over what was left out."""
        if heading.above:
            number = "one" if len(heading.above) == 1 else "many"
            yield Told(f"counts.above_{number}", lines=_lines(heading.above))
        if heading.names[:1] == ("column 1",):
            time, count = heading.time + 1, heading.count
            yield (
                Told("counts.no_heading_rows", time=time)
                if count is None
                else Told("counts.no_heading_column", time=time, count=count + 1)
            )
        if heading.kinds:
            yield heading.kinds
        for lines, what in (
            (self.headings, "headings"),
            (self.totals, "totals"),
            (self.remarks, "remarks"),
            (self.comments, "comments"),
            (self.units, "units"),
            (self.rules, "rules"),
        ):
            if lines:
                number = "one" if len(lines) == 1 else "many"
                yield Told(f"counts.left_{what}_{number}", lines=_lines(lines))


def _lines(lines: "tuple[int, ...] | list[int]") -> Told:
    """Return lines in words: line 7, lines 1 to 3, lines 4 and 9."""
    first, last = lines[0], lines[-1]
    if len(lines) == 1:
        return Told("counts.line_one", first=first)
    if len(lines) > 2 and last - first == len(lines) - 1:
        return Told("counts.line_span", first=first, last=last)
    if len(lines) > 4:
        return Told("counts.line_between", n=len(lines), first=first, last=last)
    return Told("counts.line_list", first=", ".join(map(str, lines[:-1])), last=last)
