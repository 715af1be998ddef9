"""What people hear of the company, seen in runs in which little else happens."""

from typing import Any

import numpy as np
import pytest

from sim.engines.compiled import CompiledEngine
from sim.engines.driver import run_ticks
from sim.engines.setup import build_state
from sim.storm.state import GONE
from tests.agreement.storms import small_storm

EAGER = {"reads_page": 1.0, "help_used": 1.0, "check_visits": 20.0, "discovery_time": 0.5}
"""Those affected come often, read all of the page and use any help."""
WAITING = {"affected": 1.0, "clients": 1.0, "repair": {"median": "300h", "spread": 0.0}}


def people_after(steps: list[dict[str, Any]], **parameters: float) -> np.ndarray:
    """Everybody's record at the end."""
    scenario = small_storm(
        steps, parameters={**EAGER, **parameters}, incident=WAITING,
        community={"customers": 1.0, "outsiders": 0}, company={"staff": 20},
    )  # fmt: skip
    engine = CompiledEngine(build_state(scenario, "talk", 1))
    run_ticks(engine, 0, scenario.ticks)
    return engine.state.people


def share_relieved(steps: list[dict[str, Any]]) -> float:
    """Share of people with clients whom some help reached."""
    people = people_after(steps)
    return float((people["relief"] > 0.0).mean())


HELP = {"do": "help-page", "at": "+20h", "effort": 0.0, "reach": 0.01}
"""A help page that is kept at the top; the feed hardly shows it."""


def words(number: int, at: str = "+20h") -> list[dict[str, Any]]:
    """That many words of the company at one moment, which no feed shows either."""
    word = {"do": "interim-update", "at": at, "effort": 0.0, "reach": 0.01}
    return [word] * number


def test_a_page_that_is_visited_is_read() -> None:
    assert share_relieved([HELP]) > 0.8


@pytest.mark.parametrize("after", [1, 7, 8, 30])
def test_what_is_pinned_is_found_however_much_follows(after: int) -> None:
    """Not by all: who has read something newer does not go back."""
    assert share_relieved([HELP, *words(after)]) > 0.6


def test_who_takes_up_help_is_spared_no_more_than_it_offers() -> None:
    people = people_after([{"do": "client-help", "at": "+6h", "relief": 0.7, "effort": 0.0}])
    assert set(people["relief"].tolist()) <= {0.0, float(np.float32(0.7))}
    assert (people["relief"] > 0.0).mean() > 0.5


def test_a_promise_is_believed_by_the_trusting_and_missed_by_all_who_believed_it() -> None:
    promise = [{"do": "promise", "at": "+6h", "deadline": "+30h", "effort": 0.0}]
    people = people_after(promise, initial_trust=1.0)
    assert (people["broken"] <= 1).all()
    assert people["broken"].mean() > 0.8
    # Who has left for good before the time is over goes on believing what was said.
    assert (people["believes"][people["stance"] != GONE] == -1).all()


def test_a_withdrawn_promise_is_missed_by_those_only_who_did_not_hear() -> None:
    promise = {"do": "promise", "at": "+6h", "deadline": "+40h", "effort": 0.0}
    withdrawn = {"do": "change-of-plan", "at": "+20h", "effort": 0.0}
    assert people_after([promise])["broken"].mean() > 0.5
    assert people_after([promise, withdrawn])["broken"].mean() < 0.1


def test_direct_messages_reach_the_affected_alone() -> None:
    steps = [{"do": "private-channel", "at": "+6h", "share": 1.0}]
    scenario = small_storm(steps, parameters={"private_accepted": 1.0})
    engine = CompiledEngine(build_state(scenario, "talk", 1))
    run_ticks(engine, 0, scenario.ticks)
    people = engine.state.people
    took = people["private_since"] > 0
    assert took.any()
    assert (people["affected"][took] == 1).all()


def share_reading(at: str, **incident: Any) -> float:
    """Share of people who read a word that no feed shows, by visits to the page alone."""
    scenario = small_storm(
        words(1, at), parameters={"reads_page": 1.0, "page_visits": 2.0, "check_visits": 20.0},
        incident={**WAITING, **incident}, community={"customers": 1.0, "outsiders": 0},
        company={"staff": 20},
    )  # fmt: skip
    engine = CompiledEngine(build_state(scenario, "talk", 1))
    run_ticks(engine, 0, scenario.ticks)
    return float((engine.state.people["heard"] >= 0).mean())


def test_an_old_word_is_passed_over_by_all_but_those_who_look_for_it() -> None:
    waiting, idle = share_reading("+4h"), share_reading("+4h", affected=0.0)
    assert waiting > 0.9
    assert 0.02 < idle < 0.5


def test_the_question_of_those_hit_begins_when_they_notice() -> None:
    people = people_after([], discovery_time=8.0)
    asked = people["heard_at"][people["aware"] == 1]
    assert asked.std() > 2.0
    assert np.median(asked) > asked.min() + 3.0


def test_an_author_draws_once_whether_their_post_was_deleted() -> None:
    """Where half of the posts go, half of the authors see it, however often they come."""
    delete = {"do": "deletion", "at": "+30h", "share": 0.5, "effort": 0.0}
    eager = {**EAGER, "deletion_noticed": 0.0, "own_post_followed": 100.0, "voice": 5.0}
    scenario = small_storm(
        [delete], parameters={**eager, "writing": 3.0, "never_public": 0.0}, incident=WAITING,
        community={"customers": 1.0, "outsiders": 0},
    )  # fmt: skip
    engine = CompiledEngine(build_state(scenario, "talk", 1))
    run_ticks(engine, 0, 30 * 4)
    authors = engine.state.people["wrote_at"] >= 0
    run_ticks(engine, 30 * 4, scenario.ticks)
    noticed = engine.state.people["news_at"][authors] == 30.0
    assert authors.sum() > 40
    assert 0.3 < noticed.mean() < 0.7
