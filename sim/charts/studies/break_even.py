"""The break-even: what a plan gains, over how often something came true."""

import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.ticker import MaxNLocator

from sim.charts.labels import Box
from sim.charts.palette import BLUE, INK, MUTED, PAPER, VERMILION
from sim.charts.studies.parts import label_ticks, study_slide, write_figures
from sim.charts.style import BODY, SMALL, panel, write
from sim.language.spoken import percent, say
from sim.studies.break_even import BreakEven
from sim.studies.finding import StudyFinding, StudyRuns
from sim.studies.statistics import capital, phrase, sign_of_better

_BOX = Box(1.35, 1.35, 12.6, 5.75)


def break_even(spec: BreakEven, runs: StudyRuns, finding: StudyFinding) -> Figure:
    """Draw a dot per setting, the monotone curve through them, and where it crosses zero."""
    data = finding.chart_data
    rival, base = spec.label_of(data["plan"]), spec.label_of(spec.baseline_plan)
    measure = capital(phrase(spec.main_measure))
    shows = say("studies.break_even_shows", measure=measure, rival=rival, base=base)
    figure = study_slide(spec, runs, finding, shows)
    ax = panel(figure, _BOX)
    _draw(ax, finding, sign_of_better(spec.main_measure))
    event = say("studies.share_of_event", event=spec.what_happens)
    write(figure, _BOX.right, _BOX.bottom - 0.62, event, BODY,
          ha="right", va="baseline", color=MUTED)  # fmt: skip
    ahead = {True: say("studies.plan_better", plan=rival),
             False: say("studies.plan_better", plan=base)}  # fmt: skip
    up = sign_of_better(spec.main_measure) > 0
    for y, at, va in ((0.97, up, "top"), (0.03, not up, "bottom")):
        write(ax, 0.99, y, ahead[at], BODY, transform=ax.transAxes, ha="right", va=va,
              color=BLUE if at else VERMILION, weight="bold", gid="way")  # fmt: skip
    return figure


def _draw(ax: Axes, finding: StudyFinding, sign: int) -> None:
    data = finding.chart_data
    chances, found = np.asarray(data["chances"]), data["found"]
    ax.axhline(0, color=MUTED, lw=1.2)
    for chance, gap in zip(chances, data["gaps"], strict=True):
        colour = MUTED
        if gap.excludes_zero:
            colour = BLUE if gap.value * sign > 0 else VERMILION
        ax.plot([chance, chance], [gap.low, gap.high], "-", color=colour, lw=1.4, alpha=0.7)
        ax.plot(
            chance,
            gap.value,
            "o",
            ms=8,
            mec=colour,
            mfc=colour if gap.excludes_zero else PAPER,
            mew=1.6,
        )
    ax.plot(*data["fitted"], "-", color=INK, lw=2.4, zorder=2)
    low, high = ax.get_ylim()
    ax.set_ylim(low - 0.14 * (high - low), high + 0.14 * (high - low))
    if not np.isnan(found.at):
        ax.axvspan(found.low, found.high, color=INK, alpha=0.15, lw=0)
        ax.axvline(found.at, color=INK, lw=1.6)
        above = {"transform": ax.get_xaxis_transform(), "ha": "center", "va": "bottom"}
        label = say("studies.break_even_at", at=percent(found.at))
        write(ax, found.at, 1.01, label, SMALL, weight="bold", color=INK, **above)
    ax.set_xlim(-0.02, 1.02)
    label_ticks(ax.xaxis, percent)
    ax.yaxis.set_major_locator(MaxNLocator(6))
    write_figures(ax)
