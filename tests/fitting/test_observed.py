"""Counts of real storms: what is read, what is said about it, what is refused."""

from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from sim.errors import InputError
from sim.fitting.counts import CountsReading
from sim.fitting.observed import beginning, read_storm


def write(folder: Path, *lines: str) -> Path:
    path = folder / "storm.csv"
    path.write_text("\n".join(("time,count", *lines)) + "\n", encoding="utf-8")
    return path


def hourly(counts: list[float], start: str = "2021-03-23T17:00:00Z") -> list[str]:
    times = pd.date_range(start, periods=len(counts), freq="h")
    return [f"{t.isoformat()},{c:g}" for t, c in zip(times, counts, strict=True)]


DAILY = ("2020-01-01,100", "2020-01-02,50", "2020-01-03,20", "2020-01-04,10")


def test_days_are_taken_as_they_are(tmp_path: Path):
    storm = read_storm(write(tmp_path, *DAILY))
    assert list(storm.days) == [100, 50, 20, 10]
    assert storm.notes == ("times without a zone were taken as UTC",)


def test_hours_are_summed_from_the_first_loud_one(tmp_path: Path):
    storm = read_storm(write(tmp_path, *hourly([0] * 30 + [10] * 24 + [5] * 24 + [1] * 24)))
    assert list(storm.days) == [240, 120, 24]
    assert storm.started == pd.Timestamp("2021-03-24T23:00Z")


def test_quiet_days_before_a_storm_are_left_out(tmp_path: Path):
    lines = ("2019-12-30,1", "2019-12-31,2", *DAILY)
    assert list(read_storm(write(tmp_path, *lines)).days) == [100, 50, 20, 10]


def test_disorder_and_doubles_are_handled_and_said(tmp_path: Path):
    storm = read_storm(write(tmp_path, DAILY[2], DAILY[0], DAILY[1], DAILY[3], "2020-01-04,3"))
    assert list(storm.days) == [100, 50, 20, 13]
    assert any("put in order" in note for note in storm.notes)
    assert any("added up" in note for note in storm.notes)


def test_a_gap_is_unknown_not_zero(tmp_path: Path):
    storm = read_storm(write(tmp_path, *DAILY, "2020-01-07,4"))
    assert np.isnan(storm.days[4:6]).all()
    assert storm.days[6] == 4


def test_zones_are_turned_into_utc(tmp_path: Path):
    far = [line.replace("+00:00", "+02:00") for line in hourly([10] * 96)]
    assert read_storm(write(tmp_path, *far)).started == pd.Timestamp("2021-03-23T15:00Z")


def test_a_running_total_is_taken_apart(tmp_path: Path):
    path = write(tmp_path, "2020-01-01,0", "2020-01-02,100", "2020-01-03,150", "2020-01-04,160")
    assert list(read_storm(path, CountsReading(cumulative=True)).days) == [100, 50, 10]


def test_a_likely_running_total_is_pointed_out(tmp_path: Path):
    storm = read_storm(write(tmp_path, *hourly(list(range(1, 97)))))
    assert any("--cumulative" in note for note in storm.notes)


@pytest.mark.parametrize(
    ("lines", "said"),
    [
        ((), "has no row of counts; give one"),
        (("2020-01-01,5",), "has one row of counts, line 2; give one"),
        (("2020-01-01,0", "2020-01-02,0", "2020-01-03,0"), "all counts are zero"),
        ((*DAILY, "2020-01-05,-3"), "is negative"),
        ((*DAILY, "yesterday,3"), "line 6"),
        ((*DAILY, "2020-01-05,many"), "line 6"),
        ((*DAILY, "2020-01-05,inf"), "line 6"),
        (("2020-01-01T00:00,5", "2020-01-02T00:00Z,5"), "some times have a time zone"),
        (
            tuple(hourly([5] * 11)),
            "covers 11 hours .* a fit needs 12",
        ),
    ],
)
def test_bad_figures_are_refused_with_what_to_do(tmp_path: Path, lines: tuple[str], said: str):
    with pytest.raises(InputError, match=said):
        read_storm(write(tmp_path, *lines))


def test_a_total_that_falls_is_none(tmp_path: Path):
    with pytest.raises(InputError, match="running total falls"):
        read_storm(write(tmp_path, *DAILY), CountsReading(cumulative=True))


def test_files_that_are_none_are_refused(tmp_path: Path):
    with pytest.raises(InputError, match="there is no file"):
        read_storm(tmp_path / "nowhere.csv")
    (tmp_path / "empty.csv").write_text("")
    with pytest.raises(InputError, match="is empty"):
        read_storm(tmp_path / "empty.csv")
    (tmp_path / "other.csv").write_text("place,posts\nhere,2\n")
    with pytest.raises(InputError, match='no column has times; line 1 has: "place", "posts"'):
        read_storm(tmp_path / "other.csv")


def test_the_beginning_is_the_first_loud_day():
    assert beginning(np.array([0.0, 0, 1, 0, 100, 50, 5]), 1) == 4
    assert beginning(np.array([3.0]), 1) == 0


def test_half_a_day_is_enough_and_quarter_hours_stay(tmp_path: Path):
    times = pd.date_range("2021-03-23T17:00Z", periods=48, freq="15min")
    rows = [f"{time.isoformat()},{count}" for count, time in enumerate(times, start=1)]
    storm = read_storm(write(tmp_path, *rows))
    assert storm.step == 0.25
    assert storm.hours == 12
    assert storm.bins[:3].tolist() == [1, 2, 3]


@pytest.mark.parametrize(
    ("minutes", "step", "said"),
    [(5, 0.25, "quarter-hours"), (10, 0.5, "half-hours"), (20, 1.0, "hours"), (30, 0.5, None)],
)
def test_minutes_become_the_shortest_even_bins(
    tmp_path: Path, minutes: int, step: float, said: str | None
):
    rows = 24 * 60 // minutes
    times = pd.date_range("2021-03-23T17:00Z", periods=rows, freq=f"{minutes}min")
    storm = read_storm(write(tmp_path, *(f"{time.isoformat()},2" for time in times)))
    assert storm.step == step
    assert storm.bins.tolist() == [2 * step * 60 / minutes] * round(24 / step)
    assert any("summed by" in note for note in storm.notes) == (said is not None)


def test_days_after_the_sixtieth_are_left_out_and_said(tmp_path: Path):
    times = pd.date_range("2020-01-01", periods=70).strftime("%Y-%m-%d")
    storm = read_storm(write(tmp_path, *(f"{time},9" for time in times)))
    assert len(storm.days) == 60
    assert any("after 60 days" in note for note in storm.notes)


def test_a_storm_begins_above_the_quiet_level_not_the_evening_before(tmp_path: Path):
    counts = [5.0, 4, 6] * 16 + [300.0] * 24 + [80.0] * 24
    storm = read_storm(write(tmp_path, *hourly(counts)))
    assert storm.started == pd.Timestamp("2021-03-25T17:00Z")
    assert storm.quiet == pytest.approx(5.0, abs=0.2)
