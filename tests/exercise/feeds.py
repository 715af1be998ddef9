"""Storms of the shipped exercises, and their feeds."""

from functools import cache

from sim.engines.resumable import ResumableRun
from sim.engines.setup import draw_population
from sim.exercise.words.feed import MOST_AT_ONCE, FeedWriter
from sim.exercise.words.posts import CLASSES, Post
from sim.language.typesetting import Language
from sim.scenario import load_scenario, shipped
from sim.scenario.exercise import Exercise

LANGUAGES: tuple[Language, ...] = ("en", "de", "fr")
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
    """Posts written out in each tick at most, without small talk."""
    counts = sum(
        run.series[column].astype(int) for kind, column in CLASSES.items() if kind != "fan"
    )
    return [min(MOST_AT_ONCE, count) for count in counts]  # type: ignore[union-attr]


def by_people(posts: list[Post]) -> list[Post]:
    return [post for post in posts if post.kind != "company"]


def feed(language: Language = "en", plan: str = "as-it-happened", hours: float = 100) -> list[Post]:
    return FeedWriter(run_of(plan, hours), language, EXERCISE).posts()
