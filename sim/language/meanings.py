"""Say what parameters and measures mean. English stands where they are declared."""

import tomllib
from functools import cache
from typing import Literal

from sim.language.speech import TEXTS
from sim.language.typesetting import Language, typeset

Kind = Literal["parameters", "measures"]


@cache
def meanings(kind: Kind, language: Language) -> dict[str, str]:
    """Return the meanings of all parameters or measures by their names, nothing in English."""
    if language == "en":
        return {}
    file = TEXTS / f"{kind}.{language}.toml"
    known = tomllib.loads(file.read_text(encoding="utf-8"))
    return {name: typeset(text, language) for name, text in known.items()}


def meaning_in(language: Language, kind: Kind, name: str, english: str) -> str:
    """Return the meaning of a parameter or measure, its English one where there is no other."""
    return meanings(kind, language).get(name, english)
