"""Times, counts and lines as people and programs spell them: read as they are meant."""

import gzip
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest

from sim.errors import InputError
from sim.fitting.counts import Counts, CountsReading, OpenQuestion, read_counts
from tests.fitting.exports import COUNTS, START, days, write_lines

WEEKDAYS = {"English": "Mon Tue Wed Thu Fri Sat Sun", "German": "Mo Di Mi Do Fr Sa So",
            "French": "lun. mar. mer. jeu. ven. sam. dim."}  # fmt: skip


def weekday(day: date, language: str) -> str:
    return WEEKDAYS[language].split()[day.weekday()]


def read(path: Path, spelt: Callable[[date, int], str], heading: str = "time;count") -> Counts:
    """Counts read from lines of which each is spelt for a day and its count."""
    lines = [heading, *(spelt(day, n) for day, n in days())]
    return read_counts(write_lines(path, *lines), CountsReading(dates="day-first"))


def is_whole(counts: Counts) -> bool:
    """Whether all days and counts are there, in days."""
    return (
        list(counts.values["count"]) == list(COUNTS)
        and counts.local[0] // 86_400_000 == START.toordinal() - date(1970, 1, 1).toordinal()
        and counts.unit.name == "days"
    )


@pytest.mark.parametrize(
    "spelt",
    [
        lambda d: f"{d} ({weekday(d, 'English')}) 00:00",
        lambda d: f"{d} [{weekday(d, 'English')}]",
        lambda d: f"{d} {weekday(d, 'English')}",
        lambda d: f"{d:%d.%m.%Y} ({weekday(d, 'German')})",
        lambda d: f"{d:%d.%m.%Y}, {weekday(d, 'German')}.",
        lambda d: f"{d:%Y/%m/%d} {weekday(d, 'French')}",
    ],
)
def test_a_weekday_may_stand_before_behind_or_within_a_time(
    tmp_path: Path, spelt: Callable[[date], str]
):
    assert is_whole(read(tmp_path / "c.csv", lambda d, n: f"{spelt(d)};{n}"))


@pytest.mark.parametrize(
    "spelt",
    [
        lambda d: f"{d:%Y_%m_%d}",
        lambda d: f"{d:%d %m %Y}",
        lambda d: f"{d:%d%b%Y}",
        lambda d: f"{d:%d%b%Y}:00:00:00",
        lambda d: f"{d:%b} {d.day}, {d.year} @ 00:00:00.000",
        lambda d: f"le {d.day} avril {d.year} à 0h00",
        lambda d: f"am {d.day}. April {d.year}",
    ],
)
def test_dates_of_statistics_programs_dashboards_and_sentences_are_read(
    tmp_path: Path, spelt: Callable[[date], str]
):
    assert is_whole(read(tmp_path / "c.csv", lambda d, n: f"{spelt(d)};{n}"))


@pytest.mark.parametrize(
    ("zone", "hours"),
    [
        ("(UTC)", 0), ("[MESZ]", 2), ("Pacific Time", -7), ("Central European Summer Time", 2),
        ("Mitteleuropäische Sommerzeit", 2), ("heure d’été d’Europe centrale", 2),
        ("W. Europe Standard Time", 2), ("India Standard Time", 5.5),
    ],
)  # fmt: skip
def test_zones_in_brackets_and_in_words_are_known(tmp_path: Path, zone: str, hours: float):
    counts = read(tmp_path / "c.csv", lambda d, n: f"{d} 00:00 {zone};{n}")
    assert is_whole(counts)
    assert (counts.local[0] - counts.utc[0]) / 3_600_000 == hours


@pytest.mark.parametrize(
    ("spelt", "expected"),
    [
        ("4 posts", 4.0), ("4 Beiträge", 4.0), ("~4", 4.0), ("ca. 4", 4.0), ("4+", 4.0),
        (">4", 4.0), ("4*", 4.0), ("4.000e+00", 4.0), ("'4", 4.0), ("≤4", 2.0), ("unter 4", 2.0),
        ("moins de 4", 2.0), ("N/V", None), ("no data", None), ("keine Daten", None),
    ],
)  # fmt: skip
def test_counts_with_a_unit_a_bound_or_a_footnote_are_read(
    tmp_path: Path, spelt: str, expected: float | None
):
    found = read(tmp_path / "c.csv", lambda d, n: f"{d};{spelt if n == 4 else n}").values["count"]
    expected_days = [float("nan") if n == 4 and expected is None else float(n) for n in COUNTS]
    if expected is not None:
        expected_days[COUNTS.index(4)] = expected
    assert list(map(str, found)) == list(map(str, expected_days))


def test_comments_units_and_sources_of_a_table_are_left_out_and_named(tmp_path: Path):
    lines = [f"{day},{count}" for day, count in days()]
    path = write_lines(
        tmp_path / "c.csv", "time,count", "[UTC],[posts]", *lines[:4], "# a storm, it seems",
        *lines[4:], "Source: Bakery Watch, 2023",
    )  # fmt: skip
    counts = read_counts(path)
    assert is_whole(counts)
    said = " ".join(counts.notes)
    assert "line 2, between the heading and the first row, was left out" in said
    assert "line 7, which is a comment, was left out" in said
    assert "line 15, below the table, was left out" in said


def test_hashtags_and_errors_of_spreadsheets_are_no_comments(tmp_path: Path):
    path = tmp_path / "c.csv"
    assert is_whole(read(path, lambda d, n: f"#rolls;{d};{n}", "topic;time;count"))
    with pytest.raises(InputError, match=r'line 3: "#REF!" is no time'):
        read(path, lambda d, n: f"{'#REF!' if n == 2 else d};{n}")


@pytest.mark.parametrize(
    ("heading", "row"),
    [
        ("time count", "{0} {1}"), ("time        count", "{0}  {1:6}"), ("# time count", "{0} {1}"),
        ("count time", "{1:7} {0}"), ("time~count", "{0}~{1}"), ("time^count", "{0}^{1}"),
        ("time count", "{0} 00:00 {1}"),
    ],
)  # fmt: skip
def test_cells_may_stand_apart_by_blanks_and_rare_signs(tmp_path: Path, heading: str, row: str):
    assert is_whole(read(tmp_path / "c.txt", row.format, heading))


def test_an_hour_without_minutes_is_one_where_cells_are_separated(tmp_path: Path):
    lines = [f"{day} {hour:02d},{count}" for day, count in days() for hour in range(24)]
    counts = read_counts(write_lines(tmp_path / "c.csv", "hour,count", *lines))
    assert counts.unit.name == "hours"
    assert len(counts.utc) == 24 * len(COUNTS)


def test_a_file_that_is_packed_is_read(tmp_path: Path):
    text = "\n".join(["time,count", *(f"{day},{count}" for day, count in days())])
    path = tmp_path / "c.csv.gz"
    path.write_bytes(gzip.compress(text.encode()))
    assert is_whole(read_counts(path))
    path.write_bytes(gzip.compress(text.encode())[:-12])
    with pytest.raises(InputError, match="packed with gzip, and damaged"):
        read_counts(path)


def test_columns_with_the_same_times_are_no_question(tmp_path: Path):
    seconds = (START.toordinal() - date(1970, 1, 1).toordinal()) * 86_400
    epoch = {day: (seconds + place * 86_400) * 1000 for place, (day, _) in enumerate(days())}
    heading = "key_as_string;key;doc_count"
    assert is_whole(read(tmp_path / "c.csv", lambda d, n: f"{d};{epoch[d]};{n}", heading))
    heading = "von;bis;Anzahl"
    assert is_whole(read(tmp_path / "c.csv", lambda d, n: f"{d};{d};{n}", heading))


def test_months_by_name_are_read_where_a_date_stands_in_three_columns(tmp_path: Path):
    heading = "Jahr;Monat;Tag;Anzahl"
    counts = read(tmp_path / "c.csv", lambda d, n: f"{d.year};April;{d.day};{n}", heading)
    assert is_whole(counts)


@pytest.mark.parametrize("sign", list("\u00a0\u202f\u2009\u200a\u2007'’‘ʼ`´_ "))
def test_thousands_apart_by_spaces_or_apostrophes_have_one_meaning(tmp_path: Path, sign: str):
    assert is_whole(read(tmp_path / "c.csv", lambda d, n: f"{d};{n:,}".replace(",", sign)))


@pytest.mark.parametrize("word", ["K", " k", " Tsd.", " Tausend", " thousand", " milliers"])
def test_rounded_counts_are_read_in_three_languages(tmp_path: Path, word: str):
    def spelt(day: date, count: int) -> str:
        return f"{day};{count / 1000:.1f}{word}" if count == 1300 else f"{day};{count}"

    counts = read(tmp_path / "c.csv", lambda d, n: spelt(d, n).replace(".", ",", 1))
    assert is_whole(counts)
    assert any("rounded" in note for note in counts.notes)


@pytest.mark.parametrize("spelt", ["{:%d%m%Y}", "{:%m%d%Y}"])
def test_dates_of_eight_digits_that_end_with_the_year_are_asked_about(tmp_path: Path, spelt: str):
    lines = ["time,count", *(f"{spelt.format(day)},{count}" for day, count in days())]
    path = write_lines(tmp_path / "c.csv", *lines)
    with pytest.raises(OpenQuestion, match="the order of day and month is open") as asked:
        read_counts(path)
    assert "1 April 2023" in str(asked.value)
    order = "day-first" if spelt.startswith("{:%d") else "month-first"
    assert is_whole(read_counts(path, CountsReading(dates=order)))  # type: ignore[arg-type]
    # Spreadsheets take the zero at the beginning away.
    shorter = write_lines(tmp_path / "s.csv", *(line.removeprefix("0") for line in lines))
    assert is_whole(read_counts(shorter, CountsReading(dates=order)))  # type: ignore[arg-type]


def test_eight_digits_are_counts_where_no_date_can_be_meant(tmp_path: Path):
    lines = [f"{day};{10_122_019 + 100_000 * place}" for place, (day, _) in enumerate(days())]
    counts = read_counts(write_lines(tmp_path / "c.csv", "time;count", *lines))
    assert counts.values["count"][0] == 10_122_019


def test_days_within_weeks_are_days(tmp_path: Path):
    assert is_whole(read(tmp_path / "c.csv", lambda d, n: f"{d:%G-W%V-%u};{n}"))
    assert is_whole(read(tmp_path / "c.csv", lambda d, n: f"{d:%GW%V%u};{n}"))


@pytest.mark.parametrize(
    "spelt",
    ["{y}-Q{q}", "{y}Q{q}", "Q{q} {y}", "Q{q}/{y}", "T{q} {y}", "{q}. Quartal {y}",
     "{q}e trimestre {y}", "Quarter {q}, {y}"],
)  # fmt: skip
def test_quarters_are_understood_as_such(tmp_path: Path, spelt: str):
    lines = [f'"{spelt.format(y=2023, q=q)}";{10 * q}' for q in range(1, 5)]
    counts = read_counts(write_lines(tmp_path / "c.csv", "period;count", *lines))
    assert counts.unit.name == "quarters"
    assert not counts.unit.fits
    assert "the quarter from January 2023" in counts.times.meaning
    months = counts.local.astype("datetime64[ms]").astype("datetime64[M]").astype(str)
    assert list(months) == ["2023-01", "2023-04", "2023-07", "2023-10"]


@pytest.mark.parametrize("second", ["Tag;Anzahl", "datetime;number", "(UTC);(posts)"])
def test_a_second_line_of_the_heading_is_left_out_with_a_word(tmp_path: Path, second: str):
    counts = read(tmp_path / "c.csv", lambda d, n: f"{d};{n}", f"Datum;Anzahl\n{second}")
    assert is_whole(counts)
    assert any("between the heading and the first row" in note for note in counts.notes)


@pytest.mark.parametrize("encoding", ["utf-32-le", "utf-32-be", "utf-16-le", "utf-16-be"])
def test_wide_encodings_are_told_without_a_mark(tmp_path: Path, encoding: str):
    path = tmp_path / "c.csv"
    text = "\n".join(["Datum;Beiträge", *(f"{day};{count}" for day, count in days())])
    path.write_bytes(text.encode(encoding))
    assert is_whole(read_counts(path))


def test_shares_are_refused_as_such_at_their_line(tmp_path: Path):
    with pytest.raises(InputError, match=r'line 2: "0\.3%" .* is a share; export the counts'):
        read(tmp_path / "c.csv", lambda d, n: f"{d};{n / 10:.1f}%")
