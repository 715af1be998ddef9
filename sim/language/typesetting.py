"""Set text as each language wants it: unbroken spaces, quotation marks, colons."""

import re
from typing import Literal, get_args

Language = Literal["en", "de", "fr"]
LANGUAGES: tuple[Language, ...] = get_args(Language)
UNBROKEN = "\u00a0"
"""A space at which no line is broken."""
QUOTES = {"en": ("“", "”"), "de": ("„", "“"), "fr": (f"«{UNBROKEN}", f"{UNBROKEN}»")}


def typeset(text: str, language: Language) -> str:
    """Return the text with unbroken spaces before and within French punctuation."""
    if language != "fr":
        return text
    return re.sub(r" (?=[?!:;»%])|(?<=«) ", UNBROKEN, text)


def quoted(text: str, language: Language) -> str:
    """Return the text in the language's quotation marks."""
    before, after = QUOTES[language]
    return f"{before}{text}{after}"


def labelled(text: str, language: Language) -> str:
    """Return a label with its colon."""
    return typeset(f"{text} :", language) if language == "fr" else f"{text}:"
