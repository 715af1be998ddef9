"""Labelled sentences from which the reader learns, and others by which it is judged.

The folder ``labelled`` holds them. Its README says what the marks mean and who wrote what.
"""

import re
from dataclasses import dataclass
from itertools import product
from math import prod
from pathlib import Path
from typing import Literal, get_args

from sim.errors import InputError
from sim.language.typesetting import Language

Kind = Literal[
    "time", "playing_down", "blaming", "admission", "next_word", "empathy", "insult", "apology"
]
KINDS: tuple[Kind, ...] = get_args(Kind)
MARKS: dict[str, Kind] = {
    "t": "time", "p": "playing_down", "b": "blaming", "a": "admission",
    "n": "next_word", "e": "empathy", "i": "insult", "o": "apology",
}  # fmt: skip
Book = Literal[
    "train", "rules", "voices", "implicit", "statements", "heldout", "unusual", "ordinary",
    "fresh", "strangers", "newcomers", "latecomers", "weasel",
]  # fmt: skip
TRAINED: tuple[Book, ...] = ("train", "rules", "voices", "implicit", "statements")
"""Books from which the reader learns. It never sees the others."""
FOLDER = Path(__file__).parent / "labelled"
LANGUAGES: tuple[Language, ...] = get_args(Language)
MOST_WORDINGS = 6
"""Most wordings that are taken of one line with alternatives."""


@dataclass(frozen=True, slots=True)
class LabelledSentence:
    """A sentence and everything that people have found in it."""

    text: str
    kinds: frozenset[Kind]
    line: int
    """Line of its file. Wordings of one line share it."""


def labelled_sentences(book: Book, language: Language) -> list[LabelledSentence]:
    """Return the sentences of a book. Raises InputError for a line that cannot be read."""
    path = FOLDER / f"{book}.{language}.txt"
    marks, found = "-", []
    for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1):
        if not line.strip() or line.startswith("#"):
            continue
        if line.startswith("=="):
            marks = line[2:].strip()
            continue
        own, bar, text = line.partition(" | ")
        kinds = _kinds(own if bar else marks, path, number)
        for wording in _wordings(text if bar else line):
            found.append(LabelledSentence(wording, kinds, number))
    return found


def _kinds(marks: str, path: Path, number: int) -> frozenset[Kind]:
    """Return the kinds that marks such as "a o" stand for. "-" is none."""
    letters = [mark for mark in marks.split() if mark != "-"]
    for wrong in (mark for mark in letters if mark not in MARKS):
        known = ", ".join(f"{mark} {kind}" for mark, kind in MARKS.items())
        raise InputError(f"{path.name}, line {number}: no mark {wrong!r}; use {known} or -")
    return frozenset(MARKS[mark] for mark in letters)


def _wordings(line: str) -> list[str]:
    """Return the wordings of a line with alternatives such as "[Today/Tonight] it works".

    Of many wordings some are taken, spread evenly, so that each alternative takes part.
    """
    parts = re.split(r"\[([^\]]*)\]", line)
    choices = [part.split("/") if k % 2 else [part] for k, part in enumerate(parts)]
    number = prod(map(len, choices))
    stride = next(n for n in (7, 11, 13, 17, 19, 1) if number % n or n == 1)
    every = [_tidy("".join(chosen)) for chosen in product(*choices)]
    return [every[k * stride % number] for k in range(min(number, MOST_WORDINGS))]


def _tidy(text: str) -> str:
    """Return a sentence without the spaces that an empty alternative leaves."""
    return re.sub(r"\s+([.,])", r"\1", re.sub(r"\s{2,}", " ", text)).replace(",.", ".").strip()
