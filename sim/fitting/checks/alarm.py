"""An alarm that a storm is unlike any of the stock.

A random forest learns to tell storms of the stock from storms of wrong
worlds, in the hours and at the volume of the storm at hand. Its alarm goes off above a score that
5 % of other storms of the stock reach. Its power is measured on storms that it has not learned
from.
"""

from dataclasses import dataclass

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from sim.errors import InputError
from sim.fitting.checks.wrong_worlds import worlds
from sim.fitting.posterior import systematic
from sim.fitting.seen import SeenStorm
from sim.fitting.stock import Counted, Stock
from sim.sampling import DEFAULT_SEED

Array = NDArray[np.float64]

FALSE_ALARMS = 0.05
TREES = 300
LEARNED_FROM = 2400
"""Storms of wrong worlds from which the alarm learns."""
FINE, FIRST = 6.0, 240.0
"""Hours of a bin at most, and hours of a storm that are looked at."""
TRIED_ON = 600
"""Others on which it is tried."""


@dataclass(frozen=True)
class Alarm:
    """Whether a storm is unlike any of the stock, and whether that would have been noticed."""

    score: float
    """Of the storm, 0 (as of the stock) to 1."""
    threshold: float
    chance: float
    """Share of the stock's storms with a score as high as this."""
    power: dict[str, float]
    """Share of each wrong world's storms that set the alarm off."""
    false_alarms: float
    """Share of other storms of the stock that set it off."""
    learned_from: int

    @property
    def goes_off(self) -> bool:
        """Return True if the storm is unlike those of the stock."""
        return self.score > self.threshold

    def table(self) -> pd.DataFrame:
        """Return the power against each wrong world."""
        return pd.DataFrame({"power": self.power})


def alarm(
    seen: SeenStorm, stock: Stock, counted: Counted = "posts", seed: int = DEFAULT_SEED
) -> Alarm:
    """Learn an alarm for the stretches of a storm, try it, and apply it. Needs scikit-learn."""
    try:
        from sklearn.ensemble import RandomForestClassifier  # noqa: PLC0415 (an extra)
    except ImportError:
        raise InputError(
            "the alarm needs scikit-learn; pip install 'shitstorm-sim[studies]'"
        ) from None
    chance = np.random.default_rng(seed)
    edges, own = _bins(seen)
    passed = seen.clock.passed(seen.storm.started, edges)
    length = np.maximum(np.diff(passed), 1e-3)
    volume = max(20.0, float(own.sum()))

    def figures(rates: Array) -> Array:
        return _course(_counted(rates, volume, chance), length)

    # Halves of the stock: storms that it is tried on are none that it has learned from.
    rows = np.arange(len(stock))
    parts = rows[rows % 2 == 0], rows[rows % 2 == 1]
    known = figures(stock.between(passed, counted, rows=parts[0]))
    tried_on = systematic(_share(stock.prior[parts[1]]), 2 * TRIED_ON, chance)
    chance.shuffle(tried_on)
    others = figures(stock.between(passed, counted, rows=parts[1][tried_on]))
    makers = worlds(stock, counted)
    wrong = np.vstack([figures(make(passed, LEARNED_FROM // len(makers), chance))
                       for make in makers.values()])  # fmt: skip
    weights = np.concatenate((_share(stock.prior[parts[0]]), np.full(len(wrong), 1 / len(wrong))))
    labels = np.arange(len(weights)) >= len(known)
    trees = RandomForestClassifier(TREES, min_samples_leaf=2, random_state=seed).fit(
        np.vstack((known, wrong)), labels, sample_weight=weights * len(weights)
    )

    def score(of: Array) -> Array:
        return np.asarray(trees.predict_proba(of)[:, 1], float)

    tried = score(others)
    threshold = float(np.quantile(tried[:TRIED_ON], 1.0 - FALSE_ALARMS))
    here = float(score(_course(own[None], length))[0])
    power = {name: float(np.mean(score(figures(make(passed, TRIED_ON // 2, chance))) > threshold))
             for name, make in makers.items()}  # fmt: skip
    return Alarm(here, threshold, float(np.mean(tried >= here)), power,
                 float(np.mean(tried[TRIED_ON:] > threshold)), len(stock))  # fmt: skip


def _bins(seen: SeenStorm) -> tuple[Array, Array]:
    """Return edges of even bins of six hours or of the file's days, and their volumes."""
    step = seen.storm.step
    each = max(1, round(FINE / step)) if step < FINE else 1
    bins = seen.storm.bins[: round(min(seen.hours, FIRST) / step)]
    known = ~np.isnan(bins)
    filled = np.interp(np.arange(len(bins)), np.flatnonzero(known), bins[known])
    each = min(each, max(1, len(filled) // 2))
    whole = len(filled) // each * each
    volumes = filled[:whole].reshape(-1, each).sum(axis=1)
    edges = np.asarray(np.arange(len(volumes) + 1) * each * step, np.float64)
    return edges, np.maximum(volumes - seen.storm.quiet * each * step, 0.0)


def _share(weights: Array) -> Array:
    return np.asarray(weights / weights.sum())


def _counted(rates: Array, volume: float, chance: np.random.Generator) -> Array:
    """Return counts of storms at the same volume."""
    total = np.maximum(rates.sum(axis=1, keepdims=True), 1e-9)
    return np.asarray(chance.poisson(rates / total * volume), float)


def _course(volumes: Array, length: Array) -> Array:
    """Return logarithms of the rates by the people's rhythm, their changes, and the sharpest."""
    total = np.maximum(volumes.sum(axis=1, keepdims=True), 1.0)
    logs = np.log((volumes + 0.5) / total / length)
    moves = np.diff(logs, axis=1)
    few = np.sqrt(1.0 / (volumes[:, 1:] + 0.5) + 1.0 / (volumes[:, :-1] + 0.5))
    surprise = moves / few
    later = surprise[:, 3:] if surprise.shape[1] > 3 else surprise
    sharpest = np.sort(later, axis=1)[:, -2:]
    places = np.column_stack((later.argmax(axis=1), logs.argmax(axis=1)))
    usual = np.abs(surprise).mean(axis=1, keepdims=True)
    return np.hstack((logs, moves, sharpest, places, usual))
