"""Complaints answered one by one: who is answered, when, and what that does to them."""

from typing import Any

import numpy as np
import pytest

from sim.engines import compiled
from sim.engines.output import RunOutput
from sim.errors import InputError
from sim.scenario import scenario_from_document
from tests.agreement.storms import small_storm

MANY_HANDS = {"staff": 1000, "private_answers_per_hour": 1000.0}
"""A team so large that nobody queues."""
SEEDS = range(4)


def answered(company: dict[str, Any] | None = None, seed: int = 1, **said: Any) -> RunOutput:
    """A storm in which complaints are answered one by one from the start."""
    step = {"do": "individual-answers", "at": "+0h", "effort": 0.0, **said}
    plan = small_storm([step], people=400, days=4.0, company=company or MANY_HANDS)
    return compiled.run(plan, "talk", seed)


def test_the_share_asked_for_is_answered() -> None:
    runs = [answered(share=0.53, seed=seed) for seed in range(20)]
    complaints, answers = (sum(getattr(run, name) for run in runs) for name in
                           ("complaints", "answers"))  # fmt: skip
    assert complaints > 1000
    assert answers / complaints == pytest.approx(0.53, abs=3.5 * (0.25 / complaints) ** 0.5)


def test_half_of_the_answers_are_out_in_the_time_set_for_them() -> None:
    runs = [answered(share=1.0, within="46min", seed=seed) for seed in range(20)]
    answers, in_time = (sum(getattr(run, name) for run in runs) for name in
                        ("answers", "answers_in_time"))  # fmt: skip
    assert in_time / answers == pytest.approx(0.5, abs=3.5 * (0.25 / answers) ** 0.5)


def test_a_small_team_answers_late() -> None:
    few = answered({"staff": 1, "private_answers_per_hour": 0.5}, share=1.0)
    assert few.answers > 10
    assert few.answers_in_time < 0.3 * few.answers
    assert few.series["private_waiting"].max() > 5


def test_who_has_no_time_for_answers_gives_none() -> None:
    none = answered({"staff": 1, "private_answers_per_hour": 0.0}, share=1.0)
    assert none.complaints > 0
    assert none.answers == 0


def test_answers_take_staff() -> None:
    company = {"staff": 4, "private_answers_per_hour": 2.0}
    run = answered(company, share=1.0)
    assert run.staff_hours == run.answers / 2.0


def test_answers_inform_those_affected_and_calm_their_authors() -> None:
    """Where others do not see more of the complaints for it, and authors do not reply."""
    unseen = {"answer_visibility": 0.0, "answers_back": 0.0}
    step = {"do": "individual-answers", "at": "+0h", "effort": 0.0, "share": 1.0,
            "within": "0min", "empathy": 1.0}  # fmt: skip
    storm = small_storm([step], people=400, days=4.0, company=MANY_HANDS, parameters=unseen)
    silent, helped = (
        sum(
            int(compiled.run(storm, plan, seed).series["critical_posts"].sum())
            for seed in range(12)
        )
        for plan in ("silence", "talk")
    )
    assert helped < 0.95 * silent


def test_it_ends_with_a_share_of_nothing() -> None:
    begin = {"do": "individual-answers", "at": "+0h", "share": 1.0, "effort": 0.0}
    end = {"do": "individual-answers", "at": "+12h", "share": 0.0, "effort": 0.0}
    whole, cut = (
        compiled.run(small_storm(steps, people=400, days=4.0, company=MANY_HANDS), "talk", 1)
        for steps in ([begin], [begin, end])
    )
    same = slice(0, 12 * 4)
    np.testing.assert_array_equal(
        whole.series["critical_posts"][same], cut.series["critical_posts"][same]
    )
    assert 0 < cut.answers < whole.answers
    assert cut.answers == cut.complaints


def test_a_plan_without_it_has_no_complaints_to_count() -> None:
    run = compiled.run(small_storm([{"do": "acknowledgement", "at": "+4h"}]), "talk", 1)
    assert (run.complaints, run.answers, run.answers_in_time) == (0, 0, 0)


def test_nobody_but_authors_hears_it() -> None:
    still = {"threshold": 1.5, "threshold_spread": 0.0}  # so nobody ever speaks out
    step = {"do": "individual-answers", "at": "+0h", "share": 1.0, "empathy": 1.0}
    plan = small_storm([step], parameters=still)
    spoken, silent = (compiled.run(plan, name, 3) for name in ("talk", "silence"))
    for name in ("trust", "grievance"):
        np.testing.assert_array_equal(spoken.people[name], silent.people[name])


@pytest.mark.parametrize(
    ("field", "value"), [("share", 2.0), ("share", "most"), ("within", "soon"), ("within", "90d")]
)
def test_what_cannot_be_meant_is_named(field: str, value: object) -> None:
    document = dict(small_storm().document)
    step = {"do": "individual-answers", "at": "+0h", field: value}
    document["plans"] = {"talk": {"summary": "Some words.", "steps": [step]}}
    with pytest.raises(InputError, match=field):
        scenario_from_document(document, "small-storm")
