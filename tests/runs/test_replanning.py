"""A run that goes on with another plan is the run that had that plan from the start."""

from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from sim.engines import compiled
from sim.runs.growing import GrowingRun
from sim.runs.replanning import first_difference
from tests.agreement.sameness import assert_same_run
from tests.agreement.storms import DATED, WATCHING, moments, quarters, small_storm
from tests.thorough import examples

FOLLOWING = [{"do": "roadmap", "after": "first", "delay": "3h"}]
dated = st.builds(lambda what, at: {**what, "at": at}, st.sampled_from(DATED), moments)


@given(st.data())
@examples(60)
def test_going_on_with_another_plan_is_that_plan_from_the_start(data: Any) -> None:
    common = data.draw(st.lists(st.one_of(dated, st.sampled_from(WATCHING)), max_size=5))
    named = {"do": "apology", "name": "first", "at": data.draw(moments)}
    old = [*common, named, *data.draw(st.sampled_from([[], FOLLOWING]))]
    new = list(old)
    for _ in range(data.draw(st.integers(0, 3))):
        place = data.draw(st.integers(0, len(new) - 1))
        if data.draw(st.booleans()):
            new.insert(place, data.draw(dated))
        elif "at" in new[place] and "until" not in new[place]:
            new[place] = {**new[place], "at": data.draw(moments)}
    storm, other = small_storm(old), small_storm(new)
    before, after = storm.steps("talk"), other.steps("talk")
    upto = min(48.0, first_difference(storm, before, after))
    hours = data.draw(st.integers(0, int(upto * 4))) / 4
    run = GrowingRun(storm, 5, "talk")
    run.live_until(hours)
    again = GrowingRun.standing_at(other, 5, run.checkpoint(), after)
    again.live_until(48)
    assert_same_run(again.output(), compiled.run(other, "talk", 5))
    run.live_until(48)
    assert_same_run(run.output(), compiled.run(storm, "talk", 5))


def test_plans_differ_from_the_earliest_changed_step_on() -> None:
    storm = small_storm([{"do": "apology", "at": "+9h", "name": "first"}, *FOLLOWING])
    steps = storm.steps("talk")
    later = [steps[0], steps[1].model_copy(update={"delay": 5.0})]
    assert first_difference(storm, steps, steps) == float("inf")
    assert first_difference(storm, steps, later) == 9 + 3
    assert first_difference(storm, steps, steps[1:]) == 9
    triggered = small_storm([WATCHING[0]]).steps("talk")
    assert first_difference(storm, steps, [*steps, *triggered]) == 0
    assert quarters(1.5) == "+90min"
