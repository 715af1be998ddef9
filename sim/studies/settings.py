"""Settings of a study: combinations of levels, joint draws, or a list."""

from abc import ABC, abstractmethod
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from math import prod
from typing import Any

import numpy as np
from numpy.typing import NDArray

from sim.sampling import DEFAULT_SEED, latin_hypercube
from sim.studies.factors import Changes, Factor, Level


class Settings(ABC):
    """The settings that a study runs, by number."""

    @property
    @abstractmethod
    def dims(self) -> dict[str, Sequence[Any]]:
        """The names of the dimensions, with the labels along each."""

    def __len__(self) -> int:
        return prod(len(labels) for labels in self.dims.values())

    @abstractmethod
    def changes(self, place: int) -> Changes:
        """Return the values that setting ``place`` replaces in the scenario."""

    def seed(self, place: int, pair: int) -> int:
        """Return the seed of a pair of runs, the same in every setting, so that these pair too."""
        return pair


@dataclass(frozen=True)
class Grid(Settings):
    """All combinations of all levels. A study without factors has one setting."""

    factors: Mapping[str, Factor]

    @cached_property
    def levels(self) -> dict[str, list[Level]]:
        """The levels of every factor."""
        return {name: factor.levels() for name, factor in self.factors.items()}

    @property
    def dims(self) -> dict[str, Sequence[Any]]:
        """A dimension per factor, with numbers or else names as labels."""
        return {
            name: [level.position if self.factors[name].is_number and not self.factors[name].choices
                   else level.name for level in levels]
            for name, levels in self.levels.items()
        }  # fmt: skip

    def changes(self, place: int) -> Changes:
        """Return what setting ``place`` replaces. The last factor moves fastest."""
        changed: dict[str, Any] = {}
        shape = tuple(len(levels) for levels in self.levels.values())
        places = np.unravel_index(place, shape) if shape else ()
        for levels, level in zip(self.levels.values(), places, strict=True):
            changed |= levels[int(level)].changes
        return changed


@dataclass(frozen=True)
class Listed(Settings):
    """Settings given one by one."""

    every: Sequence[Changes]

    @property
    def dims(self) -> dict[str, Sequence[Any]]:
        """One dimension."""
        return {"setting": range(len(self.every))}

    def changes(self, place: int) -> Changes:
        """Return what setting ``place`` replaces."""
        return self.every[place]


@dataclass(frozen=True)
class Draws(Settings):
    """Joint draws of uncertain factors: a Latin hypercube, which covers each range evenly."""

    factors: Mapping[str, Factor]
    number: int
    chance: int = DEFAULT_SEED
    """Seed of the draws."""
    first_seed: int | None = None
    """If given, each draw has people and chance of its own: this seed and those after it."""

    @property
    def dims(self) -> dict[str, Sequence[Any]]:
        """One dimension."""
        return {"draw": range(self.number)}

    @cached_property
    def shares(self) -> NDArray[np.float64]:
        """Shares of the distributions that lie below each draw, of shape (draws, factors)."""
        return latin_hypercube(self.number, len(self.factors), self.chance)

    def changes(self, place: int) -> Changes:
        """Return what draw ``place`` replaces."""
        changed: dict[str, Any] = {}
        for factor, share in zip(self.factors.values(), self.shares[place], strict=True):
            changed |= factor.changes(factor.drawn(float(share)))
        return changed

    def seed(self, place: int, pair: int) -> int:
        """Return the seed of a pair: the same in every draw, or one of the draw's own."""
        return pair if self.first_seed is None else self.first_seed + place
