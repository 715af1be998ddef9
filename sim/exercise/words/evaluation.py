"""How well the reader reads: ``python -m sim.exercise.words.evaluation`` prints all figures."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from sim.exercise.words.labelled_sentences import (
    KINDS,
    LANGUAGES,
    Book,
    Kind,
    LabelledSentence,
    labelled_sentences,
)
from sim.exercise.words.reader_model import (
    SURE,
    model_version,
    sentence_probabilities,
    threshold,
)
from sim.language.typesetting import Language

JUDGED: tuple[Book, ...] = (
    "ordinary", "unusual", "fresh", "strangers", "newcomers", "latecomers", "heldout",
)  # fmt: skip
"""Books that neither the patterns nor the training ever saw."""
BINS = 10
"""Bins of probability between 0 and 1, for the calibration error."""


@dataclass(frozen=True, slots=True)
class Figures:
    """How well some kinds are read in some sentences. All are shares."""

    found: float
    """Of what is there, how much is pointed out."""
    false_alarms: float
    """Of what is not there, how much is pointed out all the same."""
    calibration_error: float
    """Expected calibration error over ten bins of probability (Naeini et al. 2015)."""
    unsure: float
    """Of all readings, how many are unsure."""


@dataclass(frozen=True, slots=True)
class Judged:
    """Readings of sentences beside what people found, one row a sentence, one column a kind."""

    probability: NDArray[np.float64]
    there: NDArray[np.bool_]
    thresholds: NDArray[np.float64]
    """By kind."""

    def figures(self, kind: Kind | None = None) -> Figures:
        """Return the figures of one kind, or of all together."""
        columns = slice(None) if kind is None else [KINDS.index(kind)]
        probability, there = self.probability[:, columns], self.there[:, columns]
        pointed_out = probability >= self.thresholds[columns]
        unsure = pointed_out & (probability < SURE)
        return Figures(
            float(pointed_out[there].mean()) if there.any() else float("nan"),
            float(pointed_out[~there].mean()),
            calibration_error(probability.ravel(), there.ravel()),
            float(unsure.mean()),
        )


def judged(language: Language, *books: Book) -> Judged:
    """Read all sentences of books."""
    sentences = [each for book in books for each in labelled_sentences(book, language)]
    return Judged(
        np.array([_probabilities(each, language) for each in sentences]),
        np.array([[kind in each.kinds for kind in KINDS] for each in sentences]),
        np.array([threshold(kind, language) for kind in KINDS]),
    )


def _probabilities(sentence: LabelledSentence, language: Language) -> list[float]:
    read = sentence_probabilities(sentence.text, language)
    return [read[kind] for kind in KINDS]


def calibration_error(probability: NDArray[np.float64], there: NDArray[np.bool_]) -> float:
    """Return the mean distance of stated probability and true share, weighted by bins."""
    bins = np.minimum((probability * BINS).astype(int), BINS - 1)
    distances = [
        abs(float(probability[bins == one].sum() - there[bins == one].sum())) for one in range(BINS)
    ]
    return sum(distances) / len(probability)


def weasels_read_as_none(language: Language) -> float:
    """Return the share of half apologies in which no apology and no admission is found."""
    read = judged(language, "weasel")
    return 1.0 - _taken_for_real(read, read.thresholds)


def weasels_surely_taken_for_real(language: Language) -> float:
    """Return the share of half apologies whose reading is sure of an apology or an admission."""
    return _taken_for_real(judged(language, "weasel"), np.full(len(KINDS), SURE))


def _taken_for_real(read: Judged, from_: NDArray[np.float64]) -> float:
    columns = [KINDS.index("apology"), KINDS.index("admission")]
    return float((read.probability >= from_)[:, columns].any(axis=1).mean())


def report() -> str:
    """Return all figures as lines of text."""
    lines = [f"reader {model_version()}, sentences that neither patterns nor training saw", ""]
    head = f"{'sentences':12}{'':4}{'kind':14}{'found':>7}{'false':>8}{'ECE':>8}{'unsure':>8}"
    lines.append(head)
    for language in LANGUAGES:
        for book in JUDGED:
            lines.append(_row(book, language, "all", judged(language, book).figures()))
        together = judged(language, *JUDGED)
        lines.append(_row("together", language, "all", together.figures()))
        lines += [_row("together", language, kind, together.figures(kind)) for kind in KINDS]
        none, real = weasels_read_as_none(language), weasels_surely_taken_for_real(language)
        told = f"half apologies read as none: {none:.1%}, surely taken for real: {real:.1%}"
        lines += [f"{'weasel':12}{language:4}{told}", ""]
    return "\n".join(lines)


def _row(book: str, language: Language, kind: str, one: Figures) -> str:
    shares = f"{one.found:7.1%}{one.false_alarms:8.1%}{one.calibration_error:8.3f}{one.unsure:8.1%}"
    return f"{book:12}{language:4}{kind:14}{shares}"


if __name__ == "__main__":
    print(report())
