"""Train the reader from the labelled sentences: ``python -m sim.exercise.words.training``.

One logistic regression for each kind and language. Its probabilities are calibrated on sentences
that were left out of the training (Platt 1999), in folds that keep the wordings of a line together.
"""

import sys
from collections import Counter

import numpy as np
from numpy.typing import NDArray

from sim.errors import InputError
from sim.exercise.words.features import SIZE, features
from sim.exercise.words.labelled_sentences import (
    KINDS,
    LANGUAGES,
    TRAINED,
    LabelledSentence,
    labelled_sentences,
)
from sim.exercise.words.reader_model import FILE
from sim.language.typesetting import Language

STRENGTH = 20.0
"""Inverse of the regularisation."""
FOLDS = 4
FALSE_ALARMS = 0.02
"""Share of false alarms, in sentences left out, that the threshold of a kind allows."""
LOWEST, HIGHEST = 0.12, 0.5
"""Bounds of a threshold."""

Array = NDArray[np.float64]
Flags = NDArray[np.bool_]


def train() -> None:
    """Train all languages and write the weights, the same bits each time."""
    kept: dict[str, NDArray[np.generic]] = {}
    for language in LANGUAGES:
        kept |= _trained(language)
        print(f"{language}: trained", file=sys.stderr)
    np.savez_compressed(FILE, **kept)  # type: ignore[arg-type]  # stubs take the names for options


def _trained(language: Language) -> dict[str, NDArray[np.generic]]:
    """Return the arrays of a language."""
    sentences: list[LabelledSentence] = []
    lines: list[str] = []
    for book in TRAINED:
        found = labelled_sentences(book, language)
        sentences += found
        lines += [f"{book} {each.line}" for each in found]
    wordings = Counter(lines)
    shares = np.array([wordings[line] ** -0.5 for line in lines])
    matrix = design_matrix([each.text for each in sentences], language)
    rows = [_of_kind(matrix, _has(sentences, place), shares, lines) for place in range(len(KINDS))]
    weights, bias, thresholds = (np.stack(column) for column in zip(*rows, strict=True))
    steps = np.abs(weights).max(axis=1) / 127.0
    return {
        f"{language}_weights": np.round(weights / steps[:, None]).astype(np.int8),
        f"{language}_steps": steps.astype(np.float32),
        f"{language}_bias": np.round(bias, 3).astype(np.float32),
        f"{language}_thresholds": np.round(thresholds, 3).astype(np.float32),
    }


def _has(sentences: list[LabelledSentence], place: int) -> Flags:
    return np.array([KINDS[place] in each.kinds for each in sentences])


def design_matrix(texts: list[str], language: Language):  # type: ignore[no-untyped-def]
    """Return the features of texts as a sparse matrix, one row each."""
    from scipy.sparse import csr_matrix  # noqa: PLC0415 (only training needs it)

    read = [features(text, language) for text in texts]
    ends = np.cumsum([0, *(len(numbers) for numbers, _ in read)])
    numbers = np.concatenate([numbers for numbers, _ in read])
    values = np.concatenate([values for _, values in read]).astype(np.float64)
    return csr_matrix((values, numbers, ends), shape=(len(texts), SIZE))


def _of_kind(matrix, there: Flags, shares: Array, lines: list[str]):  # type: ignore[no-untyped-def]
    """Return weights, bias and threshold of a kind, calibrated on lines left out."""
    folds = np.unique(lines, return_inverse=True)[1] * 2654435761 % 2**32 % FOLDS
    left_out = np.zeros(len(there))
    for fold in range(FOLDS):
        out = folds == fold
        weights, bias = _regression(matrix[~out], there[~out], shares[~out])
        left_out[out] = matrix[out] @ weights + bias
    slope, shift = _regression(left_out[:, None], there, shares, strength=1e6)
    weights, bias = _regression(matrix, there, shares)
    scale = float(slope[0])
    probability = 1.0 / (1.0 + np.exp(-(scale * left_out + shift)))
    return scale * weights, np.float64(scale * bias + shift), _threshold(probability[~there])


def _threshold(absent: Array) -> np.float64:
    """Return the lowest probability that few enough sentences without the kind reach."""
    return np.float64(np.clip(np.quantile(absent, 1.0 - FALSE_ALARMS), LOWEST, HIGHEST))


def _regression(matrix, there: Flags, shares: Array, strength: float = STRENGTH):  # type: ignore[no-untyped-def]
    """Return weights and bias of a logistic regression."""
    try:
        from sklearn.linear_model import LogisticRegression  # noqa: PLC0415 (an extra)
    except ImportError:
        raise InputError(
            "training the reader needs scikit-learn; pip install 'shitstorm-sim[studies]'"
        ) from None
    fitted = LogisticRegression(C=strength, max_iter=300, tol=1e-3)
    fitted.fit(matrix, there, sample_weight=shares)
    return fitted.coef_[0], float(fitted.intercept_[0])


if __name__ == "__main__":
    train()
