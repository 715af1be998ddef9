"""What real storms taught the forecasts: how levels wander, how far laws err, and who to mix.

``shitstorm backtest --learn`` finds these figures from storms whose end is known, and writes
them to a file. No counts are in it.
"""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import product
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from sim.errors import InputError
from sim.fitting.laws import LAWS
from sim.fitting.levels import Wandering

Array = NDArray[np.float64]

SHIPPED = Path(__file__).with_name("learned.json")
GRID = tuple(product((-0.3, 0.0, 0.3), (0.2, 0.5, 1.0), (0.15, 0.3, 0.6, 0.9)))
"""Alternatives of drift, walk and scatter, for the model and for laws."""
MODEL, AVERAGE = "model", "average storm"
FORECASTERS = (MODEL, AVERAGE, *LAWS)
"""Those that are mixed."""
HOURS = (6.0, 12.0, 24.0, 48.0)
"""Hours seen for which weights were learned. Others take the nearest, by proportion."""


@dataclass(frozen=True)
class Learned:
    """Figures from real storms."""

    model: Array
    """Weight of each alternative of :data:`GRID` for the model."""
    laws: Mapping[str, Mapping[float, Array]]
    """The same for each law and the average storm, by hours seen."""
    mixture: Mapping[float, Array]
    """Weights of :data:`FORECASTERS`, by hours seen."""
    storms: Sequence[str] = ()
    """The storms that taught them."""

    @property
    def wandering(self) -> Wandering:
        """Return the alternatives that have any weight."""
        return wandering_of(np.flatnonzero(self.model > 0))

    @property
    def log_weights(self) -> Array:
        """Return the logarithms of their weights."""
        kept = self.model[self.model > 0]
        return np.asarray(np.log(kept / kept.sum()))

    def weights_at(self, hours: float) -> Array:
        """Return the weights of the forecasters after so many hours."""
        return self.mixture[nearest(self.mixture, hours)]

    def law_at(self, name: str, hours: float) -> Array:
        """Return the weights of a law's alternatives after so many hours."""
        return self.laws[name][nearest(self.laws[name], hours)]

    def save(self, file: Path) -> None:
        """Write the figures to a file."""
        values = {
            "storms": list(self.storms),
            "model": _plain(self.model),
            "laws": {
                name: {f"{hours:g}": _plain(each) for hours, each in by_hours.items()}
                for name, by_hours in self.laws.items()
            },
            "mixture": {f"{hours:g}": _plain(each) for hours, each in self.mixture.items()},
        }
        file.write_text(json.dumps(values, indent=1) + "\n", encoding="utf-8")


def wandering_of(rows: NDArray[np.intp]) -> Wandering:
    """Return these alternatives of the grid."""
    table = np.array(GRID)[rows]
    return Wandering(table[:, 0], table[:, 1], table[:, 2])


def nearest(known: Mapping[float, object], hours: float) -> float:
    """Return the nearest number of hours by proportion."""
    return min(known, key=lambda each: abs(np.log(each / max(hours, 0.25))))


def untaught() -> Learned:
    """Return figures that know of no real storm: every alternative and forecaster alike."""
    even = np.full(len(GRID), 1.0 / len(GRID))
    laws = {name: dict.fromkeys(HOURS, even) for name in FORECASTERS[1:]}
    shares = np.full(len(FORECASTERS), 1.0 / len(FORECASTERS))
    return Learned(even, laws, dict.fromkeys(HOURS, shares))


@cache
def load_learned(file: Path = SHIPPED) -> Learned:
    """Read the figures of a file. Raises InputError if it is damaged."""
    try:
        values = json.loads(file.read_text(encoding="utf-8"))
        laws = {
            name: {float(hours): np.array(each, float) for hours, each in by_hours.items()}
            for name, by_hours in values["laws"].items()
        }
        mixture = {float(h): np.array(each, float) for h, each in values["mixture"].items()}
        model = np.array(values["model"], float)
    except (OSError, ValueError, LookupError, TypeError, AttributeError, RecursionError) as problem:
        raise InputError(
            f"{file} is damaged ({problem}); write it again with shitstorm backtest --learn"
        ) from None
    if len(model) != len(GRID) or any(len(w) != len(FORECASTERS) for w in mixture.values()):
        raise InputError(f"{file} belongs to another version; write it again with --learn")
    return Learned(model, laws, mixture, values.get("storms", ()))


def _plain(values: Array) -> list[float]:
    return [round(float(value), 6) for value in values]
