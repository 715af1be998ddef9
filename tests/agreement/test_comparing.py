"""Ensembles: paired runs, the same for any number of workers and on either engine."""

import pandas as pd
import pytest
import xarray as xr

import sim
from sim.errors import InputError
from tests.agreement.storms import WATCHING, small_storm

STORM = small_storm([{"do": "apology", "at": "+6h"}, *WATCHING], days=1.5)

ALONE, TWO = sim.Execution(workers=1), sim.Execution(workers=2)


@pytest.fixture(scope="module")
def alone() -> sim.Ensemble:
    """Run one after the other."""
    return sim.compare(STORM, seeds=7, execution=ALONE)


@pytest.mark.parametrize("workers", [2, 5])
def test_results_do_not_depend_on_the_number_of_workers(alone: sim.Ensemble, workers: int) -> None:
    together = sim.compare(STORM, seeds=7, execution=sim.Execution(workers=workers))
    xr.testing.assert_identical(together.dataset.drop_attrs(), alone.dataset.drop_attrs())
    pd.testing.assert_frame_equal(together.measures, alone.measures)
    assert together.acts.keys() == alone.acts.keys()
    for plan, acts in together.acts.items():
        pd.testing.assert_frame_equal(acts, alone.acts[plan])


def test_results_do_not_depend_on_the_order_of_seeds_and_plans(alone: sim.Ensemble) -> None:
    turned = sim.compare(
        STORM,
        plans=["talk", "silence"],
        seeds=[6, 5, 4, 3, 2, 1, 0],
        execution=TWO,
    )
    keys = ["plan", "seed"]
    ours, theirs = (e.measures.sort_values(keys, ignore_index=True) for e in (alone, turned))
    pd.testing.assert_frame_equal(ours, theirs)


def test_both_engines_give_the_same_ensemble(alone: sim.Ensemble) -> None:
    mesa = sim.compare(STORM, seeds=range(2), engine="mesa", execution=ALONE)
    ours = alone.measures[alone.measures["seed"] < 2].reset_index(drop=True)
    pd.testing.assert_frame_equal(mesa.measures, ours)


def test_a_run_of_an_ensemble_is_that_run_alone(alone: sim.Ensemble) -> None:
    record = sim.simulate(STORM, plan="talk", seed=4)
    row = alone.measures.query("plan == 'talk' and seed == 4").iloc[0]
    for name, value in record.measures.items():
        assert row[name] == value or (pd.isna(row[name]) and pd.isna(value)), name


def test_progress_is_told_up_to_the_last_run() -> None:
    told: list[tuple[int, int]] = []
    sim.compare(
        STORM,
        seeds=4,
        execution=TWO,
        progress=lambda done, all_: told.append((done, all_)),
    )
    assert told[-1] == (8, 8)
    assert [done for done, _ in told] == sorted({done for done, _ in told})


@pytest.mark.parametrize(
    "asked",
    [{"seeds": 0}, {"seeds": [1, 1]}, {"plans": []}, {"seeds": [-1]}, {"seeds": [2**64]}],
)
def test_what_cannot_be_paired_is_refused(asked: dict) -> None:
    with pytest.raises(InputError):
        sim.compare(STORM, **{"seeds": 2, **asked})


def test_what_goes_wrong_in_a_run_is_told() -> None:
    with pytest.raises(ZeroDivisionError):
        sim.compare(STORM, seeds=3, execution=TWO, progress=lambda done, all_: 1 // 0)
