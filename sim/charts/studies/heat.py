"""A map over two factors: what a plan changes against the baseline in every cell."""

import numpy as np
from matplotlib.axes import Axes
from matplotlib.colors import LinearSegmentedColormap, Normalize, TwoSlopeNorm
from matplotlib.figure import Figure

from sim.charts.labels import Box, width_of
from sim.charts.palette import BLUE, INK, MUTED, PAPER, SEVERITY, VERMILION
from sim.charts.studies.parts import study_slide
from sim.charts.style import BODY, MARGIN, SMALL, WIDTH, panel, stamp, write
from sim.charts.wording import number, signed
from sim.language.spoken import say
from sim.studies.cells import Cells
from sim.studies.finding import StudyFinding, StudyRuns
from sim.studies.statistics import MeanEstimate, capital, phrase, sign_of_better
from sim.studies.sweep import Sweep

_TOP, _BOTTOM = 5.35, 1.45
WAYS = LinearSegmentedColormap.from_list("ways", [VERMILION, "#F6D9C6", PAPER, "#CFE2EF", BLUE])
"""From worse over alike to better."""
HEAT = LinearSegmentedColormap.from_list("heat", SEVERITY[:6])
MOST_ROWS = 3
"""Panels at most."""


def heat(spec: Sweep, runs: StudyRuns, finding: StudyFinding) -> Figure:
    """Draw the slide: a map per plan against the baseline, or one of the only plan."""
    cells: Cells = finding.chart_data["cells"]
    others = [plan for plan in cells.plans if plan != spec.baseline_plan][:MOST_ROWS]
    base = spec.label_of(spec.baseline_plan)
    measure = capital(phrase(spec.main_measure))
    shows = (
        say("studies.map_shows", measure=measure, base=base)
        if others
        else say("studies.map_shows_one", measure=measure)
    )
    figure = study_slide(spec, runs, finding, shows)
    first, second = list(cells.levels)
    room = max(width_of(level.label, SMALL) for level in cells.levels[first]) + MARGIN + 0.15
    maps = others or [spec.baseline_plan]
    wide = (WIDTH - MARGIN - room) / len(maps)
    base_plan = spec.baseline_plan
    gaps = (cells.gap(plan, base_plan, at).value for plan in others for at in cells.places)
    largest = max(map(abs, gaps), default=1.0) or 1.0
    for k, plan in enumerate(maps):
        left = room + k * wide
        ax = panel(figure, Box(left, _BOTTOM, left + wide - 0.25, _TOP))
        _draw(ax, cells, plan, spec.baseline_plan if others else None, largest)
        _label(ax, cells, rows=k == 0)
        if others:
            head = {"weight": "bold", "va": "baseline", "gid": "head"}
            write(figure, left, _TOP + 0.18, capital(spec.label_of(plan)), SMALL, **head)
    write(figure, WIDTH - MARGIN - 0.25, _BOTTOM - 0.68, f"{spec.title_of(second)} →", BODY,
          ha="right", va="baseline", color=MUTED)  # fmt: skip
    write(figure, MARGIN, _BOTTOM - 0.68, f"↑ {spec.title_of(first)}", BODY, va="baseline",
          color=MUTED)  # fmt: skip
    return figure


def _draw(ax: Axes, cells: Cells, plan: str, base: str | None, largest: float) -> None:
    """Draw the cells, each with its figure."""
    shape = tuple(len(levels) for levels in cells.levels.values())
    estimates: dict[tuple[int, ...], MeanEstimate] = {
        place: cells.gap(plan, base, place) if base else cells.mean(plan, place)
        for place in cells.places
    }
    values = np.array([estimate.value for estimate in estimates.values()]).reshape(shape)
    shown = values * (sign_of_better(cells.measure) if base else 1)
    norm = TwoSlopeNorm(0, -largest, largest) if base else Normalize(0, float(np.nanmax(values)))
    colours = WAYS if base else HEAT
    ax.imshow(shown, cmap=colours, norm=norm, aspect="auto", origin="lower")
    for place, one in estimates.items():
        sure = one.excludes_zero or base is None
        dark = luminance(colours(norm(shown[place]))) < 0.5
        ink = PAPER if dark else INK if sure else MUTED
        stamp(ax, place[1], place[0], signed(one.value) if base else number(one.value), SMALL,
              color=ink, weight="bold" if sure else "normal", gid="value")  # fmt: skip


def luminance(colour: tuple[float, ...]) -> float:
    """Return how light a colour is, 0 to 1."""
    red, green, blue = colour[:3]
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def _label(ax: Axes, cells: Cells, rows: bool) -> None:
    first, second = cells.levels.values()
    ax.grid(False)
    ax.spines[:].set_visible(False)
    ax.set_xticks(range(len(second)), [level.label for level in second], size=SMALL)
    ax.set_yticks(range(len(first)), [level.label for level in first] if rows else [], size=SMALL)
    ax.set_xticks(np.arange(len(second) + 1) - 0.5, minor=True)
    ax.set_yticks(np.arange(len(first) + 1) - 0.5, minor=True)
    ax.grid(which="minor", color=PAPER, linewidth=2)
