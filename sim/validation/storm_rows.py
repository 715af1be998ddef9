"""Validation rows on the shapes of one-shot storms (R2–R5, X12, N15–N17, N22)."""

import numpy as np
from numpy.typing import NDArray
from scipy.stats import rankdata

from sim.runs.assumptions import joint_draws
from sim.runs.cache import RunCache
from sim.runs.summary import RunSummary, measured
from sim.validation.findings import (
    Finding,
    Values,
    effect,
    frequency,
    quantile,
    reported,
    window,
)
from sim.validation.registry import CASE, HAPPENED, row
from sim.validation.spread_rows import (
    POSTS_TO_FIT,
    complaints,
    daily,
    exponent,
    exponent_of,
    storms,
    trigger,
    trigger_seeds,
    triggers,
)
from sim.validation.spreading_rows import NEITHER

GROUPS = 10
"""Groups into which runs of few posts are pooled."""
WAITING = (1.2, 1.5)
"""Exponents: 1 + θ for θ of 0.3–0.4, and 0.1 to either side."""
SECOND_DAY = 1.5
"""Days from the trigger to the middle of the second day."""
NOVELTY = (1.0, 24.0)
"""Hours: "half-lives of hours"."""


def _unread(cache: RunCache) -> list[RunSummary]:
    """Run the varied triggers where nobody reads anybody."""
    return cache.once("varied triggers, unread",
                      lambda: cache.each(triggers(cache, False, NEITHER), "silence"))  # fmt: skip


@row("R2", "People answer late: a burst that few pass on relaxes with 1 + θ, θ of 0.3–0.4",
     "Crane & Sornette 2008; Barabási 2005", cheap=False)  # fmt: skip
def waiting_times(cache: RunCache) -> Finding:
    """Run varied triggers without the press where nobody meets anybody's posts, so that only waits
    of people are left. Pool the critical posts of every tenth run by days since the trigger, from
    the second day on, as the first holds what is said at once. The exponent of t^-a, with t to the
    middle of each day, fitted by maximum likelihood, has to be 1.2–1.5, as a median over the ten
    groups."""
    runs = _unread(cache)
    pooled = [sum(daily(run, run.incident_at) for run in runs[i::GROUPS]) for i in range(GROUPS)]
    later = [np.asarray(counts)[1:] for counts in pooled if np.size(counts) > 1]
    exponents = [exponent_of(counts, SECOND_DAY) for counts in later if counts.any()]
    return Finding.of(
        window("exponent of relaxation where nobody reads anybody", np.array(exponents), WAITING,
               "1", quantile(0.5), cache.rough)
    )  # fmt: skip


EXPONENT, LOW_TAIL, HIGH_TAIL = (1.2, 1.7), (-np.inf, 0.8), (2.1, np.inf)
DAY_AFTER, DAYS_TO_TENTH = (0.35, 0.6), (4.0, 9.0)
TENTH = 0.1
STORMS = "18 real storms, daily: exponent 1.43 (0.67–2.1), day after 0.46, a tenth after 6 days"


@row("R3", "Storms fade as a power of time, some fast and some slowly", STORMS, cheap=False)
def shapes(cache: RunCache) -> Finding:
    """Run varied triggers without the press and take storms of at least 30 critical posts, by
    calendar days. The decay exponent (as in L11) has to have a median of 1.2–1.7, its 10 % quantile
    has to reach down to 0.8 and its 90 % quantile up to 2.1 (both judged by the figure alone). The
    day after the peak day has to have 0.35–0.6 of its posts, and the first day under a tenth of
    them to come 4–9 days after it, as medians."""
    runs = storms(cache, press=False)
    exponents = np.array([exponent(run) for run in runs])
    after = np.array([day_after(run) for run in runs])
    tenth = np.array([days_to_tenth(run) for run in runs])
    median, rough = quantile(0.5), cache.rough
    return Finding.of(
        window("decay exponent, median", exponents, EXPONENT, "1", median, rough),
        window("decay exponent, 10 % quantile", exponents, LOW_TAIL, "1", quantile(0.1), True),
        window("decay exponent, 90 % quantile", exponents, HIGH_TAIL, "1", quantile(0.9), True),
        window("day after the peak over the peak day, median", after, DAY_AFTER, "1", median,
               rough),
        window("days from the peak to under a tenth of it, median", tenth, DAYS_TO_TENTH, "days",
               median, rough),
        reported("storms among the triggers", np.array([float(len(runs))]), "storms"),
    )  # fmt: skip


START_OF_DAY = 6.0
"""Hours of the first calendar day before the start of the triggers' runs."""


def by_calendar(run: RunSummary) -> Values:
    """Return critical posts by calendar day, from the peak day on."""
    day = round(24.0 / run.hours_per_tick)
    early = np.zeros(round(START_OF_DAY / run.hours_per_tick))
    posts = np.concatenate([early, run.critical])
    counts = posts[: len(posts) // day * day].reshape(-1, day).sum(axis=1)
    return np.asarray(counts[int(counts.argmax()) :])


def day_after(run: RunSummary) -> float:
    """Return the posts of the day after the peak day over those of the peak day."""
    counts = by_calendar(run)
    return float(counts[1] / counts[0]) if len(counts) > 1 and counts[0] else np.nan


def days_to_tenth(run: RunSummary) -> float:
    """Return the days from the peak day to the first under a tenth of it, infinite if never."""
    counts = by_calendar(run)
    under = counts < TENTH * counts[0]
    return float(under.argmax()) if under.any() else np.inf


ONCE = (50.0, 88.0)


@row("R4", "About 60 % post once", "participation in real storms: 0.5–0.88", cheap=False)
def one_post_each(cache: RunCache) -> Finding:
    """Run varied triggers without the press and take storms of at least 30 critical posts. Of the
    people who wrote a critical post 50–88 % have to have written one alone, each storm counting
    alike. Reported: the case as it happened."""
    once, case = (
        100.0 * np.array([run.posted_once for run in runs])
        for runs in (storms(cache, press=False), cache.runs(cache.story(CASE), HAPPENED))
    )
    return Finding.of(
        window("posters who write once", once, ONCE, "%", rough=cache.rough),
        reported("posters who write once, the case", case, "%"),
    )


@row("R5", "Interest fades with the age of the story, not with how much was read",
     "Wu & Huberman 2007: half-lives of hours", cheap=False)  # fmt: skip
def novelty(cache: RunCache) -> Finding:
    """Run varied triggers without the press where nobody meets anybody's posts, and pool every
    tenth run. Half of the critical posts have to be written within 1–24 h after the trigger. Where
    people do read each other, this time must not be shorter, as an effect."""
    alone, reading = (
        np.array([_half(runs[i::GROUPS]) for i in range(GROUPS)])
        for runs in (_unread(cache), _read(cache))
    )
    return Finding.of(
        window("hours to half of the posts where nobody reads", alone, NOVELTY, "h", quantile(0.5),
               cache.rough),
        effect("hours to half of the posts, reading against not", reading, alone, "h"),
    )  # fmt: skip


def _read(cache: RunCache) -> list[RunSummary]:
    """Return all runs of the varied triggers without the press, storms or not."""
    storms(cache, press=False)
    return cache.once("varied triggers, no press", list)


def _half(runs: list[RunSummary]) -> float:
    """Return the hours after the trigger in which half of all posts are written."""
    first = [run.critical[round(run.incident_at / run.hours_per_tick) :] for run in runs]
    length = min(map(len, first), default=0)
    written = np.cumsum(sum(posts[:length].astype(float) for posts in first))
    if not length or not written[-1]:
        return np.nan
    return float(np.searchsorted(written, written[-1] / 2) + 0.5) * runs[0].hours_per_tick


ENDS, ENDS_UNDER_PRIOR = 0.95, 0.9
MOST_DRAWS = 200
"""Runs under joint draws of the assumptions, at most."""


@row("X12", "Few storms never end", STORMS, cheap=False)
def storms_end(cache: RunCache) -> Finding:
    """Run varied triggers without the press for 21 days. Of the storms of at least 30 critical
    posts 95 % have to fall under a tenth of their peak day. Then run up to 200 of the triggers,
    each under another joint draw of all assumptions: of those storms 90 % have to."""
    usual = np.array([days_to_tenth(run) for run in storms(cache, press=False)])
    drawn = np.array([days_to_tenth(run) for run in _under_prior(cache)])
    return Finding.of(
        frequency("storms that end", np.isfinite(usual), ENDS),
        frequency("storms that end, each under another draw", np.isfinite(drawn),
                  ENDS_UNDER_PRIOR),
    )  # fmt: skip


def _under_prior(cache: RunCache) -> list[RunSummary]:
    """Run triggers under one joint draw each, and return those that made a storm."""
    draws = joint_draws(min(MOST_DRAWS, cache.pairs))
    drawn = [
        trigger(cache, seed, False, {f"parameters.{name}": value for name, value in draw.items()})
        for seed, draw in zip(cache.seeds(), draws, strict=False)
    ]
    runs = cache.once("triggers under draws", lambda: cache.each(drawn, "silence"))
    return [run for run in runs if run.critical.sum() >= POSTS_TO_FIT]


# -- perception, customers, petitions, posters ------------------------------------------------

LOWER, AT_ONCE, LASTING_DAYS = 0.01, 7, 60
"""Fall of mean trust from which a survey would see it; days after which it is read."""
LOWER_AT_ONCE, LOWER_IN_THE_END = (45.0, 70.0), (25.0, 55.0)
MOST_LONG = 1200
"""Triggers followed for so long, at most."""
HANSEN = "Hansen et al. 2018, IJRM 35: of 78 firestorms 58 % at once, 40 % in the long run"


@row("N15", "Some trust comes back by itself, slowly", HANSEN, cheap=False)
def trust_comes_back(cache: RunCache) -> Finding:
    """Run up to 1,200 varied triggers with the press for 7 and for 60 days, the longest run there
    is (the source looks after 90 and more), and take storms of at least 30 critical posts. Mean
    trust of the fans has to lie 0.01 or more under that of the same fans after the same remark that
    offends nobody, in 45–70 % of storms after a week, and in 25–55 % at the end, judged by the
    figure alone."""
    at_once, lasting = (_falls(cache, days) for days in (AT_ONCE, LASTING_DAYS))
    return Finding.of(
        window("storms with lower trust after a week", 100.0 * (at_once >= LOWER),
               LOWER_AT_ONCE, "%", rough=True),
        window("storms with lower trust after 60 days", 100.0 * (lasting >= LOWER),
               LOWER_IN_THE_END, "%", rough=True),
        reported("fall of trust after a week", at_once, "1"),
        reported("fall of trust after 60 days", lasting, "1"),
    )  # fmt: skip


def _falls(cache: RunCache, days: int) -> Values:
    """Return by how much trust of fans has fallen after so many days, per storm."""
    seeds = trigger_seeds(cache)[:MOST_LONG]
    usual, quiet = (
        cache.each([trigger(cache, seed, True, {"clock.days": days, **changes}) for seed in seeds],
                   "silence")
        for changes in ({}, {"incident.outrage_share": 0.0})
    )  # fmt: skip
    return np.array([control.trust_of_fans - run.trust_of_fans
                     for run, control in zip(usual, quiet, strict=True)
                     if run.critical.sum() >= POSTS_TO_FIT])  # fmt: skip


MOST = 0.5
"""Share of runs from which nobody leaves in most of them."""


@row("N16", "Loud talk of leaving is not the same as leaving",
     "Liaukonytė et al. 2023: boycott talk dominated, sales rose 22 %", cheap=False)  # fmt: skip
def talk_and_sales(cache: RunCache) -> Finding:
    """Run the remark of excluded-profession under silence. The correlation over seeds of critical
    posts with customers lost has to be under 0.5. Reported: in how many runs nobody leaves. The
    row has no power if it is most."""
    runs = cache.runs(cache.story("excluded-profession"), "silence")
    nobody = measured(runs, "customers_lost") == 0
    products = standardised(measured(runs, "critical_posts_total")) * standardised(
        measured(runs, "customers_lost")
    )
    return Finding.of(
        window("correlation of posts with customers lost", products, (-np.inf, 0.5), "1",
               rough=cache.rough),
        reported("customers lost", measured(runs, "customers_lost"), "people"),
        reported("runs in which no customer is lost", 100.0 * nobody, "%"),
        power="most runs lose no customer" if nobody.mean() > MOST else "",
    )  # fmt: skip


def standardised(values: Values) -> NDArray[np.float64]:
    """Return values with mean 0 and spread 1, all 0 where they do not differ."""
    spread = float(values.std())
    return (values - values.mean()) / spread if spread else np.zeros(len(values))


@row("N17", "The fate of a petition is settled in a day or two",
     "Yasseri et al. 2017, EPJ Data Sci. 6:20; 20,000 petitions", cheap=False)  # fmt: skip
def settled_early(cache: RunCache) -> Finding:
    """Run the complaints of S16, and rank them by their critical posts 24 h after the complaint and
    at the end of the week. Spearman's correlation has to be at least 0.9."""
    runs = complaints(cache)
    early = np.array([run.posts(0.0, run.incident_at + 24.0) for run in runs])
    final = measured(runs, "critical_posts_total")
    ranks = standardised(rankdata(early)) * standardised(rankdata(final))
    return Finding.of(
        window("rank correlation, 24 h against final", ranks, (0.9, np.inf), "1", rough=True),
    )


PER_POSTER = (1.2, 1.6)


@row("N22", "In offence storms people post 1.2–1.6 times",
     "Kim et al. 2015, PLOS ONE 10(5): 1.34 posts per user", cheap=False)  # fmt: skip
def posts_per_poster(cache: RunCache) -> Finding:
    """Run varied triggers with the press and take storms of at least 30 critical posts. Critical
    posts per person who wrote any have to be 1.2–1.6, each storm counting alike."""
    each = np.array([run.posts_per_poster for run in storms(cache, press=True)])
    return Finding.of(
        window("critical posts per poster", each, PER_POSTER, "posts", rough=cache.rough)
    )
