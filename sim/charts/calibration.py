"""Draw a calibration as a slide: the share of sets that satisfies each row, wave by wave."""

from typing import TYPE_CHECKING

import numpy as np
from matplotlib.axes import Axes
from matplotlib.colors import LinearSegmentedColormap
from matplotlib.figure import Figure

from sim.charts.labels import Box, shorten
from sim.charts.palette import BLUE, BROKEN, INK, MUTED, PAPER
from sim.charts.style import MARGIN, SMALL, WIDTH, bare, panel, slide, stamp
from sim.charts.validation import on_a_line
from sim.language.spoken import percent, say, whole

if TYPE_CHECKING:
    from sim.calibration.result import Calibration

_TOP, _BOTTOM, _GAP = 5.6, 0.65, 0.5
_NUMBER, _CELL = 0.65, 0.72
"""Inches from a column's left edge to the fact, and the width of a wave's cell."""
_HEAD = 0.9
"""Height of the line of headings, in lines of the list."""
_MOST_WAVES = 4
"""More waves than these do not fit: the first and the last ones are shown."""
_SHADES = LinearSegmentedColormap.from_list("share", [PAPER, BLUE])
_DARK = 0.55
"""Share from which white letters are easier to read."""


def calibration(result: "Calibration") -> Figure:
    """Return the slide: every row with the share of sets that satisfies it in each wave."""
    rows, never = len(result.rows), len(result.never())
    kind = "slide_title_many" if never > 1 else "slide_title_one" if never else "slide_title"
    counts = {"sets": len(result.sets), "best": len(result.best.holding), "rows": rows,
              "never": never}  # fmt: skip
    title = say(f"calibration.{kind}", **{name: whole(n) for name, n in counts.items()})
    source = say(
        "calibration.slide_made", sets=whole(len(result.sets)), pairs=whole(result.pairs),
        seed=result.first_seed, caveat=say("caveat"),
    )  # fmt: skip
    figure = slide(title, say("calibration.slide_shows"), source)
    shares = list(result.shares().items())
    half = -(-rows // 2)
    wide = (WIDTH - 2 * MARGIN - _GAP) / 2
    for column in range(2):
        left = MARGIN + column * (wide + _GAP)
        lines = shares[column * half : (column + 1) * half]
        if lines:
            ax = panel(figure, Box(left, _BOTTOM, left + wide, _TOP))
            _draw_rows(ax, result, lines, half, wide)
    return figure


def _draw_rows(
    ax: Axes, result: "Calibration", lines: list[tuple[str, list[float]]], places: int, wide: float
) -> None:
    """Draw one column of the list: number, fact and a shaded cell per wave."""
    bare(ax)
    ax.set(xlim=(0, wide), ylim=(places, -_HEAD))
    waves = _shown_waves(len(lines[0][1]))
    left = wide - _CELL * len(waves)
    for k, wave in enumerate(waves):
        name = say("calibration.head_wave", n=result.waves[wave].number)
        stamp(ax, left + (k + 0.5) * _CELL, -_HEAD / 2, name, SMALL, weight="normal", color=MUTED)
    for y, (row, shares) in enumerate(lines):
        colour = INK if any(shares) else BROKEN
        stamp(ax, 0, y + 0.5, row, SMALL, ha="left", color=colour, gid="number")
        fact = shorten(on_a_line(row, result.facts[row]), SMALL, left - _NUMBER - 0.1)
        stamp(ax, _NUMBER, y + 0.5, fact, SMALL, weight="normal", ha="left", color=colour,
              gid="fact")  # fmt: skip
        cells = np.array([[shares[wave] for wave in waves]])
        ax.imshow(cells, _SHADES, vmin=0, vmax=1, aspect="auto", interpolation="nearest",
                  extent=(left, wide, y + 0.95, y + 0.05))  # fmt: skip
        for k, share in enumerate(cells[0]):
            ink = PAPER if share > _DARK else INK
            stamp(ax, left + (k + 0.5) * _CELL, y + 0.5, percent(share), SMALL, color=ink,
                  weight="normal", gid="share")  # fmt: skip
    ax.set(xlim=(0, wide), ylim=(places, -_HEAD))


def _shown_waves(number: int) -> list[int]:
    """Return the places of the waves shown."""
    if number <= _MOST_WAVES:
        return list(range(number))
    return [0, *range(number - _MOST_WAVES + 1, number)]
