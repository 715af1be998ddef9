"""Lists of ties as programs print them: pairs in brackets, with arrows, in tables with rules."""

import re
from collections.abc import Sequence

BRACKETS = re.compile(r"(?:\s*- )?[\s,\[{]*[(\[{]([^()\[\]{}]+)[)\]}][\s,\]}]*")
"""A pair in brackets, as Python, R and YAML print it."""
ARROW = re.compile(r"\s*(?:<?-{1,2}>|<?=>|[→↔⇒⟶]|--)\s*")
END_OF_PAIR = re.compile(r"\s*[;,]\s*$")
FOOTER = re.compile(
    r"\s*\(?\d[\d,. ]* (?:rows?|lines?|records?|edges?|zeilen?|kanten|datensätze|lignes?)\b.*",
    re.IGNORECASE,
)
"""What programs write below the rows of a table."""
TOTAL = re.compile(
    r"(?:grand |sub)?totals?\b|total général|sum\b|summe|gesamt|insgesamt|somme", re.IGNORECASE
)
"""How a last line begins that sums the others up."""
BARS = re.compile(r"\s*\|(.*)\|\s*")
"""A row of a table with bars on both sides, as Markdown has it."""
FRIENDS = re.compile(r"\s*[^\s:,;|]+\s*:(?:\s.*)?")
"""Somebody, a colon, and all whom they know, if anybody."""
RULE = re.compile(r"[\s|+:=-]*(?:--|==|─)[\s|+:=─-]*")
"""A line that is drawn below a heading."""


def plain_pairs(texts: Sequence[str]) -> list[str]:
    """Return lines with two cells each for lines that a program has printed otherwise.

    Lines stay as they are unless all of them, comments apart, are printed alike. A line that is
    drawn becomes blank.
    """
    filled = [text for text in texts if text.strip() and not text.lstrip().startswith(("#", "%"))]
    if not filled:
        return list(texts)
    drawn = RULE.fullmatch(filled[1]) if len(filled) > 2 else None
    if RULE.fullmatch(filled[0]) or drawn:
        plain = ["" if RULE.fullmatch(text) else text for text in texts]
        filled = [text for text in filled if not RULE.fullmatch(text)]
        return [_inside(BARS, text) for text in plain] if _all(BARS, filled) else plain
    if _all(BRACKETS, filled):
        return [_inside(BRACKETS, text) for text in texts]
    if all(len(ARROW.findall(text)) == 1 for text in filled) and not any("\t" in t for t in filled):
        ended = all(map(END_OF_PAIR.search, filled))
        return [ARROW.sub("\t", END_OF_PAIR.sub("", text) if ended else text) for text in texts]
    return list(texts)


def lists_people_first(lines: Sequence[str]) -> bool:
    """Return True for a list of people and their ties below a line with a number sign alone.

    yEd and others write it as their trivial graph format (.tgf).
    """
    signs = [place for place, line in enumerate(lines) if line.strip() == "#"]
    if len(signs) != 1 or not 0 < signs[0] < len(lines) - 1:
        return False
    people = [line.split()[0] for line in lines[: signs[0]]]
    ties = [line.split()[:2] for line in lines[signs[0] + 1 :]]
    return len(set(people)) == len(people) and {name for tie in ties for name in tie} <= set(people)


def lists_friends(lines: Sequence[str]) -> bool:
    """Return True if each line begins with a person and a colon, and all their friends follow."""
    plain = [line for line in lines if not line.lstrip().startswith("#")]
    return _all(FRIENDS, plain) and any(len(line.split()) > 2 for line in plain)


def _all(form: re.Pattern[str], lines: Sequence[str]) -> bool:
    """Return True if every line has a form."""
    return bool(lines) and all(form.fullmatch(line) for line in lines)


def _inside(form: re.Pattern[str], line: str) -> str:
    """Return what stands inside of a form, and another line as it is."""
    found = form.fullmatch(line)
    return found[1] if found else line
