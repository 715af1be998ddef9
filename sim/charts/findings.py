"""The sentence over each chart, made from its numbers."""

from typing import TYPE_CHECKING

import pandas as pd

from sim.charts.week import Week
from sim.charts.wording import number, quoted_plan, say, span
from sim.headlines import costs, gaps_of, noticeable

if TYPE_CHECKING:
    from sim.results import Ensemble

SOON_AFTER = 24.0
"""Hours after a missed promise within which a peak is said to follow it."""
FEW, HARDLY = 10, 1.0
"""Critical posts in all, and an hour at the peak, below which there is no storm to speak of."""


def storm_finding(plan: str, measures: pd.Series, week: Week) -> str:
    """Say how high one storm was, when, and whether it followed a missed promise."""
    total = measures["critical_posts_total"]
    if total < FEW:
        key = {0: "critical_none", 1: "critical_one"}.get(total, "critical_many")
        few = say(key, posts=number(total))
        return say("no_storm_in", plan=quoted_plan(plan), few=few, span=span(week.hours))
    moment = week.full_name(measures["peak_at"])
    finding = say("storm_peaks", plan=quoted_plan(plan), peak=measures["peak"], moment=moment)
    since = measures["peak_after_missed"]
    followed = since <= SOON_AFTER  # never for NaN: no promise was missed before the peak
    return say("after_missed", finding=finding, span=span(since)) if followed else finding


def plans_finding(measures: pd.DataFrame) -> str:
    """Compare the highest typical peak with the lowest."""
    peaks = measures.groupby("plan", sort=False)["peak"].median()
    highest, lowest = quoted_plan(str(peaks.idxmax())), quoted_plan(str(peaks.idxmin()))
    top, low = float(peaks.max()), float(peaks.min())
    if top < HARDLY:
        return say("no_plan_storms")
    finding = say("plan_peaks", plan=highest, peak=top)
    if len(peaks) == 1:
        return finding
    if not noticeable("peak", top - low, low):
        return say("plans_alike", peak=top)
    if low < HARDLY:
        return say("but_none", finding=finding, plan=lowest)
    said = say("times_as_high", finding=finding, times=top / low, plan=lowest, peak=low)
    price = price_of(measures, str(peaks.idxmin()), str(peaks.idxmax()))
    return say("whose_price", finding=said, price=price) if price else said


def differences_finding(
    peaks: pd.DataFrame, baseline: str, level: float, measures: pd.DataFrame
) -> str:
    """Name the plans that change the peak most, beyond chance and so that it is noticed.

    ``peaks`` is a table of ``Ensemble.differences``, ``level`` the mean peak of the baseline,
    ``measures`` those of all runs, by which a gain's price is known.
    """
    against = quoted_plan(baseline)
    if peaks.empty:
        return say("nothing_to_compare", plan=against)
    if peaks["pairs"].max() < 2:
        return say("one_pair", plan=against)
    sure = peaks[is_sure(peaks)].sort_values("mean_difference")
    if sure.empty:
        return say("only_chance", plan=against)
    sure = sure[[noticeable("peak", change, level) for change in sure["mean_difference"]]]
    if sure.empty:
        return say("hardly_different", plan=against)
    plans, changes = sure["plan"].tolist(), sure["mean_difference"].tolist()
    parts = []
    if changes[0] < 0:
        parts.append(say("lowers", plan=quoted_plan(plans[0]), posts=-changes[0]))
    if changes[-1] > 0:
        parts.append(say("raises", plan=quoted_plan(plans[-1]), posts=changes[-1]))
    said = say("against", plan=against, changes=", ".join(parts))
    price = price_of(measures, plans[0], baseline) if changes[0] < 0 else ""
    return (
        say("at_a_price", finding=said, plan=quoted_plan(plans[0]), price=price) if price else said
    )


PRICES = {
    "staff_hours": ("price_hours", "price_hours_one"),
    "customers_lost": ("price_lost", "price_lost"),
    "trust_left": ("price_trust", "price_trust"),
}
"""What a lower peak may cost: the text of each measure, and that of 1."""


def price_of(measures: pd.DataFrame, plan: str, rival: str) -> str:
    """Say what a plan costs against another as far as it is noticed, "" where it is nothing."""
    if "seed" not in measures or measures["seed"].nunique() < 2:
        return ""
    found = costs(gaps_of(measures, plan, rival))
    said = [
        say(one if number(found[name]) == number(1) else several, n=found[name])
        for name, (several, one) in PRICES.items()
        if name in found
    ]
    return say("price_and").join(said)


def peak_level(ensemble: "Ensemble", baseline: str) -> float:
    """Return the mean peak of the plan against which others are held."""
    measures = ensemble.measures
    return float(measures.loc[measures["plan"] == baseline, "peak"].mean())


def is_sure(differences: pd.DataFrame) -> "pd.Series[bool]":
    """Return True for each interval that leaves out zero, False for a single pair."""
    beyond = (differences["low"] > 0) | (differences["high"] < 0)
    return beyond & (differences["pairs"] > 1)


def graph_finding(critics: int, not_affected: int, people: int) -> str:
    """Say how many people are critics at the peak."""
    if not critics:
        return say("no_critics", people=number(people))
    return say(
        "critics_at_peak",
        critics=number(critics),
        people=number(people),
        joining=number(not_affected),
    )
