"""A run whose plan grows is the run of the whole plan; checkpoints change nothing."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pydantic import TypeAdapter

from sim.engines import compiled
from sim.engines.resumable import ResumableRun
from sim.engines.setup import draw_population
from sim.storm.responses import AnyResponse, Response
from tests.agreement.sameness import assert_same_run
from tests.agreement.storms import cut_down, small_storm

STEPS = [
    {"do": "promise", "at": "+4h", "deadline": "estimate"},
    {"do": "private-channel", "at": "+5h"},
    {"do": "interim-update", "at": "+9h", "every": "3h", "until": "fixed"},
    {"do": "deletion", "at": "+20h"},
    {"do": "fixed-notice", "at": "+40h"},
]
STORM = small_storm(STEPS)
WHOLE = compiled.run(STORM, "talk", 5)
CAST = draw_population(STORM, 5)


def step(document: dict[str, object]) -> Response:
    read: Response = TypeAdapter(AnyResponse).validate_python(document)
    return read


def begun(upto: float) -> ResumableRun:
    """A run in which every step is taken in just in time, up to these hours."""
    run = ResumableRun(STORM, 5, CAST)
    go_on(run, upto)
    return run


def go_on(run: ResumableRun, upto: float) -> None:
    for document in STEPS:
        at = float(document["at"].strip("+h"))
        if run.hours <= at < upto:
            run.live_until(at)
            run.add(step(document))
    run.live_until(upto)


def test_a_growing_plan_gives_the_run_of_the_whole_plan() -> None:
    assert_same_run(begun(48).output(), WHOLE)


@given(st.integers(0, 192))
@settings(max_examples=25)
def test_going_on_from_any_checkpoint_gives_the_same_run(tick: int) -> None:
    run = begun(tick * STORM.hours_per_tick)
    kept = run.checkpoint()
    run.add(step({"do": "legal-threat", "at": f"+{tick * 15}min"}))
    run.live_until(48)  # another way, which must leave no output in the checkpoint
    for _ in range(2):
        run.restore(kept)
        go_on(run, 48)
        assert_same_run(run.output(), WHOLE)


@pytest.mark.parametrize("name", ["analytics-outage", "excluded-profession", "data-leak"])
def test_shipped_storms_go_on_from_a_checkpoint(name: str) -> None:
    scenario = cut_down(name)
    plan = list(scenario.plans)[1]
    run = ResumableRun(scenario, 3)
    for one in scenario.steps(plan):
        run.add(one)
    run.live_until(30)
    kept = run.checkpoint()
    run.live_until(1e6)
    assert_same_run(run.output(), compiled.run(scenario, plan, 3))
    run.restore(kept)
    run.live_until(1e6)
    assert_same_run(run.output(), compiled.run(scenario, plan, 3))


def test_many_steps_at_one_moment_find_room() -> None:
    run = ResumableRun(STORM, 5, CAST)
    run.live_until(6)
    for _ in range(100):
        run.add(step({"do": "netiquette", "at": "+6h", "effort": 0.0}))
    run.live_until(48)
    assert len(run.acts) == 100


def test_what_is_seen_is_what_was_lived() -> None:
    run = begun(10)
    for name, column in run.series.items():
        np.testing.assert_array_equal(column, WHOLE.series[name][:40])
    assert run.situation().promises_open + run.situation().promises_broken >= 1
    assert [act.do for act in run.acts] == ["promise", "private-channel", "interim-update"]
    assert run.promises[0].made == 4.0
    assert run.fans == 120
    with pytest.raises(ValueError, match="at tick 40 of 192"):
        run.output()
