"""What a sentence takes for granted: other posts, hours gone by, a day, a time of day.

A sentence is said only where the page bears it out. It needs no mark in its file: the turns of
phrase of ``presumed.LANGUAGE.toml`` tell, so that they hold for the sentences of every exercise.
"""

import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from sim.exercise.words.named_times import NUMBERS
from sim.language.numbers import weekday
from sim.language.typesetting import Language

SOME, MANY = 3, 12
"""Critical posts so far from which there are others, and from which a page is full of them."""
OWN_POSTS = 3
"""Posts of one's own from which somebody may count them, or is told that they write a lot."""
FOR_HOURS, FOR_DAYS = 4.0, 48.0
"""Hours from which a sentence may speak of hours, and of days."""
NIGHT_FROM, WORK = 22.0, (7.0, 19.0)
"""Hours of the day from which it is night, and between which people are at work."""
WEEKEND = 5
"""Number of the first day of the weekend."""
JUST_PAST = 2.0
"""Hours for which it is "past four"."""

CLAIMS: Mapping[Language, str] = {
    "en": r"\bit(?: i|')s past (?P<hour>\w+)\b|^(?P<day>\w+), (?P<at>\w+) o'clock",
    "de": r"\bes ist nach (?P<hour>\w+)\b|^(?P<day>\w+), (?P<at>\w+) uhr",
    "fr": r"\bil est (?P<hour>\w+) heures passées|^(?P<day>\w+), (?P<at>\w+) heures,",
}
"""Sentences that say what time it is."""
SINCE: Mapping[Language, str] = {
    "en": r"\bsince (?P<day>\w+day) (?P<part>morning|afternoon|evening|night)",
    "de": r"\bseit (?P<day>\w+?tag|mittwoch)(?P<part>morgen|vormittag|nachmittag|abend|nacht)",
    "fr": r"\bdepuis (?P<day>\w+) (?P<part>matin|midi|après-midi|soir)",
}
ENDS = {
    "morning": 12.0, "morgen": 12.0, "vormittag": 12.0, "matin": 12.0, "midi": 14.0,
    "afternoon": 18.0, "nachmittag": 18.0, "après-midi": 18.0,
    "evening": 24.0, "abend": 24.0, "soir": 24.0, "night": 30.0, "nacht": 30.0,
}  # fmt: skip
"""Parts of a day, and the hour at which each is over."""


@dataclass(frozen=True, slots=True)
class Page:
    """What a post can take for granted when it is written."""

    language: Language
    week_hours: float
    """Hours since Monday 00:00 of the week in which the story starts."""
    age: float
    """Hours since people could know of the matter."""
    critical: int
    """Critical posts so far."""
    own: int = 0
    """Posts so far of whoever writes."""

    def bears(self, sentence: str) -> bool:
        """Return whether a sentence takes nothing for granted that is not so."""
        return all(self._is_so(kind) for kind in presumed(sentence, self.language)) and (
            self._is_the_time(sentence)
        )

    def _is_so(self, kind: str) -> bool:
        clock = self.week_hours % 24.0
        at_work = WORK[0] <= clock < WORK[1] and self.week_hours // 24 % 7 < WEEKEND
        return {
            "some": self.critical >= SOME,
            "many": self.critical >= MANY,
            "own": self.own >= OWN_POSTS,
            "hours": self.age >= FOR_HOURS,
            "days": self.age >= FOR_DAYS,
            "night": self.age >= (NIGHT_FROM - (clock - self.age)) % 24.0,
            "work": at_work,
        }[kind]

    def _is_the_time(self, sentence: str) -> bool:
        """Return whether it is the time that a sentence says it is, if it says so."""
        claim = re.search(CLAIMS[self.language], plain(sentence))
        if claim is None:
            return True
        hour = _hour(claim["hour"] or claim["at"], self.language)
        today = weekday(self.week_hours, self.language, full=True).lower()
        if hour is None or (claim["day"] and claim["day"] != today):
            return hour is None
        return (self.week_hours % 24.0 - hour) % 12.0 < JUST_PAST


@cache
def presumed(sentence: str, language: Language) -> frozenset[str]:
    """Return what a sentence takes for granted of the page and the time.

    >>> sorted(presumed("So I'm not the only one.", "en"))
    ['some']
    """
    told = ((kind, of) for kind, of in patterns(language).items() if isinstance(of, re.Pattern))
    return frozenset(kind for kind, of in told if of.search(plain(sentence)))


@cache
def presumed_of_the_post(reply: str, language: Language) -> frozenset[str]:
    """Return what a reply takes for granted of the post that it stands under.

    >>> sorted(presumed_of_the_post("{name} Good question.", "en"))
    ['question']
    """
    replies = patterns(language)["replies"]
    return frozenset(kind for kind, of in replies.items() if of.search(plain(reply)))


@cache
def patterns(language: Language) -> dict[str, Any]:
    """Return the patterns of a language's file, each list of lines as one pattern."""
    path = Path(__file__).parent / f"presumed.{language}.toml"
    read: dict[str, Any] = _compiled(tomllib.loads(path.read_text(encoding="utf-8")))
    return read


def _compiled(value: Any) -> Any:
    if isinstance(value, dict):
        return {key: _compiled(inner) for key, inner in value.items()}
    return re.compile("|".join(f"(?:{line})" for line in value.splitlines() if line))


def has_passed(told: str, language: Language, started: float, hours: float) -> bool:
    """Return whether a part of a day since which somebody does something is over.

    ``started`` is the start of the story in hours since Monday 00:00, ``hours`` the time since.
    """
    since = re.search(SINCE[language], plain(told))
    if since is None:
        return True
    today = int(started // 24)
    names = [weekday(24.0 * (today + ahead), language, full=True).lower() for ahead in range(7)]
    if since["day"] not in names:
        return True
    return started + hours >= 24.0 * (today + names.index(since["day"])) + ENDS[since["part"]]


def plain(text: str) -> str:
    """Return a text in lower case, without the signs of fine typesetting."""
    return re.sub(r"[\u00a0\u202f]", " ", text.lower().replace("’", "'")).strip()


def _hour(word: str, language: Language) -> int | None:
    """Return the number that an hour's word means."""
    words = [*NUMBERS[language].split(), *(["treize", "quatorze", "quinze", "seize"]
             if language == "fr" else [])]  # fmt: skip
    if word.isdigit():
        return int(word)
    return words.index(word) if word in words else None
