"""Plans side by side: median and span of every measure, a row per plan."""

from matplotlib.axes import Axes
from matplotlib.figure import Figure

from sim.charts.labels import Box, height_of, wrap
from sim.charts.palette import FAINT, MUTED, PAPER, Look
from sim.charts.studies.parts import name_rows, plan_looks, study_slide
from sim.charts.style import BODY, MARGIN, SMALL, WIDTH, bare, panel, write
from sim.charts.wording import number
from sim.results.comparing import SPREAD
from sim.studies.finding import StudyFinding, StudyRuns
from sim.studies.spec import StudySpec
from sim.studies.statistics import capital, phrase

_TOP, _BOTTOM, _GAP, _VALUE = 5.1, 0.75, 0.3, 0.68
MOST_MEASURES = 5


def compare(spec: StudySpec, runs: StudyRuns, finding: StudyFinding) -> Figure:
    """Draw the slide of a comparison, the best plan on top."""
    shows = "Dot = median of runs, line = 10–90 % of runs, figure = median"
    figure = study_slide(spec, runs, finding, shows)
    order, measures = finding.chart_data["order"], spec.measures[:MOST_MEASURES]
    left = name_rows(figure, [spec.label_of(plan) for plan in order], _TOP, _BOTTOM)
    wide, chosen = (WIDTH - MARGIN - left) / len(measures), plan_looks(spec)
    for place, measure in enumerate(measures):
        edge = left + place * wide
        box = Box(edge + _GAP, _BOTTOM, edge + wide - _VALUE, _TOP)
        lines = wrap(capital(phrase(measure)), SMALL, wide - 0.2, 2, "bold")
        for up, line in enumerate(reversed(lines)):
            y = _TOP + 0.18 + up * height_of(1, SMALL)
            write(figure, box.left, y, line, SMALL, weight="bold", gid="head", va="baseline")
        rows = runs.dataset[measure].sel(plan=order).quantile(list(SPREAD.values()), dim="seed")
        draw_spans(panel(figure, box), rows.to_numpy().T, [chosen[plan] for plan in order])
    return figure


def draw_spans(ax: Axes, spans: object, chosen: list[Look]) -> None:
    """Draw one measure: low, middle and high of each row, top to bottom."""
    bare(ax)
    rows = [tuple(map(float, row)) for row in spans]  # type: ignore[attr-defined]
    highest = max(row[2] for row in rows) or 1.0
    ax.set(xlim=(0, 1.12 * highest), ylim=(len(rows), 0))
    ax.axvline(0, color=MUTED, lw=1.2)
    for y, ((low, middle, high), look) in enumerate(zip(rows, chosen, strict=True)):
        ax.axhline(y, color=FAINT, lw=0.6, zorder=0)
        ax.plot([low, high], [y + 0.5] * 2, "-", color=look.colour, lw=2.5)
        ax.plot(middle, y + 0.5, look.marker, ms=9, color=look.colour, mec=PAPER, zorder=3)
        place = {"transform": ax.get_yaxis_transform(), "ha": "left", "va": "center"}
        write(ax, 1.04, y + 0.5, number(middle), BODY, gid="value", **place)
