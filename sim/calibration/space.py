"""The space that is searched: every assumed parameter over its declared range.

Points of the space lie in the unit cube. A parameter whose range begins above zero is spread
over the logarithm of its range, so that halving and doubling it are steps of the same size.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from math import exp, log
from typing import Self

import numpy as np
from numpy.typing import NDArray

from sim.errors import InputError
from sim.runs.assumptions import assumptions
from sim.storm.parameters import Declaration

Points = NDArray[np.float64]
"""Points of the unit cube; shape (points, parameters)."""
Values = dict[str, float]
"""A parameter set: values by name."""
DIGITS = 4
"""Significant digits of a sampled value, so that files show exactly what was run."""


@dataclass(frozen=True, slots=True)
class Dimension:
    """One parameter and the part of its declared range that is searched."""

    name: str
    default: float
    low: float
    high: float

    def value_at(self, place: float) -> float:
        """Return the value at a place from 0 to 1."""
        if self.low > 0:
            value = exp(log(self.low) + place * (log(self.high) - log(self.low)))
        else:
            value = self.low + place * (self.high - self.low)
        return min(max(float(f"{value:.{DIGITS}g}"), self.low), self.high)

    def place_of(self, value: float) -> float:
        """Return the place of a value, from 0 to 1 within the range."""
        if self.low == self.high:
            return 0.0
        if self.low > 0:
            return (log(value) - log(self.low)) / (log(self.high) - log(self.low))
        return (value - self.low) / (self.high - self.low)

    def narrowed(self, spread: float) -> "Dimension":
        """Return the part of the range within this spread of the default, as a share of it."""
        centre = min(max(self.place_of(self.default), 0.0), 1.0)
        ends = (self.value_at(max(centre - spread, 0.0)), self.value_at(min(centre + spread, 1.0)))
        return Dimension(self.name, self.default, *ends)


@dataclass(frozen=True, slots=True)
class Space:
    """All parameters that are searched."""

    dimensions: tuple[Dimension, ...]

    @classmethod
    def of_assumptions(
        cls, spread: float | None = None, declared: Sequence[Declaration] | None = None
    ) -> Self:
        """Build the space of all assumed parameters, whole or within a spread of the defaults."""
        chosen = assumptions() if declared is None else declared
        whole = [Dimension(one.name, one.default, one.low, one.high) for one in chosen]
        if not whole:
            raise InputError(
                "no parameter is declared as an assumption, so there is nothing to calibrate; "
                "declare one with sureness C or D"
            )
        return cls(tuple(whole if spread is None else [one.narrowed(spread) for one in whole]))

    def values_at(self, point: NDArray[np.float64]) -> Values:
        """Return the parameter set at a point."""
        pairs = zip(self.dimensions, point, strict=True)
        return {one.name: one.value_at(float(place)) for one, place in pairs}

    def points_of(self, sets: Sequence[Values]) -> Points:
        """Return the points of parameter sets."""
        return np.array([[one.place_of(values[one.name]) for one in self.dimensions]
                         for values in sets])  # fmt: skip

    def defaults(self) -> Values:
        """Return the default of every parameter."""
        return {one.name: one.default for one in self.dimensions}
