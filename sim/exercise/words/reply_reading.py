"""How the words of a reply to a message read, as those of a response do. No lever follows."""

from dataclasses import dataclass
from typing import Any

from sim.exercise.words.labelled_sentences import KINDS, Kind
from sim.exercise.words.reading import Now, Remark, read, remarks_on
from sim.exercise.words.word_levers import told_time
from sim.language.speech import Speech

NAMED: dict[Kind, str] = {"admission": "admits"}
"""Kinds whose name in the texts is another one."""


@dataclass(frozen=True, slots=True)
class ReplyReading:
    """What a reply says: short phrases for people, advice, and what is kept."""

    phrases: list[str]
    remarks: list[Remark]
    kept: dict[str, Any]


def read_reply(text: str, speech: Speech, hours: float) -> ReplyReading | None:
    """Read a reply that is written at these hours of the story. None if it has no words."""
    reading = read(text, speech.language, Now(speech.started, hours))
    if reading is None:
        return None
    phrases = [
        speech.say(
            "exercise.read_lever",
            what=speech.say(f"exercise.read_{NAMED.get(kind, kind)}"),
            value=round(reading.probabilities[kind], 1),
        )
        for kind in KINDS
        if kind != "time" and reading.says(kind)
    ]
    phrases += [
        speech.say("exercise.read_time", time=told_time(one, speech)) for one in reading.times
    ]
    kept = {
        "model": reading.model,
        "probabilities": {kind: round(p, 3) for kind, p in reading.probabilities.items()},
        "times": [one.hours for one in reading.times],
        "phrases": phrases,
    }
    return ReplyReading(phrases, remarks_on(reading), kept)
