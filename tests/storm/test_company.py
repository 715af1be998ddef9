"""The company: a ledger that balances, a team with two hands each, an estimate that learns."""

import math
from dataclasses import replace
from itertools import pairwise
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule

from sim.storm.chance import stream_of
from sim.storm.company import Company, CompanyFacts
from sim.storm.ledger import (
    COMPANY_STREAM,
    ESTIMATE_ERROR,
    LEAST_ESTIMATE,
    ROADMAP_STEPS,
    ROUNDING,
    Ledger,
    RepairEstimate,
    RepairProgress,
    Staff,
)
from sim.storm.levers import Levers, Situation
from sim.storm.responses import CATALOGUE, Response
from tests.agreement.storms import WATCHING, dated
from tests.thorough import examples

quarters = st.integers(0, 400).map(lambda quarter: quarter / 4)


# -- the ledger ----------------------------------------------------------------------------


class LedgerOverTime(RuleBasedStateMachine):
    """Anything that a company may do with its ledger while time passes."""

    def __init__(self) -> None:
        super().__init__()
        self.tick = 0
        self.settled: dict[int, tuple[str, float | None]] = {}

    @initialize(repaired=st.floats(0.0, 60.0) | st.just(math.inf), tick_hours=st.floats(0.1, 2.0))
    def draw_the_repair(self, repaired: float, tick_hours: float) -> None:
        self.ledger = Ledger(tick_hours, repaired)

    @property
    def now(self) -> float:
        return self.tick * self.ledger.tick_hours

    @rule(ticks=st.integers(0, 40))
    def time_passes(self, ticks: int) -> None:
        """The company looks at its ledger before it does anything."""
        self.tick += ticks
        self.ledger.settle(self.tick)

    @rule(ahead=st.floats(2.0, 40.0))
    def promise(self, ahead: float) -> None:
        promise = self.ledger.promise(self.now, self.now + ahead)
        assert promise.met == (self.ledger.repaired_tick <= promise.due)

    @rule()
    def revise(self) -> None:
        self.ledger.revise(self.now)

    @invariant()
    def at_most_one_is_open(self) -> None:
        assert self.ledger.number("open") <= 1
        assert (self.ledger.next_deadline < math.inf) == (self.ledger.number("open") == 1)

    @invariant()
    def an_outcome_never_changes(self) -> None:
        for place, promise in enumerate(self.ledger.promises):
            known = self.settled.get(place)
            assert known in (None, (promise.outcome, promise.settled))
            if promise.outcome != "open":
                self.settled[place] = (promise.outcome, promise.settled)

    @invariant()
    def every_promise_has_one_outcome(self) -> None:
        outcomes = ("open", "kept", "broken", "revised")
        assert sum(map(self.ledger.number, outcomes)) == len(self.ledger.promises)

    @invariant()
    def outcomes_are_true(self) -> None:
        for promise in self.ledger.promises:
            if promise.outcome == "open":
                assert promise.settled is None
                assert promise.due >= self.tick
                continue
            assert promise.settled is not None
            assert promise.made <= promise.settled <= self.now + ROUNDING
            if promise.outcome == "kept":
                assert self.ledger.repaired_tick <= min(promise.due, self.tick)
            elif promise.outcome == "broken":
                assert self.ledger.repaired_tick > promise.due
                assert promise.settled == promise.deadline

    @invariant()
    def settling_again_changes_nothing(self) -> None:
        before = list(map(repr, self.ledger.promises))
        self.ledger.settle(self.tick)
        once = list(map(repr, self.ledger.promises))
        self.ledger.settle(self.tick)
        assert list(map(repr, self.ledger.promises)) == once
        assert len(before) == len(once)


TestLedgerOverTime = LedgerOverTime.TestCase
TestLedgerOverTime.settings = settings(max_examples=40, stateful_step_count=25)


@given(st.lists(st.integers(0, 400), min_size=1, max_size=6), quarters)
def test_it_does_not_matter_how_often_the_ledger_is_looked_at(looks: list, repaired: float) -> None:
    often, once = Ledger(0.25, repaired), Ledger(0.25, repaired)
    for ledger in (often, once):
        ledger.promise(0.0, 40.0)
    for tick in sorted(looks):
        often.settle(tick)
    for ledger in (often, once):
        ledger.settle(max(looks))
    assert often.promises == once.promises


# -- the crisis team -----------------------------------------------------------------------


@given(st.integers(1, 4), st.lists(st.tuples(st.floats(0, 5), st.floats(0, 8)), max_size=25))
def test_nobody_does_two_things_at_once(members: int, tasks: list) -> None:
    staff, now, busy = Staff(members), 0.0, []
    for pause, effort in tasks:
        now += pause
        begin = staff.free_from(now)
        assert begin >= now
        staff.take_on(begin, effort)
        busy.append((begin, begin + effort))
        at_once = [task for task in busy if task[0] <= begin < task[1]]
        assert len(at_once) <= members
    assert staff.hours_used == pytest.approx(sum(effort for _, effort in tasks))
    assert len(staff.free_at) <= members


@given(st.integers(1, 4), st.lists(st.floats(0.1, 8), min_size=1, max_size=12))
def test_nobody_waits_while_somebody_is_free(members: int, efforts: list) -> None:
    staff = Staff(members)
    for number, effort in enumerate(efforts):
        begin = staff.free_from(0.0)
        assert (begin == 0.0) == (number < members)
        staff.take_on(begin, effort)


# -- the estimate --------------------------------------------------------------------------

estimates = st.builds(
    RepairEstimate,
    incident=st.floats(0, 10),
    repaired=st.floats(20, 300),
    median=st.floats(1, 300),
    spread=st.floats(0, 1.5),
    optimism=st.floats(0, 1),
    learns=st.floats(1, 100),
    stream=st.integers(0, 2**64 - 1),
)


@given(estimates, st.floats(20, 300))
def test_the_first_guess_knows_nothing_of_this_repair(
    estimate: RepairEstimate, other: float
) -> None:
    elsewhere = replace(estimate, repaired=other)
    assert elsewhere.guess == estimate.guess
    assert elsewhere.hours_to_fix(estimate.incident) == estimate.hours_to_fix(estimate.incident)


@given(st.floats(1, 200), st.floats(0, 0.8), st.floats(0, 0.9))
@examples(15)
def test_first_guesses_are_spread_as_repairs_are_and_hopeful(
    median: float, spread: float, optimism: float
) -> None:
    guesses = np.log([
        RepairEstimate(
            0.0, 50.0, median, spread, optimism, 24.0, stream_of(seed, COMPANY_STREAM)
        ).guess
        for seed in range(800)
    ])  # fmt: skip
    assert guesses.mean() == pytest.approx(
        math.log(median * (1.0 - optimism)), abs=4.0 * spread / 800**0.5 + 1e-9
    )
    assert guesses.std() == pytest.approx(spread, rel=0.1, abs=1e-9)


@given(estimates, st.floats(0, 1))
def test_the_estimate_lies_between_the_hope_and_what_is_known(
    estimate: RepairEstimate, part: float
) -> None:
    elapsed = part * (estimate.repaired - estimate.incident)
    left = estimate.repaired - estimate.incident - elapsed
    named = estimate.hours_to_fix(estimate.incident + elapsed)
    hopeful = (1.0 - estimate.optimism) * max(estimate.guess, elapsed)
    hope = max(estimate.guess - elapsed, hopeful)
    assert min(hope, 0.8 * left) - 1e-6 <= max(named, LEAST_ESTIMATE)
    assert named <= max(hope, 1.2 * left, LEAST_ESTIMATE) + 1e-6


@given(estimates)
def test_the_estimate_becomes_true_as_it_is_learnt(estimate: RepairEstimate) -> None:
    knowing = replace(estimate, learns=0.1)
    for before in (8.0, 2.0, 0.5):
        now = estimate.repaired - before
        if now > estimate.incident + 5.0:
            error = abs(now + knowing.hours_to_fix(now) - estimate.repaired)
            assert error <= ESTIMATE_ERROR * before + LEAST_ESTIMATE + 1e-9
    assert estimate.hours_to_fix(estimate.repaired) == 0.0
    assert estimate.hours_to_fix(estimate.repaired + 5.0) == 0.0


def test_on_average_the_estimate_is_right_once_nothing_is_guessed() -> None:
    estimates = [
        RepairEstimate(0.0, 100.0, 10.0, 0.3, 0.5, 0.1, stream_of(seed, COMPANY_STREAM))
        for seed in range(3000)
    ]
    named = [estimate.hours_to_fix(40.0) for estimate in estimates]
    assert sum(named) / len(named) == pytest.approx(60.0, rel=0.01)


def test_where_nothing_is_broken_nothing_is_estimated() -> None:
    assert RepairEstimate(0.0, math.inf, 30.0, 0.3, 0.9, 24.0, 1).hours_to_fix(5.0) == 0.0


def test_what_is_not_yet_broken_is_not_estimated() -> None:
    estimate = RepairEstimate(10.0, 60.0, 30.0, 0.3, 0.5, 24.0, 1)
    assert estimate.hours_to_fix(9.9) == 0.0
    assert estimate.hours_to_fix(10.0) > 0.0


# -- the progress of the repair -------------------------------------------------------------


def test_steps_are_done_one_after_the_other_until_the_repair() -> None:
    progress = RepairProgress(incident=2.0, repaired=32.0)
    done = [progress.done(hours) for hours in range(40)]
    assert done[:3] == [0, 0, 0]
    assert done == sorted(done)
    assert done[32] == done[-1] == ROADMAP_STEPS
    assert [progress.done(2.0 + 5.0 * step) for step in range(7)] == list(range(7))
    assert RepairProgress(2.0, math.inf).done(500.0) == 0


def test_a_step_is_news_once_and_only_after_a_roadmap() -> None:
    progress = RepairProgress(incident=2.0, repaired=32.0)
    assert not progress.has_news(20.0)
    progress.note(8.0, Levers(informs=1.0, steps=1.0))
    assert not progress.has_news(11.9)
    assert progress.has_news(12.1)
    progress.note(12.1, Levers(informs=0.8, step_done=1.0))
    assert not progress.has_news(16.9)
    assert progress.has_news(17.1)


def test_updates_that_have_nothing_new_in_them_are_counted() -> None:
    progress = RepairProgress(incident=2.0, repaired=32.0)
    for number in range(3):
        assert progress.repeats == number
        progress.note(4.0 + number, Levers(informs=0.8))
    progress.note(8.0, Levers(admits=1.0))
    assert progress.repeats == 3
    progress.note(9.0, Levers(informs=0.5, deadline=30.0))
    assert progress.repeats == 0


def test_an_update_informs_less_the_more_often_it_has_nothing_new() -> None:
    update = CATALOGUE["interim-update"].model_validate({"do": "interim-update", "at": "+1h"})
    informs = [update.levers(Situation(repeats=float(times))).informs for times in range(6)]
    assert informs == sorted(informs, reverse=True)
    assert informs[0] > 1.5 * informs[-1] > 0.0
    assert update.levers(Situation(repeats=5.0, step_done=1.0)).informs == informs[0]


# -- carrying out a plan -------------------------------------------------------------------

FACTS = CompanyFacts(
    seed=1, started=132.0, tick_hours=0.25, incident=2.0, repaired=30.0, median=26.0,
    spread=0.3, staff=2, optimism=0.8, learns=12.0, looks_every=1.0,
)  # fmt: skip
TICKS = 192


def steps_of(said: list[dict[str, Any]]) -> list[Response]:
    """Steps as a scenario file says them."""
    return [CATALOGUE[step["do"]].model_validate(step) for step in said]


def seen_at(company: Company, tick: int) -> Situation:
    """What the company would see: a storm that swells and falls every eight hours."""
    now = tick * FACTS.tick_hours
    to_fix = company.estimate.hours_to_fix(now)
    deadline = company.ledger.next_deadline
    return Situation(
        started=FACTS.started, hours=now, posts_per_hour=float(int(now) % 8),
        estimate=now + to_fix, hours_to_fix=to_fix, fixed=float(now >= FACTS.repaired),
        hours_to_deadline=deadline - now if deadline < math.inf else 1e9,
        overrun=now + to_fix - deadline if deadline < math.inf else 0.0,
        promises_open=float(company.ledger.number("open")),
    )  # fmt: skip


Done = list[tuple[int, Response, Levers]]


def carried_out(company: Company, every_tick: bool) -> Done:
    """What is done when, asked at every tick or only when the company says that it may act."""
    done: Done = []
    tick = 0
    while tick < TICKS:
        company.ledger.settle(tick)
        if every_tick or company.might_act(tick):
            for step, levers, _ in company.act(tick, seen_at(company, tick)):
                company.note(tick * FACTS.tick_hours, levers)
                done.append((tick, step, levers))
        tick = tick + 1 if every_tick else company.next_moment(tick)
    return done


some_plan = st.lists(st.one_of(dated, st.sampled_from(WATCHING)), min_size=1, max_size=8)


@given(some_plan)
def test_nothing_is_missed_between_the_moments_a_company_names(said: list) -> None:
    steps = steps_of(said)
    always = carried_out(Company(FACTS, steps), every_tick=True)
    assert carried_out(Company(FACTS, steps), every_tick=False) == always


@given(some_plan, st.integers(1, 3))
def test_no_step_comes_before_its_time_or_beyond_the_team(said: list, staff: int) -> None:
    facts = with_facts(staff=staff)
    company = Company(facts, steps_of(said))
    busy: list[tuple[float, float]] = []
    for tick, step, _ in carried_out(company, every_tick=False):
        now = tick * facts.tick_hours
        if step.at is not None:
            assert now >= step.at.hours_after(facts.started) - 1e-9
        assert sum(begin <= now < end - 1e-9 for begin, end in busy) < staff
        if step.staff_hours > 0.0:
            busy.append((now, now + step.staff_hours))
    assert company.staff.hours_used == pytest.approx(sum(end - begin for begin, end in busy))


def with_facts(**changed: Any) -> CompanyFacts:
    """The facts, some of them changed."""
    return CompanyFacts(**{**{name: getattr(FACTS, name) for name in FACTS.__slots__}, **changed})


def test_a_repair_between_two_looks_is_seen_at_the_next() -> None:
    updates = {"do": "interim-update", "at": "+30min", "every": "6h", "until": "fixed"}
    steps = steps_of([updates, {"do": "fixed-notice", "when": "fixed == 1"}])
    for repaired in (30.1, 30.3, 30.5, 30.6, 30.9, 31.0):
        done = carried_out(Company(with_facts(repaired=repaired), steps), every_tick=False)
        assert [(tick / 4, step.do) for tick, step, _ in done][-1] == (31.0, "fixed-notice"), (
            repaired
        )


def test_a_promise_made_between_two_looks_is_seen_at_the_next() -> None:
    steps = steps_of(
        [
            {"do": "promise", "at": "+315min", "deadline": "+9h"},
            {"do": "apology", "at": "+330min", "effort": 0.0},
            {"do": "netiquette", "when": "promises_open == 1"},
        ]
    )
    done = carried_out(Company(FACTS, steps), every_tick=False)
    assert [(tick / 4, step.do) for tick, step, _ in done][-1] == (6.0, "netiquette")


def test_a_trigger_added_on_the_way_is_looked_at() -> None:
    company = Company(FACTS, [])
    assert not carried_out(company, every_tick=False)
    company.add(steps_of([{"do": "fixed-notice", "when": "fixed == 1"}])[0])
    assert company.next_moment(150) == 152


def test_steps_at_one_moment_come_in_the_order_of_the_plan() -> None:
    said = [{"do": do, "at": "+3h", "effort": 0.0} for do in ("apology", "roadmap", "denial")]
    done = carried_out(Company(FACTS, steps_of(said)), every_tick=False)
    assert [step.do for _, step, _ in done] == ["apology", "roadmap", "denial"]
    assert {tick for tick, _, _ in done} == {12}


def test_a_repeated_step_ends_with_the_repair() -> None:
    said = [{"do": "interim-update", "at": "+1h", "every": "6h", "until": "fixed"}]
    done = carried_out(Company(FACTS, steps_of(said)), every_tick=False)
    assert [tick / 4 for tick, _, _ in done] == [1.0, 7.0, 13.0, 19.0, 25.0]


def test_a_repeated_step_ends_at_its_moment() -> None:
    said = [{"do": "interim-update", "at": "+1h", "every": "6h", "until": "+13h"}]
    done = carried_out(Company(FACTS, steps_of(said)), every_tick=False)
    assert [tick / 4 for tick, _, _ in done] == [1.0, 7.0, 13.0]


def test_a_trigger_fires_as_often_as_allowed_and_rests_between() -> None:
    watch = {"do": "netiquette", "when": "posts_per_hour > 3", "times": 3, "pause": "10h"}
    done = carried_out(Company(FACTS, steps_of([watch])), every_tick=False)
    times = [tick / 4 for tick, _, _ in done]
    assert len(times) == 3
    assert all(later - sooner >= 10.0 for sooner, later in pairwise(times))
    assert all(int(time) % 8 > 3 for time in times)


def test_a_trigger_waits_for_its_delay() -> None:
    watch = {"do": "netiquette", "when": "posts_per_hour > 3", "delay": "90min"}
    done = carried_out(Company(FACTS, steps_of([watch])), every_tick=False)
    assert [tick / 4 for tick, _, _ in done] == [4.0 + 1.5]


def test_a_step_follows_another() -> None:
    said = [
        {"do": "post-mortem", "after": "over", "delay": "5h"},
        {"do": "fixed-notice", "name": "over", "when": "fixed == 1"},
    ]
    done = carried_out(Company(FACTS, steps_of(said)), every_tick=False)
    assert [(tick / 4, step.do) for tick, step, _ in done] == [
        (30.0, "fixed-notice"),
        (35.0, "post-mortem"),
    ]


def test_a_busy_team_comes_to_it_later() -> None:
    said = [{"do": "apology", "at": "+2h", "effort": 3.0} for _ in range(3)]
    done = carried_out(Company(FACTS, steps_of(said)), every_tick=False)
    assert [tick / 4 for tick, _, _ in done] == [2.0, 2.0, 5.0]
