"""The sentence over each chart, made from its numbers."""

import pandas as pd

from sim.charts.week import Week
from sim.charts.wording import number, said, span, tell, whole

SOON_AFTER = 24.0
"""Hours after a missed time in which a peak is said to follow it."""
FEW, HARDLY = 10, 1.0
"""Critical posts in all, and an hour at the peak, below which there is no storm to speak of."""
FEW_POSTS = {0: "not one critical post", 1: "1 critical post"}
MORE_POSTS = "{posts} critical posts"
ALIKE = 1.05
"""Ratio of the highest to the lowest peak up to which plans are said to peak alike."""


def storm_finding(plan: str, measures: pd.Series, week: Week) -> str:
    """What one storm shows: how high, when, and whether it followed a missed time."""
    if measures["critical_posts_total"] < FEW:
        few = tell(
            FEW_POSTS.get(measures["critical_posts_total"], MORE_POSTS),
            posts=number(measures["critical_posts_total"]),
        )
        no_storm = "With {plan} there is no storm: {few} in {span}"
        return tell(no_storm, plan=said(plan), few=few, span=span(week.hours))
    finding = tell(
        "With {plan} the storm peaks at {peak} critical posts an hour on {moment}",
        plan=said(plan),
        peak=number(measures["peak"]),
        moment=week.full_name(measures["peak_at"]),
    )
    since = measures["peak_after_missed"]
    followed = since <= SOON_AFTER  # never for NaN: no promise was missed before the peak
    if not followed:
        return finding
    return tell("{finding}, {span} after a missed promise", finding=finding, span=span(since))


def plans_finding(measures: pd.DataFrame) -> str:
    """How the highest and the lowest typical peak compare."""
    peaks = measures.groupby("plan", sort=False)["peak"].median()
    highest, lowest = str(peaks.idxmax()), str(peaks.idxmin())
    top, low = float(peaks.max()), float(peaks.min())
    if top < HARDLY:
        return tell("No plan sees a storm: the typical peak stays below one critical post an hour")
    finding = tell(
        "With {plan} the storm peaks at {peak} critical posts an hour",
        plan=said(highest),
        peak=number(top),
    )
    if len(peaks) == 1:
        return finding
    if low < HARDLY:
        return tell("{finding}, with {plan} there is none", finding=finding, plan=said(lowest))
    if top <= ALIKE * low:
        return tell(
            "All plans peak alike, at about {peak} critical posts an hour", peak=number(top)
        )
    return tell(
        "{finding}, {times} times as high as with {plan} ({peak})",
        finding=finding,
        times=number(top / low),
        plan=said(lowest),
        peak=number(low),
    )


def differences_finding(peaks: pd.DataFrame, baseline: str) -> str:
    """Which plans change the peak most against the baseline, as far as that is sure.

    Takes the rows of ``Ensemble.differences`` for the peak.
    """
    if peaks.empty:
        return tell("There is no plan to compare with {plan}", plan=said(baseline))
    if peaks["pairs"].max() < 2:
        return tell("One pair of runs cannot tell any plan from {plan}", plan=said(baseline))
    sure = peaks[is_sure(peaks)].sort_values("mean_difference")
    if sure.empty:
        chance = "No plan’s peak differs from that of {plan} by more than chance"
        return tell(chance, plan=said(baseline))
    plans, changes = sure["plan"].tolist(), sure["mean_difference"].tolist()
    parts = []
    if changes[0] < 0:
        lower = number(-changes[0])
        parts.append(tell("{plan} lowers the peak by {posts}", plan=said(plans[0]), posts=lower))
    if changes[-1] > 0:
        higher = number(changes[-1])
        parts.append(tell("{plan} raises the peak by {posts}", plan=said(plans[-1]), posts=higher))
    against = "Against {plan}, {changes} posts an hour"
    return tell(against, plan=said(baseline), changes=", ".join(parts))


def is_sure(differences: pd.DataFrame) -> "pd.Series[bool]":
    """Whether each interval leaves out zero; never so for a single pair."""
    beyond = (differences["low"] > 0) | (differences["high"] < 0)
    return beyond & (differences["pairs"] > 1)


def graph_finding(critics: int, not_affected: int, people: int) -> str:
    """How many people are critics at the peak."""
    if not critics:
        return tell("None of {people} people is a critic", people=whole(people))
    return tell(
        "Critics at the peak: {critics} of {people} people, {joining} not affected",
        critics=whole(critics),
        people=whole(people),
        joining=whole(not_affected),
    )
