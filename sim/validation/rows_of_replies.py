"""Rows of the validation table on replies to complaints: how late, and to how many (L20, L21)."""

from collections.abc import Callable

import numpy as np

from sim.runs.cache import RunCache
from sim.runs.summary import RunSummary, measured
from sim.scenario.schema import Scenario
from sim.validation.findings import (
    Finding,
    Part,
    Values,
    compared,
    found,
    ordering,
    reported,
    window,
)
from sim.validation.rows import row

CASE = "analytics-outage"
DELAYS = (0.5, 6.0, 24.0)
"""Hours until a reply: at once, the longest that people expect, a day."""


@row("L20", "Delay of the first reply costs, most within the hours people expect one",
     "expected reply times: 1–3 h on Twitter, 3–6 h on Facebook")  # fmt: skip
def late_reply(cache: RunCache) -> Finding:
    """The case on a Monday at 09:00. Every complaint is answered by itself, after a median of
    0.5, 6 or 24 h, by a team large enough: critical posts rise with the delay, and faster per
    hour up to 6 h than from 6 to 24 h. Reported: the same for a first word on the page after so
    many hours, and one every 6 h from then on (the protocol by which the row was judged until
    complaints could be answered one by one; it failed)."""
    return found(
        *_cost_of_delay(cache, _each_answered_after, ordering, "answers"),
        *_cost_of_delay(cache, _answered_after, compared, "first word on the page"),
    )


def _cost_of_delay(
    cache: RunCache,
    story: Callable[[RunCache, float], Scenario],
    judged: Callable[..., Part],
    what: str,
) -> list[Part]:
    """What the hours of a delay cost in critical posts: all of them, and the first of them."""
    areas = [
        measured(cache.runs(story(cache, delay), "reply"), "critical_posts_total")
        for delay in DELAYS
    ]
    soon = (areas[1] - areas[0]) / (DELAYS[1] - DELAYS[0])
    later = (areas[2] - areas[1]) / (DELAYS[2] - DELAYS[1])
    return [
        judged(f"critical posts, {what} after 6 h against 0.5 h", areas[1], areas[0], "posts"),
        judged(f"critical posts, {what} after 24 h against 6 h", areas[2], areas[1], "posts"),
        judged(f"cost per hour, {what} up to 6 h against later", soon, later, "posts/h"),
    ]


MONDAY = {"clock.start": "Sat 12:00", "clock.date": "2012-08-25", "incident.at": "Mon 09:00"}


def _each_answered_after(cache: RunCache, delay: float) -> Scenario:
    """The case on a Monday morning, with every complaint answered, by no small team."""
    step = {"do": "individual-answers", "at": "+0h", "share": 1.0, "within": f"{delay:g}h"}
    plan = {"summary": "Everybody is answered.", "steps": [step]}
    return cache.story(CASE, {**MONDAY, "company.staff": 1000, "plans": {"reply": plan}})


def _answered_after(cache: RunCache, delay: float) -> Scenario:
    """The case on a Monday morning, with a first word on the page after some hours."""
    first = 45.0 + delay  # from Saturday 12:00
    reply = {"do": "acknowledgement", "at": f"+{first:g}h"}
    word = {"do": "interim-update", "at": f"+{first + 6:g}h", "every": "6h", "until": "fixed"}
    plan = {"summary": "A late reply.", "steps": [reply, word]}
    return cache.story(CASE, {**MONDAY, "plans": {"reply": plan}})


@row("L21", 'A "typical firm" answers after 46 min (median) and leaves 47 % unanswered',
     "reply times of real firms")  # fmt: skip
def typical_firm(cache: RunCache) -> Finding:
    """The plan typical-firm of the single complaint, with 10 people affected: of all complaints
    of the runs 47 ± 5 % are left unanswered, and of the answers 50 ± 5 % are out after 46 min,
    queue and all. Reported: the same for the case, where the team of two has many to answer."""
    few = cache.story("single-complaint", {"incident.affected_people": 10})
    calm = cache.runs(few, "typical-firm", 3)
    plan = {"summary": "As firms do.", "steps": [{"do": "individual-answers", "at": "+0h"}]}
    storm = cache.runs(cache.story(CASE, {"plans": {"firm": plan}}), "firm")
    return found(
        window("complaints left unanswered", 100 * _unanswered(calm), (42.0, 52.0), "%",
               rough=cache.rough),
        window("answers out after 46 min", 100 * _in_time(calm), (45.0, 55.0), "%",
               rough=cache.rough),
        reported("complaints left unanswered, the case", _of_each(storm, _unanswered), "%"),
        reported("answers out after 46 min, the case", _of_each(storm, _in_time), "%"),
    )  # fmt: skip


def _unanswered(runs: list[RunSummary]) -> Values:
    """For every complaint of these runs, 1 if it is left unanswered."""
    complaints, answers = (sum(getattr(run, one) for run in runs) for one in
                           ("complaints", "answers"))  # fmt: skip
    return np.repeat([1.0, 0.0], [complaints - answers, answers])


def _in_time(runs: list[RunSummary]) -> Values:
    """For every answer of these runs, 1 if it is out within the time set for half of them."""
    answers, soon = (sum(getattr(run, one) for run in runs) for one in
                     ("answers", "answers_in_time"))  # fmt: skip
    return np.repeat([1.0, 0.0], [soon, answers - soon])


def _of_each(runs: list[RunSummary], told: Callable[[list[RunSummary]], Values]) -> Values:
    """Per cent in every run by itself; NaN where there was nothing."""
    each = [told([run]) for run in runs]
    return np.array([100.0 * one.mean() if len(one) else np.nan for one in each])
