"""The space of parameters: log scale, narrowing, and values as files show them."""

import pytest

from sim.calibration.space import Dimension, Space
from sim.runs.assumptions import assumptions


def test_a_range_above_zero_is_spread_over_its_logarithm() -> None:
    assert Dimension("a", 1.0, 0.1, 10.0).value_at(0.5) == pytest.approx(1.0)
    assert Dimension("a", 1.0, 0.0, 10.0).value_at(0.5) == pytest.approx(5.0)


def test_a_value_stays_in_its_range_and_comes_back_to_its_place() -> None:
    one = Dimension("a", 1.0, 0.123456, 9.87654)
    assert one.value_at(0.0) == 0.1235
    assert one.value_at(1.0) == 9.87654
    assert one.place_of(one.value_at(0.37)) == pytest.approx(0.37, abs=1e-3)


def test_a_narrowed_range_lies_around_the_default() -> None:
    one = Dimension("a", 1.0, 0.1, 10.0).narrowed(0.25)
    assert (one.low, one.high) == (pytest.approx(0.3162), pytest.approx(3.162))
    edge = Dimension("a", 0.0, 0.0, 1.0).narrowed(0.25)
    assert (edge.low, edge.high) == (0.0, 0.25)


def test_every_assumption_is_searched_over_its_declared_range() -> None:
    space = Space.of_assumptions()
    assert [one.name for one in space.dimensions] == [one.name for one in assumptions()]
    values = space.values_at(space.points_of([space.defaults()])[0].clip(0, 1))
    for one in assumptions():
        assert one.low <= values[one.name] <= one.high
