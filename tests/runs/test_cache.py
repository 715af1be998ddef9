"""Stories with changes, on paired seeds, each run once."""

import numpy as np
import pytest

import sim
from sim.errors import InputError
from sim.runs.cache import RunCache
from sim.runs.summary import measured

SHORT = {"clock.days": 1, "community.people": 200}


@pytest.fixture(scope="module")
def cache() -> RunCache:
    return RunCache(pairs=3)


def test_runs_are_those_of_the_public_face(cache: RunCache):
    story = cache.story("analytics-outage", SHORT)
    runs = cache.runs(story, "as-it-happened")
    again = sim.simulate(story, "as-it-happened", seed=2)
    assert np.array_equal(runs[2].critical, again.output.series["critical_posts"])
    assert runs[2].measures["critical_posts_total"] == again.measures["critical_posts_total"]


def test_what_was_run_is_not_run_again(cache: RunCache):
    story = cache.story("analytics-outage", SHORT)
    same = cache.story("analytics-outage", dict(SHORT))
    assert cache.runs(story, "silence") is cache.runs(same, "silence")


def test_more_runs_than_pairs_begin_with_the_pairs(cache: RunCache):
    story = cache.story("analytics-outage", SHORT)
    few, many = cache.runs(story, "silence"), cache.runs(story, "silence", times=2)
    assert len(many) == 6
    assert list(measured(many, "critical_posts_total")[:3]) == list(
        measured(few, "critical_posts_total")
    )


def test_parameters_reach_every_story():
    story = RunCache(2, {"feed_looks": 3.0}).story("quiet-week")
    assert story.parameters.feed_looks == 3.0


def test_a_change_of_all_plans_is_taken():
    plans = {"plans": {"mute": {"summary": "No word.", "steps": []}}}
    assert list(RunCache(2).story("analytics-outage", plans).plans) == ["mute"]


def test_workers_change_no_run():
    story = RunCache(3).story("analytics-outage", SHORT)
    alone, together = (RunCache(3, workers=n).runs(story, "silence") for n in (1, 2))
    assert list(measured(alone, "critical_posts_total")) == list(
        measured(together, "critical_posts_total")
    )


def test_one_run_is_no_pair():
    with pytest.raises(InputError, match="at least 2 pairs"):
        RunCache(1)


def test_other_seeds_are_those_that_follow():
    story = RunCache(2).story("analytics-outage", SHORT)
    later = measured(RunCache(2, first_seed=3).runs(story, "silence"), "critical_posts_total")
    assert list(later) == list(
        measured(RunCache(5).runs(story, "silence"), "critical_posts_total")[3:]
    )
