"""What could have been done with what was seen: options, rollouts, and what is said of them."""

from dataclasses import replace
from typing import Any

import numpy as np
import pytest

from sim.engines.setup import draw_population
from sim.exercise.debrief.coalitions import PLACE
from sim.exercise.debrief.handout import debrief_page
from sim.exercise.debrief.headlines import alternatives_said, not_better_said
from sim.exercise.debrief.hindsight import with_hindsight
from sim.exercise.debrief.options import MOST_OPTIONS, SENSIBLE, options
from sim.exercise.debrief.plausible import over_models_said
from sim.exercise.debrief.replays import debrief
from sim.exercise.debrief.rollouts import LEAST_FUTURES, MOST_FUTURES, Rollout, Rollouts
from sim.exercise.decisions import Decided, parse_decisions, windows
from sim.exercise.texts import ExerciseSpeech
from sim.runs.growing import GrowingRun
from sim.scenario import Scenario, load_scenario
from sim.storm.responses import CATALOGUE
from tests.exercise.small_exercise import PROMISE, UPDATE, small_exercise

SCENARIO, SEED = small_exercise(), 5
WINDOWS = windows(SCENARIO)
TALKS: Decided = {0: parse_decisions([PROMISE], WINDOWS[0], SCENARIO)}
DENIES: Decided = {
    0: parse_decisions([{"do": "denial"}], WINDOWS[0], SCENARIO),
    1: parse_decisions([{"do": "legal-threat"}], WINDOWS[1], SCENARIO),
    2: parse_decisions([UPDATE], WINDOWS[2], SCENARIO),
}
SHIPPED = ("analytics-outage", "data-leak", "excluded-profession")


@pytest.mark.parametrize("name", SHIPPED)
def test_options_are_what_a_team_could_have_submitted_in_that_round(name: str) -> None:
    story = load_scenario(name, {"community.people": 200, "community.outsiders": 0})
    run = GrowingRun(story, SEED, None, draw_population(story, SEED))
    for window in windows(story):
        run.live_until(window.begin)
        found = options(story, window, run.situation(), [act.do for act in run.acts])
        assert found[0] == []
        assert 3 <= len(found) <= MOST_OPTIONS
        assert all(found.count(option) == 1 for option in found)
        for option in found:
            assert parse_decisions(option, window, story) == option
            assert all(CATALOGUE[step.do].group in SENSIBLE for step in option)


def test_what_a_plan_has_not_done_yet_is_made_up_for_and_no_repair_is_announced_before_it() -> None:
    story = load_scenario("analytics-outage")
    run = GrowingRun(story, SEED, None, draw_population(story, SEED))
    second = windows(story)[1]
    run.live_until(second.begin)
    seen = run.situation()
    best = options(story, second, seen, [])[1]
    assert [step.do for step in best][:2] == ["acknowledgement", "roadmap"]
    later = options(story, second, seen, ["acknowledgement", "roadmap"])[1]
    assert "roadmap" not in [step.do for step in later]
    repaired = replace(seen, fixed=1.0, hours_to_fix=0.0)
    for now, announced in ((seen, False), (repaired, True)):
        said = {step.do for option in options(story, second, now, []) for step in option}
        assert ("fixed-notice" in said) is announced
        assert ("promise" in said) is not announced


def test_the_option_is_measured_on_futures_that_did_not_choose_it() -> None:
    story = load_scenario("analytics-outage")
    plays_down = {0: parse_decisions([{"do": "downplaying"}], windows(story)[0], story)}
    rollout, asked = Rollout(story, SEED, 4), list[range]()
    within = rollout.ends

    def noted(standing: Any, plans: Any, numbers: range) -> Any:
        asked.append(numbers)
        return within(standing, plans, numbers)

    rollout.ends = noted  # type: ignore[method-assign]
    trial = rollout.trial(plays_down, 0)
    assert trial.best is not None
    assert asked == [range(4), range(4, 12)]
    assert len(trial.own_ends) == len(trial.best_ends) == 8
    posts = PLACE["critical_posts_total"]
    assert trial.best_ends[:, posts].mean() < trial.own_ends[:, posts].mean()


def test_futures_follow_from_the_size_of_the_story_alone() -> None:
    community = SCENARIO.community.model_copy(update={"people": 4_000_000})
    large = SCENARIO.model_copy(update={"community": community})
    assert Rollouts(SCENARIO, SEED, [TALKS]).futures == MOST_FUTURES
    assert Rollouts(large, SEED, [TALKS] * 8).futures == LEAST_FUTURES


def test_futures_go_on_under_models_of_their_own_and_models_alike_change_nothing() -> None:
    alike = [SCENARIO.parameters] * 2
    calm = SCENARIO.parameters.model_copy(update={"voice": 0.0, "grievance_rate": 0.0})
    posts = PLACE["critical_posts_total"]
    ends = [
        rollout.ends(rollout.story.checkpoint(), [[]], range(2))[0][:, posts]
        for rollout in (Rollout(SCENARIO, SEED, 2, models) for models in ([], alike, [calm] * 2))
    ]
    assert (ends[0] == ends[1]).all()
    assert (ends[2] < ends[0]).all()


def test_a_whole_debrief_says_how_sure_it_is_over_plausible_models_and_a_first_one_waits() -> None:
    teams = {"North": TALKS, "South": DENIES}
    few = debrief(SCENARIO, teams, SEED, seeds=4, method="exact")
    assert all(team.over_models is None for team in few.teams), "two models tell nothing"
    told = debrief(SCENARIO, teams, SEED, seeds=10, method="exact")
    first = debrief(SCENARIO, teams, SEED, seeds=2, method="made")
    for team, early in zip(told.teams, first.teams, strict=True):
        assert early.over_models is None
        found = team.over_models
        assert found is not None
        assert (found.models, found.runs) == (5, 10)
        assert [each.plan for each in found.against] == [
            {"silence": "silence"}.get(what_if.plan, each.plan)
            for each, what_if in zip(found.against, team.what_ifs, strict=True)
        ]
        for language in ("en", "de", "fr"):
            speech = ExerciseSpeech(language, SCENARIO.clock.start_hours)
            said = list(over_models_said(team, speech))
            assert len(said) == len(found.against) + (found.ignorance is not None) + 1
    page = debrief_page(told, SCENARIO.clock.start_hours)
    assert page.count("How sure is that? Over other plausible models") == 2
    assert "of 5 plausible models" in page


@pytest.fixture(scope="module")
def whole() -> tuple[Scenario, object]:
    """A debrief of two teams with what could have been done."""
    teams = {"North": TALKS, "<b>South</b>": DENIES}
    first = debrief(SCENARIO, teams, SEED, seeds=2, method="made")
    return SCENARIO, with_hindsight(first, SCENARIO, teams)


@pytest.mark.parametrize("language", ["en", "de", "fr"])
def test_every_round_is_spoken_of_once_in_every_language(whole, language) -> None:
    _, told = whole
    speech = ExerciseSpeech(language, SCENARIO.clock.start_hours)
    for team in told.teams:
        assert [each.round for each in team.alternatives] == [0, 1, 2]
        said, none = alternatives_said(team, speech), not_better_said(team, speech)
        for each in team.alternatives:
            head = speech.say("card_round", number=each.round + 1, title=each.round_title)
            assert [found for found, _ in said].count(head) == each.better
            number = speech.say("hindsight_round", number=each.round + 1)
            some = any(other.better for other in team.alternatives)
            assert (number in none) is (some and not each.better)
        assert bool(none) is any(not each.better for each in team.alternatives)


def test_the_hand_out_says_what_it_rests_on_and_escapes_names(whole) -> None:
    _, told = whole
    page = debrief_page(told, SCENARIO.clock.start_hours)
    assert "What could have been done with what you saw" in page
    assert f"chosen on {told.hindsight.chosen_on} futures" in page
    assert f"measured on {told.hindsight.measured_on} others" in page
    assert "<b>South</b>" not in page
    assert np.isfinite(list(told.hindsight.measures.values())).all()
    assert len(told.hindsight.steps) == len(WINDOWS)
