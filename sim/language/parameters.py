"""Say what parameters mean. English stands where they are declared."""

import tomllib
from functools import cache

from sim.language.speech import TEXTS
from sim.language.typesetting import Language, typeset


@cache
def meanings(language: Language) -> dict[str, str]:
    """Return the meanings of parameters by their names, nothing in English."""
    if language == "en":
        return {}
    file = TEXTS / f"parameters.{language}.toml"
    known = tomllib.loads(file.read_text(encoding="utf-8"))
    return {name: typeset(text, language) for name, text in known.items()}


def meaning_in(language: Language, name: str) -> str | None:
    """Return the meaning of a parameter, None in English and where there is none."""
    return meanings(language).get(name)
