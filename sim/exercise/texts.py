"""Texts of the exercise: those of ``sim.language``, and the word lists beside this module."""

import tomllib
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from sim.exercise.refusals import RefusedError
from sim.language.speech import Speech, texts
from sim.language.typesetting import Language, typeset
from sim.scenario import Scenario

WORDS = Path(__file__).parent / "words"


@dataclass(frozen=True, slots=True)
class ExerciseSpeech(Speech):
    """Texts and moments of one exercise."""

    tables: tuple[str, ...] = ("exercise",)

    def refusal(self, refused: RefusedError) -> str | None:
        """Return why something is refused, or None where there are no words for it."""
        name, values = f"refused_{refused.key}", dict(refused.filled)
        known = texts(self.language)
        if all(f"{table}.{name}" not in known for table in self.tables):
            return None
        if f"exercise.field_{values.get('field')}" in known:
            values["field"] = self.say(f"field_{values['field']}")
        return self.say(name, **values)


def speech_for(scenario: Scenario, language: Language, *tables: str) -> ExerciseSpeech:
    """Return the texts of a scenario's exercise, those of further tables before the common ones."""
    started, serves = scenario.clock.start_hours, scenario.company.serves
    return ExerciseSpeech(language, started, (*tables, "exercise"), serves)


def say(language: Language, name: str, **values: object) -> str:
    """Return a text of the exercise, or by its dotted name any other, placeholders filled."""
    return ExerciseSpeech(language).say(name, **values)


@cache
def word_lists(book: str, language: Language) -> dict[str, Any]:
    """Return what the feed (``posts``) or the reading of drafts (``reading``) is made from."""
    lists = tomllib.loads((WORDS / f"{book}.{language}.toml").read_text(encoding="utf-8"))
    return _typeset(lists, language) if book == "posts" else lists


def _typeset(value: Any, language: Language) -> Any:
    """Return tables and lists of texts, set as the language wants them."""
    if isinstance(value, dict):
        return {key: _typeset(inner, language) for key, inner in value.items()}
    if isinstance(value, list):
        return [_typeset(inner, language) for inner in value]
    return typeset(value, language) if isinstance(value, str) else value
