"""Severity of a storm, 0 to 6, after the Shitstorm-Skala of Graf & Schwede (2012).

The scale describes seven levels in words, like Beaufort's, and gives no numbers. **The
thresholds below are ours**, chosen on the rules' own grounds and not taken from a source:

- *loudness*: critical posts of the last three hours, against the quiet level of a page of
  this size;
- *majority*: storm and hurricane need critics to be the majority of the voices on the page;
- *spill-over*: first articles make it a fresh breeze at least, several a strong wind.
"""

from collections.abc import Mapping
from typing import Any

import numpy as np
from numpy.typing import NDArray

from sim.engines.output import Column
from sim.results.windows import Counts, Rates, per_hour, sums, window_ticks

LEVELS = (
    "calm",
    "light air",
    "gentle breeze",
    "fresh breeze",
    "strong wind",
    "storm",
    "hurricane",
)
"""Names of the levels; a level's number is its place in this row."""
WORDS = (
    "no criticism",
    "isolated criticism, no response to it",
    "repeated criticism, a weak response on the same page",
    "lasting criticism, a growing response, first articles",
    "critics find each other, an active audience, several articles",
    "critics are the majority, sweeping and emotional",
    "unchecked, aggressive and insulting throughout",
)
"""Meaning of each level, after the words of the scale."""
SEVERE = 3
"""From this level on it persists and spreads, by the words of the scale."""

QUIET = 1 / 100 / 168
"""Posts per hour and fan in a quiet week: one post a week by one fan in a hundred."""
LEAST_QUIET = 0.04
"""Posts per hour below which no page's quiet level is taken to lie, however small: so that
level 2, "repeated" criticism, takes two posts within the window on any page."""
LOUDER = (10.0, 30.0, 100.0, 250.0, 500.0)
"""Multiples of the quiet level at which levels 2 to 6 begin; any critical post is level 1."""
MAJORITY = {5: 1 / 2, 6: 2 / 3}
"""Least share of critical posts among all posts of people on the page, by level."""
ARTICLES = (1, 3)
"""Articles within a day from which it is level 3 and level 4 at least."""
LIFTED = np.array((0, 3, 4), dtype=np.int8)

WINDOW = 3.0
"""Hours over which posts are counted."""
PRESS_WINDOW = 24.0
"""Hours over which articles are counted."""

SEVERITY = Column(
    "severity", "1", "severity 0 (calm) to 6 (hurricane) on the Shitstorm-Skala, own thresholds"
)
VOICES = ("critical_posts", "defending_posts", "ordinary_posts", "planted_posts")
"""Series that make up all posts of people on the page."""


def severity(
    series: Mapping[str, NDArray[Any]], fans: int, hours_per_tick: float
) -> NDArray[np.int8]:
    """Severity of every tick, from a run's series and the number of fans of the page."""
    rate = per_hour(series["critical_posts"], WINDOW, hours_per_tick)
    everybody = np.sum([series[name] for name in VOICES], axis=0)
    level = by_loudness(rate, fans)
    with_majority(level, rate, per_hour(everybody, WINDOW, hours_per_tick))
    return np.maximum(level, by_press(series["articles"], hours_per_tick))


def by_loudness(rate: Rates, fans: int) -> NDArray[np.int8]:
    """Level by critical posts per hour against the quiet level of so many fans."""
    quiet = max(QUIET * fans, LEAST_QUIET)
    return ((rate > 0) + np.digitize(rate / quiet, LOUDER)).astype(np.int8)


def with_majority(level: NDArray[np.int8], rate: Rates, everybody: Rates) -> None:
    """Take back, in place, the levels that need critics to be the majority of voices."""
    for high in sorted(MAJORITY, reverse=True):
        level[(level == high) & (rate < MAJORITY[high] * everybody)] -= 1


def by_press(articles: Counts, hours_per_tick: float) -> NDArray[np.int8]:
    """Least level by the articles of the last day."""
    ticks = window_ticks(PRESS_WINDOW, hours_per_tick, len(articles))
    return LIFTED[np.digitize(sums(articles, ticks), ARTICLES)]
