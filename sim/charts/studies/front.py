"""The chart of a search: all plans tried, then the best on unseen seeds beside designed ones."""

import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.ticker import MaxNLocator

from sim.charts.callouts import Callout, call_out
from sim.charts.labels import Box
from sim.charts.palette import FAINT, GREEN, MUTED, PAPER
from sim.charts.studies.parts import plan_looks, study_slide, write_figures
from sim.charts.style import SMALL, inches, panel, write
from sim.language.spoken import say, whole
from sim.studies.finding import StudyFinding, StudyRuns
from sim.studies.search import FOUND, Search, undominated
from sim.studies.statistics import capital, phrase

_TOP, _BOTTOM = 5.1, 1.35
_TRIED, _JUDGED = Box(1.2, _BOTTOM, 5.4, _TOP), Box(6.5, _BOTTOM, 12.75, _TOP)
_MOST = 2.0
"""Plans tried that come to more than so many times the best one's aim are not shown."""


def front(spec: Search, runs: StudyRuns, finding: StudyFinding) -> Figure:
    """Draw the slide of a search: cost across, the main measure upwards."""
    shows = say(
        "studies.front_shows", measure=capital(phrase(spec.main_measure)), cost=phrase(spec.cost)
    )
    figure = study_slide(spec, runs, finding, shows)
    means = {
        plan: (float(runs.dataset[spec.cost].sel(plan=plan).mean()),
               float(runs.dataset[spec.main_measure].sel(plan=plan).mean()))
        for plan in spec.plan_names
    }  # fmt: skip
    tried = whole(len(finding.chart_data["trials"]))
    heads = say("studies.front_tried", plans=tried), say("studies.front_judged")
    for box, head in zip((_TRIED, _JUDGED), heads, strict=True):
        write(figure, box.left - 0.6, _TOP + 0.42, head, SMALL, weight="bold", gid="head",
              va="baseline")  # fmt: skip
        write(figure, box.right, _BOTTOM - 0.62, capital(phrase(spec.cost)), SMALL, ha="right",
              va="baseline", color=MUTED)  # fmt: skip
    _draw_tried(panel(figure, _TRIED), spec, finding)
    ax = panel(figure, _JUDGED)
    _set_limits(ax, list(means.values()))
    _draw_limit(ax, spec)
    _draw_plans(ax, spec, means)
    return figure


def _draw_tried(ax: Axes, spec: Search, finding: StudyFinding) -> None:
    """Draw all plans tried, and those that no other beats in both aims."""
    trials = finding.chart_data["trials"]
    points = [(trial.levels[spec.cost], trial.levels[spec.main_measure]) for trial in trials]
    within = [point for point, one in zip(points, trials, strict=True) if one.allowed] or points
    best = sorted(within[k] for k in undominated([(up, across) for across, up in within]))
    ax.plot(*zip(*points, strict=True), "o", ms=5, color=FAINT, mec=MUTED, mew=0.4, zorder=1)
    ax.plot(*zip(*best, strict=True), "o-", ms=7, color=GREEN, lw=2.0, zorder=3)
    ups = np.array([up for _, up in points])
    ax.set(xlim=(0, 1.05 * max(across for across, _ in points)),
           ylim=(0, min(1.05 * float(ups.max()), _MOST * best[0][1])))  # fmt: skip
    ax.xaxis.set_major_locator(MaxNLocator(5))
    ax.yaxis.set_major_locator(MaxNLocator(6))
    write_figures(ax, across=True)
    _draw_limit(ax, spec)


def _draw_limit(ax: Axes, spec: Search) -> None:
    limit = spec.limits.get(spec.cost)
    if limit is not None:
        ax.axvline(limit, color=MUTED, lw=1.2, ls=(0, (5, 2)))
        high = {"transform": ax.get_xaxis_transform(), "va": "bottom", "ha": "center"}
        write(ax, limit, 1.01, say("studies.limit"), SMALL, color=MUTED, **high)


def _set_limits(ax: Axes, means: list[tuple[float, float]]) -> None:
    """From zero to a little beyond the plans named."""
    across, up = (max(one[k] for one in means) for k in (0, 1))
    ax.set(xlim=(-0.02 * across, 1.25 * across or 1), ylim=(0, 1.15 * up or 1))
    ax.xaxis.set_major_locator(MaxNLocator(7))
    ax.yaxis.set_major_locator(MaxNLocator(6))
    write_figures(ax, across=True)


def _draw_plans(ax: Axes, spec: Search, means: dict[str, tuple[float, float]]) -> None:
    """Draw the plans found in green, the others with their looks and names."""
    chosen, callouts, taken = plan_looks(spec), [], []
    for plan, point in means.items():
        ours = plan.startswith(FOUND)
        colour = GREEN if ours else chosen[plan].colour
        marker = "o" if ours else chosen[plan].marker
        ax.plot(*point, marker, color=colour, ms=11, mec=PAPER, zorder=4)
        x, y = inches(ax, *point)
        taken.append(Box(x - 0.1, y - 0.1, x + 0.1, y + 0.1))
        if not ours or plan == FOUND + "1":
            name = say("studies.best_found") if ours else spec.label_of(plan)
            callouts.append(Callout(name, [point]))  # a square in its colour looks like a point
    call_out(ax, callouts, taken)
