"""Forecast a running storm from its first hours: peak, duration and volume, plan by plan.

The candidates' storms whose first hours are like those seen continue, each in its own way. What
they have in common is the forecast. For the plans, some of them run again from the same
beginning, with each plan starting now.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from sim.engines import compiled
from sim.fitting.alignment import UNSEEN, AlignedRuns, align
from sim.fitting.candidates import DAYS, KINDS, Candidates, Counted, by_hour
from sim.fitting.fitting import SHARES
from sim.fitting.laws import Days, duration
from sim.fitting.observed import ObservedStorm, by_day
from sim.fitting.plans import from_now
from sim.fitting.scoring import Expected
from sim.results.storm import Storm
from sim.runs.cache import changed
from sim.runs.runner import ALL_CORES, Execution, Progress, run_in_processes
from sim.sampling import DEFAULT_SEED

FIGURES = {
    "peak_day": "volume of the busiest day",
    "duration": "days until a day stays under a tenth of the busiest",
    "total": "volume of all days",
}
"""Figures that are forecast."""
RERUN = 60
"""Simulated storms that run again under every plan."""
HALF_WIDTH = 1.96
"""Standard errors from the middle of a 95 % interval to its ends."""


@dataclass(frozen=True, slots=True)
class Forecast:
    """The forecast of a storm from its first hours."""

    storm: ObservedStorm
    candidates: Candidates
    hours: float
    """Hours seen of it."""
    expected: Expected
    low: Days
    high: Days
    """The 80 % band of each day."""
    figures: pd.DataFrame
    """Per figure: 10 %, 50 %, 90 % quantile, scatter included."""
    plans: pd.DataFrame
    """Per plan and figure: 10 %, 50 %, 90 % quantile over the storms run again, and the mean
    difference to the first plan, pair by pair, with its 95 % interval."""


def forecast(
    storm: ObservedStorm,
    candidates: Candidates,
    counted: Counted = "posts",
    zone: str = "UTC",
    plans: Sequence[str] = (),
    execution: Execution = ALL_CORES,
    progress: Progress | None = None,
) -> Forecast:
    """Forecast a storm whose bins are what was seen until now.

    ``progress`` counts the runs under the plans. Raises InputError if too few candidates are
    alike, UnknownNameError for an unknown plan.
    """
    for plan in plans:
        candidates.scenario.plan(plan)
    hours = float(len(storm.bins) * storm.step)
    aligned = align(storm, candidates, counted, zone, DAYS)
    weights = aligned.weights(hours)
    expected = aligned.expected(hours, weights)
    volumes, low, high = draw_ahead(expected, storm)
    by_plan = pd.DataFrame()
    if plans:
        chance = np.random.default_rng(DEFAULT_SEED)
        chosen = chance.choice(len(weights), RERUN, p=weights)
        work = Continuation.of(candidates, aligned.rows[chosen], counted, hours)
        by_plan = _under_plans(aligned, chosen, list(plans), work, execution, progress)
    return Forecast(storm, candidates, hours, expected, low, high, spans(figures(volumes)), by_plan)


def draw_ahead(expected: Expected, storm: ObservedStorm) -> tuple[NDArray[np.float64], Days, Days]:
    """Draw days to come, known days in their place, and return them with their 80 % band."""
    volumes = with_seen(expected.draw(), storm)
    low, high = np.quantile(volumes, [SHARES["low"], SHARES["high"]], axis=0)
    return volumes, low, high


def with_seen(volumes: NDArray[np.float64], storm: ObservedStorm) -> NDArray[np.float64]:
    """Return draws of days with the known days in their place."""
    volumes = volumes.copy()
    known = by_day(storm.bins, storm.step)[: volumes.shape[1]]
    for day in np.flatnonzero(~np.isnan(known)):
        volumes[:, day] = known[day]
    return volumes


def figures(volumes: NDArray[np.float64]) -> pd.DataFrame:
    """Return the forecast figures of each row of days."""
    return pd.DataFrame(
        {
            "peak_day": volumes.max(axis=1),
            "duration": [float(duration(row)) for row in volumes],
            "total": volumes.sum(axis=1),
        }
    )


def spans(table: pd.DataFrame) -> pd.DataFrame:
    """Return the 10 %, 50 % and 90 % quantile of every column."""
    return pd.DataFrame({name: table.quantile(share) for name, share in SHARES.items()})


@dataclass(frozen=True, slots=True)
class Continuation:
    """Run a candidate again under a plan that starts now, when called with a job."""

    document: Mapping[str, Any]
    name: str
    past: str
    """The plan until now."""
    counted: Counted
    hours: float
    """Hours of the storm until now."""
    settings: Mapping[int, dict[str, float]]
    """The values that each row of the candidates replaces."""

    @classmethod
    def of(
        cls, candidates: Candidates, rows: NDArray[np.intp], counted: Counted, hours: float
    ) -> "Continuation":
        """Build the work for these rows of the candidates."""
        scenario, settings = candidates.scenario, candidates.settings
        chosen = {
            int(row): {str(name): float(value) for name, value in settings.iloc[row].items()}
            for row in rows
        }
        return cls(scenario.document, scenario.name, candidates.plan, counted, hours, chosen)

    def __call__(self, job: tuple[int, int, str]) -> tuple[Days, int]:
        """Run a job (setting, hour of day 0, plan) and return daily volumes and later severity."""
        row, begin, plan = job
        now = begin + self.hours
        document = from_now(self.document, self.past, plan, now)
        output = compiled.run(changed(document, self.name, self.settings[row]), plan, row)
        volumes = by_hour(output)[KINDS[self.counted][0]][begin:]
        whole = by_day(volumes.astype(float), 1.0)[:DAYS]
        days = np.zeros(DAYS)
        days[: len(whole)] = whole
        tick = min(round(now / output.hours_per_tick), output.ticks - 1)
        return days, int(Storm(output).severity[tick:].max())


def _under_plans(
    aligned: AlignedRuns,
    chosen: NDArray[np.int64],
    plans: list[str],
    work: Continuation,
    execution: Execution,
    progress: Progress | None,
) -> pd.DataFrame:
    """Run the chosen storms again under every plan, and compare the plans in pairs."""
    storm = aligned.storm
    jobs = [(int(aligned.rows[k]), int(aligned.begins[k]), plan) for plan in plans for k in chosen]
    continued = run_in_processes(work, jobs, execution, progress)
    seen = max(1, round(work.hours / storm.step))
    counted = max(1.0, float(np.nansum(storm.bins[:seen])))
    level = counted / (aligned.bins[chosen, :seen].sum(axis=1) + UNSEEN)
    runs = []
    for place, ((_, _, plan), (days, severity)) in enumerate(zip(jobs, continued, strict=True)):
        pair = place % RERUN
        row = figures(with_seen((level[pair] * (days + UNSEEN))[None], storm))
        runs.append(row.assign(severity=severity, plan=plan, pair=pair))
    return _compared(pd.concat(runs, ignore_index=True), plans)


def _compared(runs: pd.DataFrame, plans: list[str]) -> pd.DataFrame:
    """Return quantiles per plan and figure, and the difference to the first plan, in pairs."""
    rows = []
    for figure in (*FIGURES, "severity"):
        wide = runs.pivot(index="pair", columns="plan", values=figure)
        for plan in plans:
            spread = {name: float(wide[plan].quantile(q)) for name, q in SHARES.items()}
            gap = (wide[plan] - wide[plans[0]]).to_numpy()
            half = HALF_WIDTH * gap.std(ddof=1) / np.sqrt(len(gap))
            rows.append(
                {"plan": plan, "figure": figure, **spread, "difference": gap.mean(),
                 "difference_low": gap.mean() - half, "difference_high": gap.mean() + half}
            )  # fmt: skip
    return pd.DataFrame(rows)
