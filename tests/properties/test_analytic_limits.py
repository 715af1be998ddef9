"""Limits in which the model can be solved: it gives what the textbook says."""

import math

import numpy as np
import pytest
from scipy import optimize

from sim.engines.compiled import CompiledEngine
from sim.engines.driver import run_ticks
from sim.engines.setup import build_state
from sim.scenario import Scenario
from sim.storm import rules
from tests.agreement.storms import small_storm

NOTHING_ELSE = {"media": None, "company": {"staff": 1}}


def engine_after(scenario: Scenario, seed: int) -> CompiledEngine:
    """Return a run in silence after its last tick."""
    engine = CompiledEngine(build_state(scenario, "silence", seed))
    run_ticks(engine, 0, scenario.ticks)
    return engine


# -- ties only: a branching process -----------------------------------------------------------

PEOPLE = 4000
FIRST = 0.005
"""Share of people who notice the failure themselves."""
ONE_POST_EACH = {
    # Whoever learns of it is offended to the full, speaks out at once and writes one post.
    "threshold": 0.05, "threshold_spread": 0.0, "voice": 15.0, "conformity": 0.0, "writing": 0.0,
    "crowd_half": 3.0, "never_public": 0.0, "interest_decay": 0.0, "activity_exponent": 20.0,
    "susceptibility": 0.9, "susceptibility_concentration": 80.0, "defending": 0.0,
    "leaving": 0.0, "discovery_time": 0.5,
    # A post that is noticed is read soon, and nobody who reads one fails to learn of it.
    "feed_looks": 80.0, "feed_looks_spread": 0.0, "waiting_tail": 50.0, "friends_weight": 60.0,
    "page_capacity": 300.0, "feed_places": 80.0,
    # Nobody puts it off, and friends are no more alike than others.
    "put_off_time": 0.03, "put_off_tail": 8.0, "temper_alike": 0.0, "matter_spread": 0.0,
}  # fmt: skip


def epidemic(passes: float) -> Scenario:
    """Return people who know each other at random, each of whom passes a post on so often."""
    return small_storm(
        people=PEOPLE, days=6.0, page={"contagion": False}, **NOTHING_ELSE,
        community={
            "outsiders": 0, "customers": 1.0,
            "ties": {"kind": "small-world", "ties_per_person": 3, "rewired": 1.0},
        },
        incident={
            "affected": FIRST, "severity": 1.0, "clients": 0.0, "outrage_share": 1.0,
            "outrage_strength": 1.0, "first_posts": 0, "repair": {"median": "300h", "spread": 0.0},
        },
        parameters={**ONE_POST_EACH, "friends_notice": -math.log(1.0 - passes)},
    )  # fmt: skip


def final_share(first: float, passes: float, degrees: np.ndarray) -> float:
    """Return the share reached in the end on a configuration graph with these degrees.

    Newman 2002: a tie carries the news from a friend with a chance that solves its own
    equation in the degrees of friends, who are met in proportion to their ties.
    """

    def excess(missed: float) -> float:
        by_tie = (degrees * missed ** (degrees - 1.0)).sum() / degrees.sum()
        return float(1.0 - passes + passes * (1.0 - first) * by_tie - missed)

    missed = optimize.brentq(excess, 0.0, 1.0 - 1e-9)
    return float(1.0 - (1.0 - first) * (missed**degrees).mean())


@pytest.mark.parametrize("branching", [0.5, 0.8, 1.5, 3.0])
def test_a_storm_over_ties_alone_is_a_branching_process(branching: float) -> None:
    """Ties alone reach as many as bond percolation does, below and above its threshold.

    Each post is noticed by a friend with one chance, each who notices it posts once. The
    branching ratio is that chance times the mean number of further friends of a friend.
    """
    scenario = epidemic(0.1)
    start = build_state(scenario, "silence", 1).ties.start
    degrees = np.diff(start).astype(float)
    further = (degrees * (degrees - 1.0)).sum() / degrees.sum()
    passes = branching / further
    shares, expected = [], []
    for seed in range(6):
        engine = engine_after(epidemic(passes), seed)
        people = engine.state.people
        aware = people["aware"] == 1
        assert (people["critical_posts"][aware] <= 1).all()
        assert people["critical_posts"][aware].mean() > 0.99
        shares.append(aware.mean())
        expected.append(final_share(people["affected"].mean(), passes, degrees))
    unsure = np.std(np.subtract(shares, expected)) / math.sqrt(len(shares))
    assert np.mean(shares) == pytest.approx(np.mean(expected), rel=0.05, abs=3.0 * unsure + 0.002)


def test_the_threshold_parts_small_storms_from_large_ones() -> None:
    below, above = (
        engine_after(epidemic(passes), 1).state.people["aware"].mean() for passes in (0.1, 0.5)
    )
    assert below < 6.0 * FIRST
    assert above > 0.6


# -- the page alone: counts of a constant exposure --------------------------------------------


def test_posts_under_constant_exposure_are_poisson() -> None:
    """A page on which nothing happens is visited at a constant pace, and its posts are Poisson.

    With the longest tail that is allowed the waits are exponential but for 4 % of their
    variance. A critical post cannot be isolated so: writing vents, which changes what is
    written next. Ordinary posts come of the same visits and the same draw.
    """
    parameters = {
        "waiting_tail": 50.0, "page_visits": 2.0, "chatter": 0.05, "activity_exponent": 20.0,
    }  # fmt: skip
    scenario = small_storm(
        people=3000, days=7.0, incident=None, community={"outsiders": 0}, **NOTHING_ELSE,
        parameters=parameters,
    )  # fmt: skip
    counts, means = [], []
    for seed in range(3):
        engine = engine_after(scenario, seed)
        people = engine.state.people
        visits = rules.habitual_visits
        paces = [rules.hourly(visits(2.0, a)) for a in people["activity"].tolist()]
        hours = float(engine.state.rhythm[-1])
        means.append(np.array(paces) * hours * 0.05 * people["activity"])
        counts.append(people["ordinary_posts"])
    count, mean = np.concatenate(counts).astype(float), np.concatenate(means)
    assert count.mean() == pytest.approx(mean.mean(), abs=4.0 * math.sqrt(mean.mean() / count.size))
    variance = count.var() - mean.var()
    assert variance / count.mean() == pytest.approx(1.0 + 0.05 * 0.97, abs=0.08)


# -- nobody reads anybody: the closed form of one person --------------------------------------


@pytest.mark.parametrize("severity", [0.3, 0.9])
def test_the_grievance_of_a_single_person_follows_its_closed_form(severity: float) -> None:
    """Grievance goes to its rest exponentially: dg/dt = growth (1 − g) − relaxation g.

    Information is stale from the first (a vacuum of one), trust stays, writing does not vent,
    and no clients press, so that growth and relaxation are constant from the discovery on.
    """
    parameters = {
        "vacuum_floor": 1.0, "trust_erosion": 0.0, "first_word_loss": 0.0, "vent_grievance": 0.0,
        "leaving": 0.0, "grievance_rate": 0.04,
    }  # fmt: skip
    scenario = small_storm(
        people=300, days=4.0, page={"contagion": False}, **NOTHING_ELSE,
        community={"outsiders": 0, "customers": 1.0, "ties": {"kind": "none"}},
        incident={
            "affected": 1.0, "severity": severity, "clients": 0.0, "outrage_share": 0.0,
            "first_posts": 0, "repair": {"median": "900h", "spread": 0.0},
        },
        parameters=parameters,
    )  # fmt: skip
    p = scenario.parameters
    people = engine_after(scenario, 1).state.people
    checked = 0
    for person in people[people["aware"] == 1]:
        blame, trust = float(person["blame"]), float(person["trust"])
        growth = 0.04 * severity * (p.growth_unblamed + (1.0 - p.growth_unblamed) * blame)
        half_life = p.grievance_half_life * float(person["forgiveness_time"])
        relaxation = math.log(2.0) / half_life * (0.5 + trust)
        hours = person["felt"] * scenario.hours_per_tick - person["heard_at"]
        rest = growth / (growth + relaxation)
        solved = rest * (1.0 - math.exp(-(growth + relaxation) * hours))
        assert person["grievance"] == pytest.approx(solved, abs=1e-9)
        checked += hours > 24.0
    assert checked > 100
