"""Studies carried out: the same data however they are run, kept through every interruption."""

import json
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
import xarray as xr
from typer.testing import CliRunner

import sim
from sim.cli import app
from sim.errors import InputError
from sim.reports import write_report
from sim.runs.journal import FILE
from sim.runs.runner import Execution
from sim.studies.execute import run_study
from sim.studies.loading import load_study
from sim.terminal.studies import LONG, Consent, span_of
from tests.studies.small_study import written

FILES = {"study.toml", "data.csv", "data.nc", "finding.txt", "finding.md", "chart.svg",
         "chart.png", "provenance.json"}  # fmt: skip


def test_a_study_writes_all_that_its_report_reads(tmp_path: Path) -> None:
    words = ["study", str(written(tmp_path)), "--out", str(tmp_path / "out")]
    ended = CliRunner().invoke(app, words, catch_exceptions=False)
    assert ended.exit_code == 0
    assert {file.name for file in (tmp_path / "out").iterdir()} == FILES
    headline = (tmp_path / "out" / "finding.txt").read_text("utf-8").splitlines()[0]
    assert headline in ended.output
    assert headline in (tmp_path / "out" / "chart.svg").read_text("utf-8")
    page = write_report(tmp_path / "out", "de", tmp_path / "report.html").read_text("utf-8")
    assert "Does a word help?" in page


def test_the_data_are_those_of_single_runs(tmp_path: Path) -> None:
    study = load_study(written(tmp_path))
    runs = run_study(study).runs.dataset
    story = study.scenario({"incident.affected": 0.6, "incident.repair.median": "5h"})
    record = sim.simulate(story, plan="sorry", seed=2)
    kept = runs.sel(plan="sorry", affected=0.6, lasts=5.0, seed=2)
    for measure in ("critical_posts_total", "peak", "trust_left"):
        assert float(kept[measure]) == record.measures[measure]


def test_netcdf_and_csv_hold_the_same_runs(tmp_path: Path) -> None:
    out = tmp_path / "out"
    CliRunner().invoke(app, ["study", str(written(tmp_path)), "--out", str(out)])
    table = pd.read_csv(out / "data.csv")
    with xr.open_dataset(out / "data.nc", engine="h5netcdf") as runs:
        assert len(table) == 3 * 4 * 3
        assert table["critical_posts_total"].sum() == float(runs["critical_posts_total"].sum())
        assert runs["peak"].attrs["units"] == "h-1"
        assert runs["peak"].attrs["counted"] == "posts"


# -- interrupted, and gone on with ----------------------------------------------------------


def test_what_is_finished_is_not_run_again(tmp_path: Path) -> None:
    study, folder = load_study(written(tmp_path)), tmp_path / "kept"
    whole = run_study(study, Execution(folder=folder)).runs.dataset
    lines = (folder / FILE).read_text("utf-8").splitlines(keepends=True)
    # as after a kill in the middle of a line
    (folder / FILE).write_text("".join(lines[:5]) + lines[5][:20], encoding="utf-8")
    told: list[tuple[int, int]] = []
    again = run_study(
        study, Execution(folder=folder), progress=lambda *done: told.append(done)
    ).runs.dataset
    assert len(told) == len(lines) - 5
    xr.testing.assert_identical(again, whole)
    assert (folder / FILE).read_text("utf-8").count("\n") == len(lines)


@pytest.mark.slow
def test_a_killed_study_goes_on(tmp_path: Path) -> None:
    file, out = written(tmp_path, instead={"seeds = 3": "seeds = 40"}), tmp_path / "out"
    words = [sys.executable, "-m", "sim", "study", str(file), "--out", str(out)]
    running = subprocess.Popen(words, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    kept = out / ".unfinished" / FILE
    while running.poll() is None and not (kept.exists() and kept.stat().st_size > 20_000):
        time.sleep(0.02)
    os.kill(running.pid, signal.SIGKILL)
    running.wait()
    before = kept.read_text("utf-8").count("\n") if kept.exists() else 0
    assert not (out / "data.csv").exists()
    assert 0 < before < 160
    ended = CliRunner().invoke(app, words[3:], catch_exceptions=False)
    assert ended.exit_code == 0
    again = run_study(load_study(file)).runs.dataset
    with xr.open_dataset(out / "data.nc", engine="h5netcdf") as runs:
        np.testing.assert_array_equal(runs["critical_posts_total"], again["critical_posts_total"])


def test_a_changed_study_is_refused_with_what_changed(tmp_path: Path) -> None:
    folder = tmp_path / "kept"
    run_study(load_study(written(tmp_path)), Execution(folder=folder))
    changed = load_study(written(tmp_path, instead={"[0.1, 0.6]": "[0.1, 0.5]"}))
    with pytest.raises(InputError, match=r"changed since then: study\.factors\.affected\.values"):
        run_study(changed, Execution(folder=folder))


# -- long ones -------------------------------------------------------------------------------------


def test_a_long_study_is_refused_in_a_pipe(tmp_path: Path) -> None:
    with pytest.raises(InputError, match=r"5,000 runs, which take about 3 days .* --yes"):
        Consent(yes=False, can_ask=False)(3 * 86400.0, 5000)
    Consent(yes=True, can_ask=False)(3 * 86400.0, 5000)
    Consent(yes=False, can_ask=False)(LONG / 2, 5000)


def test_an_endless_grid_is_estimated_not_listed(tmp_path: Path) -> None:
    endless = {"[0.1, 0.6]": "[0.1, 0.6]", 'values = ["5h", "20h"]':
               'low = 1.0\nhigh = 20.0\nsteps = 1000\nwrite = "{value}h"',
               "values = [0.1, 0.6]": "low = 0.1\nhigh = 0.6\nsteps = 1000",
               "seeds = 3": "seeds = 100000"}  # fmt: skip
    asked: list[tuple[float, int]] = []

    def agree(seconds: float, runs: int) -> None:
        asked.append((seconds, runs))
        raise InputError("no")

    with pytest.raises(InputError, match="no"):
        run_study(load_study(written(tmp_path, instead=endless)), agree=agree)
    assert asked[0][1] > 2.9e11
    assert "years" in span_of(asked[0][0])


def test_shipped_studies_are_listed() -> None:
    ended = CliRunner().invoke(app, ["list", "--studies"], catch_exceptions=False)
    assert "responses" in ended.output
    assert "has mistakes" not in ended.output


def test_a_study_as_json(tmp_path: Path) -> None:
    words = ["study", str(written(tmp_path)), "--out", str(tmp_path / "out"), "--json"]
    said = json.loads(CliRunner().invoke(app, words, catch_exceptions=False).stdout)
    assert said["rows"]
    assert said["finding"]
