"""Ensembles: gathered in any order, compared pair by pair, saved and read back."""

import json

import h5py
import numpy as np
import pandas as pd
import pytest
import xarray as xr
from hypothesis import given
from hypothesis import strategies as st
from small_storms import act, small_scenario, storm_trace

import sim
from sim.errors import InputError, OutputError, RunsFailedError, UnknownNameError
from sim.results import MEASURES, Collector, Ensemble
from sim.results.comparing import difference
from sim.results.dataset import COLUMNS
from sim.scenario.loading import scenario_from_document

CREATED = "2026-01-02T03:04:05+00:00"
PLANS, SEEDS = ["silence", "talk"], [3, 4, 5, 6]
numbers = st.lists(st.floats(-1e3, 1e3), min_size=1, max_size=30)


def run(plan, seed):
    """Under silence 2 × seed posts, under talk one post less; trust by the seed."""
    critical = np.zeros(48, int)
    critical[10] = 2 * seed - (plan == "talk")
    acts = [act(0, 3.0, informs=0.8)] if plan == "talk" else []
    return storm_trace(critical, acts=acts, incident_at=2.0, trust=np.full(48, seed / 10))


def runs(plans=PLANS, seeds=SEEDS):
    return [(plan, seed, run(plan, seed)) for plan in plans for seed in seeds]


def gathered(scenario, plans, seeds, finished, engine, created=None):
    """The ensemble of runs given as plan, seed and output."""
    collector = Collector(scenario, plans, seeds)
    for plan, seed, output in finished:
        collector.add(plan, seed, output)
    return collector.ensemble(engine, created)


def ensemble():
    return gathered(small_scenario(), PLANS, SEEDS, runs(), engine="compiled", created=CREATED)


def test_the_dataset_has_units_and_meanings():
    data = ensemble().dataset
    assert dict(data.sizes) == {"plan": 2, "seed": 4, "time": 48}
    assert list(data.data_vars) == list(COLUMNS)
    assert data["plan"].values.tolist() == PLANS
    for name, column in COLUMNS.items():
        assert data[name].attrs.get("counted", data[name].attrs["units"]) == column.unit
        assert data[name].attrs["long_name"] == column.meaning
    assert data["critical_posts"].dtype == np.int32
    assert data["trust"].dtype == np.float32
    assert data["time"].to_index()[0] == pd.Timestamp("2024-01-07 12:00")


def test_runs_find_their_place_in_whatever_order_they_come():
    shuffled = runs()[::-1]
    mixed = gathered(small_scenario(), PLANS, SEEDS, shuffled, engine="compiled", created=CREATED)
    xr.testing.assert_identical(mixed.dataset, ensemble().dataset)
    pd.testing.assert_frame_equal(mixed.measures, ensemble().measures)
    posts = mixed.dataset["critical_posts"].sel(plan="talk", seed=4)
    assert int(posts.sum()) == 7


def test_measures_have_a_row_per_run():
    measures = ensemble().measures
    assert list(measures.columns) == ["plan", "seed", *MEASURES]
    assert measures["seed"].tolist() == SEEDS * 2
    assert measures["critical_posts_total"].tolist() == [6, 8, 10, 12, 5, 7, 9, 11]


def test_only_the_columns_asked_for_are_kept():
    collector = Collector(small_scenario(), PLANS, SEEDS, keep=["critical_posts"])
    for one in runs():
        collector.add(*one)
    assert list(collector.ensemble("compiled").dataset.data_vars) == ["critical_posts"]


def test_seeds_that_some_plan_has_not_run_are_left_out():
    collector = Collector(small_scenario(), PLANS, SEEDS)
    for one in [*runs(["silence"]), *runs(["talk"], [4, 6])]:
        collector.add(*one)
    part = collector.ensemble("compiled")
    assert part.seeds == [4, 6]
    assert part.dataset["seed"].values.tolist() == [4, 6]
    assert part.measures["critical_posts_total"].tolist() == [8, 12, 7, 11]


def test_without_any_pair_there_is_no_ensemble():
    collector = Collector(small_scenario(), PLANS, SEEDS)
    collector.add(*runs()[0])
    with pytest.raises(RunsFailedError, match="no seed"):
        collector.ensemble("compiled")


def test_acts_are_those_of_the_first_seed():
    acts = ensemble().acts
    assert list(acts) == PLANS
    assert len(acts["silence"]) == 0
    assert acts["talk"]["do"].tolist() == ["interim-update"]


def test_differences_are_paired():
    rows = ensemble().differences(measures=["critical_posts_total", "trust_left", "promises_made"])
    area, trust, made = (row for _, row in rows.iterrows())
    assert (area["plan"], area["measure"], area["unit"]) == (
        "talk",
        "critical_posts_total",
        "posts",
    )
    assert (area["mean_difference"], area["low"], area["high"]) == (-1, -1, -1)
    assert (area["median_difference"], area["share_lower"], area["share_better"]) == (-1, 1, 1)
    assert (trust["mean_difference"], trust["share_better"]) == (0, 0)
    assert np.isnan(made["share_better"])
    assert set(rows["pairs"]) == {4}


def test_better_means_higher_where_higher_is_better():
    gained = difference("talk", "trust_left", np.array([0.1, 0.2, -0.1, 0.0]))
    assert gained["share_lower"] == 0.25
    assert gained["share_better"] == 0.5


def test_pairs_without_an_answer_are_left_out():
    some = difference("talk", "half_life", np.array([1.0, np.nan, 3.0]))
    assert (some["pairs"], some["mean_difference"]) == (2, 2.0)
    rows = ensemble().differences(measures=["defending_share", "half_life"])
    assert rows["pairs"].tolist() == [4, 0]
    assert np.isnan(rows["mean_difference"][1])


def test_the_interval_agrees_with_theory():
    pairs = np.random.default_rng(4).normal(2.0, 3.0, 200)
    row = difference("talk", "peak", pairs)
    half = 1.96 * pairs.std() / np.sqrt(200)
    assert row["low"] == pytest.approx(pairs.mean() - half, abs=0.06)
    assert row["high"] == pytest.approx(pairs.mean() + half, abs=0.06)


@given(numbers)
def test_the_interval_lies_within_the_pairs(pairs):
    row = difference("talk", "peak", np.array(pairs))
    slack = 1e-9 * (1 + np.abs(pairs).max())
    assert min(pairs) - slack <= row["low"] <= row["high"] <= max(pairs) + slack


@given(numbers)
def test_the_other_way_round_the_difference_is_the_opposite(pairs):
    there, back = (difference("talk", "peak", sign * np.array(pairs)) for sign in (1, -1))
    assert there["mean_difference"] == pytest.approx(-back["mean_difference"])
    assert there["low"] == pytest.approx(-back["high"], abs=1e-6)


def test_unknown_names_are_complained_of():
    with pytest.raises(UnknownNameError, match="silence"):
        ensemble().differences("silent")
    with pytest.raises(UnknownNameError, match="peak"):
        ensemble().differences(measures=["paek"])


def test_the_table_shows_median_and_spread():
    table = ensemble().table(["critical_posts_total", "half_life"])
    assert list(table.columns) == ["plan", "measure", "unit", "low", "median", "high"]
    silence = table[
        (table["plan"] == "silence") & (table["measure"] == "critical_posts_total")
    ].iloc[0]
    assert silence["median"] == 9
    assert silence["low"] == pytest.approx(6.6)
    assert table["median"].isna().tolist() == [False, True, False, True]


def test_netcdf_and_back_is_the_same_ensemble(tmp_path):
    there = ensemble()
    there.to_netcdf(tmp_path / "storm.nc")
    back = Ensemble.from_netcdf(tmp_path / "storm.nc")
    xr.testing.assert_identical(back.dataset, there.dataset)
    pd.testing.assert_frame_equal(back.measures, there.measures)
    pd.testing.assert_frame_equal(back.acts["talk"], there.acts["talk"])
    assert back.provenance == there.provenance
    assert back.scenario == there.scenario
    assert back.scenario.name == "small"
    back.to_netcdf(tmp_path / "again.nc")
    assert Ensemble.from_netcdf(tmp_path / "again.nc").dataset.identical(there.dataset)


@pytest.mark.parametrize("engine", ["h5netcdf", "netcdf4", None])
def test_plain_xarray_opens_the_file(tmp_path, engine):
    if engine == "netcdf4":
        pytest.importorskip("netCDF4")
    ensemble().to_netcdf(tmp_path / "storm.nc")
    with xr.open_dataset(tmp_path / "storm.nc", engine=engine) as file:
        assert float(file["critical_posts"].sel(plan="talk", seed=4).sum()) == 7
        assert file["measure_critical_posts_total"].sel(plan="talk", seed=4) == 7
        assert file["measure_peak"].attrs["units"] == "h-1"
        assert file["measure_peak"].attrs["counted"] == "posts"


def told(file, name, change):
    text = json.loads(file[name][()])
    file[name][()] = json.dumps(change(text))


def drop(file, name):
    del file[name]


DAMAGE = {
    "without acts": lambda file: drop(file, "acts"),
    "without critical posts": lambda file: drop(file, "critical_posts"),
    "without hours": lambda file: drop(file, "hours"),
    "other hours": lambda file: file["hours"].write_direct(np.zeros(48)),
    "other seeds": lambda file: file["seed"].write_direct(np.arange(4)),
    "acts that are no JSON": lambda file: file["acts"].__setitem__((), "{"),
    "acts of other plans": lambda file: told(file, "acts", lambda acts: {"none": []}),
    "acts without hours": lambda file: told(file, "acts", lambda acts: {**acts, "talk": [{}]}),
    "provenance of nothing": lambda file: told(file, "provenance", lambda origin: []),
    "plans that are a number": lambda file: told(
        file, "provenance", lambda origin: {**origin, "plans": 3}
    ),
    "plans of another story": lambda file: told(
        file, "provenance", lambda origin: {**origin, "plans": ["silence", "shout"]}
    ),
    "a scenario that is a list": lambda file: told(
        file, "provenance", lambda origin: {**origin, "scenario": []}
    ),
    "a scenario of other days": lambda file: told(
        file,
        "provenance",
        lambda origin: {
            **origin,
            "scenario": {
                **origin["scenario"],
                "document": {
                    **origin["scenario"]["document"],
                    "clock": {**origin["scenario"]["document"]["clock"], "days": 1},
                },
            },
        },
    ),
}


@pytest.mark.parametrize("damage", DAMAGE)
def test_a_damaged_ensemble_is_refused(tmp_path, damage):
    path = tmp_path / "storm.nc"
    ensemble().to_netcdf(path)
    with h5py.File(path, "r+") as file:
        DAMAGE[damage](file)
    with pytest.raises(InputError):
        Ensemble.from_netcdf(path)


def test_a_damaged_block_of_numbers_is_noticed(tmp_path):
    path = tmp_path / "storm.nc"
    ensemble().to_netcdf(path)
    with h5py.File(path, "r") as file:
        block = file["critical_posts"].id.get_chunk_info(0)
    content = bytearray(path.read_bytes())
    content[block.byte_offset + block.size // 2] ^= 0x55
    path.write_bytes(content)
    with pytest.raises(InputError, match="as netCDF"):
        Ensemble.from_netcdf(path)


def test_a_long_story_fits_into_the_file(tmp_path):
    there = ensemble()
    there.provenance["note"] = "long " * 100_000
    there.to_netcdf(tmp_path / "storm.nc")
    assert Ensemble.from_netcdf(tmp_path / "storm.nc").provenance == there.provenance


def test_ticks_of_odd_length_keep_their_times(tmp_path):
    document = small_scenario().document
    odd = {**document, "clock": {"start": "Sun 12:00", "days": 2.0, "tick": f"{24 / 13!r}h"}}
    scenario = scenario_from_document(odd, "odd")
    told = storm_trace([1] * scenario.ticks, hours_per_tick=scenario.hours_per_tick)
    there = gathered(scenario, ["silence"], [1], [("silence", 1, told)], engine="compiled")
    there.to_netcdf(tmp_path / "odd.nc")
    back = Ensemble.from_netcdf(tmp_path / "odd.nc")
    assert (back.dataset["time"].values == there.dataset["time"].values).all()


def test_saved_files(tmp_path):
    ensemble().save(tmp_path)
    assert sorted(file.name for file in tmp_path.iterdir()) == [
        "differences.csv",
        "ensemble.nc",
        "measures.csv",
        "provenance.json",
        "table.csv",
    ]
    provenance = json.loads((tmp_path / "provenance.json").read_text())
    assert (provenance["plans"], provenance["seeds"]) == (PLANS, SEEDS)
    differences = pd.read_csv(tmp_path / "differences.csv", keep_default_na=False)
    assert set(differences["plan"]) == {"talk"}
    assert len(pd.read_csv(tmp_path / "measures.csv")) == 8


def test_one_plan_alone_can_be_saved(tmp_path):
    alone = gathered(small_scenario(), ["talk"], SEEDS, runs(["talk"]), engine="compiled")
    alone.save(tmp_path)
    assert len(pd.read_csv(tmp_path / "differences.csv")) == 0


def test_saving_where_a_file_stands_is_an_output_error(tmp_path):
    (tmp_path / "taken").write_text("")
    with pytest.raises(OutputError, match="taken"):
        ensemble().save(tmp_path / "taken")
    with pytest.raises(OutputError, match="taken"):
        ensemble().to_netcdf(tmp_path / "taken" / "storm.nc")


def test_a_full_disk_leaves_nothing_half_written(tmp_path, small_disk):
    there = ensemble()
    there.provenance["note"] = np.random.default_rng(1).bytes(20_000).hex()
    with pytest.raises(OutputError, match="free some space"):
        there.save(tmp_path)
    assert list(tmp_path.iterdir()) == []


def test_what_is_no_ensemble_is_not_read(tmp_path):
    (tmp_path / "notes.nc").write_text("no netCDF")
    xr.Dataset({"x": 1.0}).to_netcdf(tmp_path / "foreign.nc", engine="h5netcdf")
    for name in ("none.nc", "notes.nc", "foreign.nc"):
        with pytest.raises(InputError, match=name):
            Ensemble.from_netcdf(tmp_path / name)


def test_one_run_in_full_is_simulated_again(monkeypatch):
    def simulate(scenario, plan, seed, engine):
        return plan, seed, engine

    monkeypatch.setattr(sim, "simulate", simulate, raising=False)
    assert ensemble().record("talk", 4) == ("talk", 4, "compiled")


# -- from Python --------------------------------------------------------------------------


@pytest.mark.parametrize("last", [2**63, 2**64 - 1])
def test_seeds_of_64_bits_keep_their_last_digit(tmp_path, last):
    seeds = [1, last - 1, last]
    collector = Collector(small_scenario(), PLANS, seeds)
    output = runs()[0][2]
    for plan in PLANS:
        for seed in seeds:
            collector.add(plan, seed, output)
    there = collector.ensemble("compiled", CREATED)
    there.save(tmp_path)
    again = Ensemble.from_netcdf(tmp_path / "ensemble.nc")
    for one in (there, again):
        assert one.dataset["seed"].to_numpy().tolist() == seeds
        assert one.measures["seed"].tolist() == seeds * len(PLANS)
    assert pd.read_csv(tmp_path / "measures.csv")["seed"].tolist() == seeds * len(PLANS)
    assert len(again.differences(PLANS[0])) > 0


def test_files_follow_the_cf_conventions():
    data = ensemble()._for_file()
    assert data.attrs["Conventions"] == "CF-1.11"
    assert data["time"].attrs["standard_name"] == "time"
    assert {str(data[name].attrs.get("units", "1")) for name in data} <= {"1", "h", "h-1"}
    assert data["measure_peak"].attrs["counted"] == "posts"


def test_a_notebook_shows_an_ensemble_in_short():
    there = ensemble()
    assert repr(there) == ("<Ensemble of 'small': 2 plans (silence, talk) × 4 seeds>")
    assert len(there._repr_html_()) < 3000
    assert "<td>" in there._repr_html_()
