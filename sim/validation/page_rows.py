"""Validation rows on who reads and who writes on a page (L4–L6, L12, L15)."""

import numpy as np
from numpy.typing import NDArray

from sim.engines.compiled import CompiledEngine
from sim.engines.driver import run_ticks
from sim.engines.setup import build_state
from sim.runs.cache import RunCache
from sim.runs.summary import measured
from sim.scenario.schema import Scenario
from sim.validation.findings import Finding, Values, quantile, reported, window
from sim.validation.registry import CASE, HAPPENED, row

QUIET = "quiet-week"
ATTENTION = "half of the likes within 80 min, 80 % in 7 h, 95 % in 22 h (2011)"

# -- a quiet week -----------------------------------------------------------------------------


SEEN_WITHIN = {0.5: (0.93, 1.73), 0.8: (4.9, 9.1), 0.95: (15.4, 28.6)}
"""Hours until these shares have seen a post: the source's, and 30 % to either side."""
REACHED = (12.0, 20.0)
"""Per cent of fans: the 16 % of the source, and a quarter of it to either side."""
POSTED_FROM, POSTED_HOURS, SEED_STEP = 32, 13, 5
"""A post goes out on Tuesday at 8:00 or one of the 12 hours after, by the run's seed. The step
has no common divisor with 13, so that neighbouring seeds spread over the day."""
FOLLOWED = 96
"""Hours for which a post is followed: four days, after which hardly anybody comes across it."""


@row("L4", "Attention to a post: half in 80 min, 80 % in 7 h, 95 % in 22 h", ATTENTION)
def attention(cache: RunCache) -> Finding:
    """Publish a company post in a quiet week, each run at another hour from 8:00 to 20:00. The
    times until 50, 80 and 95 % of all who come across it have done so, pooled over runs, have to
    lie within 30 % of the source's. Reported: the same where nobody visits the page itself, so
    that only the feed shows the post."""
    hours = np.concatenate(_hours_until_seen(cache, True))
    figures = [
        window(
            f"time until {share:.0%} have seen it", hours, bounds, "h", quantile(share), rough=True
        )
        for share, bounds in SEEN_WITHIN.items()
    ]
    if not cache.rough:
        feed = np.concatenate(_hours_until_seen(cache, False))
        figures.append(
            reported("time until half have seen it, feed alone", feed, "h", quantile(0.5))
        )
    return Finding.of(*figures)


@row("L5", "An ordinary post reaches about 16 % of fans", "an ordinary page post (2012)")
def reach(cache: RunCache) -> Finding:
    """Publish a company post in a quiet week, each run at another hour from 8:00 to 20:00. Count
    the fans who come across it within four days. Reported: the same without page visits."""
    figures = [window("fans reached by a post", _reach(cache, True), REACHED, "%",
                      rough=cache.rough)]  # fmt: skip
    if not cache.rough:
        figures.append(reported("fans reached, feed alone", _reach(cache, False), "%"))
    return Finding.of(*figures)


def _reach(cache: RunCache, visits: bool) -> Values:
    """Return the per cent of fans who come across a post, per run."""
    fans = cache.story(QUIET).community.people
    return np.array([100.0 * len(hours) / fans for hours in _hours_until_seen(cache, visits)])


def _hours_until_seen(cache: RunCache, visits: bool) -> list[Values]:
    """Return for every seed the hours until each of those who come across a post has done so."""
    changes = {} if visits else {"parameters.page_visits": 0.0}

    def run_all() -> list[Values]:
        return cache.over(lambda seed: _hours_of_run(cache, seed, changes), cache.seeds())

    return cache.once(f"a post, visits {visits}", run_all)


def _hours_of_run(cache: RunCache, seed: int, changes: dict[str, float]) -> NDArray[np.float64]:
    """Run a post and return when each person comes across it, evenly over each tick."""
    hour = POSTED_FROM + seed * SEED_STEP % POSTED_HOURS
    post = {"do": "explanation", "at": f"+{hour}h", "evidence": 0.0}
    plan = {"plans": {"post": {"summary": "A post.", "steps": [post]}}}
    scenario = cache.story(QUIET, {**changes, **plan})
    engine = CompiledEngine(build_state(scenario, "post", seed), log_stances=False)
    begin, end = (round(hours / scenario.hours_per_tick) for hours in (hour, hour + FOLLOWED))
    run_ticks(engine, 0, begin)
    seen = []
    for tick in range(begin, end):
        run_ticks(engine, tick, tick + 1)
        seen.append(int(np.count_nonzero(engine.state.people["heard"] >= 0)))
    new = np.diff(seen, prepend=0)
    spread = [tick + (np.arange(count) + 0.5) / count for tick, count in enumerate(new) if count]
    return np.concatenate(spread or [np.empty(0)]) * scenario.hours_per_tick


ACTIVE = (0.45, 1.3)
"""Per cent of the fans of a page who are active in a week (the source)."""


@row("L6", "In a quiet week 0.45–1.3 % of fans are active", "activity on company pages")
def quiet_week(cache: RunCache) -> Finding:
    """Run a week without an incident. Count the fans who write anything at all."""
    scenario = cache.story(QUIET)
    shares = np.array(cache.over(lambda seed: _active(scenario, seed), cache.seeds()))
    return Finding.of(window("fans who write", 100 * shares, ACTIVE, "%", rough=cache.rough))


def _active(scenario: Scenario, seed: int) -> float:
    """Run a quiet week and return the share of fans who wrote."""
    engine = CompiledEngine(build_state(scenario, "silence", seed), log_stances=False)
    run_ticks(engine, 0, scenario.ticks)
    people = engine.state.people
    wrote = people["ordinary_posts"] + people["critical_posts"] + people["defending_posts"] > 0
    return float(wrote.mean())


# -- who writes -------------------------------------------------------------------------------

LOUD_FEW = (15.0, 40.0)
"""Per cent of posts: around the quarter of the source."""
DEFENDING = (1.0, 25.0)
"""Per cent of critical and defending posts: a minority, more than the 1–6 % of ordinary times."""


@row("L12", "The top 3 % of posters write 15–40 % of posts",
     "90-9-1; top 3 % of posters write a quarter of posts")  # fmt: skip
def participation(cache: RunCache) -> Finding:
    """Run the case as it happened. Take the share of posts by the loudest 3 % of posters."""
    share = 100 * measured(cache.runs(cache.story(CASE), HAPPENED), "top3")
    return Finding.of(window("posts by the top 3 %", share, LOUD_FEW, "%", rough=cache.rough))


@row("L15", "Defenders are a minority", "1–6 % attack or defence in ordinary times")
def defenders(cache: RunCache) -> Finding:
    """Run the case under silence, as it happened, and with the honest roadmap. Of all critical and
    defending posts 1–25 % have to be defending ones."""
    case, plans = cache.story(CASE), ("silence", HAPPENED, "honest-roadmap")
    shares = {p: 100 * measured(cache.runs(case, p), "defending_share") for p in plans}
    return Finding.of(
        *(
            window(f"defending posts, {plan}", share, DEFENDING, "%", rough=cache.rough)
            for plan, share in shares.items()
        )
    )
