"""Answers are those of whole runs, come in stages, and are given up when the question changes."""

import time
from threading import Event

import numpy as np
import pytest

import sim
from sim.lab import answers, edits
from sim.lab.answers import AnswerDesk, Pairs, Question
from sim.lab.draft import opened, read
from sim.lab.runs_kept import KeptPlan, RunKeeper
from sim.scenario.library import find
from tests.agreement.sameness import assert_same_series
from tests.agreement.storms import small_storm

CASE = opened(find("analytics-outage").read_text(), plan="as-it-happened")
START = 156.0
STORM = small_storm([{"do": "promise", "at": "+4h", "deadline": "+20h"}], people=200)


def answered(desk: AnswerDesk, question: Question, most: int) -> list[Pairs]:
    told: list[Pairs] = []
    desk.ask(question, told.append, pytest.fail, most).join(60)
    return told


def test_a_row_of_changes_gives_the_runs_of_the_changed_plans() -> None:
    keeper, draft, desk = RunKeeper(), CASE, AnswerDesk()
    desk.keeper = keeper
    for to in (20.0, 22.0, 26.0, 25.0, 40.0, 10.0):
        draft = edits.applied(draft, edits.moved(draft.plan, 2, to, START))
        scenario = read(draft.text).scenario
        plan = KeptPlan.of(scenario, draft.plan)
        output = keeper.output(plan, 3, desk._changed_at(plan))
        desk._before = plan
        assert_same_series(output, sim.simulate(scenario, draft.plan, 3).output)
    assert keeper._seeds[3].checkpoints


def test_pairs_are_those_of_a_comparison() -> None:
    (told,) = answered(AnswerDesk(), Question(STORM, "talk", "silence"), 8)
    ensemble = sim.compare(STORM, ["talk", "silence"], seeds=8)
    row = ensemble.differences("silence", ["critical_posts_total"]).iloc[0]
    figure = told.figures["critical_posts_total"]
    assert (figure.mean, figure.low, figure.high) == tuple(row[["mean_difference", "low", "high"]])
    assert figure.pairs == 8
    middle = ensemble.dataset["critical_posts"].sel(plan="talk")
    assert len(told.curves["plan"]["median"]) == middle.sizes["time"]


def test_answers_become_finer() -> None:
    told = answered(AnswerDesk(), Question(STORM, "talk", "silence"), 60)
    assert [pairs.number for pairs in told] == [10, 50, 60]
    assert [pairs.done for pairs in told] == [False, False, True]


def test_a_new_question_ends_the_work_for_the_old_one() -> None:
    desk, first, told = AnswerDesk(), Event(), []

    def tell(pairs: Pairs) -> None:
        told.append(pairs)
        first.set()

    thread = desk.ask(Question(STORM, "talk", "silence"), tell, pytest.fail, 100_000)
    first.wait(60)
    begun = time.perf_counter()
    desk.stop()
    thread.join(60)
    assert not thread.is_alive()
    assert time.perf_counter() - begun < 5
    assert not told[-1].done


def test_another_fact_draws_other_people() -> None:
    desk = AnswerDesk()
    one = desk.one_run(Question(STORM, "talk", "silence", 1))
    other = small_storm([{"do": "promise", "at": "+4h", "deadline": "+20h"}], people=300)
    desk.one_run(Question(other, "talk", "silence", 1))
    again = desk.one_run(Question(STORM, "talk", "silence", 1))
    np.testing.assert_array_equal(one.rate, again.rate)


def test_the_first_answer_says_how_far_it_is(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(answers, "OFTEN", -1.0)
    far: list[tuple[int, int]] = []
    question = Question(STORM, "talk", "silence")
    thread = AnswerDesk(workers=1).ask(
        question, lambda pairs: None, pytest.fail, 20, lambda *done: far.append(done)
    )
    thread.join(60)
    assert far == [(done, 10) for done in range(1, 11)]
