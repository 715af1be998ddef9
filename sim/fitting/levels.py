"""The level of a real storm over a simulated one: a local level, followed by a Kalman filter.

The logarithm of a real volume is that of the simulated one, plus a level, plus scatter. The
level holds the fraction that is counted. It drifts and walks at random, by the logarithm of
time, as what the model leaves out piles up: fast on the first day, slowly in the third week
(the model discrepancy of Kennedy and O'Hagan 2001, here as the local-level model of Durbin and
Koopman 2012). That lets bands fan out.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Array = NDArray[np.float64]

AGE = 6.0
"""Hours after which a storm's time begins to pass by its logarithm."""
VAGUE = 9.0
"""Variance of the level before anything is counted: a factor of twenty either way."""
MOST_VARIANCE = 4.0
"""Highest variance of the logarithm of a count: of small ones it tells little."""


@dataclass(frozen=True, slots=True)
class Wandering:
    """How levels move, a row per alternative."""

    drift: Array
    """Mean change of the level per unit of logarithmic time."""
    walk: Array
    """Standard deviation of the change per root of such a unit."""
    scatter: Array
    """Standard deviation of single volumes around the level."""

    def __len__(self) -> int:
        return len(self.drift)

    def of(self, rows: NDArray[np.intp]) -> "Wandering":
        """Return the alternatives of these rows."""
        return Wandering(self.drift[rows], self.walk[rows], self.scatter[rows])


@dataclass(frozen=True, slots=True)
class Levels:
    """The levels after the last volume, and how well each storm explains all of them.

    All have the shape (alternative, storm).
    """

    log_chance: Array
    mean: Array
    variance: Array


def age(hours: Array | float) -> Array:
    """Return logarithmic time after so many hours of a storm."""
    return np.asarray(np.log1p(np.asarray(hours, float) / AGE))


def log_volumes(volumes: Array, quiet: Array | float = 0.0) -> tuple[Array, Array]:
    """Return logarithms of volumes above the quiet level, and the variances of counting."""
    above = np.maximum(volumes - quiet, 0.0) + 0.5
    return np.log(above), np.minimum((volumes + 0.5) / above**2, MOST_VARIANCE)


def follow(
    gaps: Array, counting: Array, times: Array, wandering: Wandering, breaks: Array | None = None
) -> Levels:
    """Filter the gaps between real and simulated logarithms.

    ``gaps`` and ``counting`` (variances) have the shape (storm, volume) or (1, volume), ``times``
    are hours. ``breaks`` adds variance to the level before each volume, as at a known event.
    """
    drift, walk, scatter = (
        each[:, None] for each in (wandering.drift, wandering.walk, wandering.scatter)
    )
    start = np.median(gaps[:, : max(1, min(3, gaps.shape[1]))], axis=1)
    mean = np.broadcast_to(start, (len(wandering), len(gaps))).copy()
    variance, chance = np.full_like(mean, VAGUE), np.zeros_like(mean)
    passed = np.diff(age(times), prepend=age(times[0]))
    for place, step in enumerate(passed):
        mean += drift * step
        variance += walk**2 * step + (0.0 if breaks is None else breaks[place])
        spread = variance + scatter**2 + counting[:, place]
        wrong = gaps[:, place] - mean
        chance -= 0.5 * (wrong**2 / spread + np.log(2 * np.pi * spread))
        gain = variance / spread
        mean += gain * wrong
        variance *= 1.0 - gain
    return Levels(chance, mean, variance)


def walk_back(
    gaps: Array,
    counting: Array,
    times: Array,
    wandering: Wandering,
    chance: np.random.Generator,
    breaks: Array | None = None,
) -> Array:
    """Draw the course of the level of each storm, given all its volumes. Shape as ``gaps``.

    ``wandering`` has a row per storm. Filters forward and samples backward.
    """
    means, variances = np.empty_like(gaps), np.empty_like(gaps)
    mean, variance = np.median(gaps[:, :3], axis=1), np.full(len(gaps), VAGUE)
    passed = np.diff(age(times), prepend=age(times[0]))
    jumps = np.zeros(len(passed)) if breaks is None else breaks
    for place, step in enumerate(passed):
        mean = mean + wandering.drift * step
        variance = variance + wandering.walk**2 * step + jumps[place]
        gain = variance / (variance + wandering.scatter**2 + counting[:, place])
        mean, variance = mean + gain * (gaps[:, place] - mean), variance * (1.0 - gain)
        means[:, place], variances[:, place] = mean, variance
    levels = np.empty_like(gaps)
    noise = chance.standard_normal(gaps.shape)
    levels[:, -1] = means[:, -1] + np.sqrt(variances[:, -1]) * noise[:, -1]
    for place in range(len(passed) - 2, -1, -1):
        moved = wandering.walk**2 * passed[place + 1] + jumps[place + 1]
        gain = variances[:, place] / np.maximum(variances[:, place] + moved, 1e-12)
        back = levels[:, place + 1] - means[:, place] - wandering.drift * passed[place + 1]
        left = variances[:, place] * (1.0 - gain)
        levels[:, place] = means[:, place] + gain * back + np.sqrt(left) * noise[:, place]
    return levels


def walk_on(level: Array, times: Array, wandering: Wandering, chance: np.random.Generator) -> Array:
    """Draw levels to come from the last one on. ``times`` begin with its hour.

    Returns the shape (draw, time - 1).
    """
    steps = np.diff(age(times))
    noise = chance.standard_normal((len(level), len(steps)))
    moves = wandering.drift[:, None] * steps + wandering.walk[:, None] * np.sqrt(steps) * noise
    levels: Array = level[:, None] + np.cumsum(moves, axis=1)
    return levels
