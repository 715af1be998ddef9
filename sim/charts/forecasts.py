"""Draw forecasts of running storms, those of real storms whose end is known, and ranked plans."""

from typing import TYPE_CHECKING

import numpy as np
from matplotlib.figure import Figure
from matplotlib.ticker import FuncFormatter, LogLocator

from sim.charts.fitting import days_panel, draw_days, mark, short_number, stock_label
from sim.charts.labels import Box, shorten
from sim.charts.palette import BLUE, DASHED, INK, MUTED, SKY
from sim.charts.style import BODY, MARGIN, SMALL, TOP, WIDTH, panel, slide, write
from sim.charts.wording import language, say
from sim.language.spoken import percent, written

if TYPE_CHECKING:
    from sim.fitting.backtest import Backtest
    from sim.fitting.decisions import Advice
    from sim.fitting.forecasting import Forecast

ACROSS = 4
"""Panels side by side."""
MOST_PLANS = 9
"""Plans that are drawn."""


def forecasting(forecast: "Forecast") -> Figure:
    """Return the slide of a forecast: the days seen, the band of those to come, its figures."""
    seen = forecast.seen
    ends = forecast.figures.loc["duration", ["low", "high"]].to_numpy(dtype=float)
    least, most = (written(round(float(end)), f"{end:.0f}") for end in ends)
    hours = written(seen.hours, f"{seen.hours:g}")
    title = say("fitting.slide_loud", hours=hours, low=least, high=most, share=percent(0.8))
    source = say(
        "fitting.slide_mixed", storm=seen.storm.name, stock=stock_label(forecast.posterior.stock)
    )
    doubt = f"{say('fitting.slide_caveat')}; {say('fitting.slide_others')}"
    figure = slide(title, say("fitting.slide_days"), f"{source} · {doubt}")
    ax = days_panel(figure)
    low, high = forecast.band
    draw_days(ax, seen.storm.days, low, high, np.median(forecast.days, axis=0))
    half = np.quantile(forecast.days, [0.25, 0.75], axis=0)
    ax.fill_between(np.arange(len(low)) + 0.5, *half, color=SKY, alpha=0.5, lw=0)
    mark(ax, seen.hours / 24.0, say("fitting.slide_seen"))
    return figure


def real_storms(backtest: "Backtest") -> Figure:
    """Return the slide of all real storms: a small panel each, with the 80 % band of its forecast.

    Each is forecast from the day after its peak on, by what the other storms teach.
    """
    ahead = [fit.ahead for fit in backtest.fits]
    inside = [
        float(np.mean((came >= low) & (came <= high)))
        for fit, one in zip(backtest.fits, ahead, strict=True)
        if one is not None
        for came, low, high in [_ahead_of(fit.days, one)]
    ]
    title = say("backtest.slide_held", share=percent(float(np.mean(inside))))
    mixed = say("backtest.slide_mixed", stock=stock_label(backtest.fits[0].posterior.stock))
    source = f"{mixed} · {say('fitting.slide_caveat')}"
    figure = slide(title, say("backtest.slide_shows"), source)
    wide, tall = (WIDTH - 2 * MARGIN) / ACROSS, (TOP - 0.75) / 2
    for place, (storm, fit) in enumerate(zip(backtest.study.storms, backtest.fits, strict=True)):
        if fit.ahead is None or place >= 2 * ACROSS:
            continue
        left = MARGIN + place % ACROSS * wide + 0.62
        top = TOP - place // ACROSS * tall - 0.3
        ax = panel(figure, Box(left, top - tall + 0.75, left + wide - 0.8, top - 0.05))
        low, high = fit.ahead.band
        draw_days(ax, fit.days, low, high, np.median(fit.ahead.days, axis=0), small=True)
        ax.axvline(fit.trained, color=MUTED, lw=1.2, ls=DASHED)
        name = shorten(storm.label, SMALL, wide - 0.1, "bold")
        write(figure, left - 0.5, top, name, SMALL, weight="bold")
    return figure


def _ahead_of(days: "np.ndarray", ahead: "Forecast") -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Return the known days to come, and the bounds of their bands."""
    low, high = ahead.band
    later = np.arange(len(days)) >= ahead.seen.whole_days
    known = later & ~np.isnan(days)
    return days[known], low[: len(days)][known], high[: len(days)][known]


def plan_ranking(advice: "Advice", forecast: "Forecast") -> Figure:
    """Return the slide of ranked plans: posts to come, and how often each is the best."""
    table = advice.table.head(MOST_PLANS)
    best = table.iloc[0]
    title = say(
        "fitting.slide_best", plan=_called(advice.best, forecast), share=percent(best["best"])
    )
    seen = forecast.seen
    hours = written(seen.hours, f"{seen.hours:g}")
    source = say("fitting.slide_so_far", storm=seen.storm.name, hours=hours,
                 stock=stock_label(forecast.posterior.stock))  # fmt: skip
    doubt = f"{say('fitting.slide_caveat')}, {say('fitting.slide_effects')}"
    figure = slide(title, say("fitting.slide_ranks"), f"{source} · {doubt}")
    middle = WIDTH * 0.7
    ax = panel(figure, Box(MARGIN + 2.6, 1.15, middle - 0.3, TOP - 0.15))
    at = np.arange(len(table))[::-1]
    ax.hlines(at, table["low"], table["high"], color=SKY, lw=9)
    ax.plot(table["median"], at, "o", color=BLUE, ms=10)
    ax.set_xscale("log")
    ax.xaxis.set_major_formatter(FuncFormatter(short_number))
    ax.xaxis.set_major_locator(LogLocator(subs=(1.0, 2.0, 5.0)))
    ax.xaxis.set_minor_formatter(FuncFormatter(lambda *_: ""))
    names = [shorten(_called(str(name), forecast), BODY, 2.5) for name in table.index]
    ax.set_yticks(at, names)
    ax.set_ylim(-0.6, len(table) - 0.4)
    right = panel(figure, Box(middle, 1.15, WIDTH - MARGIN, TOP - 0.15))
    right.barh(at, table["best"], color=BLUE, height=0.5)
    right.set(ylim=ax.get_ylim(), xlim=(0, 1.12))
    right.set_yticks([])
    right.xaxis.set_major_formatter(FuncFormatter(lambda share, _: percent(share)))
    for place, share in zip(at, table["best"], strict=True):
        write(right, share + 0.02, place, percent(share), BODY, va="center", color=INK)
    return figure


def _called(plan: str, forecast: "Forecast") -> str:
    """Return a plan's title, in English the name that the command takes."""
    if language() == "en":
        return plan
    return forecast.posterior.stock.told.plan(plan).titled(language())
