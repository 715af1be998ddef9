"""Say the rows of the validation table in the language that is spoken now.

English is what the code of the rows says itself. For each other language a file of texts has the
facts by the numbers of their rows, and labels, sources, units and targets by the English ones. A
key with names in braces stands for all labels of its form.
"""

import re
import tomllib
from collections.abc import Callable
from functools import cache
from math import isnan
from typing import Any

from sim.language import numbers
from sim.language.speech import TEXTS, Speech
from sim.language.spoken import figure, language, say
from sim.language.typesetting import UNBROKEN, Language, labelled, set_apart, typeset
from sim.scenario.library import shipped
from sim.scenario.loading import load_scenario
from sim.validation.findings import Figure, Finding
from sim.validation.registry import CASE

DAYS = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")
NAME, NUMBER = r"[a-z]+(?:-[a-z]+)*", r"-?[\d,.]+%?"
FORMS = {
    "n": NUMBER, "m": NUMBER, "plan": NAME, "other": NAME, "scenario": NAME, "do": NAME,
    "time": rf"(?:{'|'.join(DAYS)}) \d\d:\d\d",
}  # fmt: skip
"""How names in braces look in English. Any other may be anything."""


@cache
def texts_of_rows(language: Language) -> dict[str, dict[str, Any]]:
    """Return the tables of a language's file of rows."""
    return tomllib.loads((TEXTS / f"rows.{language}.toml").read_text(encoding="utf-8"))


def fact(number: str, english: str) -> str:
    """Return the fact of a row, that of a row of somebody's own as it is."""
    return _of_row(number, "fact", english)


def short_fact(number: str, english: str) -> str:
    """Return the fact of a row for a line of a slide."""
    return _of_row(number, "short", english)


def protocol(number: str, english: str) -> str:
    """Return how a row is tested."""
    return _of_row(number, "protocol", english)


def source(english: str) -> str:
    """Return where a fact is from."""
    return said("sources", english)


def label(english: str) -> str:
    """Return what a figure is called."""
    return said("labels", english)


def target(english: str) -> str:
    """Return the condition that decides."""
    return said("targets", english)


def note(english: str) -> str:
    """Return a remark on a row, or a warning."""
    return said("notes", english)


def verdict(english: str) -> str:
    """Return a verdict, or what is missing of one."""
    return said("verdicts", english)


def verdict_text(finding: Finding) -> str:
    """Return the verdict with what is missing, and with a warning where power is."""
    if language() == "en":
        return finding.verdict_text
    text = verdict(finding.verdict)
    if lacking := finding.lacking:
        text = f"{labelled(text, language())} {set_apart(map(verdict, lacking), language())}"
    return f"{text} ({verdict('no power')})" if finding.power else text


def value_with_unit(shown: Figure) -> str:
    """Return the value of a figure with its unit."""
    unit = "" if shown.unit == "1" else said("units", shown.unit)
    between = "" if not unit or unit.startswith("-") else " "
    return f"{figure(shown.value)}{between}{unit}"


def interval(shown: Figure) -> str:
    """Return the 95 % interval of a figure, nothing where it has none."""
    if isnan(shown.low):
        return ""
    low, high = figure(shown.low), figure(shown.high)
    return say("studies.between", low=low, high=high)


def said(table: str, english: str) -> str:
    """Return a text in the language, one that its file does not have as it is."""
    if language() == "en":
        return english
    return found(table, english, language()) or english


def found(table: str, english: str, language: Language) -> str | None:
    """Return a text of the language's file of rows, None if it has none for the English one."""
    known = texts_of_rows(language)[table]
    if english in known:
        return _unbroken(known[english], language)
    for form, text in known.items():
        if "{" in form and (match := _form(form).fullmatch(english)):
            values = {name: _value(name, part, table, language)
                      for name, part in match.groupdict().items()}  # fmt: skip
            if None not in values.values():
                return _unbroken(text.format(**values), language)
    return None


def _of_row(number: str, part: str, english: str) -> str:
    """Return a part of a row's texts."""
    if language() == "en":
        return english
    own = texts_of_rows(language())["facts"].get(number)
    return _unbroken(own[part], language()) if own else english


def _unbroken(text: str, language: Language) -> str:
    """Return the text with amounts that no line's end takes from their units."""
    return re.sub(r"(?<=\d) (?=(?:%|h|min)(?!\w))", UNBROKEN, typeset(text, language))


@cache
def _form(form: str) -> re.Pattern[str]:
    """Return what texts of a form look like."""
    parts = re.split(r"\{(\w+)\}", form)
    return re.compile("".join(
        f"(?P<{part}>{FORMS.get(part, '.+')})" if place % 2 else re.escape(part)
        for place, part in enumerate(parts)
    ))  # fmt: skip


def _value(name: str, part: str, table: str, language: Language) -> str | None:
    """Return what fills a text, None where the language has no word for it."""
    values: dict[str, Callable[[str, Language], str | None]] = {
        "n": _number, "m": _number, "time": _time, "do": _response,
        "plan": _plan, "other": _plan, "scenario": _scenario, "list": _list,
    }  # fmt: skip
    return values[name](part, language) if name in values else found(table, part, language)


def _number(text: str, language: Language) -> str:
    """Return a number, or a share in per cent."""
    plain = text.rstrip("%").replace(",", "")
    number = numbers.decimal(float(plain), language)
    return f"{number}{UNBROKEN}%" if text.endswith("%") else number


def _time(text: str, language: Language) -> str:
    """Return a moment of the week."""
    day, clock = text.split()
    hour, minute = map(int, clock.split(":"))
    return numbers.moment(24.0 * DAYS.index(day) + hour + minute / 60, language)


def _response(name: str, language: Language) -> str:
    """Return a response as charts call it."""
    return Speech(language).name("responses", name, "short")


def _plan(name: str, language: Language) -> str | None:
    """Return the title of a plan that ships."""
    return _titles(language)[0].get(name)


def _scenario(name: str, language: Language) -> str | None:
    """Return the title of a scenario that ships."""
    return _titles(language)[1].get(name)


def _list(text: str, language: Language) -> str:
    """Return labels, one after the other."""
    parts = [found("labels", each, language) or found("notes", each, language) or each
             for each in text.split("; ")]  # fmt: skip
    return set_apart(parts, language)


@cache
def _titles(language: Language) -> tuple[dict[str, str], dict[str, str]]:
    """Return the titles of all plans and scenarios that ship, the plans of the case first."""
    stories = [load_scenario(name) for name in (*shipped(), CASE)]
    plans = {name: plan.titled(language) for one in stories for name, plan in one.plans.items()}
    return plans, {one.name: one.titled(language) for one in stories}
