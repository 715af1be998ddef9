"""Train the reader from the labelled sentences: ``python -m sim.exercise.words.training``.

One logistic regression on letters and words for each kind and language. Then what it says is
weighed against the encoder, and calibrated (Platt 1999), on lines that neither learned from: the
encoder never, the regression in folds that keep the wordings of a line together.
"""

import sys
from collections import Counter

import numpy as np
from numpy.typing import NDArray

from sim.errors import InputError
from sim.exercise.words.encoder import FILE as ENCODER
from sim.exercise.words.encoder import encoder
from sim.exercise.words.encoder_training import is_left_out
from sim.exercise.words.features import SIZE, features
from sim.exercise.words.labelled_sentences import (
    KINDS,
    LANGUAGES,
    TRAINED,
    LabelledSentence,
    labelled_sentences,
)
from sim.exercise.words.reader_model import FILE, mixed, version_of
from sim.language.typesetting import Language

STRENGTH, STRENGTH_OF_MIX = 20.0, 1.0
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
    kept: dict[str, NDArray[np.generic]] = {
        "encoder_version": np.frombuffer(version_of(ENCODER).encode(), np.uint8)
    }
    for language in LANGUAGES:
        kept |= _trained(language)
        print(f"{language}: trained", file=sys.stderr)
    np.savez_compressed(FILE, **kept)  # type: ignore[arg-type]  # stubs take the names for options


def _trained(language: Language) -> dict[str, NDArray[np.generic]]:
    """Return the arrays of a language."""
    sentences: list[LabelledSentence] = []
    lines: list[str] = []
    unseen: list[bool] = []
    for book in TRAINED:
        found = labelled_sentences(book, language)
        sentences += found
        lines += [f"{book} {each.line}" for each in found]
        unseen += [is_left_out(book, language, each.line) for each in found]
    wordings = Counter(lines)
    shares = np.array([wordings[line] ** -0.5 for line in lines])
    matrix = design_matrix([each.text for each in sentences], language)
    there = np.array([[kind in each.kinds for kind in KINDS] for each in sentences])
    rows = [_of_kind(matrix, there[:, place], shares, lines) for place in range(len(KINDS))]
    weights, by_words = (np.stack(column) for column in zip(*rows, strict=True))
    out = np.array(unseen)
    whole = np.array([encoder().scores(sentences[k].text) for k in np.flatnonzero(out)])
    mix = _mix(by_words.T[out], whole, there[out], shares[out])
    steps = np.abs(weights).max(axis=1) / 127.0
    return {
        f"{language}_weights": np.round(weights / steps[:, None]).astype(np.int8),
        f"{language}_steps": steps.astype(np.float32),
        f"{language}_mix": mix.round(4).astype(np.float32),
        f"{language}_thresholds": _thresholds(mixed(by_words.T[out], whole, mix), there[out]),
    }


def design_matrix(texts: list[str], language: Language):  # type: ignore[no-untyped-def]
    """Return the features of texts as a sparse matrix, one row each."""
    from scipy.sparse import csr_matrix  # noqa: PLC0415 (only training needs it)

    read = [features(text, language) for text in texts]
    ends = np.cumsum([0, *(len(numbers) for numbers, _ in read)])
    numbers = np.concatenate([numbers for numbers, _ in read])
    values = np.concatenate([values for _, values in read]).astype(np.float64)
    return csr_matrix((values, numbers, ends), shape=(len(texts), SIZE))


def _of_kind(matrix, there: Flags, shares: Array, lines: list[str]):  # type: ignore[no-untyped-def]
    """Return the weights of a kind, and what lines say that were left out, without the bias.

    The mix adds its own, so that of the regression is not kept.
    """
    folds = np.unique(lines, return_inverse=True)[1] * 2654435761 % 2**32 % FOLDS
    left_out = np.zeros(len(there))
    for fold in range(FOLDS):
        out = folds == fold
        left_out[out] = matrix[out] @ _regression(matrix[~out], there[~out], shares[~out])[0]
    return _regression(matrix, there, shares)[0], left_out


def _mix(by_words: Array, whole: Array, there: Flags, shares: Array) -> Array:
    """Return, for each kind, the weight of letters and words, of the whole, and what is added."""
    rows: list[list[float]] = []
    for place in range(len(KINDS)):
        both = np.column_stack([by_words[:, place], whole[:, place]])
        weights, bias = _regression(both, there[:, place], shares, STRENGTH_OF_MIX)
        rows.append([*weights, bias])
    return np.array(rows)


def _thresholds(probability: Array, there: Flags) -> NDArray[np.float32]:
    """Return, by kind, the lowest probability that few enough sentences without it reach."""
    lowest = [
        np.quantile(probability[~there[:, place], place], 1.0 - FALSE_ALARMS)
        for place in range(len(KINDS))
    ]
    return np.asarray(np.clip(lowest, LOWEST, HIGHEST).round(3), np.float32)


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
