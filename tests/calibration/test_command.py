"""``shitstorm calibrate``: its help, its refusals, and the files that it writes."""

import json
import subprocess
import sys
import time
import tomllib
from dataclasses import replace
from pathlib import Path

import pytest
from typer.testing import CliRunner

from sim.calibration.history_matching import calibrate
from sim.calibration.result import Calibration
from sim.charts.calibration import calibration
from sim.cli import app
from sim.errors import InputError, UnknownNameError
from sim.runs.runner import Execution
from sim.terminal.calibration import present_calibration
from tests.calibration.made_up import OPTIONS, SPACE, rows

SECONDS_OF_HELP = 8.0
"""Generous: a busy machine; loading SciPy and scikit-learn would take as long on an idle one."""


def small_result() -> Calibration:
    """Return a wave of made-up rows, of which two are in conflict and one is impossible."""
    few = replace(OPTIONS, waves=1, sets=10)
    return calibrate(rows("L1", "L2", "L3", "L4"), SPACE, few, Execution(workers=1))


def refusal(*arguments: str) -> str:
    result = CliRunner().invoke(app, ["calibrate", *arguments])
    assert isinstance(result.exception, InputError), result.output
    return str(result.exception)


def test_help_loads_nothing_slow() -> None:
    begin = time.perf_counter()
    code = (
        "import sys; from typer.testing import CliRunner; from sim.cli import app; "
        "print(CliRunner().invoke(app, ['calibrate', '--help']).output); "
        "print('LOADED', [m for m in ('numpy', 'numba', 'sklearn', 'scipy') if m in sys.modules])"
    )
    shown = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=True
    ).stdout
    assert "--first-seed" in shown
    assert "LOADED []" in shown
    assert time.perf_counter() - begin < SECONDS_OF_HELP


def test_a_missing_folder_is_refused_with_the_remedy() -> None:
    assert "name one: --out calibration" in refusal()


def test_a_spread_around_nothing_is_refused_with_the_remedy(tmp_path: Path) -> None:
    message = refusal("--out", str(tmp_path), "--spread", "0.2")
    assert "use it with --around default" in message


def test_an_unknown_row_is_refused_with_the_nearest_one(tmp_path: Path) -> None:
    result = CliRunner().invoke(app, ["calibrate", "--out", str(tmp_path), "--rows", "S1,L99"])
    assert isinstance(result.exception, UnknownNameError)
    assert "there is no row 'L99'" in str(result.exception)


def test_a_row_of_the_table_is_calibrated_and_all_files_are_written(tmp_path: Path) -> None:
    options = "--rows S12 --sets 4 --waves 1 --pairs 2 --workers 1 --around default --json"
    result = CliRunner().invoke(app, ["calibrate", "--out", str(tmp_path), *options.split()])
    assert result.exit_code == 0, result.output
    shown = json.loads(result.output)
    assert shown["sets"] == 4
    assert list(shown["share_of_sets"]) == ["S12"]
    assert shown["first_seed"] == 500_000
    best = tomllib.loads((tmp_path / "best.toml").read_text())
    assert best["parameters"] == shown["best"]["parameters"]
    for name in ("sets.csv", "report.md", "calibration.svg", "calibration.png"):
        assert (tmp_path / name).stat().st_size > 0, name


def test_the_terminal_names_conflicts_and_what_never_holds(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    present_calibration(small_result(), tmp_path, as_json=False)
    shown = capsys.readouterr().out
    assert "No set satisfies: L3" in shown
    assert "Never together: L1 with L2" in shown
    assert "Invalid scores: " in shown


def test_the_chart_says_what_the_best_set_satisfies() -> None:
    figure = calibration(small_result())
    assert "The best of 10 parameter sets satisfies 2 of 4 facts" in figure.get_label()
    shares = [t.get_text() for ax in figure.axes for t in ax.texts if t.get_gid() == "share"]
    assert len(shares) == 4
