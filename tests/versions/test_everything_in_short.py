"""Every part of the project that rests on other packages, once and in short."""

from pathlib import Path

import pytest
from typer.testing import CliRunner

import sim
from sim.cli import app
from sim.results.measures import MEASURES
from sim.scenario import load_scenario
from sim.scenario.library import SCENARIOS, shipped
from tests.scenario.examples import SOUND, written
from tests.studies import small_study

SILENCE = ("--plan", "silence")


def ends_well(*words: object) -> str:
    """What a command prints that ends well."""
    ended = CliRunner().invoke(app, [str(word) for word in words])
    assert ended.exit_code == 0, ended.output
    return ended.output


@pytest.fixture
def storm(tmp_path: Path) -> Path:
    """A small sound scenario."""
    return written(tmp_path, SOUND.replace("days = 3", "days = 1"))


@pytest.mark.parametrize("name", sorted(shipped(SCENARIOS)))
def test_every_shipped_scenario_is_sound(name: str) -> None:
    assert load_scenario(name).plans


@pytest.mark.parametrize("engine", ["compiled", "mesa"])
def test_a_run_leaves_tables_charts_and_a_report(tmp_path: Path, storm: Path, engine: str) -> None:
    out = tmp_path / "out"
    ends_well("run", storm, *SILENCE, "--out", out, "--engine", engine)
    assert {"series.csv", "series.nc", "people.csv"} <= {file.name for file in out.iterdir()}
    assert list(out.glob("*.png"))
    ends_well("report", out, "--language", "de")
    assert (out / "report.html").stat().st_size > 10_000


def test_a_comparison_leaves_an_ensemble_that_is_read_again(tmp_path: Path, storm: Path) -> None:
    ends_well("compare", storm, "--seeds", 3, "--out", tmp_path / "out")
    again = sim.Ensemble.from_netcdf(tmp_path / "out" / "ensemble.nc")
    assert list(again.measures.columns) == ["plan", "seed", *MEASURES]
    assert again.seeds == [0, 1, 2]
    ends_well("report", tmp_path / "out")


@pytest.mark.parametrize("kind", ["power-law-cluster", "small-world", "communities"])
def test_people_know_each_other_in_every_way(kind: str) -> None:
    story = load_scenario(
        "single-complaint", {"community.ties": {"kind": kind}, "community.people": 300}
    )
    assert sim.simulate(story).graph().number_of_edges() > 300


def test_a_short_study_is_carried_out(tmp_path: Path) -> None:
    ends_well("study", small_study.written(tmp_path), "--out", tmp_path / "results", "--yes")
    assert (tmp_path / "results" / "data.nc").exists()
