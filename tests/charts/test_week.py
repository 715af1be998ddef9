"""The axis of time: nights are shaded, days are named where there is room."""

from datetime import date

import pytest
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from sim.charts.labels import Box
from sim.charts.style import WIDTH, panel
from sim.charts.week import Week

SUNDAY_NOON = 156.0


def axis(week: Week, inches: float = 8.0, *, initials: bool = False) -> list[str]:
    """The labels under an axis so wide."""
    ax = drawn(week, inches)
    (week.initials if initials else week.label)(ax)
    return [text.get_text().strip() for text in ax.get_xticklabels(minor=True)]


def drawn(week: Week, inches: float = 8.0) -> Axes:
    ax = panel(Figure(figsize=(WIDTH, 7.5)), Box(1.0, 1.0, 1.0 + inches, 4.0))
    week.shade(ax)
    return ax


def test_days_of_a_week() -> None:
    assert axis(Week(SUNDAY_NOON, 96.0)) == ["Sun", "Mon", "Tue", "Wed", "Thu"]


def test_slivers_of_days_have_no_name() -> None:
    assert axis(Week(SUNDAY_NOON + 11.0, 240.0))[0] == "Mon"


def test_hours_where_there_is_room() -> None:
    assert axis(Week(SUNDAY_NOON, 36.0)) == ["18:00\nSun", "06:00", "12:00\nMon", "18:00"]


def test_mondays_alone_where_there_is_little() -> None:
    assert axis(Week(0.0, 60 * 24.0)) == ["Mon"] * 9


def test_initials_for_narrow_panels() -> None:
    assert axis(Week(SUNDAY_NOON, 96.0), 2.0, initials=True) == ["M", "T", "W"]
    assert set(axis(Week(0.0, 720.0), 2.0, initials=True)) == {"M"}


def test_dates_where_the_scenario_names_one() -> None:
    assert axis(Week(SUNDAY_NOON, 120.0, date(2012, 8, 26)))[1] == "Mon\n27 Aug"
    fortnight = axis(Week(144.0, 336.0, date(2012, 8, 26)))
    assert fortnight[:3] == ["Sun", "Mon\n27 Aug", "Tue"]


@pytest.mark.parametrize(("start", "nights"), [(0.0, 3), (7.0, 2), (23.0, 3)])
def test_every_night_is_shaded(start: float, nights: int) -> None:
    ax = drawn(Week(start, 48.0))
    assert len(ax.patches) == nights
    assert ax.get_xlim() == (0.0, 48.0)


def test_names_of_moments() -> None:
    week = Week(SUNDAY_NOON, 240.0)
    assert week.name(4.25) == "Sun\u00a016:15"
    assert week.full_name(28.0) == "Monday at 16:00"
