"""Conditions of messages as people say them: "while it is not fixed" for ``fixed == 0``.

What is said is read back as well, in any language, so that a table of messages needs no code.
"""

import re
from collections.abc import Iterator
from functools import cache

from sim.language.speech import Speech
from sim.language.typesetting import LANGUAGES, Language
from sim.storm.conditions import Comparison, condition
from sim.storm.levers import VISIBLE

FLAGS = ("fixed", "step_done", "enquiry")
"""Quantities that are 1 where something is true and 0 where it is not."""
YES_OR_NO = {("==", 1.0): "yes", ("==", 0.0): "no"}
"""What a comparison of a flag asks for, in its plainest form."""
SOME = {
    name: {(">", 0.0): "some", ("==", 0.0): "none"}
    for name in ("promises_open", "promises_broken", "promises_kept", "articles", "overrun")
}
"""Comparisons with 0 that have words of their own, by quantity."""
COUNTS = ("posts_per_hour", "defending_per_hour", "repeats", "promises_open", "promises_broken",
          "promises_kept", "articles", "waiting_in_private")  # fmt: skip
SIGNS = {"<": "below", "<=": "most", ">": "above", ">=": "least", "==": "exactly", "!=": "other"}
PERCENT = "critical_share"
"""A share of 1, which people say in per cent."""
NUMBER = r"([-\u2212+]?\d+(?:[.,]\d+)?)"


def condition_said(text: str, speech: Speech) -> str:
    """Return a condition in words, or the text itself where it is no condition with a sense.

    >>> condition_said("posts_per_hour < 3 and fixed == 0", Speech("en"))
    'with fewer than 3 critical posts an hour and while it is not fixed'
    """
    try:
        comparisons = [_plainest(one) for one in condition(text).comparisons]
    except ValueError:
        return text
    return speech.say("headline.and").join(_said(one, speech) for one in comparisons)


def _plainest(one: Comparison) -> Comparison:
    """Return what asks the same of a flag. Raises ValueError if it holds always or never."""
    if one.name not in FLAGS:
        return one
    (number,) = [value for value in (0.0, 1.0) if one.true_of(value)]
    return Comparison(one.name, "==", number)


def condition_written(text: str) -> str:
    """Return a condition said in any of the languages as a scenario file has it.

    Any other text stays as it is.

    >>> condition_written("Nur solange es nicht behoben ist"), condition_written("fixed == 1")
    ('fixed == 0', 'fixed == 1')
    """
    plain = _plain(text)
    for language in LANGUAGES:
        say = Speech(language).say
        only, joint = _plain(say("web.only")), _plain(say("headline.and"))
        parts = re.split(rf"\s+{joint}\s+", plain.removeprefix(f"{only} "))
        found = [_written(part, language) for part in parts]
        if all(found):
            return " and ".join(map(str, found))
    return text


def same_condition(one: str, other: str) -> bool:
    """Return True if two conditions, however written, mean the same."""
    return condition_said(one, Speech()) == condition_said(other, Speech())


def _said(one: Comparison, speech: Speech) -> str:
    special = _special(one.name).get((one.sign, one.number))
    if special is not None:
        return speech.say(f"conditions.{one.name}_{special}")
    number = round(100.0 * one.number, 9) if one.name == PERCENT else one.number
    decimal = "." if speech.language == "en" else ","
    count = _count(one.name, one.sign, _digits(number).replace(".", decimal), speech)
    return speech.say(f"conditions.{one.name}", n=count)


def _special(name: str) -> dict[tuple[str, float], str]:
    """Return the comparisons of a quantity that have words of their own."""
    return YES_OR_NO if name in FLAGS else SOME.get(name, {})


def _count(name: str, sign: str, number: str, speech: Speech) -> str:
    word = SIGNS[sign]
    if word == "below" and name not in COUNTS:
        word = "below_much"
    return speech.say(f"conditions.count_{word}", n=number)


def _digits(number: float) -> str:
    """Return a number as conditions have it: no exponent, and no needless fraction."""
    return f"{number:.9f}".rstrip("0").rstrip(".")


def _written(said: str, language: Language) -> str | None:
    """Return one comparison as code, or None if it is none in this language."""
    for pattern, name, sign, fixed in _patterns(language):
        found = pattern.fullmatch(said)
        if found is not None:
            number = _read(found[1], name) if fixed is None else fixed
            return f"{name} {sign} {_digits(number)}"
    return None


def _read(digits: str, name: str) -> float:
    number = float(digits.replace(",", ".").replace("\u2212", "-"))
    return number / 100.0 if name == PERCENT else number


@cache
def _patterns(language: Language) -> list[tuple[re.Pattern[str], str, str, float | None]]:
    """Return every way to say a comparison: its pattern, quantity, sign, and number if fixed."""
    return list(_ways(Speech(language)))


def _ways(speech: Speech) -> Iterator[tuple[re.Pattern[str], str, str, float | None]]:
    mark = "\x00"
    for name in VISIBLE:
        for (sign, number), word in _special(name).items():
            said = _plain(speech.say(f"conditions.{name}_{word}"))
            yield re.compile(re.escape(said)), name, sign, number
        if name in FLAGS:
            continue
        for sign in SIGNS:
            said = speech.say(f"conditions.{name}", n=_count(name, sign, mark, speech))
            pattern = re.escape(_plain(said)).replace(re.escape(mark), NUMBER)
            yield re.compile(pattern), name, sign, None


def _plain(text: str) -> str:
    """Return a text in small letters, with plain apostrophes and single spaces."""
    return " ".join(text.casefold().replace("’", "'").split()).rstrip(".")
