"""Each mechanism by itself: what changes, and by how much, as it is switched off."""

from collections.abc import Iterable
from typing import Any

import numpy as np
import pytest

from sim.api import simulate
from sim.engines.compiled import CompiledEngine
from sim.engines.driver import run_ticks
from sim.engines.setup import build_state
from sim.scenario import load_scenario
from sim.storm import rules
from sim.storm.chance import stream_of
from sim.storm.page import LEADING, is_in_the_press
from sim.storm.state import (
    NEVER,
    CaseFacts,
    CumulativeHours,
    PageState,
    Tally,
    World,
    as_object,
    records,
)
from tests.agreement.storms import small_storm

SEEDS = range(4)
ALONE: dict[str, Any] = {
    "page": {"contagion": False},
    "community": {"ties": {"kind": "none"}, "outsiders": 0, "customers": 1.0},
    "media": None,
}
"""Nobody reads anybody, so that only the company and the failure move people."""
LASTING = {"affected": 1.0, "outrage_share": 0.0, "repair": {"median": "300h", "spread": 0.0}}
"""A failure that hits all and outlasts the run."""
CALM = {"trust_erosion": 0.0, "first_word_loss": 0.0, "trust_recovery": 40_000.0}
"""Parameters under which waiting alone does not move trust."""
EAGER = {"reads_page": 1.0, "check_visits": 20.0, "discovery_time": 0.5}
"""Parameters under which those affected soon know what the company says."""


def storm(
    seed: int = 1, steps: list[dict[str, Any]] | None = None, **tables: Any
) -> CompiledEngine:
    """Return a small storm after its last tick."""
    scenario = small_storm(steps or [], **tables)
    engine = CompiledEngine(build_state(scenario, "talk", seed))
    run_ticks(engine, 0, scenario.ticks)
    return engine


def posts(begin: float = 0.0, seeds: Iterable[int] = SEEDS, **tables: Any) -> int:
    """Return the critical posts of some storms from an hour on."""
    first = int(begin * 4)
    runs = (storm(seed, **tables).output() for seed in seeds)
    return sum(int(run.series["critical_posts"][first:].sum()) for run in runs)


def mean(field: str, affected: int | None = None, **tables: Any) -> float:
    """Return the mean of a field over people, all or those (not) affected, of some storms."""
    people = np.concatenate([storm(seed, **tables).state.people for seed in SEEDS])
    if affected is not None:
        people = people[people["affected"] == affected]
    return float(people[field].mean())


# -- attention -----------------------------------------------------------------------------


def test_interest_that_does_not_fade_keeps_a_storm_going() -> None:
    tables = {"people": 400, "days": 8.0, "incident": {"repair": {"median": "10h"}}}
    fading, lasting = (
        posts(72.0, parameters={"interest_decay": decay, "interest_time": 6.0}, **tables)
        for decay in (2.0, 0.0)
    )
    assert lasting > 1.3 * fading


def test_heavy_tails_make_some_wait_for_very_long() -> None:
    def waits(tail: float) -> np.ndarray:
        parameters = {"waiting_tail": tail, "page_visits": 1.0, "activity_exponent": 20.0}
        scenario = small_storm(people=3000, incident=None, parameters=parameters)
        engine = CompiledEngine(build_state(scenario, "silence", 1))
        times: np.ndarray = engine.state.people["visit_time"]
        return times[engine.state.people["outsider"] == 0]

    heavy, thin = waits(2.2), waits(50.0)
    assert heavy.mean() == pytest.approx(thin.mean(), rel=0.15)
    assert (heavy > 10.0 * heavy.mean()).mean() > 0.003
    assert (thin > 10.0 * thin.mean()).mean() < 0.001


def test_without_notice_ties_carry_nothing() -> None:
    def aware(notice: float) -> int:
        runs = (
            storm(seed, page={"contagion": False}, media=None,
                  parameters={"friends_notice": notice}).state.people
            for seed in SEEDS
        )  # fmt: skip
        return sum(int(people["aware"][people["affected"] == 0].sum()) for people in runs)

    assert aware(0.0) == 0
    assert aware(0.6) > 20


def test_public_answers_show_complaints_to_others() -> None:
    answers = [{"do": "individual-answers", "at": "+0h", "share": 1.0, "effort": 0.0}]
    company = {"staff": 1000, "private_answers_per_hour": 1000.0}

    def reached(visibility: float) -> float:
        parameters = {"answer_visibility": visibility, "page_visits": 1.0, "likes_weight": 0.0}
        return mean("aware", 0, people=300, steps=answers, company=company, media=None,
                    community={"ties": {"kind": "none"}}, parameters=parameters)  # fmt: skip

    assert reached(10.0) > reached(0.0) + 0.02


# -- promises ------------------------------------------------------------------------------

MISSED = [{"do": "promise", "at": "+4h", "deadline": "+10h", "effort": 0.0}]


def test_who_never_heard_of_a_promise_learns_of_it_as_it_is_missed() -> None:
    def trust(quoted: float, seed: int) -> tuple[np.ndarray, np.ndarray]:
        parameters = {"miss_quoted": quoted, "page_visits": 0.5, **CALM}
        people = storm(seed, MISSED, people=800, days=3.0, parameters=parameters).state.people
        return people["trust"], (people["heard"] < 0) & (people["missed"] > 0)

    unheard = 0
    for seed in SEEDS:
        quoted, learnt = trust(0.2, seed)
        kept, nobody = trust(0.0, seed)
        assert not nobody.any()
        unheard += learnt.sum()
        assert quoted[learnt].mean() < kept[learnt].mean() - 0.01
    assert unheard > 10


def test_a_promise_that_nobody_saw_is_missed_by_nobody() -> None:
    seen, unseen = (
        storm(1, [{**MISSED[0], "reach": reach}]).state.page["missed"][0] for reach in (1.0, 0.0)
    )
    assert (seen, unseen) == (1, 0)


@pytest.mark.parametrize("name", ["excluded-profession", "single-complaint"])
def test_a_missed_word_makes_no_storm_where_hardly_anybody_is_harmed(name: str) -> None:
    """Bystanders are not angered for others whom nothing, or hardly anything, has befallen."""
    scenario = load_scenario(name)
    silence, missed = (
        np.array([simulate(scenario, plan, seed).measures["critical_posts_total"]
                  for seed in range(60)])
        for plan in ("silence", "broken-promises")
    )  # fmt: skip
    assert np.median(missed) <= 5 * max(2.0, float(np.median(silence)))


def test_a_missed_word_angers_more_bystanders_the_more_others_are_harmed() -> None:
    def trust_lost(severity: float) -> float:
        told = {**LASTING, "affected": 0.3, "severity": severity}
        ways = (storm(seed, steps, incident=told, people=400, days=2.0, parameters=CALM).state
                for seed in SEEDS for steps in (MISSED, []))  # fmt: skip
        spared = [each.people["trust"][each.people["affected"] == 0].mean() for each in ways]
        return float(np.mean(spared[1::2]) - np.mean(spared[::2]))

    assert trust_lost(0.9) > 1.2 * trust_lost(0.1)


def test_five_missed_times_are_counted() -> None:
    many = [
        {"do": "promise", "at": f"+{4 + 3 * n}h", "deadline": f"+{6 + 3 * n}h", "effort": 0.0}
        for n in range(5)
    ]
    assert storm(1, many).state.page["missed"][0] == 5


# -- trust and waiting ---------------------------------------------------------------------


def test_without_erosion_and_first_word_waiting_leaves_trust_as_it_was() -> None:
    people = storm(1, **ALONE, incident=LASTING, parameters=CALM).state.people
    np.testing.assert_array_equal(people["trust"], people["first_trust"].astype(float))


def test_waiting_wears_trust_away() -> None:
    loss = [
        mean("trust", **ALONE, incident=LASTING, parameters={**CALM, "trust_erosion": rate})
        for rate in (0.0, 0.004, 0.01)
    ]
    assert loss[0] > loss[1] + 0.01 > loss[2] + 0.02


def test_a_first_word_that_does_not_come_costs_its_share_of_trust_once() -> None:
    parameters = {**CALM, **EAGER, "first_word_loss": 0.1, "first_word_hours": 1.0}
    people = storm(1, **ALONE, incident=LASTING, parameters=parameters).state.people
    waited = people["aware"] == 1
    left = people["trust"][waited] / people["first_trust"][waited]
    assert waited.mean() > 0.9
    assert np.median(left) == pytest.approx(0.9, abs=0.001)
    assert left.min() > 0.899


def test_a_first_word_in_time_costs_nothing() -> None:
    word = [{"do": "interim-update", "at": "+2h", "effort": 0.0}]
    parameters = {**CALM, **EAGER, "first_word_loss": 0.2, "first_word_hours": 6.0}
    silent, early = (
        mean("trust", steps=steps, **ALONE, incident=LASTING, parameters=parameters)
        for steps in ([], word)
    )
    assert early > silent + 0.05


def test_trust_comes_back_by_itself() -> None:
    broken = {**CALM, **EAGER, "first_word_loss": 0.2, "first_word_hours": 1.0}
    trust = [
        mean("trust", **ALONE, days=6.0, incident=LASTING,
             parameters={**broken, "trust_recovery": hours})
        for hours in (48.0, 40_000.0)
    ]  # fmt: skip
    assert trust[0] > trust[1] + 0.05


def test_customers_decide_within_some_weeks() -> None:
    def gone(hours: float) -> float:
        return mean("churn_hazard", **ALONE, days=14.0, incident=LASTING,
                    parameters={"leaving": 0.5, "decision_time": hours})  # fmt: skip

    assert gone(48.0) < 0.5 * gone(5040.0)


# -- who writes, and why -------------------------------------------------------------------


def test_a_share_of_people_never_speaks_in_public() -> None:
    speaking = [
        mean("ever_critic", 1, **ALONE, days=3.0, incident=LASTING,
             parameters={"never_public": share})
        for share in (0.0, 0.45, 1.0)
    ]  # fmt: skip
    assert speaking[0] > speaking[1] + 0.1
    assert speaking[1] <= 0.6
    assert speaking[2] == 0.0


def test_waiting_clients_make_people_write() -> None:
    tables = {**ALONE, "days": 4.0, "incident": {**LASTING, "clients": 1.0}}
    none, some = (
        posts(seeds=range(16), parameters={"clients_writing": strength}, **tables)
        for strength in (0.0, 1.5)
    )
    assert some > 1.15 * none


def test_who_knows_more_asks_less() -> None:
    updates = [{"do": "interim-update", "at": "+3h", "every": "4h", "effort": 0.0}]
    tables = {**ALONE, "days": 3.0, "incident": LASTING, "steps": updates}
    all_write, few_ask = (
        posts(parameters={**EAGER, "asking": share}, **tables) for share in (0.0, 0.9)
    )
    assert few_ask < 0.9 * all_write


# -- responses -----------------------------------------------------------------------------

ROADMAP = [
    {"do": "roadmap", "at": "+4h", "effort": 0.0},
    {"do": "interim-update", "at": "+10h", "every": "8h", "effort": 0.0},
]
SLOW_REPAIR = {**LASTING, "repair": {"median": "40h", "spread": 0.0}}


def test_who_knows_the_steps_waits_with_more_patience() -> None:
    grievance = [
        mean("grievance", steps=ROADMAP[:1], **ALONE, incident=LASTING,
             parameters={**EAGER, **CALM, "roadmap_patience": patience})
        for patience in (0.0, 2.0)
    ]  # fmt: skip
    assert grievance[1] < grievance[0] - 0.01


def test_steps_reported_done_are_small_kept_words() -> None:
    trust = [
        mean("trust", steps=ROADMAP, **ALONE, incident=SLOW_REPAIR,
             parameters={**EAGER, **CALM, "step_kept": kept})
        for kept in (0.0, 0.06)
    ]  # fmt: skip
    assert trust[1] > trust[0] + 0.02


def test_word_that_it_is_over_ends_the_news() -> None:
    fixed = [{"do": "fixed-notice", "when": "fixed == 1", "effort": 0.0}]
    quick = {"repair": {"median": "8h", "spread": 0.0}}
    age = {
        ends: mean("news_at", 1, steps=fixed, **ALONE, incident=quick,
                   parameters={**EAGER, "fixed_ends": ends})
        for ends in (10.0, 168.0)
    }  # fmt: skip
    assert age[10.0] - age[168.0] > 100.0


PRIVATE = [{"do": "private-channel", "at": "+4h", "share": 1.0, "effort": 1.0}]


def test_a_private_channel_costs_work_for_as_long_as_people_are_in_it() -> None:
    def hours(accepted: float, days: float) -> float:
        return storm(1, PRIVATE, **ALONE, incident=LASTING, days=days,
                     parameters={**EAGER, "private_accepted": accepted, "private_return": 0.0}
                     ).output().staff_hours  # fmt: skip

    assert hours(0.0, 2.0) == 1.0
    assert hours(1.0, 2.0) > 5.0
    assert hours(1.0, 4.0) > hours(1.0, 2.0) + 5.0


def test_a_team_works_no_more_hours_in_private_than_it_has() -> None:
    run = storm(1, PRIVATE, **ALONE, people=600, incident=LASTING, days=2.0,
                parameters={**EAGER, "private_accepted": 1.0})  # fmt: skip
    assert run.state.page["private_work"][0] <= 2 * 48.0


def test_a_team_without_time_for_single_people_serves_nobody_in_private() -> None:
    company = {"private_answers_per_hour": 0.0}
    run = storm(1, PRIVATE, **ALONE, incident=LASTING, company=company,
                parameters={**EAGER, "private_accepted": 1.0})  # fmt: skip
    assert run.output().staff_hours == 1.0


def test_what_is_told_in_private_ages() -> None:
    many_hands = {"staff": 1000, "private_answers_per_hour": 100.0}
    grievance = [
        mean("grievance", steps=PRIVATE, **ALONE, incident=LASTING, company=many_hands,
             parameters={**EAGER, **CALM, "private_accepted": 1.0, "private_interval": hours})
        for hours in (1.0, 100.0)
    ]  # fmt: skip
    assert grievance[1] > grievance[0] + 0.05


def test_who_leaves_leaves_the_private_channel_too() -> None:
    run = storm(1, PRIVATE, **ALONE, days=8.0, incident=LASTING,
                parameters={**EAGER, "private_accepted": 1.0, "leaving": 3.0,
                            "avoidance_time": 24.0})  # fmt: skip
    people = run.state.people
    assert (people["stance"] == 3).sum() > 10
    assert run.state.page["private_people"][0] == people["private"].sum()


def test_supporters_who_come_as_a_crowd_anger_those_who_blame() -> None:
    called = [{"do": "supporters", "at": f"+{hours}h", "effort": 0.0} for hours in (4, 12, 20)]
    grievance = [
        mean("grievance", people=300, steps=called, media=None,
             parameters={"reactance": strength, "defending": 8.0, "plants_found": 1.0,
                         "page_visits": 2.0, "initial_trust": 0.7})
        for strength in (0.0, 0.8)
    ]  # fmt: skip
    assert grievance[1] > grievance[0] + 0.002


def test_hush_money_costs_bystanders_trust_unless_responsibility_was_taken_before() -> None:
    money = {"do": "compensation", "at": "+6h", "public": True, "value": 1.0, "effort": 0.0}
    apology = {"do": "apology", "at": "+3h", "effort": 0.0, "reach": 20.0}

    def cost(field: str, *before: dict[str, Any]) -> float:
        parameters = {**CALM, "page_visits": 2.0, "hush_excused": 1.0, "admission": 0.0,
                      "admission_blame": 0.0}  # fmt: skip
        none, some = (
            mean(field, 0, steps=[*before, money], page={"contagion": False}, media=None,
                 incident={"fault": 0.5},
                 community={"ties": {"kind": "none"}, "outsiders": 0},
                 parameters={**parameters, "hush_money": strength})
            for strength in (0.0, 0.5)
        )  # fmt: skip
        return some - none

    assert cost("trust") < -0.01
    assert cost("blame") > 0.005
    assert cost("trust", apology) > 0.7 * cost("trust")


# -- the press -----------------------------------------------------------------------------

ANSWER = [{"do": "apology", "when": "enquiry == 1", "times": 1, "effort": 0.0}]
PRESS = {"articles_at": 0.2, "max_articles": 1, "outsiders_reached": 1.0}


def test_a_company_sees_an_enquiry_and_is_quoted_if_it_answers() -> None:
    answered, silent = (
        storm(1, steps, media=PRESS, parameters={"quoting": 1.0}) for steps in (ANSWER, [])
    )
    assert [act.do for act in answered.output().acts] == ["apology"]
    assert answered.output().articles == silent.output().articles == 1
    assert answered.state.page["quoted"][0] == 1
    assert silent.state.page["quoted"][0] == 0


def test_who_reads_an_article_that_quotes_knows_what_the_company_said() -> None:
    reading = {"reads_page": 0.0, "article_delay": 2.0, "feed_reach": 0.0, "quoting": 1.0}
    quoted = mean("admitted", steps=ANSWER, media=PRESS, parameters=reading)
    unread = mean("admitted", steps=ANSWER, media={**PRESS, "outsiders_reached": 0.0},
                  parameters=reading)  # fmt: skip
    assert quoted > 0.03
    assert unread == 0.0


def test_the_first_articles_are_read_by_few_and_later_ones_by_many() -> None:
    def reach(seed: int) -> list[float]:
        (page_record,), (case_record,) = records(PageState, 1), records(CaseFacts, 1)
        page, case = as_object(PageState, page_record), as_object(CaseFacts, case_record)
        case.articles_at, case.articles_most, case.tick_hours = 1.0, 8, 0.25
        case.outsiders_reached, case.press_stream = 0.05, stream_of(seed, -2)
        page.harsh_posts, page.article_due, page.spoke_at = 1e6, NEVER, -NEVER
        page.article_last = -NEVER
        clock = CumulativeHours([], [])
        parameters = small_storm().parameters
        past = np.zeros((1, 3))
        world = World(page, Tally(), case, clock, [], parameters, past)
        return [page.article_reach for tick in range(4000) if is_in_the_press(world, tick)]

    reached = np.array([reach(seed) for seed in range(200)])
    assert reached.shape[1] == 8
    few, many = reached[:, : LEADING - 1].mean(), reached[:, LEADING - 1 :].mean()
    assert few < 0.4 * many
    assert many > 0.03
    assert (reached <= 0.05 * 4.0 + 1e-12).all()


def test_small_outlets_never_reach_more_than_everybody() -> None:
    assert max(rules.outlet_size(draw / 1000) for draw in range(1000)) <= 4.0


def test_the_wider_public_comes_by_ties_or_press_alone() -> None:
    """Without either none of them ever learns of the matter: they have no habit of visiting."""
    community = {"outsiders": 60, "ties": {"kind": "none"}}
    alone = storm(community=community, media=None).state.people
    outsiders = alone["outsider"] == 1
    assert outsiders.sum() == 60
    assert alone["aware"][~outsiders].mean() > 0.2
    assert not alone["aware"][outsiders].any()
    told = storm(community={"outsiders": 60}, media=None).state.people
    assert told["aware"][told["outsider"] == 1].any()
