"""The same counts in every dialect: read back as they are, or asked about, never otherwise."""

from datetime import date
from pathlib import Path
from tempfile import TemporaryDirectory

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sim.fitting.counts import Counts, CountsReading, OpenQuestion, read_counts
from tests.fitting.exports import (
    COUNTS,
    DATES,
    HEADINGS,
    NUMBERS,
    PREAMBLES,
    TOTALS,
    Dialect,
    days,
    write_export,
    write_workbook,
)

DIALECTS = st.builds(
    Dialect,
    dates=st.sampled_from(sorted(DATES)),
    numbers=st.sampled_from(sorted(NUMBERS)),
    heading=st.sampled_from(HEADINGS),
    preamble=st.sampled_from(PREAMBLES),
    total=st.one_of(st.none(), st.sampled_from(TOTALS)),
    separator=st.sampled_from([",", ";", "\t", "|"]),
    encoding=st.sampled_from(["utf-8", "utf-8-sig", "utf-16", "cp1252", "utf-16-le"]),
    ending=st.sampled_from(["\n", "\r\n", "\r"]),
    quoted=st.booleans(),
)
FIGURES = st.lists(st.integers(0, 3_000_000), min_size=3, max_size=40).filter(any)
STARTS = st.dates(date(2005, 1, 1), date(2030, 1, 1))


def answers(dialect: Dialect) -> CountsReading:
    """Return what a user who knows the dialect would answer."""
    style = dialect.numbers.split()[0].rstrip(",")
    order = dialect.dates.split(",")[0]
    return CountsReading(
        numbers=style if style in ("english", "german", "french") else None,  # type: ignore[arg-type]
        dates=order if order in ("day-first", "month-first") else None,  # type: ignore[arg-type]
    )


def read_or_asked(path: Path) -> tuple[Counts | None, str | None]:
    """Return a file's counts, or what is asked about it."""
    try:
        return read_counts(path), None
    except OpenQuestion as question:
        return None, question.field


@settings(max_examples=60, deadline=None)
@given(dialect=DIALECTS, figures=FIGURES, start=STARTS)
def test_counts_come_back_in_every_dialect_or_are_asked_about(
    dialect: Dialect, figures: list[int], start: date
):
    rows = days(tuple(figures), start)
    expected = np.array([day.toordinal() for day, _ in rows]) - date(1970, 1, 1).toordinal()
    with TemporaryDirectory() as folder:
        path = write_export(Path(folder) / "export.csv", rows, dialect)
        told = read_counts(path, answers(dialect))
        assert list(told.values["count"]) == figures
        assert list(told.local // 86_400_000) == list(expected)
        assert told.unit.name == "days" or set(figures) == {1}
        alone, asked = read_or_asked(path)
        assert asked in (None, "numbers", "dates")
        if alone is not None:
            assert list(alone.values["count"]) == figures
            assert list(alone.local) == list(told.local)


@pytest.mark.parametrize("dates", sorted(DATES))
@pytest.mark.parametrize("numbers", sorted(NUMBERS))
def test_every_pair_of_dates_and_numbers_is_read_with_its_answers(
    tmp_path: Path, dates: str, numbers: str
):
    dialect = Dialect(dates, numbers, separator=";")
    path = write_export(tmp_path / "export.csv", days(), dialect)
    read = read_counts(path, answers(dialect))
    assert list(read.values["count"]) == list(COUNTS)


@pytest.mark.parametrize("typed", [True, False])
def test_a_workbook_gives_the_same_as_a_text(tmp_path: Path, typed: bool):
    rows = [
        (day if typed else DATES["dots"](day), count if typed else NUMBERS["german"](count))
        for day, count in days()
    ]
    path = write_workbook(
        tmp_path / "export.xlsx", ("Bericht", None), (None, None), ("Datum", "Anzahl"), *rows,
        ("Summe", sum(COUNTS)),
    )  # fmt: skip
    read = read_counts(path, CountsReading(numbers=None if typed else "german"))
    assert list(read.values["count"]) == list(COUNTS)
    assert read.unit.name == "days"
    assert any("line 15" in note for note in read.notes)
