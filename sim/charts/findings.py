"""The sentence over each chart, made from its numbers."""

from collections.abc import Sequence
from typing import TypeVar

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from sim.charts.week import Week

_SOON_AFTER = 24.0
"""Hours after a missed time in which a peak is said to follow it."""
Shown = TypeVar("Shown")
_LONGEST = 32
"""Characters of a plan's name that a sentence has room for."""


def number(value: float) -> str:
    """A number as it is said: 3,134 or 61 or 2.3 or 0.42."""
    size = abs(value)
    if size >= 99_950:
        return f"{value / 1e6:.1f} m" if size >= 999_500 else f"{value / 1e3:.0f} k"
    if size >= 9.95:
        return f"{value:,.0f}"
    if size >= 0.995 or size == 0:
        return f"{value:.1f}".removesuffix(".0")
    return f"{value:.2f}" if size >= 0.0095 else f"{value:.1g}"


def signed(value: float) -> str:
    """A difference with its sign, a true minus."""
    text = number(abs(value))
    return "0" if text == "0" else f"{'−' if value < 0 else '+'}{text}"


def said(plan: str) -> str:
    """A plan's name as words in quotation marks, so that any name fits any sentence."""
    name = words(plan)
    return f"“{name if len(name) <= _LONGEST else name[: _LONGEST - 1].rstrip() + '…'}”"


def words(plan: str) -> str:
    """A plan's name as words."""
    return plan.replace("-", " ")


def ends(plans: Sequence[Shown], most: int) -> list[Shown]:
    """At most so many plans of an order: those at both ends."""
    if len(plans) <= most:
        return list(plans)
    return [*plans[: most // 2], *plans[len(plans) - most // 2 :]]


def hours_words(hours: float) -> str:
    """A span as "3 hours", "1 hour" or "4 days"."""
    if hours >= 72:
        return f"{hours / 24:.0f} days"
    count = round(hours)
    return "less than an hour" if count < 1 else "1 hour" if count == 1 else f"{count} hours"


def storm_finding(plan: str, measures: pd.Series, week: Week) -> str:
    """What one storm shows: how high, when, and whether it followed a missed time."""
    if measures["peak"] <= 0:
        return f"With {said(plan)} nobody wrote a critical post in {hours_words(week.hours)}"
    finding = (
        f"With {said(plan)} the storm peaks at {number(measures['peak'])} critical posts an hour "
        f"on {week.full_name(measures['peak_at'])}"
    )
    since = measures["peak_after_missed"]
    followed = since <= _SOON_AFTER  # False for NaN: no promise was missed before
    return f"{finding}, {hours_words(since)} after a missed promise" if followed else finding


def plans_finding(measures: pd.DataFrame) -> str:
    """How the highest and the lowest typical peak compare."""
    peaks = measures.groupby("plan", sort=False)["peak"].median()
    highest, lowest = str(peaks.idxmax()), str(peaks.idxmin())
    top, low = float(peaks[highest]), float(peaks[lowest])
    if top <= 0:
        return "No plan sees a storm: in the typical run nobody complains"
    finding = f"With {said(highest)} the storm peaks at {number(top)} critical posts an hour"
    if len(peaks) == 1:
        return finding
    if top < 1.05 * low:
        return f"All plans peak alike, at about {number(top)} critical posts an hour"
    if low <= 0:
        return f"{finding}, with {said(lowest)} there is none"
    return f"{finding}, {number(top / low)} times as high as with {said(lowest)} ({number(low)})"


def differences_finding(peaks: pd.DataFrame, baseline: str) -> str:
    """What the plans change in the peak against the baseline, as far as it is sure."""
    if peaks.empty:
        return f"There is no plan to compare with {said(baseline)}"
    if peaks["pairs"].max() < 2:
        return f"One pair of runs cannot tell any plan from {said(baseline)}"
    sure = peaks[is_sure(peaks)]
    if sure.empty:
        return f"No plan’s peak differs from that of {said(baseline)} by more than chance"
    lowest, highest = sure["mean_difference"].idxmin(), sure["mean_difference"].idxmax()
    parts = [
        f"{said(row['plan'])} {verb} by {_posts(row)}"
        for row, verb, sign in (
            (sure.loc[lowest], "lowers the peak", -1),
            (sure.loc[highest], "raises the peak", 1),
        )
        if sign * row["mean_difference"] > 0
    ]
    return f"Against {said(baseline)}, {', '.join(parts)} an hour"


def is_sure(differences: pd.DataFrame) -> "pd.Series[bool]":
    """Whether each interval leaves out zero; never so for a single pair."""
    beyond = (differences["low"] > 0) | (differences["high"] < 0)
    return beyond & (differences["pairs"] > 1)


def _posts(row: pd.Series) -> str:
    size = abs(float(row["mean_difference"]))
    return f"{number(size)} posts" if not np.isclose(size, 1.0) else "1 post"


def graph_finding(kinds: NDArray[np.intp]) -> str:
    """How many people are critics at the peak; kinds 1 and 2 are critics, 2 not affected."""
    critics, joining = np.count_nonzero((kinds == 1) | (kinds == 2)), np.count_nonzero(kinds == 2)
    if not critics:
        return f"None of {len(kinds):,} people is a critic"
    return (
        f"Critics at the peak: {critics:,} of {len(kinds):,} people, "
        f"{joining:,} of them not affected"
    )
