"""Futures of a run: nothing that is known now differs, what follows does, and alike in pairs."""

import numpy as np
import pytest

from sim.engines.resumable import Checkpoint
from sim.engines.setup import draw_population
from sim.exercise.decisions import parse_response
from sim.runs.futures import Futures
from sim.runs.growing import GrowingRun
from sim.scenario import load_scenario
from sim.storm.ledger import first_tick
from sim.storm.state import GONE
from tests.exercise.small_exercise import PROMISE, UPDATE, small_exercise

SCENARIO, SEED, FUTURES = small_exercise(), 5, 12


def standing(hours: float) -> tuple[GrowingRun, Checkpoint]:
    """A storm with an open promise as it stands after so many hours."""
    run = GrowingRun(SCENARIO, SEED, None, draw_population(SCENARIO, SEED))
    run.add(parse_response(PROMISE | {"at": "+4h", "margin": 3}))
    run.live_until(hours)
    return run, run.checkpoint()


@pytest.mark.parametrize("hours", [5.0, 20.0])
def test_no_future_can_be_told_apart_by_what_is_known_now(hours: float) -> None:
    run, checkpoint = standing(hours)
    futures = Futures(SCENARIO, SEED, checkpoint)
    seen = run.situation()
    for number in range(FUTURES):
        future = futures.begin(number)
        there = future.situation()
        assert there.hours_to_fix == pytest.approx(seen.hours_to_fix, rel=0.1)
        for name in ("posts_per_hour", "critical_share", "promises_open", "fixed", "articles"):
            assert getattr(there, name) == getattr(seen, name)
        assert (future.people["stance"] == run.people["stance"]).all()


def test_futures_differ_in_posts_and_in_the_repair_and_each_is_the_same_again() -> None:
    run, checkpoint = standing(12.0)
    futures = Futures(SCENARIO, SEED, checkpoint)
    runs = [futures.begin(number) for number in range(FUTURES)]
    for future in [*runs, again := futures.begin(3)]:
        future.live_until(SCENARIO.clock.days * 24.0)
    curves = {future.series["critical_posts"].tobytes() for future in runs}
    assert len(curves) > FUTURES // 2
    assert len({future.company.facts.repaired for future in runs}) > FUTURES // 2
    assert (again.series["critical_posts"] == runs[3].series["critical_posts"]).all()
    run.live_until(SCENARIO.clock.days * 24.0)  # nothing of it was changed
    whole, _ = standing(SCENARIO.clock.days * 24.0)
    assert (run.series["critical_posts"] == whole.series["critical_posts"]).all()


def test_promises_are_kept_or_missed_by_the_repair_of_their_future() -> None:
    _, checkpoint = standing(6.0)
    futures = Futures(SCENARIO, SEED, checkpoint)
    outcomes = set()
    for number in range(40):
        future = futures.begin(number)
        future.live_until(SCENARIO.clock.days * 24.0)
        output = future.output()
        repaired, due = future.company.facts.repaired, output.promises[0].deadline
        ticks = [first_tick(hours, SCENARIO.hours_per_tick) for hours in (repaired, due)]
        assert output.promises[0].outcome == ("kept" if ticks[0] <= ticks[1] else "broken")
        outcomes.add(output.promises[0].outcome)
    assert outcomes == {"kept", "broken"}


def test_whoever_has_gone_stays_away_and_nobody_leaves_at_once() -> None:
    story = load_scenario("analytics-outage")
    run = GrowingRun(story, SEED, None, draw_population(story, SEED))
    run.live_until(180.0)
    gone = np.count_nonzero(run.people["stance"] == GONE)
    assert gone > 0
    futures = Futures(story, SEED, run.checkpoint())
    run.live_until(181.0)
    leaving = np.count_nonzero(run.people["stance"] == GONE) - gone
    found = []
    for number in range(FUTURES):
        future = futures.begin(number)
        future.live_until(181.0)
        found.append(np.count_nonzero(future.people["stance"] == GONE) - gone)
    assert min(found) >= 0
    assert np.mean(found) <= leaving + 2


def test_steps_can_be_taken_in_and_change_only_what_follows() -> None:
    _, checkpoint = standing(12.0)
    futures = Futures(SCENARIO, SEED, checkpoint)
    silent, told = futures.begin(1), futures.begin(1)
    told.add(parse_response(UPDATE | {"at": "+30h"}))
    for future in (silent, told):
        future.live_until(SCENARIO.clock.days * 24.0)
    before = round(30.0 / SCENARIO.hours_per_tick)
    one, other = silent.series["critical_posts"], told.series["critical_posts"]
    assert (one[:before] == other[:before]).all()
    assert len(told.acts) > len(silent.acts)
