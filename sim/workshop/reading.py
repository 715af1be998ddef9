"""A gentle reading of a team's words before they are submitted: advice, never a judge.

A few patterns per language, in files that can be read and corrected. What it says changes
nothing in the storm: there a response is its levers. It overlooks things and sees some that
are not there; how often is measured in the tests.
"""

import re
from dataclasses import dataclass
from functools import cache
from typing import Literal

from sim.scenario.exercise import Language
from sim.workshop.language import say, words

Found = Literal["time", "playing_down", "blaming", "admission", "next_word"]
Advice = Literal["time", "playing_down", "blaming", "no_admission", "no_next_word"]

OWNS_UP = ("acknowledgement", "explanation", "roadmap", "post-mortem", "apology")
"""Responses in which people look for a word about whose doing it is."""
GOES_ON = ("acknowledgement", "interim-update", "roadmap", "change-of-plan", "explanation")
"""Responses after which people want to know when they hear more."""


@dataclass(frozen=True, slots=True)
class Remark:
    """One piece of advice, with the sentence that it is about (none if something lacks)."""

    kind: Advice
    advice: str
    quote: str = ""


def read_words(text: str, language: Language, do: str = "") -> list[Remark]:
    """What a careful colleague would point out about these words of a response."""
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
    """The sentences of a text; hours such as 8.30 stay whole."""
    return [part.strip() for part in re.split(r"(?<=[.!?;])\s+|\n+", text) if part.strip()]


def found_in(sentence: str, language: Language) -> set[Found]:
    """What a sentence says, as far as the patterns see."""

    def has(name: str) -> bool:
        return any(pattern.search(sentence) for pattern in patterns(name, language))

    kinds: tuple[Found, ...] = ("playing_down", "admission", "next_word")
    found: set[Found] = {kind for kind in kinds if has(kind)}
    if has("blaming") and not has("never_blaming"):
        found.add("blaming")
    if any(_promises(clause, language) for clause in clauses(sentence, language)):
        found.add("time")
    return found


def clauses(sentence: str, language: Language) -> list[str]:
    """The parts of a sentence around its "and": one may promise, the other report."""
    return re.split(AND[language], sentence)


def _promises(clause: str, language: Language) -> bool:
    """Whether a clause names a time for a result."""

    def has(name: str) -> bool:
        return any(pattern.search(clause) for pattern in patterns(name, language))

    return has("time") and has("result") and not has("next_word") and not has("taken_back")


AND = {"en": r",? and (?=we |you )", "de": r",? und (?=\w+ )", "fr": r",? et (?=nous |vous )"}


@cache
def patterns(name: str, language: Language) -> tuple[re.Pattern[str], ...]:
    """The patterns of this name, whatever the case."""
    return tuple(re.compile(one, re.IGNORECASE) for one in words("reading", language)[name])
