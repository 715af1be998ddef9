"""The prior of a posterior: what is held for plausible before any row is looked at.

Every assumption is normal around its default, cut at its declared range, and independent of all
others. The standard deviation is a share of the range, on a logarithmic scale where the range
begins above zero. A parameter set is a point of *coordinates* in which this prior is standard
normal in every dimension, so that sampling needs no bounds.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.special import ndtr, ndtri

from sim.calibration.space import Space, Values

Coordinates = NDArray[np.float64]
"""Parameter sets in coordinates of the prior; shape (sets, parameters)."""
SPREAD = 0.15
"""Standard deviation of each assumption as a share of its range."""
FARTHEST = 6.0
"""Largest coordinate, in standard deviations."""


@dataclass(frozen=True, slots=True)
class Prior:
    """Independent cut normals around the defaults."""

    space: Space
    spread: float = SPREAD

    @property
    def names(self) -> list[str]:
        """The names of the parameters, in the order of the coordinates."""
        return [one.name for one in self.space.dimensions]

    def values_at(self, coordinates: Coordinates) -> list[Values]:
        """Return the parameter set at each point."""
        low, high, centre = self._cut()
        share = ndtr(low) + ndtr(coordinates) * (ndtr(high) - ndtr(low))
        places = np.clip(centre + self.spread * ndtri(share), 0.0, 1.0)
        return [self.space.values_at(place) for place in places]

    def coordinates_of(self, sets: Sequence[Values]) -> Coordinates:
        """Return the coordinates of parameter sets."""
        low, high, centre = self._cut()
        places = np.clip(self.space.points_of(sets), 0.0, 1.0)
        below = ndtr((places - centre) / self.spread) - ndtr(low)
        inside = np.clip(below / (ndtr(high) - ndtr(low)), 0.0, 1.0)
        return np.clip(ndtri(inside), -FARTHEST, FARTHEST)

    def design(self, number: int, seed: int) -> Coordinates:
        """Return so many points that cover the prior evenly, as fewer and more of them do too."""
        from scipy.stats import qmc  # noqa: PLC0415 (slow to load)

        sequence = qmc.Sobol(len(self.space.dimensions), rng=np.random.default_rng(seed))
        whole = 1 << max(0, number - 1).bit_length()
        shares = sequence.random(whole)[:number]
        return np.asarray(ndtri(np.clip(shares, 1e-9, 1.0 - 1e-9)))

    def _cut(self) -> tuple[NDArray[np.float64], NDArray[np.float64], NDArray[np.float64]]:
        """Return both ends of the ranges in standard deviations, and the places of defaults."""
        centre = np.clip(self.space.points_of([self.space.defaults()])[0], 0.0, 1.0)
        return -centre / self.spread, (1.0 - centre) / self.spread, centre
