"""``shitstorm validate`` and ``shitstorm fit``: what they show, write and refuse."""

import json
from pathlib import Path

import pytest
from typer.testing import CliRunner

from sim.cli import app
from sim.compiling import rules_mark
from sim.errors import InputError, UnknownNameError

QUICKEST = ("validate", "--rows", "L21,S6", "--pairs", "2", "--draws", "0")


def test_the_table_is_shown_and_written(tmp_path: Path):
    ended = CliRunner().invoke(app, [*QUICKEST, "--out", str(tmp_path)], catch_exceptions=False)
    assert ended.exit_code == 0
    assert "cannot be tested" in ended.output
    origin = json.loads((tmp_path / "provenance.json").read_text(encoding="utf-8"))
    assert (origin["rules of the model"], origin["pairs"]) == (rules_mark(), 2)
    assert {file.name for file in tmp_path.iterdir()} == {
        "provenance.json",
        "validation.csv",
        "validation.md",
        "validation.png",
        "validation.svg",
        "validation-studies.png",
        "validation-studies.svg",
    }
    assert (tmp_path / "validation.csv").read_text().startswith("row,fact,verdict,figure,value")


def test_the_table_as_json():
    ended = CliRunner().invoke(app, [*QUICKEST, "--json"], catch_exceptions=False)
    rows = json.loads(ended.output)
    assert {row["row"] for row in rows} == {"L21", "S6"}
    every = {"fact", "source", "protocol", "verdict", "verdict_text", "figure", "value", "low",
             "high", "unit", "share_of_pairs", "target", "part", "sign_sure", "missing", "power",
             "remark"}  # fmt: skip
    assert all(every <= set(row) for row in rows)


def test_a_row_that_must_hold_and_does_not_is_a_failure():
    ended = CliRunner().invoke(app, [*QUICKEST, "--must-hold", "L21"])
    assert ended.exit_code == 1
    assert CliRunner().invoke(app, [*QUICKEST, "--must-hold", "S6"]).exit_code == 0


def test_unknown_rows_are_refused():
    with pytest.raises(UnknownNameError, match="row 'S13'"):
        CliRunner().invoke(app, ["validate", "--rows", "S13"], catch_exceptions=False)


def test_a_fit_needs_a_file(tmp_path: Path):
    words = ["fit", str(tmp_path / "no.csv"), "excluded-profession"]
    with pytest.raises(InputError, match="there is no file"):
        CliRunner().invoke(app, words, catch_exceptions=False)


SMALL = (
    "--settings",
    "200",
    "--set",
    "community.outsiders=500",
    "--set",
    "incident.outrage_share=0.3",
    "--set",
    "community.ties.groups=12",
    "--set",
    "community.ties.homophily=0.0",
)


@pytest.fixture
def counts(tmp_path: Path) -> Path:
    days = [f"2020-01-{day:02},{1000 // day}" for day in range(1, 21)]
    path = tmp_path / "storm.csv"
    path.write_text("\n".join(["time,count", *days]))
    return path


@pytest.mark.slow
def test_fit_and_forecast_are_shown_and_written(counts: Path, tmp_path: Path):
    out = ("--out", str(tmp_path))
    words = [str(counts), "merger-protest", "--set", "community.people=6000", *SMALL, *out]
    ended = CliRunner().invoke(app, ["fit", *words], catch_exceptions=False)
    assert ended.exit_code == 0
    assert "power law" in ended.output
    said = json.loads((tmp_path / "fit.json").read_text())
    assert 0 <= said["share_in_80_percent_band"] <= 1
    made = {path.name for path in tmp_path.glob("settings-*.jsonl")}
    words = [*words, "--hours", "48", "--plans", "silence,broken-promises"]
    ended = CliRunner().invoke(app, ["forecast", *words], catch_exceptions=False)
    assert "severity" in ended.output
    plans = json.loads((tmp_path / "forecast.json").read_text())["plans"]
    assert {row["plan"] for row in plans["ranking"]} == {"silence", "broken-promises"}
    served = {path.name for path in tmp_path.glob("settings-*.jsonl")}
    assert served == made, "the same settings serve both"
    assert {"fit.png", "forecast.png", "posterior.csv"} <= {p.name for p in tmp_path.iterdir()}


def test_a_backtest_needs_real_storms(tmp_path: Path):
    with pytest.raises(InputError, match="no real storms"):
        CliRunner().invoke(
            app, ["backtest", "--data", str(tmp_path / "no")], catch_exceptions=False
        )
