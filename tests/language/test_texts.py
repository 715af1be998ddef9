"""All languages have the same texts, with the same placeholders, and each text is used."""

import re
from functools import cache
from pathlib import Path
from typing import get_args

import pytest

from sim.engines.output import OUTCOMES
from sim.language.meanings import meanings
from sim.language.speech import LANGUAGES, Speech, texts
from sim.results import MEASURES
from sim.scenario.schema import Clientele
from sim.storm.parameters import DECLARED
from sim.storm.responses import CATALOGUE

SIM = Path(__file__).parents[2] / "sim"
PLACEHOLDER = re.compile(r"\{(\w*)\}")
OPEN_TABLES = (
    "responses",
    "measures",
    "units",
    "outcomes",
    "study_kinds",
    "senders",
    "conditions",
    "authors",
    "heard",
)
"""Tables whose keys are names of the project's own; another test says that each has a text."""
BUILT = {
    "report.": ("section", "chart", "heading", "promises"),
    "exercise.": (
        "refused", "question", "improvement", "what_if", "promise", "advice", "field", "read",
        "card", "verdict", "change", "coming", "luck", "shares", "why_posts",
        "why_let_down", "why_reached",
    ),
    "fitting.": ("figure", "head", "watch", "clock", "decay", "side", "forecaster", "who"),
    "counts.": (
        "above", "form", "left", "missing", "numbers", "order", "part", "places", "row",
        "separator", "side", "style", "unit", "what", "zero",
    ),
    "checks.": ("column", "head", "name", "told"),
    "validation.": ("head", "drawn", "limit"),
    "calibration.": ("head", "kind"),
    "drivers.": ("head", "of", "what"),
    "refusals.": ("entry", "kind", "wanted"),
    "backtest.": ("half", "head", "measure"),
    "forecast.": ("way", "verdict", "head"),
    "messages.": ("heading",),
    "duties.": ("holds",),
    "studies.": ("measure", "answer", "panel", "outcome", "beside"),
    "headline.": ("price",),
    "lab.": (
        "about", "condition", "conduct", "exercise", "fact", "field", "file", "group", "import",
        "language",
        "measure", "page", "refused", "route", "see", "seen", "tab", "unseen", "voices",
    ),
    "web.": ("refused", "severity", "tab", "filling", "group", "field", "legend", "hint", "label",
             "message", "link", "way"),
    "stage.": ("refused", "state", "voice", "about"),
}  # fmt: skip
"""Beginnings of keys that the code completes, as in ``report.section_{name}``."""


@pytest.mark.parametrize("language", LANGUAGES)
def test_all_languages_have_the_same_texts_with_the_same_placeholders(language) -> None:
    english, theirs = texts("en"), texts(language)
    assert list(theirs) == list(english)
    for name, text in english.items():
        assert set(PLACEHOLDER.findall(text)) == set(PLACEHOLDER.findall(theirs[name])), name
        assert bool(theirs[name].strip()) == bool(text.strip()), name


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_response_measure_outcome_and_unit_has_its_texts(language) -> None:
    known = texts(language)
    for do in CATALOGUE:
        parts = ("short", "name", "help", "risk")
        assert {f"responses.{do}.{part}" for part in parts} <= set(known), do
    assert {f"measures.{name}.name" for name in MEASURES} <= set(known)
    assert {f"outcomes.{outcome}" for outcome in OUTCOMES} <= set(known)
    units = {parameter.unit for parameter in DECLARED} | {m.unit for m in MEASURES.values()}
    assert {f"units.{unit}" for unit in units - {"h"}} <= set(known)


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("serves", get_args(Clientele))
def test_a_response_is_known_again_by_its_short_name(language, serves: str) -> None:
    """Cards show the name, the debrief and the projector the short one."""
    speech = Speech(language, serves=serves)
    for do in CATALOGUE:
        short, name = (
            re.findall(r"\w{4,}", speech.say(f"responses.{do}.{part}").casefold())
            for part in ("short", "name")
        )
        beginnings = {word[:4] for word in name}
        assert short[0][:4] in beginnings, (do, short, name)
    assert len({speech.say(f"responses.{do}.short") for do in CATALOGUE}) == len(CATALOGUE)


def test_no_response_measure_or_unit_has_a_text_without_being_there() -> None:
    named = {"responses": set(CATALOGUE), "measures": set(MEASURES), "outcomes": set(OUTCOMES)}
    for table, names in named.items():
        keys = {name.split(".")[1] for name in texts("en") if name.startswith(f"{table}.")}
        assert keys <= names, table


def test_every_text_is_used() -> None:
    closed = [name for name in texts("en") if not name.startswith(OPEN_TABLES)]
    assert not [name for name in closed if not used(name)]


def used(name: str) -> bool:
    table, key = name.split(".", 1)
    if any(key.startswith(f"{begin}_") for begin in BUILT.get(f"{table}.", ())):
        return True
    return any(f"{quote}{text}{quote}" in source() for text in (name, key) for quote in "\"'")


def test_keys_are_completed_only_where_the_code_does_so() -> None:
    for table, beginnings in BUILT.items():
        for begin in beginnings:
            completed = rf"[\"'](?:{re.escape(table)})?{begin}_(?:%|\{{|[\"'] ?~)"
            assert re.search(completed, source()), f"{table}{begin}"


@cache
def source() -> str:
    files = [*SIM.rglob("*.py"), *SIM.rglob("*.html")]
    return "\n".join(file.read_text(encoding="utf-8") for file in files)


def test_a_missing_placeholder_or_name_is_an_error() -> None:
    with pytest.raises(KeyError):
        Speech("de").say("report.no_such_text")
    with pytest.raises(KeyError):
        Speech("de").say("report.footer", other=1)


def test_a_name_of_somebody_s_own_stays_as_it_is() -> None:
    assert Speech("fr").name("responses", "apology", "short") == "excuses"
    assert Speech("fr").name("responses", "first-word", "short") == "first-word"


SPEAKING = ("workshop/web", "exercise/debrief", "terminal/uncertainty.py", "terminal/languages.py")
"""Modules that put words in the language asked for together."""


def test_french_has_its_own_apostrophe() -> None:
    """Reading sets it too. In the files it is what stands there for those who edit them."""
    straight = re.compile(r"= \".*[^\W\d_]'[^\W\d_]")
    found = []
    for path in sorted((SIM / "language" / "texts").glob("*fr.toml")):
        lines = path.read_text(encoding="utf-8").splitlines()
        found += [f"{path.name}:{n}" for n, line in enumerate(lines, 1) if straight.search(line)]
    assert not found


@pytest.mark.parametrize("language", ["de", "fr"])
def test_every_parameter_and_measure_has_its_meaning(language) -> None:
    assert set(meanings("parameters", language)) == {parameter.name for parameter in DECLARED}
    assert set(meanings("measures", language)) == set(MEASURES)


def test_no_label_gets_its_colon_by_hand() -> None:
    """French sets a space before it, so that ``Speech.labelled`` writes it."""
    joined = re.compile(r"f\".*\}: \{(?!wrong)|\}\}: ?[{<]|\{\{ \": \"")
    found = []
    for place in SPEAKING:
        files = [SIM / place] if place.endswith(".py") else sorted((SIM / place).rglob("*.py"))
        for path in [*files, *sorted((SIM / place).rglob("*.html"))]:
            lines = path.read_text(encoding="utf-8").splitlines()
            found += [f"{path.name}:{n}" for n, line in enumerate(lines, 1) if joined.search(line)]
    assert not found
