"""The feed: as many posts as the storm has, no text twice, and nobody who exists."""

import re
from itertools import pairwise

import numpy as np
import pytest

from sim.engines.resumable import ResumableRun
from sim.exercise.decisions import parse_response
from sim.exercise.words.echo import approvals, spread
from sim.exercise.words.feed import FeedWriter
from sim.exercise.words.posts import CLASSES, CRITICAL, Post
from sim.exercise.words.sentences import SentenceBank, bank
from sim.exercise.words.threads import NO_COMPLAINTS
from sim.language.speech import Speech
from sim.language.typesetting import Language
from sim.results.severity import severity
from sim.scenario import load_scenario
from sim.scenario.exercise import Exercise
from tests.exercise.feeds import (
    CAST,
    EXERCISE,
    LANGUAGES,
    SCENARIOS,
    by_people,
    exercise_of,
    feed,
    loud_run,
    of_all_classes,
    run_of,
)

# -- no post like another ------------------------------------------------------------------


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_whole_storm_has_no_text_twice(language: Language) -> None:
    texts = [post.text for post in by_people(feed(language, hours=240))]
    assert len(texts) > 200
    assert len(set(texts)) == len(texts)
    assert all("{" not in text and "  " not in text for text in texts)


def sentences_of(post: Post) -> set[str]:
    """The sentences of a post that are long enough to be recognised."""
    told = re.split(r"(?<=[.!?])[\s\u00a0]+", post.text)
    return {each.casefold() for each in told if len(each) > 30 and not each.startswith("@")}


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("name", SCENARIOS)
def test_of_300_posts_of_a_storm_no_two_are_alike(name: str, language: Language) -> None:
    run = loud_run(name, "silence", 500, seed=3)
    posts = by_people(FeedWriter(run, language, exercise_of(name)).posts())[:300]
    assert len({post.text for post in posts}) == len(posts) == 300
    seen: set[str] = set()
    again = 0
    for post in posts:
        again += bool(sentences_of(post) & seen)
        seen |= sentences_of(post)
    assert again <= 6, "openings and closings come back now and then, sentences do not"


def test_even_a_storm_louder_than_the_bank_repeats_nothing() -> None:
    run = loud_run("data-leak", "broken-promises", 2000, seed=0)
    posts = by_people(FeedWriter(run, "en", exercise_of("data-leak")).posts())
    assert len({post.text for post in posts}) == len(posts) > 300
    assert not any(post.author in re.split(r"[^\w.-]+", post.text) for post in posts)


def test_there_are_as_many_posts_as_in_the_storm() -> None:
    run, written = run_of("as-it-happened", 100), feed()
    people = [post for post in by_people(written) if post.kind != "fan"]
    assert len(people) == pytest.approx(sum(of_all_classes(run)), rel=0.15)
    assert [post.hours for post in written] == sorted(post.hours for post in written)
    assert len({post.author for post in written}) > 60


def test_a_loud_page_shows_the_storm_s_own_mix() -> None:
    run = loud_run("data-leak", "broken-promises", 2000, seed=0)
    posts = FeedWriter(run, "en", exercise_of("data-leak")).posts()
    lived = {kind: run.series[column] for kind, column in CLASSES.items()}
    assert sum(each.sum() for each in lived.values()) > 2 * len(posts), "nothing is left out"
    affected, bandwagon = lived["affected"], lived["bandwagon"]
    critical = [post for post in posts if post.kind in ("affected", "bandwagon")]
    ticks = [int(post.hours / run.scenario.hours_per_tick) for post in critical]
    shares = [affected[tick] / (affected[tick] + bandwagon[tick]) for tick in ticks]
    shown = [post.kind == "affected" for post in critical]
    assert np.mean(shown) == pytest.approx(np.mean(shares), abs=0.05)


# -- phase, class and mood fit -------------------------------------------------------------


def pools_of(post: Post, exercise: Exercise, language: Language) -> set[str]:
    """The sentences that a post may have been made from: those of its class, topic and mood."""
    sentences = SentenceBank(language, exercise.voices, lasting=True)
    general, own = sentences.pool(post.kind, post.topic, post.mood)
    texts = {each.text for each in (*general, *own)}
    if post.character:
        place, _, conduct = post.character.partition("-")
        lists = bank("characters", language)[conduct]
        texts |= {*lists.get(post.topic, ()), *lists["any"]}
        voices = exercise.characters[int(place)].lines
        texts |= {each.in_language(language) for each in voices if post.topic in each.moments}
    return texts


def is_made_of(post: Post, texts: set[str]) -> bool:
    """Whether a post contains one of the sentences, whatever the handwriting."""

    def words(text: str) -> set[str]:
        return set(re.findall(r"\w+", re.sub(r"\{\w+\}", " ", text).casefold()))

    return any(len(words(text) - words(post.text)) <= 2 for text in texts)


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("plan", ["silence", "as-it-happened", "honest-roadmap"])
def test_every_post_is_of_its_class_topic_and_mood(plan: str, language: Language) -> None:
    for post in by_people(feed(language, plan, hours=240))[::3]:
        if post.topic not in ("reply", "planted"):
            assert is_made_of(post, pools_of(post, EXERCISE, language)), post


@pytest.mark.parametrize("plan", ["silence", "as-it-happened", "honest-roadmap"])
def test_topics_come_in_their_time(plan: str) -> None:
    run = run_of(plan, 240)
    seen, acts = run.situation(), run.acts
    repaired = seen.hours - seen.hours_since_fixed
    for post in by_people(feed("en", plan, hours=240)):
        clock = (Speech("en", run.scenario.clock.start_hours).started + post.hours) % 24
        if post.topic in ("repaired", "later", "kept", "fixed"):
            assert post.hours >= repaired, post
        if post.topic in (
            "noticing",
            "first_hours",
            "night",
            "days",
            "missed",
            "waiting",
            "silence",
        ):
            assert post.hours < repaired + 0.25, post
        if post.topic == "night":
            assert clock >= 22.9 or clock < 5.6, post
        if post.topic == "silence":
            spoken = [act.hours for act in acts if act.levers.reach > 0 and act.hours < post.hours]
            assert post.hours - max(spoken, default=2.0) >= 4.0, post


def test_nobody_chats_in_a_storm() -> None:
    run = run_of("as-it-happened", 240)
    level = severity(run.series, run.fans, run.scenario.hours_per_tick)
    posts = feed("en", "as-it-happened", hours=240)
    chats = [post for post in posts if post.kind == "fan" and post.hours > 2.0]
    ticks = [int(post.hours / run.scenario.hours_per_tick) for post in chats]
    assert max(level) >= 3, "a storm"
    assert all(level[tick] < 2 for tick in ticks)
    light = run.series["ordinary_posts"][: len(level)][level == 1].sum()
    assert sum(level[tick] == 1 for tick in ticks) <= 0.5 * light


def test_minutes_look_like_minutes() -> None:
    minutes = [int(post.hours * 60) % 60 for post in by_people(feed(hours=240))]
    assert len(set(minutes)) > 45
    assert np.mean([minute % 15 == 0 for minute in minutes]) < 0.2


# -- people, threads and their echo --------------------------------------------------------


@pytest.mark.parametrize("name", SCENARIOS)
def test_every_exercise_has_ten_to_fifteen_lasting_characters(name: str) -> None:
    assert 10 <= len(exercise_of(name).characters) <= 15


def test_characters_stay_themselves_and_come_back() -> None:
    posts = [post for post in feed(hours=240) if post.character]
    assert len({post.character for post in posts}) >= 10
    for key in {post.character for post in posts}:
        own = [post for post in posts if post.character == key]
        assert len({(post.author, post.kind, post.mood) for post in own}) == 1
        assert all(b.hours - a.hours >= 2.5 for a, b in pairwise(own))
    assert sum("2 times" in post.text or "3 times" in post.text for post in posts) > 0
    assert any(re.search(r"on (Sun|Mon|Tues|Wednes|Thurs)day at", post.text) for post in posts)


def test_characters_remember_what_was_said_to_them() -> None:
    run = ResumableRun(load_scenario("analytics-outage"), 7, CAST)
    run.live_until(18)
    run.add(parse_response({"do": "apology", "at": "+18h", "words": "We let you down today."}))
    run.live_until(32)
    posts = FeedWriter(run, "en", EXERCISE).posts()
    quoting = [post for post in posts if "We let you down today" in post.text and post.author]
    assert any(post.character for post in quoting)
    assert all(post.hours > 18 for post in quoting)


def test_replies_follow_what_they_answer() -> None:
    posts = feed(hours=240)
    by_number = {post.number: post for post in posts}
    assert len(by_number) == len(posts)
    replies = [post for post in posts if post.answers is not None]
    assert len(replies) > 50
    assert {by_number[post.answers].kind for post in replies} >= {"company", *CRITICAL}  # type: ignore[index]
    for post in replies:
        to = by_number[post.answers]  # type: ignore[index]
        assert to.hours < post.hours
        assert to.author != post.author
        if post.topic == "reply":
            assert post.text.startswith(f"@{to.author}")


def test_likes_are_the_approvals_that_the_storm_has_counted() -> None:
    run = run_of("as-it-happened", 100)
    counted = approvals(run)
    assert counted.sum() > 500
    assert counted == pytest.approx(counted.round(), abs=1e-6)
    posts = feed()
    shown = sum(post.likes for post in posts)
    assert 0.2 * counted.sum() < shown < 1.3 * counted.sum(), "some posts are not written out"
    assert not any(post.likes for post in posts if post.kind not in CRITICAL)


def test_shares_are_people_who_had_it_from_a_friend() -> None:
    run = run_of("as-it-happened", 100)
    known = spread(run)
    told = (known.from_friends, known.from_page, known.from_company, known.from_press)
    assert known.aware == known.found + sum(told) > sum(told) > 0
    shown = sum(post.shares for post in feed())
    assert 0.2 * known.from_friends < shown < 1.5 * known.from_friends


# -- what the company does -----------------------------------------------------------------


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_missed_promise_is_quoted_back_with_its_time(language: Language) -> None:
    time = Speech(language).named_moment(6 * 24 + 22)
    quoted = [post for post in feed(language) if time.casefold() in post.text.casefold()]
    assert len(quoted) > 10, "in any handwriting"
    assert {"missed"} <= {post.topic for post in quoted}
    before = [post for post in quoted if post.hours < 10 and post.topic == "missed"]
    assert not before, "nobody quotes a time as missed before it is"


def test_posts_are_the_same_until_the_storms_differ() -> None:
    def words(posts: list[Post]) -> list[tuple[object, ...]]:
        return [(post.hours, post.author, post.kind, post.topic, post.text) for post in posts]

    shorter, longer = words(feed(hours=60)), words(feed(hours=100))
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


def test_a_moment_with_which_a_sentence_begins_has_a_capital() -> None:
    texts = [post.text for post in by_people(feed("fr", "broken-promises", hours=240))]
    day = r"(lundi|mardi|mercredi|jeudi|vendredi|samedi|dimanche)"
    assert sum(bool(re.search(rf"[.!?] {day.title()}", text, re.IGNORECASE)) for text in texts) > 3
    small = re.compile(r"^[^a-zà-ÿ]*[a-zà-ÿ][^A-Z]*$")  # somebody who writes no capitals
    wrong = [t for t in texts if re.search(rf"[.!?] {day} à", t) and not small.search(t)]
    assert not wrong


@pytest.mark.parametrize("language", LANGUAGES)
def test_nobody_agrees_with_a_calm_question_or_with_what_went_well(language: Language) -> None:
    posts = feed(language, "broken-promises", hours=240)
    by_number = {post.number: post for post in posts}
    agreeing = [
        line.removeprefix("{name} ")
        for line in bank("posts", language)["replies"]["critic_to_critic"]
    ]
    for post in posts:
        to = by_number.get(post.answers) if post.answers is not None else None
        if to is None or to.kind not in CRITICAL or to.mood != "calm" or post.character:
            continue
        if ("?" in to.text and to.kind == "affected") or to.topic in NO_COMPLAINTS:
            assert not any(line.rstrip(".") in post.text for line in agreeing), (to, post)
