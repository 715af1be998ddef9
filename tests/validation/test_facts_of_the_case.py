"""What the case tells, on a quarter of the pairs of `shitstorm validate`.

The facts named hold in nearly every pair, so fewer pairs find the same; seeds are fixed, so
the test finds the same every time. It fails as soon as one of them no longer holds. S3 asks more
than the case tells (promises at other hours) and fails; the case's own hours are tested below.
S11 fails too: defenders come hardly later than critics (docs/validation.md says why).
"""

import numpy as np
import pytest

import sim
from sim.validation.validate import ValidationOptions, validate

pytestmark = pytest.mark.slow

FACTS = ("S1", "S5", "S6", "S8", "S9")
SURE = ("S2", "S4", "S10")
"""Facts whose sign is sure, while luck is larger in some pairs than the table allows."""


def test_the_facts_of_the_case_hold() -> None:
    table = validate(FACTS, ValidationOptions(pairs=48))
    failing = {r.row.number: r.finding for r in table.results if r.finding.verdict != "holds"}
    assert not failing


def test_the_sign_of_the_others_is_sure() -> None:
    table = validate(SURE, ValidationOptions(pairs=48))
    signs = [figure.sign_sure for row in table.results for figure in row.finding.figures]
    assert False not in signs
    assert signs.count(True) >= len(SURE)


def test_defenders_are_a_minority() -> None:
    """L15 lies near its bound, so that its interval takes more pairs than the others'."""
    (result,) = validate(("L15",), ValidationOptions(pairs=200)).results
    assert result.finding.verdict == "holds"


def test_the_scale_of_the_case() -> None:
    """8–25 % of the fans speak out, defenders write 1–25 %, the peak falls on Mon–Wed, as told.

    And it lasts about a week: half of the runs are over, to a tenth of the peak, within eight days.
    """
    scenario = sim.load_scenario("analytics-outage")
    measures = sim.compare(scenario, ["as-it-happened"], seeds=100).measures
    assert 0.08 < measures["critic_share"].median() < 0.25
    assert 0.01 < measures["defending_share"].median() < 0.25
    start = scenario.clock.start_hours
    day = (start + measures["peak_at"]) // 24 % 7  # 0 is Monday
    assert np.mean(day <= 2) > 0.75
    assert (measures["peak_after_missed"] < 24).mean() > 0.8
    assert 3 * 24 < measures["duration"].median() < 8 * 24
