"""Storms made under the very assumptions of a fit, so that its answers can be checked."""

from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from sim.fitting.ahead import Ahead
from sim.fitting.learned import Learned
from sim.fitting.levels import age
from sim.fitting.posterior import MISSED
from sim.fitting.rivals import edges_ahead
from sim.fitting.seen import SeenStorm
from sim.fitting.stock import Counted, Stock

Array = NDArray[np.float64]

START_SPREAD = 0.5
"""Standard deviation of a made storm's level at its beginning."""


@dataclass(frozen=True, slots=True)
class MadeStorm:
    """A storm made of one of the stock: what is seen of it, and the days that then came."""

    row: int
    seen: SeenStorm
    ahead: Array
    """Volumes between the edges to come."""


def make_storm(
    row: int,
    like: SeenStorm,
    days: int,
    stock: Stock,
    learned: Learned,
    chance: np.random.Generator,
    counted: Counted = "posts",
) -> MadeStorm:
    """Let a storm of the stock be counted as a fit assumes, in the stretches of another storm."""
    edges = edges_ahead(like.hours, days)
    bounds = np.unique(np.append(like.edges, edges))
    passed = like.clock.passed(like.storm.started, bounds)
    volumes = stock.between(passed, counted, rows=np.array([row]))[0]
    begins = np.searchsorted(bounds, np.append(like.edges[:, 0], edges[:-1]))
    simulated = volumes[begins]
    seen = len(like.edges)
    middles = np.append(like.middles, (edges[1:] + edges[:-1]) / 2)
    kinds = learned.wandering
    kind = int(chance.choice(len(kinds), p=np.exp(learned.log_weights)))
    steps = np.diff(age(middles), prepend=age(middles[0]))
    noise = chance.standard_normal(len(steps))
    moves = kinds.drift[kind] * steps + kinds.walk[kind] * np.sqrt(steps) * noise
    level = START_SPREAD * chance.standard_normal() + np.cumsum(moves)
    scatter = kinds.scatter[kind] * chance.standard_normal(seen)
    own = np.log(simulated[:seen] + MISSED)
    rates = np.exp(np.clip(level[:seen] + own + scatter, -20, 20))
    counts = chance.poisson(rates).astype(float)
    floor = MISSED * np.diff(edges) / 24.0
    later = np.exp(np.clip(level[seen:], -20, 20)) * (simulated[seen:] + floor)
    came = Ahead.of(later[None], kinds.scatter[[kind]], chance).volumes[0]
    quiet = replace(like.storm, quiet=0.0, defending=None)
    return MadeStorm(row, replace(like, storm=quiet, volumes=counts, triggers=(), events=()), came)


def whole_days(seen: SeenStorm, ahead: Array) -> Array:
    """Return days from the stretches seen and the volumes to come. Shape (draw, day)."""
    first = int(seen.hours // 24)
    known = np.zeros(first + 1)
    for (low, high), volume in zip(seen.edges, seen.volumes, strict=True):
        if high - low > 24.0:
            whole = np.arange(int(low // 24), int(np.ceil(high / 24)))
            known[whole[whole <= first]] += volume / len(whole)
        else:
            known[min(first, int(low // 24))] += volume
    draws = np.atleast_2d(ahead).copy()
    draws[:, 0] += known[first]
    return np.hstack((np.tile(known[:first], (len(draws), 1)), draws))
