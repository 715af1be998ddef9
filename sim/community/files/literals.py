"""Pairs as Python and numpy print them: tuples, sets, dictionaries and arrays on any lines."""

import ast
import re
from typing import Any

BEGIN = r"(?:\w+\s*=\s*)?(?:\w+\s*\(\s*)?(?:\[\s*[\[({]|\(\s*\(|\{\s*[-\w('\"{])"
"""How a text of Python begins that holds pairs."""
NAMED = re.compile(r"^\s*(?:\w+\s*=\s*)?([A-Za-z_]\w*)?\s*\(?(?=[\[({])")
SCALAR = re.compile(r"\b(?:np|numpy)\.\w+\(([^()]*)\)")
ARGUMENT = re.compile(r",\s*(?:dtype|device|shape)\s*=\s*[^,()\[\]]+(?=[,)])")
BLANK_BETWEEN = re.compile(r"(?<=[\w'\"\])])\s+(?=[-\w'\"\[(])")
"""Blanks where Python has a comma, as numpy prints arrays."""
BRACES = str.maketrans("{}", "[]")
"""Lists in braces, as Mathematica prints them."""


def python_values(text: str) -> Any:
    """Return the lists, tuples and dictionaries of a text as Python writes them, sets as lists.

    A name before them is passed over, as in ``edges = [...]``, ``array([...])`` and
    ``EdgeView([...])``. Raises ``ValueError`` if it is nothing of the kind.
    """
    plain = ARGUMENT.sub("", SCALAR.sub(r"\1", text.strip().rstrip(";")))
    begin = NAMED.match(plain)
    if begin is None:
        raise ValueError("no brackets")
    name = begin[1]
    plain = plain[begin.end() :] if name or "=" in begin[0] else plain
    if name:
        plain = plain.removesuffix(")")
    lists = plain if ":" in plain else plain.translate(BRACES)
    for candidate in (plain, lists, BLANK_BETWEEN.sub(", ", lists)):
        try:
            return _listed(ast.literal_eval(candidate))
        except (ValueError, SyntaxError, TypeError, MemoryError, RecursionError):
            continue
    raise ValueError("no values of Python")


def _listed(value: Any) -> Any:
    """Return values with lists for tuples and sets, as JSON has them."""
    if isinstance(value, dict):
        return {str(key): _listed(inner) for key, inner in value.items()}
    if isinstance(value, set):
        value = sorted(value, key=str)
    return [_listed(inner) for inner in value] if isinstance(value, list | tuple) else value
