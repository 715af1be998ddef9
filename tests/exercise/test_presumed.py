"""What posts take for granted is so: other posts, hours gone by, the time, what they reply to."""

import re
import tomllib
from collections import Counter
from functools import cache
from pathlib import Path

import pytest

from sim.engines.resumable import ResumableRun
from sim.exercise import words
from sim.exercise.words.feed import FeedWriter
from sim.exercise.words.posts import CRITICAL, Post
from sim.exercise.words.presumed import MANY, SOME, Page, has_passed, plain, presumed
from sim.exercise.words.sentences import bank
from sim.exercise.words.threads import sentences_in, suits
from sim.language.typesetting import Language
from sim.scenario import load_scenario
from tests.exercise.feeds import EXERCISE, LANGUAGES, SCENARIOS, by_people, exercise_of, loud_run

SUNDAY = 6 * 24.0
DUE = 4.0
"""Hours from the start of the case until its data are due and the team is called."""


def page(language: Language, clock: float = 16.0, **so: float) -> Page:
    """Return a page on the Sunday of the case, loud and old unless told otherwise."""
    told = {"age": 100.0, "critical": 100, "own": 100} | so
    return Page(
        language, SUNDAY + clock, told["age"], critical=int(told["critical"]), own=int(told["own"])
    )


# -- single sentences ----------------------------------------------------------------------

NEED_OTHERS = {
    "en": ("So I'm not the only one. That doesn't make it better.", "Easy now."),
    "de": ("Ich bin also nicht die Einzige. Besser macht es das nicht.", "Immer mit der Ruhe."),
    "fr": ("Je ne suis donc pas la seule. Ça ne me console pas.", "On peut se calmer ?"),
}
NEED_MANY = {
    "en": ("The comments know more than the company does.", "Everybody sees this."),
    "de": ("Die Kommentare wissen mehr als die Firma.", "Das sehen hier alle."),
    "fr": ("Les commentaires en savent plus que l'entreprise.", "Tout le monde le voit."),
}
NEED_DAYS = {
    "en": "You're burning years of trust in a few days.",
    "de": "Ihr verbrennt das Vertrauen von Jahren in ein paar Tagen.",
    "fr": "Vous brûlez des années de confiance en quelques jours.",
}
PAST_FOUR = {
    "en": ("It is past four and my dashboard still shows last week.", "Sunday, four o'clock, no."),
    "de": ("Es ist nach vier, und mein Dashboard zeigt nichts.", "Sonntag, vier Uhr, keine Daten."),
    "fr": ("Il est quatre heures passées et rien.", "Dimanche, seize heures, pas de données."),
}
ALL_NIGHT = {
    "en": "Somebody is sitting there all night for us, think of that too.",
    "de": "Da sitzt jemand die ganze Nacht für uns, denkt auch mal daran.",
    "fr": "Quelqu'un y passe la nuit pour nous, pensez-y aussi.",
}


@pytest.mark.parametrize("language", LANGUAGES)
def test_who_is_not_the_only_one_has_read_others(language: Language) -> None:
    for lines, least in ((NEED_OTHERS, SOME), (NEED_MANY, MANY)):
        for line in lines[language]:
            assert not page(language, critical=least - 1).bears(line), line
            assert page(language, critical=least).bears(line), line


@pytest.mark.parametrize("language", LANGUAGES)
def test_days_and_nights_are_spoken_of_when_they_have_been(language: Language) -> None:
    assert not page(language, age=20.0).bears(NEED_DAYS[language])
    assert page(language, age=60.0).bears(NEED_DAYS[language])
    assert not page(language, 17.0, age=1.0).bears(ALL_NIGHT[language])
    assert page(language, 23.0, age=7.0).bears(ALL_NIGHT[language])


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_time_that_a_sentence_says_it_is(language: Language) -> None:
    for line in PAST_FOUR[language]:
        fits = [clock for clock in (15.0, 16.5, 19.0) if page(language, clock).bears(line)]
        assert fits == [16.5], line
    monday = Page(language, SUNDAY + 40.5, 100.0, 100, 100)
    assert not monday.bears(PAST_FOUR[language][1]), "four o'clock, and no Sunday"


def post(text: str, mood: str = "calm") -> Post:
    return Post(3.0, "evi_o43", "affected", "noticing", text, 1, mood=mood)  # type: ignore[arg-type]


UNDER_QUESTIONS = {
    "en": "{name} Good question. Without the last sentence it would be even better.",
    "de": "{name} Gute Frage. Ohne den letzten Satz noch besser.",
    "fr": "{name} Bonne question. Encore meilleure sans la dernière phrase.",
}
TO_ANGER = {
    "en": "{name} Shouting doesn't make it faster.",
    "de": "{name} Vom Schreien geht es nicht schneller.",
    "fr": "{name} Crier ne fait pas avancer plus vite.",
}


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_reply_fits_what_it_replies_to(language: Language) -> None:
    line = UNDER_QUESTIONS[language]
    said = {"One sentence": False, "One question?": False, "Two. Sentences.": False}
    said |= {"A question? And something rude.": True}
    for text, fits in said.items():
        assert suits(line, post(text), 1, language) is fits, text
    assert not suits(TO_ANGER[language], post("Is it me?"), 1, language)
    assert suits(TO_ANGER[language], post("It's a shame.", "angry"), 1, language)


def test_who_writes_a_lot_has_written_a_lot() -> None:
    line = "{name} You're writing a lot here. Take a break."
    assert not suits(line, post("Once.", "angry"), 1, "en")
    assert suits(line, post("Again.", "angry"), 3, "en")


def test_sentences_are_counted_in_any_handwriting() -> None:
    assert [sentences_in(text) for text in ("no stop", "One. two", "Why?! 😡 #fail")] == [1, 2, 1]


@pytest.mark.parametrize(
    ("language", "about"),
    [
        ("en", "Has been trying out another tool since Sunday evening."),
        ("de", "Probiert seit Sonntagabend ein anderes Programm aus."),
        ("fr", "Essaie un autre outil depuis dimanche soir."),
    ],
)
def test_a_history_is_shown_once_it_has_happened(language: Language, about: str) -> None:
    assert not has_passed(about, language, SUNDAY + 12.0, 8.0)
    assert has_passed(about, language, SUNDAY + 12.0, 12.0)
    assert has_passed("Zählt die Stunden.", language, SUNDAY + 12.0, 0.0)


# -- whole pages ---------------------------------------------------------------------------


@cache
def case_of_many(seed: int) -> ResumableRun:
    """The case up to Sunday 22:00, on a page of so many that they write before the data are due."""
    scenario = load_scenario("analytics-outage")
    people = {"people": scenario.community.people * 16}
    community = scenario.community.model_copy(update=people)
    run = ResumableRun(scenario.model_copy(update={"community": community}), seed)
    run.live_until(10.0)
    return run


@pytest.mark.parametrize("language", LANGUAGES)
def test_before_the_data_are_due_people_only_wonder(language: Language) -> None:
    wondering = {plain(each) for each in bank("posts", language)["affected"]["noticing"]["calm"]}
    found = 0
    for seed in range(3):
        posts = by_people(FeedWriter(case_of_many(seed), language, EXERCISE).posts())
        early = [each for each in posts if each.hours < DUE and each.kind != "fan"]
        found += len(early)
        for each in early:
            assert (each.kind, each.mood, each.character) == ("affected", "calm", ""), each
        plain_words = [set(re.findall(r"\w+", plain(each.text))) for each in early
                       if each.topic != "reply"]  # fmt: skip
        for told in plain_words:
            known = (set(re.findall(r"\w+", each)) for each in wondering)
            assert any(len(words - told) <= 2 for words in known), told
    assert found > 0


@pytest.mark.parametrize("language", LANGUAGES)
def test_hours_of_silence_count_from_when_the_data_were_due(language: Language) -> None:
    named = re.compile(r"\b(\d+) (?:hours|stunden|heures)")
    found = 0
    for seed in range(3):
        for each in by_people(FeedWriter(case_of_many(seed), language, EXERCISE).posts()):
            for hours in named.findall(plain(each.text)):
                found += 1
                assert int(hours) <= each.hours - DUE + 0.5, each
    assert found > 0


QUESTION = re.compile(r"good question|gute frage|bonne question")


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("name", SCENARIOS)
def test_of_300_posts_none_takes_for_granted_what_is_not_so(name: str, language: Language) -> None:
    run = loud_run(name, "silence", 500, seed=3)
    posts = by_people(FeedWriter(run, language, exercise_of(name)).posts())[:300]
    by_number, critical = {each.number: each for each in posts}, 0
    written: Counter[str] = Counter()
    for each in posts:
        taken = presumed(each.text, language)
        assert "some" not in taken or critical >= SOME, each
        assert "many" not in taken or critical >= MANY, each
        assert "own" not in taken or each.answers is not None or written[each.author] >= 3, each
        assert each.kind != "defender" or critical, each
        to = by_number.get(each.answers) if each.answers is not None else None
        if to is not None and QUESTION.search(plain(each.text)):
            assert "?" in to.text, (each, to)
        critical += each.kind in CRITICAL
        written[each.author] += 1


# -- the files -----------------------------------------------------------------------------


def told_in(value: object, language: Language) -> list[str]:
    """Return all sentences of a part of a file, or of a scenario's document."""
    if isinstance(value, dict):
        if isinstance(value.get(language), str):
            return [value[language]]
        return [line for inner in value.values() for line in told_in(inner, language)]
    if isinstance(value, list):
        return [line for inner in value for line in told_in(inner, language)]
    return [str(value)]


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_turn_of_phrase_is_one_of_a_sentence(language: Language) -> None:
    path = Path(words.__path__[0]) / f"presumed.{language}.toml"
    read = tomllib.loads(path.read_text(encoding="utf-8"))
    books = [bank("posts", language), bank("characters", language)]
    books += [load_scenario(name).document["exercise"] for name in SCENARIOS]
    lines = [plain(line) for book in books for line in told_in(book, language)]
    phrases = [line for inner in (read, read["replies"]) for told in inner.values()
               if isinstance(told, str) for line in told.splitlines() if line]  # fmt: skip
    assert not [each for each in phrases if not any(re.search(each, line) for line in lines)]
