"""Fit a scenario to a real storm, and score it against simple laws.

The simulated storms that the counts leave likely are the posterior: their settings, and the
volumes that they let expect. Given all counts they yield the band and the settings. Given the
days up to the one after the peak they predict the rest for the score.
"""

from collections.abc import Sequence
from dataclasses import asdict, dataclass

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from sim.fitting.ahead import Ahead
from sim.fitting.clocks import PeopleClock
from sim.fitting.forecasting import SHARES, Forecast, forecast
from sim.fitting.laws import Days, describe, reached, training
from sim.fitting.learned import Learned
from sim.fitting.observed import ObservedStorm, by_day
from sim.fitting.posterior import Posterior, posterior
from sim.fitting.scoring import coverage, quantile, scores_of
from sim.fitting.seen import seen_after
from sim.fitting.stock import Counted, Stock

Array = NDArray[np.float64]

MIXTURE = "forecast"
"""Name of the mixture in tables of scores."""
FEWEST_DAYS = 3
"""Whole days from which decay is described and a prediction scored."""
TELLING_STORMS = 10
"""Effective number of simulated storms under which their shares and ranges say little."""


@dataclass(frozen=True, slots=True)
class Fit:
    """A real storm and the simulated ones that are like it."""

    storm: ObservedStorm
    posterior: Posterior
    table: pd.DataFrame
    """Per value fitted: 10 %, 50 %, 90 % quantile, and the width relative to the prior."""
    again: Ahead
    """Draws of the stretches seen, given all of them."""
    covered: float
    """Share of the stretches in their 80 % band."""
    trained: int
    """Days that the scored prediction has seen, 0 if the storm is too short to score one."""
    ahead: Forecast | None
    """The forecast given these days alone."""
    scores: pd.DataFrame
    """Scores per later day of every forecaster, with the columns of ``Scores``."""
    described: pd.DataFrame
    """Decay figures of the data, and of the storms like it with their 80 % interval."""
    joint: "JointFit | None"

    @property
    def counting(self) -> int:
        """Return how many simulated storms count, by the evenness of their weights."""
        return max(1, round(self.posterior.effective))

    @property
    def days(self) -> Days:
        """Return the real storm's days."""
        return self.storm.days


@dataclass(frozen=True, slots=True)
class JointFit:
    """The defenders of a storm, fitted jointly with its critics."""

    days: Days
    """Defending voices counted."""
    low: Days
    high: Days
    """The 80 % band of the storms like it, at the level of the defenders counted."""
    halves: pd.DataFrame
    """T50 in days, critics and defenders: of the data, and of the storms with 80 % interval."""
    later: float
    """Weight of the storms in which the defenders' T50 comes after the critics'."""


def fit(
    storm: ObservedStorm,
    clock: PeopleClock,
    stock: Stock,
    learned: Learned,
    counted: Counted = "posts",
    triggers: Sequence[float] = (),
    events: Sequence[float] = (),
) -> Fit:
    """Find the storms of a stock that are like a real one, and score what they foretell."""
    weighed = posterior(
        seen_after(storm, clock, None, triggers, events), stock, learned, counted
    )  # fmt: skip
    again = weighed.again(weighed.draw())
    days = storm.days
    trained, ahead, scores = 0, None, pd.DataFrame()
    if np.count_nonzero(~np.isnan(days)) >= FEWEST_DAYS:
        trained = min(training(days), len(days) - 1)
        early = seen_after(storm.alone(), clock, trained * 24.0, triggers, events)
        ahead = forecast(early, stock, learned, counted, len(days))
        scores = scored(ahead, days[trained:])
    return Fit(
        storm, weighed, settings_table(weighed), again, coverage(again, weighed.seen.volumes),
        trained, ahead, scores, _described(weighed, days), _joint_fit(weighed),
    )  # fmt: skip


def scored(ahead: Forecast, came: Days) -> pd.DataFrame:
    """Return the scores of every forecaster, and of their mixture, on the days that came."""
    named = {MIXTURE: ahead.ahead, **ahead.parts}
    return pd.DataFrame({name: asdict(scores_of(each, came)) for name, each in named.items()}).T


def settings_table(weighed: Posterior) -> pd.DataFrame:
    """Return quantiles of each value fitted. Near a width of 1 the counts say nothing of it."""
    rows = {}
    weights, stock = weighed.storm_weights, weighed.stock
    for name in stock.settings:
        logs = np.log(stock.settings[name].to_numpy(float))
        low, median, high = _quantiles(logs, weights)
        before = _quantiles(logs, stock.prior)
        rows[name] = (*np.exp([low, median, high]), (high - low) / (before[2] - before[0]))
    return pd.DataFrame.from_dict(rows, orient="index", columns=[*SHARES, "width"])


def _quantiles(values: Array, weights: Array) -> list[float]:
    return [quantile(values, weights, share) for share in SHARES.values()]


def _described(weighed: Posterior, days: Days) -> pd.DataFrame:
    """Return the decay figures of the data, and of the storms like it. Empty for short storms."""
    if np.count_nonzero(~np.isnan(days)) < FEWEST_DAYS:
        return pd.DataFrame(columns=["data", *SHARES])
    drawn = weighed.draw()
    simulated = weighed.simulated(
        np.arange(len(days) + 1, dtype=np.float64) * 24.0, drawn.particles
    )
    loud = simulated[simulated.sum(axis=1) > 0]
    table = pd.DataFrame([describe(row) for row in loud]).fillna(0.0)
    even, data = np.ones(len(table)), describe(days)
    rows = {name: (data[name], *_quantiles(table[name].to_numpy(), even)) for name in data}
    return pd.DataFrame.from_dict(rows, orient="index", columns=["data", *SHARES])


def _joint_fit(weighed: Posterior) -> JointFit | None:
    """Return the fit of the defenders, where they are counted over whole days."""
    storm = weighed.seen.storm
    if storm.defending is None or len(storm.days) < FEWEST_DAYS:
        return None
    counted = {"critics": storm.days, "defenders": by_day(storm.defending, storm.step)}
    edges = np.asarray(24.0 * np.arange(len(storm.days) + 1.0), np.float64)
    drawn, rows, halves = weighed.draw(), {}, {}
    band = (counted["defenders"], counted["defenders"])
    for side, days in counted.items():
        known = ~np.isnan(days)
        volumes = weighed.simulated(edges, drawn.particles, side == "defenders")
        halves[side] = np.array([_half(row[known]) for row in volumes])
        even = np.ones(len(volumes))
        rows[side] = (_half(np.nan_to_num(days)), *_quantiles(halves[side], even))
        if side == "defenders":
            level = np.nansum(days) / np.maximum(volumes[:, known].sum(axis=1), 0.5)
            low, high = np.quantile(level[:, None] * volumes, [0.1, 0.9], axis=0)
            band = (low, high)
    table = pd.DataFrame.from_dict(rows, orient="index", columns=["data", *SHARES])
    later = float(np.mean(halves["defenders"] > halves["critics"]))
    return JointFit(counted["defenders"], *band, table, later)


def _half(days: Days) -> float:
    """Return the days to half of the volume, the last day where there is none."""
    total = days.sum()
    return reached(np.cumsum(days) / total, 0.5) if total > 0 else float(len(days))
