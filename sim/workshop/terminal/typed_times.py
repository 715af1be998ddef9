"""Moments and spans as people type them: "Mo 18:00", "lundi 18 h 30", "6 pm", "in 6 hours".

A text that cannot be read stays as it is, and is refused with an example where it is used.
"""

import re

from sim.exercise.decisions import offset
from sim.language.numbers import weekday
from sim.language.typesetting import Language
from sim.storm.times import WEEKDAYS

IN_DAYS = {
    "today": 0, "tonight": 0, "heute": 0, "aujourd'hui": 0, "tomorrow": 1, "demain": 1,
    "morgen": 1, "übermorgen": 2, "après-demain": 2,
}  # fmt: skip
NAMED_HOURS = {
    "noon": 12.0, "mittag": 12.0, "midi": 12.0,
    "midnight": 24.0, "mitternacht": 24.0, "minuit": 24.0,
}  # fmt: skip
SPAN = re.compile(
    r"^(?:alle|every|toutes les|tous les)?\s*(\d+(?:[.,]\d+)?)\s*(min|m|h|d|t|j)?[a-z]*$"
)
UNITS = {"min": "min", "m": "min", "h": "h", "d": "d", "t": "d", "j": "d", None: "h"}
FROM_NOW = re.compile(r"^(?:in|dans|\+)\s*(\d+(?:[.,]\d+)?)\s*(?:h|st)[a-z.]*$")
CLOCK = re.compile(
    r"^(?:at|um|gegen|à|a)?\s*(\d{1,2})(?:\s*[:.h]\s*(\d{2}))?\s*(am|pm|a\.m\.|p\.m\.)?"
    r"\s*(?:uhr|h|heures?|o'clock)?$"
)


def moment_typed(text: str, language: Language, started: float, now: float) -> str:
    """Return a moment as a scenario file has it, or the text itself if it is none.

    ``started`` is the start of the story in hours since Monday 00:00, ``now`` the hours since.
    A weekday or an hour is the next one that comes.
    """
    typed = text.strip().lower().replace("’", "'").replace("\u00a0", " ").replace(",", " ")
    if match := FROM_NOW.match(typed):
        return offset(now + float(match[1].replace(",", ".")))
    day, clock = _day(typed, language, (started + now) // 24)
    hour = _hour(clock)
    if not typed or hour is None:
        return text
    midnight = (started + now) // 24 * 24
    if day is not None:
        at = midnight + 24 * day + hour
        return offset((at if at >= started + now else at + 168) - started)
    at = midnight + hour
    return offset((at if at >= started + now else at + 24) - started)


def span_typed(text: str) -> str:
    """Return a span as a scenario file has it: "6 Stunden" is "6h", and so is "6"."""
    match = SPAN.match(text.strip().lower())
    return f"{match[1].replace(',', '.')}{UNITS[match[2]]}" if match else text


def _day(typed: str, language: Language, today: float) -> tuple[int | None, str]:
    """Return the days from today to the weekday named first, and what follows it."""
    name, _, rest = typed.partition(" ")
    name = name.rstrip(".")
    if name in IN_DAYS:
        return IN_DAYS[name], rest.strip()
    if len(name) < 2 or not name.replace("'", "").isalpha():
        return None, typed
    for names in ([weekday(24.0 * day, language, full=True) for day in range(7)], WEEKDAYS):
        for number, one in enumerate(names):
            if one.lower().startswith(name):
                return int((number - today) % 7), rest.strip()
    return None, typed


def _hour(clock: str) -> float | None:
    """Return hours since midnight, or None if this is no time of the day."""
    if clock in NAMED_HOURS:
        return NAMED_HOURS[clock]
    match = CLOCK.match(clock)
    if match is None:
        return None
    hour, minute = int(match[1]), int(match[2] or 0)
    if match[3] and hour <= 12:
        hour = hour % 12 + 12 * match[3].startswith("p")
    return hour + minute / 60 if hour < 25 and minute < 60 else None
