"""Whoever a company serves is called by the right word in every language."""

import re
from typing import get_args

import pytest

from sim.language.speech import LANGUAGES, Speech, texts, texts_for
from sim.scenario.schema import Clientele

OTHERS = [each for each in get_args(Clientele) if each != "customers"]
CUSTOMERS = {"en": r"\bcustomers?\b", "de": r"\bKunden?\b|Kunden", "fr": r"\bclients?\b"}
OF_THEIR_OWN = (
    "report.fact_clients",
    "lab.fact_incident_clients",
    "lab.voices_clients",
    "lab.conduct_agency",
    "responses.client-help.risk",
    "heard.",
    "refusals.",
)
"""Texts about the customers of those whom the company serves, and about keys of files."""


@pytest.mark.parametrize("serves", OTHERS)
def test_all_languages_replace_the_same_texts_with_the_same_placeholders(serves: str) -> None:
    english = texts_for(serves, "en")
    assert english
    for language in LANGUAGES:
        own, common = texts_for(serves, language), texts(language)
        assert list(own) == list(english)
        for name, text in own.items():
            assert set(re.findall(r"\{\w+\}", text)) == set(re.findall(r"\{\w+\}", common[name]))


@pytest.mark.parametrize("serves", OTHERS)
@pytest.mark.parametrize("language", LANGUAGES)
def test_every_text_that_says_customers_is_said_in_the_right_word(language, serves: str) -> None:
    """A new text that says "customers" needs one in serves.en.toml and its neighbours, too."""
    own = texts_for(serves, language)
    said = [name for name, text in texts(language).items() if re.search(CUSTOMERS[language], text)]
    assert [name for name in said if name not in own and not name.startswith(OF_THEIR_OWN)] == []


def test_nobody_else_is_called_a_customer() -> None:
    for serves in OTHERS:
        for name, text in texts_for(serves, "en").items():
            if "client" not in name:  # help for the customers of those served
                assert "customer" not in text, name


def test_customers_are_called_so_where_nothing_else_is_said() -> None:
    assert Speech("de").say("measures.customers_lost.name") == "verlorene Kunden"
    members = Speech("de", serves="members")
    assert members.say("measures.customers_lost.name") == "verlorene Mitglieder"
    assert members.name("measures", "customers_lost", "name") == "verlorene Mitglieder"
    assert members.say("report.caveat") == Speech("de").say("report.caveat")
