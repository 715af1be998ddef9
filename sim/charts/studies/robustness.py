"""The chart of robustness: how often each plan is best, and how wrong it can be."""

from typing import Any

import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from sim.charts.labels import Box, wrap
from sim.charts.palette import INK, MUTED, Look
from sim.charts.studies.parts import draw_spans, name_rows, plan_looks, study_slide, write_value
from sim.charts.style import MARGIN, SMALL, WIDTH, bare, panel, write
from sim.language.spoken import percent, say, whole
from sim.studies.finding import StudyFinding, StudyRuns
from sim.studies.spec import StudySpec
from sim.studies.statistics import phrase

_TOP, _BOTTOM, _VALUE = 5.2, 0.85, 0.9


def robustness(spec: StudySpec, runs: StudyRuns, finding: StudyFinding) -> Figure:
    """Draw on the left how often each plan is the best one, on the right its regret."""
    draws = int(runs.dataset.sizes["draw"])
    figure = study_slide(spec, runs, finding, say("studies.regret_shows", draws=whole(draws)))
    order, chosen = finding.chart_data["order"], plan_looks(spec)
    left = name_rows(figure, [spec.label_of(plan) for plan in order], _TOP, _BOTTOM) + 0.3
    middle = left + 0.38 * (WIDTH - MARGIN - left)
    heads = {
        left: say("studies.best_shares"),
        middle + 0.5: say("studies.regrets", measure=phrase(spec.main_measure)),
    }
    ends = (middle + 0.3, WIDTH - MARGIN)
    for (edge, head), end in zip(heads.items(), ends, strict=True):
        lines = "\n".join(wrap(head, SMALL, end - edge, 2, "bold"))
        write(figure, edge, _TOP + 0.15, lines, SMALL, weight="bold", gid="head", va="bottom")
    bars = panel(figure, Box(left, _BOTTOM, middle - _VALUE, _TOP))
    draw_shares(bars, [finding.chart_data["shares"][plan] for plan in order],
                [chosen[plan] for plan in order])  # fmt: skip
    right = panel(figure, Box(middle + 0.5, _BOTTOM, WIDTH - MARGIN - _VALUE, _TOP))
    draw_regrets(right, [finding.chart_data["regrets"][plan] for plan in order],
                 [chosen[plan] for plan in order])  # fmt: skip
    return figure


def draw_shares(ax: Axes, shares: list[Any], chosen: list[Look]) -> None:
    """Draw a bar and its interval per plan."""
    bare(ax)
    ax.set(xlim=(0, 1), ylim=(len(shares), 0))
    ax.axvline(0, color=MUTED, lw=1.2)
    for y, (share, look) in enumerate(zip(shares, chosen, strict=True)):
        ax.barh(y + 0.5, share.value, 0.5, color=look.colour)
        ax.plot([share.low, share.high], [y + 0.5] * 2, "-", color=INK, lw=1.4)
        write_value(ax, y + 0.5, percent(share.value))


def draw_regrets(ax: Axes, regrets: list[Any], chosen: list[Look]) -> None:
    """Draw mean, span and worst regret per plan."""
    worst = [float(np.max(regret)) for regret in regrets]
    low, high = np.quantile(regrets, (0.1, 0.9), axis=1)
    spans = np.column_stack([low, np.mean(regrets, axis=1), high])
    draw_spans(ax, spans, chosen, 1.03 * (max(worst) or 1.0))
    for y, (most, look) in enumerate(zip(worst, chosen, strict=True)):
        ax.plot(most, y + 0.5, "|", color=look.colour, ms=14, mew=2)
