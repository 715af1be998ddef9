"""One run as the measures look at it: each view is worked out once, when first asked for."""

from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from sim.engines.output import RunOutput
from sim.results.severity import severity
from sim.results.windows import Counts, Rates, per_hour, window_ticks

WINDOW = 3.0
"""Hours of the moving window of rates."""
DAY = 24.0
"""A window in which the rhythm of day and night cancels out."""


class Storm:
    """The storm in a output: rates, the peak, the people. Times in hours since the start."""

    def __init__(self, output: RunOutput) -> None:
        self.output = output
        self.hours_per_tick = output.hours_per_tick
        self.critical: Counts = output.series["critical_posts"]

    @cached_property
    def rate(self) -> Rates:
        """Critical posts per hour over the last three hours, per tick."""
        return per_hour(self.critical, WINDOW, self.hours_per_tick)

    @cached_property
    def day_rate(self) -> Rates:
        """Critical posts per hour over the last day, per tick."""
        return per_hour(self.critical, DAY, self.hours_per_tick)

    @cached_property
    def peak(self) -> float:
        """The highest rate."""
        return float(self.rate.max())

    @cached_property
    def peak_in_ticks(self) -> float:
        """Middle of the window with the highest rate, in ticks since the start.

        Several windows in a row may be equally high; the middle one is taken, so that a
        storm of one post has its peak when it is written. NaN without a critical post.
        """
        if self.peak == 0.0:
            return np.nan
        first = int(self.rate.argmax())
        lower = self.rate[first:] < self.peak
        length = int(lower.argmax()) if lower.any() else len(lower)
        window = window_ticks(WINDOW, self.hours_per_tick, len(self.rate))
        return first + (length + 1) / 2 - window / 2

    @cached_property
    def peak_at(self) -> float:
        """Middle of the window with the highest rate, NaN without a critical post."""
        return self.peak_in_ticks * self.hours_per_tick

    @cached_property
    def severity(self) -> NDArray[np.int8]:
        """Severity 0 to 6, per tick."""
        return severity(self.output.series, self.fans, self.hours_per_tick)

    @cached_property
    def fan(self) -> NDArray[np.bool_]:
        """True for each person who is a fan of the page, not an outsider."""
        return ~self.output.people["outsider"].astype(bool)

    @cached_property
    def fans(self) -> int:
        """Number of fans of the page."""
        return int(np.count_nonzero(self.fan))

    @cached_property
    def ever_critic(self) -> NDArray[np.bool_]:
        """True for each person who ever spoke out against the company."""
        return self.output.people["ever_critic"].astype(bool)

    @cached_property
    def affected(self) -> NDArray[np.bool_]:
        """True for each person whom the incident hit."""
        return self.output.people["affected"].astype(bool)

    @cached_property
    def loudest(self) -> NDArray[np.float64]:
        """Share of all posts by the loudest 0, 1, 2, … posters, empty if nobody posted.

        Posts are critical and defending ones, posters those who wrote at least one.
        """
        posts = self.output.people["critical_posts"] + self.output.people["defending_posts"]
        posts = np.sort(posts[posts > 0])[::-1]
        if not len(posts):
            return np.empty(0)
        return np.concatenate(([0.0], np.cumsum(posts) / posts.sum()))

    def hours_with(self, true: NDArray[np.bool_]) -> float:
        """Hours in all of the ticks in which something is true."""
        return self.hours_per_tick * float(np.count_nonzero(true))

    def total(self, column: str) -> float:
        """Sum of a series over the whole run."""
        return float(self.output.series[column].sum())

    def last(self, column: str) -> float:
        """Return the last value of a series."""
        return float(self.output.series[column][-1])

    def promises(self, outcome: str) -> float:
        """Number of promises with this outcome."""
        return float(sum(promise.outcome == outcome for promise in self.output.promises))
