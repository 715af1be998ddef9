"""The house style: one slide, readable from the back row, and how it is saved.

Figures are made without pyplot, so nothing is global: a chart function takes results and
axes, draws, and neither shows nor saves. Places on a slide are inches from its lower left.
"""

import io
from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING, Any

import matplotlib as mpl
from matplotlib.axes import Axes
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.figure import Figure
from matplotlib.lines import Line2D
from matplotlib.text import Text
from matplotlib.ticker import MaxNLocator
from matplotlib.transforms import ScaledTranslation

from sim.charts.labels import FONT, LINE_HEIGHT, Box, printable, shorten, width_of, wrap
from sim.charts.palette import FAINT, INK, MUTED, PAPER
from sim.charts.wording import number, say, title_of
from sim.language.speech import texts
from sim.results.writing import written_folder

if TYPE_CHECKING:
    from sim.scenario import Scenario

WIDTH, HEIGHT = 13.333, 7.5
"""Inches of a 16:9 slide."""
DPI = 120
BODY, SMALL = 15.0, 13.0
"""Sizes of type in points. Nothing is smaller than the last."""
TITLES = ((23.0, 2), (21.0, 2), (19.0, 2), (17.0, 3), (15.0, 3), (SMALL, 4))
"""Sizes of type of a headline, and the lines that it may take in each."""
MARGIN = 0.45
CAVEAT = texts("en")["charts.caveat"]
"""Said below charts that have English texts only."""
TOP = 5.95
"""Upper edge of the charts, below the title, in inches."""
_HALF_A_CAPITAL = 0.365
"""Half the height of a capital as a multiple of the size of the type."""
_ALIKE: Any = {"svg.hashsalt": "shitstorm", "svg.fonttype": "path", "savefig.bbox": None}
"""Settings that make files alike whatever the user's own. Letters become outlines."""

# -- the slide and its panels ---------------------------------------------------------------


def slide(title: str, shows: str, source: str) -> Figure:
    """An empty slide: the finding on top, what is shown below it, where it comes from last."""
    figure = Figure(figsize=(WIDTH, HEIGHT), dpi=DPI, facecolor=PAPER, label=printable(title))
    FigureCanvasAgg(figure)
    room = WIDTH - 2 * MARGIN
    lines, points = _headline(printable(title), room)
    quiet = {"color": MUTED, "va": "bottom"}
    write(figure, MARGIN, 6.45, lines, points, weight="bold", va="bottom", gid="title")
    shows = printable(shows)
    size = BODY if width_of(shows, BODY) <= room else SMALL
    write(figure, MARGIN, 6.08, shorten(shows, size, room), size, gid="shows", **quiet)
    write(figure, MARGIN, 0.2, shorten(printable(source), SMALL, room), gid="source", **quiet)
    return figure


def _headline(title: str, room: float) -> tuple[str, float]:
    """Set the title in the largest type that fits, on more lines where two are too few."""
    for points, most in TITLES:
        lines = wrap(title, points, room, most, "bold")
        if " ".join(lines) == title:
            break
    return "\n".join(lines), points


def source(scenario: "Scenario", seeds: Iterable[int], plans: int = 1) -> str:
    """Return a chart's source line: number of runs, seeds, caveat and scenario."""
    seeds = sorted(int(seed) for seed in seeds)
    runs = say("runs_one" if len(seeds) == 1 else "runs_many", runs=number(len(seeds)))
    each = say("per_plan") if plans > 1 else ""
    return f"{runs}{each}, {_seeds_text(seeds)} · {say('caveat')} · {title_of(scenario)}"


def _seeds_text(seeds: list[int]) -> str:
    if len(seeds) == 1:
        return say("seed", seed=seeds[0])
    gaps = seeds[-1] - seeds[0] + 1 > len(seeds)
    said = say("seeds", first=seeds[0], last=seeds[-1])
    return said + (say("with_gaps") if gaps else "")


def panel(figure: Figure, box: Box) -> Axes:
    """Axes at a place of the slide: no frame, a faint grid behind, type of the house size."""
    wide, tall = figure.get_size_inches()
    size = (box.right - box.left) / wide, (box.top - box.bottom) / tall
    ax = figure.add_axes((box.left / wide, box.bottom / tall, *size))
    ax.spines[["top", "right", "left"]].set_visible(False)
    ax.spines["bottom"].set_color(FAINT)
    ax.tick_params(colors=INK, labelsize=BODY, length=0, which="both", labelfontfamily=FONT)
    ax.grid(axis="y", color=FAINT, linewidth=0.6)
    ax.set_axisbelow(True)
    return ax


def round_ticks(low: float, high: float, most: int) -> list[float]:
    """Return at most so many steps between round numbers that hold both ends."""
    return [float(tick) for tick in MaxNLocator(most).tick_values(low, high)]


def bare(ax: Axes) -> None:
    """Leave out ticks, grid and frame: for lanes, lists and graphs."""
    ax.set_xticks([])
    ax.set_yticks([])
    ax.grid(False)
    ax.spines[:].set_visible(False)


def figure_of(ax: Axes) -> Figure:
    """The figure on which axes stand."""
    figure = ax.get_figure(root=True)
    if figure is None:
        raise ValueError("these axes stand on no figure")
    return figure


def box_of(ax: Axes) -> Box:
    """Return the box of axes on the slide."""
    inside, (wide, tall) = ax.get_position(), figure_of(ax).get_size_inches()
    return Box(inside.x0 * wide, inside.y0 * tall, inside.x1 * wide, inside.y1 * tall)


def inches(ax: Axes, x: float, y: float) -> tuple[float, float]:
    """Return a point of a chart in inches on the slide."""
    across, up = ax.transData.transform((x, y)) / figure_of(ax).dpi
    return float(across), float(up)


# -- ink on it ------------------------------------------------------------------------------


def write(
    target: Figure | Axes, x: float, y: float, text: str, points: float = SMALL, /, **how: Any
) -> Text:
    """Write text without reading markup. On a figure the place is in inches of the slide."""
    if isinstance(target, Figure):
        how = {"transform": target.dpi_scale_trans} | how
    plain: dict[str, Any] = {"linespacing": LINE_HEIGHT, "family": FONT, "parse_math": False}
    ink = plain | {"color": INK, "size": points} | how
    return target.text(x, y, printable(text), **ink)


def stamp(ax: Axes, x: float, y: float, text: str, points: float = SMALL, /, **how: Any) -> Text:
    """Short bold text whose capitals and figures are centred on a point to the eye."""
    lower = ScaledTranslation(0, -_HALF_A_CAPITAL * points / 72, figure_of(ax).dpi_scale_trans)
    bold = {"weight": "bold", "ha": "center", "va": "baseline", "transform": ax.transData + lower}
    return write(ax, x, y, text, points, **(bold | how))


def beside(figure: Figure, x: float, y: float, text: str, points: float, **how: Any) -> Text:
    """A line of text at a height of the slide, level with its neighbours whatever its letters."""
    return write(figure, x, y - _HALF_A_CAPITAL * points / 72, text, points, va="baseline", **how)


def stroke(figure: Figure, x: tuple[float, ...], y: tuple[float, ...], **how: Any) -> None:
    """A line, or a mark, at a place of the slide."""
    figure.add_artist(Line2D(x, y, transform=figure.dpi_scale_trans, **how))


# -- the files ------------------------------------------------------------------------------


def save(figure: Figure, folder: Path | str, stem: str) -> list[Path]:
    """Write a chart as SVG and PNG, the same bytes each time, and return the two paths.

    Both are written aside and renamed, so no half file is ever seen. A folder that cannot
    be written is an :class:`~sim.errors.OutputError`.
    """
    svg: dict[str, Any] = {"Title": figure.get_label(), "Date": None, "Creator": None}
    png: dict[str, Any] = {"Software": None}
    with written_folder(Path(folder)) as aside, mpl.rc_context(_ALIKE):
        figure.savefig(aside / f"{stem}.svg", dpi=DPI, metadata=svg)
        figure.savefig(aside / f"{stem}.png", dpi=DPI, metadata=png)
    return [Path(folder) / f"{stem}.{kind}" for kind in ("svg", "png")]


def svg_text(figure: Figure) -> str:
    """A chart as the text of an SVG file, the same each time."""
    text = io.StringIO()
    with mpl.rc_context(_ALIKE):
        figure.savefig(text, format="svg", dpi=DPI, metadata={"Date": None, "Creator": None})
    return text.getvalue()
