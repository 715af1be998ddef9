"""People stand near those they are tied to; of large pages the loudest are drawn."""

import numpy as np
import pytest
from made_up import ties
from networkx import to_scipy_sparse_array
from scipy.sparse import csr_array, random_array

from sim.charts.layout import around, lay_out


def tied(kind: str, size: int) -> csr_array:
    return csr_array(to_scipy_sparse_array(ties(kind, size), format="csr"))


def test_the_same_people_always_stand_in_the_same_places() -> None:
    graph = tied("power-law-cluster", 200)
    np.testing.assert_array_equal(lay_out(graph), lay_out(graph))


@pytest.mark.parametrize("size", [1, 2, 300])
@pytest.mark.parametrize("kind", ["none", "power-law-cluster"])
def test_everybody_stands_inside(kind: str, size: int) -> None:
    places = lay_out(tied(kind, size) if size > 10 else csr_array((size, size)))
    assert places.shape == (size, 2)
    assert np.isfinite(places).all()
    assert np.abs(places).max() <= 1.0


def test_groups_stand_apart() -> None:
    places = lay_out(tied("communities", 300))
    groups = places.reshape(6, 50, 2)
    middles = np.median(groups, axis=1)
    within = np.hypot(*(groups - middles[:, None]).T).mean()
    between = np.hypot(*(middles[:, None] - middles[None, :]).T)[~np.eye(6, dtype=bool)].min()
    assert between > 2 * within


def test_a_small_page_is_drawn_whole() -> None:
    np.testing.assert_array_equal(around(tied("none", 12), np.zeros(12)), np.arange(12))


def test_of_a_large_page_the_loudest_and_those_around_them_are_drawn() -> None:
    graph = tied("power-law-cluster", 1000)
    loudness = np.zeros(1000)
    loudness[[700, 800]] = 9
    drawn = around(graph, loudness, most=150)
    assert len(drawn) == 150
    assert {700, 800} <= set(drawn)


def test_a_sample_is_complete_also_where_few_are_tied() -> None:
    graph = csr_array(random_array((500, 500), density=0.0005, rng=np.random.default_rng(1)))
    drawn = around(csr_array(graph + graph.T), np.arange(500), most=200)
    assert len(drawn) == len(set(drawn)) == 200
