"""Python names of version 0.1.0 still work, each with a warning that says the new one."""

import importlib
from pathlib import Path

import pytest

import sim
from sim.studies import load_study, run_study
from tests.studies.small_study import written

SMALL = {"community.people": "100", "clock.days": "1"}


def test_how_runs_are_carried_out_may_still_be_given_word_by_word() -> None:
    scenario = sim.load_scenario("analytics-outage", SMALL)
    with pytest.warns(DeprecationWarning, match=r"execution=sim\.Execution\(workers=...\)"):
        former = sim.compare(scenario, ["silence"], seeds=2, workers=1)
    assert former.measures.equals(sim.compare(scenario, ["silence"], seeds=2).measures)


def test_a_keyword_that_never_was_is_refused() -> None:
    scenario = sim.load_scenario("analytics-outage", SMALL)
    with pytest.raises(TypeError, match="unexpected keyword argument 'wrokers'"):
        sim.compare(scenario, seeds=2, wrokers=1)


def test_the_former_module_of_the_public_functions_still_works() -> None:
    with pytest.warns(DeprecationWarning, match=r"sim\.face is now sim\.api"):
        face = importlib.import_module("sim.face")
    assert face.simulate is sim.simulate


def test_values_may_still_be_replaced_by_the_former_keyword() -> None:
    with pytest.warns(DeprecationWarning, match=r"set= of load_scenario is now overrides="):
        former = sim.load_scenario("analytics-outage", set=SMALL)
    assert former == sim.load_scenario("analytics-outage", overrides=SMALL)


def test_studies_may_still_be_run_by_their_former_name(tmp_path: Path) -> None:
    from sim.studies import carry_out

    study = load_study(written(tmp_path), seeds=2, quick=True)
    with pytest.warns(DeprecationWarning, match=r"run_study\(study, execution\)"):
        former = carry_out(study, workers=1)
    assert former.runs.dataset.identical(run_study(study).runs.dataset)
