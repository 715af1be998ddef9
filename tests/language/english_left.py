"""Find what is left in English in a text that should be in another language."""

import re

WORD = re.compile(r"[^\W\d_]+(?:['’][^\W\d_]+)?")
RUN = 3
"""Words in a row from which a text is taken from the English one."""


def words_of(text: str) -> list[str]:
    return [word.lower() for word in WORD.findall(text)]


def english_left(english: str, other: str, names: tuple[str, ...] = ()) -> set[str]:
    """Return the runs of words that are in both texts, but for those of names."""
    for name in names:
        english, other = english.replace(name, " 0 "), other.replace(name, " 0 ")
    return _runs(english) & _runs(other)


def _runs(text: str) -> set[str]:
    """Return words in a row within a line, without what signs or figures keep apart."""
    pieces = (re.split(r"[^\w'’ ]|\d+|  +", line) for line in text.splitlines())
    words = [words_of(piece) for line in pieces for piece in line]
    return {
        " ".join(each[begin : begin + RUN])
        for each in words
        for begin in range(len(each) - RUN + 1)
    }
