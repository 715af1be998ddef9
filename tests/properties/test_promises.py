"""A promise is judged once: people live through what the company's ledger says."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from sim.engines.compiled import CompiledEngine
from sim.engines.driver import Engine, run_ticks
from sim.engines.mesa_model import StormModel
from sim.engines.setup import build_state
from sim.scenario import Scenario
from tests.agreement.storms import small_storm
from tests.thorough import examples

REPAIRED = 10 * 60
"""Minutes after the incident."""
INCIDENT = 12
"""Minutes after the start."""
CREDULOUS = {
    "initial_trust": 0.9, "check_visits": 40.0, "discovery_time": 0.2, "reads_page": 1.0,
    "leaving": 0.0, "kept_promise": 0.2, "trust_erosion": 0.0, "first_word_loss": 0.0,
}  # fmt: skip
"""Nearly everybody affected hears of the promise and believes it; nothing else moves trust."""

minutes_late = st.integers(-60, 60)
"""Minutes by which the repair comes after the deadline."""
tick_minutes = st.sampled_from([5, 7.5, 10, 15, 20, 30, 60])


def promised(late: int, tick: float) -> Scenario:
    """Return a storm with one promise that the repair meets or misses by these minutes."""
    deadline = INCIDENT + REPAIRED - late
    return small_storm(
        [{"do": "promise", "at": "+60min", "deadline": f"+{deadline}min", "effort": 0.0}],
        people=40,
        clock={"start": "Sun 08:00", "days": 0.75, "tick": f"{tick}min"},
        incident={
            "at": f"+{INCIDENT}min", "affected": 1.0, "severity": 0.3,
            "repair": {"median": f"{REPAIRED}min", "spread": 0.0},
        },
        community={"outsiders": 0, "customers": 1.0},
        parameters=CREDULOUS,
        media=None,
    )  # fmt: skip


def people_of(engine: Engine) -> np.ndarray:
    """Return everybody's record, whatever the engine."""
    return engine.people_now() if isinstance(engine, StormModel) else engine.state.people


def assert_people_live_through_the_outcome(engine: Engine, scenario: Scenario) -> None:
    """Run to the end; believers must be disappointed exactly if the ledger says broken."""
    due = round((INCIDENT + REPAIRED - 90) / 60 / scenario.hours_per_tick)
    run_ticks(engine, 0, due)
    before = people_of(engine).copy()
    believers = before["believes"] >= 0
    assert believers.sum() >= 10, "somebody has to believe the promise"
    run_ticks(engine, due, scenario.ticks)
    after = people_of(engine)[believers]
    (promise,) = engine.output().promises  # type: ignore[attr-defined]
    assert promise.outcome in ("kept", "broken")
    assert (after["believes"] == -1).all()
    assert set(after["broken"].tolist()) == {int(promise.outcome == "broken")}
    lost = after["trust"] < before["trust"][believers]
    assert lost.all() if promise.outcome == "broken" else not lost.any()


@given(minutes_late, tick_minutes)
@examples(25)
def test_believers_live_through_what_the_ledger_says(late: int, tick: float) -> None:
    scenario = promised(late, tick)
    assert_people_live_through_the_outcome(
        CompiledEngine(build_state(scenario, "talk", 1)), scenario
    )


@given(minutes_late, tick_minutes)
@examples(4)
def test_believers_live_through_it_in_the_mesa_engine_too(late: int, tick: float) -> None:
    scenario = promised(late, tick)
    model = StormModel(scenario, "talk", 1)
    assert_people_live_through_the_outcome(model, scenario)
    model.forget()


@pytest.mark.parametrize(("late", "outcome"), [(6, "kept"), (-6, "kept"), (18, "broken")])
def test_a_repair_within_the_tick_of_the_deadline_keeps_the_promise(
    late: int, outcome: str
) -> None:
    scenario = promised(late, 15)  # repaired at 10.20 h, in the tick that ends at 10.25 h
    engine = CompiledEngine(build_state(scenario, "talk", 1))
    run_ticks(engine, 0, scenario.ticks)
    (promise,) = engine.output().promises
    assert promise.outcome == outcome
