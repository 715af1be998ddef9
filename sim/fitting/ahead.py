"""Volumes to come, as draws: their bands, and averages of several forecasts."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from sim.sampling import DEFAULT_SEED

Array = NDArray[np.float64]

DRAWS = 2000
"""Draws of a forecast."""
LEAST = 0.1
"""Lowest expected volume of a day, so that nothing is impossible."""
MOST = 1e12
"""Highest expected volume."""


@dataclass(frozen=True, slots=True)
class Ahead:
    """Draws of the volumes in the bins to come."""

    rates: Array
    """What is expected. Shape (draw, bin)."""
    sizes: Array
    """Sizes of the negative binomials by which volumes scatter around it. Shape (draw, 1)."""
    volumes: Array
    """Shape (draw, bin)."""

    @classmethod
    def of(cls, rates: Array, scatter: Array, chance: np.random.Generator) -> "Ahead":
        """Draw volumes around rates. ``scatter`` is relative, one per draw."""
        mean = np.clip(rates, LEAST, MOST)
        sizes = (1.0 / scatter**2)[:, None]
        volumes = chance.poisson(np.minimum(chance.gamma(sizes, mean / sizes, mean.shape), MOST))
        return cls(mean, sizes, volumes.astype(float))

    @classmethod
    def averaged(
        cls, parts: Sequence["Ahead"], weights: Array, seed: int = DEFAULT_SEED
    ) -> "Ahead":
        """Return draws whose quantiles are weighted geometric means of those of the parts.

        A mixture of draws is wider than any of its parts; an average of quantiles is as sharp as
        they are (Lichtendahl et al. 2013, Management Science 59(7)). Expected volumes and scatter
        are averaged bin by bin. Which bins are high together is as in the heaviest part.
        """
        shares = weights / weights.sum()
        paths = parts[int(shares.argmax())]
        rates = _averaged([part.rates for part in parts], shares, paths.rates)
        sizes = _averaged([part.sizes for part in parts], shares, paths.sizes)
        return cls.of(rates, 1.0 / np.sqrt(sizes[:, 0]), np.random.default_rng(seed))

    def band(self, share: float = 0.8) -> tuple[Array, Array]:
        """Return the bounds of the central band of volumes."""
        low, high = np.quantile(self.volumes, [(1 - share) / 2, (1 + share) / 2], axis=0)
        return low, high

    def median(self) -> Array:
        """Return the median of each bin."""
        return np.asarray(np.median(self.volumes, axis=0))

    def part(self, chosen: NDArray[np.bool_] | slice) -> "Ahead":
        """Return some of the bins alone."""
        return Ahead(self.rates[:, chosen], self.sizes, self.volumes[:, chosen])


def _averaged(values: Sequence[Array], shares: Array, ranked_as: Array) -> Array:
    """Average the logarithms of sorted draws, and give them the ranks of others, by column."""
    ordered = [np.sort(np.log(each), axis=0) for each in values]
    mean = np.exp(np.tensordot(shares, ordered, axes=1))
    ranks = np.argsort(np.argsort(ranked_as, axis=0, kind="stable"), axis=0)
    return np.asarray(np.take_along_axis(mean, ranks, axis=0))
