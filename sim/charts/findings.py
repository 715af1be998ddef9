"""The sentence over each chart, made from its numbers."""

import pandas as pd

from sim.charts.week import Week
from sim.charts.wording import number, said, span

SOON_AFTER = 24.0
"""Hours after a missed time in which a peak is said to follow it."""
FEW, HARDLY = 10, 1.0
"""Critical posts in all, and an hour at the peak, below which there is no storm to speak of."""
ALIKE = 1.05
"""Ratio of the highest to the lowest peak up to which plans are said to peak alike."""


def storm_finding(plan: str, measures: pd.Series, week: Week) -> str:
    """What one storm shows: how high, when, and whether it followed a missed time."""
    if measures["area"] < FEW:
        posts = {0: "not one critical post", 1: "1 critical post"}
        few = posts.get(measures["area"], f"{number(measures['area'])} critical posts")
        return f"With {said(plan)} there is no storm: {few} in {span(week.hours)}"
    finding = (
        f"With {said(plan)} the storm peaks at {number(measures['peak'])} critical posts an hour "
        f"on {week.full_name(measures['peak_at'])}"
    )
    since = measures["peak_after_missed"]
    followed = since <= SOON_AFTER  # never for NaN: no promise was missed before the peak
    return f"{finding}, {span(since)} after a missed promise" if followed else finding


def plans_finding(measures: pd.DataFrame) -> str:
    """How the highest and the lowest typical peak compare."""
    peaks = measures.groupby("plan", sort=False)["peak"].median()
    highest, lowest = str(peaks.idxmax()), str(peaks.idxmin())
    top, low = float(peaks.max()), float(peaks.min())
    if top < HARDLY:
        return "No plan sees a storm: the typical peak stays below one critical post an hour"
    finding = f"With {said(highest)} the storm peaks at {number(top)} critical posts an hour"
    if len(peaks) == 1:
        return finding
    if low < HARDLY:
        return f"{finding}, with {said(lowest)} there is none"
    if top <= ALIKE * low:
        return f"All plans peak alike, at about {number(top)} critical posts an hour"
    return f"{finding}, {number(top / low)} times as high as with {said(lowest)} ({number(low)})"


def differences_finding(peaks: pd.DataFrame, baseline: str) -> str:
    """Which plans change the peak most against the baseline, as far as that is sure.

    Takes the rows of ``Ensemble.differences`` for the peak.
    """
    if peaks.empty:
        return f"There is no plan to compare with {said(baseline)}"
    if peaks["pairs"].max() < 2:
        return f"One pair of runs cannot tell any plan from {said(baseline)}"
    sure = peaks[is_sure(peaks)].sort_values("mean_difference")
    if sure.empty:
        return f"No plan’s peak differs from that of {said(baseline)} by more than chance"
    plans, changes = sure["plan"].tolist(), sure["mean_difference"].tolist()
    parts = []
    if changes[0] < 0:
        parts.append(f"{said(plans[0])} lowers the peak by {number(-changes[0])}")
    if changes[-1] > 0:
        parts.append(f"{said(plans[-1])} raises the peak by {number(changes[-1])}")
    return f"Against {said(baseline)}, {', '.join(parts)} posts an hour"


def is_sure(differences: pd.DataFrame) -> "pd.Series[bool]":
    """Whether each interval leaves out zero; never so for a single pair."""
    beyond = (differences["low"] > 0) | (differences["high"] < 0)
    return beyond & (differences["pairs"] > 1)


def graph_finding(critics: int, not_affected: int, people: int) -> str:
    """How many people are critics at the peak."""
    if not critics:
        return f"None of {people:,} people is a critic"
    return f"Critics at the peak: {critics:,} of {people:,} people, {not_affected:,} not affected"
