"""Three languages say the same things, with the same blanks."""

import ast
import re
import tomllib
from pathlib import Path

import pytest

from sim.charts.wording import WORDS as CHART_WORDS
from sim.charts.wording import number, said, speaking
from sim.engines.output import OUTCOMES
from sim.reports.language import LANGUAGES, Speech, words
from sim.results import MEASURES
from sim.storm.parameters import DECLARED
from sim.storm.responses import CATALOGUE

BLANK = re.compile(r"\{(\w+)\}")
SOURCES = Path(CHART_WORDS).parent
TELLS = {"tell"}


@pytest.mark.parametrize("language", LANGUAGES)
def test_all_languages_say_the_same(language) -> None:
    english, theirs = words("en"), words(language)
    for table in ("said", "measures", "responses", "outcomes", "kinds", "moments", "study_kinds"):
        assert set(theirs[table]) == set(english[table]), table
    for key, text in english["said"].items():
        assert set(BLANK.findall(text)) == set(BLANK.findall(theirs["said"][key])), key


@pytest.mark.parametrize("language", LANGUAGES)
def test_everything_has_a_name(language) -> None:
    known = words(language)
    assert set(MEASURES) <= set(known["measures"])
    assert set(CATALOGUE) <= set(known["responses"])
    assert set(OUTCOMES) <= set(known["outcomes"])
    if language != "en":
        units = {p.unit for p in DECLARED} | {m.unit for m in MEASURES.values()}
        assert units - {"h"} <= set(known["units"])


@pytest.mark.parametrize("language", ["de", "fr"])
def test_charts_know_every_text(language: str) -> None:
    known = tomllib.loads((CHART_WORDS / f"{language}.toml").read_text("utf-8"))
    assert told_in_charts() <= set(known)
    for english, theirs in known.items():
        assert set(BLANK.findall(english)) == set(BLANK.findall(theirs)), english


def told_in_charts() -> set[str]:
    """Texts that charts hand to ``tell`` as they stand."""
    calls = [
        call
        for file in SOURCES.glob("*.py")
        for call in ast.walk(ast.parse(file.read_text("utf-8")))
        if isinstance(call, ast.Call) and isinstance(call.func, ast.Name) and call.func.id in TELLS
    ]
    given = [text for call in calls if call.args for text in ast.walk(call.args[0])]
    return {
        text.value for text in given if isinstance(text, ast.Constant) and " " in str(text.value)
    }


def test_figures_and_moments() -> None:
    for language, figure, moment in (
        ("en", "1,234", "Mon 08:30"),
        ("de", "1.234", "Mo 08:30"),
        ("fr", "1\u202f234", "lun. 8 h 30"),
    ):
        speech = Speech(language, 8.0)
        assert speech.number(1234.4) == figure
        assert speech.moment(0.5).replace("\u00a0", " ") == moment
    assert Speech("de").number(-0.5, sign=True) == "−0,50"
    assert Speech("en").number(float("nan")) == "–"
    assert Speech("fr").percent(0.25) == "25\u00a0%"


def test_charts_speak_only_within_the_block() -> None:
    with speaking("de"):
        assert said("silence") == "„silence“"
        assert number(1234.0) == "1.234"
    assert said("silence") == "“silence”"
