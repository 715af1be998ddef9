"""The contract that every kind of graph keeps; a new one is tested as it is added."""

from pathlib import Path
from typing import Any, get_args

import networkx as nx
import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import TypeAdapter

from sim.community.graphs import KINDS, draw_ties, from_networkx, ties_between, to_networkx
from sim.community.graphs import Ties as Rows
from sim.scenario.ties import Ties
from tests.thorough import examples

SETTINGS: TypeAdapter[Any] = TypeAdapter(Ties)
GENERATED = sorted(set(KINDS) - {"none", "file"})
EVERY = pytest.mark.parametrize("kind", sorted(KINDS))
EACH = pytest.mark.parametrize("kind", GENERATED)


@pytest.fixture(scope="module")
def ring(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A file of three people who all know each other."""
    file = tmp_path_factory.mktemp("ties") / "ring.csv"
    file.write_text("0,1\n1,2\n2,0\n")
    return file


def drawn(kind: str, people: int, seed: int = 1, **said: Any) -> Rows:
    """The ties of one kind."""
    return draw_ties(people, SETTINGS.validate_python({"kind": kind, **said}), seed)


def said_of(kind: str, ring: Path) -> dict[str, Any]:
    """What a kind needs besides its name."""
    return {"path": str(ring)} if kind == "file" else {}


def degrees(ties: Rows) -> np.ndarray:
    """Ties per person."""
    return np.diff(ties.start)


def assert_sound(ties: Rows, people: int) -> None:
    """Undirected, each tie once in both directions, nobody tied to themselves."""
    assert ties.people == people
    assert ties.start[0] == 0
    assert ties.start[-1] == len(ties.friends) == 2 * ties.number
    assert (degrees(ties) >= 0).all()
    if not ties.number:
        return
    assert 0 <= ties.friends.min() <= ties.friends.max() < people
    one = np.repeat(np.arange(people), degrees(ties))
    other = ties.friends.astype(np.int64)
    assert (one != other).all()
    assert len(np.unique(one * people + other)) == len(one)
    assert np.array_equal(np.sort(one * people + other), np.sort(other * people + one))


def test_the_schema_knows_every_kind() -> None:
    kinds = get_args(get_args(Ties)[0])
    assert {get_args(kind.model_fields["kind"].annotation)[0] for kind in kinds} == set(KINDS)


@EVERY
@pytest.mark.parametrize("people", [3, 4, 10, 300])
def test_ties_are_undirected_and_counted_once(kind: str, people: int, ring: Path) -> None:
    assert_sound(drawn(kind, people, **said_of(kind, ring)), people)


@EACH
@pytest.mark.parametrize("people", [1, 2, 3])
@pytest.mark.parametrize("per_person", [1, 4, 1000])
def test_the_smallest_pages_have_ties_too(kind: str, people: int, per_person: int) -> None:
    ties = drawn(kind, people, ties_per_person=per_person)
    assert_sound(ties, people)
    assert ties.number <= people * (people - 1) // 2


@EACH
@given(people=st.integers(1, 60), per_person=st.integers(1, 70), seed=st.integers(0, 2**64 - 1))
@examples(40)
def test_any_number_of_people_and_ties_is_sound(
    kind: str, people: int, per_person: int, seed: int
) -> None:
    assert_sound(drawn(kind, people, seed, ties_per_person=per_person), people)


@EACH
def test_the_same_seed_gives_the_same_ties_and_another_does_not(kind: str) -> None:
    one, again, other = (drawn(kind, 200, seed) for seed in (5, 5, 6))
    assert np.array_equal(one.start, again.start)
    assert np.array_equal(one.friends, again.friends)
    assert not np.array_equal(one.friends, other.friends)


@EACH
@pytest.mark.parametrize("per_person", [1, 4, 8])
def test_people_have_about_twice_the_ties_per_person(kind: str, per_person: int) -> None:
    mean = degrees(drawn(kind, 3000, ties_per_person=per_person)).mean()
    assert mean == pytest.approx(2 * per_person, rel=0.12)


@EACH
def test_nearly_everybody_hangs_together(kind: str) -> None:
    graph = to_networkx(drawn(kind, 1500))
    largest = max(map(len, nx.connected_components(graph)))
    assert largest > 0.95 * 1500


@pytest.mark.parametrize("kind", ["power-law-cluster", "preferential-attachment"])
def test_attachment_leaves_nobody_alone(kind: str) -> None:
    ties = drawn(kind, 2000, ties_per_person=3)
    assert degrees(ties).min() >= 3
    assert nx.is_connected(to_networkx(ties))


# -- what each kind is for -----------------------------------------------------------------


def test_nobody_sees_anybody_without_ties() -> None:
    assert drawn("none", 50).number == 0


def test_triangles_close() -> None:
    clustered = [
        nx.average_clustering(to_networkx(drawn("power-law-cluster", 1500, triangles=share)))
        for share in (0.0, 0.4, 0.9)
    ]
    assert clustered == sorted(clustered)
    assert clustered[2] > 5 * clustered[0]


def test_without_triangles_it_is_preferential_attachment() -> None:
    one = drawn("power-law-cluster", 400, triangles=0.0)
    other = drawn("preferential-attachment", 400)
    assert np.array_equal(one.friends, other.friends)


@pytest.mark.parametrize("kind", ["preferential-attachment", "power-law-cluster", "configuration"])
def test_a_few_have_very_many_ties(kind: str) -> None:
    many = degrees(drawn(kind, 3000))
    assert many.max() > 10 * many.mean()
    assert np.median(many) < many.mean()


def test_a_ring_that_is_not_rewired_is_a_ring() -> None:
    ties = drawn("small-world", 100, ties_per_person=2, rewired=0.0)
    assert (degrees(ties) == 4).all()
    expected = nx.circulant_graph(100, [1, 2])
    assert {frozenset(tie) for tie in to_networkx(ties).edges} == {
        frozenset(tie) for tie in expected.edges
    }


def test_rewiring_makes_the_world_small() -> None:
    far, near = (
        nx.average_shortest_path_length(to_networkx(drawn("small-world", 300, rewired=share)))
        for share in (0.0, 0.3)
    )
    assert near < far / 2


def test_groups_keep_to_themselves() -> None:
    apart = drawn("communities", 1000, groups=10, inside=1.0)
    components = list(nx.connected_components(to_networkx(apart)))
    assert len(components) >= 10
    assert all(max(group) // 100 == min(group) // 100 for group in components)
    mixed = drawn("communities", 1000, groups=10, inside=0.0)
    one = np.repeat(np.arange(1000), degrees(mixed))
    assert (one // 100 == mixed.friends // 100).mean() == pytest.approx(0.1, abs=0.02)


def test_a_heavier_tail_gives_more_to_the_first_tenth() -> None:
    shares = []
    for exponent in (1.5, 2.1, 2.5, 3.0, 6.0):
        many = np.sort(degrees(drawn("configuration", 3000, exponent=exponent)))
        shares.append(many[-300:].sum() / many.sum())
    assert shares == sorted(shares, reverse=True)


# -- networkx ------------------------------------------------------------------------------


@EVERY
def test_ties_survive_networkx(kind: str, ring: Path) -> None:
    ties = drawn(kind, 40, **said_of(kind, ring))
    again = from_networkx(to_networkx(ties))
    assert np.array_equal(again.start, ties.start)
    assert np.array_equal(again.friends, ties.friends)


def test_any_networkx_graph_becomes_ties() -> None:
    graph = nx.MultiDiGraph([("Ann", "Ben"), ("Ben", "Ann"), ("Ann", "Ann"), ("Cem", "Ann")])
    graph.add_node("Dot")
    ties = from_networkx(graph)
    assert_sound(ties, 4)
    assert degrees(ties).tolist() == [2, 1, 1, 0]


def test_an_empty_graph_has_nobody() -> None:
    assert from_networkx(nx.empty_graph(3)).number == 0
    assert to_networkx(from_networkx(nx.empty_graph(3))).number_of_nodes() == 3


@given(st.lists(st.tuples(st.integers(0, 11), st.integers(0, 11)), max_size=60))
def test_ties_between_are_those_of_networkx(pairs: list) -> None:
    one, other = (np.array([pair[end] for pair in pairs], np.int32) for end in (0, 1))
    ties = ties_between(12, (one, other))
    assert_sound(ties, 12)
    graph = nx.Graph(pair for pair in pairs if pair[0] != pair[1])
    for person in range(12):
        friends = ties.friends[ties.start[person] : ties.start[person + 1]]
        expected = sorted(graph[person]) if person in graph else []
        assert friends.tolist() == expected
