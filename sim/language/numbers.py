"""Write numbers, dates and times by the conventions of a language (Unicode CLDR, by Babel).

One rule of rounding holds wherever the project shows a number: whole from 100 on, one decimal
from 10 on, two decimals from 1 on, and two significant digits below 1. Trailing zeros are
dropped. CSV, JSON and NetCDF files hold the unrounded values.
"""

import math
from datetime import date

from sim.language.typesetting import UNBROKEN, Language

LOCALES = {"en": "en_GB", "de": "de", "fr": "fr"}
NO_VALUE = "–"
"""Shown where there is no number."""
MINUS = "−"
NEGLIGIBLE = 0.0005
"""Numbers of a smaller size are shown as 0."""
WEEK_MINUTES = 7 * 24 * 60


def number(value: float | None, language: Language = "en", sign: bool = False) -> str:
    """Return a number with about three digits: 3,134 or 61.5 or 2.25 or 0.42.

    ``sign`` puts a plus before positive numbers. None and NaN become a dash.
    """
    if value is None or math.isnan(value):
        return NO_VALUE
    size = abs(value)
    if size < NEGLIGIBLE:
        return "0"
    decimals = next((n for n, least in enumerate((99.95, 9.995)) if size >= least), 2)
    if size < 0.995:
        decimals = 1 - math.floor(math.log10(size))
    return decimal(round(value, decimals), language, decimals, sign)


def decimal(value: float, language: Language = "en", decimals: int = 6, sign: bool = False) -> str:
    """Return a number with at most so many decimals, trailing zeros dropped."""
    from babel.numbers import format_decimal  # noqa: PLC0415 - slow to load, not there while rules are compiled

    text = format_decimal(abs(value), "#,##0." + "#" * decimals, locale=LOCALES[language])
    before = MINUS if value < 0 else "+" if sign and value > 0 else ""
    return before + text


def percent(share: float, language: Language = "en") -> str:
    """Return a share of one in whole per cent, a dash for NaN."""
    from babel.numbers import format_percent  # noqa: PLC0415 - slow to load, not there while rules are compiled

    if math.isnan(share):
        return NO_VALUE
    return format_percent(share, locale=LOCALES[language]).replace("-", MINUS)


def span(hours: float, language: Language = "en") -> str:
    """Return a length of time as "45 minutes", "1 hour", "30 hours" or "4 days"."""
    from babel.units import format_unit  # noqa: PLC0415 - slow to load, not there while rules are compiled

    amount, unit = max(hours, 1.0), "hour"
    if hours >= 72:
        amount, unit = hours / 24, "day"
    elif round(hours * 60) < 60:
        amount, unit = hours * 60, "minute"
    decimals = {"minute": 0, "hour": 0 if amount >= 10 else 2, "day": 1}[unit]
    amount = round(amount, decimals)
    return format_unit(amount, unit, locale=LOCALES[language])


def minute_of_week(week_hours: float) -> int:
    """Return the minute of the week, 0 to 10,079, of hours since some Monday 00:00."""
    return round(week_hours * 60) % WEEK_MINUTES


def weekday(week_hours: float, language: Language = "en", full: bool = False) -> str:
    """Return the day of the week, "Sun" or "Sunday", of hours since Monday 00:00."""
    from babel.dates import get_day_names  # noqa: PLC0415 - slow to load, not there while rules are compiled

    names = get_day_names("wide" if full else "abbreviated", "stand-alone", LOCALES[language])
    return str(names[minute_of_week(week_hours) // 1440])


def moment(week_hours: float, language: Language = "en") -> str:
    """Return hours since Monday 00:00 as "Sun 22:00", "So 22:00" or "dim. 22:00", unbroken."""
    hour, minute = divmod(minute_of_week(week_hours) % 1440, 60)
    return f"{weekday(week_hours, language)}{UNBROKEN}{hour:02d}:{minute:02d}"


def full_moment(week_hours: float, language: Language = "en") -> str:
    """Return hours since Monday 00:00 as a sentence says them: "dimanche à 22 h"."""
    between = TIMES[language][0]
    return f"{weekday(week_hours, language, full=True)}{between}{clock_time(week_hours, language)}"


def clock_time(week_hours: float, language: Language = "en") -> str:
    """Return the time of day as a sentence says it: "22:00", "22 Uhr" or "22 h", unbroken."""
    hour, minute = divmod(minute_of_week(week_hours) % 1440, 60)
    _, whole, broken = TIMES[language]
    return (broken if minute else whole).format(hour=hour, minute=minute).replace(" ", UNBROKEN)


TIMES = {
    "en": (" at ", "{hour:02d}:00", "{hour:02d}:{minute:02d}"),
    "de": (" um ", "{hour} Uhr", "{hour}:{minute:02d} Uhr"),
    "fr": (" à ", "{hour} h", "{hour} h {minute:02d}"),
}
"""The words between day and time, the form of a full hour, and that of any other time."""


def full_date(day: date, language: Language = "en") -> str:
    """Return a date as "26 August 2012"."""
    from babel.dates import format_date  # noqa: PLC0415 - slow to load, not there while rules are compiled

    return _first(format_date(day, "long", LOCALES[language]), day, language)


def day_of_month(day: date, language: Language = "en") -> str:
    """Return a date without its year: "26 Aug", "26. Aug." or "26 août"."""
    from babel.dates import format_skeleton  # noqa: PLC0415 - slow to load, not there while rules are compiled

    return _first(format_skeleton("MMMd", day, locale=LOCALES[language]), day, language)


def _first(text: str, day: date, language: Language) -> str:
    """Return a date with the first of a month as French writes it: "1er avril"."""
    return f"1er{text[1:]}" if language == "fr" and day.day == 1 else text
