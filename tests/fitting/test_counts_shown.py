"""What fit, forecast and backtest show of a file before they begin, and how they ask."""

import json
from collections.abc import Iterator
from pathlib import Path

import pytest
from typer.testing import CliRunner

from sim.cli import app
from sim.commands import counts_options
from sim.commands.counts_options import read_or_ask
from sim.errors import InputError
from sim.fitting.counts import CountsReading, read_counts
from sim.fitting.counts.understood import volume_bars
from tests.fitting.exports import COUNTS, Dialect, days, write_export, write_lines

PEAK = "2023-04-06"


def dry_run(command: str, path: Path, *options: str) -> str:
    """Return what a command shows of a file, and nothing else."""
    shown = CliRunner().invoke(
        app, [command, str(path), "excluded-profession", "--dry-run", *options]
    )
    if shown.exception is not None and not isinstance(shown.exception, SystemExit):
        raise shown.exception
    return shown.output


@pytest.mark.parametrize("command", ["fit", "forecast"])
def test_three_lines_and_a_plot_show_what_was_understood(tmp_path: Path, command: str):
    dialect = Dialect("dots", "german", ("Datum", "Anzahl"), separator=";", total="Summe")
    path = write_export(tmp_path / "export.csv", days(), dialect)
    lines = dry_run(command, path, "--numbers", "german").splitlines()
    assert "11 rows of days, 2023-04-01 to 2023-04-11; 3,438 in all" in lines[0]
    assert lines[1].startswith('Times: column "Datum", "01.04.2023" (line 2) is 1 April 2023')
    assert lines[2] == 'Counts: column "Anzahl"; German numbers: "1.300" (line 7) is 1,300.'
    assert lines[3] == "Note: line 13, which sums up others, was left out"
    plot = [line for line in lines[4:] if line.strip()]
    assert len(plot) == len(COUNTS)
    assert plot[5].startswith(PEAK)
    assert "1,300 day 0 of the storm" in plot[5]


def test_json_is_json_alone(tmp_path: Path):
    path = write_export(tmp_path / "export.csv", days(), Dialect())
    (told,) = json.loads(dry_run("fit", path, "--json"))
    assert told["rows_are"] == "days"
    assert told["volumes"][PEAK] == 1300
    assert told["days"] == [1300, 980, 420, 380, 160, 144]


def test_defenders_are_shown_as_well(tmp_path: Path):
    critics = write_export(tmp_path / "critics.csv", days(), Dialect())
    defenders = write_export(tmp_path / "defenders.csv", days(), Dialect())
    shown = dry_run("fit", critics, "--defending", str(defenders))
    assert "critics.csv (" in shown
    assert "defenders.csv (" in shown


def test_what_no_fit_can_use_is_shown_before_it_is_refused(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
):
    rows = [f"2023-{month:02d},{month}" for month in range(1, 10)]
    path = write_lines(tmp_path / "c.csv", "Month,count", *rows)
    options = counts_options.ReadingOptions(dry_run=True)
    with pytest.raises(InputError, match="its rows are months"):
        options.storms([path], 3, as_json=False)
    assert "9 rows of months" in capsys.readouterr().out


def test_a_backtest_shows_each_file_on_a_line_of_its_own(tmp_path: Path):
    write_export(tmp_path / "a.csv", days(), Dialect("day-first", separator=";"))
    study = write_lines(
        tmp_path / "study.toml", 'title = "Mine"', 'scenario = "excluded-profession"',
        "[[storms]]", 'file = "a.csv"', 'label = "a storm"', 'dates = "day-first"',
    )  # fmt: skip
    arguments = ["backtest", str(study), "--data", str(tmp_path), "--dry-run"]
    shown = CliRunner().invoke(app, arguments)
    assert shown.exit_code == 0, shown.output
    assert "day first" in shown.output
    assert "2023-04-01 " in shown.output.splitlines()[-2]
    assert "at most 1,300" in shown.output.splitlines()[-2]


def test_nothing_is_asked_where_nobody_can_answer(tmp_path: Path):
    path = write_export(tmp_path / "c.csv", days(), Dialect("day-first", separator=";"))
    with pytest.raises(InputError, match="--dates day-first"):
        read_or_ask(path, CountsReading())


def test_each_question_is_asked_in_a_terminal_with_its_readings(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
):
    dialect = Dialect("day-first", "german", separator=";")
    path = write_export(tmp_path / "c.csv", days(), dialect)
    said: Iterator[str] = iter(["7", "2", "1"])
    monkeypatch.setattr("sys.stdin.isatty", lambda: True, raising=False)
    monkeypatch.setattr("sys.stderr.isatty", lambda: True, raising=False)
    monkeypatch.setattr("builtins.input", lambda *_: next(said))
    counts = read_or_ask(path, CountsReading())
    assert (counts.reading.numbers, counts.reading.dates) == ("german", "day-first")
    assert list(counts.values["count"]) == list(COUNTS)
    asked = capsys.readouterr().err
    assert "2  german: it is 1,300" in asked
    assert "1  day-first:" in asked


def test_a_console_without_blocks_gets_plain_signs(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    path = write_export(tmp_path / "export.csv", days(), Dialect())
    monkeypatch.setattr("rich.console.Console.encoding", property(lambda _: "ascii"))
    shown = dry_run("fit", path)
    assert "#" * 40 in shown
    assert shown.isascii()


@pytest.mark.parametrize(
    ("rows", "begins"),
    [
        ([f"2023-{month:02d}" for month in range(1, 13)], "2023-03-01"),
        ([f"{month}/2023" for month in range(1, 13)], "2023-03-01"),
        ([f"Q{place % 4 + 1} {2021 + place // 4}" for place in range(12)], "2021-07-01"),
    ],
)
def test_each_month_or_quarter_has_a_bar_of_its_own(tmp_path: Path, rows: list[str], begins: str):
    lines = [f"{row},{100 + place}" for place, row in enumerate(rows)]
    bars = volume_bars(read_counts(write_lines(tmp_path / "c.csv", "period,count", *lines)))
    assert [bar.volume for bar in bars] == [100.0 + place for place in range(12)]
    assert bars[2].label == begins
