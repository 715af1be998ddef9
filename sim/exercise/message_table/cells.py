"""Cells that no spreadsheet takes for a formula, and that read back as the very same text."""

import re

GUARD = "'"
_BEGINS = r"(^|[;,|\t\r\n])([\s\"]*)"
"""The beginning of a cell, also for a program that separates cells by another sign."""
_FORMULA = r"('*)([=+\-@＝＋－＠])"
_BARE = re.compile(_BEGINS + _FORMULA)
_GUARDED = re.compile(_BEGINS + GUARD + _FORMULA)


def guarded(text: str) -> str:
    """Return a text with an apostrophe before each sign that could begin a formula.

    >>> guarded("=1+1")
    "'=1+1"
    """
    return _BARE.sub(rf"\1\2{GUARD}\3\4", text)


def unguarded(text: str) -> str:
    """Return the text of a guarded cell.

    >>> unguarded("'=1+1")
    '=1+1'
    """
    return _GUARDED.sub(r"\1\2\3\4", text)
