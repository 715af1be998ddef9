"""A run may be stopped at any tick and continued: it is the same run."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from sim.engines import compiled, mesa_model
from sim.engines.compiled import CompiledEngine
from sim.engines.driver import run_ticks
from sim.engines.mesa_model import StormModel
from sim.engines.setup import build_state, draw_population
from tests.agreement.sameness import assert_same_run
from tests.agreement.storms import WATCHING, cut_down, small_storm
from tests.thorough import examples

STEPS = [
    {"do": "promise", "at": "+4h", "deadline": "+20h"},
    {"do": "private-channel", "at": "+5h"},
    *WATCHING,
]
STORM = small_storm(STEPS)
stops = st.lists(st.integers(0, STORM.ticks), max_size=6).map(sorted)


@given(stops)
@examples(40)
def test_the_compiled_engine_goes_on_after_any_stops(stops: list) -> None:
    engine = CompiledEngine(build_state(STORM, "talk", 5))
    for begin, end in zip([0, *stops], [*stops, STORM.ticks], strict=True):
        run_ticks(engine, begin, end)
    assert_same_run(engine.output(), compiled.run(STORM, "talk", 5))


@given(stops)
@examples(4)
def test_the_mesa_engine_goes_on_after_any_stops(stops: list) -> None:
    model = StormModel(STORM, "talk", 5)
    for begin, end in zip([0, *stops], [*stops, STORM.ticks], strict=True):
        run_ticks(model, begin, end)
    assert_same_run(model.output(), compiled.run(STORM, "talk", 5))
    model.forget()


@pytest.mark.parametrize("name", ["analytics-outage", "excluded-profession"])
def test_a_shipped_run_goes_on_tick_by_tick(name: str) -> None:
    scenario = cut_down(name)
    plan = list(scenario.plans)[1]
    engine = CompiledEngine(build_state(scenario, plan, 1))
    for tick in range(scenario.ticks):
        run_ticks(engine, tick, tick + 1)
    assert_same_run(engine.output(), compiled.run(scenario, plan, 1))


def test_one_cast_serves_every_plan_and_stays_as_it_was() -> None:
    population = draw_population(STORM, 2)
    before = population.people.copy()
    for plan in ("talk", "silence", "talk"):
        assert_same_run(compiled.run(STORM, plan, 2, population), compiled.run(STORM, plan, 2))
    assert_same_run(mesa_model.run(STORM, "talk", 2, population), compiled.run(STORM, "talk", 2))
    np.testing.assert_array_equal(population.people, before)


def test_the_compiled_engine_writes_into_its_own_memory_only() -> None:
    community = {
        "people": 12,
        "outsiders": 0,
        "customers": 1.0,
        "ties": {"kind": "preferential-attachment", "ties_per_person": 11},
    }
    parameters = {"threshold": 0.05, "voice": 7.0, "writing": 5.0, "never_public": 0.0}
    everybody = {"affected": 1.0, "severity": 1.0}
    scenario = small_storm(community=community, parameters=parameters, incident=everybody)
    engine = CompiledEngine(build_state(scenario, "silence", 1))
    rows, width = engine.reached.shape
    guarded = np.full((rows + 1, width), -7, np.int32)
    engine.reached = guarded[:rows]
    run_ticks(engine, 0, scenario.ticks)
    assert engine.output().people["ever_critic"].sum() >= 10, "everybody's friends have to write"
    assert (guarded[rows] == -7).all()
