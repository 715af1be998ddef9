"""The trained reader: how likely it is that a sentence says something of each kind.

The weights are a small file beside this module, made by ``training.py``. NumPy alone reads it.
"""

from dataclasses import dataclass
from functools import cache, lru_cache
from hashlib import sha256
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from sim.exercise.words.features import features
from sim.exercise.words.labelled_sentences import KINDS, Kind
from sim.language.typesetting import Language

FILE = Path(__file__).parent / "reader.npz"
SURE = 0.65
"""Probability from which a reading is sure. Below the threshold of its kind it is sure that not."""


@dataclass(frozen=True, slots=True)
class ReaderModel:
    """The weights of one language, one row for each kind."""

    weights: NDArray[np.float32]
    bias: NDArray[np.float32]
    thresholds: NDArray[np.float32]
    """Probabilities from which a kind is pointed out."""

    def probabilities(self, sentence: str, language: Language) -> NDArray[np.float64]:
        """Return the calibrated probability of each kind, in the order of ``KINDS``."""
        numbers, values = features(sentence, language)
        scores = self.weights[:, numbers].astype(np.float64) @ values + self.bias
        return np.asarray(1.0 / (1.0 + np.exp(-np.clip(scores, -30.0, 30.0))))


@cache
def reader_model(language: Language) -> ReaderModel:
    """Return the model of a language."""
    with np.load(FILE, allow_pickle=False) as kept:
        steps = kept[f"{language}_steps"][:, None]
        return ReaderModel(
            (kept[f"{language}_weights"] * steps).astype(np.float32),
            kept[f"{language}_bias"],
            kept[f"{language}_thresholds"],
        )


@cache
def model_version() -> str:
    """Return a short name of the weights, which a log keeps beside each reading.

    It follows the numbers alone: how well a file is packed may differ between machines.
    """
    digest = sha256()
    with np.load(FILE, allow_pickle=False) as kept:
        for name in sorted(kept.files):
            digest.update(name.encode() + kept[name].tobytes())
    return digest.hexdigest()[:12]


@lru_cache(maxsize=4096)
def sentence_probabilities(sentence: str, language: Language) -> dict[Kind, float]:
    """Return the probability of each kind for a sentence."""
    values = reader_model(language).probabilities(sentence, language)
    return dict(zip(KINDS, map(float, values), strict=True))


def threshold(kind: Kind, language: Language) -> float:
    """Return the probability from which a kind is pointed out."""
    return float(reader_model(language).thresholds[KINDS.index(kind)])
