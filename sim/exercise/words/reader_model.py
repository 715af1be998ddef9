"""The trained reader: how likely it is that a sentence says something of each kind.

Two read each sentence, one its letters and words (``features``), the other the whole of it
(``encoder``), and their log odds are weighed into a calibrated probability. Their weights are files
beside this module, made by ``encoder_training.py`` and ``training.py``. NumPy and SciPy read them.
"""

from dataclasses import dataclass
from functools import cache, lru_cache
from hashlib import sha256
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from sim.exercise.words.encoder import encoder
from sim.exercise.words.features import features
from sim.exercise.words.labelled_sentences import KINDS, Kind
from sim.language.typesetting import Language

FILE = Path(__file__).parent / "reader.npz"
SURE = 0.65
"""Probability from which a reading is sure. Below the threshold of its kind it is sure that not."""
MOST_ODDS = 30.0
"""Log odds that are told apart at most."""


@dataclass(frozen=True, slots=True)
class ReaderModel:
    """The weights of one language, one row for each kind."""

    weights: NDArray[np.float32]
    """Of letters and words."""
    mix: NDArray[np.float32]
    """Weight of letters and words, weight of the whole sentence, and what is added."""
    thresholds: NDArray[np.float32]
    """Probabilities from which a kind is pointed out."""

    def probabilities(self, sentence: str, language: Language) -> NDArray[np.float64]:
        """Return the calibrated probability of each kind, in the order of ``KINDS``."""
        numbers, values = features(sentence, language)
        by_words = self.weights[:, numbers].astype(np.float64) @ values
        return mixed(by_words, encoder().scores(sentence), self.mix)


def mixed(
    by_words: NDArray[np.float64], whole: NDArray[np.float64], mix: NDArray[np.floating]
) -> NDArray[np.float64]:
    """Return the probabilities that follow from what both say, shape (…, kinds)."""
    odds = mix[:, 0] * by_words + mix[:, 1] * whole + mix[:, 2]
    return np.asarray(1.0 / (1.0 + np.exp(-np.clip(odds, -MOST_ODDS, MOST_ODDS))))


@cache
def reader_model(language: Language) -> ReaderModel:
    """Return the model of a language."""
    with np.load(FILE, allow_pickle=False) as kept:
        steps = kept[f"{language}_steps"][:, None]
        return ReaderModel(
            (kept[f"{language}_weights"] * steps).astype(np.float32),
            kept[f"{language}_mix"],
            kept[f"{language}_thresholds"],
        )


@cache
def model_version() -> str:
    """Return a short name of the weights, which a log keeps beside each reading.

    It follows the numbers alone: how well a file is packed may differ between machines. Those of
    the encoder count by ``encoder_version``, which the file keeps.
    """
    return version_of(FILE)


def version_of(file: Path) -> str:
    """Return a short name of the numbers in a file."""
    digest = sha256()
    with np.load(file, allow_pickle=False) as kept:
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
