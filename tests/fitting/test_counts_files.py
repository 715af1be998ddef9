"""Files of counts as tools export them: each kind of trouble, and what is made of it."""

import re
from datetime import date, datetime, timedelta
from pathlib import Path
from zipfile import ZipFile

import numpy as np
import pandas as pd
import pytest
from openpyxl import load_workbook

from sim.errors import InputError
from sim.fitting.counts import CountsReading, OpenQuestion, read_counts
from sim.fitting.counts.understood import three_lines
from sim.fitting.observed import read_storm
from tests.fitting.exports import (
    COUNTS,
    Dialect,
    days,
    moments,
    write_export,
    write_lines,
    write_workbook,
)

ROWS = [f"{day},{count}" for day, count in days()]
FROM_PEAK = [1300, 980, 420, 380, 160, 144]


def from_lines(folder: Path, *lines: str, **answers: str) -> list[float]:
    """Return the days of a storm in a file of these lines."""
    path = write_lines(folder / "counts.csv", *lines)
    return list(read_storm(path, CountsReading(**answers)).days)  # type: ignore[arg-type]


def hours(step: int = 1, zone: str = "Z") -> list[str]:
    """Return rows so many hours apart, each day's count in even parts."""
    return [
        f"{day}T{hour:02d}:00{zone},{count * step // 24}"
        for day, count in days((0, 0, 0, 0, 0, *(24 * count for count in FROM_PEAK)))
        for hour in range(0, 24, step)
    ]


# -- numbers and dates that have two meanings -----------------------------------------------


@pytest.mark.parametrize("cell", ["1.300", '"1,300"', "12.345", '"999,000"'])
def test_a_number_with_two_meanings_is_asked_about_with_both(tmp_path: Path, cell: str):
    path = write_lines(tmp_path / "counts.csv", "time,count", *ROWS[:4], f"2023-04-05,{cell}")
    with pytest.raises(OpenQuestion, match="line 6") as asked:
        read_counts(path)
    assert set(asked.value.answers) == {"english", "german"}
    english, german = (
        read_counts(path, CountsReading(numbers=style)).values["count"][-1]  # type: ignore[arg-type]
        for style in ("english", "german")
    )
    assert sorted((english / german, german / english))[1] == pytest.approx(1000)


@pytest.mark.parametrize(
    ("other", "peak"),
    [("0.5", 1.3), ("12.25", 1.3), ("1.234.567", 1300), ("7,5", 1300), ("1.300,5", 1300)],
)
def test_another_number_of_the_file_tells_the_style(tmp_path: Path, other: str, peak: float):
    path = write_lines(
        tmp_path / "counts.csv", "time;count", "2023-04-01;1.300", f"2023-04-02;{other}"
    )
    assert read_counts(path).values["count"][0] == peak


def test_two_styles_in_one_file_are_refused_with_both_lines(tmp_path: Path):
    path = write_lines(tmp_path / "c.csv", "time;count", "2023-04-01;1,5", "2023-04-02;1.5")
    with pytest.raises(InputError, match=r'"1.5" \(line 3\) and "1,5" \(line 2\)'):
        read_counts(path)
    with pytest.raises(InputError, match=r"line 3: .* leave --numbers german out"):
        read_counts(path, CountsReading(numbers="german"))


def test_thousands_that_cut_a_row_in_three_are_refused_with_its_line(tmp_path: Path):
    with pytest.raises(InputError, match="line 3: the row has 3 cells, the heading 2"):
        from_lines(tmp_path, "time,count", "2023-04-01,3", "2023-04-02,1,300", "2023-04-03,2")


def test_dates_with_two_orders_are_asked_about_with_what_each_makes_of_the_file(tmp_path: Path):
    path = write_export(tmp_path / "c.csv", days(), Dialect(dates="day-first", separator=";"))
    with pytest.raises(OpenQuestion, match="the file spans 2023-04-01 to 2023-04-11") as asked:
        read_counts(path)
    assert set(asked.value.answers) == {"day-first", "month-first"}
    assert list(read_storm(path, CountsReading(dates="day-first")).days) == FROM_PEAK


def test_one_day_beyond_the_twelfth_tells_the_order_of_all(tmp_path: Path):
    rows = days((*COUNTS, 90, 60))
    for order in ("day-first", "month-first"):
        path = write_export(tmp_path / "c.csv", rows, Dialect(dates=order, separator=";"))
        assert list(read_storm(path).days)[:6] == FROM_PEAK


def test_an_answer_that_the_dates_contradict_is_refused(tmp_path: Path):
    path = write_lines(tmp_path / "c.csv", "time,count", "13/04/2023,3", "14/04/2023,4")
    with pytest.raises(InputError, match="leave --dates month-first out"):
        read_counts(path, CountsReading(dates="month-first"))


def test_dates_that_a_spreadsheet_took_for_others_are_refused(tmp_path: Path):
    with pytest.raises(InputError, match=r"written in two ways.*line 2.*line 3"):
        from_lines(tmp_path, "time,count", "13/04/2023,3", "2023-01-04,4", "2023-02-04,4")


def test_epochs_cut_off_by_a_spreadsheet_are_refused_with_the_reason(tmp_path: Path):
    with pytest.raises(InputError, match=r"line 2.*cut off its last digits"):
        from_lines(tmp_path, "time,count", "1.68031E+12,3", "1.68031E+12,4")


# -- what stands around the table ------------------------------------------------------------


def test_lines_above_the_heading_are_left_out_and_named(tmp_path: Path):
    path = write_lines(
        tmp_path / "c.csv", "Report:,Overview", "From:,2023-04-01", "To:,2023-04-11", "",
        "Date,Mentions", *ROWS,
    )  # fmt: skip
    storm = read_storm(path)
    assert list(storm.days) == FROM_PEAK
    assert "lines 1 to 3 above the heading were left out" in storm.notes


@pytest.mark.parametrize(
    "last",
    ["Total,3438", "Summe,3438", ",3438", "Grand Total,3438", "Moyenne,312.5", "Totale,3438"],
)
def test_a_row_that_sums_up_others_is_no_count_and_is_named(tmp_path: Path, last: str):
    path = write_lines(tmp_path / "c.csv", "Date,Mentions", *ROWS, last)
    storm = read_storm(path)
    assert list(storm.days) == FROM_PEAK
    assert "line 13, which sums up others, was left out" in storm.notes


def test_a_row_without_a_time_that_is_no_total_is_refused(tmp_path: Path):
    with pytest.raises(InputError, match="line 13"):
        from_lines(tmp_path, "Date,Mentions", *ROWS, ",77")
    with pytest.raises(InputError, match="line 5"):
        from_lines(tmp_path, "Date,Mentions", *ROWS[:3], "soon,4", *ROWS[3:])


def test_remarks_below_the_table_are_left_out_and_named(tmp_path: Path):
    path = write_lines(tmp_path / "c.csv", "Date,Mentions", *ROWS, "", "Source: a tool", "Made up")
    assert "lines 14 and 15, below the table, were left out" in read_storm(path).notes


def test_files_put_one_after_the_other_are_read_as_one(tmp_path: Path):
    path = write_lines(tmp_path / "c.csv", "time,count", *ROWS[:4], "time,count", *ROWS[4:])
    storm = read_storm(path)
    assert list(storm.days) == FROM_PEAK
    assert "line 6, which repeats the heading, was left out" in storm.notes


def test_a_total_over_the_whole_stretch_is_no_count(tmp_path: Path):
    path = write_lines(tmp_path / "c.csv", "Date,Mentions", *ROWS, "2023-04-01 - 2023-04-11,3438")
    storm = read_storm(path)
    assert list(storm.days) == FROM_PEAK
    assert "line 13, which sums up others, was left out" in storm.notes


def test_a_table_of_a_database_is_read_between_its_dashes(tmp_path: Path):
    rows = [f" {day} | {count:5d}" for day, count in days()]
    path = write_lines(tmp_path / "c.txt", " time | count", "------+------", *rows, "(11 rows)")
    assert list(read_storm(path).days) == FROM_PEAK


@pytest.mark.parametrize("again", [["Date,Mentions"], ["", "Others", "Date,Mentions"],
                                   ["Day,Reach"]])  # fmt: skip
def test_a_second_table_is_refused_with_its_line(tmp_path: Path, again: list[str]):
    with pytest.raises(InputError, match=r"line 1[34]: a second table begins"):
        from_lines(tmp_path, "Date,Mentions", *ROWS, *again, *ROWS)


def test_lines_are_those_of_the_file_whatever_is_blank_or_broken_in_two(tmp_path: Path):
    with pytest.raises(InputError, match=r'line 9: "x" in the column "count"'):
        from_lines(
            tmp_path, "time,text,count", '2023-04-01,"one', 'two",3', "", "", "2023-04-02,a,4", "",
            "", "2023-04-03,b,x",
        )  # fmt: skip


@pytest.mark.parametrize("written", ["\ufeff{},{}", "\u200e{}\u200e,{}", '="{}",="{}"'])
def test_marks_that_nobody_sees_and_cells_kept_as_text_are_read(tmp_path: Path, written: str):
    rows = [written.format(day, count) for day, count in days()]
    assert from_lines(tmp_path, "time,count", *rows) == FROM_PEAK


def test_a_quotation_mark_that_is_not_closed_is_refused(tmp_path: Path):
    with pytest.raises(InputError, match="line 3: a quotation mark"):
        from_lines(tmp_path, "time,count,text", "2023-04-01,3,a", '2023-04-02,4,"b', *ROWS)


# -- columns ---------------------------------------------------------------------------------


def test_a_name_twice_but_for_its_capitals_names_both_columns(tmp_path: Path):
    with pytest.raises(InputError, match=r'"Time" \(column 1\) and "time" \(column 2\)'):
        from_lines(
            tmp_path, "Time,time,count", "2023-04-01,2023-04-01,3", "2023-04-02,2023-04-02,3"
        )
    with pytest.raises(InputError, match=r'"count" \(column 2\) and "Count" \(column 3\)'):
        from_lines(tmp_path, "time,count,Count ", "2023-04-01,1,3", "2023-04-02,2,3")


def test_several_columns_that_may_be_the_counts_are_asked_about(tmp_path: Path):
    lines = ["Day,bakery: (Worldwide),baker: (Worldwide)", *(f"{row},1" for row in ROWS)]
    with pytest.raises(OpenQuestion, match="count-column") as asked:
        from_lines(tmp_path, *lines)
    assert list(asked.value.answers) == ["bakery: (Worldwide)", "baker: (Worldwide)", "rows"]
    assert from_lines(tmp_path, *lines, count_column="bakery: (Worldwide)") == FROM_PEAK


def test_a_column_that_is_not_there_is_refused_with_a_near_one(tmp_path: Path):
    with pytest.raises(InputError, match=r'no column "Mention"; did you mean "Mentions"'):
        from_lines(tmp_path, "Date,Mentions", *ROWS, count_column="Mention")


def test_an_index_and_shares_of_the_hour_are_no_counts(tmp_path: Path):
    lines = [f"{place},{row}" for place, row in enumerate(ROWS)]
    assert from_lines(tmp_path, ",Date,result", *lines) == FROM_PEAK


def test_the_time_of_day_may_stand_in_its_own_column(tmp_path: Path):
    rows = [row.replace("T", ";").replace("Z,", ";") for row in hours()]
    path = write_lines(tmp_path / "c.csv", "Datum;Uhrzeit;Anzahl", *rows)
    read = read_counts(path)
    assert read.unit.name == "hours"
    assert len(np.unique(read.utc)) == 24 * len(COUNTS)


@pytest.mark.parametrize("clock", ["{0:02d}:00 - {0:02d}:59", "{0:02d}:00–{0:02d}:59", "{0}"])
def test_an_hour_may_be_written_with_its_end(tmp_path: Path, clock: str):
    cells = [(row[:10], clock.format(int(row[11:13])), row.split(",")[1]) for row in hours()]
    rows = [";".join(cell) for cell in cells]
    read = read_counts(write_lines(tmp_path / "c.csv", "Datum;Uhrzeit;Anzahl", *rows))
    assert (read.unit.name, len(np.unique(read.utc))) == ("hours", 24 * len(COUNTS))


def test_year_month_and_day_may_stand_in_three_columns(tmp_path: Path):
    rows = [f"{day.year},{day.month},{day.day},{count}" for day, count in days()]
    assert from_lines(tmp_path, "year,month,day,count", *rows) == FROM_PEAK
    rows = [row.replace("-", ",").replace("T", ",").replace(":00Z", "") for row in hours()]
    path = write_lines(tmp_path / "hours.csv", "Jahr,Monat,Tag,Stunde,Anzahl", *rows)
    assert len(np.unique(read_counts(path).utc)) == 24 * len(COUNTS)


def test_times_side_by_side_are_refused_as_such(tmp_path: Path):
    heading = "date," + ",".join(f"{hour:02d}:00" for hour in range(24))
    rows = [f"{day}," + ",".join(["3"] * 24) for day, _ in days()]
    with pytest.raises(InputError, match=r"side by side.*one row for each"):
        read_counts(write_lines(tmp_path / "c.csv", heading, *rows))


def test_posts_that_have_a_number_alone_are_counted(tmp_path: Path):
    rows = [f"{place},{moment}Z" for place, moment in enumerate(moments(), 10**18)]
    read = read_counts(write_lines(tmp_path / "c.csv", "id,created_at", *rows))
    assert (read.unit.posts, read.rows) == (True, sum(COUNTS))


def test_a_table_without_a_heading_is_read_and_said(tmp_path: Path):
    path = write_lines(tmp_path / "c.csv", *ROWS)
    storm = read_storm(path)
    assert list(storm.days) == FROM_PEAK
    assert any("no heading" in note for note in storm.notes)


# -- rows of the same time -------------------------------------------------------------------


@pytest.mark.parametrize("name", ["platform", "sentiment"])
def test_a_column_that_tells_rows_of_one_time_apart_is_named(tmp_path: Path, name: str):
    rows = [f"{day},{kind},{count}" for day, count in days() for kind in ("here", "there")]
    read = read_counts(write_lines(tmp_path / "c.csv", f"date,{name},count", *rows))
    assert read.values["count"].sum() == 2 * sum(COUNTS)
    assert any(f'"{name}" ("here", "there")' in note for note in read.notes)


def test_a_kind_that_is_the_sum_of_the_others_is_never_counted_twice(tmp_path: Path):
    rows = [f"{day},{kind},{count}" for day, count in days() for kind in ("Feed", "Total")]
    with pytest.raises(InputError, match='"Total" is the sum of the others'):
        read_counts(write_lines(tmp_path / "c.csv", "date,platform,count", *rows))


def test_days_that_never_fall_are_suspected_to_be_a_running_total(tmp_path: Path):
    total = np.cumsum(COUNTS)
    rows = [f"{day},{count}" for (day, _), count in zip(days(), total, strict=True)]
    notes = read_counts(write_lines(tmp_path / "c.csv", "date,count", *rows)).notes
    assert any("--cumulative" in note for note in notes)


# -- zones -----------------------------------------------------------------------------------


def test_days_at_local_midnight_stay_the_days_that_they_are(tmp_path: Path):
    rows = [f"{day}T00:00+02:00,{count}" for day, count in days()]
    storm = read_storm(write_lines(tmp_path / "c.csv", "time,count", *rows))
    assert storm.started == pd.Timestamp("2023-04-05T22:00Z")
    assert list(storm.days) == FROM_PEAK


def test_local_midnights_written_in_utc_begin_the_days(tmp_path: Path):
    rows = [f"{day - timedelta(days=1)}T22:00Z,{count}" for day, count in days()]
    storm = read_storm(write_lines(tmp_path / "c.csv", "time,count", *rows))
    assert storm.started == pd.Timestamp("2023-04-05T22:00Z")
    assert list(storm.days) == FROM_PEAK


@pytest.mark.parametrize("month", [3, 10])
def test_days_over_a_change_of_the_clock_are_all_there(tmp_path: Path, month: int):
    rows = [
        f"{pd.Timestamp(day, tz='Europe/Berlin').isoformat()},{count}"
        for day, count in days(start=date(2023, month, 24))
    ]
    storm = read_storm(write_lines(tmp_path / "c.csv", "time,count", *rows))
    assert list(storm.days) == FROM_PEAK


@pytest.mark.parametrize(
    "lines",
    [
        ["time,count", "2023-04-01 14:00 CEST,3", "2023-04-01 15:00 CEST,4"],
        ["time,count", "2023-04-01 14:00 Europe/Berlin,3", "2023-04-01 15:00 Europe/Berlin,4"],
        ["Zeit (MESZ),count", "2023-04-01 14:00,3", "2023-04-01 15:00,4"],
        ["Time zone: Europe/Berlin", "", "time,count", "2023-04-01 14:00,3", "2023-04-01 15:00,4"],
        ["time,count", "2023-04-01T14:00:00+0200,3", "2023-04-01T15:00:00+0200,4"],
        ["time,count", "2023-04-01 14:00 GMT+2,3", "2023-04-01 15:00 GMT+2,4"],
        ["time,count", "1680350400,3", "1680354000,4"],
        [
            "time,zone,time zone,count",
            "2023-04-01 14:00,a,Europe/Berlin,3",
            "2023-04-01 15:00,a,Europe/Berlin,4",
        ],
    ],
)
def test_a_zone_is_found_wherever_it_stands(tmp_path: Path, lines: list[str]):
    read = read_counts(write_lines(tmp_path / "c.csv", *lines))
    assert pd.Timestamp(int(read.utc[0]), unit="ms") == pd.Timestamp("2023-04-01 12:00")


def test_a_zone_of_two_countries_is_asked_about(tmp_path: Path):
    path = write_lines(tmp_path / "c.csv", "time,count", "2023-04-01 14:00 IST,3",
                       "2023-04-01 15:00 IST,4")  # fmt: skip
    with pytest.raises(InputError, match=r"India, Ireland or Israel.*--times-in"):
        read_counts(path)
    read = read_counts(path, CountsReading(times_in="Asia/Kolkata"))
    assert pd.Timestamp(int(read.utc[0]), unit="ms") == pd.Timestamp("2023-04-01 08:30")


def test_the_hour_that_comes_twice_in_autumn_is_two_hours(tmp_path: Path):
    times = pd.date_range("2023-10-28", "2023-10-31", freq="h", tz="Europe/Berlin")
    rows = [f"{moment:%Y-%m-%d %H:%M},5" for moment in times]
    path = write_lines(tmp_path / "c.csv", "time,count", *rows)
    read = read_counts(path, CountsReading(times_in="Europe/Berlin"))
    assert set(np.diff(read.utc)) == {3_600_000}


# -- what a row stands for ---------------------------------------------------------------------


@pytest.mark.parametrize("step", [2, 3, 6, 8, 12])
def test_rows_some_hours_apart_are_spread_and_no_day_is_lost(tmp_path: Path, step: int):
    storm = read_storm(write_lines(tmp_path / "c.csv", "time,count", *hours(step)))
    assert storm.step == 1
    assert list(storm.days) == [24 * count for count in FROM_PEAK]
    assert f"each row was spread evenly over its {step} hours" in storm.notes
    assert not any("outlier" in note for note in storm.notes)


def test_rows_of_quarter_hours_keep_their_days(tmp_path: Path):
    times = pd.date_range("2023-04-01", periods=4 * 24 * 4, freq="15min", tz="UTC")
    rows = [f"{moment.isoformat()},5" for moment in times]
    storm = read_storm(write_lines(tmp_path / "c.csv", "time,count", *rows))
    assert list(storm.days) == [480, 480, 480, 480]


@pytest.mark.parametrize(
    ("first", "step", "unit"),
    [("2023-01-01", "7D", "weeks"), ("2023-01-01", "MS", "months"), ("2023-01-01", "2D", "2 days")],
)
def test_longer_rows_are_understood_and_refused_with_a_remedy(
    tmp_path: Path, first: str, step: str, unit: str
):
    times = pd.date_range(first, periods=len(COUNTS), freq=step)
    rows = [f"{moment:%Y-%m-%d},{count}" for moment, count in zip(times, COUNTS, strict=True)]
    path = write_lines(tmp_path / "c.csv", "time,count", *rows)
    read = read_counts(path)
    assert read.unit.name == unit
    assert "at most 1,300" in three_lines(read)[0]
    with pytest.raises(InputError, match=f"its rows are {unit}.*export shorter"):
        read_storm(path)


@pytest.mark.parametrize(
    "cell", ["2023-W14", "KW 14/2023", "S14 2023", "2023-04-03 - 2023-04-09", "week 14, 2023"]
)
def test_weeks_are_told_by_how_they_are_written(tmp_path: Path, cell: str):
    later = cell.replace("14", "15").replace("04-09", "04-16").replace("04-03", "04-10")
    path = write_lines(tmp_path / "c.csv", "Week;count", f"{cell};3", f"{later};4")
    read = read_counts(path)
    assert read.unit.name == "weeks"
    assert pd.Timestamp(int(read.local[0]), unit="ms") == pd.Timestamp("2023-04-03")


@pytest.mark.parametrize("counted", [True, False])
def test_single_posts_leave_hours_without_one_at_zero(tmp_path: Path, counted: bool):
    lines = [f"{moment.isoformat()}Z" + (",1" if counted else "") for moment in moments()]
    path = write_lines(tmp_path / "c.csv", "time,count" if counted else "created_at", *lines)
    storm = read_storm(path)
    assert not np.isnan(storm.bins).any()
    assert storm.bins.sum() >= 0.98 * sum(COUNTS)


def test_an_export_of_posts_counts_its_rows_whatever_else_it_measures(tmp_path: Path):
    rows = [
        f'9,{moment:%Y-%m-%d %H:%M:%S}.0,"a ""title"", of","two\nlines",x.example/{place},{place}'
        for place, moment in enumerate(moments())
    ]
    path = write_lines(
        tmp_path / "c.csv", "Report:,Mentions", "", "Query Id,Date,Title,Snippet,Url,Likes", *rows
    )
    read = read_counts(path)
    assert read.values["count"].sum() == sum(COUNTS)
    assert "each row is one post" in three_lines(read)[2]


def test_hours_without_a_row_are_zero_where_it_is_quiet_and_unknown_where_it_is_loud(
    tmp_path: Path,
):
    quiet = ["2023-04-01T00:00Z,1", "2023-04-01T01:00Z,2", "2023-04-01T04:00Z,1"]
    loud = [f"2023-04-01T{hour:02d}:00Z,400" for hour in range(5, 24) if hour != 15]
    more = [f"2023-04-0{day}T{hour:02d}:00Z,90" for day in (2, 3, 4) for hour in range(24)]
    path = write_lines(tmp_path / "c.csv", "time,count", *quiet, *loud, *more)
    notes = read_storm(path).notes
    assert any(note.startswith("2 hours without a row were taken as zero") for note in notes)
    assert any(note.startswith("1 hour is missing") for note in notes)
    all_zero = read_storm(path, CountsReading(gaps="zero"))
    assert not any("missing" in note for note in all_zero.notes)


def test_an_empty_count_is_unknown_and_rows_still_to_come_are_no_part_of_the_storm(tmp_path: Path):
    rows = [*ROWS[:8], "2023-04-09,", *ROWS[9:], "2023-04-12,", "2023-04-13,n/a"]
    storm = read_storm(write_lines(tmp_path / "c.csv", "time,count", *rows))
    assert np.isnan(storm.days[3])
    assert len(storm.bins) == len(FROM_PEAK)
    assert "2 rows at the end without a count were left out" in storm.notes


def test_notes_speak_of_one_count_as_one(tmp_path: Path):
    rows = [f"2023-04-{day:02d},{count}" for day, count in enumerate(COUNTS, 2)]
    notes = read_storm(write_lines(tmp_path / "c.csv", "time,count", "2023-04-01,<1", *rows)).notes
    assert "1 count such as <1 was taken as half of that" in notes
    rows[2] = "2023-04-04,"
    notes = read_storm(write_lines(tmp_path / "c.csv", "time,count", *rows)).notes
    assert "1 row has no count: unknown, not zero" in notes


@pytest.mark.parametrize("cell", ["2023-04-01", "2023-04-01T10:00Z", "2023-04-01T10:00:07Z"])
def test_rows_of_one_moment_alone_are_no_storm(tmp_path: Path, cell: str):
    with pytest.raises(InputError, match="a fit needs 12 hours in 2 steps"):
        from_lines(tmp_path, "time,count", f"{cell},3", f"{cell},4", f"{cell},5")


# -- spikes ------------------------------------------------------------------------------------


def test_a_spike_is_replaced_with_a_word_or_kept_with_a_word(tmp_path: Path):
    rows = [f"2023-04-0{day}T{hour:02d}:00Z,{9000 if (day, hour) == (2, 7) else 10}"
            for day in range(1, 6) for hour in range(24)]  # fmt: skip
    path = write_lines(tmp_path / "c.csv", "time,count", *rows)
    replaced = read_storm(path)
    assert replaced.bins.max() == 10
    assert any("9000 at 2023-04-02 07:00" in note and "replaced" in note for note in replaced.notes)
    kept = read_storm(path, CountsReading(spikes="keep"))
    assert kept.bins.max() == 9000
    assert any("9000 at 2023-04-02 07:00" in note and "kept" in note for note in kept.notes)


# -- other formats -----------------------------------------------------------------------------


def test_a_workbook_is_read_whatever_its_name_ends_with(tmp_path: Path):
    rows = [(datetime.combine(day, datetime.min.time()), count) for day, count in days()]
    path = write_workbook(tmp_path / "renamed.csv", ("Datum", "Anzahl"), *rows)
    assert list(read_storm(path).days) == FROM_PEAK


def test_a_hidden_sheet_is_read_if_it_is_named(tmp_path: Path):
    path = write_workbook(tmp_path / "c.xlsx", ("Date", "N"), *days(), title="Seen")
    book = load_workbook(path)
    hidden = book.create_sheet("Older")
    for row in (("Date", "N"), *days((1,) * 9)):
        hidden.append(row)
    hidden.sheet_state = "hidden"
    book.save(path)
    assert read_counts(path).values["count"].sum() == sum(COUNTS)
    assert read_counts(path, CountsReading(sheet="older")).values["count"].sum() == 9


def test_two_sheets_with_counts_are_asked_about(tmp_path: Path):
    path = write_workbook(tmp_path / "c.xlsx", ("Date", "Count"), *days(), title="First")
    from openpyxl import load_workbook

    book = load_workbook(path)
    book.copy_worksheet(book["First"]).title = "Second"
    book.save(path)
    with pytest.raises(OpenQuestion, match="--sheet First") as asked:
        read_counts(path)
    assert list(asked.value.answers) == ["First", "Second"]
    assert list(read_storm(path, CountsReading(sheet="second")).days) == FROM_PEAK
    with pytest.raises(InputError, match="no sheet 'third'; name one of: First, Second"):
        read_counts(path, CountsReading(sheet="third"))


@pytest.mark.parametrize(
    "part", ["xl/worksheets/sheet1.xml", "xl/workbook.xml", "xl/styles.xml", "[Content_Types].xml"]
)
@pytest.mark.parametrize("broken", [b"", b"<a", b"\x00\xff"])
def test_a_workbook_with_a_broken_part_is_refused(tmp_path: Path, part: str, broken: bytes):
    whole = write_workbook(tmp_path / "whole.xlsx", ("Date", "Count"), *days())
    path = tmp_path / "broken.xlsx"
    with ZipFile(whole) as old, ZipFile(path, "w") as new:
        for name in old.namelist():
            new.writestr(name, broken if name == part else old.read(name))
    with pytest.raises(InputError, match=re.escape(str(path))):
        read_storm(path)


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"PK\x03\x04 and no more", "damaged or not complete"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1", "an old or a protected Excel workbook"),
        (b"<html><table>", "a web page or XML"),
        (b'[{"time": 1}]', "JSON"),
        (b"\x00\x01\x02\x03" * 20, "two bytes|no text|no column"),
        (b"\x1f\x8b\x08", "packed with gzip, and damaged"),
        (b"\n\n\n", "is empty"),
        (b"\xff\xfet", "cannot be read as text|is empty|no column"),
    ],
)
def test_what_is_no_table_is_refused_with_a_remedy(tmp_path: Path, content: bytes, said: str):
    path = tmp_path / "c.csv"
    path.write_bytes(content)
    with pytest.raises(InputError, match=said):
        read_counts(path)
