"""The chart of a sensitivity study: Sobol's total shares with intervals, a panel per answer."""

from math import isnan

import pandas as pd
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from sim.charts.labels import Box, shorten
from sim.charts.palette import BLUE, FAINT, MUTED
from sim.charts.style import BODY, MARGIN, SMALL, WIDTH, bare, panel, slide, stamp, write
from sim.charts.wording import plan_title, words
from sim.language.spoken import labelled, language, say
from sim.studies.finding import StudyFinding, StudyRuns
from sim.studies.sensitivity import ANSWERS, SensitivityResult, assumption_name, tells
from sim.studies.spec import StudySpec

SHOWN = 6
_TOP, _BOTTOM, _GAP = 5.2, 0.95, 0.3


def sensitivity(spec: StudySpec, runs: StudyRuns, finding: StudyFinding) -> Figure:
    """Draw the slide of a sensitivity study."""
    return sensitivity_slide(finding.chart_data["result"])


def sensitivity_slide(study: SensitivityResult) -> Figure:
    """Draw the slide of all answers, the strongest assumption of each on top."""
    table = study.sobol
    plans = ", ".join(plan_called(study, plan) for plan in study.plans)
    figure = slide(
        study.headline(),
        say("studies.sensitivity_shows"),
        f"{labelled(study.called)} {plans} · {say('charts.caveat')}",
    )
    wide = (WIDTH - 2 * MARGIN) / len(ANSWERS)
    for place, answer in enumerate(ANSWERS):
        left = MARGIN + place * wide
        ax = panel(figure, Box(left, _BOTTOM, left + wide - _GAP, _TOP))
        write(figure, left, _TOP + 0.15, say(f"studies.panel_{answer}"), BODY,
              weight="bold", gid="head")  # fmt: skip
        draw_shares(ax, table[table["answer"] == answer].head(SHOWN), wide - _GAP)
    return figure


def plan_called(study: SensitivityResult, plan: str) -> str:
    """Return what a plan is called: in English its name as words, else its title."""
    if language() == "en":
        return words(plan)
    known = study.story.plans.get(plan) if study.story is not None else None
    return plan_title(plan) if known is None else known.titled(language())


def draw_shares(ax: Axes, table: pd.DataFrame, wide: float) -> None:
    """Draw one answer: for each parameter its name, and a dot with a whisker below.

    A whisker that reaches zero is grey and has no dot. Where all do, nothing is ranked.
    """
    bare(ax)
    told = tells(table)
    reach = (table["ST"] + table["ST_conf"])[told]
    right = float(max([1.1, *(reach + 0.05)]))
    ax.set(xlim=(-0.05, right), ylim=(SHOWN, 0))
    ax.axvline(0, color=MUTED, lw=1.2)
    if not told.any():
        why = "studies.nothing_moves_it" if table["ST"].isna().all() else "drivers.untold"
        stamp(ax, 0.04, 0.5, say(why), SMALL, weight="normal", ha="left", color=MUTED)
        return
    for end in (0, 1):
        write(ax, end, SHOWN + 0.1, str(end), SMALL, va="top", ha="center", color=MUTED)
    for place, (row, sure) in enumerate(zip(table.to_dict("records"), told, strict=True)):
        name = shorten(assumption_name(str(row["parameter"])), SMALL, 0.9 * wide)
        stamp(ax, 0.04, place + 0.3, name, SMALL, weight="normal", ha="left", gid="name")
        ax.axhline(place + 1, color=FAINT, lw=0.6)
        if not isnan(row["ST"]):
            low, high = (max(0.0, row["ST"] + s * row["ST_conf"]) for s in (-1, 1))
            colour = BLUE if sure else MUTED
            ax.plot([low, high], [place + 0.7] * 2, "|-", color=colour, lw=2, ms=10, mew=2)
            if sure:
                ax.plot(row["ST"], place + 0.7, "o", color=colour, ms=8)
