"""What a sentence is read by: its letters, its words, and the patterns that match it.

Each feature is a number below ``SIZE``, got by hashing, so that no list of words is kept.
"""

import re
from functools import lru_cache
from zlib import crc32

import numpy as np
from numpy.typing import NDArray

from sim.exercise.texts import word_lists
from sim.exercise.words.patterns import matching
from sim.language.typesetting import Language

SIZE = 1 << 15
"""Number of features."""
LETTERS = (2, 3, 4, 5)
"""Lengths of the runs of letters within a word, its ends included."""
BLOCKS = {"letters": 1.0, "words": 1.0, "concepts": 1.3, "patterns": 0.8}
"""Weight of each block of features, whose length is one before."""


def features(sentence: str, language: Language) -> tuple[NDArray[np.int32], NDArray[np.float32]]:
    """Return the numbers of a sentence's features, ascending, and their values."""
    text = simplified(sentence)
    words = re.findall(r"\w+|[^\w\s]", text)
    blocks = {
        "letters": _letters(words),
        "words": _words(words),
        "concepts": _concepts(words, language),
        "patterns": {f"pattern {name}" for name in matching(sentence, language)},
    }
    values: dict[int, float] = {}
    for name, found in blocks.items():
        for feature in sorted(found):
            number = crc32(feature.encode()) % SIZE
            values[number] = values.get(number, 0.0) + BLOCKS[name] / len(found) ** 0.5
    numbers = sorted(values)
    return np.array(numbers, np.int32), np.array([values[n] for n in numbers], np.float32)


def simplified(sentence: str) -> str:
    """Return a sentence in small letters, digits as 0, with one kind of quotes and apostrophes."""
    text = re.sub(r"\d", "0", sentence.lower().replace("’", "'"))
    return re.sub(r"[«»„“”‚‘›‹\"]", '"', text)


def _letters(words: list[str]) -> set[str]:
    """Return all runs of letters."""
    padded = [f" {word} " for word in words if word[0].isalnum()]
    return {
        word[start : start + size]
        for word in padded
        for size in LETTERS
        for start in range(len(word) - size + 1)
    }


def _words(words: list[str]) -> set[str]:
    """Return all words, pairs and triples of words."""
    framed = ["^", *words, "$"]
    return {
        "w " + " ".join(framed[start : start + size])
        for size in (1, 2, 3)
        for start in range(len(framed) - size + 1)
    }


def _concepts(words: list[str], language: Language) -> set[str]:
    """Return the concepts of the words, alone and in pairs in their order."""
    found = [concept for word in words for concept in concepts_of(word, language)]
    alone = {f"c {one}" for one in found}
    pairs = {f"c {a} {b}" for k, a in enumerate(found) for b in found[k + 1 :]}
    first = {f"c ^{found[0]}"} if found else set()
    return alone | pairs | first


@lru_cache(maxsize=20000)
def concepts_of(word: str, language: Language) -> tuple[str, ...]:
    """Return the concepts that a word stands for."""
    concepts = word_lists("concepts", language)["concepts"]
    return tuple(
        concept for concept, stems in concepts.items() if any(_is_of(word, one) for one in stems)
    )


def _is_of(word: str, stem: str) -> bool:
    """Return whether a word is a stem: "apolog*" is its beginning, "*agentur" its end."""
    if stem.endswith("*"):
        inner = stem.strip("*")
        return inner in word if stem.startswith("*") else word.startswith(inner)
    return word.endswith(stem[1:]) if stem.startswith("*") else word == stem
