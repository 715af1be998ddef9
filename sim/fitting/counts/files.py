"""Open a file of counts: its encoding, its separator, its rows with their lines.

A text file is told by its first bytes and lines, whatever its ending. Rows are read one at a
time, so that ten million of them take little memory.
"""

import codecs
import csv
import lzma
import re
import zlib
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import lru_cache
from io import BytesIO, TextIOWrapper
from itertools import islice
from pathlib import Path
from typing import IO, Self
from zipfile import BadZipFile, ZipFile

from sim.community.files.contents import PACKED, zipped_name
from sim.errors import InputError
from sim.fitting.counts.moments import moment_of
from sim.language.told import Told, said
from sim.language.typesetting import Language

Cell = str | float
"""Text as it stands in the file, or a number of a workbook."""
Row = tuple[int, list[Cell]]
"""Line of the file, from 1, and its cells."""
MOST_BYTES = 2_000_000_000
"""Size of a file that is still read."""
MOST_UNPACKED = 500_000_000
"""Bytes of what is packed in a file, so that no small file fills the memory."""
SAMPLE_BYTES, SAMPLE_LINES = 65_536, 300
BLANKS = " "
"""In place of a separator: cells stand apart by blanks, which times may hold as well."""
SEPARATORS = {
    ",": "commas", ";": "semicolons", "\t": "tabs", "|": "bars", "~": "tildes", "^": "carets",
    BLANKS: "blanks",
}  # fmt: skip
MOST_WORDS = 6
"""Words of a time in a line that is cut at blanks."""
MARKS = {
    codecs.BOM_UTF8: "utf-8-sig",
    codecs.BOM_UTF32_LE: "utf-32",
    codecs.BOM_UTF32_BE: "utf-32",
    codecs.BOM_UTF16_LE: "utf-16",
    codecs.BOM_UTF16_BE: "utf-16",
}
"""Byte order marks, the longer one first where one begins like another."""
OTHER_FORMATS = {
    b"\xd0\xcf\x11\xe0": "excel",
    b"%PDF": "pdf",
    b"PAR1": "parquet",
    b"PK\x03\x04": "archive",
    b"<": "page",
}
WORKBOOK_MARK = b"PK\x03\x04"
LONGEST_MARK = 6
"""Bytes at the beginning that tell how a file is packed."""
JSON_BEGIN = re.compile(rb'\s*(?:\{\s*["}]|\[\s*[\[{])')
"""Beginning of an object, or of a list of objects or lists."""
LINES: dict[Language, tuple[tuple[str, str], ...]] = {
    "en": ((r"(?<=[ (,])line(s?) (?=\d)", r"record\1 "), (" the line ", " the record ")),
    "de": ((r"\bZeilen (?=\d)", "Datensätze "), (r"\bZeile (?=\d)", "Datensatz "),
           (" die Zeile ", " den Datensatz ")),
    "fr": ((r"\bligne(s?) (?=\d)", r"enregistrement\1 "), (r" la ligne\b", " l’enregistrement")),
}  # fmt: skip
"""What texts say of numbered lines, and what they say where records are numbered."""
LONE_HOUR = re.compile(r"\d{4}-\d\d-\d\d [0-2]\d")
"""A date and an hour without minutes, as databases write them."""
UNSEEN = re.compile("[\ufeff\u200b\u200e\u200f\u202a-\u202e\u2060\u2066-\u2069]")
"""Marks without width or ink, as copying from pages and joining files leaves them in cells."""
AS_TEXT = re.compile(r'="([^"]*)"')
"""A cell that was written so that a spreadsheet does not change it."""
ENCODINGS = {"utf-8": "UTF-8", "utf-8-sig": "UTF-8", "cp1252": "Windows-1252"}


@dataclass(frozen=True, slots=True)
class RowSource:
    """The rows of a file, as often as they are asked for."""

    form: str
    """How the file is written, in words."""
    rows: Callable[[], Iterator[Row]]
    """Iterate over the rows that are not blank."""
    separated: bool = False
    """Cells are cut at a separator, so that a row with too many of them is a mistake."""
    records: bool = False
    """Records are numbered, where lines of the file tell nothing."""

    def said(self, text: str) -> str:
        """Return a text that names lines with what the rows are numbered by."""
        return OfRecords(text) if self.records else text

    @contextmanager
    def numbered(self) -> Iterator[None]:
        """Let errors within the block name what the rows are numbered by."""
        try:
            yield
        except InputError as wrong:
            wrong.args = tuple(map(self.said, wrong.args))
            raise


class OfRecords(Told):
    """A text of which lines are called records."""

    def __new__(cls, text: str) -> Self:
        """Return the text with the other word."""
        made = str.__new__(cls, _of_records(text, "en"))
        made.text = text
        return made

    text: str

    def __reduce__(self) -> tuple[object, ...]:
        return OfRecords, (self.text,)

    def said(self, language: Language) -> str:
        """Return the text in a language."""
        return _of_records(said(self.text, language), language)


def _of_records(text: str, language: Language) -> str:
    for lines, records in LINES[language]:
        text = re.sub(lines, records, text)
    return text


@contextmanager
def readable(path: Path) -> Iterator[None]:
    """Read a table within the block. InputError says why it cannot be read."""
    if path.is_dir():
        raise InputError(Told("counts.folder", path=path))
    try:
        yield
    except FileNotFoundError:
        raise InputError(Told("counts.missing", path=path)) from None
    except UnicodeError as problem:
        raise InputError(Told("counts.not_text", path=path, problem=problem)) from None
    except (OSError, csv.Error) as problem:
        raise InputError(Told("counts.unreadable", path=path, problem=problem)) from None


def text_source(path: Path) -> RowSource:
    """Return the rows of a text file. InputError if it is none, or too large."""
    if not path.is_file():
        path.stat()
        raise InputError(Told("counts.no_file", path=path))
    if (size := path.stat().st_size) > MOST_BYTES:
        raise InputError(Told("counts.too_large", path=path))
    with unpacked(path) as stream:
        start = stream.read(SAMPLE_BYTES)
    _refuse_other_formats(path, start)
    if not size:
        raise InputError(Told("counts.empty", path=path))
    encoding = _encoding(path, start)
    with unpacked(path) as stream, TextIOWrapper(stream, encoding, newline="") as lines:
        sample = list(islice(lines, SAMPLE_LINES))
    named = _named_separator(sample)
    separator = named or _separator(sample)
    called = SEPARATORS.get(separator)
    form = Told(
        "counts.form",
        encoding=ENCODINGS.get(encoding, encoding.upper()),
        separator=separator if called is None else Told(f"counts.separator_{called}"),
    )

    def rows() -> Iterator[Row]:
        return _rows(path, encoding, separator, skip=1 if named else 0)

    return RowSource(form, rows, separated=True)


def json_text(path: Path) -> tuple[str, str] | None:
    """Return the text of a JSON file and the name of its encoding, None for another file."""
    if not path.is_file() or path.stat().st_size > MOST_BYTES:
        return None
    with unpacked(path) as stream:
        start = stream.read(SAMPLE_BYTES)
    if not JSON_BEGIN.match(start.replace(b"\0", b"").lstrip(b"\xef\xbb\xbf\xff\xfe")):
        return None
    encoding = _encoding(path, start)
    with unpacked(path) as stream, TextIOWrapper(stream, encoding) as text:
        return text.read(), ENCODINGS.get(encoding, encoding.upper())


@contextmanager
def unpacked(path: Path) -> Iterator[IO[bytes]]:
    """Open a file within the block, or what is in it if it is packed or alone in an archive."""
    with path.open("rb") as stream:
        begin = stream.read(LONGEST_MARK)
        packers = [packer for packer, mark, _ in PACKED.values() if begin.startswith(mark)]
        packers += ["zip"] if begin.startswith(WORKBOOK_MARK) else []
        if not packers:
            stream.seek(0)
            yield stream
            return
    found = path.stat()
    with BytesIO(_content(path, packers[0], (found.st_mtime_ns, found.st_size))) as inside:
        yield inside


@lru_cache(maxsize=1)
def _content(path: Path, packer: str, version: tuple[int, int]) -> bytes:
    """Return what is packed in a file, which is read more than once. ``version`` is its mark."""
    try:
        if packer == "zip":
            with ZipFile(path) as archive, archive.open(zipped_name(path)) as one:
                content = one.read(MOST_UNPACKED + 1)
        else:
            opened = next(opened for name, _, opened in PACKED.values() if name == packer)
            with opened(BytesIO(path.read_bytes())) as inside:
                content = inside.read(MOST_UNPACKED + 1)
    except (EOFError, zlib.error, lzma.LZMAError, BadZipFile, OSError, RuntimeError):
        raise InputError(Told("counts.damaged", path=path, packer=packer)) from None
    if len(content) > MOST_UNPACKED:
        raise InputError(Told("counts.unpacks", path=path))
    return content


def _refuse_other_formats(path: Path, start: bytes) -> None:
    plain = start.removeprefix(codecs.BOM_UTF8).lstrip()
    for mark, name in OTHER_FORMATS.items():
        if plain.startswith(mark):
            raise InputError(
                Told("counts.other_format", path=path, what=Told(f"counts.what_{name}"))
            )


def _encoding(path: Path, start: bytes) -> str:
    """Return the encoding: by its mark, by its zeros, or the first that fits the whole file."""
    for mark, name in MARKS.items():
        if start.startswith(mark):
            return name
    if zeros := start.count(0):
        if zeros * 2 > len(start):
            return "utf-32-le" if start[0] else "utf-32-be"
        odd = start[1::2].count(0)
        if zeros < len(start) / 5:
            raise InputError(Told("counts.no_text", path=path))
        return "utf-16-le" if odd * 2 > zeros else "utf-16-be"
    decoder = codecs.getincrementaldecoder("utf-8")()
    try:
        with unpacked(path) as stream:
            while piece := stream.read(1 << 20):
                decoder.decode(piece)
        decoder.decode(b"", final=True)
    except UnicodeDecodeError:
        return "cp1252"
    return "utf-8"


def _named_separator(lines: list[str]) -> str | None:
    """Return the separator of a first line such as ``sep=;``, as Excel writes it."""
    first = lines[0].rstrip("\r\n").strip('"') if lines else ""
    named = first.lower().startswith("sep=") and len(first) == 5
    return first[4] if named else None


def _separator(lines: list[str]) -> str:
    """Return the sign that leaves most times whole, and most rows with the same number of cells."""

    def fits(separator: str) -> tuple[int, int, int, int]:
        rows = [row for row in csv.reader(lines, delimiter=separator, skipinitialspace=True) if row]
        timed = [row for row in rows if any(map(moment_of, row[:50]))]
        width, alike = Counter(map(len, timed or rows)).most_common(1)[0] if rows else (0, 0)
        all_alike = sum(len(row) == width for row in rows)
        return len(timed), alike if width > 1 else 0, -width, all_alike

    try:
        best = max((sign for sign in SEPARATORS if sign != BLANKS), key=fits)
        if fits(best)[1] == 0 and _stand_apart_by_blanks(lines):
            return BLANKS
    except csv.Error:
        return ","
    return best


def _stand_apart_by_blanks(lines: list[str]) -> bool:
    """Return True if most lines hold a time and something beside it, with blanks between."""
    cut = [cells for line in lines if (cells := _cut_at_blanks(line))]
    return 2 * sum(len(cells) > 1 and any(map(moment_of, cells)) for cells in cut) > len(cut)


def _cut_at_blanks(line: str) -> list[str]:
    """Return the words of a line, those of a time as one. A sign of a comment is none."""
    words = line.lstrip("# ").split()
    for length in range(min(MOST_WORDS, len(words)), 1, -1):
        for begin in range(min(2, len(words) - length + 1)):
            time = words[begin : begin + length]
            # A figure behind a time is its count, not an hour.
            if time[-1].isdecimal() and moment_of(" ".join(time[:-1])):
                continue
            if moment_of(" ".join(time)):
                return [*words[:begin], " ".join(time), *words[begin + length :]]
    return words


def _plain_line(line: str) -> str:
    """Return a line without marks that nobody sees, and without signs that keep cells as text."""
    line = line if line.isascii() else UNSEEN.sub("", line)
    return AS_TEXT.sub(r'"\1"', line) if '="' in line else line


def _rows(path: Path, encoding: str, separator: str, skip: int) -> Iterator[Row]:
    """Iterate over the rows that are not blank. InputError names the line of a broken one."""
    before = 0
    with unpacked(path) as packed, TextIOWrapper(packed, encoding, newline="") as stream:
        lines = map(_plain_line, stream)
        if separator == BLANKS:
            cut = enumerate(map(_cut_at_blanks, lines), 1)
            yield from ((line, list[Cell](cells)) for line, cells in cut if cells)
            return
        reader = csv.reader(lines, delimiter=separator, skipinitialspace=True, strict=True)
        try:
            for cells in reader:
                line, before = before + 1, reader.line_num
                if line > skip and any(cell and not cell.isspace() for cell in cells):
                    hours = (f"{cell}:00" if LONE_HOUR.fullmatch(cell) else cell for cell in cells)
                    yield line, list[Cell](hours if len(cells) > 1 else cells)
        except csv.Error:
            raise InputError(Told("counts.quotation", path=path, line=before + 1)) from None
