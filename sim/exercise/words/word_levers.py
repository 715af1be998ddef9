"""From the reading of a team's words to the levers of its response.

A response's fields ``admits`` and ``empathy`` follow from its words, unless the reading is unsure
or the team corrects it. What is submitted is what stands in the fields.
"""

from typing import Any

from sim.exercise.decisions import READING, Step
from sim.exercise.texts import say
from sim.exercise.words.labelled_sentences import Kind
from sim.exercise.words.named_times import NamedTime
from sim.exercise.words.reading import Now, Reading, Remark, read
from sim.language.speech import Speech
from sim.language.typesetting import Language
from sim.storm.responses import CATALOGUE
from sim.storm.times import moment

LEVERS = ("admits", "empathy")
"""Fields that follow from the words, where a response has them."""
ADMITTING: tuple[Kind, ...] = ("admission", "apology")
MEETING: tuple[Kind, ...] = ("empathy", "apology", "insult")
"""Kinds on which each lever rests. All of them have to be sure."""
APOLOGY_MEETS = 0.6
"""Empathy of a real apology without a word about feelings (assumption)."""
SPOILT = 0.5
"""What blaming or playing down leaves of a lever that the same words raise (assumption)."""


def levers_of(do: str) -> list[str]:
    """Return the levers that follow from the words of a response."""
    fields = CATALOGUE[do].form_fields() if do in CATALOGUE else {}
    return [name for name in LEVERS if name in fields and "words" in fields]


def proposed(reading: Reading) -> dict[str, float | None]:
    """Return the value of each lever, or None where the reading is unsure."""
    return {"admits": _admits(reading), "empathy": _empathy(reading)}


def _admits(reading: Reading) -> float | None:
    if not all(reading.sure(kind) for kind in ADMITTING):
        return None
    value = max(reading.probabilities["admission"], reading.probabilities["apology"])
    return round(value * _spoilt(reading, "blaming") * _spoilt(reading, "playing_down"), 1)


def _empathy(reading: Reading) -> float | None:
    if not all(reading.sure(kind) for kind in MEETING):
        return None
    value = max(reading.probabilities["empathy"], APOLOGY_MEETS * reading.probabilities["apology"])
    insults = reading.says("insult")
    return 0.0 if insults else round(value * _spoilt(reading, "playing_down"), 1)


def _spoilt(reading: Reading, kind: Kind) -> float:
    return SPOILT if reading.says(kind) and reading.sure(kind) else 1.0


def read_into(step: Step, language: Language, now: Now) -> Reading | None:
    """Read a step's words and set its levers, except those that the team has corrected.

    Fields that were set without a reading, as in a submitted step, count as corrected.
    """
    reading = read(str(step.get("words", "")), language, now)
    former: dict[str, Any] | None = step.get(READING)
    names = levers_of(str(step["do"]))
    if former is None:
        corrected = [name for name in names if name in step]
    else:
        corrected = list(former["corrected"])
    if reading is None:
        for name in set(names) - set(corrected):
            step.pop(name, None)
        step.pop(READING, None)
        return None
    values = proposed(reading)
    for name in names:
        if former is None and name in corrected and step[name] == values[name]:
            corrected.remove(name)
        if name not in corrected:
            _set(step, name, values[name])
    step[READING] = {
        "model": reading.model,
        "probabilities": {kind: round(p, 3) for kind, p in reading.probabilities.items()},
        "times": [one.hours for one in reading.times],
        "proposed": {name: values[name] for name in names},
        "corrected": corrected,
    }
    return reading


def _set(step: Step, name: str, value: float | None) -> None:
    """Set a lever, or leave it to the response's own value."""
    if value is None:
        step.pop(name, None)
    else:
        step[name] = value


def correct(step: Step, name: str, value: float) -> None:
    """Set a lever against the reading, which no longer changes it."""
    step[name] = value
    reading = step.get(READING)
    if reading is not None and name not in reading["corrected"]:
        step[READING] = {**reading, "corrected": [*reading["corrected"], name]}


def other_time(step: Step, reading: Reading, now: Now, speech: Speech) -> list[Remark]:
    """Return a remark if the words name another time than the field does."""
    if "deadline" not in CATALOGUE[step["do"]].model_fields or not reading.times:
        return []
    field = step.get("deadline", "open")
    if field in ("estimate", "", None):
        return []
    said = told_time(reading.times[0], speech)
    if field == "open":
        advice = say(reading.language, "advice_no_time", said=said)
    else:
        try:
            hours = moment(field).hours_after(now.started)
        except ValueError:
            return []
        if any(one.agrees_with(hours) for one in reading.times):
            return []
        stated = speech.full_moment(hours)
        advice = say(reading.language, "advice_other_time", said=said, field=stated)
    return [Remark("other_time", advice, reading.quotes["time"])]


def told_time(time: NamedTime, speech: Speech) -> str:
    """Return a time as people say it, a mere day without its hour."""
    if time.exact:
        return speech.full_moment(time.hours)
    return speech.full_moment(time.hours - 0.5).rsplit(" ", 1)[0]


def told_reading(reading: Reading, step: Step, speech: Speech) -> list[str]:
    """Return what was read as short phrases: "admits 0.8", "time Mon 09:00", the unsure last."""
    phrases = [
        speech.say("read_lever", what=speech.say(f"read_{name}"), value=step.get(name))
        for name in levers_of(step["do"])
        if step.get(name) is not None
    ]
    phrases += [speech.say("read_time", time=told_time(one, speech)) for one in reading.times]
    others: tuple[Kind, ...] = ("blaming", "playing_down", "insult", "apology", "next_word")
    phrases += [
        speech.say("read_lever", what=speech.say(f"read_{kind}"), value=reading.probabilities[kind])
        for kind in others
        if reading.says(kind)
    ]
    values = proposed(reading)
    phrases += [
        speech.say("read_unsure", what=speech.say(f"read_{name}"))
        for name in levers_of(step["do"])
        if values[name] is None and name not in step.get(READING, {}).get("corrected", [])
    ]
    return phrases
