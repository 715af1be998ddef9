"""Words in the participants' language: files of words, moments of the week, numbers."""

import tomllib
from functools import cache
from pathlib import Path
from typing import Any

from sim.scenario import Scenario
from sim.scenario.exercise import Language, called
from sim.storm.times import HOURS_A_WEEK

WORDS = Path(__file__).parent / "words"


@cache
def words(book: str, language: Language) -> dict[str, Any]:
    """A file of words: ``posts``, ``reading`` or ``interface``."""
    path = WORDS / f"{book}.{language}.toml"
    return tomllib.loads(path.read_text(encoding="utf-8"))


def say(language: Language, key: str, **filled: object) -> str:
    """A text of the interface, with its blanks filled."""
    said: str = words("interface", language)["said"][key]
    return said.format(**filled)


def moment_words(week_hour: float, language: Language) -> str:
    """Hours since Monday 00:00 as people say it: "Sunday 22:00", "dimanche 22 h"."""
    minutes = round((week_hour % HOURS_A_WEEK) * 60)
    day = words("interface", language)["weekdays"][minutes // 1440 % 7]
    hour, minute = minutes // 60 % 24, minutes % 60
    if language == "fr":
        return f"{day} {hour} h {minute:02d}" if minute else f"{day} {hour} h"
    if language == "de":
        return f"{day}, {hour}:{minute:02d} Uhr" if minute else f"{day}, {hour} Uhr"
    return f"{day} {hour:02d}:{minute:02d}"


def named_time(week_hour: float, language: Language) -> str:
    """A time as somebody would name it: nobody announces 20:34."""
    minutes = round((week_hour % 1.0) * 60)
    named = week_hour if minutes % 5 == 0 else round(week_hour * 2) / 2
    return moment_words(named, language)


def title_of(scenario: Scenario, language: Language) -> str:
    """What an exercise is called; the scenario's own title where it has no other."""
    return called(scenario.title, scenario.exercise, language)


def figure(value: float, language: Language, form: str = ".4g") -> str:
    """A number as it is written in this language: "+1.5" or "+1,5"."""
    written = format(value, form).replace("-", "−")
    return written if language == "en" else written.replace(".", ",")
