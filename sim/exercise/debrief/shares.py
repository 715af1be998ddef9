"""Fair shares: what each of several decisions adds to the whole difference, by Shapley (1953).

Two decisions can hide each other when each is taken out alone. A share is therefore the mean of
what a decision adds over all orders in which the decisions could have been made. Shares add up to
the whole difference between all decisions and none. A group of decisions is a number whose bit k
says that decision k is in it.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import combinations, pairwise
from math import factorial

import numpy as np
from numpy.typing import NDArray

MOST_EXACT = 8
"""Decisions up to which all groups are run, 256 of them. Above, orders are drawn."""

Values = Mapping[int, NDArray[np.float64]]
"""What each group of decisions leads to, one value per measure."""


def all_groups(number: int) -> set[int]:
    """Return all groups of so many decisions."""
    return set(range(1 << number))


def drawn_orders(number: int, seed: int) -> list[list[int]]:
    """Draw an order of so many decisions, and return it with its reverse."""
    order = np.random.default_rng((seed, number)).permutation(number).tolist()
    return [order, order[::-1]]


def groups_of(orders: Iterable[Sequence[int]]) -> set[int]:
    """Return the groups that the shares and interactions of these orders are made from."""
    groups = {0}
    for order in orders:
        before = 0
        for place, k in enumerate(order):
            if place + 1 < len(order):
                groups.add(before | 1 << order[place + 1])
            before |= 1 << k
            groups.add(before)
    return groups


def exact_shares(values: Values, number: int) -> NDArray[np.float64]:
    """Return each decision's share from all groups, shape (decisions, measures)."""
    shares = np.zeros((number, len(values[0])))
    for group in all_groups(number):
        size = group.bit_count()
        for k in range(number):
            if not group >> k & 1:
                weight = factorial(size) * factorial(number - size - 1) / factorial(number)
                shares[k] += weight * (values[group | 1 << k] - values[group])
    return shares


def drawn_shares(values: Values, orders: Sequence[Sequence[int]]) -> NDArray[np.float64]:
    """Return each decision's mean addition over these orders, shape (decisions, measures)."""
    shares = np.zeros((len(orders[0]), len(values[0])))
    for order in orders:
        before = 0
        for k in order:
            shares[k] += (values[before | 1 << k] - values[before]) / len(orders)
            before |= 1 << k
    return shares


def exact_interactions(values: Values, number: int) -> dict[tuple[int, int], NDArray[np.float64]]:
    """Return by how much two decisions do more together than apart (Grabisch & Roubens 1999).

    One value per measure for each pair, the mean over all groups of the others.
    """
    return {pair: _interaction(values, number, *pair) for pair in combinations(range(number), 2)}


def _interaction(values: Values, number: int, i: int, j: int) -> NDArray[np.float64]:
    found = np.zeros(len(values[0]))
    pair = 1 << i | 1 << j
    for group in all_groups(number):
        if not group & pair:
            size = group.bit_count()
            weight = factorial(size) * factorial(number - size - 2) / factorial(number - 1)
            found += weight * _together(values, group, i, j)
    return found


def drawn_interactions(
    values: Values, orders: Sequence[Sequence[int]]
) -> Iterator[tuple[tuple[int, int], NDArray[np.float64]]]:
    """Yield what neighbours in these orders do more together than apart, by their pair."""
    for order in orders:
        before = 0
        for i, j in pairwise(order):
            yield (min(i, j), max(i, j)), _together(values, before, i, j)
            before |= 1 << i


def _together(values: Values, group: int, i: int, j: int) -> NDArray[np.float64]:
    both, one, other = group | 1 << i | 1 << j, group | 1 << i, group | 1 << j
    return values[both] - values[one] - values[other] + values[group]
