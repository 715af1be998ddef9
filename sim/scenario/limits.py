"""What is too large or too deep for a scenario, found before anything reads the text.

The standard library's reader takes minutes and gigabytes for a key of many parts, and stops
without a place at nested brackets and at very long numbers.
"""

import re
from typing import NamedTuple

DEEPEST = 50
"""Most parts of a key, and most brackets within one another."""
MOST_KEYS = 50_000
LONGEST_NUMBER = 1000
"""Digits in a row."""

_STRING_OR_COMMENT = re.compile(
    r'"""(?:[^\\]|\\.)*?"""|'
    r"'''.*?'''|"
    r'"(?:[^"\\\n]|\\.)*"|'
    r"'[^'\n]*'|"
    r"#[^\n]*",
    re.DOTALL,
)
_PART = r'(?:[\w-]++|"+)'
_DOTTED = re.compile(rf'(?<![\w".-]){_PART}(?:[ \t]*+\.[ \t]*+{_PART}){{{DEEPEST}}}')
_NUMBER = re.compile(rf"(?<![\w.])[+-]?[\d_]{{{LONGEST_NUMBER},}}")
_BRACKET = re.compile(r"[\[\]{}]")


class Excess(NamedTuple):
    """Something that no scenario has, where it begins, and what to do."""

    offset: int
    text: str


def excess(text: str) -> Excess | None:
    """Return the first thing in a TOML text that is too large or too deep, or None."""
    bare = _STRING_OR_COMMENT.sub(lambda found: '"' * len(found[0]), text)
    if long := _DOTTED.search(bare):
        problem = f"is a key of more than {DEEPEST} parts, nested too deeply; use fewer"
        return Excess(long.start(), problem)
    if long := _NUMBER.search(bare):
        problem = f"is a number of more than {LONGEST_NUMBER} digits; write an ordinary one"
        return Excess(long.start(), problem)
    if bare.count("=") > MOST_KEYS:
        place = _nth(bare, "=", MOST_KEYS)
        return Excess(place, f"has more than {MOST_KEYS:,} keys up to here; leave some out")
    return _deep(bare)


def _deep(bare: str) -> Excess | None:
    """Return the bracket at which nesting becomes too deep."""
    depth = 0
    for bracket in _BRACKET.finditer(bare):
        depth = max(0, depth + (1 if bracket[0] in "[{" else -1))
        if depth > DEEPEST:
            problem = f"is nested too deeply; use at most {DEEPEST} levels"
            return Excess(bracket.start(), problem)
    return None


def _nth(text: str, sign: str, number: int) -> int:
    """Return the offset of the sign after so many others."""
    offset = -1
    for _ in range(number + 1):
        offset = text.index(sign, offset + 1)
    return offset
