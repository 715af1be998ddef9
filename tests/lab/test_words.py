"""What the lab says itself, it says in the language asked for: refusals and conditions."""

import re
from pathlib import Path

import pytest

from sim.errors import InputError
from sim.lab import edits
from sim.lab.condition_words import condition_said
from sim.lab.draft import document_title, opened, read
from sim.lab.refusals import LabRefusedError, refusal_said
from sim.lab.timeline import acts_of
from sim.language.speech import LANGUAGES, Language, Speech, texts
from sim.storm.levers import VISIBLE
from tests.lab.test_book import TEXT

LAB = Path(edits.__file__).parent


def speech(language: Language) -> Speech:
    return Speech(language, tables=("lab", "web", "exercise"))


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_refusal_of_the_lab_has_words_in_every_language(language: Language) -> None:
    source = "\n".join(file.read_text(encoding="utf-8") for file in LAB.rglob("*.py"))
    raised = re.findall(r"LabRefusedError\((.*?)\)(?: from None|\n)", source, re.DOTALL)
    keys = {re.findall(r"\"(\w+)\"", call)[0] for call in raised if re.search(r'"\w+"', call)}
    assert len(keys) >= 8
    missing = [key for key in keys if f"lab.refused_{key}" not in texts(language)]
    assert missing == []


def test_what_is_refused_is_said_in_the_language_and_in_english_elsewhere() -> None:
    with pytest.raises(LabRefusedError) as refused:
        edits.applied(opened(TEXT), edits.new_plan("talk", "s", None))
    assert refusal_said(refused.value, speech("fr")) == (
        "Il y a déjà un plan «\u00a0talk\u00a0». Choisissez un autre nom."
    )
    assert "choose another name" in str(refused.value)
    assert refusal_said(InputError("no such file"), speech("fr")) == "no such file"


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_condition_is_worded_without_the_names_of_a_file(language: Language) -> None:
    for name in VISIBLE:
        said = condition_said(f"{name} >= 2.5 and {name} == 0", speech(language))
        assert "_" not in said
        assert "≥ 2" in said


def test_a_condition_of_yes_or_no_is_said_without_a_number() -> None:
    assert condition_said("fixed == 1", speech("en")) == "repaired"
    assert condition_said("posts_per_hour > 20 and fixed == 0", speech("de")) == (
        "kritische Beiträge/h > 20 und nicht repariert"
    )
    assert condition_said("first-word", speech("de")) == "first-word", "a step that it follows"


def test_acts_wait_for_conditions_in_the_words_of_the_language() -> None:
    step = 'do = "promise"\nat = "Sun 15:00"\ndeadline = "Sun 18:00"'
    text = TEXT.replace(step, 'do = "apology"\nwhen = "articles > 0"')
    (act,) = acts_of(read(text), "talk", None, speech("de"))
    assert act.waits == "Artikel > 0"


def test_a_title_is_found_whatever_a_document_looks_like() -> None:
    assert document_title({}, "bread", "de") == "bread"
    assert document_title({"title": "Out of\nbread"}, "bread", "de") == "Out of bread"
    titles = {"en": "Out of bread", "de": "Kein Brot"}
    assert document_title({"title": titles}, "bread", "de") == "Kein Brot"
    assert document_title({"title": titles}, "bread", "fr") == "Out of bread"
    both = {"title": titles, "exercise": {"title": {"en": "The baker", "fr": "Le boulanger"}}}
    assert [document_title(both, "bread", each) for each in LANGUAGES] == [
        "The baker", "Kein Brot", "Le boulanger",
    ]  # fmt: skip
