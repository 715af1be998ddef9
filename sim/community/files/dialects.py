"""How a list of ties is written: the sign between its cells, its quotes and its comments.

The separator is the sign that gives every line the same number of cells and fits the ending of
the file. A comma is preferred to blanks, and every other sign to a comma, which stands in
decimal numbers and in names.
"""

import csv
import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

SEPARATORS = {"\t": "tabs", ";": "semicolons", "|": "bars", ",": "commas", " ": "blanks"}
"""Signs between cells with their names, the less ambiguous ones first."""
RARE_SEPARATORS = {
    ":": "colons", "~": "tildes", "^": "carets", "\x01": "signs of control", "，": "wide commas",
}  # fmt: skip
"""Signs between cells that are tried where no other sign cuts a line."""
FITTING = {".tsv": "\t", ".tab": "\t", ".csv": "\t;|,"}
"""Separators that fit an ending. Every one fits any other ending."""
COMMENTS = ("#", "%", "//")
SAMPLE = 400
"""Lines from the beginning, and again from the whole file, that tell how it is written."""
NUMBER = re.compile(r"[+-]?(?:\d+(?:[.,]\d*)?|[.,]\d+)(?:[eE][+-]?\d+)?")
ATTRIBUTES = re.compile(r"(?<=\S)[ \t,;|]*\{.*\}\s*$")
"""What networkx writes behind the two people of a tie."""
REMARK = re.compile(r"^(\s*[+-]?\d+[\s,;|]+[+-]?\d+(?:[\s,;|]+[-+.\deE]+)?)\s*#.*$")
"""Two numbered people, and a remark behind them."""
DECIMAL_COMMA = re.compile(r"\S+\s+\S+\s[^,]*\d,\d[^,]*")
"""A line cut by blanks in which the only comma is that of a decimal number."""
SPREADSHEET_ERROR = re.compile(r"#(?:N/A|REF!|NAME\?|VALUE!|DIV/0!|NULL!|NUM!)", re.IGNORECASE)
"""What a spreadsheet writes into a cell that it cannot work out."""
SEPARATOR_LINE = re.compile(r"sep=(.)", re.IGNORECASE)
"""The first line that tells a spreadsheet the separator."""

Row = list[str]


class Dialect(NamedTuple):
    """The sign between cells, the sign around them, and the number of cells of a line."""

    separator: str
    quote: str = '"'
    width: int = 2
    attributes: bool = False
    """A ``{}`` of networkx stands at the end of the lines."""

    def rows(self, lines: Iterable[str]) -> Iterator[tuple[int, Row]]:
        """Yield the cells of each line with the number of lines taken until then.

        Raises ``csv.Error`` where a quote mark does not fit.
        """
        reader = csv.reader(
            map(self._clean, lines),
            delimiter=self.separator,
            quotechar=self.quote,
            skipinitialspace=True,
            strict=True,
        )
        taken = 0
        for row in reader:
            yield taken, row
            taken = reader.line_num

    def cells(self, line: str) -> Row:
        """Return the cells of one line, none if its quotes do not close."""
        try:
            return next((row for _, row in self.rows([line])), [])
        except csv.Error:
            return []

    def _clean(self, line: str) -> str:
        """Return a line without blanks around it, and without what is no cell of a table."""
        if self.attributes:
            line = ATTRIBUTES.sub("", line)
        if "#" in line and (found := REMARK.match(line)):
            line = found[1]
        return line.replace("\t", " ").strip() if self.separator == " " else line.strip(" ")


def dialect_of(lines: Sequence[str], ending: str) -> Dialect:
    """Return how lines are written, from a sample of those that are no comments."""
    sample = sampled(lines)
    attributes = 2 * sum(line.rstrip().endswith("}") for line in sample) > len(sample)
    quoted = sum(line.lstrip().startswith("'") and line.count("'") > 1 for line in sample)
    quote = "'" if 2 * quoted > len(sample) else '"'
    fitting = FITTING.get(ending, "".join(SEPARATORS))
    judged = []
    for order, sign in enumerate(SEPARATORS):
        candidate = Dialect(sign, quote, 1, attributes)
        rows = [candidate.cells(line) for line in sample]
        width, even, numbers, share = _judged(rows)
        if sign == "," and all(DECIMAL_COMMA.fullmatch(line.strip()) for line in sample[1:]):
            width = width if len(sample) < 2 else 1
        score = (width > 1, even, numbers, sign in fitting, share, -order)
        judged.append((score, candidate._replace(width=max(width, 2))))
    (cuts, *_), best = max(judged, key=lambda pair: pair[0])
    rare = (best._replace(separator=sign) for sign in RARE_SEPARATORS) if not cuts else ()
    for candidate in rare:
        widths = {len(candidate.cells(line)) for line in sample}
        if len(widths) == 1 and (width := widths.pop()) > 1:
            return candidate._replace(width=width)
    return best


def sampled(lines: Sequence[str]) -> list[str]:
    """Return lines from the beginning and from the whole of a file."""
    step = max(1, (len(lines) - SAMPLE) // SAMPLE)
    return [*lines[:SAMPLE], *lines[SAMPLE::step]]


def _judged(rows: list[Row]) -> tuple[int, bool, bool, float]:
    """Return the cells of most lines, whether all have as many, and what else speaks for them.

    The first line may have one cell less, as a heading has above names of rows.
    """
    counts = Counter(len(filled(row)) for row in rows)
    widths = Counter(len(row) for row in rows)
    width = max(widths, key=lambda cells: (widths[cells], cells))
    share = widths[width] / len(rows)
    even = all(len(row) == width for row in rows[1:])
    even = even and len(rows[0]) in (width, max(2, width - 1))
    if not even and width > 1:
        even = min(counts) > 1 and len(counts) == 1
        width = max(counts) if even else width
    people = [row for row in rows[1:] or rows if len(row) > 1]
    numeric = sum(sum(map(is_number, row)) > 1 for row in people)
    return width, even, bool(people) and numeric > 0.9 * len(people), share


def filled(row: Row) -> Row:
    """Return a row without the empty cells at its end."""
    end = len(row)
    while end and not row[end - 1].strip():
        end -= 1
    return row[:end]


def is_number(cell: str) -> bool:
    """Return True for a number as people write them, with a point or a comma."""
    return NUMBER.fullmatch(cell.strip()) is not None


def is_remark(line: str) -> bool:
    """Return True if a line begins as comments do."""
    line = line.lstrip()
    return line.startswith(COMMENTS) and SPREADSHEET_ERROR.match(line) is None


def is_tie(line: str, dialect: Dialect, of_numbers: bool) -> bool:
    """Return True if a line that begins as comments do is a tie like the others, as of hashtags."""
    line = line.strip()
    mark = next((mark for mark in COMMENTS if line.startswith(mark)), "")
    if of_numbers or not mark or line[len(mark) :][:1] in ("", " ", "\t", "!", "#", "%", "/"):
        return False
    cells = filled(dialect.cells(line))
    return len(cells) in (2, dialect.width) and " " not in cells[0].strip()
