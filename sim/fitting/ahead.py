"""Volumes to come, as draws: their bands, and mixtures of several forecasts."""

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
    def mixed(cls, parts: Sequence["Ahead"], weights: Array, seed: int = DEFAULT_SEED) -> "Ahead":
        """Return draws of a mixture, each part with its weight."""
        chance = np.random.default_rng(seed)
        pick = chance.choice(len(parts), len(parts[0].rates), p=weights / weights.sum())
        row = np.arange(len(pick))
        return cls(*(
            np.array([each[part][k] for part, k in zip(pick, row, strict=True)])
            for each in ([p.rates for p in parts], [p.sizes for p in parts],
                         [p.volumes for p in parts])
        ))  # fmt: skip

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
