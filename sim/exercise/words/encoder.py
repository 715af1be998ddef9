"""Read a sentence as a whole: a small transformer that knows English, German and French.

Its weights are those of Multilingual E5 small (Wang et al. 2024, MIT licence), rounded to four
bits, with the pieces of words that these languages use. Its last layers were trained on the
labelled sentences and are rounded to eight bits, as four would undo what they have learned
(``encoder_training``). NumPy and SciPy alone run it.
"""

from contextlib import AbstractContextManager
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from threading import Lock
from typing import Any

import numpy as np
from numpy.typing import NDArray
from threadpoolctl import ThreadpoolController

from sim.exercise.words.pieces import Pieces

FILE = Path(__file__).parent / "encoder.npz"
HEADS = 12
"""Heads of attention in each layer."""
GROUP = 32
"""Weights that share a scale."""
SMALLEST_VARIANCE = 1e-12
"""Added to a variance before it is divided by."""

ONE_AT_A_TIME = Lock()
"""Who reads has a core of its own, and leaves the others to the rest of the room."""

Matrix = NDArray[np.float32]


@dataclass(frozen=True, slots=True)
class Layer:
    """One layer: attention to all pieces of the sentence, then a step for each piece by itself."""

    attended: tuple[Matrix, Matrix]
    """Queries, keys and values side by side: weights (width, 3 × width), and what is added."""
    mixed: tuple[Matrix, Matrix]
    widened: tuple[Matrix, Matrix]
    narrowed: tuple[Matrix, Matrix]
    first_norm: tuple[Matrix, Matrix]
    second_norm: tuple[Matrix, Matrix]

    def __call__(self, states: Matrix) -> Matrix:
        """Return the states of a sentence's pieces after this layer, shape (pieces, width)."""
        pieces, width = states.shape
        heads = (states @ self.attended[0] + self.attended[1]).reshape(pieces, 3, HEADS, -1)
        queries, keys, values = heads.transpose(1, 2, 0, 3)
        shares = softmax(queries @ keys.transpose(0, 2, 1) / np.float32((width / HEADS) ** 0.5))
        seen = (shares @ values).transpose(1, 0, 2).reshape(pieces, width)
        states = normalised(states + seen @ self.mixed[0] + self.mixed[1], self.first_norm)
        inner = gelu(states @ self.widened[0] + self.widened[1])
        return normalised(states + inner @ self.narrowed[0] + self.narrowed[1], self.second_norm)


@dataclass(frozen=True, slots=True)
class Encoder:
    """The whole reader of sentences."""

    pieces: Pieces
    table: NDArray[np.uint8]
    """Four bits a weight, one row a piece."""
    table_scales: NDArray[np.float16]
    places: Matrix
    """Added by a piece's place in the sentence, one row a place."""
    norm: tuple[Matrix, Matrix]
    layers: tuple[Layer, ...]
    kinds: tuple[Matrix, Matrix]
    """From the mean state to a score for each kind: weights (width, kinds), and what is added."""

    def scores(self, sentence: str) -> NDArray[np.float64]:
        """Return the log odds of each kind, in the order of ``KINDS``, shape (kinds,)."""
        numbers = self.pieces.of(sentence)
        known = unpacked(self.table[numbers], self.table_scales[numbers])
        states = normalised(known + self.places[: len(numbers)], self.norm)
        with ONE_AT_A_TIME, one_core():
            for layer in self.layers:
                states = layer(states)
        return np.asarray(states.mean(axis=0) @ self.kinds[0] + self.kinds[1], np.float64)


def one_core() -> AbstractContextManager[object]:
    """Multiply matrices on one core within the block.

    They are small. Two cores that wait for one another take twenty times as long where others
    work beside them, as in a full room.
    """
    limit: AbstractContextManager[object] = _blas().limit(limits=1, user_api="blas")
    return limit


@cache
def _blas() -> ThreadpoolController:
    return ThreadpoolController()


@cache
def encoder() -> Encoder:
    """Return the encoder, which is loaded once (0.1 GB)."""
    with np.load(FILE, allow_pickle=False) as kept:
        pieces = kept["pieces"].tobytes().decode().split("\n")
        return Encoder(
            Pieces.listed(pieces, kept["likelihoods"].astype(float).tolist()),
            kept["table"],
            kept["table_scales"],
            kept["places"].astype(np.float32),
            _pair(kept, "norm"),
            tuple(_layer(kept, f"layer{k}") for k in range(int(kept["layers"]))),
            (kept["kinds_weights"], kept["kinds_added"]),
        )


def _layer(kept: "np.lib.npyio.NpzFile", name: str) -> Layer:
    """Return one layer of the file."""
    return Layer(
        _matrix(kept, f"{name}_attended"),
        _matrix(kept, f"{name}_mixed"),
        _matrix(kept, f"{name}_widened"),
        _matrix(kept, f"{name}_narrowed"),
        _pair(kept, f"{name}_first_norm"),
        _pair(kept, f"{name}_second_norm"),
    )


def _matrix(kept: "np.lib.npyio.NpzFile", name: str) -> tuple[Matrix, Matrix]:
    """Return weights, shape (in, out), and what is added, shape (out,)."""
    weights = unpacked(kept[f"{name}_weights"], kept[f"{name}_scales"])
    return np.ascontiguousarray(weights.T), kept[f"{name}_added"].astype(np.float32)


def _pair(kept: "np.lib.npyio.NpzFile", name: str) -> tuple[Matrix, Matrix]:
    """Return the scale and the shift of a norm."""
    return kept[f"{name}_scale"].astype(np.float32), kept[f"{name}_shift"].astype(np.float32)


def packed(weights: Matrix) -> tuple[NDArray[np.uint8], NDArray[np.float16]]:
    """Round weights to four bits, shape (rows, columns): halves of bytes, and a scale a group."""
    groups = weights.reshape(len(weights), -1, GROUP)
    extreme = np.take_along_axis(groups, np.abs(groups).argmax(axis=2)[..., None], axis=2)
    scales = (extreme / -8.0).astype(np.float16)
    whole = np.clip(np.round(groups / _steps(scales)) + 8, 0, 15).astype(np.uint8)
    halves = whole.reshape(len(weights), -1)
    return halves[:, ::2] | halves[:, 1::2] << 4, scales[..., 0]


def rounded(weights: Matrix) -> tuple[NDArray[np.int8], NDArray[np.float16]]:
    """Round weights to eight bits, shape (rows, columns), and a scale a group."""
    groups = weights.reshape(len(weights), -1, GROUP)
    scales = (np.abs(groups).max(axis=2, keepdims=True) / 127.0).astype(np.float16)
    whole = np.clip(np.round(groups / _steps(scales)), -127, 127).astype(np.int8)
    return whole.reshape(weights.shape), scales[..., 0]


def _steps(scales: NDArray[np.float16]) -> Matrix:
    """Return what to divide by: where all weights are 0, anything but 0."""
    return np.where(scales == 0, 1, scales).astype(np.float32)


def unpacked(kept: NDArray[np.uint8] | NDArray[np.int8], scales: NDArray[np.float16]) -> Matrix:
    """Return the weights that ``packed`` or ``rounded`` rounded, shape (rows, columns)."""
    whole = kept.astype(np.float32)
    if kept.dtype == np.uint8:
        whole = np.empty((len(kept), 2 * kept.shape[1]), np.float32)
        whole[:, ::2] = kept & 15
        whole[:, 1::2] = kept >> 4
        whole -= np.float32(8)
    groups = whole.reshape(len(kept), -1, GROUP)
    return np.asarray(groups * scales[..., None].astype(np.float32)).reshape(whole.shape)


def softmax(scores: NDArray[Any]) -> Matrix:
    """Return shares that sum to one along the last axis."""
    raised = np.exp(scores - scores.max(axis=-1, keepdims=True))
    return np.asarray(raised / raised.sum(axis=-1, keepdims=True))


def normalised(states: NDArray[Any], norm: tuple[Matrix, Matrix]) -> Matrix:
    """Return states with mean 0 and variance 1 in each row, scaled and shifted (layer norm)."""
    centred = states - states.mean(axis=1, keepdims=True)
    spread = np.sqrt((centred * centred).mean(axis=1, keepdims=True) + SMALLEST_VARIANCE)
    return np.asarray(centred / spread * norm[0] + norm[1])


def gelu(values: NDArray[Any]) -> Matrix:
    """Return x times the share of a normal distribution below x (Hendrycks & Gimpel 2016)."""
    from scipy.special import erf  # noqa: PLC0415 - slow to load

    return np.asarray(values * np.float32(0.5) * (1 + erf(values * np.float32(0.5**0.5))))
