"""The validation table: every row of the evidence, tested, shown and able to fail."""

import warnings
from pathlib import Path
from types import SimpleNamespace
from typing import cast

import numpy as np
import pandas as pd
import pytest

from sim.engines.output import RunOutput
from sim.errors import InputError, UnknownNameError
from sim.runs.assumptions import assumptions, joint_draws
from sim.runs.cache import RunCache
from sim.runs.runner import Execution
from sim.runs.summary import RunSummary, clustering
from sim.storm.parameters import DECLARED
from sim.validation import registry
from sim.validation import validate as module
from sim.validation.calming_rows import without
from sim.validation.case_rows import lag, monday
from sim.validation.findings import Finding, ordering
from sim.validation.registry import Row
from sim.validation.spread_rows import exponent, exponent_of
from sim.validation.spreading_rows import spared
from sim.validation.storm_rows import SECOND_DAY, day_after, days_to_tenth
from sim.validation.table import RowResult, Validation, all_rows
from sim.validation.validate import ValidationOptions, shares, validate

TWO_PAIRS = ValidationOptions(pairs=2)
EVIDENCE = (
    *(f"S{n}" for n in (*range(1, 13), 14, 15, 16)),
    *(f"R{n}" for n in range(1, 6)),
    *(f"X{n}" for n in range(1, 14)),
    *(f"L{n}" for n in (4, 5, 6, 8, 9, 10, 11, 12, 15, 18, 20, 21, 22, 26, 28)),
    *(f"N{n}" for n in (1, 2, 3, 5, 6, 7, 8, 9, 10, 14, 15, 16, 17, 18, 20, 21, 22, 23, 24)),
)


def made_up(critical: np.ndarray, defending: np.ndarray | None = None) -> RunSummary:
    """A run with these posts per hour."""
    peak = float(np.argmax(critical)) + 1.5
    return RunSummary(
        measures={"peak_at": peak},
        hours_per_tick=1.0,
        critical=critical.astype(np.int32),
        defending=(defending if defending is not None else 0 * critical).astype(np.int32),
        bandwagon_share=0.0,
        trust_of_affected=np.nan,
        grievance_of_affected=np.nan,
        trust_of_fans=np.nan,
        people_affected=0,
        customers_affected=0,
        missed=(),
        incident_at=0.0,
        complaints=0,
        answers=0,
        answers_in_time=0,
        ordinary_posts=0,
        posters=0,
        posted_once=np.nan,
        posts_per_poster=np.nan,
        clustering=np.nan,
        path=np.nan,
        broadcast=np.nan,
        critics=0 * critical.astype(np.int32),
        trust=np.zeros(len(critical), np.float32),
    )


def test_every_row_of_the_evidence_is_there_with_source_and_protocol():
    known = all_rows()
    assert tuple(known) == EVIDENCE
    for row in known.values():
        assert row.fact
        assert row.source
        assert len(row.protocol) > 30


def test_rows_tested_alone_have_a_line_per_figure():
    table = validate(["S6", "S5"], TWO_PAIRS)
    lines = table.table()
    assert list(lines["row"]) == ["S6", "S5", "S5"]
    assert np.isnan(lines["robust_share_of_draws"]).all()


def test_an_unknown_row_is_refused():
    with pytest.raises(UnknownNameError, match="row 'S99'"):
        validate(["S99"], TWO_PAIRS)


def test_progress_counts_rows():
    steps = []
    validate(["S6"], TWO_PAIRS, progress=lambda done, total: steps.append((done, total)))
    assert steps == [(1, 1)]


@pytest.mark.slow
def test_the_facts_that_the_case_rests_on_hold_on_few_pairs():
    table = validate(["S1", "S5", "S6", "S9"], ValidationOptions(pairs=12))
    failing = [r.row.number for r in table.results if r.finding.verdict != "holds"]
    assert failing == []


def test_a_row_can_fail():
    cache = RunCache(3, {"broken_grievance": 0.0, "broken_anger": 0.0, "broken_promise": 0.0})
    story = cache.story("analytics-outage", {"clock.days": 2, "community.people": 100})
    same = np.array([run.measures["critical_posts_total"] for run in cache.runs(story, "silence")])
    assert Finding.of(ordering("nothing", same, same, "posts")).verdict == "fails"


# -- draws of the assumptions ------------------------------------------------------------------


def test_draws_cover_every_assumption_evenly_within_its_range():
    draws = pd.DataFrame(joint_draws(50))
    assert set(draws) == {declared.name for declared in DECLARED if declared.sure in "CD"}
    for assumed in assumptions():
        place = (draws[assumed.name] - assumed.low) / (assumed.high - assumed.low)
        assert sorted(np.floor(50 * place).astype(int)) == list(range(50))


def test_draws_are_the_same_every_time():
    assert joint_draws(3) == joint_draws(3)


@pytest.mark.slow
def test_rows_are_tested_under_every_draw():
    table = validate(["S5", "S6"], ValidationOptions(2, 2, 2, rough=True), Execution(2))
    assert table.draws == 2
    assert all(result.robust in (0.0, 0.5, 1.0) for result in table.results)


def test_shares_are_counted_over_draws_that_could_be_tested():
    unknown = "cannot be tested"
    counted = shares([{"a": "holds", "b": unknown}, {"a": "fails", "b": "holds"}])
    assert counted == {"a": 0.5, "b": 1.0}
    assert shares([]) == {}
    assert np.isnan(shares([{"b": unknown}])["b"])


class Interrupted:
    """Two made-up rows, the second of which is stopped by the keyboard the first time."""

    def __init__(self) -> None:
        self.tested: list[str] = []
        self.stops = 1

    def rows(self, _: object) -> list[Row]:
        tests = {"X1": self.first, "X2": self.second}
        return [Row(n, "a fact", "", "a protocol", test, True) for n, test in tests.items()]

    def first(self, _: RunCache) -> Finding:
        self.tested.append("X1")
        return Finding.of(ordering("gap", np.ones(9), np.zeros(9), "1"), remark="as ever")

    def second(self, _: RunCache) -> Finding:
        if self.stops:
            self.stops -= 1
            raise KeyboardInterrupt
        self.tested.append("X2")
        return Finding.of()


@pytest.fixture
def interrupted(monkeypatch: pytest.MonkeyPatch) -> Interrupted:
    table = Interrupted()
    monkeypatch.setattr(module, "chosen_rows", table.rows)
    return table


def test_results_until_an_interruption_are_returned(interrupted: Interrupted):
    table = validate(None, ValidationOptions(pairs=2, draws=5))
    assert table.stopped
    assert [result.row.number for result in table.results] == ["X1"]
    assert table.draws == 0


def test_an_interrupted_validation_goes_on_in_its_folder(interrupted: Interrupted, tmp_path: Path):
    begun = validate(None, TWO_PAIRS, Execution(folder=tmp_path))
    ended = validate(None, TWO_PAIRS, Execution(folder=tmp_path))
    assert interrupted.tested == ["X1", "X2"]
    assert not ended.stopped
    assert ended.results[0].finding == begun.results[0].finding
    assert [result.finding.verdict for result in ended.results] == ["holds", "cannot be tested"]


def test_a_folder_of_another_validation_is_refused(interrupted: Interrupted, tmp_path: Path):
    validate(None, TWO_PAIRS, Execution(folder=tmp_path))
    with pytest.raises(InputError, match=r"changed since then: options\.pairs"):
        validate(None, ValidationOptions(pairs=3), Execution(folder=tmp_path))


@pytest.mark.slow
def test_draws_that_were_done_are_not_done_again(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    options, execution = ValidationOptions(2, 2, 2, rough=True), Execution(1, folder=tmp_path)
    whole = validate(["S6"], options, execution)
    monkeypatch.setattr(module, "verdicts_under", lambda *_: pytest.fail("a draw ran again"))
    again = validate(["S6"], options, execution)
    assert again.draws == 2
    assert again.table().equals(whole.table())


# -- figures of single rows -----------------------------------------------------------------------


def test_the_lag_of_a_shifted_series_is_its_shift():
    hours = np.arange(240)
    critical = 1000 * np.exp(-(((hours - 60) / 15) ** 2))
    later = 1000 * np.exp(-(((hours - 84) / 15) ** 2))
    assert lag(made_up(critical, later)) == pytest.approx(24, abs=4)
    assert lag(made_up(later, critical)) == pytest.approx(-24, abs=4)
    assert np.isnan(lag(made_up(critical)))


@pytest.mark.parametrize("a", [0.7, 1.43, 2.0])
def test_the_exponent_of_a_power_law_is_found(a: float):
    days = np.repeat((np.arange(20) + 1.0) ** -a, 24)
    assert exponent(made_up(np.round(10_000 * days))) == pytest.approx(a, abs=0.03)


@pytest.mark.parametrize("theta", [0.3, 0.4])
def test_a_burst_that_relaxes_as_the_source_says_passes_r2(theta: float):
    """People wait for hours, not days: the first day would make the fit too steep."""
    answered = -np.diff((1.0 + 24.0 * np.arange(21.0)) ** -theta)
    assert exponent_of(answered[1:], SECOND_DAY) == pytest.approx(1.0 + theta, abs=0.02)
    assert exponent_of(answered) > 2.0


def test_shapes_of_a_storm_by_calendar_days():
    days = np.array([0, 40, 20, 12, 6, 3, 1])
    storm = made_up(np.repeat(days, 24)[6:])
    assert day_after(storm) == pytest.approx(0.5)
    assert days_to_tenth(storm) == 4.0
    assert days_to_tenth(made_up(np.full(240, 5))) == np.inf


def test_a_quick_response_of_friends_shows_as_clustering():
    critic = np.array([1, 1, 1, 0, 0, 0])
    output = SimpleNamespace(
        people={"ever_critic": critic, "affected": 0 * critic, "aware": np.ones(6, int)},
        ties=(np.array([0, 2, 4, 6, 8, 10, 12]), np.array([1, 2, 0, 2, 0, 1, 4, 5, 3, 5, 3, 4])),
    )
    assert clustering(cast("RunOutput", output)) == pytest.approx(2.0)


def test_the_case_spared_its_later_promises_keeps_sundays_and_all_other_steps():
    cache = RunCache(2)
    usual = cache.story("analytics-outage").steps("as-it-happened")
    left = [step.do for step in spared(cache).steps("spared")]
    assert left == ["promise", *(step.do for step in usual if step.do != "promise")]


def test_a_plan_without_a_response_keeps_all_other_steps():
    cache = RunCache(2)
    usual = cache.story("analytics-outage").steps("updates-and-apology")
    lacking = without(cache, "analytics-outage", "updates-and-apology", "apology").steps("without")
    assert [step.do for step in lacking] == [step.do for step in usual if step.do != "apology"]
    assert len(lacking) == len(usual) - 1


def test_the_moved_promise_is_the_last_of_its_plan():
    cache = RunCache(2)
    steps = monday(cache, "Tue 10:00").steps("monday")
    promises = [step for step in steps if step.do == "promise"]
    assert [str(step.deadline) for step in promises] == ["Sun 22:00", "Tue 10:00"]


def test_a_row_that_cannot_be_tested_has_a_line_with_its_reason():
    finding = Finding.untestable("nobody records it")
    row = Row("X1", "a fact", "a source", "a protocol", lambda _: finding, True)
    table = Validation((RowResult(row, finding, np.nan, 0.0),), 2, 0, 10).table()
    (line,) = table.to_dict("records")
    assert line["verdict"] == "cannot be tested"
    assert line["remark"] == "nobody records it"


def test_lines_say_what_is_missing():
    gap = np.where(np.arange(20) < 16, 1.0, -1.0)
    finding = Finding.of(ordering("gap", gap, np.zeros(20), "1"), power="no")
    row = Row("X1", "a fact", "a source", "a protocol", lambda _: finding, True)
    table = Validation((RowResult(row, finding, np.nan, 0.0),), 2, 0, 10).table()
    (line,) = table.to_dict("records")
    assert line["verdict_text"] == "fails: sign sure, luck larger (no power)"
    assert line["missing"] == "sign sure, luck larger"
    assert line["sign_sure"]
    assert line["power"] == "no"


def test_counts_of_verdicts():
    row = Row("X1", "a fact", "a source", "a protocol", lambda _: Finding.of(), True)
    table = Validation((RowResult(row, Finding.of(), np.nan, 0.0),), 2, 0, 10)
    assert table.count("cannot be tested") == 1
    assert table.count("holds") == 0


def test_figures_that_too_few_runs_leave_empty_bring_no_warning(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(registry, "ROWS", {})

    @registry.row("S1", "A made-up fact")
    def empty(cache: RunCache) -> Finding:
        """Take the mean of nothing."""
        return Finding.of(
            ordering("of nothing", np.array([]).mean() + np.ones(2), np.zeros(2), "posts")
        )

    cache = cast("RunCache", None)
    with pytest.warns(RuntimeWarning):
        empty(cache)
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        assert registry.ROWS["S1"].test(cache).verdict == "fails"
