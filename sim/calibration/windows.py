"""How well predicted figures agree with the bounds of their rows: the likelihood of a posterior.

A figure between two bounds counts as an observation of the middle between them that is off by
anything up to half of their distance, and by the emulator's error. A figure with one bound
counts as the observation that it lies beyond. A row may also be one that the model cannot
express: with a small chance its observation says nothing of the parameters (a mixture, as in
robust approximate Bayesian computation), so that no row which fails everywhere rules the others.
Since all of these are probabilities of an observation, observations can also be made: that is
what simulation-based calibration needs.
"""

from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray
from scipy.special import ndtr

from sim.calibration.figure_emulators import FigureEmulators
from sim.calibration.prior import Coordinates

Array = NDArray[np.float64]
ASTRAY = 0.05
"""Chance that a figure's observation says nothing of the parameters."""
LEAST = 1e-12
"""Least probability of an observation, for figures that nothing brings near their bounds."""
WIDER = 2.0
"""Standard deviation of such an observation, in those of the figure under the prior."""


@dataclass(frozen=True)
class Windows:
    """Emulated figures and what was observed of them.

    Observations may have a leading axis, one row for each of many made data sets.
    """

    emulators: FigureEmulators
    low: Array
    """Shape (figures,) or (data sets, figures)."""
    high: Array
    beyond: Array
    """For figures with one bound: 1 where they were observed beyond it, 0 where not."""
    power: float = 1.0
    """Power of the likelihood."""

    @property
    def two_sided(self) -> NDArray[np.bool_]:
        """True for figures with two bounds."""
        ends = np.isfinite(self.low) & np.isfinite(self.high)
        return np.asarray(ends if ends.ndim == 1 else ends[0])

    def each(self, coordinates: Coordinates, which: NDArray[np.intp] | None = None) -> Array:
        """Return the log probability of each observation. Shape (points, figures).

        With ``which``, each point is judged by the data set of this number.
        """
        low, high, beyond = (one[which] if which is not None and one.ndim > 1 else one
                             for one in (self.low, self.high, self.beyond))  # fmt: skip
        mean, error = self.emulators.predict(coordinates), self.emulators.errors
        inside = ndtr((high - mean) / error) - ndtr((low - mean) / error)
        chance = np.where(beyond > 0, inside, 1.0 - inside)
        either = (1.0 - ASTRAY) * chance + ASTRAY * self._astray(low, high)
        return np.asarray(np.log(np.maximum(either, LEAST)))

    def log_likelihood(
        self, coordinates: Coordinates, which: NDArray[np.intp] | None = None
    ) -> Array:
        """Return the log likelihood of each point."""
        return np.asarray(self.power * self.each(coordinates, which).sum(axis=-1))

    def informative(self) -> "Windows":
        """Return the figures that tell of the parameters at all: the others only cost time."""
        telling = np.flatnonzero(np.abs(self.emulators.weights).any(axis=0))
        names = [self.emulators.names[place] for place in telling]
        low, high, beyond = (one[..., telling] for one in (self.low, self.high, self.beyond))
        return Windows(self.emulators.only(names), low, high, beyond, self.power)

    def made(self, truths: Coordinates, chance: np.random.Generator) -> "Windows":
        """Return what could have been observed if these points were the truth, one set each."""
        mean, error = self.emulators.predict(truths), self.emulators.errors
        real = mean + error * chance.standard_normal(mean.shape)
        middle, spread = self._usual()
        anything = middle + spread * chance.standard_normal(mean.shape)
        astray = chance.uniform(size=mean.shape) < ASTRAY
        both = self.two_sided
        half = np.where(both, (self.high - self.low) / 2, 0.0)
        centre = np.where(astray, anything, real) + half * chance.uniform(-1, 1, mean.shape)
        coin = chance.uniform(size=mean.shape) < 0.5
        beyond = np.where(astray, coin, (real >= self.low) & (real <= self.high))
        return replace(
            self,
            low=np.where(both, centre - half, self.low),
            high=np.where(both, centre + half, self.high),
            beyond=np.where(both, 1.0, beyond.astype(float)),
        )

    def _usual(self) -> tuple[Array, Array]:
        """Return the middle and spread of observations that say nothing."""
        spread = (self.emulators.weights**2).sum(axis=0) + self.emulators.errors**2
        return self.emulators.intercepts, WIDER * np.sqrt(spread)

    def _astray(self, low: Array, high: Array) -> Array:
        """Return the probability of observations that say nothing."""
        middle, spread = self._usual()
        inside = ndtr((high - middle) / spread) - ndtr((low - middle) / spread)
        return np.asarray(np.where(self.two_sided, inside, 0.5))
