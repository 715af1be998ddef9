"""Moments of a week and spans of time as people write them: "Sun 16:00", "+6h", "90min"."""

import re
from dataclasses import dataclass
from decimal import Decimal
from typing import Annotated

from pydantic import BeforeValidator, Field, PlainSerializer, WithJsonSchema

WEEKDAYS = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")
HOURS_A_WEEK = 168.0
FURTHEST = 1e6
"""Most of a unit from the start to a moment. No run is anywhere near as long."""
UNITS = {"min": 1 / 60, "h": 1.0, "d": 24.0}

_SPAN = r"(\d+(?:\.\d+)?)\s*(min|h|d)"
_SPAN_ONLY = re.compile(rf"^{_SPAN}$")
_OFFSET = re.compile(rf"^\+\s*{_SPAN}$")
_WEEKDAY = re.compile(r"^(Mon|Tue|Wed|Thu|Fri|Sat|Sun)(?:\+(\d{1,2}))?\s+(\d{1,2}):(\d{2})$")


@dataclass(frozen=True, slots=True)
class MomentOfStorm:
    """A point in time: an offset from the start, or a weekday and hour after it."""

    text: str
    offset: float | None
    """Hours after the start, where the text said "+6h"."""
    week_hour: float
    """Hours since Monday 00:00, where it named a weekday."""
    weeks: int
    """Whole weeks further on ("Sun+1 10:00")."""

    def hours_after(self, start: float) -> float:
        """Return hours from a start (in hours since Monday 00:00), negative if before it.

        A weekday means its first day from the start's own day on, so "Sun 10:00" with a
        start on "Sun 12:00" lies before the start; the Sunday after is "Sun+1 10:00".
        """
        if self.offset is not None:
            return self.offset
        start_day, day = start // 24.0, self.week_hour // 24.0
        ahead = (day - start_day) % 7.0
        return (start_day + ahead) * 24.0 + self.week_hour % 24.0 - start + self.weeks * 168.0

    def __str__(self) -> str:
        return self.text


def moment(text: object) -> MomentOfStorm:
    """Read a moment. Raises ValueError with what to write instead."""
    if isinstance(text, MomentOfStorm):
        return text
    if isinstance(text, str):
        if (match := _OFFSET.match(text.strip())) and float(match[1]) <= FURTHEST:
            return MomentOfStorm(text, float(match[1]) * UNITS[match[2]], 0.0, 0)
        if match := _WEEKDAY.match(text.strip()):
            hour, minute = int(match[3]), int(match[4])
            if hour < 24 and minute < 60:
                day = WEEKDAYS.index(match[1])
                week_hour = day * 24.0 + hour + minute / 60.0
                return MomentOfStorm(text, None, week_hour, int(match[2] or 0))
    raise ValueError(
        f'{text!r:.60} is not a moment; write a weekday and hour like "Sun 16:00", '
        '"Sun+1 10:00" for a week later, or hours after the start like "+6h"'
    )


def span(text: object) -> float:
    """Read a span of time as hours. Raises ValueError with what to write instead."""
    if isinstance(text, bool):
        raise ValueError('true/false is not a span of time; write one like "6h", "30min" or "2d"')
    if isinstance(text, str) and (match := _SPAN_ONLY.match(text.strip())):
        return float(match[1]) * UNITS[match[2]]
    if isinstance(text, int | float):
        size = f"{Decimal(repr(text)):f}" if 0 < text < 1000 else "6"
        raise ValueError(f'{text!r:.30} has no unit; write "{size}h", "{size}min" or "{size}d"')
    raise ValueError(f'{text!r:.60} is not a span of time; write one like "6h", "30min" or "2d"')


def span_text(hours: float) -> str:
    """Return hours as a span that :func:`span` reads back to the same value."""
    return f"{Decimal(repr(hours)):f}h"


def weekday_text(week_hour: float) -> str:
    """Return hours since Monday 00:00 as "Sun 16:00"."""
    minutes = round((week_hour % HOURS_A_WEEK) * 60)
    return f"{WEEKDAYS[minutes // 1440 % 7]} {minutes // 60 % 24:02d}:{minutes % 60:02d}"


Moment = Annotated[
    MomentOfStorm,
    BeforeValidator(moment),
    PlainSerializer(str, return_type=str),
    WithJsonSchema({"type": "string", "examples": ["Sun 16:00", "Sun+1 09:00", "+6h"]}),
]
"""A moment in a scenario file."""

Duration = Annotated[
    float,
    BeforeValidator(span),
    PlainSerializer(span_text, return_type=str),
    WithJsonSchema({"type": "string", "examples": ["6h", "30min", "2d"]}),
    Field(ge=0.0, le=24.0 * 366),
]
"""A span of time in a scenario file, in hours once read."""
