"""The sentence over each chart, made from its numbers."""

import numpy as np
import pandas as pd

from sim.charts.week import Week

_SOON_AFTER = 24.0
"""Hours after a missed time in which a peak is said to follow it."""
_LONGEST = 32
"""Characters of a plan's name that a sentence has room for."""


def number(value: float) -> str:
    """A number as it is said: 3,134 or 61 or 2.3 or 0.42."""
    size = abs(value)
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
        return "No plan sees a storm: nobody writes a critical post in the typical run"
    if len(peaks) == 1:
        return (
            f"With {said(highest)} the typical storm peaks at {number(top)} critical posts an hour"
        )
    if top < 1.05 * low:
        return f"All plans peak alike, at about {number(top)} critical posts an hour"
    finding = f"With {said(highest)} the storm peaks at {number(top)} critical posts an hour"
    if low <= 0:
        return f"{finding}, with {said(lowest)} there is none"
    return f"{finding}, {number(top / low)} times as high as with {said(lowest)} ({number(low)})"


def differences_finding(peaks: pd.DataFrame, baseline: str) -> str:
    """What the plans change in the peak against the baseline, as far as it is sure."""
    if peaks.empty:
        return f"There is no plan to compare with {said(baseline)}"
    sure = peaks[(peaks["low"] > 0) | (peaks["high"] < 0)]
    if sure.empty:
        return f"No plan's peak differs from that of {said(baseline)} by more than chance"
    lowest = sure.loc[sure["mean_difference"].idxmin()]
    highest = sure.loc[sure["mean_difference"].idxmax()]
    parts = []
    if lowest["mean_difference"] < 0:
        parts.append(f"{said(lowest['plan'])} lowers the peak by {_posts(lowest)}")
    if highest["mean_difference"] > 0:
        parts.append(f"{said(highest['plan'])} raises it by {_posts(highest)}")
    text = f"Against {said(baseline)}, " + ", ".join(parts)
    return text if len(parts) > 1 else text.replace("raises it", "raises the peak") + " an hour"


def _posts(row: pd.Series) -> str:
    size = abs(float(row["mean_difference"]))
    return f"{number(size)} posts" if not np.isclose(size, 1.0) else "1 post"
