"""The handwriting of people: openings and closings, emoji, capitals, hashtags, spelling.

An author keeps their handwriting. Openings and closings have the mood of what they frame.
"""

import re
from collections.abc import Mapping, Sequence
from typing import Any

from sim.exercise.words.hands import Hand
from sim.exercise.words.posts import Class, Mood
from sim.exercise.words.sentences import Chooser, Sentence, bank
from sim.language.typesetting import Language

OPENED = 0.22
"""Share of the posts that have an opening."""
CLOSED = 0.18
"""Share of the others that have a closing."""
EXCLAIMED = 0.35
"""Share of furious posts in which a word is written in capitals."""


class Handwriting:
    """Frames and writes out sentences in one language."""

    def __init__(self, language: Language, hashtags: Sequence[str]) -> None:
        self.lists: dict[str, Any] = bank("posts", language)
        self.language = language
        self.hashtags = [*hashtags]
        self.chooser = Chooser()

    def framed(
        self, text: str, sentence: Sentence, kind: Class, draws: tuple[float, float], full: bool
    ) -> str:
        """Put an opening before or a closing after the text, or neither.

        ``draws`` are numbers from 0 to 1. ``full`` asks for both, to tell two posts apart.
        """
        mood = sentence.mood
        if not mood:
            return text
        opening = self._one("openings", mood, kind, draws[0] if full else draws[0] / OPENED)
        closing = self._one("closings", mood, kind, draws[1] if full else draws[1] / CLOSED)
        if not full and (opening or text.endswith("?")):  # a question ends its post
            closing = ""
        return " ".join(part for part in (opening, text, closing) if part)

    def _one(self, table: str, mood: Mood, kind: Class, number: float) -> str:
        if number >= 1.0:
            return ""
        texts = list(self.lists[table][mood])
        if table == "closings" and mood == "furious" and kind == "affected":
            texts += self.lists["closings"]["customers"]
        chosen = self.chooser.fresh(map(Sentence, texts), {}, number)
        chosen = chosen or self.chooser.oldest(map(Sentence, texts), {})
        if chosen is None:
            return ""
        self.chooser.use(chosen.text)
        return chosen.text

    def written(
        self, text: str, hand: Hand, mood: Mood, number: float, shouts: bool = False
    ) -> str:
        """Return the text as this hand writes it, by a number from 0 to 1."""
        if shouts and number < EXCLAIMED:
            text = self._exclaimed(text, number / EXCLAIMED)
        if hand is Hand.small:
            return _small(text, self.language)
        if hand is Hand.hasty:
            return _misspelt(text, self.lists["misspellings"], number)
        if hand is Hand.emoji:
            signs = self.lists["emoji"].get(mood, [])
            return f"{text} {signs[int(number * len(signs))]}" if signs else text
        if hand is Hand.tags and mood not in ("everyday", "calm", ""):
            tags = [*self.hashtags, *self.lists["hashtags"].get(mood, [])]
            return f"{text} #{tags[int(number * len(tags))]}" if tags else text
        return text

    def _exclaimed(self, text: str, number: float) -> str:
        """Write one of the words that people shout in capitals, if it is there."""
        words = self.lists["shouted"]["words"]
        shouted = [word for word in words if re.search(alone(word), text)]
        if not shouted:
            return text
        word = shouted[int(number * len(shouted))]
        return re.sub(alone(word), word.upper(), text, count=1)


def alone(word: str) -> str:
    """Return the pattern of a word that is no part of another: not of "rendez-vous" or "you've"."""
    return rf"(?<![\w-]){word}(?![\w'’-])"


def _small(text: str, language: Language) -> str:
    """Return the text without capitals and full stop. Quotations and names stay as they are."""
    if re.search(r"[“„«@#]", text):
        return text.removesuffix(".")
    kept = re.compile(r"\b[A-ZÄÖÜÉÈ]{2,}\b")
    words = [word if kept.search(word) else word.lower() for word in text.split(" ")]
    return " ".join(words).removesuffix(".")


def _misspelt(text: str, pairs: Mapping[str, Sequence[str]], number: float) -> str:
    """Return the text with one word as people misspell it, if one of them is there."""
    known = [right for right in pairs if re.search(rf"\b{re.escape(right)}\b", text)]
    if not known:
        return text
    right = known[int(number * len(known))]
    return re.sub(rf"\b{re.escape(right)}\b", pairs[right][0], text, count=1)
