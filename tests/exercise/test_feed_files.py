"""The files of sentences: three languages of one shape, and enough to say."""

import csv
import re
import tomllib
from functools import cache
from pathlib import Path

import pytest

from sim.exercise import words
from sim.exercise.words.feed import FeedWriter
from sim.exercise.words.sentences import bank, placeholders
from sim.exercise.words.topics import TOPICS
from sim.language.typesetting import Language
from sim.scenario import load_scenario
from sim.scenario.voices import CONDUCTS
from sim.storm.responses import CATALOGUE
from tests.exercise.feeds import EXERCISE, LANGUAGES, SCENARIOS, run_of

# -- the files -----------------------------------------------------------------------------

FILLED = {"time", "made", "hours", "count", "said", "said_at", "mine_at", "name"}


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_language_has_words_for_every_topic(language: Language) -> None:
    lists = bank("posts", language)
    assert {topic for kind in CATALOGUE.values() for topic in kind.topic[:1] if topic} <= {*TOPICS}
    for topic in TOPICS:
        assert len(lists["critics"][topic]["calm"]) >= 3, topic
        assert len(lists["critics"][topic]["angry"]) >= 3, topic
        assert len(lists["defender"][topic]["lines"]) >= 3, topic
        for who in ("affected", "bandwagon"):
            assert all(lists[who][topic][mood] for mood in ("calm", "angry")), (who, topic)
    assert {*bank("characters", language)} == {*CONDUCTS}


@cache
def files() -> dict[str, dict[str, object]]:
    folder = Path(words.__path__[0])
    return {
        path.name: tomllib.loads(path.read_text(encoding="utf-8"))
        for book in ("posts", "characters")
        for path in sorted(folder.glob(f"{book}.*.toml"))
    }


def lines_of(value: object) -> list[str]:
    if isinstance(value, dict):
        return [line for inner in value.values() for line in lines_of(inner)]
    if isinstance(value, list):
        return [str(each) for each in value]
    return [line for line in str(value).splitlines() if line.strip()]


def test_the_files_of_all_languages_have_the_same_shape() -> None:
    def shape(value: object) -> object:
        return sorted((key, shape(value[key])) for key in value) if isinstance(value, dict) else ""

    for book in ("posts", "characters"):
        of_book = {name: dict(read) for name, read in files().items() if name.startswith(book)}
        for read in of_book.values():
            read.pop("misspellings", None)  # each language has its own
        assert len(of_book) == 3
        assert len({str(shape(read)) for read in of_book.values()}) == 1, book


def test_no_sentence_stands_twice_in_a_file_and_all_can_be_filled() -> None:
    for name, read in files().items():
        told = [line for key in read if key not in NOT_SENTENCES for line in lines_of(read[key])]
        assert all(placeholders(line) <= FILLED for line in told), name
        long = [line for line in told if len(line) > 30]
        assert len(long) == len(set(long)), {line for line in long if long.count(line) > 1}


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_nickname_is_a_word_of_the_sentences(language: Language) -> None:
    """Somebody called "will" would seem to write of themselves."""
    of_language = {name: read for name, read in files().items() if f".{language}" in name}
    told = {
        word.lower()
        for read in of_language.values()
        for key in read
        if key not in NOT_SENTENCES
        for line in lines_of(read[key])
        for word in re.split(r"[^\w.-]+", line)
    }
    nicknames = next(read for name, read in of_language.items() if name.startswith("posts"))
    assert not told & set(nicknames["handles"]["given"].split())


TIMES_OF_DAY = re.compile(
    r"good (morning|evening)|this (morning|evening)|lunch break|late shift|start to the day"
    r"|guten (morgen|abend)|heute (morgen|abend)|mittagspause|spätschicht|start in den tag"
    r"|bonsoir|ce (matin|soir)\b|déjeuner\. |début de journée|travaille tard",
    re.IGNORECASE,
)


def test_no_sentence_names_a_time_of_day_that_it_may_not_be() -> None:
    for name, read in files().items():
        for key, told in read.items():
            by_topic = told if isinstance(told, dict) else {"": told}
            lines = [each for topic in by_topic if topic != "night"
                     for each in lines_of(by_topic[topic])]  # fmt: skip
            wrong = [line for line in lines if TIMES_OF_DAY.search(line)]
            assert not wrong, (name, key, wrong)


STIFF = re.compile(
    r"\bone (has|may|can|could|should|does)\b|\bat (ours|yours)\b|\bstands here\b", re.IGNORECASE
)
"""Turns of phrase of translations, which nobody writes in a comment."""


@pytest.mark.parametrize("book", ["posts", "characters"])
def test_english_is_written_as_people_write_it(book: str) -> None:
    read = files()[f"{book}.en.toml"]
    lines = lines_of({key: told for key, told in read.items() if key not in NOT_SENTENCES})
    assert not [line for line in lines if STIFF.search(line)]
    whole = sum(" do not " in line or "I am " in line for line in lines)
    short = sum("don't" in line or "I'm" in line for line in lines)
    assert short > 5 * whole, "contracted, but for those who write formally"


NOT_SENTENCES = ("handles", "emoji", "hashtags", "misspellings", "shouted")


@pytest.mark.parametrize("language", LANGUAGES)
def test_there_are_more_than_1700_sentences(language: Language) -> None:
    """Five times the 344 of the first bank."""
    total = sum(
        len(lines_of(read[key]))
        for name, read in files().items()
        if f".{language}." in name
        for key in read
        if key not in NOT_SENTENCES
    )
    assert total - 2 * len(CONDUCTS) >= 5 * 344, "names and histories are no sentences"


def test_a_trainer_s_own_exercise_has_characters_without_writing_any() -> None:
    bare = EXERCISE.model_copy(update={"characters": []})
    posts = FeedWriter(run_of("as-it-happened", 100), "fr", bare).posts()
    assert len({post.character for post in posts if post.character}) >= 10


@pytest.mark.parametrize("name", SCENARIOS)
def test_every_exercise_speaks_three_languages(name: str) -> None:
    def lacking(value: object, path: str = "") -> list[str]:
        if isinstance(value, dict):
            if "en" in value and isinstance(value["en"], str):
                return [path] if {"en", "de", "fr"} - value.keys() else []
            return [found for key in value for found in lacking(value[key], f"{path}.{key}")]
        if isinstance(value, list):
            return [f for k, one in enumerate(value) for f in lacking(one, f"{path}.{k}")]
        return []

    assert not lacking(load_scenario(name).document["exercise"])


@pytest.mark.parametrize("language", LANGUAGES)
def test_of_100_posts_marked_by_hand_at_most_5_do_not_fit(language: Language) -> None:
    """The files are a record of one reading, and not made anew when sentences change."""
    path = ROOT / "docs" / "measured" / f"feed-100-posts.{language}.csv"
    with path.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    assert len(rows) == 100
    assert len({row["text"] for row in rows}) == 100
    assert sum(row["fits"] == "no" for row in rows) <= 5
    assert all(row["why not"] for row in rows if row["fits"] == "no")


ROOT = Path(__file__).parent.parent.parent
