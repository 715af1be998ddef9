"""Validation rows on what responses do (S4–S6, S8–S10, S15, L18, L22, L26, L28)."""

import numpy as np

from sim.runs.cache import RunCache
from sim.runs.summary import measured
from sim.scenario.schema import Scenario
from sim.validation.findings import (
    Figure,
    Finding,
    Values,
    ordering,
    ratio,
    reported,
    reported_ratio,
    window,
)
from sim.validation.registry import CASE, HAPPENED, row

UNITS = {
    "peak": "posts/h",
    "critical_posts_total": "posts",
    "hours_above_rate": "h",
    "duration": "h",
}
LABELS = {
    "hours_above_rate": "hours above 5 posts/h",
    "duration": "hours above a tenth of the own peak",
    "critical_posts_total": "critical posts",
}
NOTHING_SAID = {"summary": "No word.", "steps": []}


def worse(cache: RunCache, plan: str, than: str, *measures: str) -> list[Figure]:
    """Test measure by measure that one plan of the case has more than another."""
    runs, other = (cache.runs(cache.story(CASE), name) for name in (plan, than))
    return [
        ordering(
            f"{LABELS.get(measure, measure)}, {plan} against {than}",
            measured(runs, measure),
            measured(other, measure),
            UNITS[measure],
        )
        for measure in measures
    ]


@row("S4", "Broken promises are worse than a roadmap without dates")
def broken_promises(cache: RunCache) -> Finding:
    """Compare estimates promised and missed with an honest roadmap: peak, critical posts, and
    duration by both yardsticks, the fixed rate and a tenth of the run's own peak. Reported: the
    same against silence."""
    silence = worse(cache, "broken-promises", "silence", *UNITS)
    return Finding.of(
        *worse(cache, "broken-promises", "honest-roadmap", *UNITS),
        *(figure.as_report() for figure in silence),
    )


@row("S5", "Withdrawing a time before it is missed is better than missing it")
def withdrawn_in_time(cache: RunCache) -> Finding:
    """Compare the same five times, missed and withdrawn in time: peak and critical posts."""
    return Finding.of(*worse(cache, HAPPENED, "revised-in-time", "peak", "critical_posts_total"))


@row("S6", "Periodic interim updates help")
def interim_updates(cache: RunCache) -> Finding:
    """Compare silence with a word every six hours without a time: critical posts."""
    return Finding.of(*worse(cache, "silence", "interim-updates", "critical_posts_total"))


@row("S8", "Help for customers' customers works")
def help_for_clients(cache: RunCache) -> Finding:
    """Compare the honest roadmap without and with that help: critical posts."""
    return Finding.of(
        *worse(cache, "honest-roadmap", "roadmap-and-client-help", "critical_posts_total")
    )


@row("S9", "Deleting comments is worse than keeping them")
def deletions(cache: RunCache) -> Finding:
    """Compare interim updates with and without deletions: critical posts."""
    return Finding.of(
        *worse(cache, "updates-and-deleting", "interim-updates", "critical_posts_total")
    )


@row("S10", "Playing down is worse than admitting")
def downplaying(cache: RunCache) -> Finding:
    """Compare interim updates that play the matter down with an apology: critical posts."""
    return Finding.of(
        *worse(cache, "updates-and-playing-down", "updates-and-apology", "critical_posts_total")
    )


ONE, MANY = 1, 360
"""People affected: a single one, and a fifth of the page."""
BETWEEN = (10, 40, 120)
"""Numbers between, about evenly spaced on a logarithmic scale."""


@row("S15", "One affected: a private channel wins; many: a public answer does")
def private_or_public(cache: RunCache) -> Finding:
    """Let one complaint concern 1 and 360 of 1,800 people, and compare a public answer with a
    private channel. For one the private channel has to reach fewer people, for many the public
    answer has to leave fewer critical posts. Reported: critical posts for numbers between."""
    one, many = (
        _public_minus_private(cache, number, "critical_posts_total") for number in (ONE, MANY)
    )
    reach, nothing = _public_minus_private(cache, ONE, "reached"), np.zeros(len(one))
    between = () if cache.rough else BETWEEN
    return Finding.of(
        ordering("people reached, public against private, 1 affected", reach, nothing, "people"),
        ordering("critical posts, private against public, 360 affected", -many, nothing, "posts"),
        reported("critical posts, public minus private, 1 affected", one, "posts"),
        *(
            reported(
                f"critical posts, public minus private, {affected} affected",
                _public_minus_private(cache, affected, "critical_posts_total"),
                "posts",
            )
            for affected in between
        ),
    )


def _public_minus_private(cache: RunCache, affected: int, measure: str) -> Values:
    """Return the difference of the two answers, pair by pair."""
    scenario = cache.story("single-complaint", {"incident.affected_people": affected})
    public, private = (
        measured(cache.runs(scenario, plan), measure)
        for plan in ("public-answer", "private-channel")
    )
    return public - private


# -- from the literature -------------------------------------------------------------------

PROMISED = {"do": "promise", "at": "Sun 16:00"}
REPAIRED = 23
"""Hours from the incident (Sunday 14:00) to the repair, on Monday 13:00."""
MET, MISSED = "Mon 14:00", "Mon 12:00"
"""A promised time an hour after the repair, and one an hour before it."""
TRUST_CHANGE = (-30.0, -10.0)
"""Per cent: around the −21 % of the source."""


@row("L18", "A missed estimate costs those affected 10–30 % of trust against a met one",
     "J.D. Power 2011: 729 of 1000 when met, 576 when missed")  # fmt: skip
def missed_estimate(cache: RunCache) -> Finding:
    """Make one promise (Sun 16:00) for Monday 14:00 or 12:00, with the same repair at 13:00.
    Compare the mean trust of those affected three days after the incident."""
    met, missed = (
        np.array([run.trust_of_affected for run in cache.runs(_one_promise(cache, due), "one")])
        for due in (MET, MISSED)
    )
    change = 100.0 * (missed / met - 1.0)
    return Finding.of(window("change of trust", change, TRUST_CHANGE, "%", rough=cache.rough))


def _one_promise(cache: RunCache, due: str) -> Scenario:
    """Return the case with a repair of known length and a single promise, due at this time."""
    steps = [{**PROMISED, "deadline": due}]
    return cache.story(CASE, {
        "clock.days": 3,
        "incident.repair": {"median": f"{REPAIRED}h", "spread": 0.0},
        "plans": {"one": {"summary": "One promise.", "steps": steps}},
    })  # fmt: skip


DELETION_RATIO = (1.1, 2.0)
"""Times the usual rate of posts: up to about the ×1.8 of the source."""
DELETED_AT, DELETED_SHARE = "Mon 18:00", 0.5
DELETED_AFTER = 30.0
"""Hours from the start (Sunday 12:00) to the deletion."""
HOURS_AFTER = 24.0
"""Hours after the deletion in which posts are counted: a day, whatever its rhythm."""


@row("L22", "Deleting raises the posting rate 1.1 to 2 times; an explanation softens it",
     "shares ×1.8 after a block; Liao 2024")  # fmt: skip
def deletion(cache: RunCache) -> Finding:
    """Run interim updates and delete half of the visible critical posts once, on Monday 18:00.
    Divide the critical posts of the next 24 h by those of the same hours without deletion (in
    pairs, so that the rhythm cancels out), without and with a full explanation."""
    kept, bare, explained = (_posts_after(cache, degree) for degree in (None, 0.0, 1.0))
    return Finding.of(
        ratio(
            "rate after deletion over rate without", bare, kept, DELETION_RATIO, rough=cache.rough
        ),
        ordering("posts after it, unexplained against explained", bare, explained, "posts"),
        reported_ratio("the same with an explanation", explained, kept),
    )


def _posts_after(cache: RunCache, explained: float | None) -> Values:
    """Return the critical posts of the day after the deletion, with None for no deletion."""
    steps = list(cache.story(CASE).document["plans"]["interim-updates"]["steps"])
    if explained is not None:
        steps.append({"do": "deletion", "at": DELETED_AT, "share": DELETED_SHARE,
                      "explained": explained})  # fmt: skip
    plans = {"deleted": {"summary": "Deleted once.", "steps": steps}}
    runs = cache.runs(cache.story(CASE, {"plans": plans}), "deleted")
    return np.array([run.posts(DELETED_AFTER, DELETED_AFTER + HOURS_AFTER) for run in runs])


MORE_CHURN = (-100.0, 15.0)
"""Per cent more customers lost, at most as many as in the source."""


@row("L26", "Churn is modest: not replying loses at most 15 % more customers",
     "effect of a reply to complaints on churn")  # fmt: skip
def modest_churn(cache: RunCache) -> Finding:
    """Run the case under silence and under one acknowledgement after two hours and nothing more.
    Compare the mean numbers of customers lost. Reported: the share of affected customers lost
    under silence."""
    reply = {"do": "acknowledgement", "at": "Sun 16:00"}
    scenario = cache.story(CASE, {"plans": {
        "silence": NOTHING_SAID,
        "reply": {"summary": "One reply.", "steps": [reply]},
    }})  # fmt: skip
    silent, replied = (cache.runs(scenario, plan) for plan in ("silence", "reply"))
    lost, kept = (measured(runs, "customers_lost") for runs in (silent, replied))
    share = 100.0 * lost / np.array([run.customers_affected for run in silent])
    return Finding.of(
        ratio(
            "more customers lost without reply",
            100.0 * (lost - kept),
            kept,
            MORE_CHURN,
            "%",
            rough=cache.rough,
        ),
        reported("affected customers lost under silence", share, "%"),
    )


SHARES_CONCERNED = (0.005, 0.02, 0.1, 0.3)
"""Shares of people concerned: from a few to a third of the page."""
PUBLIC = 1500
"""People outside the page who may hear of a remark."""
EXPLAINED = {"do": "explanation", "at": "+28h", "evidence": 0.5}
"""An answer a day after one complaint."""
STRANGER = {"at": "Mon 09:00", "affected": 0.0, "outrage_strength": 0.6, "fault": 1.0,
            "first_posts": 1}  # fmt: skip
"""One complaint by a stranger of a matter past repair, for which the company is to blame."""


@row("L28", "Silence can win",
     "Qu et al. 2023: in 335 firestorms silence beat explanation; Herhausen et al. 2019: worst",
     cheap=False)  # fmt: skip
def silence_can_win(cache: RunCache) -> Finding:
    """Compare the critical posts of a spoken answer with those of silence, for a map of the share
    of people concerned × whether the failure goes on. It goes on: the case, updates. It is over
    and known: a remark on the page, explained. It is over and hardly known: a stranger's single
    complaint of what touches others too, explained on the page. Silence has to have fewer posts,
    as an ordering, in at least one cell. Reported as well: how many pairs of
    the hardly known complaint end alike, which count against either."""
    rows = (_goes_on, _known, _hardly_known)
    cells = [cell(cache, share) for cell in rows for share in SHARES_CONCERNED]
    won = [cell.label for cell in cells if cell.holds]
    verdict = Figure(
        "cells of the map in which silence wins", len(won), np.nan, np.nan, f"of {len(cells)}",
        "at least 1", runs=cache.pairs, holds=bool(won),
    )  # fmt: skip
    shown = (cell.as_report() for cell in cells)
    alike = (_alike(cache, share) for share in SHARES_CONCERNED)
    where = "; ".join(won) or "nowhere"
    return Finding.of(verdict, *shown, *alike, remark=f"silence wins: {where}")


def _goes_on(cache: RunCache, share: float) -> Figure:
    """Compare updates with silence in the case, where this share of customers is hit."""
    scenario = cache.story(CASE, {"incident.affected": share})
    return _cell(cache, scenario, "interim-updates", f"{share:.1%} concerned, failure goes on")


def _known(cache: RunCache, share: float) -> Figure:
    """Compare explaining with silence after a remark on the page that offends this share."""
    scenario = cache.story("excluded-profession", {
        "incident.outrage_share": share, "community.outsiders": PUBLIC,
    })  # fmt: skip
    return _cell(cache, scenario, "explanation", f"{share:.1%} concerned, over and known")


def _hardly_known(cache: RunCache, share: float) -> Figure:
    """Compare explaining with silence after a stranger's complaint that offends this share."""
    state = f"{share:.1%} concerned, over and hardly known"
    return _cell(cache, _strangers(cache, share), "explanation", state)


def _alike(cache: RunCache, share: float) -> Figure:
    """Return how many pairs of that complaint, explained or not, end with as many posts."""
    spoken, silent = _posts_of(cache, _strangers(cache, share), "explanation")
    state = f"{share:.1%} concerned, over and hardly known"
    return reported(f"pairs that end alike, {state}", 100.0 * (spoken == silent), "%")


def _strangers(cache: RunCache, share: float) -> Scenario:
    """Return the single complaint of a stranger that offends this share."""
    plans = {
        "silence": NOTHING_SAID,
        "explanation": {"summary": "It is explained on the page.", "steps": [EXPLAINED]},
    }
    incident = {**STRANGER, "outrage_share": share}
    return cache.story("single-complaint", {"incident": incident, "plans": plans})


def _cell(cache: RunCache, scenario: Scenario, answer: str, state: str) -> Figure:
    """Test that an answer has more critical posts than silence."""
    spoken, silent = _posts_of(cache, scenario, answer)
    return ordering(f"{answer} against silence, {state}", spoken, silent, "posts")


def _posts_of(cache: RunCache, scenario: Scenario, answer: str) -> tuple[Values, Values]:
    """Return the critical posts with an answer and under silence."""
    spoken, silent = (
        measured(cache.runs(scenario, plan), "critical_posts_total") for plan in (answer, "silence")
    )
    return spoken, silent
