"""The record of one run: its tables, its graph, its files, and where it comes from."""

import json

import numpy as np
import pandas as pd
import pytest
import xarray as xr
from small_storms import act, small_scenario, storm_trace

from sim import api
from sim.api import rerun
from sim.engines.output import SERIES, PromiseRecord
from sim.errors import OutputError, ProvenanceError
from sim.results import MEASURES, Record
from sim.results.provenance import provenance
from sim.scenario.loading import scenario_from_document

CREATED = "2026-01-02T03:04:05+00:00"


def record(**told):
    scenario = small_scenario()
    critical = np.arange(scenario.ticks) % 5
    given = {
        "acts": [act(0, 3.0, informs=0.8), act(1, 9.5, "promise", deadline=20.0, informs=1.0)],
        "promises": [PromiseRecord(9.5, 20.0, "broken", 20.0), PromiseRecord(30, 90, "open", None)],
        "stances": [(2, 0, 1), (2, 1, 2), (5, 0, 3)],
        "ties": [(0, 1), (1, 2)],
        "people": {"stance": [3, 2, 0], "trust": [0.1, 0.9, 0.5]},
        "incident_at": 2.0,
    }
    output = storm_trace(critical, **{**given, **told})
    return Record.from_output(output, scenario, "silence", 7, "compiled", created=CREATED)


def test_series_have_all_columns_and_a_time_in_the_week_of_the_story():
    series = record().series
    assert list(series) == [*(column.name for column in SERIES), "severity"]
    assert series.index.name == "time"
    assert series.index[0] == pd.Timestamp("2024-01-07 12:00")
    assert series.index[-1] == pd.Timestamp("2024-01-09 11:00")


def test_a_date_in_the_clock_places_the_series():
    scenario = small_scenario()
    document = scenario.document | {"clock": {**scenario.document["clock"], "date": "2012-08-26"}}
    dated = scenario_from_document(document, "small")
    run = Record.from_output(storm_trace([1] * 48), dated, "silence", 1, "compiled")
    assert run.series.index[0] == pd.Timestamp("2012-08-26 12:00")


def test_measures_are_a_series_by_name():
    measures = record().measures
    assert list(measures.index) == list(MEASURES)
    assert measures["critical_posts_total"] == sum(np.arange(48) % 5)
    assert measures["promises_broken"] == 1


def test_acts_say_when_what_and_which_levers():
    acts = record().acts
    assert list(acts["do"]) == ["interim-update", "promise"]
    assert acts["time"][1] == pd.Timestamp("2024-01-07 21:30")
    assert json.loads(acts["levers"][1]) == {"informs": 1.0, "deadline": 20.0}


def test_promises_and_people_are_tables():
    run = record()
    assert list(run.promises["outcome"]) == ["broken", "open"]
    assert np.isnan(run.promises["settled"][1])
    assert list(run.people["trust"]) == [0.1, 0.9, 0.5]
    assert run.people.index.name == "person"


def test_a_run_without_acts_promises_or_changes_has_empty_tables():
    quiet = record(acts=[], promises=[], stances=np.empty((0, 3), int), people=None, ties=[])
    assert list(quiet.acts["hours"]) == []
    assert list(quiet.promises["deadline"]) == []
    assert quiet.stances_at(1e9).tolist() == [0, 0, 0]
    assert quiet.graph().number_of_edges() == 0


def test_stances_follow_the_changes():
    run = record()
    assert run.stances_at(0.0).tolist() == [0, 0, 0]
    assert run.stances_at(1.99).tolist() == [0, 0, 0]
    assert run.stances_at(2.0).tolist() == [1, 2, 0]
    assert run.stances_at(run.hours[-1]).tolist() == run.people["stance"].tolist()


def test_graph_shows_who_sees_whom_and_what_they_think():
    graph = record().graph()
    assert sorted(map(sorted, graph.edges)) == [[0, 1], [1, 2]]
    assert [graph.nodes[person]["stance"] for person in graph] == ["gone", "defender", "follower"]
    assert graph.nodes[1]["trust"] == 0.9
    assert record().graph(hours=2.0).nodes[0]["stance"] == "critic"


def test_provenance_is_enough_to_know_where_it_comes_from():
    told = record().provenance
    assert (told["plan"], told["seed"], told["engine"]) == ("silence", 7, "compiled")
    assert told["created"] == CREATED
    assert told["scenario"]["document"] == small_scenario().document
    assert len(told["parameter_hash"]) == 64
    assert "numpy" in told["packages"]
    assert json.loads(json.dumps(told)) == told


def test_other_parameters_have_another_hash():
    scenario = small_scenario()
    other = {**scenario.document, "parameters": {"voice": 0.61}}
    hashes = {
        provenance(one, "compiled")["parameter_hash"]
        for one in (
            scenario,
            small_scenario(),
            scenario_from_document(other, "small"),
        )
    }
    assert len(hashes) == 2


def test_rerun_asks_for_the_same_run(monkeypatch):
    asked = {}

    def simulate(scenario, plan, seed, engine):
        asked.update(name=scenario.name, plan=plan, seed=seed, engine=engine)
        asked["same"] = scenario == small_scenario()
        return "the record"

    monkeypatch.setattr(api, "simulate", simulate)
    assert rerun(json.loads(json.dumps(record().provenance))) == "the record"
    assert asked == {
        "name": "small",
        "plan": "silence",
        "seed": 7,
        "engine": "compiled",
        "same": True,
    }


@pytest.mark.parametrize("missing", ["scenario", "plan", "seed", "engine"])
def test_provenance_that_lacks_something_cannot_be_run_again(missing):
    told = {key: value for key, value in record().provenance.items() if key != missing}
    with pytest.raises(ProvenanceError, match=missing):
        rerun(told)


def test_saved_files_hold_what_the_record_holds(tmp_path):
    run = record()
    run.save(tmp_path)
    assert sorted(file.name for file in tmp_path.iterdir()) == [
        "acts.csv",
        "measures.csv",
        "measures.json",
        "people.csv",
        "promises.csv",
        "provenance.json",
        "series.csv",
        "series.nc",
    ]
    series = pd.read_csv(tmp_path / "series.csv", index_col="time", parse_dates=["time"])
    pd.testing.assert_frame_equal(series, run.series, check_dtype=False, check_index_type=False)
    measures = json.loads((tmp_path / "measures.json").read_text())
    assert measures["critical_posts_total"] == run.measures["critical_posts_total"]
    assert json.loads((tmp_path / "provenance.json").read_text()) == run.provenance
    assert pd.read_csv(tmp_path / "measures.csv")["unit"][0] == "posts/h"


def test_the_saved_series_open_with_units_in_plain_xarray(tmp_path):
    run = record()
    run.save(tmp_path)
    with xr.open_dataset(tmp_path / "series.nc") as file:
        assert file["critical_posts"].attrs["units"] == "1"
        assert file["critical_posts"].attrs["counted"] == "posts"
        assert file["trust"].attrs["cell_methods"] == "time: point"
        assert (file["time"].to_index() == run.series.index).all()
        assert (file["severity"] == run.series["severity"].to_numpy()).all()


def test_a_measure_without_an_answer_is_null_in_json(tmp_path):
    record(incident_at=None).save(tmp_path)
    assert json.loads((tmp_path / "measures.json").read_text())["hours_to_peak"] is None


def test_saving_where_a_file_stands_is_an_output_error(tmp_path):
    (tmp_path / "taken").write_text("")
    with pytest.raises(OutputError, match="taken"):
        record().save(tmp_path / "taken")
