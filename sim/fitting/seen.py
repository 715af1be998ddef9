"""What is seen of a storm: its counts in stretches that lengthen with its age, and its clock."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from sim.errors import InputError
from sim.fitting.clocks import PeopleClock
from sim.fitting.levels import log_volumes
from sim.fitting.observed import ObservedStorm
from sim.language.told import Amount, Told

Array = NDArray[np.float64]

EDGES = np.concatenate(
    [
        [0.0, 0.25, 0.5, 1, 2, 3, 4, 6, 8, 12, 16, 20, 24, 30, 36, 42, 48, 60, 72],
        np.arange(96.0, 60 * 24 + 1.0, 24.0),
    ]
)
"""Hours of a storm between which volumes are compared: ever longer, as a storm ages."""
LEAST_KNOWN = 0.5
"""Share of a stretch that has to be known. What lacks is then filled in proportion."""
EVENT_SPREAD = 0.7
"""Standard deviation of the logarithm by which a known event of the company moves the level."""


@dataclass(frozen=True, slots=True)
class SeenStorm:
    """A storm as known after some hours."""

    storm: ObservedStorm
    hours: float
    clock: PeopleClock
    edges: Array
    """Hours of the stretches that are known: shape (stretch, 2)."""
    volumes: Array
    """Volume of each stretch."""
    triggers: tuple[float, ...] = ()
    """Hours at which the matter was set off anew, after day 0."""
    events: tuple[float, ...] = ()
    """Hours at which the company did something."""

    @property
    def middles(self) -> Array:
        """Return the middle of each stretch."""
        middles: Array = self.edges.mean(axis=1)
        return middles

    @property
    def breaks(self) -> Array:
        """Return the variance that known events add to the level before each stretch."""
        since = np.concatenate(([0.0], self.middles[:-1]))
        hits = [
            sum(before < event <= middle for event in self.events)
            for before, middle in zip(since, self.middles, strict=True)
        ]
        return np.asarray(hits, float) * EVENT_SPREAD**2

    @property
    def logs(self) -> tuple[Array, Array]:
        """Return logarithms above the quiet level, and the variances of counting."""
        return log_volumes(self.volumes, self.storm.quiet * np.diff(self.edges, axis=1)[:, 0])

    @property
    def whole_days(self) -> int:
        """Return the number of days seen to their end."""
        return int(self.hours // 24)


def seen_after(
    storm: ObservedStorm,
    clock: PeopleClock,
    hours: float | None = None,
    triggers: Sequence[float] = (),
    events: Sequence[float] = (),
) -> SeenStorm:
    """Return a storm as known after some hours, all of it if None.

    Raises InputError if nothing is known by then.
    """
    step = storm.step
    hours = storm.hours if hours is None else min(hours, storm.hours)
    bins = storm.bins[: int(hours / step)]
    reached = len(bins) * step
    edges, volumes = stretches(bins, step)
    if not len(volumes):
        raise InputError(Told("counts.nothing_known", storm=storm.name, hours=Amount(hours, "g")))
    return SeenStorm(storm, reached, clock, edges, volumes,
                     tuple(t for t in triggers if t < reached),
                     tuple(e for e in events if e < reached))  # fmt: skip


def stretches(bins: Array, step: float) -> tuple[Array, Array]:
    """Return the edges in hours (stretch, 2) and volumes of the stretches that are known."""
    end = len(bins) * step
    even = EDGES[(end > EDGES) & (np.abs(EDGES / step - np.round(EDGES / step)) < 1e-9)]
    bounds = np.round(np.append(even, end) / step).astype(int)
    edges, volumes = [], []
    for low, high in pairwise(bounds.tolist()):
        part = bins[low:high]
        known = np.mean(~np.isnan(part)) if len(part) else 0.0
        if known >= LEAST_KNOWN:
            edges.append((low * step, high * step))
            volumes.append(float(np.nansum(part) / known))
    return np.array(edges).reshape(-1, 2), np.array(volumes)
