"""The house style: one slide, readable from the back row, and how it is saved.

Figures are made without pyplot, so nothing is global: a chart function takes results and
axes, draws, and neither shows nor saves.
"""

from collections.abc import Iterable
from pathlib import Path
from typing import Any

import matplotlib as mpl
from matplotlib.axes import Axes
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.figure import Figure
from matplotlib.lines import Line2D
from matplotlib.text import Text
from matplotlib.transforms import ScaledTranslation, Transform

from sim.charts.labels import FONT, LINE_HEIGHT, Box, printable, shorten, wrap
from sim.charts.palette import FAINT, INK, MUTED, PAPER
from sim.results.writing import written_folder

WIDTH, HEIGHT = 13.333, 7.5
"""Inches of a 16:9 slide."""
DPI = 120
TITLE, BODY, SMALL = 23.0, 15.0, 13.0
"""Sizes of type in points; nothing is smaller than the last."""
MARGIN = 0.45
CAVEAT = "model output, not a forecast"

_HALF_A_CAPITAL = 0.365
"""Half the height of a capital as a multiple of the size of the type."""

_SAVING = {"svg.hashsalt": "shitstorm", "svg.fonttype": "path", "font.family": [FONT]}


def slide(title: str, shows: str, footer: str) -> Figure:
    """An empty slide: the finding on top, what is shown below it, where it comes from last."""
    figure = Figure(figsize=(WIDTH, HEIGHT), dpi=DPI, facecolor=PAPER, label=printable(title))
    FigureCanvasAgg(figure)
    room = WIDTH - 2 * MARGIN
    lines = wrap(printable(title), TITLE, room, 2, "bold")
    write(figure, MARGIN, 6.45, "\n".join(lines), TITLE, weight="bold", va="bottom", gid="title")
    shows, footer = shorten(printable(shows), BODY, room), shorten(printable(footer), SMALL, room)
    write(figure, MARGIN, 6.32, shows, BODY, color=MUTED, va="top", gid="shows")
    write(figure, MARGIN, 0.2, footer, SMALL, color=MUTED, va="bottom", gid="footer")
    return figure


def panel(figure: Figure, box: Box) -> Axes:
    """Axes at a place of the slide given in inches, dressed in the house style."""
    size = (box.right - box.left, box.top - box.bottom)
    ax = figure.add_axes((box.left / WIDTH, box.bottom / HEIGHT, size[0] / WIDTH, size[1] / HEIGHT))
    dress(ax)
    return ax


def dress(ax: Axes) -> None:
    """Quiet axes: no box, a faint grid behind, type of the house size."""
    ax.spines[["top", "right", "left"]].set_visible(False)
    ax.spines["bottom"].set_color(FAINT)
    ax.tick_params(colors=INK, labelsize=BODY, length=0, which="both", labelfontfamily=FONT)
    ax.grid(axis="y", color=FAINT, linewidth=0.6)
    ax.set_axisbelow(True)


def bare(ax: Axes) -> None:
    """Axes without ticks, grid or spines: for lanes, lists and graphs."""
    ax.set_xticks([])
    ax.set_yticks([])
    ax.grid(False)
    ax.spines[:].set_visible(False)


def write(
    target: Figure | Axes, x: float, y: float, text: str, points: float = BODY, **how: Any
) -> Text:
    """Text as it stands, no markup; on a figure x and y are inches."""
    how = {"color": INK, "linespacing": LINE_HEIGHT, "family": FONT, "parse_math": False} | how
    if isinstance(target, Figure):
        x, y = x / WIDTH, y / HEIGHT
    return target.text(x, y, printable(text), fontsize=points, **how)


def stamp(ax: Axes, x: float, y: float, text: str, colour: str, **how: Any) -> Text:
    """Short bold text whose capitals and digits are centred on a point to the eye."""
    points = how.pop("points", SMALL)
    how = {"color": colour, "weight": "bold", "ha": "center", "va": "baseline"} | how
    lower = ScaledTranslation(0, -_HALF_A_CAPITAL * points / 72, _inches(ax))
    return write(ax, x, y, text, points, transform=ax.transData + lower, **how)


def _inches(ax: Axes) -> Transform:
    return ax.get_figure(root=True).dpi_scale_trans  # type: ignore[union-attr]


def stroke(figure: Figure, x: tuple[float, ...], y: tuple[float, ...], **how: Any) -> None:
    """A line or mark on the slide itself, in inches."""
    figure.add_artist(Line2D(x, y, transform=figure.dpi_scale_trans, **how))


def box_of(ax: Axes) -> Box:
    """Where axes stand on the slide, in inches."""
    inside = ax.get_position()
    return Box(inside.x0 * WIDTH, inside.y0 * HEIGHT, inside.x1 * WIDTH, inside.y1 * HEIGHT)


def footer(scenario: Any, seeds: Iterable[int], plans: int) -> str:
    """Where a chart comes from: scenario, number of runs, seeds, and what it is not."""
    seeds = sorted(int(seed) for seed in seeds)
    each = " per plan" if plans > 1 else ""
    runs = f"{len(seeds):,} runs{each}" if len(seeds) != 1 else f"1 run{each}"
    return f"{runs}, {_seeds_text(seeds)} · {CAVEAT} · {scenario.title}"


def _seeds_text(seeds: list[int]) -> str:
    if len(seeds) == 1:
        return f"seed {seeds[0]}"
    if seeds == list(range(seeds[0], seeds[-1] + 1)):
        return f"seeds {seeds[0]}–{seeds[-1]}"
    return f"seeds {seeds[0]}–{seeds[-1]} with gaps"


def save(figure: Figure, folder: Path | str, stem: str) -> list[Path]:
    """Write a chart as SVG and PNG, the same bytes each time; returns the two paths.

    Both are written aside and renamed, so no half file is ever seen; a folder that cannot
    be written is an :class:`~sim.errors.OutputError`.
    """
    described = {
        "svg": {"Title": figure.get_label(), "Date": None, "Creator": None},
        "png": {"Software": None},
    }
    with written_folder(Path(folder)) as aside, mpl.rc_context(_SAVING):
        for kind, metadata in described.items():
            figure.savefig(aside / f"{stem}.{kind}", dpi=DPI, metadata=metadata)
    return [Path(folder) / f"{stem}.{kind}" for kind in described]
