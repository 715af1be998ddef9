"""Sentences that call those whom a company serves customers, and where they do not fit."""

import re
from collections.abc import Iterable, Mapping

from sim.language.typesetting import Language
from sim.scenario.exercise import Exercise
from sim.scenario.voices import Voice

CUSTOMERS: Mapping[Language, re.Pattern[str]] = {
    "en": re.compile(r"\bcustomer", re.IGNORECASE),
    "de": re.compile(r"\bkund(e|en|in|innen)\b|kundschaft|\bkunden", re.IGNORECASE),
    "fr": re.compile(r"\bclient", re.IGNORECASE),
}
"""How each language calls customers. In French, that is also the word for clients of theirs."""


def foreign_words(serves: str, language: Language) -> re.Pattern[str] | None:
    """Return what no general sentence may say of a company that serves these people."""
    return None if serves == "customers" else CUSTOMERS[language]


def own_sentences(exercise: Exercise, language: Language) -> frozenset[str]:
    """Return the sentences of an exercise itself, which say what its author means."""
    voices = exercise.voices
    lists: Iterable[Iterable[Voice]] = (
        voices.affected, voices.clients, voices.bandwagon, voices.defenders, voices.fans,
        *(each.lines for each in exercise.characters),
    )  # fmt: skip
    return frozenset(voice.in_language(language) for each in lists for voice in each)
