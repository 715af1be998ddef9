"""Likeness of friends: people of a temper know each other more often than chance has it.

Anger is more alike along ties than joy (Fan et al. 2014, PLOS ONE 9(10); Bollen et al. 2011,
Artificial Life 17(3)). Whether friends choose or teach each other makes no difference here.
"""

from typing import Any

import numpy as np
from numpy.typing import NDArray

from sim.community.draws import streams_of, uniforms_of
from sim.community.graphs import Ties

EXTREME = 1e-12
"""Distance of draws from 0 and 1 at least, so that normal values stay finite."""


def normal(draws: NDArray[np.float64]) -> NDArray[np.float64]:
    """Return the standard normal values at these uniform numbers."""
    from scipy.special import ndtri  # noqa: PLC0415

    return np.asarray(ndtri(np.clip(draws, EXTREME, 1.0 - EXTREME)))


def uniform_of(values: NDArray[np.float64]) -> NDArray[np.float64]:
    """Return the uniform numbers at which standard normal values lie."""
    from scipy.special import ndtr  # noqa: PLC0415

    return np.asarray(np.minimum(ndtr(values), 1.0 - EXTREME))


def alike_along_ties(seed: int, purpose: int, ties: Ties, share: float) -> NDArray[np.float64]:
    """Return everybody's uniform number for a trait, alike among friends, shape (people,).

    ``share`` is the part of its variance that comes from friends (Gaussian copula). Friends of
    k ties each are then correlated by 2·√(share·(1 − share)/k), and more by friends in common.
    A friend of many counts less, or one hub would move the mean of all. Who has no friends
    keeps the own number.
    """
    own = normal(uniforms_of(streams_of(seed, ties.people), 0, purpose))
    number = np.diff(ties.start)
    social = number > 0
    if not social.any():
        return uniform_of(own)
    weight = 1.0 / np.sqrt(np.maximum(1, number))
    first = ties.start[:-1][social]
    sums = np.add.reduceat((own * weight)[ties.friends], first)
    spread = np.sqrt(np.add.reduceat((weight * weight)[ties.friends], first))
    values: NDArray[Any] = own.copy()
    values[social] *= np.sqrt(1.0 - share)
    values[social] += np.sqrt(share) * sums / spread
    return uniform_of(values)
