"""Lay out the social graph: people stand near those they are tied to."""

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_array

MOST_PEOPLE = 2000
"""People drawn at most. On larger pages, those around the loudest."""
_LOUDEST = 50
"""People from whom the sample of a larger page starts."""
_STEPS = 100
_PUSH, _GRAVITY = 0.02, 0.002
"""Strength with which people push each other away, and of the pull to the middle."""
_PART = 32
"""People whose forces are worked out at once."""
_NO_ZERO = np.float32(0.01)
_EDGE = 1.03
"""Room left at the edges."""
_FIRST_STEP = 0.3
"""Longest first step, as a share of the root of the number of people."""

Places = NDArray[np.float32]
People = NDArray[np.integer]


def around(ties: csr_array, loudness: NDArray[np.number], most: int = MOST_PEOPLE) -> People:
    """At most so many people: the loudest, those tied to them, and so on outwards."""
    people = ties.shape[0]
    if people <= most:
        return np.arange(people)
    loudest = np.argsort(-loudness, kind="stable")
    found = np.zeros(people, dtype=bool)
    ring: People = loudest[:_LOUDEST]
    room = most
    while room > 0:
        if not len(ring):  # nobody further is tied to them: on with the next loudest
            ring = loudest[~found[loudest]][:_LOUDEST]
        found[ring[:room]] = True
        room = most - int(np.count_nonzero(found))
        beyond = np.unique(ties[ring].indices)
        ring = beyond[~found[beyond]]
    return np.flatnonzero(found)


def lay_out(ties: csr_array, seed: int = 0) -> Places:
    """Return places of people from -1 to 1 each way, the same each time.

    Ties pull with the logarithm of their length, all people push each other away, those
    with many ties more. Each step is shorter than the one before (LinLog, Noack 2009, with
    the steps of Fruchterman & Reingold 1991).
    """
    people = ties.shape[0]
    places = _disc(people, seed)
    one, other = ties.tocoo().coords
    weight = 1.0 + np.bincount(one, minlength=people).astype(np.float32)
    for step in range(_STEPS if ties.nnz else 0):
        force = _PUSH * _pushed(places, weight) + _pulled(places, one, other)
        force = force / weight[:, None] - _GRAVITY * places
        strength = np.hypot(*force.T)[:, None] + 1e-9
        longest = _FIRST_STEP * np.sqrt(people) * (1 - step / _STEPS) ** 1.5
        places += (force / strength * longest * np.minimum(np.sqrt(strength), 1)).astype(np.float32)
    places -= places.mean(axis=0)
    return places / (_EDGE * max(1.0, float(np.abs(places).max())))


def _disc(people: int, seed: int) -> Places:
    """Evenly over a disc, like the seeds of a sunflower, in random order."""
    order = np.random.default_rng(seed).permutation(people)
    angle, radius = order * np.pi * (3 - np.sqrt(5)), 3 * np.sqrt(order + 0.5)
    return np.column_stack([radius * np.cos(angle), radius * np.sin(angle)]).astype(np.float32)


def _pushed(places: Places, weight: Places) -> Places:
    """Return the force of everybody on everybody, worked out in parts that a cache holds."""
    force = np.empty_like(places)
    for start in range(0, len(places), _PART):
        part = slice(start, start + _PART)
        right, up = (axis[part, None] - axis for axis in places.T.copy())
        push = weight / (right * right + up * up + _NO_ZERO)
        force[part, 0], force[part, 1] = (right * push).sum(axis=1), (up * push).sum(axis=1)
    force *= weight[:, None]
    return force


def _pulled(places: Places, one: People, other: People) -> Places:
    """Force of ties on those they tie."""
    across = places[other] - places[one]
    length = np.hypot(*across.T) + 1e-6
    across *= (np.log1p(length) / length)[:, None]
    pulls = [np.bincount(one, axis, len(places)) for axis in across.T]
    return np.column_stack(pulls).astype(np.float32)
