"""The chart of a sensitivity study: Sobol's total shares with intervals, a panel per answer."""

from math import isnan

import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from sim.charts.labels import Box, shorten
from sim.charts.palette import BLUE, FAINT, MUTED
from sim.charts.style import BODY, MARGIN, SMALL, WIDTH, bare, panel, slide, stamp, write
from sim.charts.wording import words
from sim.studies.finding import StudyFinding, StudyRuns
from sim.studies.sensitivity import SensitivityResult
from sim.studies.spec import StudySpec

HEADINGS = {
    "peak": "Peak",
    "hours_above_rate": "Duration",
    "critical_posts_total": "Critical posts",
    "ranking": "Ranking of plans",
}
SHOWN = 6
_TOP, _BOTTOM, _GAP = 5.2, 0.95, 0.3


def sensitivity(spec: StudySpec, runs: StudyRuns, finding: StudyFinding) -> Figure:
    """Draw the slide of a sensitivity study."""
    return sensitivity_slide(finding.chart_data["result"])


def sensitivity_slide(study: SensitivityResult) -> Figure:
    """Draw the slide of all answers, the strongest assumption of each on top."""
    table = study.sobol
    shows = "Share of variance that goes with each assumption and its interactions, 95 % interval"
    plans = ", ".join(words(plan) for plan in study.plans)
    figure = slide(
        study.headline(), shows, f"{study.scenario}: {plans} · model output, not a forecast"
    )
    wide = (WIDTH - 2 * MARGIN) / len(HEADINGS)
    for place, answer in enumerate(HEADINGS):
        left = MARGIN + place * wide
        ax = panel(figure, Box(left, _BOTTOM, left + wide - _GAP, _TOP))
        write(figure, left, _TOP + 0.15, HEADINGS[answer], BODY, weight="bold", gid="head")
        draw_shares(ax, table[table["answer"] == answer].head(SHOWN), wide - _GAP)
    return figure


def draw_shares(ax: Axes, table: pd.DataFrame, wide: float) -> None:
    """Draw one answer: for each parameter its name, and a dot with a whisker below."""
    bare(ax)
    right = float(np.nanmax([1.1, *(table["ST"] + table["ST_conf"] + 0.05)]))
    ax.set(xlim=(-0.05, right), ylim=(SHOWN, 0))
    ax.axvline(0, color=MUTED, lw=1.2)
    if table["ST"].isna().all():
        stamp(ax, 0.04, 0.5, "nothing moves it", SMALL, weight="normal", ha="left", color=MUTED)
        return
    for end in (0, 1):
        write(ax, end, SHOWN + 0.1, str(end), SMALL, va="top", ha="center", color=MUTED)
    for place, row in enumerate(table.to_dict("records")):
        name = shorten(str(row["parameter"]).replace("_", " "), SMALL, 0.9 * wide)
        stamp(ax, 0.04, place + 0.3, name, SMALL, weight="normal", ha="left", gid="name")
        ax.axhline(place + 1, color=FAINT, lw=0.6)
        if not isnan(row["ST"]):
            low, high = (max(0.0, row["ST"] + s * row["ST_conf"]) for s in (-1, 1))
            ax.plot([low, high], [place + 0.7] * 2, "|-", color=BLUE, lw=2, ms=10, mew=2)
            ax.plot(row["ST"], place + 0.7, "o", color=BLUE, ms=8)
