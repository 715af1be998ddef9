"""The feed: as many posts as the storm has, no text twice, and nobody who exists."""

import tomllib
from functools import cache
from pathlib import Path

import pytest

from sim.engines.resumable import ResumableRun
from sim.engines.setup import draw_population
from sim.exercise import words
from sim.exercise.decisions import parse_response
from sim.exercise.words.feed import CLASSES, MOST_AT_ONCE, FeedWriter, Post
from sim.language.speech import Speech
from sim.scenario import load_scenario, shipped
from sim.scenario.exercise import Exercise
from sim.storm.responses import CATALOGUE

LANGUAGES = ("en", "de", "fr")
SCENARIOS = [name for name in shipped() if load_scenario(name).exercise is not None]


def exercise_of(name: str) -> Exercise:
    exercise = load_scenario(name).exercise
    assert exercise is not None
    return exercise


EXERCISE = exercise_of("analytics-outage")
CAST = draw_population(load_scenario("analytics-outage"), 7)


@cache
def run_of(plan: str, hours: float) -> ResumableRun:
    scenario = load_scenario("analytics-outage")
    run = ResumableRun(scenario, 7, CAST)
    for step in scenario.steps(plan):
        run.add(step)
    run.live_until(hours)
    return run


@cache
def loud_run(name: str, plan: str, posts_at_least: int, seed: int) -> ResumableRun:
    """A storm up to so many posts, among as many people as that takes."""
    scenario = load_scenario(name)
    for larger in (1, 4, 16):
        people = {"people": scenario.community.people * larger}
        community = scenario.community.model_copy(update=people)
        run = ResumableRun(scenario.model_copy(update={"community": community}), seed)
        for step in scenario.steps(plan):
            run.add(step)
        for day in range(int(scenario.clock.days)):
            run.live_until((day + 1) * 24)
            if sum(of_all_classes(run)) > posts_at_least:
                return run
    raise AssertionError(f"{name} is quiet, whatever its size")


def of_all_classes(run: ResumableRun) -> list[int]:
    """Posts written out in each tick."""
    counts = sum(run.series[column].astype(int) for column in CLASSES.values())
    return [min(MOST_AT_ONCE, count) for count in counts]  # type: ignore[union-attr]


def feed(language: str = "en", plan: str = "as-it-happened", hours: float = 100) -> list[Post]:
    return FeedWriter(run_of(plan, hours), language, EXERCISE).posts()


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_whole_storm_has_no_text_twice(language: str) -> None:
    texts = [post.text for post in feed(language, hours=240) if post.kind != "company"]
    assert len(texts) > 200
    assert len(set(texts)) == len(texts)
    assert all("{" not in text and "  " not in text for text in texts)


@pytest.mark.parametrize("language", LANGUAGES)
def test_even_thousands_of_posts_do_not_repeat_what_is_remembered(language: str) -> None:
    run = loud_run("data-leak", "broken-promises", 2000, seed=0)
    written = FeedWriter(run, language, exercise_of("data-leak")).posts()
    texts = [post.text for post in written if post.kind != "company"]
    last: dict[str, int] = {}
    for place, text in enumerate(texts):
        assert place - last.get(text, -1000) > 200, text
        last[text] = place
    assert not any(post.author and post.author in post.text for post in written)


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("name", SCENARIOS)
def test_200_posts_of_every_exercise_differ(name: str, language: str) -> None:
    run = loud_run(name, "silence", 200, seed=3)
    texts = [post.text for post in FeedWriter(run, language, exercise_of(name)).posts()][:200]
    assert len(texts) == len(set(texts)) == 200


def test_there_are_as_many_posts_as_in_the_storm() -> None:
    run, written = run_of("as-it-happened", 100), feed()
    people = [post for post in written if post.kind != "company"]
    assert len(people) == pytest.approx(sum(of_all_classes(run)), rel=0.05)
    assert [post.hours for post in written] == sorted(post.hours for post in written)
    assert len({post.author for post in written}) > 100


def test_a_loud_page_shows_the_storm_s_own_mix() -> None:
    run = loud_run("data-leak", "broken-promises", 2000, seed=0)
    written = [post.kind for post in FeedWriter(run, "en", exercise_of("data-leak")).posts()]
    lived = {kind: run.series[column].sum() for kind, column in CLASSES.items()}
    assert sum(lived.values()) > 2 * len(written), "otherwise nothing is left out"
    loudest = lived["affected"] / (lived["affected"] + lived["bandwagon"])
    shown = written.count("affected") / (written.count("affected") + written.count("bandwagon"))
    assert shown == pytest.approx(loudest, abs=0.1)


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_missed_promise_is_quoted_back_with_its_time(language: str) -> None:
    time = Speech(language).named_moment(6 * 24 + 22)
    quoted = [post for post in feed(language) if time in post.text]
    assert len(quoted) > 10
    assert {"missed"} <= {post.topic for post in quoted}
    before = [post for post in quoted if post.hours < 10 and post.topic == "missed"]
    assert not before, "nobody quotes a time as missed before it is"


def test_posts_are_the_same_until_the_storms_differ() -> None:
    shorter, longer = feed(hours=60), feed(hours=100)
    assert longer[: len(shorter)] == shorter


def test_a_page_that_is_written_on_is_the_page_that_is_written_at_once() -> None:
    scenario = load_scenario("analytics-outage")
    run = ResumableRun(scenario, 7, CAST)
    for step in scenario.steps("as-it-happened"):
        run.add(step)
    page = FeedWriter(run, "de", EXERCISE)
    for hours in (4, 20, 20, 47.5, 100):
        run.live_until(hours)
        written = page.posts()
    assert written == feed("de")


def test_people_talk_about_what_the_company_did() -> None:
    scenario = load_scenario("analytics-outage")
    topic_of = {"deletion": "deleted", "legal-threat": "threatened", "denial": "blamed"}
    for do, topic in topic_of.items():
        run = ResumableRun(scenario, 7, CAST)
        run.live_until(18)
        run.add(parse_response({"do": do, "at": "+18h"}))
        run.live_until(30)
        written = FeedWriter(run, "en", EXERCISE).posts()
        assert sum(post.topic == topic for post in written) > 5, do
        assert all(post.hours >= 18 for post in written if post.topic == topic)


def test_bought_posts_are_written_by_few() -> None:
    run = ResumableRun(load_scenario("analytics-outage"), 7, CAST)
    run.add(
        parse_response({"do": "supporters", "covert": True, "posts_per_hour": 10.0, "at": "+18h"})
    )
    run.live_until(48)
    planted = [post for post in FeedWriter(run, "en", EXERCISE).posts() if post.kind == "planted"]
    assert len(planted) > 50
    assert len({post.author for post in planted}) <= 12
    assert len({post.text for post in planted}) == len(planted)


def test_every_language_has_words_for_every_topic() -> None:
    banks = {
        path.suffixes[0]: tomllib.loads(path.read_text(encoding="utf-8"))
        for path in Path(words.__path__[0]).glob("posts.*.toml")
    }
    assert set(banks) == {".en", ".de", ".fr"}
    shapes = [
        {table: {name: len(lines) for name, lines in bank[table].items()}
         for table in ("openings", "closings", "critics", "defenders")}
        for bank in banks.values()
    ]  # fmt: skip
    assert shapes[0] == shapes[1] == shapes[2]
    topics = {topic for kind in CATALOGUE.values() for topic in kind.topic[:1] if topic}
    assert topics <= shapes[0]["critics"].keys()


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
