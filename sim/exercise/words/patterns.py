"""Patterns of a sentence, by language: which of them match is one of the things it is read by."""

import re
from functools import cache

from sim.exercise.texts import word_lists
from sim.language.typesetting import Language


def matching(sentence: str, language: Language) -> list[str]:
    """Return the names of all patterns that match, one by one and by their kind."""
    text = sentence.replace("’", "'")
    found = []
    for kind, several in patterns(language).items():
        hits = [f"{kind} {place}" for place, one in enumerate(several) if one.search(text)]
        found += [*hits, kind] if hits else []
    kinds = {name for name in found if " " not in name}
    clear = [f"clear {kind}" for kind in kinds if f"not_{kind}" not in kinds]
    return found + sorted(clear)


@cache
def patterns(language: Language) -> dict[str, tuple[re.Pattern[str], ...]]:
    """Return all patterns by kind, with their <words> filled in. They ignore case."""
    book = word_lists("reading", language)

    def alternatives(blank: re.Match[str]) -> str:
        return f"(?:{'|'.join(filled(one) for one in book['words'][blank[1]])})"

    def filled(pattern: str) -> str:
        return re.sub(r"<(\w+)>", alternatives, pattern)

    return {
        kind: tuple(re.compile(filled(one), re.IGNORECASE) for one in several)
        for kind, several in book["kinds"].items()
    }
