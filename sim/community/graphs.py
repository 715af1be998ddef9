"""Social graphs from generators, seeded, straight to compressed rows.

Each kind is one function from (number of people, its settings, stream of chance) to pairs
of people. To add one, write it and name it in ``KINDS``. Ties are undirected. A graph of
one's own becomes ties by ``from_networkx``, and ties become a graph by ``to_networkx``.
"""

import math
from collections.abc import Callable
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from sim.community.draws import uniforms
from sim.compiling import compiled, inner
from sim.errors import InputError
from sim.storm.chance import stream_of, uniform

if TYPE_CHECKING:
    import networkx as nx

Pairs = tuple[NDArray[np.int32], NDArray[np.int32]]
"""Two arrays of equal length: the ends of each tie."""


class Ties(NamedTuple):
    """A social graph in compressed rows: friends of i are friends[start[i]:start[i + 1]]."""

    start: NDArray[np.int64]
    friends: NDArray[np.int32]

    @property
    def people(self) -> int:
        """Number of people."""
        return len(self.start) - 1

    @property
    def number(self) -> int:
        """Number of undirected ties."""
        return len(self.friends) // 2


def ties_between(people: int, pairs: Pairs) -> Ties:
    """Return these pairs as compressed rows, without duplicates and ties to oneself.

    Raises ``InputError`` for a person who is not among 0 … ``people`` − 1, as compiled code
    would reach beyond its arrays with such a number.
    """
    for ends in map(np.asarray, pairs):
        if len(ends) and not (ends.min() >= 0 and ends.max() < people):
            wrong = ends.min() if not ends.min() >= 0 else ends.max()
            said = f"a tie names person {wrong}, the community has {people} people"
            raise InputError(f"{said}; number them from 0 to {people - 1}")
    one, other = (np.require(ends, np.int32, ["C", "W"]) for ends in pairs)
    start = np.zeros(people + 2, np.int64)
    friends, again = compiled(_rows)(one, other, start)
    start = start[:-1]
    if again:
        start, friends = _without_repeats(start, friends)
    return Ties(start, friends)


def _rows(one: Any, other: Any, start: Any) -> tuple[NDArray[np.int32], int]:
    """Return everybody's friends in order, and how many of them stand there once more."""
    ties = np.uint64(one.shape[0])
    for k in range(ties):
        if one[k] != other[k]:
            start[np.uint64(one[k] + 2)] += 1
            start[np.uint64(other[k] + 2)] += 1
    for i in range(2, start.shape[0]):
        start[i] += start[i - 1]
    friends = np.empty(start[-1], np.int32)
    for k in range(ties):
        if one[k] != other[k]:
            place = start[np.uint64(one[k] + 1)]
            friends[np.uint64(place)] = other[k]
            start[np.uint64(one[k] + 1)] = place + 1
            place = start[np.uint64(other[k] + 1)]
            friends[np.uint64(place)] = one[k]
            start[np.uint64(other[k] + 1)] = place + 1
    again = 0
    for i in range(start.shape[0] - 2):
        again += in_order(friends, start[i], start[i + 1])
    return friends, again


@inner
def in_order(friends: Any, first: int, end: int) -> int:
    """Sort a piece of an array (Shell 1959), and return how many in it equal the one before."""
    gap = 1
    while 3 * gap < end - first:
        gap = 3 * gap + 1
    while gap > 0:
        for j in range(first + gap, end):
            friend, place = friends[np.uint64(j)], j
            while place >= first + gap and friends[np.uint64(place - gap)] > friend:
                friends[np.uint64(place)] = friends[np.uint64(place - gap)]
                place -= gap
            friends[np.uint64(place)] = friend
        gap //= 3
    again = 0
    for j in range(first + 1, end):
        again += friends[np.uint64(j)] == friends[np.uint64(j - 1)]
    return again


def _without_repeats(
    start: NDArray[np.int64], friends: NDArray[np.int32]
) -> tuple[NDArray[np.int64], NDArray[np.int32]]:
    """The same rows, each friend once."""
    first = np.append(True, friends[1:] != friends[:-1])
    first[start[:-1][np.diff(start) > 0]] = True
    counted = np.append(0, np.cumsum(first))
    return counted[start], friends[first]


def to_networkx(ties: Ties) -> "nx.Graph[int]":
    """The ties as a networkx graph of people 0 … n − 1, those without ties too."""
    import networkx as nx  # noqa: PLC0415 - slow to load

    graph: nx.Graph[int] = nx.empty_graph(ties.people)
    people = np.repeat(np.arange(ties.people), np.diff(ties.start))
    once = people < ties.friends
    graph.add_edges_from(zip(people[once].tolist(), ties.friends[once].tolist(), strict=True))
    return graph


def from_networkx(graph: "nx.Graph[Any]") -> Ties:
    """Return the ties of a networkx graph, directed or not, people in the order of nodes."""
    places = {name: place for place, name in enumerate(graph)}
    ends = np.array([(places[a], places[b]) for a, b in graph.edges()], np.int32).reshape(-1, 2)
    return ties_between(len(places), (ends[:, 0], ends[:, 1]))


def draw_ties(people: int, settings: Any, seed: int) -> Ties:
    """The ties of a scenario's community, drawn with this seed.

    ``settings`` is the scenario's ``[community.ties]``: its ``kind`` names the generator.
    """
    pairs = KINDS[settings.kind](people, settings, stream_of(seed, TIES_STREAM))
    return ties_between(people, pairs)


TIES_STREAM = -2
"""The "person" whose stream draws ties; no real person has a negative number."""


def no_ties(people: int, settings: Any, stream: int) -> Pairs:
    """Nobody sees anybody: contagion runs through the page alone."""
    return np.empty(0, np.int32), np.empty(0, np.int32)


def power_law_cluster(people: int, settings: Any, stream: int) -> Pairs:
    """Preferential attachment with triangles (after Holme & Kim 2002)."""
    ties = int(max(1, min(round(settings.ties_per_person), people - 1)))
    pairs: Pairs = compiled(_attach)(people, ties, float(settings.triangles), np.uint64(stream))
    return pairs


def preferential_attachment(people: int, settings: Any, stream: int) -> Pairs:
    """Preferential attachment (Barabási & Albert 1999)."""
    ties = int(max(1, min(round(settings.ties_per_person), people - 1)))
    pairs: Pairs = compiled(_attach)(people, ties, 0.0, np.uint64(stream))
    return pairs


def _attach(people: int, ties: int, triangles: float, stream: int) -> Pairs:
    """Each newcomer ties to people in proportion to their ties, or closes a triangle.

    A triangle is closed with somebody to whom the last target itself attached.
    """
    first = ties + 1
    number = ties * (people - first) + first * ties // 2 if people > first else 0
    if people <= first:
        number = people * (people - 1) // 2
        first = people
    one = np.empty(number, np.int32)
    other = np.empty(number, np.int32)
    filled = 0
    for i in range(first):
        for j in range(i):
            one[filled], other[filled] = i, j
            filled += 1
    counter = 0
    for newcomer in range(first, people):
        begin = filled
        target = -1
        while filled < begin + ties:
            u = uniform(stream, counter, 0)
            v = uniform(stream, counter, 1)
            counter += 1
            candidate = -1
            if target >= first and u < triangles:
                candidate = other[
                    first * (first - 1) // 2 + (target - first) * ties + int(v * ties)
                ]
            else:
                end = int(v * 2 * begin)
                candidate = one[end // 2] if end % 2 == 0 else other[end // 2]
            known = False
            for k in range(begin, filled):
                known = known or other[k] == candidate
            if known:
                target = -1
                continue
            one[filled], other[filled] = newcomer, candidate
            filled += 1
            target = candidate
    return one, other


def small_world(people: int, settings: Any, stream: int) -> Pairs:
    """A ring of neighbours, some ties rewired (Watts & Strogatz 1998)."""
    half = max(1, min(round(settings.ties_per_person), max(1, (people - 1) // 2)))
    one = np.repeat(np.arange(people, dtype=np.int32), half)
    steps = np.tile(np.arange(1, half + 1, dtype=np.int32), people)
    other = ((one + steps) % people).astype(np.int32)
    draws = uniforms(stream, len(one), 2)
    rewired = draws[0] < settings.rewired
    other[rewired] = (draws[1][rewired] * people).astype(np.int32)
    return one, other


def groups_of(first: int, number: int, people: int, settings: Any) -> NDArray[np.int64]:
    """Return the group of so many people from ``first`` on, in a community of groups."""
    size = people / min(settings.groups, people)
    groups: NDArray[np.int64] = np.floor(np.arange(first, first + number) / size).astype(np.int64)
    return groups


def communities(people: int, settings: Any, stream: int) -> Pairs:
    """Draw groups of equal size. A share of each person's ties stays inside (block model)."""
    number = round(settings.ties_per_person * people)
    groups = min(settings.groups, people)
    draws = uniforms(stream, number, 3)
    one = (draws[0] * people).astype(np.int32)
    size = people / groups
    group = np.floor(one / size)
    inside = np.minimum(people - 1, ((group + draws[1]) * size)).astype(np.int32)
    anywhere = (draws[1] * people).astype(np.int32)
    return one, np.where(draws[2] < settings.inside, inside, anywhere).astype(np.int32)


def configuration(people: int, settings: Any, stream: int) -> Pairs:
    """Ends matched at random (Molloy & Reed 1995), as many per person as drawn or listed."""
    ends = _listed(people, settings) if degrees_file(settings) else _drawn(people, settings, stream)
    stubs = np.repeat(np.arange(people, dtype=np.int32), ends)
    order = np.argsort(uniforms(stream, len(stubs), 2)[1], kind="stable")
    stubs = stubs[order][: len(stubs) // 2 * 2]
    return stubs[0::2], stubs[1::2]


def degrees_file(settings: Any) -> str | None:
    """The file of ties per person, where the scenario names one."""
    path: str | None = getattr(settings, "degrees", None)
    return path


def _listed(people: int, settings: Any) -> NDArray[np.int64]:
    """Ties per person as the scenario's file lists them."""
    from sim.community.files import read_degrees  # noqa: PLC0415

    return read_degrees(settings.degrees, people)


def _drawn(people: int, settings: Any, stream: int) -> NDArray[np.int64]:
    """Ties per person from a power law, on average twice the ties per person."""
    draws = uniforms(stream, people, 1)[0]
    mean = 2.0 * settings.ties_per_person
    # Beyond this, people with very many ties would mostly be matched twice with each other.
    most = max(1.0, min(people - 1.0, math.sqrt(mean * people)))
    ends: NDArray[np.float64] = (1.0 - draws) ** (-1.0 / (settings.exponent - 1.0))
    for _ in range(50):
        ends = np.minimum(most, ends * (mean / ends.mean()))
    return np.round(ends).astype(np.int64)


def from_file(people: int, settings: Any, stream: int) -> Pairs:
    """Ties read from a file, in any of the forms that ``sim.community.files`` knows."""
    from sim.community.files import read_pairs  # noqa: PLC0415

    return read_pairs(settings.path, people)


KINDS: dict[str, Callable[[int, Any, int], Pairs]] = {
    "none": no_ties,
    "power-law-cluster": power_law_cluster,
    "preferential-attachment": preferential_attachment,
    "small-world": small_world,
    "communities": communities,
    "configuration": configuration,
    "file": from_file,
}
"""Every kind of graph by the name used in scenario files."""
