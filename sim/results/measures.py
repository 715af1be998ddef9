"""The measures of a run: one short function per measure, with its unit and meaning.

To add one, write a function of a :class:`~sim.results.storm.Storm` under ``@measure``: its
name is the measure's name, the first line of its docstring the meaning shown everywhere.

Rates are critical posts per hour in a moving window of three hours (whole ticks, the
nearest number). Where a measure has no answer it is NaN, and its docstring says when:
there was no post to speak of, or no incident. Counts are 0 then, never NaN.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal, TypeAlias

import numpy as np
from numpy.typing import NDArray

from sim.engines.output import RunOutput
from sim.results.severity import SEVERE
from sim.results.storm import Storm
from sim.results.windows import window_ticks

Better: TypeAlias = Literal["lower", "higher", "none"]
Worked: TypeAlias = Callable[[Storm], float]

STILL_A_STORM = 0.1
"""Share of the peak above which a storm lasts."""
LOUD = 5.0
"""Critical posts per hour: a fixed rate, the same for all plans."""
WAVE, TROUGH = 0.5, 0.25
"""Shares of the highest daily level that a wave reaches, and below which it is over."""
FIRST_HOURS = 6.0


@dataclass(frozen=True, slots=True)
class Measure:
    """A number that describes a whole run."""

    name: str
    unit: str
    meaning: str
    better: Better
    """The direction that is better for the company."""
    of: Worked


MEASURES: dict[str, Measure] = {}
"""All measures by name, in the order in which they are shown."""


def measure(unit: str, better: Better = "none") -> Callable[[Worked], Worked]:
    """Enter a function into the registry of measures."""

    def enter(worked: Worked) -> Worked:
        meaning = (worked.__doc__ or "").partition("\n")[0].rstrip(".")
        name = worked.__name__
        MEASURES[name] = Measure(name, unit, meaning, better, worked)
        return worked

    return enter


def measures_of(output: RunOutput) -> dict[str, float]:
    """Return all measures of a run."""
    return measured(Storm(output))


def measured(storm: Storm) -> dict[str, float]:
    """Return all measures of a storm."""
    return {name: float(measure.of(storm)) for name, measure in MEASURES.items()}


def how_many(true: NDArray[np.bool_]) -> float:
    """Count the places in which something is true."""
    return float(np.count_nonzero(true))


# -- how high, how long, how much ---------------------------------------------------------


@measure("posts/h", "lower")
def peak(storm: Storm) -> float:
    """Highest rate of critical posts, over three hours."""
    return storm.peak


@measure("h")
def hours_to_peak(storm: Storm) -> float:
    """Hours from the incident to the middle of the three hours of the peak.

    NaN without an incident or without a critical post; negative if the peak came before.
    """
    start = storm.output.incident_at
    return np.nan if start is None else storm.peak_at - start


@measure("h")
def peak_at(storm: Storm) -> float:
    """Hours from the start of the run to the middle of the three hours of the peak.

    NaN without a critical post.
    """
    return storm.peak_at


@measure("h")
def peak_after_missed(storm: Storm) -> float:
    """Hours from the last deadline missed before the peak to the peak.

    NaN if no deadline was missed before it, or without a critical post.
    """
    missed = [p.deadline for p in storm.output.promises if p.outcome == "broken"]
    return min((storm.peak_at - due for due in missed if due <= storm.peak_at), default=np.nan)


@measure("h", "lower")
def duration(storm: Storm) -> float:
    """Hours with a rate above a tenth of the run's own peak.

    All such hours are added up, so that quiet nights do not count and one late post does
    not stretch a storm; from the first to the last of them can be longer. The yardstick is
    the run's own peak: a plan that halves the peak may lengthen the duration. Compare
    ``hours_above_rate``. 0 without a critical post.
    """
    return storm.hours_with(storm.rate > STILL_A_STORM * storm.peak)


@measure("h", "lower")
def hours_above_rate(storm: Storm) -> float:
    """Hours with a rate above five critical posts per hour."""
    return storm.hours_with(storm.rate > LOUD)


@measure("posts", "lower")
def critical_posts_total(storm: Storm) -> float:
    """Critical posts in all."""
    return storm.total("critical_posts")


@measure("h", "lower")
def half_life(storm: Storm) -> float:
    """Hours after the peak until half of the critical posts that follow it are written.

    Counted, not fitted: any shape of decay and its nights are allowed, and single posts
    at the end move it little. NaN if no critical post follows the peak.
    """
    if np.isnan(storm.peak_in_ticks):
        return np.nan
    first = int(np.floor(storm.peak_in_ticks + 0.5))  # the first tick with its middle after it
    written = np.cumsum(storm.critical[first:])
    if not len(written) or written[-1] == 0:
        return np.nan
    half = first + np.searchsorted(written, written[-1] / 2) + 0.5
    return float(half - storm.peak_in_ticks) * storm.hours_per_tick


@measure("waves", "lower")
def waves(storm: Storm) -> float:
    """Times that the storm rose to half of its highest level, having fallen to a quarter.

    The level is the rate over 24 hours, so that a night's lull does not part two waves.
    0 without a critical post.
    """
    level = storm.day_rate / storm.day_rate.max() if storm.peak else np.zeros(1)
    high = level[(level >= WAVE) | (level < TROUGH)] >= WAVE
    return how_many(high[1:] > high[:-1]) + float(high[:1].any())


@measure("posts/h", "lower")
def rate_first_6h(storm: Storm) -> float:
    """Critical posts per hour in the six hours after the incident.

    NaN without an incident within the run.
    """
    if storm.output.incident_at is None:
        return np.nan
    start = int(storm.output.incident_at / storm.hours_per_tick + 1e-9)
    ticks = window_ticks(FIRST_HOURS, storm.hours_per_tick, storm.output.ticks)
    posts = storm.critical[start : start + ticks]
    return float(posts.mean()) / storm.hours_per_tick if len(posts) else np.nan


@measure("1", "lower")
def severity_max(storm: Storm) -> float:
    """Highest severity, 0 to 6."""
    return float(storm.severity.max())


@measure("h", "lower")
def hours_severe(storm: Storm) -> float:
    """Hours at severity 3 (fresh breeze) or above."""
    return storm.hours_with(storm.severity >= SEVERE)


# -- who spoke ------------------------------------------------------------------------------


@measure("1", "higher")
def defending_share(storm: Storm) -> float:
    """Share of defending posts among critical and defending posts, NaN if there are none."""
    defending = storm.total("defending_posts")
    both = defending + storm.total("critical_posts")
    return defending / both if both else np.nan


@measure("people", "lower")
def reached(storm: Storm) -> float:
    """People who know of the matter at the end."""
    return storm.last("reached")


@measure("people", "lower")
def critics(storm: Storm) -> float:
    """People who ever spoke out against the company."""
    return how_many(storm.ever_critic)


@measure("people", "lower")
def critics_affected(storm: Storm) -> float:
    """People affected who ever spoke out against the company (class 1)."""
    return how_many(storm.ever_critic & storm.affected)


@measure("people", "lower")
def critics_bandwagon(storm: Storm) -> float:
    """People not affected who ever spoke out against the company (class 2)."""
    return how_many(storm.ever_critic & ~storm.affected)


@measure("1", "lower")
def critic_share(storm: Storm) -> float:
    """Share of the fans who ever spoke out against the company, NaN without fans."""
    return how_many(storm.ever_critic & storm.fan) / storm.fans if storm.fans else np.nan


@measure("1")
def gini(storm: Storm) -> float:
    """Inequality of posts among those who posted: 0 all alike, towards 1 a single voice.

    Gini coefficient over critical and defending posts; NaN if nobody posted.
    """
    share = storm.loudest
    return float(share[1:].mean() + share[:-1].mean() - 1.0) if len(share) else np.nan


@measure("1")
def top10(storm: Storm) -> float:
    """Share of posts by the loudest 10 % of those who posted, NaN if nobody did."""
    return share_of_loudest(storm, 0.10)


@measure("1")
def top3(storm: Storm) -> float:
    """Share of posts by the loudest 3 % of those who posted, NaN if nobody did."""
    return share_of_loudest(storm, 0.03)


def share_of_loudest(storm: Storm, part: float) -> float:
    """Return the share of posts by the loudest part of the posters, counting people in part."""
    share = storm.loudest
    posters = len(share) - 1
    return float(np.interp(part * posters, np.arange(len(share)), share)) if posters > 0 else np.nan


# -- what it cost ---------------------------------------------------------------------------


@measure("1", "higher")
def trust_left(storm: Storm) -> float:
    """Trust in the company at the end, mean over everybody, 0 to 1."""
    return storm.last("trust")


@measure("people", "lower")
def customers_lost(storm: Storm) -> float:
    """Customers lost by the end."""
    return storm.last("customers_lost")


@measure("people", "lower")
def left_page(storm: Storm) -> float:
    """People who have left the page by the end."""
    return storm.last("gone")


@measure("articles", "lower")
def articles(storm: Storm) -> float:
    """Press articles."""
    return storm.output.articles


# -- what the company did --------------------------------------------------------------------


@measure("promises")
def promises_made(storm: Storm) -> float:
    """Promises made."""
    return len(storm.output.promises)


@measure("promises", "higher")
def promises_kept(storm: Storm) -> float:
    """Promises kept."""
    return storm.promises("kept")


@measure("promises")
def promises_revised(storm: Storm) -> float:
    """Promises withdrawn or moved before they were due."""
    return storm.promises("revised")


@measure("promises", "lower")
def promises_broken(storm: Storm) -> float:
    """Promises missed."""
    return storm.promises("broken")


@measure("posts")
def company_posts(storm: Storm) -> float:
    """Messages of the company on the page."""
    return storm.total("company_posts")


@measure("people")
def private_cases(storm: Storm) -> float:
    """People who took the private channel."""
    return storm.output.private_cases


@measure("posts")
def answers(storm: Storm) -> float:
    """Complaints that the company answered one by one."""
    return storm.output.answers


@measure("h", "lower")
def staff_hours(storm: Storm) -> float:
    """Hours of staff work that the company's acts took."""
    return storm.output.staff_hours
