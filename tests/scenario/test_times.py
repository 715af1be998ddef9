"""Moments and spans: read back as written, refused with a remedy."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sim.storm.times import WEEKDAYS, moment, span, span_text, weekday_text

MINUTES_A_WEEK = 7 * 24 * 60


@given(st.floats(0, 24 * 366, allow_nan=False))
def test_a_span_is_read_back_exactly(hours: float) -> None:
    assert span(span_text(hours)) == hours


@given(st.integers(0, MINUTES_A_WEEK - 1))
def test_a_weekday_and_hour_is_read_back(minute: int) -> None:
    assert moment(weekday_text(minute / 60)).week_hour == pytest.approx(minute / 60)


@given(
    st.integers(0, MINUTES_A_WEEK - 1),
    st.sampled_from(WEEKDAYS),
    st.integers(0, 23),
    st.integers(0, 59),
    st.integers(0, 4),
)
def test_a_weekday_means_its_first_day_from_the_start_on(
    start: int, day: str, hour: int, minute: int, weeks: int
) -> None:
    text = f"{day}+{weeks} {hour:02d}:{minute:02d}" if weeks else f"{day} {hour:02d}:{minute:02d}"
    hours = moment(text).hours_after(start / 60)
    assert -24 < hours - weeks * 168 < 168
    assert weekday_text(start / 60 + hours) == f"{day} {hour:02d}:{minute:02d}"


@given(st.integers(0, MINUTES_A_WEEK - 1), st.integers(0, 500))
def test_an_offset_counts_from_the_start_whenever_that_is(start: int, hours: int) -> None:
    assert moment(f"+{hours}h").hours_after(start / 60) == hours


@pytest.mark.parametrize("text", ["Sun 24:00", "Sun 12:60", "sunday", "12:00", "+3", "", 5, None])
def test_what_is_no_moment_is_refused_with_an_example(text: object) -> None:
    with pytest.raises(ValueError, match='write a weekday and hour like "Sun 16:00"'):
        moment(text)


@pytest.mark.parametrize(
    ("text", "remedy"),
    [(6, 'write "6h"'), ("6", 'like "6h"'), ("-2h", 'like "6h"'), (True, 'like "6h"')],
)
def test_what_is_no_span_is_refused_with_an_example(text: object, remedy: str) -> None:
    with pytest.raises(ValueError, match=remedy):
        span(text)
