"""Checks at one storm: local two-sample test, what was not fitted, prior against data."""

import numpy as np
import pandas as pd
from numpy.typing import NDArray
from scipy.signal import find_peaks

from sim.fitting.forecasting import SHARES
from sim.fitting.laws import reached
from sim.fitting.observed import by_day
from sim.fitting.posterior import Posterior
from sim.sampling import DEFAULT_SEED

Array = NDArray[np.float64]

NULLS = 100
"""Classifiers of shuffled labels, from which the test's chance is found."""
WAVE = 0.25
"""Share of the highest day by which a wave stands out."""
POWERS = (0.8, 1.25)
"""Powers by which prior and likelihood are scaled."""
SENSITIVE = 0.05
"""Distance per doubling of the power from which a quantity is called sensitive."""


def local_test(
    pairs: tuple[Array, Array, Array], at: Array, drawn: Array, seed: int = DEFAULT_SEED
) -> tuple[float, float]:
    """Test whether the posterior at one storm is right, and return statistic and p value.

    The local classifier two-sample test (Linhart et al. 2023): a classifier learns to tell true
    settings from drawn ones, next to the counts that go with them. At the storm, its chances for
    draws of the posterior have to be even. Labels shuffled within pairs give the p value.
    ``pairs`` holds counts, true and drawn settings of made storms, ``at`` the storm's counts.
    """
    from sklearn.linear_model import LogisticRegression  # noqa: PLC0415 (an extra)
    from sklearn.preprocessing import StandardScaler  # noqa: PLC0415

    counts, true, false = pairs
    course = _course(counts)
    scale = StandardScaler().fit(np.hstack((course, true)))

    def features(some: Array, settings: Array) -> Array:
        both = scale.transform(np.hstack((some, settings)))
        few, own = both[:, : course.shape[1]], both[:, course.shape[1] :]
        mixed = (own[:, :, None] * few[:, None, :]).reshape(len(own), -1)
        return np.hstack((own, own**2, mixed))

    one, other = features(course, true), features(course, false)
    here = features(np.repeat(_course(at[None]), len(drawn), axis=0), drawn)
    chance = np.random.default_rng(seed)

    def statistic(swap: NDArray[np.bool_]) -> float:
        first, second = np.where(swap, other, one), np.where(swap, one, other)
        labels = np.arange(2 * len(one)) >= len(one)
        learned = LogisticRegression(C=0.01, max_iter=200).fit(np.vstack((first, second)), labels)
        return float(np.mean((learned.predict_proba(here)[:, 1] - 0.5) ** 2))

    real = statistic(np.zeros((len(one), 1), bool))
    nulls = [statistic(chance.uniform(size=(len(one), 1)) < 0.5) for _ in range(NULLS)]
    return real, (1.0 + sum(null >= real for null in nulls)) / (1.0 + NULLS)


def _course(counts: Array) -> Array:
    """Return a few figures of the counts: early and late shares, and their peak."""
    logs = counts - counts.mean(axis=1, keepdims=True)
    thirds = np.array_split(logs, 4, axis=1)
    return np.column_stack([part.mean(axis=1) for part in thirds if part.shape[1]])


def not_fitted(weighed: Posterior) -> pd.DataFrame:
    """Return figures that were not fitted: of the storms like it, of the prior, and of the data.

    Posts per critic, days by which the defenders' half comes after the critics', and waves.
    """
    stock, seen = weighed.stock, weighed.seen
    storm = seen.storm
    days = max(3, int(seen.hours // 24))
    edges = 24.0 * np.arange(days + 1, dtype=np.float64)
    weights = {"posterior": weighed.storm_weights, "prior": stock.prior}
    totals = {kind: stock.totals(kind)[:, -1] for kind in ("posts", "people")}
    critics = stock.between(edges, "posts")
    defenders = stock.between(edges, "posts", defending=True)
    simulated = {
        "posts per critic": totals["posts"] / np.maximum(totals["people"], 1.0),
        "defenders' lag, days": np.array([half_of_volume(row) for row in defenders])
        - np.array([half_of_volume(row) for row in critics]),
        "waves": np.array([float(waves(row)) for row in critics]),
    }
    data = {"waves": float(waves(np.nan_to_num(storm.days))) if len(storm.days) > 2 else np.nan}
    if storm.defending is not None:
        both = np.nan_to_num(by_day(storm.defending, storm.step))
        data["defenders' lag, days"] = half_of_volume(both) - half_of_volume(
            np.nan_to_num(storm.days)
        )
    rows = {}
    for name, values in simulated.items():
        row: dict[str, float] = {"data": data.get(name, np.nan)}
        for which, weight in weights.items():
            spread = _weighted(values, weight, list(SHARES.values()))
            row |= {f"{which}_{share}": value for share, value in zip(SHARES, spread, strict=True)}
        known = not np.isnan(row["data"])
        row["as_high"] = float(weights["posterior"] @ (values >= row["data"])) if known else np.nan
        rows[name] = row
    return pd.DataFrame.from_dict(rows, orient="index")


def waves(days: Array) -> int:
    """Return the number of waves that stand out by a quarter of the highest day, at least 1."""
    high = float(days.max())
    peaks, _ = find_peaks(np.concatenate(([0.0], days, [0.0])), prominence=WAVE * max(high, 1e-9))
    return max(1, len(peaks))


def sensitivity(weighed: Posterior) -> pd.DataFrame:
    """Return how each setting's posterior moves if prior or likelihood count more or less.

    Power scaling (Kallioinen et al. 2023): the largest distance between the distributions, per
    doubling of the power. A posterior that moves with the prior more than with the counts is
    the prior's.
    """
    prior = weighed.particles.log_prior
    logs = np.log(np.maximum(weighed.weights.sum(axis=0), 1e-300))
    likelihood = logs - prior
    stock, rows = weighed.stock, weighed.particles.rows[:, 0]
    moved: dict[str, dict[str, float]] = {}
    for name in stock.settings:
        values = stock.settings[name].to_numpy(float)[rows]
        moved[str(name)] = {
            "prior": moved_by(values, logs, prior),
            "likelihood": moved_by(values, logs, likelihood),
        }
    table = pd.DataFrame.from_dict(moved, orient="index")
    said = np.where(table["likelihood"] >= SENSITIVE, "counts", "prior")
    return table.assign(told_by=np.where(table["likelihood"] >= table["prior"], said, "prior"))


def moved_by(
    values: Array, logs: Array, scaled: Array, powers: tuple[float, float] = POWERS
) -> float:
    """Return how far a distribution moves as a part of it counts more or less.

    ``logs`` are the logarithms of the weights of ``values``, and ``scaled`` the logarithms of the
    part that is raised to ``powers``. The largest distance, per doubling of the power.
    """
    order = np.argsort(values)
    usual = np.cumsum(_even(logs)[order])
    return float(np.mean([
        np.abs(np.cumsum(_even(logs + (power - 1.0) * scaled)[order]) - usual).max()
        / abs(np.log2(power))
        for power in powers
    ]))  # fmt: skip


def drawn_settings(weighed: Posterior, number: int = 300) -> Array:
    """Return the logarithms of settings drawn from the posterior."""
    drawn = weighed.draw(number)
    rows = weighed.particles.rows[drawn.particles, 0]
    return np.asarray(np.log(weighed.stock.settings.to_numpy(float)[rows]))


def _even(logs: Array) -> Array:
    """Return weights from their logarithms."""
    weights = np.exp(logs - logs.max())
    return np.asarray(weights / weights.sum())


def _weighted(values: Array, weights: Array, shares: list[float]) -> list[float]:
    order = np.argsort(values)
    upto = np.cumsum(weights[order])
    places = np.minimum(np.searchsorted(upto, np.array(shares) * upto[-1]), len(values) - 1)
    return [float(values[order][place]) for place in places]


def half_of_volume(days: Array) -> float:
    """Return the days to half of the volume, the last day where there is none."""
    total = days.sum()
    return reached(np.cumsum(days) / total, 0.5) if total > 0 else float(len(days))
