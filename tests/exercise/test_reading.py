"""The reader: how much it sees, and how often it sees what is not there."""

import pytest

from sim.exercise.words.reading import read_words, sentences
from sim.language.typesetting import Language
from tests.exercise.read_sentences import LANGUAGES, labelled, summed, tallied


@pytest.mark.parametrize("language", LANGUAGES)
def test_enough_sentences_are_labelled(language: Language) -> None:
    assert len(labelled(language)) >= 200
    assert len(labelled(language, "unseen")) >= 35
    assert len(labelled(language, "ordinary")) >= 30
    assert all(row[0] >= 20 for row in tallied(language).values())
    assert all(row[0] >= 5 for row in tallied(language, "unseen").values())


@pytest.mark.parametrize("language", LANGUAGES)
def test_most_is_seen_and_false_alarms_are_rare(language: Language) -> None:
    there, hits, absent, false = summed(tallied(language))
    assert hits / there >= 0.95
    assert false / absent <= 0.02


@pytest.mark.parametrize(("book", "least"), [("ordinary", 0.75), ("unseen", 0.6)])
@pytest.mark.parametrize("language", LANGUAGES)
def test_sentences_that_no_rule_was_made_for(language: Language, book: str, least: float) -> None:
    """Most of them are found, and hardly ever is there a false alarm."""
    there, hits, absent, false = summed(tallied(language, book))
    assert hits / there >= least
    assert false / absent <= 0.05


@pytest.mark.parametrize(
    ("language", "said"),
    [
        ("en", "We are looking into it. The data will be back by 6 pm. It is only a small delay."),
        ("de", "Wir sehen nach. Bis 18 Uhr ist alles wieder da. Das ist nur ein kleines Problem."),
        ("fr", "Nous cherchons. Tout sera de retour à 18 h. Ce n'est qu'un petit retard."),
    ],
)
def test_advice_quotes_the_sentence_it_is_about(language: Language, said: str) -> None:
    remarks = read_words(said, language, "acknowledgement")
    kinds = [remark.kind for remark in remarks]
    assert kinds == ["time", "playing_down", "no_admission", "no_next_word"]
    assert remarks[0].quote == sentences(said)[1]
    assert all(remark.advice for remark in remarks)


def test_what_is_meant_as_a_promise_is_no_slip() -> None:
    assert not read_words("The data will be back by 6 pm.", "en", "promise")
    assert not read_words("", "en", "apology")
    assert not read_words("Comments with insults were removed.", "en", "deletion")


def test_a_good_text_passes() -> None:
    said = (
        "A storage system failed, and it is ours to repair. First we check all volumes, then we "
        "restore. We name no hour that we cannot stand by. Next update here at 10 pm."
    )
    assert not read_words(said, "en", "roadmap")
