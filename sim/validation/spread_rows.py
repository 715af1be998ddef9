"""Validation rows on what spreads, how fast and how far (S16, L8–L11)."""

from collections.abc import Mapping
from typing import Any

import numpy as np
from scipy.optimize import minimize_scalar

from sim.runs.cache import RunCache
from sim.runs.summary import RunSummary, measured
from sim.sampling import DEFAULT_SEED
from sim.scenario.schema import Scenario
from sim.validation.findings import (
    Finding,
    Values,
    frequency,
    ordering,
    quantile,
    reported,
    window,
)
from sim.validation.registry import row

DANISH = "25 Danish cases: mean 8 days, 87 % of coverage within 7 days, size CV about 2.3"
BURSTS = "Crane & Sornette; SpikeM: exponents 0.6–1.5; steep rise in under 24 h"

VIRAL = 10
"""Further people who have to speak out before an isolated complaint counts as viral."""
VIRAL_SHARE = (1.0, 6.0)
"""Per cent of complaints: around the 3.3 % of the source."""
VISIBILITY = (0.25, 4.0)
"""Factors of the default chance that a friend's post is met in the feed."""
COMPLAINTS_SEED = 1208
COMPLAINTS = 10
"""Complaints per pair, since few of them spread."""
OUTRAGE_SHARE = (0.001, 0.4)
"""Shares of people whom a complaint's matter touches. The upper end is that of L8–L11."""
OUTRAGE_STRENGTH = (0.1, 0.9)
"""Strength with which it touches them: nearly the whole range of 0 to 1."""


@row("S16", "Most outrage does not go viral", "3.3 % of negative posts (Herhausen et al. 2019)",
     cheap=False)  # fmt: skip
def few_go_viral(cache: RunCache) -> Finding:
    """Let one customer complain and nobody answer, ten times per pair. Some complaints are of a
    private matter, some of one that touches others too (0.1–40 % of people, log-uniform. By
    0.1–0.9). The share in which 10 or more others speak out has to be 1–6 %. The number of people
    who hear of it has to rise with the visibility of friends' posts: with the chance that one is
    met in the feed, from a quarter of its default to four times it, or to certainty."""
    usual = cache.story("single-complaint").parameters.friends_notice
    runs = complaints(cache)
    hidden, seen = (
        complaints(cache, {"parameters.friends_notice": min(1.0, usual * factor)})
        for factor in VISIBILITY
    )
    joined = measured(runs, "critics_bandwagon")
    return Finding.of(
        window("complaints that go viral", 100.0 * (joined >= VIRAL), VIRAL_SHARE, "%",
               rough=cache.rough),
        ordering("people reached, visibility ×4 (1 at most) against ×¼", _reached(cache, seen),
                 _reached(cache, hidden), "people"),
        reported("complaints that one or more others join", 100.0 * (joined >= 1), "%"),
        reported("complaints that three or more others join", 100.0 * (joined >= 3), "%"),
        reported("viral at ×4",
                 100.0 * (measured(seen, "critics_bandwagon") >= VIRAL), "%"),
    )  # fmt: skip


def complaints(cache: RunCache, changes: Mapping[str, Any] | None = None) -> list[RunSummary]:
    """Run unanswered complaints of every kind, with values replaced by their dotted paths."""
    seeds = cache.seeds(COMPLAINTS)
    name = f"complaints {sorted((changes or {}).items())}"
    return cache.once(
        name, lambda: cache.each([_complaint(cache, seed, changes) for seed in seeds], "silence")
    )


def _complaint(cache: RunCache, seed: int, changes: Mapping[str, Any] | None) -> Scenario:
    """Draw one complaint of a matter that touches few or many others."""
    width, strength = np.random.default_rng((COMPLAINTS_SEED, seed)).random(2).tolist()
    return cache.story("single-complaint", {
        "incident.outrage_share": _log_uniform(OUTRAGE_SHARE, width),
        "incident.outrage_strength": _uniform(OUTRAGE_STRENGTH, strength),
        **(changes or {}),
    })  # fmt: skip


def _reached(cache: RunCache, runs: list[RunSummary]) -> Values:
    """Return the people reached per pair, as the mean over its complaints."""
    reached: Values = measured(runs, "reached").reshape(cache.pairs, -1).mean(axis=1)
    return reached


# -- one-shot triggers ------------------------------------------------------------------------

DAYS = 21
"""Days that a storm is followed."""
NO_PRESS = 100_000
"""Critical posts an hour from which journalists write, where none are to: nobody writes so many."""
HOURS = (8, 21)
"""Hours of the day at which a trigger may come: from the first to before the second."""
TRIGGER_SHARE = (0.02, 0.4)
"""Shares of people whom a remark offends."""
TRIGGER_STRENGTH = (0.4, 0.9)
"""Strength with which it offends them: moderately to strongly."""
POSTS_TO_FIT = 30
"""Critical posts from which a run counts as a storm."""
TRIGGERS_PER_PAIR = 6
"""Triggers per pair, since about one in three makes a storm."""
PEAK_WITHIN, QUICK_SHARE = 24.0, 0.9
"""Hours to the peak (the source), and the share of storms that have to keep to them."""


@row("L8", "After a one-shot trigger the peak comes in under 24 h", BURSTS, cheap=False)
def quick_peak(cache: RunCache) -> Finding:
    """Run varied triggers at varied hours, without the press, which would be a second trigger.
    The middle of the three hours of the peak has to lie under 24 h after the trigger, in 90 % of
    the storms (runs with at least 30 critical posts). Reported: the same with the press."""
    hours, with_press = (measured(storms(cache, press), "hours_to_peak") for press in (False, True))
    return Finding.of(
        frequency("peaks under 24 h after the trigger", hours < PEAK_WITHIN, QUICK_SHARE),
        reported("hours to the peak, median", hours, "h", quantile(0.5)),
        reported("peaks under 24 h, with the press", 100.0 * (with_press < PEAK_WITHIN),
                 "% of storms"),
    )  # fmt: skip


WEEK = 168.0
"""Hours of seven days."""
VOLUME_OF_WEEK = (75.0, 95.0)
"""Per cent of all posts: around the 87 % of the source."""


@row("L9", "87 % of the volume falls within 7 days", DANISH, cheap=False)
def week_of_volume(cache: RunCache) -> Finding:
    """Run varied triggers with the press for 21 days. The critical posts of the first 7 days after
    the trigger have to be 75–95 % of all, each storm (of at least 30 posts) counting alike."""
    share = np.array([_first_week(run) for run in storms(cache, press=True)])
    return Finding.of(
        window("posts within 7 days", 100 * share, VOLUME_OF_WEEK, "%", rough=cache.rough)
    )


def _first_week(run: RunSummary) -> float:
    """Return the share of critical posts up to a week after the trigger."""
    total = float(run.critical.sum())
    return run.posts(0.0, run.incident_at + WEEK) / total if total else np.nan


HEAVY_TAILED = (1.0, np.inf)
"""Coefficient of variation: above that of an exponential distribution, which has no heavy tail."""


@row("L10", "Storm sizes are heavy-tailed", DANISH, cheap=False)
def heavy_tail(cache: RunCache) -> Finding:
    """Run varied triggers with the press, on a page and before a public of fixed size. The
    coefficient of variation of critical posts over storms (of at least 30 posts) has to be above
    1. Reported: the same without the press."""
    sizes, without_press = (
        measured(storms(cache, press), "critical_posts_total") for press in (True, False)
    )
    return Finding.of(
        window("coefficient of variation of size", sizes, HEAVY_TAILED, "1", _variation,
               cache.rough),
        reported("the same without the press", without_press, "1", _variation),
        reported("critical posts, median", sizes, "posts", quantile(0.5)),
    )  # fmt: skip


DECAY = (0.5, 2.0)
"""Exponents: the 0.6–1.5 of the source, and a little to either side."""


@row("L11", "After a one-shot trigger volume decays with an exponent of 0.5–2", BURSTS, cheap=False)
def decay(cache: RunCache) -> Finding:
    """Run varied triggers without the press and take storms of at least 30 critical posts. Fit the
    exponent a of (t + 1)^-a for days t from the peak on by maximum likelihood. Its median over
    storms has to be 0.5–2."""
    exponents = np.array([exponent(run) for run in storms(cache, press=False)])
    return Finding.of(
        window("decay exponent, median", exponents, DECAY, "1", quantile(0.5), cache.rough),
        reported("decay exponent, 10 % quantile", exponents, "1", quantile(0.1)),
        reported("decay exponent, 90 % quantile", exponents, "1", quantile(0.9)),
    )


def storms(cache: RunCache, press: bool) -> list[RunSummary]:
    """Run the varied triggers and return those that made a storm."""
    name = "varied triggers, press" if press else "varied triggers, no press"
    runs = cache.once(name, lambda: cache.each(triggers(cache, press), "silence"))
    return [run for run in runs if run.critical.sum() >= POSTS_TO_FIT]


def trigger_seeds(cache: RunCache) -> range:
    """Return the seeds of the varied triggers."""
    return cache.seeds(TRIGGERS_PER_PAIR)


def triggers(
    cache: RunCache, press: bool, changes: Mapping[str, Any] | None = None
) -> list[Scenario]:
    """Draw remarks on a Tuesday that offend few or many, moderately to strongly."""
    return [trigger(cache, seed, press, changes) for seed in trigger_seeds(cache)]


def trigger(
    cache: RunCache, seed: int, press: bool, changes: Mapping[str, Any] | None = None
) -> Scenario:
    """Draw one such remark, with values replaced by their dotted paths."""
    width, strength, late = np.random.default_rng((DEFAULT_SEED, seed)).random(3).tolist()
    hour = int(HOURS[0] + (HOURS[1] - HOURS[0]) * late)
    return cache.story("excluded-profession", {
        "clock.days": DAYS,
        "clock.start": "Tue 06:00",
        "incident.at": f"Tue {hour:02d}:00",
        "incident.outrage_share": _log_uniform(TRIGGER_SHARE, width),
        "incident.outrage_strength": _uniform(TRIGGER_STRENGTH, strength),
        **({} if press else {"media.articles_at": NO_PRESS}),
        **(changes or {}),
    })  # fmt: skip


def _uniform(bounds: tuple[float, float], quantile: float) -> float:
    """Return a quantile of the uniform distribution between two bounds."""
    return bounds[0] + (bounds[1] - bounds[0]) * quantile


def _log_uniform(bounds: tuple[float, float], quantile: float) -> float:
    """Return a quantile of the log-uniform distribution between two bounds."""
    return float(bounds[0] * (bounds[1] / bounds[0]) ** quantile)


MIDDLE_OF_PEAK = 1.5
"""Hours from the beginning of the peak's three hours to their middle, which is measured."""
STEEPEST = 6.0
"""Largest exponent that is tried."""


def exponent(run: RunSummary) -> float:
    """Fit the exponent of (t + 1)^-a over days from the peak, by maximum likelihood."""
    return exponent_of(daily(run, run.measures["peak_at"] - MIDDLE_OF_PEAK))


def daily(run: RunSummary, begin: float) -> Values:
    """Return the critical posts of every whole day from a time on, in hours since the start."""
    day = round(24.0 / run.hours_per_tick)
    left = run.critical[max(0, round(begin / run.hours_per_tick)) :]
    counts: Values = left[: len(left) // day * day].reshape(-1, day).sum(axis=1).astype(float)
    return counts


def exponent_of(counts: Values, first: float = 1.0) -> float:
    """Fit the exponent of (t + first)^-a to counts of days t, by maximum likelihood."""
    logs, total = np.log(np.arange(len(counts)) + first), counts.sum()

    def minus_log_likelihood(a: float) -> float:
        return float(a * counts @ logs + total * np.log(np.exp(-a * logs).sum()))

    fit = minimize_scalar(minus_log_likelihood, bounds=(0.0, STEEPEST), method="bounded")
    return float(fit.x)


def _variation(sizes: Values) -> float:
    """Return the coefficient of variation, NaN for a mean of 0."""
    mean = float(sizes.mean())
    return float(sizes.std(ddof=1)) / mean if mean else np.nan
