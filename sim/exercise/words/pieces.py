"""Cut a sentence into pieces of words: the likeliest ones by a unigram model (Kudo 2018)."""

import re
import unicodedata
from dataclasses import dataclass

SPACE = "▁"
"""Stands for the space before a word."""
FIRST, PADDING, LAST, UNKNOWN = range(4)
"""Numbers of the pieces that are no text: the beginning, nothing, the end, any unknown letter."""
SPECIAL = 4
"""How many these are, before all others."""
UNKNOWN_COST = 10.0
"""Log probability by which an unknown letter is less likely than the rarest piece."""
MOST_PIECES = 96
"""Pieces of a sentence that are read. A longer one is cut."""


@dataclass(frozen=True, slots=True)
class Pieces:
    """The known pieces."""

    numbers: dict[str, int]
    """Piece to number, which is its row in the table of the encoder."""
    likelihoods: list[float]
    """Log probability by number."""
    longest: int
    """Letters of the longest piece."""
    unknown: float
    """Log probability of a letter that no piece has."""

    @classmethod
    def listed(cls, pieces: list[str], likelihoods: list[float]) -> "Pieces":
        """Return pieces by their places in a list. Those without text are never found."""
        numbers = {piece: number for number, piece in enumerate(pieces) if piece}
        return cls(numbers, likelihoods, max(map(len, numbers)), min(likelihoods) - UNKNOWN_COST)

    def of(self, sentence: str) -> list[int]:
        """Return the numbers of a sentence's pieces, between beginning and end.

        Raises nothing: a letter that no piece has is ``UNKNOWN``.
        """
        text = SPACE + re.sub(r"\s+", SPACE, unicodedata.normalize("NFKC", sentence).strip())
        return [FIRST, *self._likeliest(text)[: MOST_PIECES - 2], LAST]

    def _likeliest(self, text: str) -> list[int]:
        """Return the pieces of the likeliest way to cut a text (Viterbi)."""
        best: list[tuple[float, int, int]] = [(0.0, 0, UNKNOWN)]
        for end in range(1, len(text) + 1):
            ways = [(best[end - 1][0] + self.unknown, end - 1, UNKNOWN)]
            for begin in range(max(0, end - self.longest), end):
                number = self.numbers.get(text[begin:end])
                if number is not None:
                    ways.append((best[begin][0] + self.likelihoods[number], begin, number))
            best.append(max(ways))
        found, end = [], len(text)
        while end > 0:
            _, begin, number = best[end]
            found.append(number)
            end = begin
        return found[::-1]
