"""Draw the ranks of the truth in fits of made storms, within their simultaneous bands."""

from typing import TYPE_CHECKING

import numpy as np
from matplotlib.figure import Figure

from sim.charts.labels import Box
from sim.charts.palette import FAINT, INK, MUTED, ORANGE, SKY
from sim.charts.studies.parts import write_figures
from sim.charts.style import BODY, MARGIN, SMALL, TOP, WIDTH, panel, slide, write
from sim.charts.wording import quantity
from sim.language.spoken import say, thousands, written

if TYPE_CHECKING:
    import pandas as pd

    from sim.fitting.checks.diagnosing import Diagnosis


def calibration_chart(diagnosis: "Diagnosis", name: str) -> Figure:
    """Return the slide of a calibration: every quantity's ranks, less what even ones would be."""
    ranks = diagnosis.calibration.ranks
    source = say(
        "checks.slide_made", storm=name, n=thousands(len(ranks)),
        hours=written(diagnosis.hours, f"{diagnosis.hours:g}"), caveat=say("fitting.slide_caveat"),
    )  # fmt: skip
    return ranks_chart(ranks, source)


def ranks_chart(ranks: "pd.DataFrame", source: str) -> Figure:
    """Return the slide of ranks of the truth. A column per quantity."""
    from sim.fitting.checks.calibration import (  # noqa: PLC0415 (slow)
        GRID,
        ranks_table,
        simultaneous_bands,
    )

    table, number = ranks_table(ranks), len(ranks)
    title = say("checks.slide_even", inside=int(table["in_bands"].sum()), all=len(table))
    figure = slide(title, say("checks.slide_shows"), source)
    ax = panel(figure, Box(MARGIN + 0.9, 1.15, WIDTH - MARGIN, TOP - 0.15))
    low, high = simultaneous_bands(number)
    ax.fill_between(GRID, low / number - GRID, high / number - GRID, color=SKY, alpha=0.4, lw=0)
    for what, inside in zip(table.index, table["in_bands"], strict=True):
        share = (ranks[what].to_numpy()[:, None] <= GRID).mean(axis=0) - GRID
        ax.plot(GRID, share, color=INK if inside else ORANGE, lw=1.0 if inside else 2.4,
                alpha=0.35 if inside else 1.0)  # fmt: skip
        if not inside:
            place = int(np.abs(share).argmax())
            side = "right" if GRID[place] > 0.5 else "left"  # so that the label stays on the slide
            write(ax, GRID[place], share[place], quantity(str(what)), SMALL, color=ORANGE,
                  va="bottom", ha=side)  # fmt: skip
    ax.axhline(0.0, color=FAINT, lw=1.0)
    ax.set_xlim(0, 1)
    write_figures(ax, across=True)
    write(figure, WIDTH / 2, 0.52, say("checks.slide_axis"), BODY, ha="center", va="bottom",
          color=MUTED)  # fmt: skip
    return figure
