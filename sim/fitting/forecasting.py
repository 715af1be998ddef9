"""Forecast a running storm from its first hours: peak, duration and volume.

The simulated storms that the counts seen leave likely go on, each in its own way. What they say
is averaged with what simple laws expect, each by how well it forecast real storms.
"""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from sim.fitting.ahead import Ahead
from sim.fitting.laws import Days, duration
from sim.fitting.learned import FORECASTERS, Learned
from sim.fitting.observed import by_day
from sim.fitting.posterior import MISSED, Posterior, posterior
from sim.fitting.rivals import all_ahead, edges_ahead, mixed_ahead
from sim.fitting.seen import SeenStorm
from sim.fitting.stock import Counted, Stock
from sim.sampling import DEFAULT_SEED

Array = NDArray[np.float64]

HORIZON = 30
"""Days of a storm that are forecast by default."""
NEXT_HOURS = 48.0
"""Hours from now on for which a forecast tells each of the file's steps."""
BURSTS = 10.0
"""Evenness with which a day's volume falls into its hours: a concentration per hour."""
FIGURES = {
    "peak_day": "volume of the busiest day",
    "duration": "days until a day stays under a tenth of the busiest",
    "total": "volume of all days",
}
"""Figures that are forecast."""
SHARES = {"low": 0.1, "median": 0.5, "high": 0.9}
"""Quantiles that describe a distribution. The outer ones bound its 80 % interval."""


@dataclass(frozen=True, slots=True)
class Forecast:
    """The forecast of a storm from its first hours."""

    seen: SeenStorm
    posterior: Posterior
    parts: Mapping[str, Ahead]
    """The forecast of each forecaster, from now to the last midnight."""
    weights: Array
    """Their weights in the mixture."""
    edges: Array
    """Hours between which volumes are forecast: now, then every midnight of the storm's days."""
    ahead: Ahead
    """The mixture, which is the forecast."""
    days: Array
    """Draws of all days, what was seen in its place. Shape (draw, day)."""
    figures: pd.DataFrame
    """Per figure: 10 %, 50 %, 90 % quantile, scatter included."""

    @property
    def band(self) -> tuple[Days, Days]:
        """Return the bounds of the 80 % band of each day."""
        low, high = np.quantile(self.days, [SHARES["low"], SHARES["high"]], axis=0)
        return low, high

    @property
    def shares(self) -> dict[str, float]:
        """Return the weight of each forecaster that has a hundredth or more."""
        kept = dict(zip(FORECASTERS, map(float, self.weights), strict=True))
        return {name: share for name, share in kept.items() if share >= 0.005}


def forecast(
    seen: SeenStorm,
    stock: Stock,
    learned: Learned,
    counted: Counted = "posts",
    days: int = HORIZON,
) -> Forecast:
    """Forecast a storm from what was seen, over so many of its days."""
    weighed = posterior(seen, stock, learned, counted)
    edges = edges_ahead(seen.hours, days)
    parts = all_ahead(weighed, edges, learned)
    ahead = mixed_ahead(parts, learned, seen.hours)
    drawn = with_seen(ahead.volumes, seen)
    return Forecast(seen, weighed, parts, learned.weights_at(seen.hours), edges, ahead, drawn,
                    spans(figures(drawn)))  # fmt: skip


def with_seen(volumes: Array, seen: SeenStorm) -> Array:
    """Return draws of whole days: those seen, then the draws, the day under way added up.

    A day seen that is unknown is taken between its neighbours.
    """
    storm = seen.storm
    bins = storm.bins[: round(seen.hours / storm.step)]
    known = by_day(bins, storm.step)
    holes = np.isnan(known)
    if holes.any() and not holes.all():
        known[holes] = np.interp(np.flatnonzero(holes), np.flatnonzero(~holes), known[~holes])
    begun = float(np.nansum(bins[round(len(known) * 24 / storm.step) :]))
    ahead = volumes.copy()
    ahead[:, 0] += begun
    return np.hstack((np.tile(np.nan_to_num(known), (len(ahead), 1)), ahead))


def figures(volumes: Array) -> pd.DataFrame:
    """Return the forecast figures of each row of days."""
    return pd.DataFrame(
        {
            "peak_day": volumes.max(axis=1),
            "duration": [float(duration(row)) for row in volumes],
            "total": volumes.sum(axis=1),
        }
    )


def spans(table: pd.DataFrame) -> pd.DataFrame:
    """Return the 10 %, 50 % and 90 % quantile of every column."""
    return pd.DataFrame({name: table.quantile(share) for name, share in SHARES.items()})


def next_steps(forecast: Forecast, seed: int = DEFAULT_SEED) -> pd.DataFrame:
    """Return the 80 % band of each of the file's steps in the next two days.

    Each draw of a day is divided among its steps as the simulated storms divide it, and unevenly
    by chance. Empty for files of days. The index is the hour at which a step begins.
    """
    seen, chance = forecast.seen, np.random.default_rng(seed)
    drawn = forecast.posterior.draw().particles
    step = seen.storm.step
    if step >= 24.0:
        return pd.DataFrame(columns=list(SHARES))
    rows, begins = [], []
    for place, (low, high) in enumerate(zip(forecast.edges[:-1], forecast.edges[1:], strict=True)):
        if low >= seen.hours + NEXT_HOURS:
            break
        bounds = np.arange(low, high + step / 2, step)
        course = forecast.posterior.simulated(bounds, drawn) + MISSED * step / 24.0
        share = course / course.mean(axis=1, keepdims=True)
        parts = chance.gamma(np.maximum(BURSTS * share * step, 1e-3))
        parts /= np.maximum(parts.sum(axis=1, keepdims=True), 1e-12)
        volumes = chance.poisson(forecast.ahead.volumes[:, [place]] * parts)
        rows.append(np.quantile(volumes, list(SHARES.values()), axis=0).T)
        begins.append(bounds[:-1])
    table = pd.DataFrame(np.vstack(rows), np.concatenate(begins), list(SHARES))
    return table[table.index < seen.hours + NEXT_HOURS]
