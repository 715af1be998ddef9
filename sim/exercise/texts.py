"""Texts of the exercise: those of ``sim.language``, and the word lists beside this module."""

import tomllib
from functools import cache
from pathlib import Path
from typing import Any

from sim.language.speech import Speech
from sim.language.typesetting import Language, typeset

WORDS = Path(__file__).parent / "words"


def say(language: Language, key: str, **values: object) -> str:
    """Return a text of the exercise, or by its dotted name any other, placeholders filled."""
    return Speech(language).say(key if "." in key else f"exercise.{key}", **values)


@cache
def word_lists(book: str, language: Language) -> dict[str, Any]:
    """Return what the feed (``posts``) or the reading of drafts (``reading``) is made from."""
    lists = tomllib.loads((WORDS / f"{book}.{language}.toml").read_text(encoding="utf-8"))
    return lists if book == "reading" else _typeset(lists, language)


def _typeset(value: Any, language: Language) -> Any:
    """Return tables and lists of texts, set as the language wants them."""
    if isinstance(value, dict):
        return {key: _typeset(inner, language) for key, inner in value.items()}
    if isinstance(value, list):
        return [_typeset(inner, language) for inner in value]
    return typeset(value, language) if isinstance(value, str) else value
