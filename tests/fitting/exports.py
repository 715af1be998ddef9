"""Counts as exports write them: the same figures in many dialects."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from pathlib import Path

from openpyxl import Workbook

START = date(2023, 4, 1)
COUNTS = (3, 2, 4, 5, 40, 1300, 980, 420, 380, 160, 144)
FRENCH_MONTHS = ("janv.", "févr.", "mars", "avr.", "mai", "juin", "juil.", "août", "sept.", "oct.",
                 "nov.", "déc.")  # fmt: skip
GERMAN_MONTHS = ("Januar", "Februar", "März", "April", "Mai", "Juni", "Juli", "August",
                 "September", "Oktober", "November", "Dezember")  # fmt: skip

DATES: dict[str, Callable[[date], str]] = {
    "iso": lambda d: d.isoformat(),
    "iso with slashes": lambda d: f"{d:%Y/%m/%d}",
    "dots": lambda d: f"{d:%d.%m.%Y}",
    "dots, short": lambda d: f"{d.day}.{d.month}.{d:%y}",
    "day-first": lambda d: f"{d:%d/%m/%Y}",
    "month-first": lambda d: f"{d.month}/{d.day}/{d.year}",
    "day-first, short": lambda d: f"{d:%d/%m/%y}",
    "English": lambda d: f"{d:%b} {d.day}, {d.year}",
    "English with weekdays": lambda d: f"{d:%a}, {d:%b} {d.day}, {d.year}",
    "English, day first": lambda d: f"{d:%d-%b-%Y}",
    "German": lambda d: f"{d.day}. {GERMAN_MONTHS[d.month - 1]} {d.year}",
    "French": lambda d: f"{d.day} {FRENCH_MONTHS[d.month - 1]} {d.year}",
    "French without accents": lambda d: f"{d.day} {FRENCH_MONTHS[d.month - 1]} {d.year}".replace(
        "é", "e"
    ).replace("û", "u"),
    "logs of servers": lambda d: f"[{d:%d/%b/%Y}:00:00:00 +0000]",
    "from when until when": lambda d: f"{d} 00:00 - 23:59",
    "compact": lambda d: f"{d:%Y%m%d}",
    "Excel's days": lambda d: str((d - date(1899, 12, 30)).days),
    "epoch": lambda d: str(round((d - date(1970, 1, 1)).total_seconds())),
    "epoch in milliseconds": lambda d: f"{round((d - date(1970, 1, 1)).total_seconds())}000",
    "midnight in UTC": lambda d: f"{d}T00:00:00.000+0000",
    "midnight by name": lambda d: f"{d} 00:00:00 UTC",
}
NUMBERS: dict[str, Callable[[int], str]] = {
    "plain": str,
    "english": lambda n: f"{n:,}",
    "english with decimals": lambda n: f"{n:,}.00",
    "german": lambda n: f"{n:,}".replace(",", "."),
    "german with decimals": lambda n: f"{n:,}".replace(",", ".") + ",0",
    "french": lambda n: f"{n:,}".replace(",", "\u202f"),
    "french, older": lambda n: f"{n:,}".replace(",", "\u00a0") + ",00",
    "swiss": lambda n: f"{n:,}".replace(",", "’"),
}
HEADINGS = (("time", "count"), ("Date", "Mentions"), ("Datum", "Anzahl"), ("Jour", "Nombre"),
            ("Tag", "Bäckerei: (Deutschland)"), ("date", "résultats"))  # fmt: skip
PREAMBLES = (
    (),
    ("Category: All categories", ""),
    ("Report:;Overview", "From:;01.03.2023", "To:;30.04.2023", ""),
    ("# counts of a storm", "# made on 2023-05-01"),
)
TOTALS = ("", "Total", "Summe", "Gesamtergebnis", "Total général")


@dataclass(frozen=True, slots=True)
class Dialect:
    """How an export writes its figures."""

    dates: str = "iso"
    numbers: str = "plain"
    heading: tuple[str, str] = ("time", "count")
    preamble: tuple[str, ...] = ()
    total: str | None = None
    separator: str = ","
    encoding: str = "utf-8"
    ending: str = "\n"
    quoted: bool = False


def days(counts: tuple[int, ...] = COUNTS, start: date = START) -> list[tuple[date, int]]:
    """Return a count for each day."""
    return [(start + timedelta(days=place), count) for place, count in enumerate(counts)]


def write_export(path: Path, rows: list[tuple[date, int]], dialect: Dialect) -> Path:
    """Write counts in a dialect."""

    def line(*cells: str) -> str:
        return dialect.separator.join(
            f'"{cell}"' if dialect.quoted or dialect.separator in cell else cell for cell in cells
        )

    as_date, as_number = DATES[dialect.dates], NUMBERS[dialect.numbers]
    lines = [*dialect.preamble, line(*dialect.heading)]
    lines += [line(as_date(day), as_number(count)) for day, count in rows]
    if dialect.total is not None:
        lines.append(line(dialect.total, as_number(sum(count for _, count in rows))))
    text = dialect.ending.join(lines) + dialect.ending
    if dialect.encoding == "cp1252":
        text = text.replace("\u202f", "\u00a0")
    path.write_bytes(text.encode(dialect.encoding))
    return path


def write_lines(path: Path, *lines: str) -> Path:
    """Write lines as they are."""
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")
    return path


def write_workbook(path: Path, *rows: tuple[object, ...], title: str = "Sheet") -> Path:
    """Write rows to a workbook."""
    book = Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.title = title
    for row in rows:
        sheet.append(row)
    book.save(path)
    return path


def moments(counts: tuple[int, ...] = COUNTS) -> list[datetime]:
    """Return a moment for each post, at odd seconds of its day, with nights that are empty."""
    return [
        datetime.combine(day, time(8)) + timedelta(seconds=(13 * 3600 * place) // count + 7)
        for day, count in days(counts)
        for place in range(count)
    ]
