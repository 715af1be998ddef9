"""Data against model: daily volumes of a real storm in the band of the settings kept."""

from typing import TYPE_CHECKING

import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from sim.charts.labels import Box
from sim.charts.palette import BLUE, DASHED, INK, MUTED, SKY
from sim.charts.style import BODY, MARGIN, TOP, WIDTH, panel, slide, write

if TYPE_CHECKING:
    from sim.fitting.fitting import Fit


def fitting(fit: "Fit") -> Figure:
    """The slide of a fit: the storm's days, the model's band, and who foretells better."""
    best = max(fit.scores, key=lambda name: fit.scores[name])
    ahead = "the model" if best == "model" else f"the {best}"
    title = f"{fit.covered:.0%} of the days lie in the model's 80 % band; {ahead} foretells best"
    shows = "Volume per day, logarithmic; band: 80 % of what the settings kept let expect"
    tried = f"{len(fit.means)} of {len(fit.tried.settings)} settings kept"
    source = f"{fit.storm.name} · {fit.tried.scenario}, {fit.tried.plan} · {tried}"
    figure = slide(title, shows, f"{source} · model output, not a forecast")
    ax = panel(figure, Box(MARGIN + 0.7, 1.0, WIDTH - MARGIN, TOP - 0.15))
    draw_days(ax, fit)
    write(figure, WIDTH / 2, 0.55, "days", BODY, ha="center", va="bottom", color=MUTED)
    return figure


def draw_days(ax: Axes, fit: "Fit") -> None:
    """Dots of the data over band and median of the model; a line where the forecast began."""
    length = len(fit.low)
    days = np.arange(length) + 0.5
    ax.set_yscale("symlog", linthresh=1.0)
    ax.fill_between(days, fit.low, fit.high, color=SKY, alpha=0.35, lw=0)
    ax.plot(days, np.median(fit.means, axis=0), color=BLUE, lw=2.5)
    ax.plot(days, fit.storm.days[:length], "o", color=INK, ms=7, zorder=4)
    ax.axvline(fit.trained, color=MUTED, lw=1.2, ls=DASHED)
    ax.set(xlim=(0, length), ylim=(0, None))
