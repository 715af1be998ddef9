"""The echo of posts: approvals and people told, as the storm itself has counted them.

Nobody's likes are invented. How many people approved of critical posts in each tick follows
from how visible these became; who had it from a friend is in people's own records. Both are
handed to the posts that could be seen then, by the model's curve of attention.
"""

from collections.abc import Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from sim.exercise.words.posts import CRITICAL, Post, Spread
from sim.storm import rules
from sim.storm.chance import stream_of, uniform
from sim.storm.state import COMPANY, FOUND, FRIEND, PAGE, PRESS, ROUTES

if TYPE_CHECKING:
    from sim.engines.resumable import ResumableRun

ECHO_STREAM = -3
"""The "person" whose stream spreads approvals over posts."""
APPEAL_SPREAD = 1.1
"""Standard deviation of the logarithm of the appeal of posts (assumption)."""


def spread(run: "ResumableRun") -> Spread:
    """Return how the matter has spread so far."""
    counts = np.bincount(run.people["learnt_from"], minlength=len(ROUTES))
    ways = (int(counts[way]) for way in (FOUND, FRIEND, PAGE, COMPANY, PRESS))
    return Spread(int(counts[FOUND:].sum()), *ways)


def approvals(run: "ResumableRun") -> NDArray[np.float64]:
    """Return approvals of critical posts per tick, shape (ticks so far,).

    They are read back from the visibility that they gave, in the span that fades slowest.
    Deletions take some of it away, which counts as no approvals in that tick.
    """
    seen, hours = run.visible_posts[:, 2], run.scenario.hours_per_tick
    span = rules.ATTENTION_HOURS[2]
    fresh = rules.ATTENTION_FRESH[2] * rules.mean_decay(hours, span)
    new = (seen[1:] - seen[:-1] * rules.remaining(hours, span)) / fresh
    weight = float(run.parameters["likes_weight"])
    if weight <= 0.0 or not len(new):
        return np.zeros(len(new))
    written = run.series["critical_posts"][: len(new)]
    counted: NDArray[np.float64] = np.maximum(0.0, np.round((new - written) / weight, 3))
    return counted


def echoed(run: "ResumableRun", posts: Sequence[Post]) -> list[Post]:
    """Return the posts with their likes and shares as they stand now."""
    written = run.series["critical_posts"].astype(float)
    ticks, hours = len(written), run.scenario.hours_per_tick
    likes = _handed_out(approvals(run), written, hours)
    people = spread(run)
    told = np.diff(run.series["reached"], prepend=0).clip(min=0).astype(float)
    told *= people.from_friends / max(1.0, float(told.sum()))
    shares = _handed_out(told, written, hours)
    stream = stream_of(run.seed, ECHO_STREAM)
    done = []
    for post in posts:
        tick = min(ticks - 1, int(post.hours / hours))
        if post.kind not in CRITICAL or tick < 0:
            done.append(post)
            continue
        appeal = _appeal(uniform(stream, post.number, 0), uniform(stream, post.number, 1))
        share = uniform(stream, post.number, 2)
        done.append(
            replace(
                post,
                likes=int(likes[tick] * appeal + share),
                shares=int(shares[tick] * appeal + share / 2),
            )
        )
    return done


def _handed_out(
    counts: NDArray[np.float64], written: NDArray[np.float64], hours: float
) -> NDArray[np.float64]:
    """Return counts per post by the tick in which it was written.

    What happens in a tick goes to the posts up to then, by how visible each of them still is.
    """
    ticks = len(counts)
    given = np.zeros(ticks)
    ages = (np.arange(ticks) + 0.5) * hours
    visible = _attention(ages)
    for tick in np.flatnonzero(counts):
        weights = visible[: tick + 1][::-1]
        total = float(weights @ written[: tick + 1])
        if total > 0.0:
            given[: tick + 1] += counts[tick] * weights / total
    return given


def _attention(ages: NDArray[Any]) -> NDArray[np.float64]:
    """Return the visibility of posts by their age in hours, 1 for the newest."""
    spans = zip(rules.ATTENTION_FRESH, rules.ATTENTION_HOURS, strict=True)
    seen = sum(fresh * np.exp(-ages / span) for fresh, span in spans)
    return np.asarray(seen, dtype=np.float64)


def _appeal(first: float, second: float) -> float:
    """Return how much one post is liked against others, 1 on average, by two numbers 0 to 1."""
    normal = np.sqrt(-2.0 * np.log(max(first, 1e-12))) * np.cos(2.0 * np.pi * second)
    return float(np.exp(APPEAL_SPREAD * normal - APPEAL_SPREAD**2 / 2.0))
