"""Severity after the Shitstorm-Skala: bounds, direction, and what lifts or holds it."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from small_storms import storm_trace

from sim.results.severity import LEVELS, LOUDER, WORDS, severity

FANS = 1680
QUIET = 0.1  # posts per hour on a page of so many fans
posts = st.lists(st.integers(0, 400), min_size=1, max_size=60)


def levels(critical, fans=FANS, hours_per_tick=1.0, **series):
    output = storm_trace(critical, hours_per_tick=hours_per_tick, **series)
    return severity(output.series, fans, hours_per_tick)


def test_seven_levels_have_names():
    assert len(LEVELS) == len(WORDS) == 7
    assert (LEVELS[0], LEVELS[6]) == ("calm", "hurricane")


def test_no_critical_post_is_calm_whatever_else_is_written():
    calm = levels([0] * 5, ordinary_posts=[50] * 5, defending_posts=[9] * 5)
    assert calm.tolist() == [0] * 5


@pytest.mark.parametrize(("level", "times"), list(enumerate(LOUDER, start=2)))
def test_each_level_begins_at_its_multiple_of_the_quiet_level(level, times):
    there = round(times * QUIET * 3)  # all posts of the window in one tick
    assert levels([there, 0, 0])[-1] == level
    assert levels([there - 1, 0, 0])[-1] == level - 1


def test_the_same_rate_is_less_on_a_larger_page():
    assert levels([30, 0, 0])[-1] == 4
    assert levels([30, 0, 0], fans=10 * FANS)[-1] == 2


def test_a_single_post_is_isolated_criticism_on_the_smallest_page():
    assert levels([1, 0, 0], fans=1)[-1] == 1
    assert levels([2, 0, 0], fans=1)[-1] == 2


def test_a_storm_needs_critics_to_be_the_majority():
    loud = [75, 0, 0]
    assert levels(loud)[-1] == 5
    assert levels(loud, defending_posts=[75, 0, 0])[-1] == 5
    assert levels(loud, defending_posts=[76, 0, 0])[-1] == 4
    assert levels(loud, planted_posts=[70, 0, 0], ordinary_posts=[6, 0, 0])[-1] == 4


def test_a_hurricane_needs_two_thirds():
    assert levels([200, 0, 0], defending_posts=[100, 0, 0])[-1] == 6
    assert levels([200, 0, 0], defending_posts=[101, 0, 0])[-1] == 5
    assert levels([200, 0, 0], defending_posts=[201, 0, 0])[-1] == 4


def test_articles_lift_a_quiet_page_for_a_day():
    lifted = levels([0] * 30, articles=[1] + [0] * 29)
    assert lifted.tolist() == [3] * 24 + [0] * 6
    assert levels([0] * 3, articles=[1, 1, 1]).tolist() == [3, 3, 4]


@given(posts, st.integers(1, 100_000), st.integers(0, 5))
def test_severity_stays_between_calm_and_hurricane(critical, fans, articles):
    level = levels(critical, fans, articles=[articles] * len(critical))
    assert level.shape == (len(critical),)
    assert level.min() >= 0
    assert level.max() <= 6


@given(posts, posts, st.integers(1, 100_000))
def test_more_criticism_never_lowers_it_and_more_defence_never_raises_it(critical, more, fans):
    n = min(len(critical), len(more))
    critical, more = np.array(critical[:n]), np.array(more[:n])
    level = levels(critical, fans)
    assert (levels(critical + more, fans, defending_posts=more * 0) >= level).all()
    assert (levels(critical, fans, defending_posts=more) <= level).all()


@given(posts, posts, st.integers(2, 9))
def test_a_page_k_times_as_large_with_k_times_the_posts_is_as_severe(critical, others, k):
    n = min(len(critical), len(others))
    critical, others = np.array(critical[:n]), np.array(others[:n])
    small = levels(critical, FANS, ordinary_posts=others)
    large = levels(k * critical, k * FANS, ordinary_posts=k * others)
    assert (small == large).all()
