"""Fitting a scenario to a real storm, by approximate Bayesian computation.

The trigger and the parameters of spreading are drawn from their ranges, each setting is run
once, and the settings are kept whose daily volumes come nearest in shape: rejection, the
plainest of the likelihood-free methods. It needs no library, and one set of runs serves
every storm that is compared with the same scenario.

The observation model: what is counted is each critical post, or each person who speaks out
once (signatures); the real storm is a constant multiple of it; day 0 begins, in both, with
the first 24 hours that hold a tenth of the busiest 24. Days are compared, so that rhythm
and time zones play no part. What it will not do: tell parameters apart that shape the days
alike, or say anything of hours.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any, Literal

import numpy as np
import pandas as pd
from numpy.typing import NDArray
from scipy.stats import qmc

from sim.bench.bench import Bench
from sim.bench.processes import in_processes
from sim.engines import compiled
from sim.engines.trace import CRITIC, Trace
from sim.errors import InputError
from sim.fitting.daily import LAWS, Days, band, coverage, describe, log_score, training
from sim.fitting.observed import Observed, beginning
from sim.storm.parameters import DECLARED

Counted = Literal["posts", "people"]

FITTED = (
    "feed_fans",
    "friends_notice",
    "arousal_gain",
    "sympathy",
    "grievance_half_life",
    "fatigue_half_life",
    "fatigue_reading",
    "heated_visits",
    "threshold",
)
"""Parameters that are fitted by default: those by which a storm spreads and tires."""
TRIGGER = {"incident.offends": (0.02, 0.4), "incident.offence": (0.3, 0.9)}
"""Ranges of the trigger, where a scenario offends people."""
DAYS = 30
FEWEST = 20
"""Settings kept at least."""
KEPT = 0.05
SEED = 2012


@dataclass(frozen=True, slots=True)
class Tried:
    """Settings of a scenario, each with the daily volumes of its run."""

    scenario: str
    plan: str
    counted: Counted
    settings: pd.DataFrame
    days: NDArray[np.float64]
    """Volume per setting and day, from day 0 on; NaN after the end of the run."""


@dataclass(frozen=True, slots=True)
class Fit:
    """A real storm, the settings that come nearest to it, and what they say."""

    storm: Observed
    tried: Tried
    posterior: pd.DataFrame
    """Per parameter: 10 %, 50 %, 90 % quantile, and the width relative to what was drawn."""
    means: NDArray[np.float64]
    """Expected volumes, a row per setting kept, fitted to all days."""
    low: Days
    high: Days
    """The 80 % band of these."""
    covered: float
    scores: Mapping[str, float]
    """Log score per day of the days after the training, for the model and simple laws."""
    trained: int
    """Days that the scored prediction has seen."""
    described: pd.DataFrame
    """Decay figures of data and model."""


def try_settings(
    scenario: str,
    plan: str | None = None,
    counted: Counted = "posts",
    number: int = 400,
    workers: int | None = None,
    progress: Callable[[int, int], None] | None = None,
    cluster: str | None = None,
) -> Tried:
    """Run a scenario once under each of so many settings of trigger and parameters.

    ``cluster`` is the address of a Dask scheduler whose workers do the runs.
    """
    if number < FEWEST:
        raise InputError(f"{number} settings are too few; try at least {FEWEST}")
    story = Bench(2).story(scenario)
    if story.incident is None:
        raise InputError(f"{scenario} has no incident, so no storm to fit")
    name = story.plan(plan or next(iter(story.plans))).name
    ranges = ranges_of(story.incident.offends > 0)
    jobs = drawn(ranges, number)
    told = None if progress is None else (lambda done: progress(done, number))
    work = partial(days_of_run, scenario, name, counted)
    days = in_processes(work, jobs, workers, told, cluster)
    settings = pd.DataFrame([setting for _, setting in jobs])
    return Tried(scenario, name, counted, settings, np.array(days))


def ranges_of(offends: bool) -> dict[str, tuple[float, float]]:
    """What is fitted, with the range from which it is drawn."""
    declared = {one.name: one for one in DECLARED}
    spread = {f"parameters.{n}": (declared[n].low, declared[n].high) for n in FITTED}
    return {**(TRIGGER if offends else {}), **spread}


def drawn(
    ranges: Mapping[str, tuple[float, float]], number: int
) -> list[tuple[int, dict[str, float]]]:
    """Settings spread evenly over logarithms of the ranges, each with a seed."""
    low, high = (
        np.log([span[0] for span in ranges.values()]),
        np.log([span[1] for span in ranges.values()]),
    )
    cube = qmc.LatinHypercube(len(ranges), rng=np.random.default_rng(SEED)).random(number)
    rows = np.exp(low + cube * (high - low))
    return [
        (seed, dict(zip(ranges, map(float, row), strict=True))) for seed, row in enumerate(rows)
    ]


def days_of_run(
    scenario: str, plan: str, counted: Counted, job: tuple[int, dict[str, float]]
) -> Days:
    """Daily volumes of one run under a setting."""
    seed, setting = job
    changes: dict[str, Any] = {"clock.days": DAYS + 5, "clock.tick": "30min", **setting}
    story = Bench(2).story(scenario, changes)
    trace = compiled.run(story, plan, seed, log=counted == "people")
    return daily(volumes(trace, counted), trace.hours_per_tick)


def volumes(trace: Trace, counted: Counted) -> NDArray[np.float64]:
    """What is counted, per tick: critical posts, or people who speak out for the first time."""
    if counted == "posts":
        return trace.series["critical_posts"].astype(float)
    spoke = trace.stances[trace.stances[:, 2] == CRITIC]
    _, first = np.unique(spoke[:, 1], return_index=True)
    return np.bincount(spoke[first, 0], minlength=trace.ticks).astype(float)


def daily(values: NDArray[np.float64], hours_per_tick: float) -> Days:
    """Volumes per day from day 0 on, for as many days as are compared."""
    a_day = round(24.0 / hours_per_tick)
    days = np.full(DAYS, np.nan)
    if values.sum() > 0:
        left = values[beginning(values, a_day) :]
        whole = left[: len(left) // a_day * a_day].reshape(-1, a_day).sum(axis=1)[:DAYS]
        days[: len(whole)] = whole
    return days


def fit(storm: Observed, tried: Tried) -> Fit:
    """Keep the nearest settings; band, posterior, and scores against simple laws."""
    length = min(DAYS, len(storm.days))
    volumes, runs = storm.days[:length], tried.days[:, :length]
    nearest, means = kept(volumes, runs, length)
    low, high = band(means)
    seen = min(training(volumes), length - 1)
    _, ahead = kept(volumes, runs, seen)
    later = volumes[seen:]
    scores = {"model": log_score(later, ahead[:, seen:])}
    scores |= {name: log_score(later, law(volumes, seen)[seen:]) for name, law in LAWS.items()}
    return Fit(
        storm, tried, _posterior(tried.settings, nearest), means, low, high,
        coverage(volumes, low, high), scores, seen,
        pd.DataFrame({"data": describe(volumes), "model": describe(np.median(means, axis=0))}),
    )  # fmt: skip


def kept(
    volumes: Days, runs: NDArray[np.float64], seen: int
) -> tuple[NDArray[np.intp], NDArray[np.float64]]:
    """The settings nearest to the days seen, and their volumes at the storm's level."""
    known = ~np.isnan(volumes[:seen])
    given = np.nan_to_num(volumes[:seen])[known]
    shapes = np.nan_to_num(runs)[:, :seen][:, known]
    usable = np.flatnonzero((shapes.sum(axis=1) > 0) & ~np.isnan(runs).any(axis=1))
    if len(usable) < FEWEST:
        raise InputError("too few settings made a storm; try more of them, or another scenario")
    level = given.sum() / shapes[usable].sum(axis=1)
    gap = np.log1p(level[:, None] * shapes[usable]) - np.log1p(given)
    order = np.argsort(np.sqrt(np.mean(gap**2, axis=1)), kind="stable")
    best = order[: max(FEWEST, round(KEPT * len(runs)))]
    return usable[best], level[best][:, None] * runs[usable[best]]


def _posterior(settings: pd.DataFrame, nearest: Sequence[int] | NDArray[np.intp]) -> pd.DataFrame:
    """Quantiles of what was kept; a width near 1 says that the days tell nothing."""
    mine = settings.iloc[list(nearest)]
    table = pd.DataFrame({f"q{round(100 * q)}": mine.quantile(q) for q in (0.1, 0.5, 0.9)})
    drawn = np.log(settings.quantile(0.9) / settings.quantile(0.1))
    return table.assign(width=np.log(table["q90"] / table["q10"]) / drawn)
