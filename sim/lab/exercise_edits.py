"""An exercise in a scenario's text: a first one to start from, its edits, its message table."""

import tomllib
from collections.abc import Mapping, Sequence
from copy import deepcopy
from difflib import SequenceMatcher
from itertools import pairwise
from pathlib import Path
from typing import Any

import tomlkit
from tomlkit.items import AoT

from sim.exercise.message_table.files import read_table
from sim.exercise.message_table.reading import messages_in
from sim.exercise.message_table.scenario_text import (
    TableChanges,
    changes,
    messages_of,
    with_messages,
)
from sim.exercise.starter import exercise_starter
from sim.exercise.words.sentences import bank
from sim.lab.edits import Edit, Values
from sim.lab.moments import hours_of, moment_like, weekday_moment
from sim.lab.refusals import LabRefusedError
from sim.language.speech import LANGUAGES, Language
from sim.language.told import Told
from sim.scenario.library import starter
from sim.scenario.schema import Scenario
from sim.scenario.translated import Translated
from sim.scenario.voices import CONDUCTS

Place = tuple[str | int, ...]
"""Keys of tables and places in lists, one inside the other."""
ROUNDS = (4.0, 10.0, 23.0, 33.0, 72.0)
"""Hours from the begin of the first round to the end of each."""
AFTER = 1.0
"""Hours from the incident to the begin of the first round."""
MESSAGES = {"the-board-wants-a-time": 0, "delete-the-worst": 1, "missed": 2, "the-paper-asks": 3,
            "what-remains": 4}  # fmt: skip
"""Messages of the starter that fit any crisis, and the round in which each comes."""
VOICES: Mapping[str, Any] = {
    "affected": [
        {"en": "This has hit me, and I want to know what happened.",
         "de": "Mich hat es getroffen, und ich will wissen, was passiert ist.",
         "fr": "Je suis touché, et je veux savoir ce qui s'est passé."},
        {"en": "I have been waiting for an answer and have none.",
         "de": "Ich warte auf eine Antwort und habe keine.",
         "fr": "J'attends une réponse et je n'en ai pas."},
        {"en": "Is anybody going to tell us how this goes on?",
         "de": "Sagt uns noch jemand, wie das weitergeht?",
         "fr": "Quelqu'un va-t-il nous dire comment cela continue ?"},
    ],
    "bandwagon": [
        {"en": "I am not affected, but I read this with growing surprise.",
         "de": "Ich bin nicht betroffen, lese das aber mit wachsendem Staunen.",
         "fr": "Je ne suis pas touché, mais je lis cela avec un étonnement croissant."},
        {"en": "One would expect more than this from a firm of that size.",
         "de": "Von einer Firma dieser Größe erwartet man mehr.",
         "fr": "On attend mieux d'une entreprise de cette taille."},
    ],
    "defenders": [
        {"en": "Give them a moment, they are working on it.",
         "de": "Lasst ihnen einen Moment, sie arbeiten daran.",
         "fr": "Laissez-leur un instant, ils y travaillent."},
    ],
}  # fmt: skip
"""Sentences that fit any crisis. Those of one's own matter make the page come alive."""
HEAD = "# -- The exercise: what teams see and decide. Play it: shitstorm play THIS-FILE -----------"


def with_exercise(text: str, scenario: Scenario, plan: str) -> str:
    """Return a scenario's text with a first exercise, playable as it is, behind it.

    ``plan`` is the best one known. Raises ``InputError`` if there is an exercise already.
    """
    if scenario.exercise is not None:
        raise LabRefusedError("there is an exercise already; change it below", "has_exercise")
    first = first_exercise(scenario, plan)
    return f"{text.rstrip()}\n\n{HEAD}\n\n{tomlkit.dumps({'exercise': first})}"


def first_exercise(scenario: Scenario, plan: str) -> dict[str, Any]:
    """Return an exercise as a file holds it: roles, goals and rounds of the starter, general words.

    Its rounds follow the incident of this scenario.
    """
    whole: dict[str, Any] = tomllib.loads(exercise_starter().removeprefix(starter()))["exercise"]
    start, length = scenario.clock.start_hours, scenario.clock.days * 24.0
    incident = scenario.incident
    since = scenario.moment_hours(incident.at) if incident is not None else 0.0
    begins = min(float(int(since + AFTER + 0.999)), length - 1.0)
    ends = [begins + hours for hours in ROUNDS if begins + hours <= length] or [length]
    rounds = [
        {**each, "until": weekday_moment(end, start)}
        for each, end in zip(whole["rounds"], ends, strict=False)
    ]
    starts = [begins, *ends]
    injects = [
        {**each, "at": weekday_moment(starts[MESSAGES[each["name"]]], start)}
        for each in whole["injects"]
        if MESSAGES.get(each["name"], len(rounds)) < len(rounds)
    ]
    roles = dict(whole["roles"])
    if incident is None or incident.repair is None:
        roles.pop("technology", None)
    return {
        "title": _in_each_language(scenario.title),
        "begins": weekday_moment(begins, start),
        "honest": plan,
        "best": plan,
        "briefing": _briefing(scenario),
        "goals": whole["goals"],
        "roles": roles,
        "rounds": rounds,
        "injects": injects,
        "voices": deepcopy(dict(VOICES)),
    }


def _briefing(scenario: Scenario) -> dict[str, str]:
    """Return the scenario's summary in each language that it has."""
    return _in_each_language(scenario.summary or scenario.title)


def _in_each_language(text: str | Translated) -> dict[str, str]:
    """Return a text in each language that it has."""
    if isinstance(text, Translated):
        texts: dict[str, str] = text.model_dump(exclude_none=True)
        return texts
    return {"en": " ".join(text.split())}


def later(when: str, hours: float = 12.0) -> str:
    """Return a moment some hours after another, "Mon 09:00" or "+6h"."""
    found = hours_of(when, 0.0)
    if found is None:
        raise LabRefusedError(f'"{when}" is no moment; write "Mon 09:00"', "no_moment", text=when)
    return moment_like(when, found + hours, 0.0)


# -- edits ----------------------------------------------------------------------------------


def set_inside(place: Place, value: Any) -> Edit:
    """Set a value at a place. None, or an empty text, takes it out."""

    def edit(document: Values) -> None:
        table: Any = document
        for key, inner in pairwise(place):
            if isinstance(key, str) and isinstance(inner, str) and key not in table:
                table[key] = {}
            table = _at(table, key)
        if value is None or value == "":
            table.pop(place[-1], None)
        else:
            table[place[-1]] = value

    return edit


def added_inside(place: Place, item: Mapping[str, Any]) -> Edit:
    """Add an item at the end of a list, which is made if it is not there."""

    def edit(document: Values) -> None:
        table: Any = document
        for key in place[:-1]:
            table = _at(table, key)
        own = isinstance(document, tomlkit.TOMLDocument)
        if place[-1] not in table:
            table[place[-1]] = tomlkit.aot() if own else []
        items = table[place[-1]]
        if isinstance(items, AoT):
            new = tomlkit.table()
            new.update(deepcopy(dict(item)))
            items.append(new)
        else:
            items.append(deepcopy(dict(item)))

    return edit


def lines_inside(place: Place, language: Language, text: str) -> Edit:
    """Set a list of texts in one language, a line each.

    Lines that stand as they stood keep to their texts, wherever others came or went. A new
    line is written in all languages, so that none lacks it. A text without a line is taken out.
    """
    lines = [" ".join(line.split()) for line in text.splitlines() if line.strip()]

    def edit(document: Values) -> None:
        table: Any = document
        for key in place[:-1]:
            table = _at(table, key)
        texts = table.setdefault(place[-1], [])
        changed = SequenceMatcher(None, lines_of(texts, language), lines, False).get_opcodes()
        for kind, begin, end, first, last in reversed(changed):
            if kind == "equal":
                continue
            for each, line in zip(texts[begin:end], lines[first:last], strict=False):
                each[language] = line
            kept = min(end - begin, last - first)
            del texts[begin + kept : end]
            for number, line in enumerate(lines[first + kept : last], begin + kept):
                _insert(table, place[-1], number, dict.fromkeys(LANGUAGES, line))
        _drop_empty(table, place[-1])

    return edit


def lines_of(texts: Any, language: Language) -> list[str]:
    """Return a list of texts as lines in a language, in English where they lack it."""
    found = texts if isinstance(texts, list) else []
    each_of = [each if isinstance(each, Mapping) else {"en": each} for each in found]
    return [" ".join(str(each.get(language, each.get("en", ""))).split()) for each in each_of]


def items_in(exercise: Mapping[str, Any], key: str) -> list[Mapping[str, Any]]:
    """Return the tables of a list of an exercise, empty where a text has something else."""
    found = exercise.get(key)
    items = found if isinstance(found, list) else []
    return [each if isinstance(each, Mapping) else {} for each in items]


def tables_in(exercise: Mapping[str, Any], key: str) -> dict[str, Mapping[str, Any]]:
    """Return the tables within a table of an exercise by their names, without anything else."""
    found = exercise.get(key)
    items = found.items() if isinstance(found, Mapping) else ()
    return {name: each for name, each in items if isinstance(each, Mapping)}


def value_inside(document: Mapping[str, Any], place: Place) -> Any:
    """Return the value at a place of a document, None if there is none."""
    found: Any = document
    for key in place:
        try:
            found = found[key]
        except (KeyError, IndexError, TypeError):
            return None
    return found


def _insert(table: Any, key: str | int, number: int, item: Mapping[str, str]) -> None:
    """Put a text into a list, which may be one of tables."""
    new: Any = dict(item)
    if isinstance(table[key], AoT):
        new = tomlkit.table()
        new.update(item)
    table[key].insert(number, new)


def removed_inside(place: Place) -> Edit:
    """Take out an item of a list, or a key of a table."""

    def edit(document: Values) -> None:
        table: Any = document
        for key in place[:-1]:
            table = _at(table, key)
        _at(table, place[-1])
        del table[place[-1]]
        if isinstance(place[-1], int) and len(place) > 1:
            _drop_empty(_inside(document, place[:-2]), place[-2])

    return edit


def removed_round(number: int) -> Edit:
    """Take out a round, and the task that each role had in it."""

    def edit(document: Values) -> None:
        removed_inside(("exercise", "rounds", number))(document)
        for role in document["exercise"].get("roles", {}).values():
            tasks = role.get("tasks", ())
            if number < len(tasks):
                del tasks[number]
                _drop_empty(role, "tasks")

    return edit


def with_usual_characters(document: Values) -> None:
    """Write the characters whom every exercise has into this one, to be changed there."""
    for conduct in CONDUCTS:
        words = {
            part: {each: str(bank("characters", each)[conduct][part][0]) for each in LANGUAGES}
            for part in ("name", "about")
        }
        added_inside(("exercise", "characters"), {"conduct": conduct, **words})(document)


def _inside(document: Values, place: Place) -> Any:
    table: Any = document
    for key in place:
        table = _at(table, key)
    return table


def _drop_empty(table: Any, key: str | int) -> None:
    """Take out a list without items, which a file of tables cannot hold."""
    if not len(table[key]):
        del table[key]


def _at(table: Any, key: str | int) -> Any:
    try:
        return table[key]
    except (KeyError, IndexError, TypeError):
        raise LabRefusedError(f"{key} is not there any more; look again", "gone") from None


# -- the message table ----------------------------------------------------------------------


def with_message_table(text: str, scenario: Scenario, table: Path) -> tuple[str, TableChanges]:
    """Return the text with the messages of a table, .xlsx or .csv, and what that changes.

    Raises ``InputError`` with file, row, column, value and remedy of whatever does not fit.
    """
    if scenario.exercise is None:
        raise LabRefusedError(
            "there is no exercise yet that messages could belong to; begin one first",
            "no_exercise",
        )
    name = Told("messages.the_scenario")
    found = messages_of(name, text)
    wanted: Sequence[Any] = messages_in(table, read_table(table), scenario.exercise.roles, found)
    return with_messages(name, text, wanted), changes(found, wanted)
