"""Words in the participants' language: files of words, moments of the week, numbers."""

import tomllib
from functools import cache
from pathlib import Path
from typing import Any

from sim.scenario import Scenario
from sim.scenario.exercise import FIXED, Language, called, typeset
from sim.storm.responses import title
from sim.storm.times import HOURS_A_WEEK

WORDS = Path(__file__).parent / "words"
EXERCISE_WORDS = Path(__file__).parents[1] / "exercise" / "words"


@cache
def words(book: str, language: Language) -> dict[str, Any]:
    """A file of words: ``posts``, ``reading``, ``interface`` or ``web``."""
    folder = EXERCISE_WORDS if book in ("posts", "reading") else WORDS
    path = folder / f"{book}.{language}.toml"
    read = tomllib.loads(path.read_text(encoding="utf-8"))
    return read if book == "reading" else _set(read, language)


def _set(read: Any, language: Language) -> Any:
    """All texts of a book, set as the language wants them."""
    if isinstance(read, dict):
        return {key: _set(inner, language) for key, inner in read.items()}
    if isinstance(read, list):
        return [_set(inner, language) for inner in read]
    return typeset(read, language) if isinstance(read, str) else read


def say(language: Language, key: str, **filled: object) -> str:
    """A text of the interface, with its blanks filled."""
    known: dict[str, str] = words("interface", language)["said"]
    if key not in known and key.startswith("do_"):
        return title(key.removeprefix("do_"), language)
    return known[key].format(**filled)


def moment_words(week_hour: float, language: Language) -> str:
    """Hours since Monday 00:00 as people say it: "Sunday 22:00", "dimanche 22 h"."""
    minutes = round((week_hour % HOURS_A_WEEK) * 60)
    day = weekdays(language)[minutes // 1440 % 7]
    hour, minute = minutes // 60 % 24, minutes % 60
    return f"{day}{BETWEEN[language]}{_hour_words(hour, minute, language)}"


def moment_short(week_hour: float, language: Language) -> str:
    """The same as it is typed: "Sun 22:00", "So 22:00", "dim 22:00"."""
    minutes = round((week_hour % HOURS_A_WEEK) * 60)
    return f"{day_short(week_hour, language)} {minutes // 60 % 24}:{minutes % 60:02d}"


def day_short(week_hour: float, language: Language) -> str:
    """The day of a moment, as short as it is usual: "Sun", "So", "dim"."""
    day = weekdays(language)[round(week_hour * 60) // 1440 % 7]
    return day[: 2 if language == "de" else 3]


def weekdays(language: Language) -> list[str]:
    """The days' names, from Monday on."""
    names: list[str] = words("interface", language)["weekdays"]
    return names


BETWEEN = {"en": " ", "de": ", ", "fr": " "}
IN_A_SENTENCE = {"en": " ", "de": " um ", "fr": " à "}


def _hour_words(hour: int, minute: int, language: Language) -> str:
    """A time of the day, its parts kept on one line."""
    if language == "fr":
        return f"{hour}{FIXED}h{FIXED}{minute:02d}" if minute else f"{hour}{FIXED}h"
    if language == "de":
        return f"{hour}:{minute:02d}{FIXED}Uhr" if minute else f"{hour}{FIXED}Uhr"
    return f"{hour:02d}:{minute:02d}"


def named_time(week_hour: float, language: Language) -> str:
    """A time as somebody names it in a sentence: "dimanche à 22 h"; nobody announces 20:34."""
    minutes = round((week_hour % 1.0) * 60)
    named = week_hour if minutes % 15 == 0 else round(week_hour * 2) / 2
    return moment_words(named, language).replace(BETWEEN[language], IN_A_SENTENCE[language], 1)


def quoted(text: str, language: Language) -> str:
    """A text in this language's quotation marks."""
    before, after = QUOTES[language]
    return f"{before}{text}{after}"


QUOTES = {"en": "“”", "de": "„“", "fr": (f"«{FIXED}", f"{FIXED}»")}


def before_colon(text: str, language: Language) -> str:
    """A label with its colon."""
    return typeset(f"{text} :", language) if language == "fr" else f"{text}:"


def title_of(scenario: Scenario, language: Language) -> str:
    """What an exercise is called; the scenario's own title where it has no other."""
    return called(scenario.title, scenario.exercise, language)


def figure(value: float, language: Language, form: str = "") -> str:
    """A number as it is written in this language, three digits exact: "+1.5" or "+1,5"."""
    form = form or (".0f" if abs(value) >= 100 else ".3g")
    written = format(value, form).replace("-", "−")
    return written if language == "en" else written.replace(".", ",")
