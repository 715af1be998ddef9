"""What the rules claim: bounds, directions, closed forms; and the same bits when compiled."""

import inspect
import math
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import integrate, stats

from sim.compiling import compiled
from sim.storm import rules
from tests.thorough import examples

LEVEL = (0.0, 1.0)
HOURS = (0.0, 300.0)
POSTS = (0.0, 80.0)
CLOSE = 1e-12


@dataclass(frozen=True)
class Claim:
    """What a rule promises about its result, whatever it is given within these ranges."""

    rule: Callable[..., float]
    given: dict[str, tuple[float, float]]
    """Each argument with its range; whole numbers where both ends are."""
    within: tuple[float, float] = LEVEL
    rises: tuple[str, ...] = ()
    """Arguments with which the result never falls."""
    falls: tuple[str, ...] = ()
    """Arguments with which the result never rises."""

    def arguments(self) -> st.SearchStrategy:
        """Any arguments."""
        return st.fixed_dictionaries({name: number(span) for name, span in self.given.items()})

    def of(self, said: dict[str, float]) -> float:
        """The rule's answer."""
        return self.rule(**said)


def number(span: tuple[float, float]) -> st.SearchStrategy:
    """A number in a range."""
    if all(isinstance(end, int) for end in span):
        return st.integers(int(span[0]), int(span[1]))
    return st.floats(*span, allow_subnormal=False)


CLAIMS = [
    Claim(
        rules.visibility, {"age": HOURS, "hours": (0.01, 2.0)}, (0.0, 1.0 + 1e-4),
        falls=("age", "hours"),
    ),
    Claim(
        rules.mean_decay, {"hours": (0.01, 24.0), "span": (0.1, 60.0)}, rises=("span",),
        falls=("hours",),
    ),
    Claim(
        rules.saturating, {"posts": POSTS, "capacity": (0.5, 50.0)}, (0.0, 50.0),
        rises=("posts", "capacity"),
    ),
    Claim(rules.at_least_one, {"mean": POSTS}, rises=("mean",)),
    Claim(
        rules.wait_for_answer, {"draw": (0.0, 0.999), "half": (0.0, 48.0), "queue": HOURS},
        (0.0, math.inf), rises=("draw", "half", "queue"),
    ),
    Claim(
        rules.count, {"chance": LEVEL, "mean": (0.0, 40.0)}, (0, 30), rises=("chance", "mean")
    ),
    Claim(
        rules.fade, {"level": LEVEL, "hours": HOURS, "half_life": (0.1, 100.0)},
        rises=("level", "half_life"), falls=("hours",),
    ),
    Claim(
        rules.clients_press,
        {"clients": (0.0, 3.0), "relief": LEVEL, "office_share": LEVEL, "strength": (0.0, 25.0)},
        (0.0, 75.0), rises=("clients", "office_share", "strength"), falls=("relief",),
    ),
    Claim(
        rules.grievance_growth_rate,
        {
            "rate": LEVEL, "severity": LEVEL, "pressure": (0.0, 75.0), "empty": LEVEL,
            "blame": LEVEL, "unblamed": LEVEL,
        },
        (0.0, 76.0), rises=("rate", "severity", "pressure", "empty", "blame", "unblamed"),
    ),
    Claim(
        rules.relaxation_rate, {"half_life": (1.0, 100.0), "trust": LEVEL}, (0.0, 1.1),
        rises=("trust",), falls=("half_life",),
    ),
    Claim(
        rules.relax_towards,
        {"grievance": LEVEL, "growth": (0.0, 5.0), "relaxation": LEVEL, "hours": HOURS},
        rises=("grievance", "growth"), falls=("relaxation",),
    ),
    Claim(
        rules.combined_heat, {"arousal": LEVEL, "grievance": LEVEL}, rises=("arousal", "grievance")
    ),
    Claim(rules.raise_towards_one, {"level": LEVEL, "by": (-1.0, 3.0)}, rises=("level", "by")),
    Claim(
        rules.lower_towards_zero, {"level": LEVEL, "by": (-1.0, 3.0)},
        rises=("level",), falls=("by",),
    ),
    Claim(
        rules.stirred,
        {
            "arousal": LEVEL, "read": POSTS, "tone": (0.0, 2.0), "susceptibility": LEVEL,
            "distrust": (0.0, 2.0), "gain": (0.0, 5.0),
        },
        rises=("arousal", "read", "tone", "susceptibility", "distrust", "gain"),
    ),
    Claim(
        rules.side_taken,
        {
            "grievance": LEVEL, "arousal": LEVEL, "read": POSTS, "susceptibility": LEVEL,
            "blame": LEVEL, "rate": LEVEL, "pace": LEVEL,
        },
        rises=("grievance", "arousal", "read", "susceptibility", "blame", "rate", "pace"),
    ),
    Claim(
        rules.calmed_by_defence,
        {"arousal": LEVEL, "critical": (0.1, 80.0), "defending": POSTS, "strength": LEVEL},
        rises=("arousal", "critical"), falls=("defending", "strength"),
    ),
    Claim(
        rules.left_without_word,
        {
            "arousal": LEVEL, "empty": LEVEL, "severity": LEVEL, "pressing": (0.0, 3.0),
            "strength": LEVEL,
        },
        rises=("arousal", "empty", "severity", "pressing", "strength"),
    ),
    Claim(
        rules.believes,
        {"trust": LEVEL, "broken": (0, 9), "disbelief": LEVEL, "base": LEVEL},
        rises=("trust", "base"), falls=("broken", "disbelief"),
    ),
    Claim(
        rules.trust_lost_by_breaking,
        {
            "loss": LEVEL, "again": (0.0, 2.0), "earlier": (0, 9), "at_stake": LEVEL,
        },
        (0.0, 0.9), rises=("loss", "again", "earlier", "at_stake"),
    ),
    Claim(
        rules.stake,
        {"affected": (0, 1), "harm": LEVEL, "grievance": LEVEL, "unaffected": LEVEL},
        (0.0, 1.0), rises=("affected", "harm", "grievance", "unaffected"),
    ),
    Claim(
        rules.harm_seen, {"severity": LEVEL, "share": LEVEL},
        (0.0, 1.0), rises=("severity", "share"),
    ),
    Claim(
        rules.blame_after_evidence,
        {"blame": LEVEL, "fault": LEVEL, "evidence": LEVEL, "trust": LEVEL, "base": LEVEL},
        rises=("blame", "fault"),
    ),
    Claim(
        rules.cleared,
        {"before": LEVEL, "after": LEVEL, "affected": (0, 1), "damage": LEVEL},
        rises=("before",), falls=("after", "affected", "damage"),
    ),
    Claim(
        rules.denial_refused,
        {"denied": LEVEL, "blame": LEVEL, "affected": (0, 1), "base": (0.4, 1.0)},
        rises=("denied", "blame", "affected", "base"),
    ),
    Claim(
        rules.speaks_out,
        {
            "heated": LEVEL, "threshold": (0.05, 1.5), "readiness": (0.0, 7.0),
            "activity": (0.0, 300.0), "critical_share": LEVEL, "conformity": (0.0, 5.0),
            "crowd": LEVEL, "crowd_half": (0.01, 1.0),
        },
        rises=("heated", "readiness", "activity", "critical_share", "conformity", "crowd_half"),
        falls=("threshold", "crowd"),
    ),
    Claim(
        rules.falls_silent,
        {
            "heated": LEVEL, "threshold": (0.05, 1.5), "readiness": (0.0, 3.0), "margin": LEVEL,
        },
        rises=("threshold", "readiness", "margin"), falls=("heated",),
    ),
    Claim(
        rules.unfair,
        {
            "attack": POSTS, "harshness": LEVEL, "admitted": LEVEL, "empty": LEVEL,
            "pile_on": (0.5, 50.0), "if_mild": LEVEL, "ungiven": LEVEL,
        },
        rises=("attack", "harshness", "admitted", "if_mild", "ungiven"),
        falls=("empty", "pile_on"),
    ),
    Claim(
        rules.defends,
        {
            "trust": LEVEL, "heated": LEVEL, "sympathy": LEVEL, "readiness": (0.0, 5.0),
            "least_trust": LEVEL,
        },
        rises=("trust", "sympathy", "readiness"), falls=("heated", "least_trust"),
    ),
    Claim(
        rules.tired,
        {"fatigue": POSTS, "posts": (0, 30), "activity": (0.0, 300.0), "said": (0.0, 50.0)},
        (0.0, 1610.0), rises=("fatigue", "posts", "said"), falls=("activity",),
    ),
    Claim(
        rules.posts_expected,
        {"pace": (0.0, 5.0), "activity": (0.0, 300.0), "drive": LEVEL, "fatigue": POSTS},
        (0.0, 1500.0), rises=("pace", "activity", "drive"), falls=("fatigue",),
    ),
    Claim(
        rules.avoiding,
        {
            "avoidance": LEVEL, "trust": LEVEL, "grievance": LEVEL, "hours": HOURS,
            "time": (10.0, 500.0),
        },
        rises=("avoidance", "grievance", "hours"), falls=("trust", "time"),
    ),
    Claim(
        rules.keenness, {"activity": (0.0, 300.0), "inactive": LEVEL}, (0.0, 3.0),
        rises=("activity",),
    ),
    Claim(
        rules.habitual_visits, {"visits": (0.0, 5.0), "activity": (0.0, 300.0)}, (0.0, 20.0),
        rises=("visits", "activity"),
    ),
    Claim(
        rules.checking_visits, {"visits": (0.0, 5.0), "pressing": (0.0, 3.0)}, (0.0, 20.0),
        rises=("visits", "pressing"),
    ),
    Claim(rules.hourly, {"visits_a_day": (0.0, 240.0)}, (1e-6, 10.0), rises=("visits_a_day",)),
    Claim(
        rules.remaining, {"hours": HOURS, "span": (0.1, 60.0)}, rises=("span",), falls=("hours",)
    ),
    Claim(
        rules.shown_of_page, {"message": POSTS, "page": (0.01, 80.0)}, rises=("message",),
        falls=("page",),
    ),
    Claim(
        rules.waiting_time, {"draw": (0.0, 0.999), "pace": (0.01, 10.0)}, (0.0, math.inf),
        rises=("draw",), falls=("pace",),
    ),
    Claim(
        rules.filled_by_promise, {"empty": LEVEL, "calm": LEVEL, "trust": LEVEL},
        rises=("empty",), falls=("calm", "trust"),
    ),
    Claim(
        rules.offence,
        {"strength": LEVEL, "interest": LEVEL, "susceptibility": LEVEL, "excused": LEVEL},
        (0.0, 1.5), rises=("strength", "interest", "susceptibility"), falls=("excused",),
    ),
    Claim(
        rules.tone, {"harshness": LEVEL, "if_mild": LEVEL}, (0.0, 2.0),
        rises=("harshness", "if_mild"),
    ),
    Claim(
        rules.distrust, {"trust": LEVEL, "if_trusting": LEVEL}, (0.0, 2.0),
        rises=("if_trusting",), falls=("trust",),
    ),
    Claim(
        rules.sees_through, {"found": LEVEL, "planted": POSTS, "defending": POSTS},
        rises=("found", "planted"), falls=("defending",),
    ),
    Claim(
        rules.approves, {"liking": LEVEL, "arousal": LEVEL, "blame": LEVEL},
        rises=("liking", "arousal", "blame"),
    ),
    Claim(
        rules.passed_on_to_clients,
        {"lost": LEVEL, "strength": (0.0, 2.0), "clients": (0.0, 3.0), "relief": LEVEL},
        (0.0, 7.0), rises=("lost", "strength", "clients"), falls=("relief",),
    ),
    Claim(
        rules.trust_lost_by_revising, {"loss": LEVEL, "reason": LEVEL}, (0.0, 1.5),
        rises=("loss",), falls=("reason",),
    ),
    Claim(
        rules.blame_after_admission, {"blame": LEVEL, "admits": LEVEL, "share": LEVEL},
        rises=("admits", "share"),
    ),
    Claim(
        rules.soothed,
        {
            "strength": LEVEL, "empathy": LEVEL, "trust": LEVEL, "reminds": LEVEL,
            "civility": LEVEL,
        },
        (0.0, 2.5), rises=("strength", "empathy", "trust", "reminds", "civility"),
    ),
    Claim(
        rules.angered_by_threat,
        {"strength": LEVEL, "threat": LEVEL, "trust": LEVEL, "blame": LEVEL}, (0.0, 1.2),
        rises=("strength", "threat", "blame"), falls=("trust",),
    ),
    Claim(
        rules.hush_money,
        {"strength": LEVEL, "worth": LEVEL, "trust": LEVEL, "excused": LEVEL},
        rises=("strength", "worth"), falls=("trust", "excused"),
    ),
    Claim(
        rules.weight_of_deletion,
        {"author": (0, 1), "explained": LEVEL, "others": LEVEL, "excused": LEVEL},
        rises=("author", "others"), falls=("explained", "excused"),
    ),
    Claim(
        rules.readiness_to_defend,
        {"readiness": (0.0, 5.0), "called": (0, 1), "call": (0.0, 4.0)}, (0.0, 25.0),
        rises=("readiness", "called", "call"),
    ),
    Claim(
        rules.lays_down, {"rest": LEVEL, "sympathy": LEVEL}, rises=("rest",), falls=("sympathy",)
    ),
    Claim(
        rules.defence_drive, {"critical": POSTS, "enough": (1.0, 40.0)}, rises=("critical",),
        falls=("enough",),
    ),
    Claim(
        rules.wearies, {"avoidance": LEVEL, "hours": HOURS, "per_day": (0.0, 3.0)},
        (0.0, 3.0 * HOURS[1]),
        rises=("avoidance", "hours", "per_day"),
    ),
    Claim(
        rules.seen_as_crowd, {"found": LEVEL, "rallied": POSTS, "defending": POSTS},
        rises=("found", "rallied"), falls=("defending",),
    ),
    Claim(
        rules.interest,
        {"age": (-5.0, 2000.0), "time": (1.0, 1000.0), "exponent": (0.0, 16.0)},
        rises=("time",), falls=("age", "exponent"),
    ),
    Claim(
        rules.heavy_wait,
        {"draw": (0.0, 0.999), "pace": (0.01, 10.0), "tail": (1.05, 50.0)},
        (0.0, math.inf), rises=("draw",), falls=("pace",),
    ),
    Claim(
        rules.expected_within,
        {"draw": (0.0, 0.999), "median": (0.1, 60.0), "spread": (0.0, 5.0)},
        (0.0, math.inf), rises=("draw", "median"),
    ),
    Claim(
        rules.novelty, {"share": (-1.0, 1.0), "before": (0, 20)}, rises=("share",),
        falls=("before",),
    ),
    Claim(
        rules.renewed, {"news_at": HOURS, "now": HOURS, "share": LEVEL}, HOURS,
        rises=("now", "share", "news_at"),
    ),
    Claim(
        rules.asks, {"empty": LEVEL, "asking": LEVEL, "unsure": (0.0, 15.0)}, (0.0, 16.0),
        rises=("empty", "unsure"), falls=("asking",),
    ),
    Claim(
        rules.put_off, {"draw": (0.0, 0.999), "time": (0.01, 20.0), "tail": (0.1, 8.0)},
        (0.0, math.inf), rises=("draw", "time"), falls=("tail",),
    ),
    Claim(
        rules.calmed_by_promise,
        {"calm": LEVEL, "hours": (0.0, 1500.0), "horizon": (1.8, 1200.0)},
        rises=("calm", "horizon"), falls=("hours",),
    ),
    Claim(
        rules.trust_lost_with_grievance,
        {"trust": LEVEL, "before": LEVEL, "after": LEVEL, "strength": (0.0, 15.0)},
        rises=("trust", "before"), falls=("after", "strength"),
    ),
    Claim(
        rules.still_open, {"age": (-100.0, 1500.0), "time": (0.6, 480.0)}, rises=("time",),
        falls=("age",),
    ),
    Claim(
        rules.worth_of_answer, {"age": (0.0, 1500.0), "half_life": (0.02, 10.0)},
        rises=("half_life",), falls=("age",),
    ),
    Claim(
        rules.excused, {"before": (0.001, 1.0), "after": LEVEL}, rises=("before",),
        falls=("after",),
    ),
    Claim(
        rules.among_friends,
        {"readiness": (0.0, 15.0), "critical": POSTS, "agreeing": (0.0, 20.0)}, (0.0, 315.0),
        rises=("readiness", "critical", "agreeing"),
    ),
    Claim(
        rules.left_unanswered, {"critical": (0.001, 80.0), "defending": POSTS},
        rises=("critical",), falls=("defending",),
    ),
    Claim(
        rules.clients_make_write,
        {"clients": (0.0, 3.0), "relief": LEVEL, "strength": (0.0, 15.0)}, (1.0, 46.0),
        rises=("clients", "strength"), falls=("relief",),
    ),
    Claim(
        rules.decides, {"age": (-100.0, 1500.0), "time": (9.6, 5040.0)}, rises=("time",),
        falls=("age",),
    ),
    Claim(
        rules.comes_back,
        {"level": LEVEL, "first": LEVEL, "hours": HOURS, "time": (48.0, 40_000.0)},
        rises=("level", "first"),
    ),
    Claim(
        rules.worn, {"trust": LEVEL, "rate": (0.0, 5.0), "hours": HOURS}, rises=("trust",),
        falls=("rate", "hours"),
    ),
    Claim(
        rules.pause_of_press, {"pause": (0.6, 480.0), "articles": (0, 30)}, (0.0, 480.0),
        rises=("pause",), falls=("articles",),
    ),
    Claim(rules.outlet_size, {"draw": (0.0, 0.999)}, (0.0, 4.0), rises=("draw",)),
]  # fmt: skip
EACH = pytest.mark.parametrize("claim", CLAIMS, ids=[claim.rule.__name__ for claim in CLAIMS])
BY_HAND = {"vacuum"}
"""Rules whose arguments hang together; they have tests of their own below."""


def test_every_rule_makes_a_claim() -> None:
    all_rules = {
        name for name, rule in vars(rules).items()
        if inspect.isfunction(rule) and rule.__module__.startswith(rules.__name__)
    }  # fmt: skip
    assert all_rules == {claim.rule.__name__ for claim in CLAIMS} | BY_HAND


@EACH
def test_a_rule_is_one_short_statement(claim: Claim) -> None:
    assert claim.rule.__doc__
    assert list(inspect.signature(claim.rule).parameters) == list(claim.given)
    body = inspect.getsource(claim.rule).partition('"""')[2].partition('"""')[2]
    assert len(body.splitlines()) < 20


@EACH
@given(data=st.data())
def test_its_result_stays_within_bounds(claim: Claim, data: st.DataObject) -> None:
    low, high = claim.within
    assert low <= claim.of(data.draw(claim.arguments())) <= high


@EACH
@given(data=st.data())
def test_it_moves_the_way_it_says(claim: Claim, data: st.DataObject) -> None:
    said = data.draw(claim.arguments())
    for name in (*claim.rises, *claim.falls):
        less, more = sorted([said[name], data.draw(number(claim.given[name]), label=name)])
        lower, higher = claim.of(said | {name: less}), claim.of(said | {name: more})
        if name in claim.falls:
            lower, higher = higher, lower
        assert lower <= higher + CLOSE * max(1.0, abs(higher)), name


@EACH
def test_it_gives_the_same_bits_when_compiled(claim: Claim) -> None:
    chance = np.random.default_rng(2012)
    fast = compiled(claim.rule)
    for _ in range(200):
        said = [one_of(chance, span) for span in claim.given.values()]
        assert fast(*said) == claim.rule(*said), said


def one_of(chance: np.random.Generator, span: tuple[float, float]) -> Any:
    """A number in a range, its ends included more often than not by chance."""
    if all(isinstance(end, int) for end in span):
        return int(chance.integers(span[0], span[1] + 1))
    return float(np.clip(chance.uniform(*span) * 1.1 - 0.05 * span[1], *span))


# -- attention -----------------------------------------------------------------------------


@pytest.mark.parametrize(("share", "hours"), [(0.5, 80 / 60), (0.8, 7.0), (0.95, 22.0)])
def test_posts_are_seen_as_was_measured(share: float, hours: float) -> None:
    seen, _ = integrate.quad(rules.visibility, 0.0, hours, args=(1e-6,))
    later, _ = integrate.quad(rules.visibility, hours, 600.0, args=(1e-6,), limit=200)
    assert seen / (seen + later) == pytest.approx(share, rel=0.10)


def test_views_and_freshness_tell_the_same_curve() -> None:
    fresh = np.array(rules.ATTENTION_VIEWS) / np.array(rules.ATTENTION_HOURS)
    assert sum(rules.ATTENTION_VIEWS) == pytest.approx(1.0, abs=1e-3)
    assert fresh / fresh.sum() == pytest.approx(np.array(rules.ATTENTION_FRESH), abs=1e-3)
    assert rules.visibility(0.0, 1e-9) == pytest.approx(1.0, abs=1e-4)


@given(st.floats(0.0, 50.0), st.floats(0.05, 2.0))
def test_the_length_of_a_tick_does_not_change_what_is_seen(age: float, hours: float) -> None:
    halves = rules.visibility(age, hours / 2) + rules.visibility(age + hours / 2, hours / 2)
    assert rules.visibility(age, hours) == pytest.approx(halves / 2, rel=1e-9)


@given(st.floats(0.0, 50.0), st.floats(0.05, 2.0))
def test_visibility_is_a_mean_over_the_tick(age: float, hours: float) -> None:
    total, _ = integrate.quad(rules.visibility, age, age + hours, args=(1e-6,))
    assert rules.visibility(age, hours) == pytest.approx(total / hours, rel=1e-4)


def test_few_posts_are_all_taken_in() -> None:
    assert rules.saturating(0.01, 12.0) == pytest.approx(0.01, rel=1e-3)


@given(st.floats(0.0, 80.0), st.floats(0.5, 50.0))
def test_nobody_takes_in_more_than_there_is(posts: float, capacity: float) -> None:
    assert rules.saturating(posts, capacity) <= min(posts, capacity) + CLOSE


# -- counting ------------------------------------------------------------------------------


@pytest.mark.parametrize("mean", [0.05, 0.4, 1.0, 3.0, 8.0])
def test_counts_are_poisson(mean: float) -> None:
    chances = (np.arange(20_000) + 0.5) / 20_000
    counts = np.bincount([rules.count(chance, mean) for chance in chances], minlength=31)
    expected = stats.poisson.pmf(np.arange(31), mean) * len(chances)
    assert np.abs(counts - expected).max() <= 1.0


@pytest.mark.parametrize("mean", [0.0, 0.1, 2.5, 12.0])
def test_counts_have_their_mean(mean: float) -> None:
    chances = np.random.default_rng(1).random(20_000)
    counts = np.array([rules.count(chance, mean) for chance in chances])
    assert counts.mean() == pytest.approx(mean, abs=5.0 * math.sqrt(max(mean, 1e-9) / 20_000))
    assert counts.var() == pytest.approx(mean, rel=0.1)


@given(st.floats(0.0, 1.0, exclude_max=True), st.floats(0.0, 3000.0))
def test_a_count_ends(chance: float, mean: float) -> None:
    assert rules.count(chance, mean) <= 30


# -- feelings ------------------------------------------------------------------------------


@given(st.floats(0, 1), st.floats(0, 100), st.floats(0, 100), st.floats(0.1, 100))
def test_fading_twice_is_fading_once(a: float, b: float, c: float, half_life: float) -> None:
    twice = rules.fade(rules.fade(a, b, half_life), c, half_life)
    assert twice == pytest.approx(rules.fade(a, b + c, half_life), abs=CLOSE)
    assert rules.fade(a, half_life, half_life) == pytest.approx(a / 2)


@given(
    st.floats(0, 1), st.floats(0, 5), st.floats(0, 1), st.floats(0, 100), st.floats(0, 100)
)  # fmt: skip
def test_growing_twice_is_growing_once(
    level: float, growth: float, relaxation: float, first: float, then: float
) -> None:
    between = rules.relax_towards(level, growth, relaxation, first)
    twice = rules.relax_towards(between, growth, relaxation, then)
    assert twice == pytest.approx(
        rules.relax_towards(level, growth, relaxation, first + then), abs=1e-9
    )


@given(st.floats(0, 1), st.floats(0.001, 5), st.floats(0.001, 1))
def test_growth_solves_its_equation(level: float, growth: float, relaxation: float) -> None:
    small = 1e-5
    change = (rules.relax_towards(level, growth, relaxation, small) - level) / small
    assert change == pytest.approx(growth * (1 - level) - relaxation * level, abs=1e-3)
    rest = rules.relax_towards(level, growth, relaxation, 1e7)
    assert rest == pytest.approx(growth / (growth + relaxation))


@given(st.floats(0, 1), st.floats(0, 300))
def test_nothing_changes_where_nothing_grows_or_relaxes(level: float, hours: float) -> None:
    assert rules.relax_towards(level, 0.0, 0.0, hours) == level


@given(st.floats(1, 100), st.floats(0, 1))
def test_at_middling_trust_grievance_has_its_half_life(half_life: float, level: float) -> None:
    left = rules.relax_towards(level, 0.0, rules.relaxation_rate(half_life, 0.5), half_life)
    assert left == pytest.approx(level / 2)


@given(st.floats(0, 1), st.floats(0, 1))
def test_heat_needs_only_one_of_its_two(arousal: float, grievance: float) -> None:
    heated = rules.combined_heat(arousal, grievance)
    assert heated == rules.combined_heat(grievance, arousal)
    assert max(arousal, grievance) - CLOSE <= heated
    assert rules.combined_heat(arousal, 0.0) == arousal
    assert rules.combined_heat(1.0, grievance) == pytest.approx(1.0)


def instant_vacuum(age: float, floor: float, time: float) -> float:
    """The vacuum at one moment."""
    return floor + (1.0 - floor) * (1.0 - math.exp(-age / time))


ages = st.floats(0.0, 200.0)
floors = st.floats(0.0, 1.0)
times = st.floats(1.0, 40.0)


@given(ages, ages, floors, times)
def test_the_vacuum_is_a_mean_over_time(one: float, other: float, floor: float, time: float):
    since, until = sorted([one, other])
    if until - since < 0.01:
        until = since + 0.01
    total, _ = integrate.quad(instant_vacuum, since, until, args=(floor, time))
    mean = rules.vacuum(since, until, floor, time)
    assert mean == pytest.approx(total / (until - since), abs=1e-7)
    assert floor - CLOSE <= mean <= 1.0
    assert mean <= rules.vacuum(since, until + 1.0, floor, time) + 1e-9
    assert mean <= rules.vacuum(since + 1.0, until + 1.0, floor, time) + 1e-9


@given(ages, floors, times)
def test_the_vacuum_of_a_moment_is_the_limit(age: float, floor: float, time: float) -> None:
    moment = rules.vacuum(age, age, floor, time)
    assert moment == pytest.approx(instant_vacuum(age, floor, time), abs=CLOSE)
    assert moment == pytest.approx(rules.vacuum(age, age + 1e-4, floor, time), abs=1e-4)
    assert compiled(rules.vacuum)(age, age + 3.0, floor, time) == rules.vacuum(
        age, age + 3.0, floor, time
    )


def test_right_after_word_was_heard_the_vacuum_is_at_its_floor() -> None:
    assert rules.vacuum(0.0, 0.0, 0.3, 8.0) == pytest.approx(0.3)


# -- interest ------------------------------------------------------------------------------


@given(st.floats(1.0, 100.0), st.floats(0.1, 3.0))
def test_interest_is_whole_while_fresh_and_then_a_power_of_the_age(time: float, exponent: float):
    assert rules.interest(0.0, time, exponent) == 1.0
    assert rules.interest(time, time, exponent) == pytest.approx(0.5**exponent)
    tenfold = rules.interest(1e7 * time, time, exponent) / rules.interest(
        1e6 * time, time, exponent
    )
    assert math.log10(tenfold) == pytest.approx(-exponent, abs=1e-5)


@given(st.floats(0.0, 1000.0))
def test_without_decay_news_stays_news(age: float) -> None:
    assert rules.interest(age, 71.0, 0.0) == 1.0


@pytest.mark.parametrize("tail", [1.5, 2.2, 5.0, 50.0])
def test_waits_have_their_mean_and_a_power_for_a_tail(tail: float) -> None:
    mean, _ = integrate.quad(rules.heavy_wait, 0.0, 1.0 - 1e-13, args=(0.5, tail), limit=500)
    assert mean == pytest.approx(2.0, rel=0.02 if tail < 2.0 else 1e-3)
    scale = (tail - 1.0) / 0.5
    for draw in (0.1, 0.5, 0.99):
        wait = rules.heavy_wait(draw, 0.5, tail)
        assert wait == pytest.approx(stats.lomax.ppf(draw, tail, scale=scale))


def test_a_long_tail_of_waits_is_nearly_exponential() -> None:
    for draw in (0.1, 0.5, 0.9):
        assert rules.heavy_wait(draw, 0.5, 1e7) == pytest.approx(
            rules.waiting_time(draw, 0.5), rel=1e-5
        )


@given(st.floats(0.1, 60.0), st.floats(0.0, 5.0))
def test_half_of_the_people_expect_a_first_word_within_the_median(median: float, spread: float):
    assert rules.expected_within(0.5, median, spread) == pytest.approx(median, rel=1e-6)


@given(st.floats(0, 1), st.floats(0, 1), st.floats(0, 100), st.floats(0, 100))
def test_trust_comes_back_alike_in_one_step_or_two(a: float, first: float, b: float, c: float):
    twice = rules.comes_back(rules.comes_back(a, first, b, 1400.0), first, c, 1400.0)
    assert twice == pytest.approx(rules.comes_back(a, first, b + c, 1400.0), abs=CLOSE)
    assert rules.comes_back(first, first, b, 1400.0) == first


def test_news_is_never_put_back_and_without_novelty_stays_as_old_as_it_was() -> None:
    assert rules.renewed(10.0, 50.0, 0.0) == 10.0
    assert rules.renewed(10.0, 50.0, 1.0) == 50.0
    assert rules.renewed(50.0, 10.0, 1.0) == 50.0


# -- the press -----------------------------------------------------------------------------


def test_outlets_follow_one_another_faster_and_differ_in_size() -> None:
    assert rules.pause_of_press(18.0, 0) == 18.0
    assert rules.pause_of_press(18.0, 4) == pytest.approx(6.0)
    sizes = np.array([rules.outlet_size(draw) for draw in (np.arange(1000) + 0.5) / 1000])
    assert 1.0 < sizes.mean() < 1.5
    assert np.median(sizes) < 0.5 * sizes.mean()


# -- single statements ---------------------------------------------------------------------


@given(st.floats(0, 1), st.floats(0.1, 80), st.floats(0.1, 80), st.floats(0, 1))
def test_defenders_calm_and_never_stir(a: float, critical: float, more: float, strength: float):
    assert rules.calmed_by_defence(a, critical, more, strength) <= a
    assert rules.calmed_by_defence(a, critical, 0.0, strength) == a
    assert rules.calmed_by_defence(a, 0.0, more, strength) == a
    assert rules.calmed_by_defence(a, critical, critical, 0.5) == pytest.approx(a / 2)


@given(st.floats(0, 1), st.floats(0, 1), st.floats(0, 1), st.floats(0, 1))
def test_evidence_moves_blame_towards_the_truth(b: float, fault: float, e: float, trust: float):
    after = rules.blame_after_evidence(b, fault, e, trust, 0.3)
    assert min(b, fault) - CLOSE <= after <= max(b, fault) + CLOSE
    assert rules.blame_after_evidence(b, fault, 0.0, trust, 0.3) == b
    assert rules.blame_after_evidence(b, fault, 1.0, 1.0, 0.3) == pytest.approx(fault, abs=CLOSE)


def test_office_hours_over_or_help_used_clients_do_not_press() -> None:
    assert rules.clients_press(2.0, 0.0, 0.0, 8.0) == 0.0
    assert rules.clients_press(2.0, 1.0, 1.0, 8.0) == 0.0
    assert rules.clients_press(0.0, 0.0, 1.0, 8.0) == 0.0


@given(st.floats(0, 1), st.floats(0, 7), st.floats(0, 300), st.floats(0, 1))
def test_nobody_speaks_out_below_their_threshold(
    threshold: float, readiness: float, activity: float, share: float
) -> None:
    heated = 0.999 * threshold
    assert rules.speaks_out(heated, threshold, readiness, activity, share, 1.0, 0.0, 0.1) == 0.0


def test_at_its_half_the_crowd_halves_the_will_to_join() -> None:
    alone = rules.speaks_out(0.6, 0.5, 1e-4, 1.0, 0.5, 1.0, 0.0, 0.06)
    crowded = rules.speaks_out(0.6, 0.5, 1e-4, 1.0, 0.5, 1.0, 0.06, 0.06)
    assert crowded == pytest.approx(alone / 2, rel=1e-3)


@given(st.floats(0.05, 1.5), st.floats(0, 1))
def test_a_critic_above_the_margin_of_the_threshold_goes_on(threshold: float, by: float):
    assert rules.falls_silent(0.8 * threshold + by, threshold, 1.0, 0.8) == 0.0


@given(st.floats(0, 0.5), st.floats(0, 1), st.floats(0, 1))
def test_who_distrusts_does_not_defend(trust: float, heated: float, sympathy: float) -> None:
    assert rules.defends(trust, heated, sympathy, 5.0, 0.5) == 0.0
    assert rules.defends(1.0, 1.0, sympathy, 5.0, 0.5) == 0.0
    assert rules.defends(1.0, heated, 0.0, 5.0, 0.5) == 0.0


def test_the_first_missed_deadline_costs_its_share_and_the_next_ones_more() -> None:
    assert rules.trust_lost_by_breaking(0.21, 0.5, 0, 1.0) == pytest.approx(0.21)
    assert rules.trust_lost_by_breaking(0.21, 0.5, 1, 1.0) == pytest.approx(0.315)
    assert rules.trust_lost_by_breaking(0.21, 0.5, 0, 0.3) == pytest.approx(0.063)


def test_a_missed_deadline_touches_those_it_spares_by_the_harm_they_see_or_their_offence() -> None:
    assert rules.stake(True, 0.0, 0.0, 0.5) == 1.0
    assert rules.stake(False, 0.0, 0.0, 0.5) == 0.0
    assert rules.stake(False, 1.0, 0.0, 0.5) == rules.stake(False, 0.0, 1.0, 0.5) == 0.5
    assert rules.harm_seen(0.8, rules.HARM_COMMON) == pytest.approx(0.4)
    assert rules.harm_seen(0.8, 0.0) == 0.0


@given(st.floats(0, 1), st.floats(0, 100), st.floats(0, 100), st.floats(0, 2))
@examples(30)
def test_the_hazard_of_leaving_adds_up_over_time(a: float, b: float, c: float, per_day: float):
    apart = rules.wearies(a, b, per_day) + rules.wearies(a, c, per_day)
    assert apart == pytest.approx(rules.wearies(a, b + c, per_day), rel=1e-9, abs=1e-12)
