"""Lists of ties as text: two people per line, in any of the dialects that tools write."""

import csv
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import islice
from pathlib import Path

from sim.community.files.contents import PACKED, DecodedText
from sim.community.files.dialects import (
    RARE_SEPARATORS,
    SEPARATOR_LINE,
    SEPARATORS,
    Dialect,
    Row,
    dialect_of,
    filled,
    is_number,
    is_remark,
    is_tie,
    sampled,
)
from sim.community.files.headings import columns_of, is_certain, is_likely
from sim.community.files.layouts import Layout, UnknownColumnsError, headed, layout_of
from sim.community.files.lines import Line, whole_lines
from sim.community.files.matrices import matrix_of
from sim.community.files.neighbor_lists import adjacency_list
from sim.community.files.numbering import EndsOfTies, TiesFile, UnusedRows, numbered
from sim.community.files.printed_pairs import (
    FOOTER,
    TOTAL,
    lists_friends,
    lists_people_first,
    plain_pairs,
)
from sim.community.files.refusals import refusal, shown
from sim.errors import counted

EMPTY_FILE = "is empty; write two people per line, such as 0,1"
ONLY_COMMENTS = (
    "has no ties: {}; write two people per line, such as 0,1, and none that begins with #, % or //"
)
PEOPLE_FIRST = (
    "lists people, and their ties below a line with # alone; take out that line and all above it"
)
ONE_PERSON = "names one person only; write two per line, such as 0,1"
TOO_MANY = (
    "has more than two people and a weight; name the columns in a first line, such as "
    "source,target,weight, and quote names that hold the sign between cells"
)
NO_WEIGHT = (
    "has a third column that is no weight; name the columns in a first line, such as "
    "source,target,kind, or write two people per line, no more"
)
MORE_THAN_HEADING = (
    "has {} cells, the heading names {}; quote names that hold the sign between cells"
)
KONECT = re.compile(r"\s*%\s*(sym|asym|bip)\s")
"""The first line of a file of the KONECT collection, with the kind of its graph."""
TWO_KINDS = (
    "ties people to things of another kind (bip), each numbered from 1; write who is tied to whom"
)
MOST_JUDGED = 2000
"""Lines from the beginning that tell which columns hold people."""
TYPES = {"str", "string", "varchar", "text", "char", "int", "integer", "long", "bigint", "float",
         "double", "object", "number", "numeric", "factor"}  # fmt: skip
"""Words of a line below the heading that tells the types of the columns."""
MOST_ABOVE = 20
"""Lines of other text that may stand above a heading."""


@dataclass(slots=True)
class EdgeListReader:
    """The lines of a list of ties, how they are written, and what was left out on the way."""

    file: Path
    lines: list[Line]
    notes: list[str]
    separator: str | None = None
    left_out: list[UnusedRows] = field(default_factory=list)
    dialect: Dialect = field(default_factory=lambda: Dialect(","))
    heading_above: Row | None = None
    """A heading that stands in a comment."""

    def read(self) -> TiesFile:
        """Return the ties. Raises ``ScenarioError`` for the first line that cannot be one."""
        self._choose_dialect()
        if not self.lines:
            raise refusal(self.file, EMPTY_FILE)
        if (matrix := self._matrix()) is not None:
            return matrix
        layout = self._layout()
        if not self.lines:
            raise refusal(
                self.file, ONLY_COMMENTS.format(self.notes[-1]) if self.notes else EMPTY_FILE
            )
        self.notes.extend(layout.notes)
        ends = self._plain_ends(layout) or self._ends(layout)
        if layout.heading is None:
            ends = self._judge_first(ends)
        return numbered(self.file, ends, self.notes, self.left_out)

    # -- how it is written ----------------------------------------------------------------

    def _choose_dialect(self) -> None:
        """Find the separator, and set comments aside."""
        marked = [is_remark(line.text) for line in self.lines]
        pairs = zip(self.lines, marked, strict=True)
        plain = [line.text for line, mark in pairs if not mark]
        if not plain:
            plain = [line.text for line in self.lines if line.text.lstrip()[1:2].strip("# \t")]
        if not plain:
            self.lines = []
            return
        self.dialect = dialect_of(plain, _ending(self.file))
        if self.separator:
            width = max(len(self.dialect._replace(separator=self.separator).cells(plain[0])), 2)
            self.dialect = self.dialect._replace(separator=self.separator, width=width)
        rows = [self.dialect.cells(line) for line in sampled(plain)[1:]]
        of_numbers = bool(rows) and all(row and is_number(row[0]) for row in rows)
        kept: list[Line] = []
        remarks: list[Line] = []
        ties = 0
        for line, mark in zip(self.lines, marked, strict=True):
            tie = not mark or is_tie(line.text, self.dialect, of_numbers)
            ties += mark and tie
            (kept if tie else remarks).append(line)
        self._set_aside(remarks, kept, ties)
        self.lines = kept

    def _set_aside(self, remarks: list[Line], kept: list[Line], ties: int) -> None:
        """Count the comments, and take a heading from the last one above the ties.

        ``ties`` is the number of lines that begin like comments and are none.
        """
        above = [line for line in remarks if not kept or line.number < kept[0].number]
        if above and (found := KONECT.match(above[0].text)):
            if found[1] == "bip":
                raise self._refused(TWO_KINDS, above[0])
            self.heading_above = ["source", "target", "weight", "time"][: self.dialect.width]
        elif above:
            cells = self.dialect.cells(above[-1].text.strip().lstrip("#%/").strip())
            if len(cells) == self.dialect.width and is_likely(cells):
                self.heading_above = [cell.strip() for cell in cells]
        if remarks:
            count = counted(len(remarks), "line is a comment", "lines are comments")
            self.notes.append(f"{count} (the first is line {remarks[0].number:,})")
        if ties:
            count = counted(ties, "line that begins", "lines that begin")
            self.notes.append(f"{count} with # are ties like the others, no comments")

    def _matrix(self) -> TiesFile | None:
        """Return the ties if the lines are a matrix of them."""
        if self.dialect.width < 3 or len(self.lines) > self.dialect.width + 2:
            return None
        found = matrix_of([row for _, row in self._rows()])
        if found is None:
            return None
        note = f"the file is a matrix of ties between {len(found.people):,} people"
        ends = EndsOfTies(found.one, found.other, None, "cell", found.people)
        return numbered(self.file, ends, [*self.notes, note], self.left_out)

    def _layout(self) -> Layout:
        """Return the columns of people, and leave the heading and what is above it out."""
        self._skip_title()
        rows = [row for _, row in islice(self._rows(), MOST_JUDGED)]
        try:
            if self.heading_above is not None and not is_certain(rows[0]):
                return headed(self.heading_above)
            layout = layout_of(rows[0], rows[1:], self.dialect.width)
        except UnknownColumnsError as wrong:
            raise self._refused(str(wrong), self.lines[0]) from None
        if layout.heading is not None:
            self.lines = self.lines[1:]
        return layout

    def _skip_title(self) -> None:
        """Leave out lines of other text above a heading."""
        for place, line in enumerate(self.lines[: MOST_ABOVE + 1]):
            cells = filled(self.dialect.cells(line.text))
            named = sum(1 for cell in cells if cell.strip())
            if named > 1:
                # Some programs write names of groups of columns above the heading.
                grouped = place == 0 and named < len(cells)
                if grouped and not is_likely(cells):
                    continue
                if place and is_likely(cells):
                    why = f"{counted(place, 'line')} above the heading"
                    title = UnusedRows(place, why, f"line {self.lines[0].number:,}", False)
                    self.left_out.append(title)
                    self.lines = self.lines[place:]
                return

    # -- what it says ---------------------------------------------------------------------

    def _ends(self, layout: Layout) -> EndsOfTies:
        """Return the two people of each line."""
        one: list[str] = []
        other, places = [], []
        again: list[int] = []
        width = len(layout.heading or ("one", "other", "weight"))
        for place, row in self._rows():
            cells = filled(row)
            if not cells:
                continue
            if layout.heading and _is_heading(cells, layout.heading):
                again.append(place)
                continue
            if aside := self._no_tie(place, cells, one):
                self.left_out.append(aside)
                continue
            if said := self._wrong(place, cells, width, layout):
                raise self._refused(said, self.lines[place])
            one.append(_cell(cells, layout.one))
            other.append(_cell(cells, layout.other))
            places.append(self.lines[place].number)
        if again:
            why = counted(len(again), "line that repeats", "lines that repeat") + " the heading"
            first = f"line {self.lines[again[0]].number:,}"
            self.left_out.append(UnusedRows(len(again), why, first, False))
        if not one:
            raise refusal(self.file, EMPTY_FILE)
        return EndsOfTies(one, other, places)

    def _no_tie(self, place: int, cells: Row, one: list[str]) -> UnusedRows | None:
        """Return a line that counts the ties or names types of columns, None for another."""
        where = f"line {self.lines[place].number:,}"
        plain = [cell.strip().casefold() for cell in cells if cell.strip()]
        if place == 0 and len(plain) > 1 and set(plain) <= TYPES:
            return UnusedRows(1, "1 line with the types of the columns", where, False)
        is_last = place == len(self.lines) - 1 and one and not is_number(one[0])
        total = is_last and TOTAL.match(plain[0]) and all(map(is_number, plain[1:]))
        if total or (one and FOOTER.fullmatch(self.lines[place].text)):
            return UnusedRows(1, "1 line that counts the ties", where, False)
        return None

    def _plain_ends(self, layout: Layout) -> EndsOfTies | None:
        """Return the people of lines that hold two bare names each, None if one line has more.

        Most large files are so, and are read in a fraction of the time.
        """
        if layout.heading or self.dialect.attributes:
            return None
        one, other, places = [], [], []
        sign = None if self.dialect.separator == " " else self.dialect.separator
        for number, text in self.lines:
            cells = text.split(sign)
            if len(cells) != 2 or "#" in text:
                return None
            if not (cells[0][:1].isalnum() and cells[1][:1].isalnum()):
                return None
            one.append(cells[0])
            other.append(cells[1])
            places.append(number)
        return EndsOfTies(one, other, places)

    def _rows(self) -> Iterator[tuple[int, Row]]:
        """Yield the cells of each line with its place in the list of lines."""
        now = 0
        try:
            for place, row in self.dialect.rows(line.text for line in self.lines):
                yield place, row
                now = place + 1
        except csv.Error as wrong:
            said = (
                f"has a quote mark that does not fit ({wrong}); close each quoted name, and write "
                "a quote mark within it twice"
            )
            raise self._refused(said, self.lines[min(now, len(self.lines) - 1)]) from None

    def _wrong(self, place: int, cells: Row, width: int, layout: Layout) -> str:
        """Return what is wrong with a line: one cell alone, too many, or no weight."""
        if len(cells) == 1:
            sign = self.dialect.separator
            empty = sign != " " and sign in self.lines[place].text
            return "" if empty else ONE_PERSON
        if len(cells) > width:
            return TOO_MANY if not layout.heading else MORE_THAN_HEADING.format(len(cells), width)
        if layout.heading or len(cells) == 2:
            return ""
        weight = cells[3 - layout.one - layout.other]
        return "" if is_number(weight) or not weight.strip() else NO_WEIGHT

    def _judge_first(self, ends: EndsOfTies) -> EndsOfTies:
        """Leave out a first line that counts people and ties, or name it if it may be a heading."""
        first = [str(ends.one[0]).strip(), str(ends.other[0]).strip()]
        others = {*ends.one[1:], *ends.other[1:]}
        line = ends.line(0)
        if first == [str(len(others)), str(len(ends.one) - 1)]:
            why = "1 line that counts people and ties"
            self.left_out.append(UnusedRows(1, why, f"line {line}", False))
            lines = (ends.lines or ())[1:]
            return ends._replace(one=ends.one[1:], other=ends.other[1:], lines=lines)
        unmet = len(ends.one) > 2 and not others & set(first)
        if unmet and (first == ["0", "1"] or not any(map(is_number, first))):
            self.notes.append(
                f"line {line} is taken for a tie between {shown(first[0])} and {shown(first[1])}, "
                "whom no other line names; if it names columns, call them source and target"
            )
        return ends

    def _refused(self, said: str, line: Line) -> Exception:
        """Return the error for a line."""
        return refusal(self.file, said, line.number, line.text)


def edge_list(file: Path, decoded: DecodedText) -> TiesFile:
    """Return the ties of a text with two people per line, at any place of it.

    Between cells stand tabs, semicolons, bars, commas or blanks. Raises ``ScenarioError`` naming
    the line that cannot be read.
    """
    texts = plain_pairs(decoded.text.split("\n"))
    lines = list(whole_lines([Line(place, text) for place, text in enumerate(texts, 1)]))
    if lists_people_first([line.text for line in lines]):
        raise refusal(file, PEOPLE_FIRST)
    if lists_friends([line.text for line in lines]):
        return adjacency_list(file, decoded)
    separator = None
    if lines and (found := SEPARATOR_LINE.fullmatch(lines[0].text.strip())):
        separator = found[1] if found[1] in SEPARATORS | RARE_SEPARATORS else None
        lines = lines[1:]
    return EdgeListReader(file, lines, list(decoded.notes), separator).read()


def _ending(file: Path) -> str:
    """Return the ending of a file's name before .gz."""
    packed = {*PACKED, ".zip"}
    endings = [ending.lower() for ending in file.suffixes if ending.lower() not in packed]
    return endings[-1] if endings else ""


def _cell(cells: Row, place: int) -> str:
    """Return a cell without blanks and quotes around it, "" if a row is too short for it."""
    cell = cells[place].strip() if place < len(cells) else ""
    if len(cell) > 1 and cell[0] == cell[-1] and cell[0] in "'\"":
        return cell[1:-1].strip()
    return cell


def _is_heading(cells: Row, heading: Row) -> bool:
    """Return True if a row is the heading once more, as in files that were joined."""
    plain = [cell.strip() for cell in cells]
    return plain == heading[-len(plain) :] and columns_of(plain) is not None
