"""What a team's words say, sentence by sentence, and what a careful colleague points out.

The trained reader gives each sentence a probability for each kind. Levers follow from them in
``word_levers``. How often it is right is counted by ``evaluation``.
"""

import re
from dataclasses import dataclass
from typing import Literal

from sim.exercise.texts import say
from sim.exercise.words.labelled_sentences import KINDS, Kind
from sim.exercise.words.named_times import NamedTime, named_times
from sim.exercise.words.reader_model import (
    SURE,
    model_version,
    sentence_probabilities,
    threshold,
)
from sim.language.typesetting import Language

Advice = Literal[
    "time", "playing_down", "blaming", "insult", "no_apology", "no_admission", "no_next_word",
    "other_time",
]  # fmt: skip
POINTED_OUT: tuple[Kind, ...] = ("time", "playing_down", "blaming", "insult")

OWNS_UP = ("acknowledgement", "explanation", "roadmap", "post-mortem", "apology")
"""Responses in which people look for a word about responsibility."""
GOES_ON = ("acknowledgement", "interim-update", "roadmap", "change-of-plan", "explanation")
"""Responses after which people want to know when they will hear more."""
NAMES_TIMES = ("promise", "change-of-plan")
"""Responses in which a time is meant."""


@dataclass(frozen=True, slots=True)
class Remark:
    """One piece of advice, with the sentence that it is about (none if something is missing)."""

    kind: Advice
    advice: str
    quote: str = ""


@dataclass(frozen=True, slots=True)
class Now:
    """The moment at which words are written, for times such as "tomorrow"."""

    started: float = 0.0
    """Start of the story in hours since Monday 00:00."""
    hours: float = 0.0
    """Hours since then."""


@dataclass(frozen=True, slots=True)
class Reading:
    """What a text says."""

    model: str
    """Version of the reader."""
    language: Language
    probabilities: dict[Kind, float]
    """Probability that at least one sentence says so: that of the likeliest."""
    quotes: dict[Kind, str]
    """The likeliest sentence of each kind."""
    times: tuple[NamedTime, ...]
    """Times by which something is to be done. Those of the next word are not among them."""

    def says(self, kind: Kind) -> bool:
        """Return whether this is pointed out."""
        return self.probabilities[kind] >= threshold(kind, self.language)

    def sure(self, kind: Kind) -> bool:
        """Return whether the reading is sure, that it is there or that it is not."""
        return not self.says(kind) or self.probabilities[kind] >= SURE


def read(text: str, language: Language, now: Now | None = None) -> Reading | None:
    """Read a text. None if it has no words."""
    parts = sentences(text)
    if not parts:
        return None
    now = now or Now()
    by_sentence = [sentence_probabilities(part, language) for part in parts]
    likeliest = {
        kind: max(range(len(parts)), key=lambda k, kind=kind: by_sentence[k][kind])  # type: ignore[misc]
        for kind in KINDS
    }
    times = [
        one
        for part, probabilities in zip(parts, by_sentence, strict=True)
        if probabilities["time"] >= threshold("time", language)
        for one in named_times(part, language, now.started, now.hours)
    ]
    return Reading(
        model_version(),
        language,
        {kind: by_sentence[place][kind] for kind, place in likeliest.items()},
        {kind: parts[place] for kind, place in likeliest.items()},
        tuple(dict.fromkeys(times)),
    )


def read_words(text: str, language: Language, do: str = "") -> list[Remark]:
    """Return what a careful colleague would point out about these words of a response."""
    reading = read(text, language)
    return remarks_on(reading, do) if reading else []


def remarks_on(reading: Reading, do: str = "") -> list[Remark]:
    """Return what a careful colleague would point out about a reading."""
    language = reading.language
    remarks = [
        Remark(kind, say(language, f"advice_{kind}"), reading.quotes[kind])  # type: ignore[arg-type]
        for kind in POINTED_OUT
        if reading.says(kind) and not (kind == "time" and do in NAMES_TIMES)
    ]
    missing: list[Advice] = []
    if do == "apology" and not reading.says("apology"):
        missing.append("no_apology")
    elif do in OWNS_UP and not (reading.says("admission") or reading.says("apology")):
        missing.append("no_admission")
    if do in GOES_ON and not reading.says("next_word"):
        missing.append("no_next_word")
    return remarks + [Remark(kind, say(language, f"advice_{kind}")) for kind in missing]


def sentences(text: str) -> list[str]:
    """Split a text into sentences. Hours such as 8.30 and dates such as "3. Mai" stay whole."""
    ends = r"(?<=[!?;])\s+|(?<=[^\d\s]\.)\s+|(?<=\d\.)\s+(?=(?:[A-Z]\w+\s){2})|\n+"
    return [part.strip() for part in re.split(ends, text) if part.strip()]
