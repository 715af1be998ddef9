"""Forecasts of those that the model is compared and mixed with: simple laws, the average storm.

All know the same counts and the same quiet level, and all scatter and wander as real storms
taught (:mod:`sim.fitting.learned`), each with figures of its own.
"""

import numpy as np
from numpy.typing import NDArray

from sim.fitting.ahead import DRAWS, Ahead
from sim.fitting.laws import LAWS
from sim.fitting.learned import AVERAGE, MODEL, Learned, wandering_of
from sim.fitting.levels import walk_on
from sim.fitting.observed import by_day
from sim.fitting.posterior import MISSED, Posterior, systematic
from sim.fitting.seen import SeenStorm
from sim.sampling import DEFAULT_SEED

Array = NDArray[np.float64]

HALF_DAY = 12.0


def edges_ahead(hours: float, days: int) -> Array:
    """Return the hours seen, and every midnight of the storm's days after them."""
    first = int(hours // 24) + 1
    return np.concatenate(([hours], 24.0 * np.arange(first, max(days, first) + 1)))


def all_ahead(
    posterior: Posterior,
    edges: Array,
    learned: Learned,
    number: int = DRAWS,
    seed: int = DEFAULT_SEED,
) -> dict[str, Ahead]:
    """Return the forecast of every forecaster for the volumes between edges."""
    ahead = {
        MODEL: posterior.ahead(edges, posterior.draw(number, seed), seed),
        AVERAGE: average_ahead(posterior, edges, alternatives_of(learned, AVERAGE, posterior.seen),
                               number, seed),
    }  # fmt: skip
    for place, name in enumerate(LAWS):
        weights = alternatives_of(learned, name, posterior.seen)
        ahead[name] = law_ahead(name, posterior.seen, edges, weights, number, seed + place)
    return ahead


def alternatives_of(learned: Learned, name: str, seen: SeenStorm) -> Array:
    """Return the weights of a forecaster's alternatives at the hours seen."""
    return learned.law_at(name, seen.hours)


def average_ahead(
    posterior: Posterior, edges: Array, weights: Array, number: int = DRAWS,
    seed: int = DEFAULT_SEED,
) -> Ahead:  # fmt: skip
    """Let storms of the stock go on whatever their course, at the level of all that was seen."""
    chance = np.random.default_rng(seed + 11)
    seen, stock = posterior.seen, posterior.stock
    rows = systematic(stock.prior, number, chance)
    bounds = np.append(seen.edges.ravel(), edges)
    passed = seen.clock.passed(seen.storm.started, bounds)
    known = passed[: seen.edges.size].reshape(-1, 2)
    total = np.zeros(number)
    for low, high in known:
        total += stock.between(np.array([low, high]), posterior.counted, rows=rows)[:, 0]
    volumes = stock.between(passed[seen.edges.size :], posterior.counted, rows=rows)
    length = np.diff(edges)
    counted = max(1.0, _above_quiet(seen))
    level = np.log(counted / (total + MISSED))
    return _wandered(level, volumes + MISSED * length / 24.0, edges, seen, weights, chance)


def law_ahead(
    name: str, seen: SeenStorm, edges: Array, weights: Array, number: int = DRAWS,
    seed: int = DEFAULT_SEED,
) -> Ahead:  # fmt: skip
    """Let a law go on from the whole days seen, or from the first one at the pace of its hours."""
    chance = np.random.default_rng(seed + 12)
    volumes = law_between(name, seen, edges)
    return _wandered(np.zeros(number), np.tile(volumes, (number, 1)), edges, seen, weights, chance)


def law_between(name: str, seen: SeenStorm, edges: Array) -> Array:
    """Return what a law expects between edges, without the quiet level."""
    days = max(1, int(np.ceil(edges[-1] / 24.0)))
    given, whole = days_given(seen, days)
    path = LAWS[name](given, whole)[:days]
    totals = np.concatenate(([0.0], np.cumsum(path)))
    midnights = 24.0 * np.arange(days + 1)
    passed = seen.clock.passed(seen.storm.started, np.concatenate((midnights, edges)))
    at = np.interp(passed[days + 1 :], passed[: days + 1], totals)
    return np.diff(at)


def days_given(seen: SeenStorm, days: int) -> tuple[Array, int]:
    """Return the days as laws see them, above the quiet level, and the number of whole ones."""
    storm, whole = seen.storm, seen.whole_days
    given = np.full(days, np.nan)
    known = by_day(storm.bins[: round(seen.hours / storm.step)], storm.step)[:days]
    given[: len(known)] = np.maximum(known - 24.0 * storm.quiet, 0.0)
    if whole == 0 or np.isnan(given[:whole]).all():
        passed = seen.clock.passed(storm.started, np.append(seen.edges.ravel(), 24.0))
        part = np.diff(passed[:-1].reshape(-1, 2), axis=1).sum() / passed[-1]
        given[0] = max(1.0, _above_quiet(seen)) / max(part, 1e-3)
        whole = 1
    return given, whole


def _above_quiet(seen: SeenStorm) -> float:
    """Return the volume seen above the quiet level."""
    quiet = seen.storm.quiet * float(np.diff(seen.edges, axis=1).sum())
    return float(seen.volumes.sum()) - quiet


def _wandered(
    level: Array,
    volumes: Array,
    edges: Array,
    seen: SeenStorm,
    weights: Array,
    chance: np.random.Generator,
) -> Ahead:
    """Return draws around volumes whose level wanders from the middle of what was seen last."""
    drawn = systematic(weights, len(level), chance)
    chance.shuffle(drawn)
    wandering = wandering_of(drawn)
    middles = (edges[1:] + edges[:-1]) / 2
    last = max(0.0, seen.hours - min(HALF_DAY, seen.hours / 2))
    levels = walk_on(level, np.append(min(last, middles[0]), middles), wandering, chance)
    quiet = seen.storm.quiet * np.diff(edges)
    rates = np.exp(np.clip(levels, -30.0, 30.0)) * volumes + quiet
    return Ahead.of(rates, wandering.scatter, chance)


def mixed_ahead(ahead: dict[str, Ahead], learned: Learned, hours: float) -> Ahead:
    """Return the average of all forecasters with the weights learned."""
    return Ahead.averaged(list(ahead.values()), learned.weights_at(hours))
