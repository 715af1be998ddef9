"""A watched run is the run that is shown, told moment by moment, and its people are counted."""

import numpy as np
import pytest

import sim
from sim.lab.watching import GROUPS, MOST_DRAWN, NOBODY, WatchCache, WatchedRun, watch
from sim.lab.web import people_view as view
from sim.language.speech import Speech
from sim.scenario.library import find
from sim.scenario.loading import Source, scenario_from_document
from sim.scenario.schema import Scenario

SPEECH = Speech("en", tables=("lab", "web", "exercise"))
PLAN = "as-it-happened"


def small(name: str, people: int, days: int = 3) -> Scenario:
    """A shipped scenario with few people and days."""
    path = find(name)
    document = Source(str(path), path.read_text(encoding="utf-8")).document
    document["community"]["people"], document["clock"]["days"] = people, days
    return scenario_from_document(document, path.stem)


@pytest.fixture(scope="module")
def story() -> Scenario:
    return small("analytics-outage", 1100)


@pytest.fixture(scope="module")
def seen(story: Scenario) -> WatchedRun:
    return watch(story, PLAN, 3, "en")


def test_watching_changes_nothing(story: Scenario, seen: WatchedRun) -> None:
    record = sim.simulate(story, PLAN, 3)
    assert (seen.rate == record.storm.rate).all()
    ended = np.bincount(record.people["learnt_from"], minlength=6)
    assert (seen.routes[-1] == ended).all()
    assert seen.counts[-1][4] == (record.people["stance"] == 3).sum()


def test_everybody_is_counted_and_a_large_page_is_drawn_in_part(seen: WatchedRun) -> None:
    assert seen.everybody >= 1100
    assert all(counts.sum() == seen.everybody for counts in seen.counts)
    assert len(seen.stand.drawn) == MOST_DRAWN
    assert np.abs(seen.stand.places).max() <= 1.0


def test_a_teller_knew_it_before_and_is_tied_to_who_was_told(seen: WatchedRun) -> None:
    ties = {frozenset(pair) for pair in seen.stand.ties.tolist()}
    learnt: dict[int, int] = {}
    assert len(seen.told) > 20
    for frame, teller, told in seen.told.tolist():
        assert NOBODY not in (teller, told)
        assert frozenset((teller, told)) in ties
        assert learnt.get(teller, -1) <= frame
        learnt[told] = frame


def test_those_who_believed_a_broken_promise_trust_less(seen: WatchedRun) -> None:
    groups = seen.groups[seen.frame_at(60.0)]
    assert set(groups) == set(GROUPS)
    assert groups["missed"].people > 50
    assert groups["missed"].trust < groups["none"].trust
    known = sum(group.people for group in groups.values())
    assert known == seen.routes[seen.frame_at(60.0)][1:].sum()


def test_no_post_is_shown_before_its_time(seen: WatchedRun) -> None:
    frame = seen.frame_at(20.0)
    html = view.posts_html(seen, frame, SPEECH)
    later = [post.text for post in seen.posts if post.hours > seen.hours[frame]]
    shown = [post.text for post in seen.posts if post.hours <= seen.hours[frame]]
    assert later
    assert shown
    assert str(html).count("<li") == min(len(shown), view.MOST_POSTS)
    assert view.posts_html(seen, 0, SPEECH) != html


def test_a_moment_is_drawn_with_all_who_are_not_silent(seen: WatchedRun) -> None:
    frame = seen.frame_at(seen.loudest)
    drawing = str(view.moment_svg(seen, frame, SPEECH))
    assert drawing.count("<path") == 2 + 4
    assert 'aria-label="' in drawing


def test_the_same_run_is_watched_once_and_a_rival_stands_on_the_same_places(
    story: Scenario,
) -> None:
    cache = WatchCache()
    first = cache.run(story, PLAN, 3, "en")
    assert cache.run(story, PLAN, 3, "en") is first
    assert cache.run(story, "silence", 3, "en").stand is first.stand


def test_a_scenario_without_voices_says_so() -> None:
    speechless = watch(small("single-complaint", 300, 2), "silence", 0, "en")
    assert "no voices" in view.posts_html(speechless, 5, SPEECH)
    assert len(speechless.stand.drawn) == speechless.everybody


def test_the_same_weekday_a_week_later_has_another_name() -> None:
    speech = Speech("en", 6.0, ("lab", "web", "exercise"))
    first, later = view.moment_said(3.0, speech), view.moment_said(171.0, speech)
    assert first.endswith("(day 1)")
    assert later.endswith("(day 8)")
