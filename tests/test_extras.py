"""Packages that are missing are told before work begins, and all of them by name."""

from pathlib import Path

import pytest

import sim
from sim import extras
from sim.errors import InputError
from sim.fitting.making import make_stock
from sim.runs.runner import Execution
from sim.studies.execute import run_study, sensitivity_study
from sim.studies.loading import load_study, shipped
from sim.studies.search import Search


@pytest.fixture(autouse=True)
def nothing_is_installed(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(extras, "find_spec", lambda name: None)


def test_a_search_names_all_that_is_missing_and_begins_nothing(tmp_path: Path) -> None:
    search = next(s for s in map(load_study, shipped()) if isinstance(s.spec, Search))
    here = Execution(cluster="tcp://127.0.0.1:1", folder=tmp_path / "kept")
    with pytest.raises(InputError, match=r"Optuna and tomli-w and Dask .*\[studies,cluster\]"):
        run_study(search, here)
    assert not list(tmp_path.iterdir())


def test_a_sensitivity_study_needs_its_package_first(tmp_path: Path) -> None:
    study = sensitivity_study("analytics-outage", ["silence", "honest-roadmap"], seeds=2)
    with pytest.raises(InputError, match="SALib"):
        run_study(study, Execution(folder=tmp_path / "kept"))
    assert not list(tmp_path.iterdir())


def test_a_fit_needs_its_package_before_it_runs_its_settings(tmp_path: Path) -> None:
    story = sim.load_scenario("excluded-profession")
    with pytest.raises(InputError, match=r"scikit-learn; .*\[studies\]"):
        make_stock(story, execution=Execution(folder=tmp_path / "kept"))
    assert not list(tmp_path.iterdir())


def test_every_package_is_one_of_an_extra() -> None:
    project = (Path(__file__).parent.parent / "pyproject.toml").read_text("utf-8")
    for name, extra in extras.PACKAGES.values():
        line = next(line for line in project.splitlines() if line.startswith(f"{extra} = ["))
        assert name.split()[-1].strip("()").lower() in line.lower()
