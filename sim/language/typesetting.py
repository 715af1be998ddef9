"""Set text as each language wants it: unbroken spaces, quotation marks, colons."""

import re
from collections.abc import Iterable
from typing import Literal, get_args

Language = Literal["en", "de", "fr"]
LANGUAGES: tuple[Language, ...] = get_args(Language)
UNBROKEN = "\u00a0"
"""A space at which no line is broken."""
QUOTES = {"en": ("“", "”"), "de": ("„", "“"), "fr": (f"«{UNBROKEN}", f"{UNBROKEN}»")}


def typeset(text: str, language: Language) -> str:
    """Return the text with the apostrophes and unbroken spaces of French punctuation.

    >>> typeset("Point d'étape", "fr")
    'Point d’étape'
    """
    if language != "fr":
        return text
    text = re.sub(r"(?<=[^\W\d_])'(?=[^\W\d_])", "’", text)
    return re.sub(r" (?=[?!:;»%])|(?<=«) ", UNBROKEN, text)


def markdown_table(
    headings: Iterable[str], rows: Iterable[Iterable[str]], figures_from: int | None = None
) -> str:
    """Return a table in Markdown. Columns from ``figures_from`` on are set to the right."""
    heads = list(headings)
    left = len(heads) if figures_from is None else figures_from
    marks = ["---"] * left + ["---:"] * (len(heads) - left)
    cells = [[cell.replace("|", "\\|") for cell in row] for row in (heads, marks, *rows)]
    return "\n".join(f"| {' | '.join(row)} |" for row in cells)


def quoted(text: str, language: Language) -> str:
    """Return the text in the language's quotation marks."""
    before, after = QUOTES[language]
    return f"{before}{text}{after}"


def set_apart(texts: Iterable[str], language: Language) -> str:
    """Return texts with semicolons between them."""
    return typeset(" ; ".join(texts), language) if language == "fr" else "; ".join(texts)


def labelled(text: str, language: Language) -> str:
    """Return a label with its colon."""
    return typeset(f"{text} :", language) if language == "fr" else f"{text}:"
