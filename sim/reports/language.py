"""What a report says, in its reader's language: texts, figures, moments of the week."""

import math
import tomllib
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any, get_args

from sim.language.typesetting import Language
from sim.storm.responses import title
from sim.storm.times import HOURS_A_WEEK

LANGUAGES: tuple[Language, ...] = get_args(Language)
WORDS = Path(__file__).parent / "words"
NOTHING = "–"
"""Shown where there is no figure."""
DIVIDERS = {"en": (",", "."), "de": (".", ","), "fr": ("\u202f", ",")}
"""Between thousands, and before decimals."""


@cache
def words(language: Language) -> dict[str, Any]:
    """All texts of a language, by table."""
    return tomllib.loads((WORDS / f"{language}.toml").read_text(encoding="utf-8"))


@dataclass(frozen=True, slots=True)
class Speech:
    """One language, for a story that starts at some hour of the week."""

    language: Language
    started: float = 0.0
    """Hours from Monday 00:00 to the start of the run."""

    def say(self, key: str, /, **filled: object) -> str:
        """A text with its blanks filled."""
        said: str = words(self.language)["said"][key]
        return said.format(**filled)

    def name(self, table: str, key: str) -> str:
        """What something is called; a name of somebody's own stays as it is."""
        other = title(key, self.language) if table == "responses" else key
        return str(words(self.language)[table].get(key, other))

    def number(self, value: float, sign: bool = False) -> str:
        """A figure with about three digits."""
        if value is None or math.isnan(value):
            return NOTHING
        digits = 0 if abs(value) >= 100 or float(value).is_integer() else 1
        if digits and abs(value) < 10:
            digits = 2
        return self.fixed(value, digits, sign)

    def fixed(self, value: float, digits: int, sign: bool = False) -> str:
        """A figure with so many decimals."""
        thousands, decimals = DIVIDERS[self.language]
        text = f"{value:{'+' if sign else ''},.{digits}f}".replace("-", "−")
        return text.translate({ord(","): thousands, ord("."): decimals})

    def exact(self, value: float) -> str:
        """A setting as it was written, without cutting digits."""
        return f"{value:.6g}".replace(".", DIVIDERS[self.language][1])

    def percent(self, share: float) -> str:
        """A share of one in per cent."""
        if math.isnan(share):
            return NOTHING
        room = "" if self.language == "en" else "\u00a0"
        return f"{self.fixed(100 * share, 0)}{room}%"

    def moment(self, hours: float) -> str:
        """Hours since the start as people say them: "Mon 08:30", "lun. 8 h 30"."""
        minutes = round(((self.started + hours) % HOURS_A_WEEK) * 60) % (168 * 60)
        day = words(self.language)["weekdays"]["short"][minutes // 1440]
        hour, minute = minutes // 60 % 24, minutes % 60
        if self.language == "fr":
            return f"{day}\u00a0{hour}\u00a0h\u00a0{minute:02d}"
        return f"{day}\u00a0{hour:02d}:{minute:02d}"

    def span(self, hours: float) -> str:
        """A span of time: "45 min", "30 h", "4 days"."""
        if hours >= 72:
            days = round(hours / 24, 1)
            return self.say("days", days=self.fixed(days, 0 if days.is_integer() else 1))
        return f"{self.fixed(hours * 60, 0)} min" if hours < 1 else f"{self.number(hours)} h"
