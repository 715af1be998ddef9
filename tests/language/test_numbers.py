"""Numbers, dates and times as a language writes them, by one rule of rounding."""

from datetime import date

import pytest

from sim.language import numbers
from sim.language.speech import Speech


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (3134.4, "3,134"), (123_456.0, "123,456"), (99.96, "100"), (61.49, "61.5"), (30.0, "30"),
        (9.996, "10"), (2.25, "2.25"), (2.5, "2.5"), (2.0, "2"), (0.9967, "1"), (0.42, "0.42"),
        (0.0066, "0.0066"), (0.0001, "0"), (0.0, "0"), (-7.25, "−7.25"), (float("nan"), "–"),
    ],
)  # fmt: skip
def test_a_number_has_about_three_digits(value: float, text: str) -> None:
    assert numbers.number(value) == text


@pytest.mark.parametrize(
    ("value", "text"), [(18.44, "+18.4"), (-0.05, "−0.05"), (-0.0001, "0"), (0.0, "0")]
)
def test_a_difference_carries_its_sign(value: float, text: str) -> None:
    assert numbers.number(value, sign=True) == text


@pytest.mark.parametrize(
    ("hours", "text"),
    [(0.2, "12 minutes"), (0.995, "1 hour"), (1, "1 hour"), (2.5, "2.5 hours"), (30.2, "30 hours"),
     (96, "4 days"), (108, "4.5 days")],
)  # fmt: skip
def test_a_span_has_the_unit_that_people_would_use(hours: float, text: str) -> None:
    assert numbers.span(hours) == text


@pytest.mark.parametrize(
    ("language", "thousands", "share", "short", "full", "day"),
    [
        ("en", "1,234", "25%", "Mon 08:30", "Monday at 08:30", "26 Aug"),
        ("de", "1.234", "25\u00a0%", "Mo 08:30", "Montag um 8:30 Uhr", "26. Aug."),
        ("fr", "1\u202f234", "25\u202f%", "lun. 08:30", "lundi à 8 h 30", "26 août"),
    ],
)
def test_each_language_has_its_own_conventions(
    language, thousands: str, share: str, short: str, full: str, day: str
) -> None:
    speech = Speech(language, started=8.0)
    assert speech.number(1234.4) == thousands
    assert speech.percent(0.25) in (share, share.replace("\u202f", "\u00a0"))
    assert speech.moment(0.5).replace("\u00a0", " ") == short
    assert speech.full_moment(0.5).replace("\u00a0", " ") == full
    assert numbers.day_of_month(date(2012, 8, 26), language) == day


def test_french_writes_the_first_of_a_month_as_such() -> None:
    first = date(2023, 4, 1)
    assert numbers.full_date(first, "fr") == "1er avril 2023"
    assert numbers.day_of_month(first, "fr") == "1er avr."
    assert numbers.full_date(date(2023, 4, 11), "fr") == "11 avril 2023"
    assert numbers.full_date(first, "de") == "1. April 2023"


def test_nobody_announces_a_time_to_the_minute() -> None:
    assert Speech("en").named_moment(20 + 34 / 60) == "Monday at 20:30"
    assert Speech("en").named_moment(20.25) == "Monday at 20:15"


def test_a_number_filled_into_a_text_is_rounded_by_the_same_rule() -> None:
    text = Speech("de").say("web.team_figures", rate=29.66, broken=1, articles=0)
    assert "29,7 " in text
