"""The public functions as scripts and notebooks call them: NumPy's numbers, short texts."""

from collections.abc import Callable
from typing import Any

import numpy as np
import pytest

import sim
from sim.errors import InputError
from sim.scenario import load_scenario, scenario_from_document
from tests.scenario.examples import sound

STORM = scenario_from_document({**sound(), "clock": {"start": "Sun 12:00", "days": 1}})
NUMBERS = [int, np.int64, np.uint64, np.uint8, np.array]


@pytest.mark.parametrize("number", NUMBERS)
@pytest.mark.parametrize("engine", ["compiled", "mesa"])
def test_a_seed_of_any_kind_of_number_gives_the_same_run(
    number: Callable[[int], Any], engine: Any
) -> None:
    record = sim.simulate(STORM, seed=number(3), engine=engine)
    assert record.provenance["seed"] == 3
    assert type(record.provenance["seed"]) is int
    assert record.measures.equals(sim.simulate(STORM, seed=3).measures)


@pytest.mark.parametrize("number", NUMBERS)
def test_a_number_of_seeds_may_be_of_any_kind(number: Callable[[int], Any]) -> None:
    few = sim.Execution(workers=1)
    ensemble = sim.compare(STORM, ["silence"], number(2), series=["trust"], execution=few)
    assert ensemble.seeds == [0, 1]
    for seed in (ensemble.measures["seed"][1], ensemble.dataset["seed"][1]):
        assert ensemble.record("silence", seed).seed == 1


def test_a_value_of_numpy_replaces_one_of_a_scenario() -> None:
    values = {
        "incident.severity": np.float32(0.5),
        "community.people": np.int64(300),
        "page.contagion": np.bool_(False),
    }
    story = load_scenario("single-complaint", values)
    plain = {key: value.item() for key, value in values.items()}
    assert story.document == load_scenario("single-complaint", plain).document
    assert scenario_from_document(story.document).document == story.document


@pytest.mark.parametrize("wrong", [1.5, "3", -1, 2**64, None, np.nan])
def test_what_is_no_seed_is_refused_in_plain_words(wrong: Any) -> None:
    with pytest.raises(InputError, match="seed"):
        sim.simulate(STORM, seed=wrong)
    with pytest.raises(InputError, match="seed"):
        sim.compare(STORM, seeds=wrong)
    with pytest.raises(InputError, match="seed"):
        sim.compare(STORM, seeds=[wrong])


def test_a_notebook_shows_a_line_of_everything() -> None:
    record = sim.simulate(STORM, seed=3)
    for thing in (STORM, record):
        assert 20 < len(repr(thing)) < 200
        assert "\n" not in repr(thing)
        assert "object at" not in repr(thing)
    assert "<td>" in record._repr_html_()
    assert "silence" in repr(record)
