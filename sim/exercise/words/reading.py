"""Advice on a team's words before they are submitted, found by patterns per language.

The advice changes nothing in the storm, where a response is its levers. It misses some things
and reports others that are not there. How often is measured on labelled sentences, half of
which were not used to write the patterns.
"""

import re
from dataclasses import dataclass
from functools import cache
from typing import Literal

from sim.exercise.texts import say, word_lists
from sim.language.typesetting import Language

Found = Literal["time", "playing_down", "blaming", "admission", "next_word"]
Advice = Literal["time", "playing_down", "blaming", "no_admission", "no_next_word"]

OWNS_UP = ("acknowledgement", "explanation", "roadmap", "post-mortem", "apology")
"""Responses in which people look for a word about responsibility."""
GOES_ON = ("acknowledgement", "interim-update", "roadmap", "change-of-plan", "explanation")
"""Responses after which people want to know when they will hear more."""


@dataclass(frozen=True, slots=True)
class Remark:
    """One piece of advice, with the sentence that it is about (none if something is missing)."""

    kind: Advice
    advice: str
    quote: str = ""


def read_words(text: str, language: Language, do: str = "") -> list[Remark]:
    """Return what a careful colleague would point out about these words of a response."""
    if not text.strip():
        return []
    by_kind: dict[Found, str] = {}
    for sentence in sentences(text):
        for kind in found_in(sentence, language):
            by_kind.setdefault(kind, sentence)
    pointed_out: list[Advice] = ["time", "playing_down", "blaming"]
    remarks = [
        Remark(kind, say(language, f"advice_{kind}"), by_kind[kind])
        for kind in pointed_out
        if kind in by_kind and not (kind == "time" and do == "promise")
    ]
    if do in OWNS_UP and "admission" not in by_kind:
        remarks.append(Remark("no_admission", say(language, "advice_no_admission")))
    if do in GOES_ON and "next_word" not in by_kind:
        remarks.append(Remark("no_next_word", say(language, "advice_no_next_word")))
    return remarks


def sentences(text: str) -> list[str]:
    """Split a text into sentences. Hours such as 8.30 and dates such as "3. Mai" stay whole."""
    ends = r"(?<=[!?;])\s+|(?<=[^\d\s]\.)\s+|(?<=\d\.)\s+(?=(?:[A-Z]\w+\s){2})|\n+"
    return [part.strip() for part in re.split(ends, text) if part.strip()]


def found_in(sentence: str, language: Language) -> set[Found]:
    """Return what a sentence says, as far as the patterns see."""
    sentence = sentence.replace("’", "'")
    whole: tuple[Found, ...] = ("playing_down", "blaming", "admission")
    found = {kind for kind in whole if _has(kind, sentence, language)}
    for clause in re.split(AND[language], sentence):
        if _has("next_word", clause, language):
            found.add("next_word")
        elif _has("time", clause, language):
            found.add("time")
    return found


AND = {"en": r",? and (?=we |you )", "de": r",? und (?=\w+ )", "fr": r",? et (?=nous |vous )"}
"""Places between two parts of a sentence, of which one may promise and the other report."""


def _has(kind: str, text: str, language: Language) -> bool:
    """Return whether a pattern of this kind matches, and none that speaks against it."""
    return _found(kind, text, language) and not _found(f"not_{kind}", text, language)


def _found(name: str, text: str, language: Language) -> bool:
    return any(pattern.search(text) for pattern in patterns(name, language))


@cache
def patterns(name: str, language: Language) -> tuple[re.Pattern[str], ...]:
    """Return the patterns of this name with their <words> filled in. They ignore case."""
    book = word_lists("reading", language)

    def alternatives(blank: re.Match[str]) -> str:
        return f"(?:{'|'.join(filled(one) for one in book['words'][blank[1]])})"

    def filled(pattern: str) -> str:
        return re.sub(r"<(\w+)>", alternatives, pattern)

    return tuple(re.compile(filled(one), re.IGNORECASE) for one in book["kinds"][name])
