"""Draw the ranks of the truth in fits of made storms, within their simultaneous bands."""

from typing import TYPE_CHECKING

import numpy as np
from matplotlib.figure import Figure

from sim.charts.labels import Box
from sim.charts.palette import FAINT, INK, MUTED, ORANGE, SKY
from sim.charts.style import BODY, MARGIN, SMALL, TOP, WIDTH, panel, slide, write

if TYPE_CHECKING:
    import pandas as pd

    from sim.fitting.checks.diagnosing import Diagnosis


def calibration_chart(diagnosis: "Diagnosis", name: str) -> Figure:
    """Return the slide of a calibration: every quantity's ranks, less what even ones would be."""
    ranks = diagnosis.calibration.ranks
    made = f"{len(ranks):,} made storms after {diagnosis.hours:g} h"
    return ranks_chart(ranks, f"{name} · {made} · model output")


def ranks_chart(ranks: "pd.DataFrame", source: str) -> Figure:
    """Return the slide of ranks of the truth. A column per quantity."""
    from sim.fitting.checks.calibration import (  # noqa: PLC0415 (slow)
        GRID,
        ranks_table,
        simultaneous_bands,
    )

    table, number = ranks_table(ranks), len(ranks)
    title = f"{int(table['in_bands'].sum())} of {len(table)} quantities have even ranks"
    shows = "Share of ranks up to each, less an even one · band: 95 %, all ranks at once"
    figure = slide(title, shows, source)
    ax = panel(figure, Box(MARGIN + 0.9, 1.15, WIDTH - MARGIN, TOP - 0.15))
    low, high = simultaneous_bands(number)
    ax.fill_between(GRID, low / number - GRID, high / number - GRID, color=SKY, alpha=0.4, lw=0)
    for what, inside in zip(table.index, table["in_bands"], strict=True):
        share = (ranks[what].to_numpy()[:, None] <= GRID).mean(axis=0) - GRID
        ax.plot(GRID, share, color=INK if inside else ORANGE, lw=1.0 if inside else 2.4,
                alpha=0.35 if inside else 1.0)  # fmt: skip
        if not inside:
            place = int(np.abs(share).argmax())
            write(ax, GRID[place], share[place], str(what), SMALL, color=ORANGE, va="bottom")
    ax.axhline(0.0, color=FAINT, lw=1.0)
    ax.set_xlim(0, 1)
    write(figure, WIDTH / 2, 0.52, "rank of the truth", BODY, ha="center", va="bottom", color=MUTED)
    return figure
