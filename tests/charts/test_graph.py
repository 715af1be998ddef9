"""The picture of the social graph: which ties it brings out."""

import numpy as np
from scipy.sparse import csr_array

from sim.charts.graph import KINDS, between_critics, pairs_of

KIND = {kind.name: place for place, kind in enumerate(KINDS)}


def ring(people: int) -> csr_array:
    """Return people in a ring, each tied to the two beside them."""
    one = np.arange(people)
    other = (one + 1) % people
    both = np.concatenate([one, other]), np.concatenate([other, one])
    return csr_array((np.ones(2 * people, np.int8), both), shape=(people, people))


def test_every_tie_is_drawn_once() -> None:
    assert len(pairs_of(ring(6))) == 6


def test_only_ties_between_two_critics_are_brought_out() -> None:
    names = ["affected", "joining", "silent", "joining", "defenders", "gone"]
    kinds = np.array([KIND[name] for name in names])
    assert between_critics(ring(6), kinds).tolist() == [[0, 1]]
    assert not len(between_critics(ring(6), np.full(6, KIND["silent"])))
