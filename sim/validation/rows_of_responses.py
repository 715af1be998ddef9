"""Rows of the validation table on what responses do (S4–S6, S8–S10, S15, L18, L22–L28)."""

import numpy as np

from sim.runs.cache import RunCache
from sim.runs.summary import measured
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
    "critical_posts_total": "posts",
    "duration": "h",
    "hours_above_rate": "h",
    "customers_lost": "people",
}
WORDS = {
    "hours_above_rate": "hours above 5 posts/h",
    "duration": "hours above a tenth of the own peak",
    "critical_posts_total": "critical posts",
    "customers_lost": "customers lost",
}


def worse(cache: RunCache, plan: str, than: str, *measures: str, story: str = CASE) -> list[Part]:
    """Whether one plan of a story comes out above another, measure by measure."""
    return [ordering(*_pair(cache, story, plan, than, measure)) for measure in measures]


def _pair(
    cache: RunCache, name: str, plan: str, than: str, measure: str
) -> tuple[str, Values, Values, str]:
    """A measure under two plans, and what it is called."""
    story = cache.story(name)
    more, less = (measured(cache.runs(story, one), measure) for one in (plan, than))
    return f"{WORDS.get(measure, measure)}, {plan} against {than}", more, less, UNITS[measure]


@row("S4", "Broken promises are worse than a roadmap without dates")
def broken_promises(cache: RunCache) -> Finding:
    """Estimates promised and missed, against an honest roadmap: peak, critical posts, and
    duration by both yardsticks, the fixed rate and a tenth of the run's own peak. Against
    silence the same is reported, not asserted."""
    measures = ("peak", "critical_posts_total", "hours_above_rate", "duration")
    return found(
        *worse(cache, "broken-promises", "honest-roadmap", *measures),
        *(
            compared(*_pair(cache, CASE, "broken-promises", "silence", measure))
            for measure in measures
        ),
    )


@row("S5", "Withdrawing a time before it is missed is better than missing it")
def withdrawn_in_time(cache: RunCache) -> Finding:
    """The same five times, missed against withdrawn in time: peak and critical posts."""
    return found(*worse(cache, "as-it-happened", "revised-in-time", "peak", "critical_posts_total"))


@row("S6", "Periodic interim updates help")
def interim_updates(cache: RunCache) -> Finding:
    """Silence against a word every six hours without a time: critical posts."""
    return found(*worse(cache, "silence", "interim-updates", "critical_posts_total"))


@row("S8", "Help for customers' customers works")
def help_for_clients(cache: RunCache) -> Finding:
    """The honest roadmap without against with that help: critical posts."""
    return found(*worse(cache, "honest-roadmap", "roadmap-and-client-help", "critical_posts_total"))


@row("S9", "Deletion comments is worse than keeping them")
def deleting(cache: RunCache) -> Finding:
    """Interim updates with deletions against without: critical posts."""
    return found(*worse(cache, "updates-and-deleting", "interim-updates", "critical_posts_total"))


@row("S10", "Playing down is worse than admitting")
def playing_down(cache: RunCache) -> Finding:
    """Interim updates with the matter played down against with an apology: critical posts."""
    return found(
        *worse(cache, "updates-and-playing-down", "updates-and-apology", "critical_posts_total")
    )


ONE, MANY = 1, 360
"""People affected: a single one, and a fifth of the page."""
BETWEEN = (10, 40, 120)


@row("S15", "One affected: a private channel wins; many: a public answer does")
def private_or_public(cache: RunCache) -> Finding:
    """One complaint, with 1 and with 360 of 1,800 people affected: people whom the matter
    reaches and critical posts under a public answer against a private channel. For one the
    private channel has to reach fewer people, for many the public answer has to leave fewer
    critical posts. Reported: critical posts for numbers between."""
    one, many = (
        _public_minus_private(cache, number, "critical_posts_total") for number in (ONE, MANY)
    )
    reach = _public_minus_private(cache, ONE, "reached")
    nobody = np.zeros(len(one))
    return found(
        ordering("people reached, public against private, 1 affected", reach, nobody, "people"),
        ordering("critical posts, private against public, 360 affected", -many, nobody, "posts"),
        reported("critical posts, public minus private, 1 affected", one, "posts"),
        *(() if cache.rough else (_between(cache, number) for number in BETWEEN)),
    )


def _between(cache: RunCache, affected: int) -> Part:
    """Critical posts of the two answers for a number between."""
    gap = _public_minus_private(cache, affected, "critical_posts_total")
    return reported(f"critical posts, public minus private, {affected} affected", gap, "posts")


def _public_minus_private(cache: RunCache, affected: int, measure: str) -> Values:
    """The difference of the two answers, pair by pair."""
    story = cache.story("single-complaint", {"incident.affected_people": affected})
    public, private = (
        measured(cache.runs(story, plan), measure) for plan in ("public-answer", "private-channel")
    )
    return public - private


# -- from the literature -------------------------------------------------------------------


@row("L18", "A missed estimate costs those affected 10–30 % of trust against a met one",
     "J.D. Power 2011: 729 of 1000 when met, 576 when missed")  # fmt: skip
def missed_estimate(cache: RunCache) -> Finding:
    """One promise (made Sun 16:00, due Mon 12:00) with the repair 2 h before or 4 h after it:
    mean trust of those affected three days after the incident."""
    met, missed = (
        np.array([run.trust_of_affected for run in cache.runs(_one_promise(cache, hours), "one")])
        for hours in (20, 26)
    )
    change = 100.0 * (missed / met - 1.0)
    return found(window("change of trust", change, (-30.0, -10.0), "%", rough=cache.rough))


def _one_promise(cache: RunCache, repaired: float) -> Scenario:
    """The case with a repair of known length and a single promise."""
    promise = {"do": "promise", "at": "Sun 16:00", "deadline": "Mon 12:00"}
    return cache.story(CASE, {
        "clock.days": 3,
        "incident.repair": {"median": f"{repaired}h", "spread": 0.0},
        "plans": {"one": {"summary": "One promise.", "steps": [promise]}},
    })  # fmt: skip


HOURS_AFTER = 24.0


@row("L22", "Deletion raises the posting rate 1.1 to 2 times; an explanation softens it",
     "shares ×1.8 after a block; Liao 2024")  # fmt: skip
def deletion(cache: RunCache) -> Finding:
    """Interim updates with half of the visible critical posts deleted once, on Monday 18:00:
    critical posts of the next 24 h over those of the same hours without deletion (pairs, so
    that the rhythm cancels out), without and with a full explanation."""
    kept, bare, explained = (_posts_after(cache, one) for one in (None, 0.0, 1.0))
    usual = float(kept.mean()) or np.nan
    return found(
        window("rate after deletion over rate without", bare / usual, (1.1, 2.0), "times",
               rough=cache.rough),
        ordering("posts after it, unexplained against explained", bare, explained, "posts"),
        reported("the same with an explanation", explained / usual, "times"),
    )  # fmt: skip


def _posts_after(cache: RunCache, explained: float | None) -> Values:
    """Critical posts in the day after the deletion, if there is one."""
    plan = cache.story(CASE).document["plans"]["interim-updates"]
    steps = list(plan["steps"])
    if explained is not None:
        steps.append({"do": "deletion", "at": "Mon 18:00", "share": 0.5, "explained": explained})
    changed = {"plans": {"deleted": {"summary": "Deleted once.", "steps": steps}}}
    begin = 30.0  # from Sunday 12:00 to Monday 18:00
    runs = cache.runs(cache.story(CASE, changed), "deleted")
    return np.array([run.posts(begin, begin + HOURS_AFTER) for run in runs])


@row("L26", "Churn is modest: not replying loses at most 15 % more customers",
     "effect of a reply to complaints on churn")  # fmt: skip
def modest_churn(cache: RunCache) -> Finding:
    """The case under silence against one acknowledgement after two hours and nothing more:
    customers lost, relative difference of the means. The share of affected customers lost under
    silence is reported."""
    story = cache.story(CASE, {"plans": {
        "silence": {"summary": "No word.", "steps": []},
        "reply": {"summary": "One reply.",
                  "steps": [{"do": "acknowledgement", "at": "Sun 16:00"}]},
    }})  # fmt: skip
    silent, replied = (cache.runs(story, plan) for plan in ("silence", "reply"))
    lost, kept = (measured(runs, "customers_lost") for runs in (silent, replied))
    more = 100.0 * (lost - kept) / (float(kept.mean()) or np.nan)
    share = 100.0 * lost / np.array([run.customers_affected for run in silent])
    return found(
        window("more customers lost without reply", more, (-100.0, 15.0), "%", rough=cache.rough),
        reported("affected customers lost under silence", share, "%"),
    )


SHARES = (0.005, 0.02, 0.1, 0.3)
EXPLAINED = {"do": "explanation", "at": "+28h", "evidence": 0.5}
"""An answer a day after one complaint."""


@row("L28", "Silence can win",
     "Qu et al. 2023: in 335 firestorms silence beat explanation; Herhausen et al. 2019: worst",
     cheap=False)  # fmt: skip
def silence_can_win(cache: RunCache) -> Finding:
    """Map of the share of people concerned × whether the failure goes on: critical posts of a
    spoken answer against silence. It goes on: the case, updates. It is over and known: a remark
    on the page, explained. It is over and hardly known: a stranger's single complaint of what
    touches others too, explained on the page. Holds if silence has fewer posts, as an ordering,
    in at least one cell."""
    cells = [_goes_on(cache, share) for share in SHARES]
    cells += [_known(cache, share) for share in SHARES]
    cells += [_hardly_known(cache, share) for share in SHARES]
    won = [part.says for part in cells if part.holds]
    verdict = Part(
        "cells of the map in which silence wins", len(won), np.nan, np.nan, f"of {len(cells)}",
        "at least 1", runs=cache.pairs, holds=bool(won),
    )  # fmt: skip
    shown = [
        Part(p.says, p.figure, p.low, p.high, p.unit, "reported", p.share, p.runs) for p in cells
    ]
    return found(verdict, *shown, remark=f"silence wins: {'; '.join(won) or 'nowhere'}")


def _goes_on(cache: RunCache, share: float) -> Part:
    """The case, with this share of customers hit."""
    story = cache.story(CASE, {"incident.affected": share})
    return _cell(cache, story, "interim-updates", f"{share:.1%} concerned, failure goes on")


def _known(cache: RunCache, share: float) -> Part:
    """A remark that offends this share, on the company's own page."""
    story = cache.story("excluded-profession", {
        "incident.outrage_share": share, "community.outsiders": 1500,
    })  # fmt: skip
    return _cell(cache, story, "explanation", f"{share:.1%} concerned, over and known")


def _hardly_known(cache: RunCache, share: float) -> Part:
    """One complaint by a stranger of a matter past repair, that offends this share."""
    plans = {
        "silence": {"summary": "No word.", "steps": []},
        "explanation": {"summary": "It is explained on the page.", "steps": [EXPLAINED]},
    }
    incident = {"at": "Mon 09:00", "affected": 0.0, "outrage_share": share, "outrage_strength": 0.6,
                "fault": 1.0, "first_posts": 1}  # fmt: skip
    story = cache.story("single-complaint", {"incident": incident, "plans": plans})
    return _cell(cache, story, "explanation", f"{share:.1%} concerned, over and hardly known")


def _cell(cache: RunCache, story: Scenario, answer: str, state: str) -> Part:
    """Critical posts of an answer against those of silence."""
    spoken, silent = (
        measured(cache.runs(story, one), "critical_posts_total") for one in (answer, "silence")
    )
    return ordering(f"{answer} against silence, {state}", spoken, silent, "posts")
