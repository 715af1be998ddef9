"""Day and night: the sums are right for every length of a tick."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from sim.storm.rhythm import OFFICE, office_hours, rhythm, summed
from sim.storm.times import HOURS_A_WEEK

hours = st.floats(0.0, 5 * HOURS_A_WEEK)
ticks_of_a_day = st.sampled_from([12, 24, 48, 96, 192, 288, 384, 1440, 32, 100, 7])
"""How many ticks a day has."""


@given(hours)
def test_it_repeats_every_week(at: float) -> None:
    now, later = rhythm(np.array([at, at + HOURS_A_WEEK]))
    assert now == pytest.approx(later, rel=1e-6)
    assert now > 0.0


def test_it_averages_one_over_a_week() -> None:
    minutes = (np.arange(7 * 24 * 60) + 0.5) / 60.0
    assert rhythm(minutes).mean() == pytest.approx(1.0, abs=1e-3)


def test_the_busiest_hour_has_6_to_16_times_the_quietest() -> None:
    level = rhythm(np.arange(24.0))
    assert 6.0 <= level.max() / level.min() <= 16.0


def test_clients_press_on_workdays_in_office_hours_only() -> None:
    minutes = (np.arange(7 * 24 * 60) + 0.5) / 60.0
    pressing = office_hours(minutes)
    assert pressing.sum() / 60.0 == pytest.approx(5 * (OFFICE[1] - OFFICE[0]))
    assert not pressing[minutes > 120.0].any()
    assert not pressing[minutes % 24.0 < OFFICE[0]].any()


@given(st.floats(0.0, HOURS_A_WEEK), ticks_of_a_day)
def test_a_week_has_a_week_of_rhythm_and_of_office_hours(begin: float, per_day: int) -> None:
    looked, pressed = summed(begin, 7 * per_day, 24.0 / per_day)
    assert len(looked) == len(pressed) == 7 * per_day + 1
    assert looked[0] == pressed[0] == 0.0
    assert looked[-1] == pytest.approx(HOURS_A_WEEK, rel=5e-3)
    assert pressed[-1] == pytest.approx(45.0, abs=0.1)


@given(st.floats(0.0, HOURS_A_WEEK), ticks_of_a_day)
def test_the_length_of_a_tick_does_not_change_a_day(begin: float, per_day: int) -> None:
    looked, pressed = summed(begin, 3 * per_day, 24.0 / per_day)
    hourly, of_office = summed(begin, 3 * 24, 1.0)
    assert looked[::per_day] == pytest.approx(hourly[::24], rel=5e-3, abs=0.02)
    assert pressed[::per_day] == pytest.approx(of_office[::24], abs=0.1)


@given(st.floats(0.0, HOURS_A_WEEK), ticks_of_a_day)
def test_sums_only_grow(begin: float, per_day: int) -> None:
    looked, pressed = summed(begin, 2 * per_day, 24.0 / per_day)
    assert (np.diff(looked) > 0.0).all()
    assert (np.diff(pressed) >= 0.0).all()
    assert (np.diff(pressed) <= 24.0 / per_day + 1e-9).all()
