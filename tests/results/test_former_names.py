"""Results and studies of version 0.1.0: former names of measures are read, each with a note."""

import json
from dataclasses import fields
from pathlib import Path

import pytest
import xarray as xr

import sim
from sim.errors import FormerNameWarning
from sim.results import Ensemble
from sim.results.former_names import LEVERS, MEASURES
from sim.results.measures import MEASURES as PRESENT
from sim.storm.levers import Levers
from sim.studies import load_study
from tests.studies.small_study import STUDY, written

SMALL = {"community.people": "100", "clock.days": "2"}


@pytest.fixture(scope="module")
def scenario() -> sim.Scenario:
    return sim.load_scenario("analytics-outage", SMALL)


def test_former_names_lead_to_present_ones() -> None:
    assert set(MEASURES.values()) <= set(PRESENT)
    assert not set(MEASURES) & set(PRESENT)
    assert set(LEVERS.values()) <= {field.name for field in fields(Levers)}


def test_a_former_measure_of_a_run_is_the_present_one(scenario: sim.Scenario) -> None:
    measures = sim.simulate(scenario, "silence").measures
    for former, present in MEASURES.items():
        with pytest.warns(FormerNameWarning, match=f'"{former}" is now "{present}"'):
            assert measures[former] == measures[present]


def test_a_former_measure_of_an_ensemble_is_the_present_one(scenario: sim.Scenario) -> None:
    ensemble = sim.compare(scenario, ["silence", "honest-roadmap"], seeds=3)
    with pytest.warns(FormerNameWarning, match='"area" is now "critical_posts_total"'):
        differences = ensemble.differences(measures=["area"])
    assert differences.equals(ensemble.differences(measures=["critical_posts_total"]))
    with pytest.warns(FormerNameWarning, match='"gone" is now "left_page"'):
        assert ensemble.measures["gone"].equals(ensemble.measures["left_page"])


def test_a_stored_ensemble_with_former_names_is_read(
    scenario: sim.Scenario, tmp_path: Path
) -> None:
    ensemble = sim.compare(scenario, ["silence", "updates-and-deleting"], seeds=2)
    ensemble.to_netcdf(tmp_path / "ensemble.nc")
    with xr.open_dataset(tmp_path / "ensemble.nc", engine="h5netcdf") as file:
        names = {f"measure_{new}": f"measure_{old}" for old, new in MEASURES.items()}
        acts = file["acts"].item()
        for old, new in {**LEVERS, "deleting": "deletion"}.items():
            acts = acts.replace(f'"{new}', f'"{old}').replace(f'\\"{new}', f'\\"{old}')
        former = file.load().rename(names).assign(acts=((), acts))
    former.to_netcdf(tmp_path / "former.nc", engine="h5netcdf")
    assert "removes" in json.dumps(former["acts"].item())
    again = Ensemble.from_netcdf(tmp_path / "former.nc")
    assert again.measures.equals(ensemble.measures)
    assert again.acts["updates-and-deleting"].equals(ensemble.acts["updates-and-deleting"])


def test_a_study_with_former_measures_is_read(tmp_path: Path) -> None:
    former = {'"critical_posts_total", "peak"': '"area", "gone"'}
    with pytest.warns(FormerNameWarning) as notes:
        study = load_study(written(tmp_path, STUDY, instead=former))
    assert study.spec.measures == ["critical_posts_total", "left_page"]
    assert {str(note.message).split(": ")[-1].split(";")[0] for note in notes} == {
        '"area" is now "critical_posts_total"',
        '"gone" is now "left_page"',
    }
