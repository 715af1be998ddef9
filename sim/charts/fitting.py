"""Draw the volumes of real storms in the bands of the simulated storms like them."""

from typing import TYPE_CHECKING

import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.ticker import FuncFormatter, MaxNLocator

from sim.charts.labels import Box
from sim.charts.palette import BLUE, DASHED, INK, MUTED, ORANGE, SKY
from sim.charts.style import BODY, MARGIN, SMALL, TOP, WIDTH, panel, slide, write
from sim.charts.wording import number, say
from sim.language.forecasters import FORECASTERS
from sim.language.spoken import language, percent, thousands, written

if TYPE_CHECKING:
    from sim.fitting.fitting import Fit, JointFit
    from sim.fitting.laws import Days
    from sim.fitting.stock import Stock


def fitting(fit: "Fit") -> Figure:
    """Return the slide of a fit: the storm's counts, the model's band, and the best score."""
    weighed = fit.posterior
    title = say("fitting.slide_band", share=percent(fit.covered))
    if len(fit.scores):
        best = str(fit.scores["crps"].idxmin())
        who = say(f"fitting.who_{FORECASTERS.get(best, 'other')}", name=best)
        title = say("fitting.slide_foretells", title=title, who=who)
    source = say("fitting.slide_rests", storm=fit.storm.name, stock=stock_label(weighed.stock),
                 n=thousands(len(weighed.stock)))  # fmt: skip
    figure = slide(title, say("fitting.slide_hourly"), f"{source} · {say('fitting.slide_caveat')}")
    ax = days_panel(figure)
    seen = weighed.seen
    length = np.diff(seen.edges, axis=1)[:, 0]
    low, high = fit.again.band()
    at = seen.middles / 24.0
    ax.fill_between(at, low / length, high / length, color=SKY, alpha=0.4, lw=0)
    ax.plot(at, fit.again.median() / length, color=BLUE, lw=2.5)
    ax.plot(at, seen.volumes / length, "o", color=INK, ms=6, zorder=4)
    scaled(ax, seen.hours / 24.0)
    if fit.trained:
        mark(ax, fit.trained, say("fitting.slide_scored"))
    if fit.joint is not None:
        draw_defenders(ax, fit.joint)
    return figure


def stock_label(stock: "Stock") -> str:
    """Return which simulated storms are meant, in English by the names of scenario and plan."""
    if language() == "en":
        return stock.label
    plan = stock.told.plan(stock.plan).titled(language())
    return f"{stock.told.titled(language())}, {plan}"


def scaled(ax: Axes, days: float) -> None:
    """Let an axis of volumes be logarithmic from 1 on, over so many days."""
    ax.set_yscale("symlog", linthresh=1.0)
    ax.set(xlim=(0, days), ylim=(0, None))
    ax.yaxis.set_major_formatter(FuncFormatter(short_number))
    ax.xaxis.set_major_locator(MaxNLocator(10, integer=days > 8))
    if language() != "en":
        ax.xaxis.set_major_formatter(FuncFormatter(lambda day, _: written(day, "")))


def days_panel(figure: Figure) -> Axes:
    """Return the one panel of a slide, with its axis of days named below."""
    write(figure, WIDTH / 2, 0.52, say("fitting.slide_axis"), BODY, ha="center", va="bottom",
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
    ax.yaxis.set_major_formatter(FuncFormatter(short_number))
    ax.xaxis.set_major_locator(MaxNLocator(4 if small else 10, integer=True))
    if small:
        top = ax.get_ylim()[1]
        ticks = [tick for tick in (0, 1, 10, 100, 1e3, 1e4, 1e5, 1e6, 1e7) if tick <= top]
        ax.set_yticks(ticks[:: 1 + len(ticks) // 5])
        ax.tick_params(labelsize=SMALL)


def draw_defenders(ax: Axes, joint: "JointFit") -> None:
    """Draw the defenders' days over their own band, as volumes per hour."""
    at = np.arange(len(joint.days)) + 0.5
    ax.fill_between(at, joint.low / 24, joint.high / 24, color=ORANGE, alpha=0.25, lw=0)
    ax.plot(at, joint.days / 24, "D", color=ORANGE, ms=6, zorder=4)
    write(
        ax,
        0.99,
        0.95,
        say("fitting.side_critics"),
        BODY,
        transform=ax.transAxes,
        ha="right",
        color=BLUE,
    )
    write(
        ax,
        0.99,
        0.88,
        say("fitting.side_defenders"),
        BODY,
        transform=ax.transAxes,
        ha="right",
        color=ORANGE,
    )


def mark(ax: Axes, day: float, text: str) -> None:
    """Draw a line at a day with a text of what begins there."""
    ax.axvline(day, color=MUTED, lw=1.2, ls=DASHED)
    write(
        ax, day + 0.15, 1.0, text, SMALL, va="top", color=MUTED, transform=ax.get_xaxis_transform()
    )


def short_number(value: float, _: int) -> str:
    """Return a large number in short: 20k, 3M."""
    for unit, letter in ((1e6, "M"), (1e3, "k")):
        if value >= unit:
            return written(value / unit, f"{value / unit:g}") + letter
    return number(int(value)) if value == round(value) else written(value, f"{value:g}")
