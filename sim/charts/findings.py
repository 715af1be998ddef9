"""The sentence over each chart, made from its numbers."""

from typing import TYPE_CHECKING

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from sim.charts.week import Week
from sim.charts.wording import number, quoted_plan, say, span
from sim.headlines import costs, gaps_of, noticeable
from sim.results.comparing import baseline_of
from sim.sampling import DEFAULT_SEED, INTERVAL, STATISTIC_RESAMPLES

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


def plans_finding(measures: pd.DataFrame, baseline: str = "silence") -> str:
    """Compare the highest typical peak with the lowest, whose price is that against the baseline.

    Typical is the median over runs.
    """
    peaks = measures.groupby("plan", sort=False)["peak"].median()
    highest, lowest = quoted_plan(str(peaks.idxmax())), quoted_plan(str(peaks.idxmin()))
    top, low = float(peaks.max()), float(peaks.min())
    if top < HARDLY:
        return say("no_plan_storms")
    single = measures.groupby("plan").size().max() == 1
    finding = say("plan_peaks_once" if single else "plan_peaks", plan=highest, peak=top)
    if len(peaks) == 1:
        return finding
    if not noticeable("peak", top - low, low):
        return say("plans_alike", peak=top)
    if low < HARDLY:
        return say("but_none", finding=finding, plan=lowest)
    times = rough_ratio(measures, str(peaks.idxmax()), str(peaks.idxmin()))
    if times is None:
        return say("may_be_chance", finding=finding, plan=lowest, peak=low)
    said = say("times_as_high", finding=finding, times=times, plan=lowest, peak=low)
    rival = baseline_of(list(peaks.index), baseline)
    price = price_of(measures, str(peaks.idxmin()), rival)
    against = quoted_plan(rival)
    return say("whose_price", finding=said, rival=against, price=price) if price else said


STEPS = (0.1, 0.5, 1.0, 5.0, 10.0)
"""What ratios are rounded to: the first that is no finer than half of the interval's half."""


def rough_ratio(measures: pd.DataFrame, high: str, low: str) -> float | None:
    """Return how many times as high one plan's typical peak is, as exactly as its runs tell.

    None where the 95 % interval of the ratio reaches 1, as it does for single runs.
    """
    one, other = (_peaks(measures, plan) for plan in (high, low))
    if min(len(one), len(other)) < 2:
        return None
    chance = np.random.default_rng(DEFAULT_SEED)
    drawn = chance.random((STATISTIC_RESAMPLES, max(len(one), len(other))))
    tops, lows = (
        np.median(runs[(drawn[:, : len(runs)] * len(runs)).astype(int)], axis=1)
        for runs in (one, other)
    )
    least, most = np.quantile(tops / np.maximum(lows, HARDLY / 10), INTERVAL)
    if least <= 1.0:
        return None
    half = float(most - least) / 2
    ratio = float(np.median(one) / np.median(other))
    coarsest = 10.0 ** np.floor(np.log10(ratio))  # one digit is always left
    step = min(next((step for step in STEPS if step >= half / 2), STEPS[-1]), coarsest)
    rounded = round(ratio / step) * step
    return rounded if rounded > 1.0 else max(round(ratio, 1), 1.1)


def _peaks(measures: pd.DataFrame, plan: str) -> NDArray[np.float64]:
    """Return the peaks of a plan's runs, in the order of their seeds where these are known."""
    own = measures[measures["plan"] == plan]
    own = own.sort_values("seed") if "seed" in own else own
    return own["peak"].dropna().to_numpy(dtype=np.float64)


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
