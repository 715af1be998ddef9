"""Sample a posterior whose prior is standard normal, many chains at once.

Elliptical slice sampling (Murray, Adams and MacKay 2010) has nothing to tune. A move follows an
ellipse through the present point and a draw of the prior, and shrinks until the likelihood is
high enough.
"""

from collections.abc import Callable

import numpy as np
from numpy.typing import NDArray

from sim.calibration.prior import Coordinates

Array = NDArray[np.float64]
LogLikelihood = Callable[[Coordinates, NDArray[np.intp]], Array]
"""Takes points and the numbers of their chains."""


def elliptical_slices(
    log_likelihood: LogLikelihood,
    start: Coordinates,
    moves: int,
    kept: int,
    chance: np.random.Generator,
) -> Array:
    """Return so many points of every chain, evenly from its second half.

    Shape (kept, chains, parameters). Each chain makes ``moves`` moves.
    """
    points, every = start.copy(), np.arange(len(start))
    levels = log_likelihood(points, every)
    after = np.unique(np.linspace(moves // 2, moves - 1, kept).astype(int))
    sample = []
    for move in range(moves):
        points, levels = _moved(log_likelihood, points, levels, chance)
        if move in after:
            sample.append(points.copy())
    return np.array(sample)


def _moved(
    log_likelihood: LogLikelihood, points: Coordinates, levels: Array, chance: np.random.Generator
) -> tuple[Coordinates, Array]:
    """Move every chain once, and return points and levels."""
    ways = chance.standard_normal(points.shape)
    least = levels + np.log(chance.uniform(size=len(points)))
    angle = chance.uniform(0.0, 2.0 * np.pi, len(points))
    low, high = angle - 2.0 * np.pi, angle.copy()
    points, levels = points.copy(), levels.copy()
    start, left = points.copy(), np.arange(len(points))
    while len(left):
        turned = angle[left, None]
        tried = start[left] * np.cos(turned) + ways[left] * np.sin(turned)
        found = log_likelihood(tried, left)
        good = found > least[left]
        points[left[good]], levels[left[good]] = tried[good], found[good]
        left = left[~good]
        below = angle[left] < 0
        low[left] = np.where(below, angle[left], low[left])
        high[left] = np.where(below, high[left], angle[left])
        angle[left] = chance.uniform(low[left], high[left])
    return points, levels
