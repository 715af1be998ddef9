"""The reader: how much it sees, and how often it sees what is not there."""

from pathlib import Path
from typing import get_args

import pytest

from sim.workshop.reading import Found, found_in, read_words, sentences

HERE = Path(__file__).parent
LANGUAGES = ("en", "de", "fr")
MARKS = {"t": "time", "p": "playing_down", "b": "blaming", "a": "admission", "n": "next_word"}
ADVISED = {"time", "playing_down", "blaming"}


def labelled(language: str, book: str = "sentences") -> list[tuple[set[str], str]]:
    """The sentences of a language with what people have found in them."""
    lines = (HERE / f"{book}.{language}.txt").read_text(encoding="utf-8").splitlines()
    pairs = (line.split(" | ", 1) for line in lines if not line.startswith("#"))
    return [({MARKS[mark] for mark in marks if mark != "-"}, said) for marks, said in pairs]


def tallied(language: str, book: str = "sentences") -> dict[str, tuple[int, int, int, int]]:
    """By kind: sentences with it, of them found; sentences without it, of them alarmed at."""
    tally = dict.fromkeys(get_args(Found), (0, 0, 0, 0))
    for kinds, said in labelled(language, book):
        found = found_in(said, language)
        for kind, (there, hits, absent, false) in tally.items():
            is_there, is_found = kind in kinds, kind in found
            tally[kind] = (
                there + is_there,
                hits + (is_there and is_found),
                absent + (not is_there),
                false + (not is_there and is_found),
            )
    return tally


@pytest.mark.parametrize("language", LANGUAGES)
def test_enough_sentences_are_labelled(language: str) -> None:
    assert len(labelled(language)) >= 70
    assert all(there >= 6 for there, _, _, _ in tallied(language).values())


@pytest.mark.parametrize("language", LANGUAGES)
def test_most_is_seen_and_false_alarms_are_rare(language: str) -> None:
    tally = tallied(language)
    there, hits = (sum(row[k] for row in tally.values()) for k in (0, 1))
    absent, false = (sum(tally[kind][k] for kind in ADVISED) for k in (2, 3))
    assert hits / there >= 0.9, tally
    assert false / absent <= 0.03, tally


def test_unseen_sentences_raise_few_false_alarms() -> None:
    """Unusual wording is mostly overlooked (7 of 30 found), but hardly ever cried wolf at."""
    tallies = [tallied(language, "unseen") for language in LANGUAGES]
    rows = [tally[kind] for tally in tallies for kind in ADVISED]
    assert sum(row[3] for row in rows) / sum(row[2] for row in rows) <= 0.02
    hits = sum(row[1] for tally in tallies for row in tally.values())
    there = sum(row[0] for tally in tallies for row in tally.values())
    assert there == 30
    assert hits >= 7


@pytest.mark.parametrize(
    ("language", "said"),
    [
        ("en", "We are looking into it. The data will be back by 6 pm. It is only a small delay."),
        ("de", "Wir sehen nach. Bis 18 Uhr ist alles wieder da. Das ist nur ein kleines Problem."),
        ("fr", "Nous cherchons. Tout sera de retour à 18 h. Ce n'est qu'un petit retard."),
    ],
)
def test_advice_quotes_the_sentence_it_is_about(language: str, said: str) -> None:
    remarks = read_words(said, language, "acknowledgement")
    kinds = [remark.kind for remark in remarks]
    assert kinds == ["time", "playing_down", "no_admission", "no_next_word"]
    assert remarks[0].quote == sentences(said)[1]
    assert all(remark.advice for remark in remarks)


def test_what_is_meant_as_a_promise_is_no_slip() -> None:
    assert not read_words("The data will be back by 6 pm.", "en", "promise")
    assert not read_words("", "en", "apology")
    assert not read_words("Comments with insults were removed.", "en", "deleting")


def test_a_good_text_passes() -> None:
    said = (
        "A storage system failed, and it is ours to repair. First we check all volumes, then we "
        "restore. We name no hour that we cannot stand by. Next update here at 10 pm."
    )
    assert not read_words(said, "en", "roadmap")
