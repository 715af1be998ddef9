"""From the first hours of a running storm: its peak, its duration, its volume, plan by plan.

The simulated storms whose first hours are like those seen go on, each in its own way; what
they have in common is the forecast. For the plans, some of them are run again, from the
same beginning, with each plan starting now.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from sim.engines import compiled
from sim.fitting.aligning import UNSEEN, Laid, laid_over
from sim.fitting.fitting import SHARES
from sim.fitting.laws import Days, duration
from sim.fitting.observed import Observed, by_day
from sim.fitting.plans import from_now
from sim.fitting.scoring import Expected
from sim.fitting.trying import DAYS, KINDS, Counted, Tried, by_hour
from sim.results.storm import Storm
from sim.runs.cache import changed
from sim.runs.runner import Execution, run_in_processes
from sim.sampling import DEFAULT_SEED

FIGURES = {
    "peak_day": "volume of the busiest day",
    "duration": "days until a day stays under a tenth of the busiest",
    "total": "volume of all days",
}
"""What is foretold."""
RERUN = 60
"""Simulated storms that are run again under every plan."""


@dataclass(frozen=True, slots=True)
class Forecast:
    """What the first hours of a storm let expect."""

    storm: Observed
    tried: Tried
    hours: float
    """Hours seen of it."""
    expected: Expected
    low: Days
    high: Days
    """The 80 % band of each day."""
    figures: pd.DataFrame
    """Per figure: 10 %, 50 %, 90 % quantile, scatter included."""
    plans: pd.DataFrame
    """Per plan and figure: 10 %, 50 %, 90 % quantile over the storms run again; and the mean
    difference to the first plan, pair by pair, with its 95 % interval."""


def forecast(
    storm: Observed,
    tried: Tried,
    counted: Counted = "posts",
    zone: str = "UTC",
    plans: Sequence[str] = (),
    workers: int | None = None,
    progress: Callable[[int, int], None] | None = None,
) -> Forecast:
    """Foretell how a storm goes on, of which all bins are what was seen until now."""
    hours = float(len(storm.bins) * storm.step)
    laid = laid_over(storm, tried, counted, zone, DAYS)
    weights = laid.like(hours)
    expected = laid.expected(hours, weights)
    volumes = with_seen(expected.drawn(), storm)
    low, high = np.quantile(volumes, [0.1, 0.9], axis=0)
    under = (
        under_plans(laid, tried, counted, weights, hours, plans, workers, progress)
        if plans
        else pd.DataFrame()
    )
    return Forecast(storm, tried, hours, expected, low, high, spans(figures(volumes)), under)


def with_seen(volumes: NDArray[np.float64], storm: Observed) -> NDArray[np.float64]:
    """Draws of days, with those that are known already put in their place."""
    known = by_day(storm.bins, storm.step)
    volumes = volumes.copy()
    for day, volume in enumerate(known[: volumes.shape[1]]):
        if not np.isnan(volume):
            volumes[:, day] = volume
    return volumes


def figures(volumes: NDArray[np.float64]) -> pd.DataFrame:
    """The figures foretold, of each row of days."""
    return pd.DataFrame(
        {
            "peak_day": volumes.max(axis=1),
            "duration": [float(duration(row)) for row in volumes],
            "total": volumes.sum(axis=1),
        }
    )


def spans(table: pd.DataFrame) -> pd.DataFrame:
    """10 %, 50 % and 90 % quantile of every column."""
    return pd.DataFrame({name: table.quantile(share) for name, share in SHARES.items()})


# -- under each plan ----------------------------------------------------------------------


def under_plans(
    laid: Laid, tried: Tried, counted: Counted, weights: NDArray[np.float64], hours: float,
    plans: Sequence[str], workers: int | None, progress: Callable[[int, int], None] | None,
) -> pd.DataFrame:  # fmt: skip
    """Some of the storms like it, run again with every plan starting now."""
    for plan in plans:
        tried.scenario.plan(plan)
    chance = np.random.default_rng(DEFAULT_SEED)
    chosen = chance.choice(len(weights), RERUN, p=weights)
    jobs = [(int(laid.rows[k]), int(laid.begins[k]), plan) for plan in plans for k in chosen]
    settings = [
        {str(name): float(value) for name, value in row.items()}
        for row in tried.settings.to_dict("records")
    ]
    work = partial(
        gone_on, tried.scenario.document, tried.scenario.name, tried.plan, counted, hours,
        {row: settings[row] for row, _, _ in jobs}, laid.days.shape[1],
    )  # fmt: skip
    came = run_in_processes(work, jobs, Execution(workers), progress)
    seen = max(1, round(hours / laid.storm.step))
    given = max(1.0, float(np.nansum(laid.storm.bins[:seen])))
    level = given / (laid.bins[chosen, :seen].sum(axis=1) + UNSEEN)
    runs = []
    for place, (_, _, plan) in enumerate(jobs):
        days, severity = came[place]
        row = figures(with_seen((level[place % RERUN] * (days + UNSEEN))[None], laid.storm))
        runs.append(row.assign(severity=severity, plan=plan, pair=place % RERUN))
    return _by_plan(pd.concat(runs, ignore_index=True), list(plans))


def gone_on(
    document: Mapping[str, Any], name: str, past: str, counted: Counted, hours: float,
    settings: Mapping[int, dict[str, float]], length: int, job: tuple[int, int, str],
) -> tuple[Days, int]:  # fmt: skip
    """Daily volumes of a storm of the stock under a plan from now on; severity from now on."""
    row, begin, plan = job
    story = changed(from_now(document, past, plan, begin + hours), name, settings[row])
    output = compiled.run(story, plan, row)
    volumes = by_hour(output)[KINDS[counted][0]][begin:]
    now = min(round((begin + hours) / output.hours_per_tick), output.ticks - 1)
    days = np.zeros(length)
    whole = by_day(volumes.astype(float), 1.0)[:length]
    days[: len(whole)] = whole
    return days, int(Storm(output).severity[now:].max())


def _by_plan(runs: pd.DataFrame, plans: list[str]) -> pd.DataFrame:
    """Quantiles per plan and figure, and the difference to the first plan, in pairs."""
    rows = []
    for figure in (*FIGURES, "severity"):
        wide = runs.pivot(index="pair", columns="plan", values=figure)
        for plan in plans:
            spread = {name: float(wide[plan].quantile(q)) for name, q in SHARES.items()}
            apart = (wide[plan] - wide[plans[0]]).to_numpy()
            half = 1.96 * apart.std(ddof=1) / np.sqrt(len(apart))
            rows.append(
                {"plan": plan, "figure": figure, **spread, "difference": apart.mean(),
                 "difference_low": apart.mean() - half, "difference_high": apart.mean() + half}
            )  # fmt: skip
    return pd.DataFrame(rows)
