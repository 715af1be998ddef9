"""Simulated storms laid over a real one: the same beginning, the same time of day.

The observation model. What is counted is each critical post, or each person once, as
signatures are. The real storm is a constant multiple of the simulated one (the fraction that
is counted, found from the volume seen) plus the quiet level before it. Day 0 begins, in
both, with the first 24 hours that hold a tenth of the busiest 24. People look by day and by
night as the rhythm of the model says, in the time zone of the real storm: a bin of the real
storm is compared with the simulated hours in which people looked as much.
"""

from dataclasses import dataclass
from zoneinfo import ZoneInfo

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from sim.errors import InputError
from sim.fitting.likeness import likeness, shape
from sim.fitting.observed import Observed, beginning, by_day
from sim.fitting.scoring import Expected
from sim.fitting.trying import DAYS, Counted, Tried
from sim.storm.rhythm import summed

FLAT = "flat"
"""In place of a time zone: people all over the world, no rhythm."""
A_STORM = 100
"""Volume that makes a simulated run a storm."""
FEWEST = 50
"""Simulated storms that are needed."""
UNSEEN = 0.05
"""Posts a day that are added to a simulated day: what was not seen in a run may happen."""
QUARTER = 6


@dataclass(frozen=True, slots=True)
class Laid:
    """Simulated storms on the days of a real one."""

    storm: Observed
    rows: NDArray[np.intp]
    """Which settings made a storm."""
    settings: NDArray[np.float64]
    """Logarithms of the values tried, a row per storm."""
    begins: NDArray[np.intp]
    """Hour of the run with which day 0 begins."""
    days: NDArray[np.float64]
    """Volume per storm and day."""
    defending: NDArray[np.float64]
    """Defending voices on the same days."""
    bins: NDArray[np.float64]
    """Volume per storm and hour (or day) of the real storm's bins."""

    def like(self, hours: float, peaked: bool = False, both: bool = False) -> NDArray[np.float64]:
        """Weights of the storms by the first hours of the real one; 0 for those left out.

        With ``peaked``, only storms count whose highest day lies within these hours; with
        ``both``, the defending voices have to be alike as well.
        """
        if hours < self.storm.step:
            raise InputError(f"{self.storm.name}: nothing is known yet after {hours:g} hours")
        chosen = np.ones(len(self.rows), bool)
        if peaked:
            chosen = self.days.argmax(axis=1) < round(hours / 24.0)
        if chosen.sum() < FEWEST:
            raise InputError("too few settings made such a storm; try more, or another scenario")
        real, simulated = self._seen(hours)
        shapes, mine = shape(simulated[chosen] + UNSEEN), shape(real + UNSEEN)
        if both and self.storm.defending is not None:
            theirs = by_day(np.nan_to_num(self.storm.defending), self.storm.step)
            known = min(len(theirs), self.days.shape[1])
            shapes = np.hstack((shapes, shape(self.defending[chosen, :known] + UNSEEN)))
            mine = np.concatenate((mine, shape(theirs[:known] + UNSEEN)))
        weights = np.zeros(len(self.rows))
        weights[chosen] = likeness(shapes, self.settings[chosen], mine)
        return weights

    def _seen(self, hours: float) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
        """The bins seen of the real storm and of the simulated ones, unknown ones left out."""
        storm, whole = self.storm, round(hours / self.storm.step)
        real, simulated = storm.bins[:whole], self.bins[:, :whole]
        if storm.step < 24.0:
            ends = _ends(whole)
            real, simulated = _summed(real, ends), _summed(simulated, ends)
        known = ~np.isnan(real)
        return real[known], simulated[:, known]

    def expected(self, hours: float, weights: NDArray[np.float64]) -> Expected:
        """The days that these storms let expect, at the level of the hours seen."""
        return self._at_level(self.days, self.storm.bins, hours, weights)

    def expected_defending(self, hours: float, weights: NDArray[np.float64]) -> Expected:
        """The defending voices that they let expect, at the level of the defending voices."""
        storm = self.storm
        if storm.defending is None:
            raise InputError(f"{storm.name} counts no defending voices")
        seen = int(hours // 24)
        given = np.nansum(by_day(storm.defending, storm.step)[:seen])
        level = given / (self.defending[:, :seen].sum(axis=1) + UNSEEN * seen)
        return Expected(
            weights, level[:, None] * (self.defending + UNSEEN), np.maximum(self.defending, 0.0)
        )

    def _at_level(
        self, days: NDArray[np.float64], bins: NDArray[np.float64], hours: float,
        weights: NDArray[np.float64],
    ) -> Expected:  # fmt: skip
        """Simulated days at the level of the bins seen."""
        whole = round(hours / self.storm.step)
        known = ~np.isnan(bins[:whole])
        quiet = self.storm.quiet * self.storm.step
        given = max(1.0, float(np.sum(bins[:whole][known] - quiet)))
        mine = self.bins[:, :whole][:, known].sum(axis=1) + UNSEEN * hours / 24.0
        level = given / mine
        means = level[:, None] * (days + UNSEEN) + 24.0 * self.storm.quiet
        return Expected(weights, means, days)


def laid_over(
    storm: Observed, tried: Tried, counted: Counted, zone: str = "UTC", length: int | None = None
) -> Laid:
    """The stock's storms on the days of a real one; InputError if there are too few.

    ``length`` in days: those of the real storm, 30 at most, if not given.
    """
    length = length or min(DAYS, -(-len(storm.bins) * round(storm.step) // 24))
    hours = length * 24
    edges = _rhythm(_week_hour(storm.started, zone), hours, zone == FLAT)
    own = _rhythm(tried.scenario.clock.start_hours, tried.hourly.shape[2], False)
    volumes, defending = tried.volumes(counted), tried.volumes(counted, defending=True)
    rows, begins, critical, theirs = [], [], [], []
    for row in range(len(volumes)):
        begin = beginning(volumes[row], 24)
        moved = own[begin:] - own[begin]
        if volumes[row].sum() < A_STORM or moved[-1] < edges[-1]:
            continue
        rows.append(row)
        begins.append(begin)
        critical.append(_between(moved, volumes[row, begin:], edges))
        theirs.append(_between(moved, defending[row, begin:], edges))
    if len(rows) < FEWEST:
        raise InputError(
            f"only {len(rows)} of {len(volumes)} settings made a storm; try more, or another "
            "scenario"
        )
    hourly, step = np.array(critical), round(storm.step)
    return Laid(
        storm,
        np.array(rows),
        np.log(tried.settings.to_numpy(float)[rows]),
        np.array(begins),
        hourly.reshape(len(rows), length, 24).sum(axis=2),
        np.array(theirs).reshape(len(rows), length, 24).sum(axis=2),
        hourly.reshape(len(rows), hours // step, step).sum(axis=2),
    )


def _between(
    moved: NDArray[np.float64], volumes: NDArray[np.float64], edges: NDArray[np.float64]
) -> NDArray[np.float64]:
    """Volume of a run between edges, all in hours of average rhythm since its beginning."""
    total = np.concatenate(([0.0], np.cumsum(volumes)))
    return np.diff(np.interp(edges, moved, total))


def _rhythm(week_hour: float, hours: int, flat: bool) -> NDArray[np.float64]:
    """Hours of average rhythm at the end of so many hours, from 0 on."""
    if flat:
        return np.arange(hours + 1, dtype=float)
    return summed(week_hour, hours, 1.0)[0]


def _week_hour(moment: pd.Timestamp, zone: str) -> float:
    """Hours since Monday 00:00 in a time zone."""
    if zone == FLAT:
        return 0.0
    try:
        local = moment.tz_convert(ZoneInfo(zone))
    except (KeyError, ValueError, OSError):
        raise InputError(
            f'there is no time zone {zone!r}; write one such as "Europe/Berlin", "UTC" or "{FLAT}"'
        ) from None
    return float(local.weekday() * 24 + local.hour + local.minute / 60)


def _ends(hours: int) -> list[int]:
    """Ends of the stretches by which hours are compared: four, or quarters of days at most."""
    step = max(1, min(QUARTER, hours // 4))
    return [*range(step, hours, step), hours]


def _summed(hourly: NDArray[np.float64], ends: list[int]) -> NDArray[np.float64]:
    """Sums of the hours up to each end; NaN where one of them is unknown."""
    begins = [0, *ends[:-1]]
    return np.stack(
        [hourly[..., a:b].sum(axis=-1) for a, b in zip(begins, ends, strict=True)], axis=-1
    )
