"""Whatever is refused is refused in the language of whoever asked."""

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any, get_args

import pytest
from pydantic import BaseModel
from typer.testing import CliRunner

from sim.cli import app
from sim.errors import InputError, Problem, ScenarioError, ShitstormError
from sim.exercise.message_table.files import read_table
from sim.exercise.message_table.reading import messages_in
from sim.exercise.message_table.scenario_text import messages_of
from sim.lab.refusals import refusal_said
from sim.language.heard import heard, problem_in, refusal_in
from sim.language.speech import Speech
from sim.language.told import Told
from sim.language.typesetting import Language
from sim.scenario import load_scenario
from sim.scenario.former_names import GONE
from sim.scenario.keys import _is_model, _members
from sim.scenario.loading import SYNTAX, cautions_about
from sim.scenario.schema import Scenario
from sim.studies.registry import KINDS
from tests.exercise.test_message_table import ROLES, WRONG
from tests.language.english_left import english_left
from tests.language.refusals import SIM, sentences
from tests.scenario.examples import SOUND, broken, written
from tests.scenario.test_cautions import CAUTIONS
from tests.scenario.test_mistakes import MISTAKES

OTHERS: tuple[Language, ...] = ("de", "fr")
REFUSING = (
    "api.py",
    "brand.py",
    "commands",
    "community/files",
    "engines/memory.py",
    "errors.py",
    "exercise/decisions.py",
    "exercise/log.py",
    "extras.py",
    "files.py",
    "fitting",
    "lab/web/server.py",
    "pools.py",
    "reports",
    "results/dataset.py",
    "results/ensemble.py",
    "results/provenance.py",
    "runs/cache.py",
    "runs/journal.py",
    "runs/plausible.py",
    "scenario",
    "storm/conditions.py",
    "storm/times.py",
    "studies",
    "workshop/terminal",
    "workshop/web/forgetting.py",
    "workshop/web/startup.py",
    "writing.py",
)
"""Modules that refuse in English, whose sentences are heard."""
PUT_TOGETHER = {
    '"7" is not a condition; 7',
    "7nothing is given; write a value, or leave the option out",
    "7: a study of the kind 7 ",
    "draws its factors",
    "tries every level",
    "has to name 7 of: 7",
    "port 7 is taken on 77",
    "7 is 7 and is not replaced; choose another name",
    "names 7 people, the scenario has 7; ",
    "has 7 numbers, the scenario 7 people; ",
    "set community.people to 7 or more",
    "7; name the file of ties in [community.ties]",
    "7; write source and target",
    "may be two ties with weights, or the two ends of three ties; write a pair for each",
    "may list a tie each, or the neighbors of 0, 1, 2 and so on",
    "gives 7 a list 7, which may be friends or not",
    '7; write the friends alone, such as {"a": ["b", "c"]}',
    "has 7 columns called 7",
    "has lost its last digits in a spreadsheet; format the column as text there, and save it again",
    "is no whole number; write people's numbers without points and commas, and name their columns "
    "source and target",
    "cell that is zero",
    "cells that are zero",
    " or no number",
    "has 7 of a matrix of 7 vertices; write one for each",
    "ends too early",
    "7; export it again",
    "holds 7 7, which is no person; name the columns source and target",
    "holds 7 7 as a decimal number, whose last digits are lost; ",
    "save the column as whole numbers or as text",
    "7; name the columns of people source and target",
    "has no sheet with columns",
    "7 source and target: 7; keep one of them",
}
"""Sentences of which a part is one of a few, as they are heard below."""
WHOLE = (
    '"loud" is not a condition; write a name, a sign and a number, such as '
    '"posts_per_hour > 20", joined by "and"',
    "--out: nothing is given; write a value, or leave the option out",
    "needs levels: a study of the kind sweep tries every level",
    "needs a distribution: a study of the kind robustness draws its factors",
    "has to name at least 2 of: a, b",
    "has to name exactly 2 of: a, b",
    "port 80 is taken on ::; 81 is free: --port 81",
    "port 80 is taken on ::; choose another with --port",
    "x is a folder and is not replaced; choose another name",
    "x is no ordinary file and is not replaced; choose another name",
    "names 5 people, the scenario has 3; set community.people to 5 or more",
    "has 5 numbers, the scenario 3 people; set community.people to 5 or more",
    "is a folder; name the file of ties in [community.ties]",
    "is no ordinary file; name the file of ties in [community.ties]",
    'link 3 is "[1]", which names no two people; write source and target',
    "may be two ties with weights, or the two ends of three ties; write a pair for each, such as "
    "[[0, 1], [1, 2]]",
    "may list a tie each, or the neighbors of 0, 1, 2 and so on; "
    'write {"0": [1, 3]} for neighbors, or ids of people',
    'gives "Ann" a list "all", which may be friends or not; write the friends alone, such as '
    '{"a": ["b", "c"]}',
    'has 2 columns called "who"; rename or delete all but that of the people',
    '"1E+11" has lost its last digits in a spreadsheet; format the column as text there, and save '
    "it again",
    '"1.5" is no whole number; write people\'s numbers without points and commas, and name their '
    "columns source and target",
    "2 cells that are zero or no number",
    "1 cell that is zero or no number",
    "has 2 rows of a matrix of 3 vertices; write one for each",
    "ends too early; export it again",
    'holds 1.5 in row 3 of the column "a", which is no person; name the columns source and target',
    'holds 99999999 in row 3 of the column "a" as a decimal number, whose last digits are lost; '
    "save the column as whole numbers or as text",
    'holds "1.5" in row 3 of the column "a", no person; name the columns of people source and '
    "target",
    "has these sheets that may list ties source and target: a, b; keep one of them",
    "has no sheet with columns source and target: a, b; keep one of them",
    "names one person only, as do 9 of 12 lines; write two people in each, and name their columns "
    "source and target",
    "ties.csv: 1,800 people and 7,012 ties between them; 3 of 1,803 people of the page are not in "
    "it; left out: 2 lines with an empty cell for a person (the first is line 12), 1 tie of "
    "somebody to themselves",
    "ties.csv: 1 person is named by ties only, not in the list",
)
FOR_PROGRAMMERS = {
    "a report loads nothing, but names 7",
    "results of type 7 cannot be kept in a file",
    "seeds '7' are no numbers; give how many, or a list of seeds",
    "7 seeds are too many; take at most 7",
    "seed 7 is out of range; take a whole number from 0 to 2**64 - 1",
    "plans and seeds are paired, so name each of them once",
    "unexpected keyword argument '7'",
    "no values of Python",
    "this comparison ran under one model; compare with uncertain=True",
    "set= of load_scenario is now overrides=",
}
"""Sentences that no command says."""
ENGLISH = ("calibration.py", "evidence.py")
"""Commands that speak English alone."""


def modules() -> Iterator[Path]:
    for name in REFUSING:
        path = SIM / name
        files = [path] if path.suffix else sorted(path.rglob("*.py"))
        yield from (file for file in files if file.name not in ENGLISH)


def test_every_refusal_in_english_has_its_text_in_each_language() -> None:
    unheard = [
        f"{path.relative_to(SIM)}:{line}: {text}"
        for path in modules()
        for line, text in sentences(path)
        if text not in PUT_TOGETHER | FOR_PROGRAMMERS and not isinstance(heard(text), Told)
    ]
    assert not unheard


@pytest.mark.parametrize("text", WHOLE)
def test_a_sentence_that_is_put_together_is_heard_as_a_whole(text: str) -> None:
    known = heard(text)
    assert isinstance(known, Told)
    for language in OTHERS:
        assert not left(text, known.said(language)), known.said(language)


def test_every_purpose_of_a_key_that_may_be_missing_has_its_text() -> None:
    purposes = set(_purposes(Scenario, set()))
    assert len(purposes) > 20
    assert [purpose for purpose in purposes if not isinstance(heard(purpose), Told)] == []


def _purposes(kind: Any, seen: set[Any]) -> Iterator[str]:
    """Yield the descriptions of keys that have to be there, in a table and those within."""
    for member in _members(kind):
        if _is_model(member) and member not in seen:
            seen.add(member)
            model: type[BaseModel] = member
            for field in model.model_fields.values():
                if field.is_required() and field.description:
                    yield field.description
                yield from _purposes(field.annotation, seen)
        elif not _is_model(member):
            for part in get_args(member):
                if part is not type(None):
                    yield from _purposes(part, seen)


def test_what_is_said_of_the_syntax_and_of_gone_keys_has_its_text() -> None:
    said = [*SYNTAX.values(), *GONE.values()]
    assert [text for text in said if not isinstance(heard(text), Told)] == []


def test_what_is_heard_is_the_same_text_in_english() -> None:
    text = 'storm.toml: "deleting" is now "deletion"; write that instead'
    assert heard(text) == text
    assert heard("a text of somebody's own") == "a text of somebody's own"
    assert not isinstance(heard("a text of somebody's own"), Told)


# -- broken scenarios -----------------------------------------------------------------------

EXERCISE = """
[plans.honest-roadmap]
like = "updates"
summary = "A map."

[exercise]
briefing = { en = "It is down." }
goals = [{ en = "To learn." }]
begins = "Sun 14:00"
best = "updates"

[exercise.roles.lead]
title = { en = "Lead" }
card = { en = "You lead." }

[[exercise.rounds]]
title = { en = "First" }
until = "Sun 18:00"

[[exercise.injects]]
name = "one"
at = "Sun 15:00"
sender = "customer"
text = { en = "Well?" }

[exercise.voices]
affected = [{ en = "It hurts." }]
bandwagon = [{ en = "Look at that." }]
defenders = [{ en = "They try." }]
"""
PLAYED = SOUND + EXERCISE
STEP = '\n[[plans.updates.steps]]\ndo = "apology"\n'


def played(old: str, new: str) -> str:
    assert old in PLAYED, old
    return PLAYED.replace(old, new, 1)


BROKEN = {
    **{new or f"without {old}": broken(old, new) for old, new, _, _ in MISTAKES},
    "short run": broken("days = 3", "days = 0.01").replace("Sun 14", "Sun 12"),
    "wrong date": broken("days = 3", "days = 3\ndate = '2300-01-01'"),
    "a date and a time": broken("days = 3", "days = 3\ndate = 5"),
    "blank title": broken("A test", " "),
    "long title": broken("A test", "A" * 201),
    "empty title": broken("A test", ""),
    "long name": SOUND + f"\n[plans.{'ä' * 0}{'a' * 61}]\nsummary = 'x'\n",
    "no plans": SOUND[: SOUND.index("[plans")] + "[plans]\n",
    "a letter that steers": broken("A test", "A \\u001b test"),
    "unknown plan": SOUND + "\n[earlier]\nplan = 'silent'\n",
    "like nobody": broken('summary = "No word."', 'summary = "x"\nlike = "update"'),
    "like itself": broken('summary = "No word."', 'summary = "x"\nlike = "silence"'),
    "no condition": SOUND + STEP + 'when = "many posts"\n',
    "no name to wait for": SOUND.replace('name = "first"\n', "") + STEP + 'after = "x"\n',
    "many acts": SOUND + STEP + 'at = "Sun 15:00"\nevery = "0.001min"\n',
    "true as a span": broken('median = "20h"', "median = true"),
    "text as a span": broken('median = "20h"', 'median = "soon"'),
    "an ending": SOUND + "\n[parameters]\nnews_half_life = 3.0\n",
    "all wrong": SOUND + STEP * 60,
    "key": "title = 'x'\n= 3\n",
    "statement": "title = 'x'\n[\n",
    "value": broken("days = 3", "days = 3,5"),
    "no value": broken("days = 3", "days ="),
    "twice": broken("days = 3", "days = 3\ndays = 4"),
    "table twice": SOUND + "\n[clock]\nstart = 'Sun 12:00'\n",
    "open text": broken('"A test"', '"A test'),
    "open block": broken('"A test"', '"""A test'),
    "open list": SOUND + "\n[x]\ny = [1\n",
    "open table": SOUND + "\n[x]\ny = {a = 1\n",
    "open header": broken("[clock]", "[clock"),
    "backslash": broken("A test", "A \\q test"),
    "no equals": broken("days = 3", "days 3"),
    "bad date": broken("days = 3", "days = 2012-13-40"),
    "deep": "x = " + "[" * 60 + "]" * 60,
    "long key": ".".join("a" * 60) + " = 1",
    "long number": "x = " + "1" * 1200,
    "empty": " ",
    "no round before": played('until = "Sun 18:00"', 'until = "Sun 13:00"'),
    "begins early": played('begins = "Sun 14:00"', 'begins = "Sun 11:00"'),
    "no best": played('best = "updates"', 'best = "update"'),
    "no role": played('sender = "customer"', 'sender = "customer"\nto = "writer"'),
    "no sender": played('sender = "customer"', 'sender = "nobody"'),
    "busy observer": played('"You lead." }', '"You lead." }\nduties = ["observes", "writes"]'),
    "no duty": played('"You lead." }', '"You lead." }\nduties = ["sings"]'),
    "many tasks": played(
        '"You lead." }', '"You lead." }\ntasks = [{ en = "a" }, { en = "b" }]'
    ),
    "no goals": played('goals = [{ en = "To learn." }]', "goals = []"),
    "no briefing": played('briefing = { en = "It is down." }', ""),
    "lone brace": played("It hurts.", "It { hurts."),
    "not filled": played("It hurts.", "It {hurts}."),
    "mood": played('en = "It hurts."', 'en = "It hurts.", mood = "sad"'),
    "minutes": played('until = "Sun 18:00"', 'until = "Sun 18:00"\nminutes = 0'),
}  # fmt: skip
"""One text for each kind of refusal."""
NAMES = re.compile(
    r"\S*/\S*|\w+_\w+|^    .*"
    r"|'[^']*'|\"[^\"]*\"|`[^`]*`|\[\w[^\]]*\]|key = value|do = |kind = |when = |after = "
    r"|(?<=known: ).*|(?<=bekannt sind: ).*|(?<=connus : ).*|there are \{.*|es gibt \{.*"
    r"|il existe \{.*|agency, waiting.*",
    re.MULTILINE,
)
"""What files have in every language."""


def left(english: str, other: str) -> set[str]:
    """Return what is English in the other text."""
    return english_left(NAMES.sub(" 0 ", english), NAMES.sub(" 0 ", other))


def problems(path: Path) -> tuple[Problem, ...]:
    with pytest.raises(ScenarioError) as wrong:
        load_scenario(path)
    return wrong.value.problems


@pytest.mark.parametrize("language", OTHERS)
@pytest.mark.parametrize("name", BROKEN)
@pytest.mark.filterwarnings("ignore::sim.errors.FormerNameWarning")
def test_a_mistake_in_a_scenario_is_told_in_the_language(
    tmp_path: Path, name: str, language: Language
) -> None:
    if name == "an ending":
        return
    for problem in problems(written(tmp_path, BROKEN[name])):
        other = problem_in(problem, language)
        assert not left(problem.text, other.text), other
        assert other.text != problem.text
        assert (other.file, other.line, other.column) == (
            problem.file, problem.line, problem.column,
        )  # fmt: skip
        for value in re.findall(r"\d+", problem.text):
            assert value in other.text, other.text
        if language == "fr":
            assert "'" not in NAMES.sub("", other.text), other.text
            assert not re.search(r"\w [;!?]", other.text), other.text


@pytest.mark.parametrize("language", OTHERS)
@pytest.mark.parametrize(("text", "place", "noted"), CAUTIONS)
def test_a_caution_is_told_in_the_language(
    tmp_path: Path, language: Language, text: str, place: str, noted: str
) -> None:
    (caution,) = cautions_about(written(tmp_path, text))
    other = problem_in(caution, language)
    assert place in other.text
    assert not left(caution.text, other.text), other.text
    assert other.text != caution.text


def command(*words: object) -> str:
    """Return what a command shows, whether it does its work or not."""
    done = CliRunner().invoke(app, [str(word) for word in words])
    wrong = done.exception
    if wrong is not None and not isinstance(wrong, SystemExit | ShitstormError):
        raise wrong
    return done.output + ("" if wrong is None else str(wrong))


CHECKED = {
    "mistakes": (broken("severity = 0.7", "severity = 7"), "incident.severity", "7"),
    "many": (SOUND + STEP * 60, "plans.updates.steps.61", "10"),
    "cautions": (PLAYED.replace("roles.lead", "roles.singer"), "exercise.roles.singer", "duties"),
}


@pytest.mark.parametrize("language", OTHERS)
@pytest.mark.parametrize("name", CHECKED)
def test_check_names_mistakes_and_cautions_in_the_language(
    tmp_path: Path, name: str, language: Language
) -> None:
    text, place, value = CHECKED[name]
    path = written(tmp_path, text)
    english, other = (
        command("check", path, "--no-trial", "--language", each) for each in ("en", language)
    )
    assert not left(english, other), other
    assert str(path) in other
    for part in (place if name != "many" else "plans.updates.steps.2", value):
        assert part in other
    assert other.count("\n") == english.count("\n")


def test_numbers_in_what_is_heard_are_written_as_in_the_language() -> None:
    known = heard("ties.csv: 1,800 people and 7,012 ties between them")
    assert isinstance(known, Told)
    assert known.said("de") == "ties.csv: 1.800 Menschen und 7.012 Verbindungen zwischen ihnen"
    assert "1\u202f800" in known.said("fr") or "1\u00a0800" in known.said("fr")


@pytest.mark.parametrize("language", OTHERS)
def test_check_says_of_a_file_of_ties_in_the_language(tmp_path: Path, language: Language) -> None:
    (tmp_path / "ties.csv").write_text("a,b\nb,c\n,d\nc,c\n")
    path = written(tmp_path, SOUND + '[community.ties]\nkind = "file"\npath = "ties.csv"\n')
    words = ("check", path, "--no-trial", "--language")
    english, other = command(*words, "en"), command(*words, language)
    assert "left out" in english
    assert not left(english, other), other
    (tmp_path / "ties.csv").write_text("a,b\nb\n")
    english, other = command(*words, "en"), command(*words, language)
    assert "ties.csv:2" in other
    assert not left(english, other), other


# -- broken tables of messages --------------------------------------------------------------

HEADS = ["name", "at", "sender", "when", "to", "minutes", "text.en"]
GOOD = ["one", "Sun 16:00", "customer", "", "", "3", "Well?"]


def table_with(key: str, value: str) -> bytes:
    wrong = ["two", *GOOD[1:]]
    wrong[HEADS.index(key)] = value
    return "\n".join(";".join(row) for row in (HEADS, GOOD, wrong)).encode()


TABLES = {
    **{key: table_with(key, value) for key, (value, _, _) in WRONG.items()},
    "long": table_with("text.en", "x" * 5000),
    "empty": b"",
    "heading": b"name;at;sender;text.en;colour\n",
    "no text": b"name;at;sender\n",
    "double": b"name;name;at;sender;text.en\n",
    "no CSV": b'name;at;sender;text.en\n"open',
    "same name": b"name;at;sender;text.en\none;Sun 1:00;board;a\none;Sun 1:00;board;b\n",
    "encoding": b"name;at;sender;text.en\n\x81\x8d\n",
    "large": b"x" * 5_000_001,
    "many": b"name;at;sender;text.en\n" + b";;;\n;x;;\n" * 30,
}


def table_refused(path: Path) -> InputError:
    with pytest.raises(InputError) as wrong:
        messages_in(path, read_table(path), ROLES, [])
    return wrong.value


def assert_told(wrong: InputError, path: Path, language: Language) -> None:
    english, other = str(wrong), refusal_in(wrong, language)
    assert other != english
    assert not left(english, other), other
    assert other.count("\n") == english.count("\n")
    assert str(path) in other
    for value in re.findall(r"\d+|'[^']*'", english):
        assert value in other, other


@pytest.mark.parametrize("language", OTHERS)
@pytest.mark.parametrize("name", TABLES)
def test_a_table_of_messages_is_refused_in_the_language(
    tmp_path: Path, name: str, language: Language
) -> None:
    path = tmp_path / "t.csv"
    path.write_bytes(TABLES[name])
    assert_told(table_refused(path), path, language)


@pytest.mark.parametrize("language", OTHERS)
@pytest.mark.parametrize("name", ["t.ods", "none.csv", "broken.xlsx", "damaged.xlsx"])
def test_a_file_that_is_no_table_is_refused_in_the_language(
    tmp_path: Path, name: str, language: Language
) -> None:
    path = tmp_path / name
    if name.startswith("broken"):
        path.write_bytes(b"x")
    if name.startswith("damaged"):
        from zipfile import ZipFile

        with ZipFile(path, "w") as archive:
            archive.writestr("x", "y")
    assert_told(table_refused(path), path, language)


@pytest.mark.parametrize("language", OTHERS)
def test_a_page_refuses_a_table_in_its_language(tmp_path: Path, language: Language) -> None:
    path = tmp_path / "t.csv"
    path.write_bytes(TABLES["heading"])
    said = refusal_said(table_refused(path), Speech(language))
    assert "colour" in said
    assert not left(str(table_refused(path)), said)


@pytest.mark.parametrize("language", OTHERS)
@pytest.mark.parametrize(
    "options",
    [
        ("--new-scenario", "n.toml"),
        ("--import-messages", "t.csv", "--export-messages", "t.csv"),
        ("--import-messages", "t.csv"),
    ],
)
def test_play_refuses_what_it_cannot_exchange_in_the_language(
    options: tuple[str, ...], language: Language
) -> None:
    english, other = (
        command("play", "analytics-outage", *options, "--language", each)
        for each in ("en", language)
    )
    assert not left(english, other), other
    assert english != other


def test_a_scenario_without_messages_says_so_in_the_language(tmp_path: Path) -> None:
    path = written(tmp_path)
    with pytest.raises(InputError) as wrong:
        messages_of(path, SOUND)
    assert_told(wrong.value, path, "de")
    assert_told(wrong.value, path, "fr")


# -- commands -------------------------------------------------------------------------------

CASE = "analytics-outage"
REFUSED = {
    "no scenario": ("run", "nothing"),
    "which plan": ("run", CASE),
    "no plan": ("run", CASE, "--plan", "silenc"),
    "no value": ("run", CASE, "--plan", "silence", "--set", "incident.affected"),
    "wrong value": ("run", CASE, "--plan", "silence", "--set", "incident.affected=7"),
    "no list": ("run", CASE, "--plan", "silence", "--set", "title.x=7"),
    "brand": ("run", CASE, "--plan", "silence", "--brand", "brand.toml", "--pptx", "x.pptx"),
    "brand alone": ("run", CASE, "--plan", "silence", "--brand", "brand.toml"),
    "slides": ("run", CASE, "--plan", "silence", "--pptx", "x.ppt"),
    "out": ("run", CASE, "--plan", "silence", "--out", "text.txt"),
    "folder": ("run", "folder", "--plan", "silence"),
    "plans": ("compare", CASE, "--plans", ","),
    "series": ("compare", CASE, "--plans", "silence", "--seeds", "2", "--series", "nope"),
    "provenance": ("rerun", "text.txt"),
    "no study": ("study", "nope"),
    "study": ("study", "study.toml"),
    "kind of study": ("study", "kind.toml"),
    "no results": ("report", "folder"),
    "no folder": ("report", "nowhere"),
    "two files": ("report", "folder", "--gif", "--out", "x.gif"),
    "no counts": ("fit", "none.csv"),
    "no times": ("forecast", "text.txt"),
    "no backtest": ("backtest", "nope"),
    "exists": ("new", "text.txt"),
    "no check": ("check", "nope"),
    "not played": ("play", "quiet-week"),
    "answers": ("play", CASE, "--script", "answers.toml"),
    "no answers": ("play", CASE, "--script", "none.toml"),
    "no decision": ("play", CASE, "--script", "decisions.toml"),
    "log": ("play", CASE, "--log", "log.db"),
    "no table": ("play", CASE, "--export-messages", "t.ods"),
    "no room": ("workshop", "--forget", "X", "--yes"),
    "no host": ("workshop", CASE, "--name", "a b"),
    "no lab": ("lab", "nope.toml"),
    "password": ("lab", "--host", "0.0.0.0"),
}  # fmt: skip
FILES = {
    "text.txt": "hi",
    "brand.toml": 'name = "x"\n[colours]\nbar = "red"\n',
    "study.toml": 'kind = "sweep"\ntitle = "x"\nscenario = "analytics-outage"\n'
    'compare = ["silence", "honst-roadmap"]\nmeasures = ["peek"]\n'
    '[factors.a]\npath = "incident.affected"\nvalues = [0.1]\n',
    "kind.toml": 'kind = "swep"\n',
    "answers.toml": "round = 1\n",
    "decisions.toml": '[[rounds]]\ndecisions = [{ do = "promise", deadline = "soon" }]\n',
    "log.db": "no database at all " * 100,
    "folder/x": "",
}


@pytest.mark.parametrize("name", REFUSED)
def test_a_command_refuses_in_its_language(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    monkeypatch.chdir(tmp_path)
    for file, text in FILES.items():
        (tmp_path / file).parent.mkdir(exist_ok=True)
        (tmp_path / file).write_text(text)
    english = command(*REFUSED[name])
    for language in OTHERS:
        other = command(*REFUSED[name], "--language", language)
        assert other != english
        assert not left(english, other), other
        assert other.count("\n") == english.count("\n")


def test_a_study_s_purposes_have_their_texts() -> None:
    seen: set[Any] = set()
    purposes = {each for kind in KINDS.values() for each in _purposes(kind, seen)}
    assert [purpose for purpose in purposes if not isinstance(heard(purpose), Told)] == []
