"""Rows of the validation table that the case tells: how its week went (S1–S3, S7, S11–S14)."""

import numpy as np
from numpy.typing import NDArray

from sim.runs.cache import RunCache
from sim.runs.summary import RunSummary, measured
from sim.scenario.schema import Scenario
from sim.storm.rhythm import summed
from sim.storm.times import moment
from sim.validation.findings import (
    Finding,
    Part,
    Values,
    found,
    frequent,
    ordering,
    reported,
    window,
)
from sim.validation.rows import row

CASE = "analytics-outage"
HAPPENED = "as-it-happened"
EVENING, NIGHT, MORNING = "Sun 18:00", "Sun 23:30", "Mon 08:30"
"""The night without a word, and the evening before it."""
AFTER_MISSED, SOON = 24.0, 6.0
"""Hours after a missed deadline in which a peak counts as its consequence."""


@row("S1", "The first notice of delay brings only grumbling")
def first_grumble(cache: RunCache) -> Finding:
    """As it happened: the rate in the first 6 h is under 25 % of the peak, in 90 % of runs."""
    runs = cache.runs(cache.story(CASE), HAPPENED)
    share = measured(runs, "rate_first_6h") / measured(runs, "peak")
    return found(
        frequent("runs with a first 6 h under 25 % of the peak", share < 0.25, 0.9),
        reported("rate of the first 6 h over the peak", share, "1"),
    )


@row("S2", "A night without times or contact accelerates the storm")
def silent_night(cache: RunCache) -> Finding:
    """Night (Sun 23:30 to Mon 08:30) over evening (Sun 18:00 to 23:30), each per hour of
    average rhythm: above 1 without a word, and the night's level higher than with one update."""
    story = cache.story(CASE)
    silent, told = (cache.runs(story, plan) for plan in (HAPPENED, "one-night-update"))
    night, calmer = (_level(story, runs, NIGHT, MORNING) for runs in (silent, told))
    evening = _level(story, silent, EVENING, NIGHT)
    return found(
        ordering("level of the night, without against with an update", night, calmer, "posts/h"),
        _growth("growth over the silent night", night, evening, cache.rough),
        reported("growth with one update", calmer / _mean_of(evening), "times"),
    )


def _level(story: Scenario, runs: list[RunSummary], begin: str, end: str) -> Values:
    """Critical posts per hour of average rhythm between two moments."""
    first, last = (_hours(story, text) for text in (begin, end))
    passed, _ = summed(story.clock.start_hours, story.ticks, story.hours_per_tick)
    ticks = [round(hours / story.hours_per_tick) for hours in (first, last)]
    rhythm = passed[ticks[1]] - passed[ticks[0]]
    return np.array([run.posts(first, last) / rhythm for run in runs])


def _hours(story: Scenario, text: str) -> float:
    """Hours from the start to a moment of the first days."""
    return story.moment_hours(moment(text))


def _mean_of(values: Values) -> float:
    return float(values.mean()) or np.nan


def _growth(says: str, after: Values, before: Values, rough: bool) -> Part:
    """A ratio of means over runs, held against 1; single runs may have none before."""
    return window(says, after / _mean_of(before), (1.0, np.inf), "times", rough=rough)


@row("S3", "The peak follows a missed deadline, not the outage")
def peak_of_broken_word(cache: RunCache) -> Finding:
    """As it happened, and with estimates promised: the peak lies within 24 h after a missed
    deadline in at least 80 % of runs. Reported: how often the peak of silence, which misses
    nothing, would fall into the same hours: after 24 h, and after 6 h."""
    story = cache.story(CASE)
    runs = {plan: cache.runs(story, plan) for plan in (HAPPENED, "broken-promises", "silence")}
    hours = measured(runs["silence"], "peak_at")
    return found(
        *(
            frequent(f"peaks within 24 h after a missed time, {plan}", _after(runs[plan]), 0.8)
            for plan in (HAPPENED, "broken-promises")
        ),
        _by_chance(runs[HAPPENED], hours, AFTER_MISSED),
        reported("peaks within 6 h after a missed time, as-it-happened",
                 100.0 * _after(runs[HAPPENED], SOON), "% of runs"),
        _by_chance(runs[HAPPENED], hours, SOON),
        reported("hours from incident to peak, as-it-happened",
                 measured(runs[HAPPENED], "hours_to_peak"), "h"),
    )  # fmt: skip


def _after(runs: list[RunSummary], within: float = AFTER_MISSED) -> NDArray[np.bool_]:
    return measured(runs, "peak_after_missed") <= within


def _by_chance(runs: list[RunSummary], peaks: Values, within: float) -> Part:
    """Peaks of runs without any promise that fall after the deadlines others missed."""
    inside = [
        any(due <= peak <= due + within for due in run.missed)
        for run, peak in zip(runs, peaks, strict=True)
    ]
    return reported(
        f"the same for silence's peaks, within {within:g} h", 100.0 * np.array(inside), "% of runs"
    )


@row("S7", "Pressure from customers' customers feeds the storm")
def pressure_of_clients(cache: RunCache) -> Finding:
    """Under silence: the peak is higher where 0.6 of those affected have clients of their own
    waiting than where nobody has. Reported: the two steps of 0.3 on the way."""
    shares = (0.0, 0.3, 0.6)
    peaks = [
        measured(cache.runs(cache.story(CASE, {"incident.clients": s}), "silence"), "peak")
        for s in shares
    ]
    return found(
        ordering("peak, clients 0.6 against 0", peaks[2], peaks[0], "posts/h"),
        reported("the same, from 0 to 0.3", peaks[1] - peaks[0], "posts/h"),
        reported("the same, from 0.3 to 0.6", peaks[2] - peaks[1], "posts/h"),
    )


@row("S11", "Classes 1 and 2 feed the storm, class 3 opposes it with a lag")
def defenders_lag(cache: RunCache) -> Finding:
    """As it happened: the shift at which defending posts correlate best with the critical posts
    before them, on 24-hour rates (no daily rhythm), is above 0 in 90 % of runs. The classes'
    shares of critical posts are reported; nobody else writes any."""
    runs = cache.runs(cache.story(CASE), HAPPENED)
    lags = np.array([lag(run) for run in runs])
    second = np.array([run.bandwagon_share for run in runs])
    later = np.array([halfway(run.defending, run) - halfway(run.critical, run) for run in runs])
    return found(
        ordering("lag of defenders", lags, np.zeros(len(lags)), "h"),
        reported("half of the defending posts after half of the critical ones", later, "h"),
        reported("share of class 1 in critical posts", 100 * (1 - second), "%"),
        reported("share of class 2 in critical posts", 100 * second, "%"),
    )


def lag(run: RunSummary, most: float = 72.0) -> float:
    """Hours by which defending posts follow critical ones; NaN without either."""
    day = round(24.0 / run.hours_per_tick)
    attack, defence = (
        np.convolve(posts, np.ones(day) / day) for posts in (run.critical, run.defending)
    )
    if not attack.any() or not defence.any():
        return np.nan
    shifts = np.arange(-round(most / run.hours_per_tick), round(most / run.hours_per_tick) + 1, 4)
    fits = [_alike(attack, defence, int(shift)) for shift in shifts]
    return float(shifts[int(np.argmax(fits))] * run.hours_per_tick)


def _alike(attack: Values, defence: Values, shift: int) -> float:
    """Correlation of the defence with the attack so many ticks earlier."""
    if shift >= 0:
        attack, defence = attack[: len(attack) - shift], defence[shift:]
    else:
        attack, defence = attack[-shift:], defence[:shift]
    if attack.std() == 0.0 or defence.std() == 0.0:
        return -1.0
    return float(np.corrcoef(attack, defence)[0, 1])


def halfway(posts: NDArray[np.int32], run: RunSummary) -> float:
    """Hours after which half of the posts are written; NaN if there are none."""
    written = np.cumsum(posts)
    if not written[-1]:
        return np.nan
    return float(np.searchsorted(written, written[-1] / 2)) * run.hours_per_tick


@row("S12", "A few are loud")
def few_are_loud(cache: RunCache) -> Finding:
    """As it happened: the loudest 10 % of posters write at least half of the posts."""
    runs = cache.runs(cache.story(CASE), HAPPENED)
    share = 100 * measured(runs, "top10")
    bounds = (50.0, 100.0)
    return found(window("posts by the top 10 %", share, bounds, "%", rough=cache.rough))


@row("S14", "Customers are lost, the more the more promises break")
def lost_customers(cache: RunCache) -> Finding:
    """As it happened, with the last 4, the last 2 or none of its 5 times withdrawn two hours
    before they are missed: some customers are lost, and more with 3 times missed than with 1,
    more with 5 than with 3."""
    one, three, five = (
        measured(cache.runs(_missing(cache, missed), "missing"), "customers_lost")
        for missed in (1, 3, 5)
    )
    some = (0.5, np.inf)
    return found(
        window("customers lost with 5 times missed", five, some, "people", rough=cache.rough),
        ordering("customers lost, 3 missed against 1", three, one, "people"),
        ordering("customers lost, 5 missed against 3", five, three, "people"),
    )


WITHDRAWN = ("Sun 20:00", "Mon 16:00", "Tue 10:00", "Wed 10:00", "Thu 16:00")
"""Two hours before each of the times of what happened."""


def _missing(cache: RunCache, missed: int) -> Scenario:
    """The case with a plan that misses the first times and withdraws the others."""
    steps = list(cache.story(CASE).document["plans"][HAPPENED]["steps"])
    steps += [{"do": "change-of-plan", "at": at, "deadline": "open"} for at in WITHDRAWN[missed:]]
    return cache.story(CASE, {"plans": {"missing": {"summary": "Fewer missed.", "steps": steps}}})
