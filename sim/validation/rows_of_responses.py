"""Rows of the validation table on what responses do (S4–S6, S8–S10, S15, L18–L28)."""

from collections.abc import Callable

import numpy as np

from sim.bench.bench import Bench
from sim.bench.observation import Observation, measured
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
UNITS = {
    "peak": "posts/h",
    "area": "posts",
    "duration": "h",
    "hours_above_rate": "h",
    "customers_lost": "people",
}
WORDS = {
    "hours_above_rate": "hours above 5 posts/h",
    "duration": "hours above a tenth of the own peak",
    "area": "critical posts",
    "customers_lost": "customers lost",
}


def worse(bench: Bench, plan: str, than: str, *measures: str, story: str = CASE) -> list[Part]:
    """Whether one plan of a story comes out above another, measure by measure."""
    return [ordering(*_pair(bench, story, plan, than, measure)) for measure in measures]


def _pair(
    bench: Bench, name: str, plan: str, than: str, measure: str
) -> tuple[str, Values, Values, str]:
    """A measure under two plans, and what it is called."""
    story = bench.story(name)
    more, less = (measured(bench.runs(story, one), measure) for one in (plan, than))
    return f"{WORDS.get(measure, measure)}, {plan} against {than}", more, less, UNITS[measure]


@row("S4", "Broken promises are worse than a roadmap without dates")
def broken_promises(bench: Bench) -> Finding:
    """Estimates promised and missed, against an honest roadmap: peak, critical posts, and
    duration by both yardsticks, the fixed rate and a tenth of the run's own peak. Against
    silence the same is reported, not asserted."""
    measures = ("peak", "area", "hours_above_rate", "duration")
    return found(
        *worse(bench, "broken-promises", "honest-roadmap", *measures),
        *(
            compared(*_pair(bench, CASE, "broken-promises", "silence", measure))
            for measure in measures
        ),
    )


@row("S5", "Withdrawing a time before it is missed is better than missing it")
def withdrawn_in_time(bench: Bench) -> Finding:
    """The same five times, missed against withdrawn in time: peak and critical posts."""
    return found(*worse(bench, "as-it-happened", "revised-in-time", "peak", "area"))


@row("S6", "Periodic interim updates help")
def interim_updates(bench: Bench) -> Finding:
    """Silence against a word every six hours without a time: critical posts."""
    return found(*worse(bench, "silence", "interim-updates", "area"))


@row("S8", "Help for customers' customers works")
def help_for_clients(bench: Bench) -> Finding:
    """The honest roadmap without against with that help: critical posts."""
    return found(*worse(bench, "honest-roadmap", "roadmap-and-client-help", "area"))


@row("S9", "Deleting comments is worse than keeping them")
def deleting(bench: Bench) -> Finding:
    """Interim updates with deletions against without: critical posts."""
    return found(*worse(bench, "updates-and-deleting", "interim-updates", "area"))


@row("S10", "Playing down is worse than admitting")
def playing_down(bench: Bench) -> Finding:
    """Interim updates with the matter played down against with an apology: critical posts."""
    return found(*worse(bench, "updates-and-playing-down", "updates-and-apology", "area"))


ONE, MANY = 1, 360
"""People affected: a single one, and a fifth of the page."""
BETWEEN = (10, 40, 120)


@row("S15", "One affected: a private channel wins; many: a public answer does")
def private_or_public(bench: Bench) -> Finding:
    """One complaint, with 1 and with 360 of 1,800 people affected: people whom the matter
    reaches and critical posts under a public answer against a private channel. For one the
    private channel has to reach fewer people, for many the public answer has to leave fewer
    critical posts. Reported: critical posts for numbers between."""
    one, many = (_public_minus_private(bench, number, "area") for number in (ONE, MANY))
    reach = _public_minus_private(bench, ONE, "reached")
    nobody = np.zeros(len(one))
    return found(
        ordering("people reached, public against private, 1 affected", reach, nobody, "people"),
        ordering("critical posts, private against public, 360 affected", -many, nobody, "posts"),
        reported("critical posts, public minus private, 1 affected", one, "posts"),
        *(() if bench.rough else (_between(bench, number) for number in BETWEEN)),
    )


def _between(bench: Bench, affected: int) -> Part:
    """Critical posts of the two answers for a number between."""
    gap = _public_minus_private(bench, affected, "area")
    return reported(f"critical posts, public minus private, {affected} affected", gap, "posts")


def _public_minus_private(bench: Bench, affected: int, measure: str) -> Values:
    """The difference of the two answers, pair by pair."""
    story = bench.story("single-complaint", {"incident.affected_people": affected})
    public, private = (
        measured(bench.runs(story, plan), measure) for plan in ("public-answer", "private-channel")
    )
    return public - private


# -- from the literature -------------------------------------------------------------------


@row("L18", "A missed estimate costs those affected 10–30 % of trust against a met one",
     "J.D. Power 2011: 729 of 1000 when met, 576 when missed")  # fmt: skip
def missed_estimate(bench: Bench) -> Finding:
    """One promise (made Sun 16:00, due Mon 12:00) with the repair 2 h before or 4 h after it:
    mean trust of those affected three days after the incident."""
    met, missed = (
        np.array([run.trust_of_affected for run in bench.runs(_one_promise(bench, hours), "one")])
        for hours in (20, 26)
    )
    change = 100.0 * (missed / met - 1.0)
    return found(window("change of trust", change, (-30.0, -10.0), "%", rough=bench.rough))


def _one_promise(bench: Bench, repaired: float) -> Scenario:
    """The case with a repair of known length and a single promise."""
    promise = {"do": "promise", "at": "Sun 16:00", "deadline": "Mon 12:00"}
    return bench.story(CASE, {
        "clock.days": 3,
        "incident.repair": {"median": f"{repaired}h", "spread": 0.0},
        "plans": {"one": {"summary": "One promise.", "steps": [promise]}},
    })  # fmt: skip


DELAYS = (0.5, 6.0, 24.0)
"""Hours until a reply: at once, the longest that people expect, a day."""


@row("L20", "Delay of the first reply costs, most within the hours people expect one",
     "expected reply times: 1–3 h on Twitter, 3–6 h on Facebook")  # fmt: skip
def late_reply(bench: Bench) -> Finding:
    """The case on a Monday at 09:00. Every complaint is answered by itself, after a median of
    0.5, 6 or 24 h, by a team large enough: critical posts rise with the delay, and faster per
    hour up to 6 h than from 6 to 24 h. Reported: the same for a first word on the page after so
    many hours, and one every 6 h from then on (the protocol by which the row was judged until
    complaints could be answered one by one; it failed)."""
    return found(
        *_cost_of_delay(bench, _each_answered_after, ordering, "answers"),
        *_cost_of_delay(bench, _answered_after, compared, "first word on the page"),
    )


def _cost_of_delay(
    bench: Bench, story: Callable[[Bench, float], Scenario], judged: Callable[..., Part], what: str
) -> list[Part]:
    """What the hours of a delay cost in critical posts: all of them, and the first of them."""
    areas = [measured(bench.runs(story(bench, delay), "reply"), "area") for delay in DELAYS]
    soon = (areas[1] - areas[0]) / (DELAYS[1] - DELAYS[0])
    later = (areas[2] - areas[1]) / (DELAYS[2] - DELAYS[1])
    return [
        judged(f"critical posts, {what} after 6 h against 0.5 h", areas[1], areas[0], "posts"),
        judged(f"critical posts, {what} after 24 h against 6 h", areas[2], areas[1], "posts"),
        judged(f"cost per hour, {what} up to 6 h against later", soon, later, "posts/h"),
    ]


MONDAY = {"clock.start": "Sat 12:00", "clock.date": "2012-08-25", "incident.at": "Mon 09:00"}


def _each_answered_after(bench: Bench, delay: float) -> Scenario:
    """The case on a Monday morning, with every complaint answered, by no small team."""
    step = {"do": "individual-answers", "at": "+0h", "share": 1.0, "within": f"{delay:g}h"}
    plan = {"summary": "Everybody is answered.", "steps": [step]}
    return bench.story(CASE, {**MONDAY, "company.staff": 1000, "plans": {"reply": plan}})


def _answered_after(bench: Bench, delay: float) -> Scenario:
    """The case on a Monday morning, with a first word on the page after some hours."""
    first = 45.0 + delay  # from Saturday 12:00
    reply = {"do": "acknowledgement", "at": f"+{first:g}h"}
    word = {"do": "interim-update", "at": f"+{first + 6:g}h", "every": "6h", "until": "fixed"}
    plan = {"summary": "A late reply.", "steps": [reply, word]}
    return bench.story(CASE, {**MONDAY, "plans": {"reply": plan}})


@row("L21", 'A "typical firm" answers after 46 min (median) and leaves 47 % unanswered',
     "reply times of real firms")  # fmt: skip
def typical_firm(bench: Bench) -> Finding:
    """The plan typical-firm of the single complaint, with 10 people affected: of all complaints
    of the runs 47 ± 5 % are left unanswered, and of the answers 50 ± 5 % are out after 46 min,
    queue and all. Reported: the same for the case, where the team of two has many to answer."""
    few = bench.story("single-complaint", {"incident.affected_people": 10})
    calm = bench.runs(few, "typical-firm", 3)
    plan = {"summary": "As firms do.", "steps": [{"do": "individual-answers", "at": "+0h"}]}
    storm = bench.runs(bench.story(CASE, {"plans": {"firm": plan}}), "firm")
    return found(
        window("complaints left unanswered", 100 * _unanswered(calm), (42.0, 52.0), "%",
               rough=bench.rough),
        window("answers out after 46 min", 100 * _in_time(calm), (45.0, 55.0), "%",
               rough=bench.rough),
        reported("complaints left unanswered, the case", _of_each(storm, _unanswered), "%"),
        reported("answers out after 46 min, the case", _of_each(storm, _in_time), "%"),
    )  # fmt: skip


def _unanswered(runs: list[Observation]) -> Values:
    """For every complaint of these runs, 1 if it is left unanswered."""
    complaints, answers = (sum(getattr(run, one) for run in runs) for one in
                           ("complaints", "answers"))  # fmt: skip
    return np.repeat([1.0, 0.0], [complaints - answers, answers])


def _in_time(runs: list[Observation]) -> Values:
    """For every answer of these runs, 1 if it is out within the time set for half of them."""
    answers, soon = (sum(getattr(run, one) for run in runs) for one in
                     ("answers", "answers_in_time"))  # fmt: skip
    return np.repeat([1.0, 0.0], [soon, answers - soon])


def _of_each(runs: list[Observation], told: Callable[[list[Observation]], Values]) -> Values:
    """Per cent in every run by itself; NaN where there was nothing."""
    each = [told([run]) for run in runs]
    return np.array([100.0 * one.mean() if len(one) else np.nan for one in each])


HOURS_AFTER = 24.0


@row("L22", "Deleting raises the posting rate 1.1 to 2 times; an explanation softens it",
     "shares ×1.8 after a block; Liao 2024")  # fmt: skip
def deletion(bench: Bench) -> Finding:
    """Interim updates with half of the visible critical posts deleted once, on Monday 18:00:
    critical posts of the next 24 h over those of the same hours without deletion (pairs, so
    that the rhythm cancels out), without and with a full explanation."""
    kept, bare, explained = (_posts_after(bench, one) for one in (None, 0.0, 1.0))
    usual = float(kept.mean()) or np.nan
    return found(
        window("rate after deletion over rate without", bare / usual, (1.1, 2.0), "times",
               rough=bench.rough),
        ordering("posts after it, unexplained against explained", bare, explained, "posts"),
        reported("the same with an explanation", explained / usual, "times"),
    )  # fmt: skip


def _posts_after(bench: Bench, explained: float | None) -> Values:
    """Critical posts in the day after the deletion, if there is one."""
    plan = bench.story(CASE).document["plans"]["interim-updates"]
    steps = list(plan["steps"])
    if explained is not None:
        steps.append({"do": "deleting", "at": "Mon 18:00", "share": 0.5, "explained": explained})
    changed = {"plans": {"deleted": {"summary": "Deleted once.", "steps": steps}}}
    begin = 30.0  # from Sunday 12:00 to Monday 18:00
    runs = bench.runs(bench.story(CASE, changed), "deleted")
    return np.array([run.posts(begin, begin + HOURS_AFTER) for run in runs])


@row("L26", "Churn is modest: not replying loses at most 15 % more customers",
     "effect of a reply to complaints on churn")  # fmt: skip
def modest_churn(bench: Bench) -> Finding:
    """The case under silence against one acknowledgement after two hours and nothing more:
    customers lost, relative difference of the means. The share of affected customers lost under
    silence is reported."""
    story = bench.story(CASE, {"plans": {
        "silence": {"summary": "No word.", "steps": []},
        "reply": {"summary": "One reply.",
                  "steps": [{"do": "acknowledgement", "at": "Sun 16:00"}]},
    }})  # fmt: skip
    silent, replied = (bench.runs(story, plan) for plan in ("silence", "reply"))
    lost, kept = (measured(runs, "customers_lost") for runs in (silent, replied))
    more = 100.0 * (lost - kept) / (float(kept.mean()) or np.nan)
    share = 100.0 * lost / np.array([run.customers_affected for run in silent])
    return found(
        window("more customers lost without reply", more, (-100.0, 15.0), "%", rough=bench.rough),
        reported("affected customers lost under silence", share, "%"),
    )


SHARES = (0.005, 0.02, 0.1, 0.3)
EXPLAINED = {"do": "explanation", "at": "+28h", "evidence": 0.5}
"""An answer a day after one complaint."""


@row("L28", "Silence can win",
     "Qu et al. 2023: in 335 firestorms silence beat explanation; Herhausen et al. 2019: worst",
     cheap=False)  # fmt: skip
def silence_can_win(bench: Bench) -> Finding:
    """Map of the share of people concerned × whether the failure goes on: critical posts of a
    spoken answer against silence. It goes on: the case, updates. It is over and known: a remark
    on the page, explained. It is over and hardly known: a stranger's single complaint of what
    touches others too, explained on the page. Holds if silence has fewer posts, as an ordering,
    in at least one cell."""
    cells = [_goes_on(bench, share) for share in SHARES]
    cells += [_known(bench, share) for share in SHARES]
    cells += [_hardly_known(bench, share) for share in SHARES]
    won = [part.says for part in cells if part.holds]
    verdict = Part(
        "cells of the map in which silence wins", len(won), np.nan, np.nan, f"of {len(cells)}",
        "at least 1", runs=bench.pairs, holds=bool(won),
    )  # fmt: skip
    shown = [
        Part(p.says, p.figure, p.low, p.high, p.unit, "reported", p.share, p.runs) for p in cells
    ]
    return found(verdict, *shown, remark=f"silence wins: {'; '.join(won) or 'nowhere'}")


def _goes_on(bench: Bench, share: float) -> Part:
    """The case, with this share of customers hit."""
    story = bench.story(CASE, {"incident.affected": share})
    return _cell(bench, story, "interim-updates", f"{share:.1%} concerned, failure goes on")


def _known(bench: Bench, share: float) -> Part:
    """A remark that offends this share, on the company's own page."""
    story = bench.story("excluded-profession", {
        "incident.offends": share, "community.outsiders": 1500,
    })  # fmt: skip
    return _cell(bench, story, "explanation", f"{share:.1%} concerned, over and known")


def _hardly_known(bench: Bench, share: float) -> Part:
    """One complaint by a stranger of a matter past repair, that offends this share."""
    plans = {
        "silence": {"summary": "No word.", "steps": []},
        "explanation": {"summary": "It is explained on the page.", "steps": [EXPLAINED]},
    }
    incident = {"at": "Mon 09:00", "affected": 0.0, "offends": share, "offence": 0.6,
                "fault": 1.0, "first_posts": 1}  # fmt: skip
    story = bench.story("single-complaint", {"incident": incident, "plans": plans})
    return _cell(bench, story, "explanation", f"{share:.1%} concerned, over and hardly known")


def _cell(bench: Bench, story: Scenario, answer: str, state: str) -> Part:
    """Critical posts of an answer against those of silence."""
    spoken, silent = (measured(bench.runs(story, one), "area") for one in (answer, "silence"))
    return ordering(f"{answer} against silence, {state}", spoken, silent, "posts")
