"""Draw the volumes of real storms in the bands of the simulated storms like them."""

from typing import TYPE_CHECKING

import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.ticker import FuncFormatter, MaxNLocator

from sim.charts.labels import Box, shorten
from sim.charts.palette import BLUE, DASHED, INK, MUTED, ORANGE, SKY
from sim.charts.style import BODY, MARGIN, SMALL, TOP, WIDTH, panel, slide, write
from sim.charts.wording import number

if TYPE_CHECKING:
    from sim.fitting.backtest import Backtest
    from sim.fitting.fitting import Fit, JointFit
    from sim.fitting.forecasting import Forecast
    from sim.fitting.laws import Days

CAVEAT = "model output"
ACROSS = 4
"""Panels side by side."""


def fitting(fit: "Fit") -> Figure:
    """Return the slide of a fit: the storm's days, the model's band, and the best score."""
    best = fit.scores["together"].idxmax()
    ahead = "the model" if best == "model" else f"the {best}"
    title = f"The 80 % band holds {fit.covered:.0%} of the days; {ahead} predicts the rest best"
    shows = "Volume per day, logarithmic · dots: counted · band: 80 % of what the model expects"
    source = (
        f"{fit.storm.name} · {fit.candidates.label} · {len(fit.candidates.settings):,} settings"
    )
    figure = slide(title, shows, f"{source} · {CAVEAT}")
    ax = _days_panel(figure)
    draw_days(ax, fit.days, fit.low, fit.high, fit.expected.median())
    mark(ax, fit.trained, "predicted from here for the score")
    if fit.joint is not None:
        draw_defenders(ax, fit.joint)
    return figure


def forecasting(forecast: "Forecast") -> Figure:
    """Return the slide of a forecast: the days seen, the band of those to come, its figures."""
    spans = forecast.figures.loc["duration"]
    title = (
        f"After {forecast.hours:g} h: loud for {spans['low']:.0f} to {spans['high']:.0f} days "
        "with 80 % probability"
    )
    shows = "Volume per day, logarithmic · dots: counted · band: 80 % of what may come"
    source = f"{forecast.storm.name} · {forecast.candidates.label}"
    figure = slide(title, shows, f"{source} · {CAVEAT}; see how well it forecast others")
    ax = _days_panel(figure)
    draw_days(ax, forecast.storm.days, forecast.low, forecast.high, forecast.expected.median())
    mark(ax, forecast.hours / 24.0, "seen until here")
    return figure


def real_storms(backtest: "Backtest") -> Figure:
    """Return the slide of all real storms: a small panel each, with the 80 % band of its fit."""
    table = backtest.table()
    won = int((table["model"] > table["power law"]).sum())
    title = (
        f"A day after the peak the model predicts {won} of {len(table)} storms better than the "
        "fixed power law"
    )
    shows = "Volume per day, logarithmic · dots: counted · band: 80 % as of the line"
    figure = slide(title, shows, f"{backtest.fits[0].candidates.label} · {CAVEAT}")
    wide, tall = (WIDTH - 2 * MARGIN) / ACROSS, (TOP - 0.75) / 2
    for place, (storm, fit) in enumerate(zip(backtest.study.storms, backtest.fits, strict=True)):
        left = MARGIN + place % ACROSS * wide + 0.62
        top = TOP - place // ACROSS * tall - 0.3
        box = Box(left, top - tall + 0.75, left + wide - 0.8, top - 0.05)
        ax = panel(figure, box)
        low, high = fit.ahead.band()
        draw_days(ax, fit.days, low, high, fit.ahead.median(), small=True)
        ax.axvline(fit.trained, color=MUTED, lw=1.2, ls=DASHED)
        name = shorten(storm.label, SMALL, wide - 0.1, "bold")
        write(figure, left - 0.5, top, name, SMALL, weight="bold")
    return figure


def _days_panel(figure: Figure) -> Axes:
    """Return the one panel of a slide, with its axis of days named below."""
    write(figure, WIDTH / 2, 0.52, "days from the storm's first", BODY, ha="center", va="bottom",
          color=MUTED)  # fmt: skip
    return panel(figure, Box(MARGIN + 0.9, 1.15, WIDTH - MARGIN, TOP - 0.15))


def draw_days(
    ax: Axes, days: "Days", low: "Days", high: "Days", middle: "Days", small: bool = False
) -> None:
    """Draw the dots of the data over band and median of the model."""
    centres = np.arange(len(low)) + 0.5
    ax.set_yscale("symlog", linthresh=1.0)
    ax.fill_between(centres, low, high, color=SKY, alpha=0.4, lw=0)
    ax.plot(centres, middle, color=BLUE, lw=1.5 if small else 2.5)
    ax.plot(np.arange(len(days)) + 0.5, days, "o", color=INK, ms=3.5 if small else 7, zorder=4)
    ax.set(xlim=(0, len(low)), ylim=(0, None))
    ax.yaxis.set_major_formatter(FuncFormatter(_short))
    ax.xaxis.set_major_locator(MaxNLocator(4 if small else 10, integer=True))
    if small:
        top = ax.get_ylim()[1]
        ticks = [tick for tick in (0, 1, 10, 100, 1e3, 1e4, 1e5, 1e6, 1e7) if tick <= top]
        ax.set_yticks(ticks[:: 1 + len(ticks) // 5])
        ax.tick_params(labelsize=SMALL)


def draw_defenders(ax: Axes, joint: "JointFit") -> None:
    """Draw the defenders' days over their own band."""
    low, high = joint.expected.band()
    ax.fill_between(np.arange(len(low)) + 0.5, low, high, color=ORANGE, alpha=0.25, lw=0)
    ax.plot(np.arange(len(joint.days)) + 0.5, joint.days, "D", color=ORANGE, ms=6, zorder=4)
    write(ax, 0.99, 0.95, "critics", BODY, transform=ax.transAxes, ha="right", color=BLUE)
    write(ax, 0.99, 0.88, "defenders", BODY, transform=ax.transAxes, ha="right", color=ORANGE)


def mark(ax: Axes, day: float, text: str) -> None:
    """Draw a line at a day with a text of what begins there."""
    ax.axvline(day, color=MUTED, lw=1.2, ls=DASHED)
    write(
        ax, day + 0.15, 1.0, text, SMALL, va="top", color=MUTED, transform=ax.get_xaxis_transform()
    )


def _short(value: float, _: int) -> str:
    """Return a large number in short: 20k, 3M."""
    for unit, letter in ((1e6, "M"), (1e3, "k")):
        if value >= unit:
            return f"{value / unit:g}{letter}"
    return number(int(value)) if value == round(value) else f"{value:g}"
