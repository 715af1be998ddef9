"""Find lonely spikes in counts, such as a backlog or a double import."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from sim.language.told import Amount, Told

OUTLIER, LEAST_OUTLIER = 12.0, 30.0
"""A bin so many times as high as the higher of its neighbours, and so high, is an outlier."""


@dataclass(frozen=True, slots=True)
class Spike:
    """A bin far above both of its neighbours."""

    place: int
    moment: str
    """Beginning of the bin, in UTC."""
    value: float
    replaced: float
    """Mean of the neighbours."""

    def note(self, kept: bool) -> Told:
        """Return what was done with it, and how to have it otherwise."""
        told = {"value": Amount(self.value, "g"), "moment": self.moment,
                "times": Amount(OUTLIER, "g")}  # fmt: skip
        if kept:
            return Told("counts.spike_kept", **told)
        return Told("counts.spike_replaced", mean=Amount(self.replaced, "g"), **told)


def lonely_spikes(values: NDArray[np.float64], start: int, step: int) -> list[Spike]:
    """Return the spikes of even bins, NaN where nothing is known.

    ``start`` and ``step`` are milliseconds. A neighbour that is not known is none.
    """
    sides = np.fmax(values[:-2], values[2:])
    lonely = (values[1:-1] > OUTLIER * np.maximum(sides, 1.0)) & (values[1:-1] > LEAST_OUTLIER)
    spikes = []
    for place in map(int, np.flatnonzero(lonely) + 1):
        moment = np.datetime64(start + place * step, "ms").astype("datetime64[m]")
        mean = float(np.nanmean([values[place - 1], values[place + 1]]))
        shown = str(moment).replace("T", " ")
        spikes.append(Spike(place, shown, float(values[place]), mean))
    return spikes
