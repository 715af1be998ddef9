"""The plausible models: parameter sets drawn from a posterior, kept in a file of the package.

``shitstorm calibrate --posterior`` makes the file. Only its sets and weights are read here, and
only when they are asked for.
"""

import json
import warnings
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from sim.compiling import rules_mark
from sim.errors import InputError, OlderStockWarning
from sim.language.told import Told
from sim.sampling import DEFAULT_SEED

SHIPPED = Path(__file__).with_name("plausible.npz")
ENOUGH_FOR_FOUR = 100
"""Seeds from which each model runs on four of them, rather than two."""


@dataclass(frozen=True)
class PlausibleModels:
    """Weighted parameter sets, and what made them."""

    sets: tuple[Mapping[str, float], ...]
    weights: NDArray[np.float64]
    """They sum up to 1."""
    mark: str
    """Mark of the rules under which they were found."""
    about: Mapping[str, Any]
    """The command, its seed and its options."""

    @property
    def older(self) -> bool:
        """True if the rules have changed since they were found."""
        return self.mark != rules_mark()

    def chosen(self, number: int, seed: int = DEFAULT_SEED) -> list[int]:
        """Return the numbers of so many sets, in proportion to their weights.

        They are taken in even steps from a shuffled order, so that each set comes as often as
        its weight says, to within one.
        """
        chance = np.random.default_rng(seed)
        order = chance.permutation(len(self.sets))
        upto = np.cumsum(self.weights[order])
        steps = (np.arange(number) + chance.uniform()) / number
        places = np.minimum(np.searchsorted(upto, steps * upto[-1]), len(order) - 1)
        return [int(order[place]) for place in chance.permutation(places)]


@dataclass(frozen=True)
class SeedsOfModels:
    """Which plausible model each seed runs under: every seed under one, a model on several."""

    models: PlausibleModels
    model_of: Mapping[int, int]
    """By seed, the number of a parameter set."""

    def values(self, seed: int) -> Mapping[str, float]:
        """Return the parameter set of a seed."""
        return self.models.sets[self.model_of[seed]]

    def numbers(self, seeds: Sequence[int]) -> list[int]:
        """Return the number of the set of each seed."""
        return [self.model_of[seed] for seed in seeds]


def spread_seeds(
    seeds: list[int], models: PlausibleModels, each: int | None = None
) -> SeedsOfModels:
    """Give every seed one of the models, ``each`` seeds a model.

    The number of runs stays what it was. Two seeds a model, or four where there are many, are
    enough to tell luck from ignorance. A model takes more seeds where there are fewer models than
    that.
    """
    size = each or (4 if len(seeds) >= ENOUGH_FOR_FOUR else 2)
    number = min(max(1, len(seeds) // size), len(models.sets))
    chosen = models.chosen(number)
    parts = np.array_split(np.arange(len(seeds)), number)
    return SeedsOfModels(models, {seeds[place]: model
                                  for model, part in zip(chosen, parts, strict=True)
                                  for place in part})  # fmt: skip


def plausible_models(file: Path | None = None, warn: bool = True) -> PlausibleModels:
    """Return the models in a file, those of the package if None.

    Warns if the rules have changed since, unless the caller says so itself. Raises InputError if
    the file is missing or damaged.
    """
    file = file or SHIPPED
    models = _read(file)
    if warn and models.older:
        warnings.warn(
            f"the plausible models ({file.name}) are older than the present rules; renew them "
            "with shitstorm calibrate --posterior",
            OlderStockWarning,
            stacklevel=2,
        )
    return models


@cache
def _read(file: Path) -> PlausibleModels:
    try:
        with np.load(file, allow_pickle=False) as kept:
            meta = json.loads(str(kept["meta"]))
            values, weights = kept["values"].astype(float), kept["weights"].astype(float)
        sets = tuple(dict(zip(meta["names"], map(float, row), strict=True)) for row in values)
        return PlausibleModels(sets, weights / weights.sum(), meta["rules"], meta["about"])
    except FileNotFoundError:
        raise InputError(Told("refusals.no_models", file=file)) from None
    except Exception as problem:
        raise InputError(Told("refusals.damaged_models", file=file, problem=problem)) from None
