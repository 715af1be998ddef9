"""Who is there: traits within their ranges, drawn from the seed, alike under every plan."""

import tracemalloc
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from numpy.typing import NDArray
from scipy.special import betaincinv

from sim.community.draws import streams_of, uniforms_of
from sim.community.graphs import draw_ties
from sim.community.people import ACTIVITY_MOST, activity, beta, clients_weight, draw_people
from sim.engines.compiled import run
from sim.scenario import load_scenario
from sim.storm.parameters import Parameters
from sim.storm.state import PersonState, layout
from tests.agreement.storms import SHIPPED, cut_down, small_storm

draws = st.lists(st.floats(0.0, 1.0, exclude_max=True), min_size=1, max_size=50).map(np.array)


@pytest.mark.parametrize("name", SHIPPED)
def test_traits_lie_within_their_ranges(name: str) -> None:
    people = draw_people(cut_down(name), 3)
    for trait in ("susceptibility", "trust", "blame"):
        assert (people[trait] >= 0.0).all()
        assert (people[trait] <= 1.0).all()
    assert (people["threshold"] > 0.0).all()
    assert (people["activity"] > 0.0).all()
    assert (people["looks"] > 0.0).all()
    assert (people["clients"] >= 0.0).all()
    assert (people["clients"] <= 3.0).all()


def test_the_affected_are_customers_and_those_with_clients_are_affected() -> None:
    people = draw_people(small_storm(people=2000), 1)
    assert (people["customer"][people["affected"] == 1] == 1).all()
    assert (people["affected"][people["clients"] > 0.0] == 1).all()
    assert not people["affected"][people["outsider"] == 1].any()
    assert not people["customer"][people["outsider"] == 1].any()


def test_shares_come_out() -> None:
    scenario = small_storm(
        people=20_000, community={"customers": 0.6}, incident={"affected": 0.4, "clients": 0.25}
    )
    people = draw_people(scenario, 1)[:20_000]
    affected = people["affected"] == 1
    assert people["customer"].mean() == pytest.approx(0.6, abs=0.02)
    assert affected.mean() == pytest.approx(0.6 * 0.4, abs=0.02)
    assert (people["clients"][affected] > 0.0).mean() == pytest.approx(0.25, abs=0.03)


@pytest.mark.parametrize("number", [0, 1, 7, 120])
def test_a_number_of_people_is_hit_exactly(number: int) -> None:
    scenario = small_storm(incident={"affected": None, "affected_people": number})
    people = draw_people(scenario, 4)
    assert people["affected"].sum() == number
    assert (people["customer"][people["affected"] == 1] == 1).all()


def test_means_come_out_as_the_parameters_say() -> None:
    scenario = small_storm(people=20_000, parameters={"susceptibility": 0.2, "initial_trust": 0.7})
    people = draw_people(scenario, 2)
    assert people["susceptibility"].mean() == pytest.approx(0.2, abs=0.01)
    assert people["trust"].mean() == pytest.approx(0.7, abs=0.01)
    looks = 24.0 * people["looks"].mean()
    assert looks == pytest.approx(Parameters().feed_looks, rel=0.05)


@pytest.mark.parametrize("weight", [3.0, 8.0])
@pytest.mark.parametrize("mean", [0.02, 0.2, 0.35, 0.62, 0.9])
def test_the_table_of_quantiles_is_as_good_as_the_exact_ones(mean: float, weight: float) -> None:
    shares = uniforms_of(streams_of(5, 50_000), 0, 3)
    off = np.abs(
        beta(shares, mean, weight) - betaincinv(mean * weight, weight - mean * weight, shares)
    )
    assert off.mean() < 1e-6
    assert off[(shares > 1e-4) & (shares < 1.0 - 1e-4)].max() < 5e-5
    assert off.max() < 2e-3
    assert (np.diff(beta(np.sort(shares), mean, weight)) >= 0.0).all()


@pytest.mark.parametrize("level", [0.0, 1.0])
def test_at_the_ends_everybody_is_alike(level: float) -> None:
    scenario = small_storm(parameters={"susceptibility": level, "initial_trust": level})
    people = draw_people(scenario, 2)
    assert (people["susceptibility"] == level).all()
    assert (people["trust"] == level).all()


@given(draws, st.sampled_from([1.0, 1.05, 1.1, 1.5, 2.0, 5.0]))
def test_activity_is_positive_and_has_an_end(some: np.ndarray, exponent: float) -> None:
    active = activity(some, exponent)
    assert (active > 0.0).all()
    assert (active <= ACTIVITY_MOST).all()


@pytest.mark.parametrize("exponent", [1.0, 1.05, 1.3, 2.0])
def test_activity_has_mean_one(exponent: float) -> None:
    some = (np.arange(400_000) + 0.5) / 400_000
    assert activity(some, exponent).mean() == pytest.approx(1.0, rel=0.02)


def test_few_do_most() -> None:
    active = np.sort(activity((np.arange(10_000) + 0.5) / 10_000, 1.2))
    assert active[-1000:].sum() > 0.5 * active.sum()


@given(draws)
def test_waiting_clients_weigh_from_a_half_to_three(some: np.ndarray) -> None:
    weights = clients_weight(some)
    assert (weights >= 0.5).all()
    assert (weights <= 3.0).all()


def test_another_seed_has_other_people_unless_the_community_has_a_seed_of_its_own() -> None:
    own, fixed = small_storm(), small_storm(community={"seed": 9})
    assert not same_traits(draw_people(own, 1), draw_people(own, 2))
    assert same_traits(draw_people(own, 1), draw_people(own, 1))
    assert same_traits(draw_people(fixed, 1), draw_people(fixed, 2))


def test_a_fixed_community_still_has_its_chances_from_the_run() -> None:
    fixed = small_storm(community={"seed": 9})
    one, other = draw_people(fixed, 1), draw_people(fixed, 2)
    assert not np.array_equal(one["stream"], other["stream"])


def test_more_outsiders_leave_the_fans_as_they_are() -> None:
    few = draw_people(small_storm(), 1)[:120]
    many = draw_people(small_storm(community={"outsiders": 500}), 1)[:120]
    assert same_traits(few, many)


def same_traits(one: np.ndarray, other: np.ndarray) -> bool:
    """Whether everybody has the same traits."""
    traits = ("susceptibility", "threshold", "activity", "looks", "trust", "affected", "clients")
    return all(np.array_equal(one[trait], other[trait]) for trait in traits)


GROUPS = {"kind": "communities", "ties_per_person": 10, "groups": 20, "inside": 0.9}


def grouped(homophily: float, seed: int = 1, people: int = 20_000) -> tuple[Any, NDArray[Any]]:
    """A community of twenty groups, and its people without outsiders."""
    ties = {**GROUPS, "homophily": homophily}
    community = {"customers": 1.0, "outsiders": 0, "ties": ties}
    scenario = small_storm(people=people, community=community, incident={"affected": 0.3},
                           parameters={"temper_alike": 0.0})  # fmt: skip
    return scenario, draw_people(scenario, seed)


def between_groups(values: NDArray[Any]) -> float:
    """The share of the variance that lies between the groups of a community."""
    means = values.astype(float).reshape(20, -1).mean(axis=1)
    return float(means.var() / values.astype(float).var())


def test_without_homophily_communities_change_nobody() -> None:
    _, people = grouped(0.0)
    plain = small_storm(
        people=20_000, community={"customers": 1.0, "outsiders": 0}, incident={"affected": 0.3}
    )
    assert np.array_equal(people, draw_people(plain, 1))


def test_groups_are_as_alike_as_their_homophily_says() -> None:
    shares = []
    for homophily in (0.0, 0.4, 1.0):
        _, people = grouped(homophily)
        shares.append([between_groups(people[name]) for name in ("trust", "affected")])
        assert people["trust"].mean() == pytest.approx(Parameters().initial_trust, abs=0.04)
        assert people["affected"].mean() == pytest.approx(0.3, abs=0.06)  # one group of twenty
        # What is no matter of homophily stays by lot.
        assert between_groups(people["susceptibility"]) < 0.01
    assert max(shares[0]) < 0.01
    assert 0.25 < shares[1][0] < 0.5
    assert 0.15 < shares[1][1] < 0.45
    assert min(shares[2]) > 0.99


def test_trust_and_being_affected_are_shared_by_different_groups() -> None:
    pairs = []
    for seed in range(20):
        _, people = grouped(1.0, seed, people=2000)
        trust = people["trust"].reshape(20, -1).mean(axis=1)
        pairs.append(np.corrcoef(trust, people["affected"].reshape(20, -1).mean(axis=1))[0, 1])
    assert abs(np.mean(pairs)) < 0.2


def test_a_number_of_people_is_hit_exactly_in_alike_groups() -> None:
    ties = {**GROUPS, "homophily": 0.8}
    incident = {"affected": None, "affected_people": 200}
    people = draw_people(small_storm(people=2000, community={"ties": ties}, incident=incident), 4)
    assert people["affected"].sum() == 200


def test_critics_cluster_in_communities_of_one_mind() -> None:
    """Critics are of the same groups, and have more critics among their friends."""
    between, among = {}, {}
    for homophily in (0.0, 0.8):
        shares, ratios = [], []
        for seed in range(3):
            scenario, _ = grouped(homophily, seed, people=2000)
            critic = run(scenario, "silence", seed).people["ever_critic"].astype(float)
            ties = draw_ties(2000, scenario.community.ties, seed)
            of_friends = np.add.reduceat(critic[ties.friends], ties.start[:-1])
            of_friends /= np.diff(ties.start)
            shares.append(between_groups(critic))
            ratios.append(of_friends[critic > 0].mean() / critic.mean())
        between[homophily], among[homophily] = np.mean(shares), np.mean(ratios)
    assert between[0.8] > 3 * between[0.0]
    assert among[0.8] > 1.05 * among[0.0]


def test_drawing_friends_alike_takes_little_memory_beside_the_records_of_people() -> None:
    number, community = 200_000, {"community.people": 200_000, "community.ties.ties_per_person": 8}
    scenario = load_scenario("analytics-outage", community)
    ties = draw_ties(number, scenario.community.ties, 1)
    draw_people(small_storm(), 1)  # loads what is loaded late
    tracemalloc.start()
    draw_people(scenario, 1, ties)
    most = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert most / number < layout(PersonState).itemsize + 60
