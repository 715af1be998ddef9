"""Validation rows on replies to complaints: how late they come, and how many (L20, L21)."""

from collections.abc import Callable

import numpy as np

from sim.runs.cache import RunCache
from sim.runs.summary import RunSummary, measured
from sim.scenario.schema import Scenario
from sim.validation.findings import Figure, Finding, Values, ordering, reported, window
from sim.validation.registry import CASE, row

DELAYS = (0.5, 6.0, 24.0)
"""Median hours until a reply: at once, the longest that people expect (L20), a day."""
UPDATE_EVERY = 6.0
"""Hours between the words on the page after the first one."""
MONDAY = {"clock.start": "Sat 12:00", "clock.date": "2012-08-25", "incident.at": "Mon 09:00"}
"""The case moved to a Monday, so that office hours do not decide."""
MONDAY_FROM_START = 45.0
"""Hours from Saturday 12:00 to Monday 09:00."""
LARGE_TEAM = 1000
"""A staff that never makes a complaint wait in a queue."""


@row("L20", "Delay of the first reply costs, most within the hours people expect one",
     "expected reply times: 1–3 h on Twitter, 3–6 h on Facebook")  # fmt: skip
def late_reply(cache: RunCache) -> Finding:
    """Move the case to a Monday at 09:00, with a first word on the page after 0.5, 6 or 24 h and
    one every 6 h from then on. Critical posts have to rise with the delay, and faster per hour up
    to 6 h than from 6 to 24 h. Reported: the same where a large enough team answers every complaint
    after a median of so many hours: single answers live on a clock of minutes (N6)."""
    answers = _cost_of_delay(cache, _each_answered_after, "answers")
    return Finding.of(
        *_cost_of_delay(cache, _word_on_the_page_after, "first word on the page"),
        *(figure.as_report() for figure in answers),
    )


def _cost_of_delay(
    cache: RunCache, scenario: Callable[[RunCache, float], Scenario], reply: str
) -> list[Figure]:
    """Compare critical posts between delays, in total and per hour of delay."""
    soon, expected, late = (
        measured(cache.runs(scenario(cache, delay), "reply"), "critical_posts_total")
        for delay in DELAYS
    )
    first = (expected - soon) / (DELAYS[1] - DELAYS[0])
    later = (late - expected) / (DELAYS[2] - DELAYS[1])
    return [
        ordering(f"critical posts, {reply} after 6 h against 0.5 h", expected, soon, "posts"),
        ordering(f"critical posts, {reply} after 24 h against 6 h", late, expected, "posts"),
        ordering(f"cost per hour, {reply} up to 6 h against later", first, later, "posts/h"),
    ]


def _each_answered_after(cache: RunCache, delay: float) -> Scenario:
    """Return the case on a Monday with every complaint answered by a large team."""
    step = {"do": "individual-answers", "at": "+0h", "share": 1.0, "within": f"{delay:g}h"}
    plan = {"summary": "Everybody is answered.", "steps": [step]}
    return cache.story(CASE, {**MONDAY, "company.staff": LARGE_TEAM, "plans": {"reply": plan}})


def _word_on_the_page_after(cache: RunCache, delay: float) -> Scenario:
    """Return the case on a Monday with a first word on the page after some hours."""
    first = MONDAY_FROM_START + delay
    reply = {"do": "acknowledgement", "at": f"+{first:g}h"}
    updates = {"do": "interim-update", "at": f"+{first + UPDATE_EVERY:g}h",
               "every": f"{UPDATE_EVERY:g}h", "until": "fixed"}  # fmt: skip
    plan = {"summary": "A late reply.", "steps": [reply, updates]}
    return cache.story(CASE, {**MONDAY, "plans": {"reply": plan}})


LEFT_UNANSWERED = (42.0, 52.0)
"""Per cent: the 47 % of the source, ± 5."""
ANSWERED_IN_TIME = (45.0, 55.0)
"""Per cent of the answers out after the source's median of 46 min: half of them, ± 5."""
FEW_AFFECTED = 10
"""People affected: too few for a queue of complaints."""
CALM_RUNS = 3
"""Runs per pair, since each has few complaints."""


@row("L21", 'A "typical firm" answers after 46 min (median) and leaves 47 % unanswered',
     "reply times of real firms")  # fmt: skip
def typical_firm(cache: RunCache) -> Finding:
    """Run the plan typical-firm of the single complaint with 10 people affected. Of all complaints
    47 ± 5 % have to be left unanswered, and 50 ± 5 % of the answers out after 46 min, queue
    included. Reported: the same for the case, where a team of two has many to answer."""
    few = cache.story("single-complaint", {"incident.affected_people": FEW_AFFECTED})
    calm = cache.runs(few, "typical-firm", CALM_RUNS)
    plan = {"summary": "As firms do.", "steps": [{"do": "individual-answers", "at": "+0h"}]}
    storm = cache.runs(cache.story(CASE, {"plans": {"firm": plan}}), "firm")
    return Finding.of(
        window("complaints left unanswered", 100 * _unanswered(calm), LEFT_UNANSWERED, "%",
               rough=cache.rough),
        window("answers out after 46 min", 100 * _in_time(calm), ANSWERED_IN_TIME, "%",
               rough=cache.rough),
        reported("complaints left unanswered, the case", _per_run(storm, _unanswered), "%"),
        reported("answers out after 46 min, the case", _per_run(storm, _in_time), "%"),
    )  # fmt: skip


def _unanswered(runs: list[RunSummary]) -> Values:
    """Return 1 for every complaint left unanswered in these runs, 0 for the others."""
    complaints, answers = sum(r.complaints for r in runs), sum(r.answers for r in runs)
    return np.repeat([1.0, 0.0], [complaints - answers, answers])


def _in_time(runs: list[RunSummary]) -> Values:
    """Return 1 for every answer within the median time that the plan sets, 0 for the others."""
    answers, in_time = sum(r.answers for r in runs), sum(r.answers_in_time for r in runs)
    return np.repeat([1.0, 0.0], [in_time, answers - in_time])


def _per_run(runs: list[RunSummary], flags: Callable[[list[RunSummary]], Values]) -> Values:
    """Return the per cent of each run, NaN where there was nothing."""
    shares = [flags([run]) for run in runs]
    return np.array([100.0 * share.mean() if len(share) else np.nan for share in shares])
