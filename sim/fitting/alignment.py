"""Align simulated storms with a real one: the same beginning, the same time of day.

This is the observation model. The file counts each critical post, or each person once, as
signatures are. The real storm is a constant multiple of the simulated one (the fraction that
is counted, found from the volume seen) plus the quiet level before it. Day 0 begins, in
both, with the first 24 hours that hold a tenth of the busiest 24. People read by day and by
night as the rhythm of the model says, in the time zone of the real storm: a bin of the real
storm is compared with the simulated hours in which people read as much.
"""

from dataclasses import dataclass
from zoneinfo import ZoneInfo

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from sim.errors import InputError
from sim.fitting.abc_weights import abc_weights, course
from sim.fitting.candidates import DAYS, Candidates, Counted
from sim.fitting.observed import ObservedStorm, beginning, by_day
from sim.fitting.scoring import Expected
from sim.storm.rhythm import summed

FLAT = "flat"
"""In place of a time zone: people all over the world, no rhythm."""
STORM_VOLUME = 100
"""Volume that makes a simulated run a storm."""
FEWEST = 50
"""Simulated storms that are needed."""
UNSEEN = 0.05
"""Posts a day that are added to a simulated day, since what one run lacks may still happen."""
QUARTER = 6
"""Longest stretch of hours that is compared as one."""


@dataclass(frozen=True, slots=True)
class AlignedRuns:
    """Simulated storms on the days of a real one."""

    storm: ObservedStorm
    rows: NDArray[np.intp]
    """Settings that made a storm."""
    settings: NDArray[np.float64]
    """Logarithms of the settings' values. Shape (storm, value)."""
    begins: NDArray[np.intp]
    """Hour of the run with which day 0 begins."""
    days: NDArray[np.float64]
    """Volume. Shape (storm, day)."""
    defending: NDArray[np.float64]
    """Defending voices on the same days."""
    bins: NDArray[np.float64]
    """Volume. Shape (storm, bin), in the hours or days of the real storm."""

    def weights(
        self, hours: float, peaked: bool = False, both: bool = False
    ) -> NDArray[np.float64]:
        """Return weights of the storms by the first hours of the real one, 0 for those left out.

        With ``peaked``, only storms whose highest day lies within these hours count. With
        ``both``, the defending voices have to be alike as well. Raises InputError if nothing is
        known after these hours, or if too few storms are left.
        """
        if hours < self.storm.step:
            raise InputError(f"{self.storm.name}: nothing is known yet after {hours:g} hours")
        chosen = np.ones(len(self.rows), bool)
        if peaked:
            chosen = self.days.argmax(axis=1) < round(hours / 24.0)
        if chosen.sum() < FEWEST:
            raise InputError("too few settings made such a storm; try more, or another scenario")
        real, simulated = self._seen(hours)
        courses, mine = course(simulated[chosen] + UNSEEN), course(real + UNSEEN)
        if both and self.storm.defending is not None:
            defenders = by_day(np.nan_to_num(self.storm.defending), self.storm.step)
            known = min(len(defenders), self.days.shape[1])
            courses = np.hstack((courses, course(self.defending[chosen, :known] + UNSEEN)))
            mine = np.concatenate((mine, course(defenders[:known] + UNSEEN)))
        weights = np.zeros(len(self.rows))
        weights[chosen] = abc_weights(courses, self.settings[chosen], mine)
        return weights

    def _seen(self, hours: float) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
        """Return the known bins seen, of the real storm and of the simulated ones."""
        whole = round(hours / self.storm.step)
        real, simulated = self.storm.bins[:whole], self.bins[:, :whole]
        if self.storm.step < 24.0:
            stretch = max(1, min(QUARTER, whole // 4))
            starts = range(0, whole, stretch)
            real, simulated = (
                np.stack([bins[..., a : a + stretch].sum(axis=-1) for a in starts], axis=-1)
                for bins in (real, simulated)
            )
        known = ~np.isnan(real)
        return real[known], simulated[:, known]

    def expected(self, hours: float, weights: NDArray[np.float64]) -> Expected:
        """Return the days to expect from these storms, at the level of the hours seen."""
        storm, whole = self.storm, round(hours / self.storm.step)
        known = ~np.isnan(storm.bins[:whole])
        above_quiet = storm.bins[:whole][known] - storm.quiet * storm.step
        seen = self.bins[:, :whole][:, known].sum(axis=1) + UNSEEN * hours / 24.0
        level = max(1.0, float(np.sum(above_quiet))) / seen
        means = level[:, None] * (self.days + UNSEEN) + 24.0 * storm.quiet
        return Expected(weights, means, self.days)

    def expected_defending(self, hours: float, weights: NDArray[np.float64]) -> Expected:
        """Return the defending voices to expect, at the level of those seen."""
        storm = self.storm
        if storm.defending is None:
            raise InputError(f"{storm.name} counts no defending voices")
        seen = int(hours // 24)
        counted = np.nansum(by_day(storm.defending, storm.step)[:seen])
        level = counted / (self.defending[:, :seen].sum(axis=1) + UNSEEN * seen)
        return Expected(
            weights, level[:, None] * (self.defending + UNSEEN), np.maximum(self.defending, 0.0)
        )


def align(
    storm: ObservedStorm,
    candidates: Candidates,
    counted: Counted,
    zone: str = "UTC",
    length: int | None = None,
) -> AlignedRuns:
    """Put the candidates' storms on the days of a real one. Raise InputError if there are too few.

    ``length`` in days: those of the real storm, 30 at most, if None.
    """
    length = length or min(DAYS, -(-len(storm.bins) * round(storm.step) // 24))
    edges = _rhythm(_week_hour(storm.started, zone), length * 24, zone == FLAT)
    own = _rhythm(candidates.scenario.clock.start_hours, candidates.hourly.shape[2], False)
    volumes, defending = candidates.volumes(counted), candidates.volumes(counted, defending=True)
    rows, begins, critical, defenders = [], [], [], []
    for row in range(len(volumes)):
        begin = beginning(volumes[row], 24)
        passed = own[begin:] - own[begin]
        if volumes[row].sum() < STORM_VOLUME or passed[-1] < edges[-1]:
            continue
        rows.append(row)
        begins.append(begin)
        critical.append(_between(passed, volumes[row, begin:], edges))
        defenders.append(_between(passed, defending[row, begin:], edges))
    if len(rows) < FEWEST:
        raise InputError(
            f"only {len(rows)} of {len(volumes)} settings made a storm; try more, or another "
            "scenario"
        )
    hourly = np.array(critical)
    return AlignedRuns(
        storm,
        np.array(rows),
        np.log(candidates.settings.to_numpy(float)[rows]),
        np.array(begins),
        _summed(hourly, 24),
        _summed(np.array(defenders), 24),
        _summed(hourly, round(storm.step)),
    )


def _summed(hourly: NDArray[np.float64], hours: int) -> NDArray[np.float64]:
    """Sum so many hours each. Shape (storm, bin)."""
    volumes: NDArray[np.float64] = hourly.reshape(len(hourly), -1, hours).sum(axis=2)
    return volumes


def _between(
    passed: NDArray[np.float64], volumes: NDArray[np.float64], edges: NDArray[np.float64]
) -> NDArray[np.float64]:
    """Return a run's volume between edges, all in hours of average rhythm since its beginning."""
    total = np.concatenate(([0.0], np.cumsum(volumes)))
    return np.diff(np.interp(edges, passed, total))


def _rhythm(week_hour: float, hours: int, flat: bool) -> NDArray[np.float64]:
    """Return the hours of average rhythm that have passed after 0, 1, … hours."""
    return np.arange(hours + 1, dtype=float) if flat else summed(week_hour, hours, 1.0)[0]


def _week_hour(moment: pd.Timestamp, zone: str) -> float:
    """Return the hours since Monday 00:00 in a time zone. Raise InputError for an unknown one."""
    if zone == FLAT:
        return 0.0
    try:
        local = moment.tz_convert(ZoneInfo(zone))
    except (KeyError, ValueError, OSError):
        raise InputError(
            f'there is no time zone {zone!r}; write one such as "Europe/Berlin", "UTC" or "{FLAT}"'
        ) from None
    return float(local.weekday() * 24 + local.hour + local.minute / 60)
