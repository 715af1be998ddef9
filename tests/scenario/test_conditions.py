"""Conditions of a plan: what the company sees, compared with numbers."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sim.storm.conditions import COMPARED, condition
from sim.storm.levers import VISIBLE, Situation


@given(
    st.sampled_from(VISIBLE), st.sampled_from(list(COMPARED)), st.integers(-99, 99), st.integers()
)
def test_a_comparison_means_what_it_says(name: str, sign: str, number: int, seen: int) -> None:
    situation = Situation(**{name: float(seen)})
    holds = condition(f"{name} {sign} {number}").holds(situation)
    assert holds == COMPARED[sign](float(seen), number)


def test_all_parts_have_to_hold() -> None:
    both = condition("posts_per_hour>2.5 and  fixed == 0")
    assert both.holds(Situation(posts_per_hour=3.0))
    assert not both.holds(Situation(posts_per_hour=3.0, fixed=1.0))
    assert not both.holds(Situation(posts_per_hour=2.0))


@pytest.mark.parametrize(
    ("text", "remedy"),
    [
        ("post_per_hour > 3", 'did you mean "posts_per_hour"'),
        ("grievance > 0.5", "the company cannot see"),
        ("started > 0", "the company cannot see"),
        ("posts_per_hour", "write a name, a sign and a number"),
        ("posts_per_hour > many", "write a name, a sign and a number"),
        ("posts_per_hour => 3", "write a name, a sign and a number"),
        ("posts_per_hour > 3 or fixed == 1", "write a name, a sign and a number"),
        ("posts_per_hour > 3 and", "write a name, a sign and a number"),
        ("posts_per_hour > 3; import os", "write a name, a sign and a number"),
        ("", "write a name, a sign and a number"),
    ],
)
def test_what_is_no_condition_is_refused_with_a_remedy(text: str, remedy: str) -> None:
    with pytest.raises(ValueError, match=remedy):
        condition(text)
