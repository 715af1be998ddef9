"""Likeness of friends: people of a temper know each other more often than chance has it.

Anger is more alike along ties than joy (Fan et al. 2014, PLOS ONE 9(10); Bollen et al. 2011,
Artificial Life 17(3)). Whether friends choose or teach each other makes no difference here.
"""

import numpy as np
from numpy.typing import NDArray

from sim.community.draws import streams_of, uniforms_of
from sim.community.graphs import Ties

AT_ONCE = 1 << 14
"""People drawn at a time."""

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
    own, result = np.empty(ties.people), np.empty(ties.people)
    parts = [slice(first, first + AT_ONCE) for first in range(0, ties.people, AT_ONCE)]
    for part in parts:
        streams = streams_of(seed, len(own[part]), part.start)
        own[part] = normal(uniforms_of(streams, 0, purpose))
    weight = 1.0 / np.sqrt(np.maximum(1, np.diff(ties.start)))
    for part in parts:  # all ties at once would take more memory than anything else does
        start = ties.start[part.start : part.stop + 1]
        values, social = own[part].copy(), np.diff(start) > 0
        if social.any():
            friends, first = ties.friends[start[0] : start[-1]], (start[:-1] - start[0])[social]
            sums = np.add.reduceat(own[friends] * weight[friends], first)
            spread = np.sqrt(np.add.reduceat(weight[friends] * weight[friends], first))
            values[social] *= np.sqrt(1.0 - share)
            values[social] += np.sqrt(share) * sums / spread
        result[part] = uniform_of(values)
    return result
