"""Rows of the validation table on who looks, who writes, and what spreads (S16, L4–L15)."""

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import minimize_scalar

from sim.engines.compiled import CompiledEngine
from sim.engines.driver import run_ticks
from sim.engines.setup import build_state
from sim.runs.cache import RunCache
from sim.runs.summary import RunSummary, measured
from sim.scenario.schema import Scenario
from sim.validation.findings import (
    Finding,
    Statistic,
    Values,
    found,
    frequent,
    ordering,
    reported,
    window,
)
from sim.validation.rows import row

CASE = "analytics-outage"
QUIET = "quiet-week"
ATTENTION = "half of the likes within 80 min, 80 % in 7 h, 95 % in 22 h (2011)"
DANISH = "25 Danish cases: mean 8 days, 87 % of coverage within 7 days, size CV about 2.3"
BURSTS = "Crane & Sornette; SpikeM: exponents 0.6–1.5; steep rise in under 24 h"

# -- a quiet week -----------------------------------------------------------------------------


SEEN_WITHIN = {0.5: (0.93, 1.73), 0.8: (4.9, 9.1), 0.95: (15.4, 28.6)}
"""Hours until these shares have seen a post: the source's, and 30 % to either side."""


@row("L4", "Attention to a post: half in 80 min, 80 % in 7 h, 95 % in 22 h", ATTENTION)
def attention(cache: RunCache) -> Finding:
    """A company post in a quiet week, each run at another hour from 8:00 to 20:00: times until
    50, 80 and 95 % of all who come across it have done so, pooled over runs, within 30 %.
    Reported: the same where nobody visits the page itself, so that only the feed shows it."""
    waits = np.concatenate(_seen(cache, True))
    parts = (
        window(f"time until {share:.0%} have seen it", waits, bounds, "h", at(share), rough=True)
        for share, bounds in SEEN_WITHIN.items()
    )
    if cache.rough:
        return found(*parts)
    feed = np.concatenate(_seen(cache, False))
    return found(*parts, reported("time until half have seen it, feed alone", feed, "h", at(0.5)))


@row("L5", "An ordinary post reaches about 16 % of fans", "an ordinary page post (2012)")
def reach(cache: RunCache) -> Finding:
    """A company post in a quiet week, each run at another hour from 8:00 to 20:00: fans who come
    across it within four days."""
    fans = cache.story(QUIET).community.people
    share = np.array([100.0 * len(seen) / fans for seen in _seen(cache, True)])
    part = window("fans reached by a post", share, (12.0, 20.0), "%", rough=cache.rough)
    if cache.rough:
        return found(part)
    feed = np.array([100.0 * len(seen) / fans for seen in _seen(cache, False)])
    return found(part, reported("fans reached, feed alone", feed, "%"))


def _seen(cache: RunCache, visits: bool) -> list[Values]:
    """For every seed, hours until each of those who come across a post has done so."""
    changes = {} if visits else {"parameters.page_visits": 0.0}

    def work() -> list[Values]:
        return cache.over(lambda seed: _met_after(cache, seed, changes), cache.seeds())

    return cache.once(f"a post, visits {visits}", work)


def _met_after(cache: RunCache, seed: int, changes: dict[str, float]) -> NDArray[np.float64]:
    """Hours until each of those who come across a post has done so, to a quarter of an hour."""
    hour = 32 + seed * 5 % 13  # Tuesday, from 8:00 to 20:00
    post = {"do": "explanation", "at": f"+{hour}h", "evidence": 0.0}
    plan = {"plans": {"post": {"summary": "A post.", "steps": [post]}}}
    story = cache.story(QUIET, {**changes, **plan})
    engine = CompiledEngine(build_state(story, "post", seed), log_stances=False)
    begin, end = (round(hours / story.hours_per_tick) for hours in (hour, hour + 96))
    run_ticks(engine, 0, begin)
    seen = []
    for tick in range(begin, end):
        run_ticks(engine, tick, tick + 1)
        seen.append(int(np.count_nonzero(engine.state.people["heard"] >= 0)))
    fresh = np.diff(seen, prepend=0)
    ages = (np.arange(len(fresh)) + 0.5) * story.hours_per_tick
    return np.repeat(ages, fresh)


@row("L6", "In a quiet week 0.45–1.3 % of fans are active", "activity on company pages")
def quiet_week(cache: RunCache) -> Finding:
    """A week without incident: fans who write anything at all."""
    story = cache.story(QUIET)
    shares = np.array(cache.over(lambda seed: _active(story, seed), cache.seeds()))
    return found(window("fans who write", 100 * shares, (0.45, 1.3), "%", rough=cache.rough))


def _active(story: Scenario, seed: int) -> float:
    """Share of fans who wrote in a run."""
    engine = CompiledEngine(build_state(story, "silence", seed), log_stances=False)
    run_ticks(engine, 0, story.ticks)
    people = engine.state.people
    wrote = people["ordinary_posts"] + people["critical_posts"] + people["defending_posts"] > 0
    return float(wrote.mean())


# -- who writes -------------------------------------------------------------------------------


@row("L12", "The top 3 % of posters write 15–40 % of posts",
     "90-9-1; top 3 % of posters write a quarter of posts")  # fmt: skip
def participation(cache: RunCache) -> Finding:
    """As it happened: share of posts by the loudest 3 % of posters."""
    share = 100 * measured(cache.runs(cache.story(CASE), "as-it-happened"), "top3")
    return found(window("posts by the top 3 %", share, (15.0, 40.0), "%", rough=cache.rough))


@row("L15", "Defenders are a minority", "1–6 % attack or defence in ordinary times")
def defenders(cache: RunCache) -> Finding:
    """The case: defending posts in 1–25 % of all critical and defending ones, under silence, as
    it happened, and with the honest roadmap."""
    story = cache.story(CASE)
    plans = ("silence", "as-it-happened", "honest-roadmap")
    shares = {p: 100 * measured(cache.runs(story, p), "defending_share") for p in plans}
    return found(
        *(
            window(f"defending posts, {plan}", share, (1.0, 25.0), "%", rough=cache.rough)
            for plan, share in shares.items()
        )
    )


# -- what spreads -----------------------------------------------------------------------------

VIRAL = 10
"""Further people who have to speak out before an isolated complaint counts as viral."""
COMPLAINED = 1208
"""Seed of the varied complaints."""
COMPLAINTS = 5
"""Complaints per pair."""
FEWEST_OFFENDED, MOST_OFFENDED = 0.001, 0.4
"""Shares of people whom a complaint's matter touches; the upper end is that of L8–L11."""


@row("S16", "Most outrage does not go viral", "3.3 % of negative posts (Herhausen et al. 2019)",
     cheap=False)  # fmt: skip
def few_go_viral(cache: RunCache) -> Finding:
    """One customer, one complaint, no answer, five complaints per pair: some are of a private
    matter, some of one that touches others too (0.1–40 % of people, log-uniform; how strongly,
    0.1–0.9). The share in which 10 or more others speak out is 1–6 %; and the number of people
    who hear of it rises with the visibility of fans' posts in the feed, from a quarter of its
    default to four times it."""
    usual = cache.story("single-complaint").parameters.feed_fans
    runs, hidden, seen = (_complaints(cache, usual * factor) for factor in (1.0, 0.25, 4.0))
    joined = measured(runs, "critics_bandwagon")
    return found(
        window("complaints that go viral", 100.0 * (joined >= VIRAL), (1.0, 6.0), "%",
               rough=cache.rough),
        ordering("people reached, visibility ×4 against ×¼", _reached(cache, seen),
                 _reached(cache, hidden), "people"),
        reported("complaints that one or more others join", 100.0 * (joined >= 1), "%"),
        reported("complaints that three or more others join", 100.0 * (joined >= 3), "%"),
        reported("viral at ×4",
                 100.0 * (measured(seen, "critics_bandwagon") >= VIRAL), "%"),
    )  # fmt: skip


def _complaints(cache: RunCache, visible: float) -> list[RunSummary]:
    """Unanswered complaints of every kind, where fans' posts are so visible."""
    return cache.each([_complaint(cache, k, visible) for k in cache.seeds(COMPLAINTS)],
                      "silence")  # fmt: skip


def _complaint(cache: RunCache, number: int, visible: float) -> Scenario:
    """One complaint, of a matter that touches few or many others."""
    wide, strong = np.random.default_rng((COMPLAINED, number)).random(2).tolist()
    return cache.story("single-complaint", {
        "parameters.feed_fans": visible,
        "incident.outrage_share": FEWEST_OFFENDED * (MOST_OFFENDED / FEWEST_OFFENDED) ** wide,
        "incident.outrage_strength": 0.1 + 0.8 * strong,
    })  # fmt: skip


def _reached(cache: RunCache, runs: list[RunSummary]) -> Values:
    """People reached per pair: the mean over its complaints."""
    reached: Values = measured(runs, "reached").reshape(cache.pairs, COMPLAINTS).mean(axis=1)
    return reached


# -- one-shot triggers ------------------------------------------------------------------------

DAYS = 21
NO_PRESS = 100_000
"""Critical posts an hour from which journalists write, where none are to: nobody writes so many."""
HOURS = (8, 21)
"""Hours of the day at which a trigger may come: from the first to before the second."""
POSTS_TO_FIT = 30
"""Critical posts from which a run counts as a storm."""
TRIGGERS_PER_PAIR = 3
TRIGGERS = 2012
"""Seed of the varied triggers."""


@row("L8", "After a one-shot trigger the peak comes in under 24 h", BURSTS, cheap=False)
def quick_peak(cache: RunCache) -> Finding:
    """Varied triggers at varied hours, and no press, which would be a second trigger: the
    middle of the three hours of the peak lies under 24 h after the trigger, in 90 % of the
    storms (runs with at least 30 critical posts). Reported: the same with the press."""
    hours, told = (measured(_storms(cache, press), "hours_to_peak") for press in (False, True))
    return found(
        frequent("peaks under 24 h after the trigger", hours < 24.0, 0.9),
        reported("hours to the peak, median", hours, "h", at(0.5)),
        reported("peaks under 24 h, with the press", 100.0 * (told < 24.0), "% of storms"),
    )


@row("L9", "87 % of the volume falls within 7 days", DANISH, cheap=False)
def week_of_volume(cache: RunCache) -> Finding:
    """Varied triggers with the press, run for 21 days: critical posts of the first 7 days after
    the trigger in all of them, each storm (of at least 30 posts) counting alike: 75–95 %."""
    share = np.array([_first_week(run) for run in _storms(cache, press=True)])
    return found(window("posts within 7 days", 100 * share, (75.0, 95.0), "%", rough=cache.rough))


def _first_week(run: RunSummary) -> float:
    total = float(run.critical.sum())
    return run.posts(0.0, run.incident_at + 168.0) / total if total else np.nan


@row("L10", "Storm sizes are heavy-tailed", DANISH, cheap=False)
def heavy_tail(cache: RunCache) -> Finding:
    """Varied triggers with the press, on a page and before a public of fixed size: the
    coefficient of variation of critical posts over storms (of at least 30 posts) is above 1.
    Reported: the same without the press."""
    sizes, untold = (
        measured(_storms(cache, press), "critical_posts_total") for press in (True, False)
    )
    return found(
        window("coefficient of variation of size", sizes, (1.0, np.inf), "1", _variation,
               cache.rough),
        reported("the same without the press", untold, "1", _variation),
        reported("critical posts, median", sizes, "posts", at(0.5)),
    )  # fmt: skip


@row("L11", "After a one-shot trigger volume decays with an exponent of 0.5–2", BURSTS, cheap=False)
def decay(cache: RunCache) -> Finding:
    """Varied triggers without press, with at least 30 critical posts: exponent a of (t + 1)^-a
    for days t from the peak on, by maximum likelihood; its median over storms is 0.5–2."""
    fits = np.array([exponent(run) for run in _storms(cache, press=False)])
    return found(
        window("decay exponent, median", fits, (0.5, 2.0), "1", at(0.5), cache.rough),
        reported("decay exponent, 10 % quantile", fits, "1", at(0.1)),
        reported("decay exponent, 90 % quantile", fits, "1", at(0.9)),
    )


def _storms(cache: RunCache, press: bool) -> list[RunSummary]:
    """Those of the varied triggers that made a storm: about one in three."""
    name = "varied triggers, press" if press else "varied triggers, no press"
    runs = cache.once(name, lambda: cache.each(_triggers(cache, press), "silence"))
    return [run for run in runs if run.critical.sum() >= POSTS_TO_FIT]


def _triggers(cache: RunCache, press: bool) -> list[Scenario]:
    """A remark on a Tuesday that offends 2–40 % of people (log-uniform), moderately to strongly."""
    stories = []
    for seed in cache.seeds(TRIGGERS_PER_PAIR):
        wide, strong, late = np.random.default_rng((TRIGGERS, seed)).random(3).tolist()
        stories.append(cache.story("excluded-profession", {
            "clock.days": DAYS,
            "clock.start": "Tue 06:00",
            "incident.at": f"Tue {int(HOURS[0] + (HOURS[1] - HOURS[0]) * late):02d}:00",
            "incident.outrage_share": 0.02 * 20.0**wide,
            "incident.outrage_strength": 0.4 + 0.5 * strong,
            **({} if press else {"media.articles_at": NO_PRESS}),
        }))  # fmt: skip
    return stories


def exponent(run: RunSummary) -> float:
    """Exponent of (t + 1)^-a over days from the peak, by maximum likelihood."""
    peak = run.measures["peak_at"]
    first = round((peak - 1.5) / run.hours_per_tick)
    day = round(24.0 / run.hours_per_tick)
    left = run.critical[max(0, first) :]
    counts = left[: len(left) // day * day].reshape(-1, day).sum(axis=1)
    return _fit(counts.astype(float))


def _fit(counts: Values) -> float:
    """The most likely exponent of a power law over days, given their counts."""
    logs, total = np.log(np.arange(len(counts)) + 1.0), counts.sum()

    def surprise(a: float) -> float:
        return float(a * counts @ logs + total * np.log(np.exp(-a * logs).sum()))

    return float(minimize_scalar(surprise, bounds=(0.0, 6.0), method="bounded").x)


def at(share: float) -> Statistic:
    """The quantile at a share."""
    return lambda values: float(np.quantile(values, share))


def _variation(sizes: Values) -> float:
    mean = float(sizes.mean())
    return float(sizes.std(ddof=1)) / mean if mean else np.nan
