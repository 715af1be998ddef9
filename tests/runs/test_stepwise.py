"""A run that stops, takes in responses and branches is the run that had them from the start."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

import sim
from sim.errors import InputError, UnknownNameError
from tests.agreement.sameness import assert_same_run
from tests.agreement.storms import DATED, SHIPPED, WATCHING, cut_down, small_storm
from tests.thorough import examples

STORM = small_storm()
HOURS = STORM.ticks * STORM.hours_per_tick
said = st.lists(
    st.tuples(st.integers(0, 4 * 46), st.integers(0, 8), st.sampled_from(DATED)), max_size=6
)
"""When each response is taken in (a quarter of an hour), how much later it comes, and what."""


def in_file(steps: list[tuple[int, int, dict]], more: tuple[dict, ...] = ()) -> sim.Scenario:
    """The same responses as a plan of a scenario file, in the order in which they were given."""
    dated = [{**what, "at": f"+{15 * (at + later)}min"} for at, later, what in steps]
    return small_storm([*more, *dated])


@given(said, st.integers(0, 190), st.integers(0, 3))
@examples(40)
def test_a_run_in_pieces_is_the_run_of_the_whole_plan(steps: list, branch: int, seed: int) -> None:
    steps = sorted(steps, key=lambda step: step[0])
    run = sim.start(STORM, seed=seed)
    for at, later, what in steps:
        if branch <= at:
            left = run.until(max(branch / 4, run.hours))
            run = left.branch()
            left.do("legal-threat").until(HOURS)  # must leave no trace in the branch
            branch = 1000
        run.until(at / 4).do(what, at=f"+{15 * (at + later)}min")
    assert_same_run(run.finish().output, sim.simulate(in_file(steps), "talk", seed).output)


@given(st.lists(st.integers(0, 192), max_size=5).map(sorted))
@examples(20)
def test_a_plan_with_triggers_may_be_looked_at_on_the_way(stops: list[int]) -> None:
    storm = small_storm(WATCHING)
    run = sim.start(storm, "talk", seed=3)
    for tick in stops:
        run.until(tick / 4)
        assert run.series.shape[0] == tick
        assert run.situation.hours == tick / 4
    assert_same_run(run.finish().output, sim.simulate(storm, "talk", 3).output)


def test_conditions_given_before_the_first_tick_count_from_the_start() -> None:
    run = sim.start(STORM, seed=3)
    for step in WATCHING:
        run.do(step)
    assert_same_run(run.finish().output, sim.simulate(small_storm(WATCHING), "talk", 3).output)


@pytest.mark.parametrize("name", sorted(SHIPPED))
def test_every_shipped_storm_branches_without_a_trace(name: str) -> None:
    storm = cut_down(name)
    plan = list(storm.plans)[-1]
    run = sim.start(storm, plan, seed=2).until(30.0)
    other = run.branch()
    other.do("denial").until(60.0)
    assert_same_run(run.finish().output, sim.simulate(storm, plan, 2).output)


def test_an_earlier_crisis_is_remembered() -> None:
    storm = small_storm([{"do": "denial", "at": "+3h"}], earlier={"plan": "talk"})
    record = sim.start(storm, seed=1).until(10.0).finish()
    assert_same_run(record.output, sim.simulate(storm, "silence", 1).output)


def test_the_record_can_be_run_again_and_compared() -> None:
    record = sim.start(STORM, "talk", seed=5).until("Sun 20:00").do("apology").finish()
    assert record.scenario.steps(record.plan)[-1].do == "apology"
    assert_same_run(sim.rerun(record.provenance).output, record.output)
    table = sim.compare(record.scenario, plans=["silence", record.plan], seeds=2).table(["peak"])
    assert len(table) == 2


def test_the_plans_of_the_scenario_keep_their_names() -> None:
    record = sim.start(STORM, seed=5).do("apology", at="+4h").finish()
    again = sim.start(record.scenario, seed=5).do("denial", at="+4h").finish()
    assert list(again.scenario.plans) == ["silence", "talk", "as-played", "as-played-again"]


@pytest.mark.parametrize(
    ("wrong", "remedy"),
    [
        (lambda run: run.until("Sun 13:00"), "branch before you go on"),
        (lambda run: run.until("Wed 13:00"), "use finish"),
        (lambda run: run.until("soon"), "write a weekday and hour"),
        (lambda run: run.do("apology", at="Sun 13:00"), "has passed"),
        (lambda run: run.do("apology", at="Sat 13:00"), "lies behind the end"),
        (lambda run: run.do("apology", when="posts_per_hour > 2"), "before the first until"),
        (lambda run: run.do("apology", after="nothing"), "nothing"),
        (lambda run: run.do("apology", delay="2h"), "means nothing without"),
        (lambda run: run.do("promise"), "deadline"),
        (lambda run: run.do("promise", deadline="Sun 13:00"), "after the step itself"),
        (lambda run: run.do("apology", empathy="much"), "empathy"),
    ],
)
def test_what_cannot_be_done_is_refused_and_leaves_no_trace(wrong: object, remedy: str) -> None:
    run = sim.start(STORM, seed=5).until("Sun 20:00")
    before = run.branch().finish().output
    with pytest.raises(InputError, match=remedy):
        wrong(run)
    assert_same_run(run.finish().output, before)
    with pytest.raises(InputError, match="the run is over"):
        run.do("apology", at="+48h")


def test_an_unknown_response_is_guessed() -> None:
    with pytest.raises(UnknownNameError, match="apology"):
        sim.start(STORM).do("apologie")
    with pytest.raises(UnknownNameError, match="talk"):
        sim.start(STORM, "tolk")


def test_a_step_follows_another_only_while_that_is_to_come() -> None:
    run = sim.start(STORM, seed=5).do("apology", at="+4h", name="first")
    run.do("roadmap", after="first", delay="2h").until(5.0)
    with pytest.raises(InputError, match="is done already"):
        run.do("denial", after="first")
    assert run.finish().acts["hours"].tolist() == [4.0, 6.0]


def test_a_notebook_shows_the_run_and_no_markup_of_its_words() -> None:
    run = sim.start(STORM, seed=5).do("apology", at="+4h", words="<script>alert(1)</script>")
    assert "<svg" in run._repr_html_()
    shown = run.until(30.0)._repr_html_()
    assert "<script>" not in shown
    assert "&lt;script&gt;" in shown
    assert repr(run) == "<Run of small-storm, seed 5, at Mon 18:00 (30 h)>"
