"""When people speak, to whom they are alike, and what answers do: each mechanism switched off."""

from typing import Any

import numpy as np
import pytest

from sim.community.graphs import draw_ties
from sim.community.people import draw_people
from sim.engines.compiled import CompiledEngine
from sim.engines.driver import run_ticks
from sim.engines.setup import build_state
from sim.storm import rules
from sim.storm.state import CRITIC, NEVER
from tests.agreement.storms import small_storm
from tests.storm.test_mechanisms import ALONE, SEEDS, mean, posts, storm

MANY_HANDS = {"staff": 1000, "private_answers_per_hour": 1000.0}
"""A team that answers everybody at once."""
ANSWERS = [
    {"do": "individual-answers", "at": "+0h", "share": 1.0, "effort": 0.0, "within": "15min"}
]
REMARK: dict[str, Any] = {"affected": 0.0, "outrage_share": 0.5, "outrage_strength": 0.9,
                          "repair": None, "clients": 0.0, "first_posts": 30}  # fmt: skip
"""A matter that offends half of all people, hits nobody, and starts with strangers' posts."""


# -- when people speak ---------------------------------------------------------------------


def test_who_waits_for_nothing_puts_off_what_they_mean_to_say() -> None:
    tables = {"incident": REMARK, "days": 6.0, "people": 500, "media": None}

    def first_day(time: float) -> int:
        """Critical posts of the first 36 h, which have two evenings."""
        parameters = {"put_off_time": time, "page_visits": 2.0}
        runs = (storm(seed, **tables, parameters=parameters) for seed in SEEDS)
        return sum(int(run.output().series["critical_posts"][:144].sum()) for run in runs)

    assert first_day(8.0) < 0.7 * first_day(0.03)


DELETED = {"do": "deletion", "at": "+30h", "share": 1.0, "effort": 0.0}
MISSED = {"do": "promise", "at": "+20h", "deadline": "+31h", "effort": 0.0}
"""A statement promised and not given, as here nothing is repaired."""


@pytest.mark.parametrize("news", [DELETED, MISSED], ids=lambda step: step["do"])
def test_what_is_put_off_waits_for_its_time_or_for_news(news: dict[str, Any]) -> None:
    """Further looks bring nothing forward; deleted posts and a missed time do."""
    # who means to defend in between changes their mind and puts off anew: here nobody defends
    noticed = {"put_off_time": 4.0, "deletion_noticed": 1.0, "page_visits": 2.0, "defending": 0.0}

    def brought_forward(steps: list[dict[str, Any]]) -> float:
        """Share of those who at 30 h mean to criticise after the run that do it in the run."""
        scenario = small_storm(
            steps, people=500, days=4.0, incident=REMARK, media=None, parameters=noticed
        )
        engine = CompiledEngine(build_state(scenario, "talk", 1))
        run_ticks(engine, 0, 30 * 4)
        people = engine.state.people
        put_off = (people["means"] == CRITIC) & (people["speaks_at"] < NEVER)
        put_off &= people["speaks_at"] >= scenario.ticks
        assert put_off.sum() > 20
        run_ticks(engine, 30 * 4, scenario.ticks)
        return float((people["stance"][put_off] == CRITIC).mean())

    assert brought_forward([]) == 0.0
    assert brought_forward([news]) > 0.1


def test_who_believed_a_time_comes_to_look_once_it_is_over() -> None:
    missed = [{"do": "promise", "at": "+3h", "deadline": "+10h", "effort": 0.0}]

    def after(mean_time: float) -> int:
        """Critical posts of the two hours after the missed time."""
        runs = (
            storm(seed, missed, people=2000, parameters={"due_return": mean_time})
            for seed in SEEDS
        )  # fmt: skip
        return sum(int(run.output().series["critical_posts"][40:48].sum()) for run in runs)

    assert after(0.3) > 1.3 * after(30.0)


def test_who_has_said_it_says_it_less_often_again() -> None:
    tables = {"incident": REMARK, "days": 4.0, "people": 500, "media": None}
    often, once = (posts(parameters={"said_enough": said}, **tables) for said in (0.0, 10.0))
    assert once < 0.95 * often


def test_who_has_had_no_word_at_all_asks_more() -> None:
    sure, unsure = (posts(people=300, parameters={"unsure": share}) for share in (0.0, 2.0))
    assert unsure > 1.1 * sure


def test_friends_who_speak_make_others_speak() -> None:
    alone, agreed = (
        mean("ever_critic", 0, people=400, parameters={"friends_agree": share, "page_visits": 0.5})
        for share in (0.0, 9.0)
    )
    assert agreed > alone + 0.01


def test_matters_fade_unalike_from_run_to_run() -> None:
    def fading(spread: float) -> list[float]:
        scenario = small_storm(parameters={"matter_spread": spread})
        return [
            float(build_state(scenario, "silence", seed).case["fades"][0]) for seed in range(40)
        ]

    assert set(fading(0.0)) == {1.0}
    varied = np.log(fading(0.5))
    assert 0.3 < varied.std() < 0.7
    assert abs(varied.mean()) < 0.25


# -- alike in temper -----------------------------------------------------------------------


def test_friends_are_alike_in_temper_and_only_there() -> None:
    def along_ties(share: float, trait: str) -> float:
        scenario = small_storm(people=4000, parameters={"temper_alike": share})
        ties = draw_ties(5000, scenario.community.ties, 1)
        people = draw_people(scenario, 1, ties)
        ends = np.repeat(np.arange(5000), np.diff(ties.start)), ties.friends
        ranks = np.argsort(np.argsort(people[trait]))
        return float(np.corrcoef(ranks[ends[0]], ranks[ends[1]])[0, 1])

    assert abs(along_ties(0.0, "susceptibility")) < 0.05
    assert along_ties(0.5, "susceptibility") > 0.15
    assert abs(along_ties(0.5, "first_trust")) < 0.05


def test_likeness_leaves_each_trait_its_distribution() -> None:
    scenario = small_storm(people=4000)
    ties = draw_ties(5000, scenario.community.ties, 1)
    alike, unalike = draw_people(scenario, 1, ties), draw_people(scenario, 1)
    for trait in ("susceptibility", "threshold"):
        assert abs(alike[trait].mean() - unalike[trait].mean()) < 0.05 * unalike[trait].mean()


# -- trust and answers ---------------------------------------------------------------------


def test_an_offence_costs_trust() -> None:
    everybody = {**REMARK, "outrage_share": 1.0}
    unmoved, moved = (
        mean("trust", 0, incident=everybody, media=None, parameters={"offence_trust": share})
        for share in (0.0, 1.5)
    )
    assert moved < unmoved - 0.005


def test_an_answer_is_worth_its_minutes() -> None:
    def trust(gain: float, within: str) -> float:
        steps = [{**ANSWERS[0], "within": within}]
        return mean("trust", 1, people=300, steps=steps, company=MANY_HANDS,
                    parameters={"answer_gain": gain, "answer_half_life": 0.5,
                                "answers_back": 0.0})  # fmt: skip

    fast = trust(0.5, "6min") - trust(0.0, "6min")
    slow = trust(0.5, "6h") - trust(0.0, "6h")
    assert fast > 0.02
    assert slow < 0.5 * fast


def test_authors_reply_to_public_answers() -> None:
    quiet, talking = (
        posts(people=300, steps=ANSWERS, company=MANY_HANDS, parameters={"answers_back": share})
        for share in (0.0, 0.9)
    )
    assert talking > 1.1 * quiet


def test_money_seen_by_all_is_claimed_in_public() -> None:
    money = [{"do": "compensation", "at": "+6h", "public": True, "value": 1.0, "effort": 0.0}]
    tables = {**ALONE, "people": 400, "steps": money}
    silent, claimed = (
        mean("ever_critic", 1, parameters={"claims": share}, **tables) for share in (0.0, 1.0)
    )
    assert claimed > silent + 0.05


def test_a_time_far_off_calms_less() -> None:
    assert rules.calmed_by_promise(0.6, 100.0, 48.0) < 0.2 * rules.calmed_by_promise(0.6, 2.0, 48.0)
    far = [{"do": "promise", "at": "+3h", "deadline": "+46h", "effort": 0.0}]
    near_sighted, patient = (
        mean("grievance", 1, steps=far, people=300, days=1.5,
             incident={"repair": {"median": "300h", "spread": 0.0}},
             parameters={"promise_horizon": horizon})
        for horizon in (5.0, 1000.0)
    )  # fmt: skip
    assert near_sighted > patient + 0.005


# -- evidence and defence ------------------------------------------------------------------

DENIED = {**REMARK, "fault": 0.0, "blamed": 0.9}


def test_evidence_under_posts_is_met_by_those_who_read_them() -> None:
    denial = [{"do": "denial", "at": "+4h", "evidence": 1.0, "effort": 0.0}]
    unmet, met = (
        mean("blame", steps=denial, people=400, incident=DENIED,
             parameters={"evidence_met": chance, "feed_reach": 0.04, "reads_page": 0.0})
        for chance in (0.0, 4.0)
    )  # fmt: skip
    assert met < unmet - 0.005


def test_one_piece_of_evidence_moves_a_person_once_however_they_come_by_it() -> None:
    def blame(quality: float) -> np.ndarray:
        denial = [{"do": "denial", "at": "+4h", "evidence": quality, "effort": 0.0, "reach": 20.0}]
        wholly = {"evidence_met": 4.0, "evidence_time": 480.0, "evidence_believed": 1.0}
        return storm(1, denial, incident=DENIED, parameters=wholly).state.people["blame"]

    left = blame(0.5) / blame(0.0)
    assert 0.49 < left.min() < 0.52, "no more than the evidence moves at once"


def test_late_evidence_moves_less_than_early() -> None:
    def left(time: float) -> float:
        denial = [{"do": "denial", "at": "+40h", "evidence": 1.0, "effort": 0.0, "reach": 20.0}]
        parameters = {"evidence_time": time, "page_visits": 1.0}
        return mean("blame", steps=denial, incident=DENIED, parameters=parameters)

    assert left(400.0) < left(2.0) - 0.02


def test_loyal_people_defend_without_any_pile_on() -> None:
    calm = {"pile_on_posts": 120.0, "defending": 0.8}
    few, loyal = (
        mean("ever_defender", people=400, parameters={**calm, "loyalty": share})
        for share in (0.0, 0.5)
    )
    assert loyal > few + 0.01


def test_an_attack_that_others_answer_needs_fewer_defenders() -> None:
    assert rules.left_unanswered(10.0, 0.0) == 1.0
    assert rules.left_unanswered(10.0, 5.0) < 0.5
    assert rules.left_unanswered(5.0, 10.0) == 0.0


def test_outlets_that_do_not_quote_leave_the_word_out() -> None:
    answer = [{"do": "apology", "when": "enquiry == 1", "times": 1, "effort": 0.0}]
    press = {"articles_at": 0.2, "max_articles": 1, "outsiders_reached": 1.0}
    quoted = [
        int(storm(1, answer, media=press, parameters={"quoting": share}).state.page["quoted"][0])
        for share in (0.0, 1.0)
    ]
    assert quoted == [0, 1]
