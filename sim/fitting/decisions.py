"""Rank plans for a running storm: which is best, what waiting is worth, what would change that.

Storms that the counts leave likely run again with each plan, starting now and starting three hours
from now, on the same people and chance. What is lost under a plan are the critical posts to come,
at the level of the real storm. Three hours of counts would tell which of the storms this one
is: for each of them, the counts it would bring weigh all storms anew, and the plan that is then
best is taken (the expected value of sample information, Raiffa and Schlaifer 1961).
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from sim.engines import compiled
from sim.errors import InputError
from sim.fitting.forecasting import HORIZON, SHARES, Forecast
from sim.fitting.plans import from_now
from sim.fitting.stock import KINDS, by_hour, volumes_of
from sim.language.told import Told
from sim.results.storm import Storm
from sim.runs.cache import changed
from sim.runs.runner import ALL_CORES, Execution, Progress, run_in_processes
from sim.sampling import DEFAULT_SEED

Array = NDArray[np.float64]
Job = tuple[int, int, str, float]
"""Storm of the stock, hour of its day 0, plan, hours from now until the plan starts."""

RERUN = 60
"""Simulated storms that run again under every plan."""
WAIT = 3.0
"""Hours of waiting that are judged."""
NOTICED = 0.5
"""Relative scatter of three hours' counts around what a storm lets expect."""
SHARE_NOTICED = 0.5
"""Scatter of the defenders' share, in units of its logarithmic odds."""
SIGNS = np.linspace(0.05, 0.95, 19)
"""Quantiles of what the next hours may bring at which the best plan is looked up."""


@dataclass(frozen=True, slots=True)
class Advice:
    """How plans compare from now on, by the storms that the counts leave likely."""

    table: pd.DataFrame
    """Per plan, best first: critical posts to come (10 %, 50 %, 90 % quantile and mean), the
    probability that it is the best, later severity, and the mean if it starts after waiting."""
    better: pd.DataFrame
    """Probability that the plan of the row brings fewer posts than that of the column."""
    waiting: float
    """Posts that are saved by deciding three hours later with their counts. Under 0: lost."""
    perfect: float
    """Posts that would be saved by knowing which of the storms this one is."""
    signs: pd.DataFrame
    """What to watch for: per sign the range of its values and the plan that is then best."""

    @property
    def best(self) -> str:
        """Return the plan with the fewest posts to be expected."""
        return str(self.table.index[0])


@dataclass(frozen=True, slots=True)
class Continuation:
    """Run a storm of the stock again under a plan that starts soon, when called with a job."""

    document: Mapping[str, Any]
    name: str
    past: str
    """The plan until then."""
    kinds: tuple[int, int]
    hours: float
    """Hours of the storm until now."""
    settings: Mapping[int, tuple[int, dict[str, float]]]
    """Seed and replaced values of each storm."""

    def __call__(self, job: Job) -> tuple[float, int]:
        """Return the critical volume from now on, and the highest later severity."""
        row, begin, plan, delay = job
        now = begin + self.hours
        seed, values = self.settings[row]
        document = from_now(self.document, self.past, plan, now + delay)
        output = compiled.run(changed(document, self.name, values), plan, seed)
        hourly = by_hour(volumes_of(output), output.hours_per_tick)[self.kinds[0]]
        end = begin + HORIZON * 24
        tick = min(round(now / output.hours_per_tick), output.ticks - 1)
        later = float(hourly[round(now) : end].sum())
        return later, int(Storm(output).severity[tick:].max())


def advise(
    forecast: Forecast,
    plans: Sequence[str],
    execution: Execution = ALL_CORES,
    progress: Progress | None = None,
) -> Advice:
    """Compare plans from now on. Raise InputError for fewer than two, or after more triggers."""
    weighed = forecast.posterior
    stock, seen = weighed.stock, forecast.seen
    if len(plans) < 2:
        raise InputError(Told("counts.one_plan"))
    if seen.triggers:
        raise InputError(Told("counts.several_triggers"))
    for plan in plans:
        stock.scenario.plan(plan)
    drawn = weighed.draw(RERUN, DEFAULT_SEED)
    rows = weighed.particles.rows[drawn.particles, 0]
    seeds = stock.settings.index.to_numpy()
    settings = {int(row): (int(seeds[row]), stock.values_of(int(row))) for row in rows}
    work = Continuation(stock.scenario.document, stock.scenario.name, stock.plan,
                        KINDS[weighed.counted], seen.hours, settings)  # fmt: skip
    jobs = sorted({(int(row), int(stock.begins[row]), plan, delay)
                   for row in rows for plan in plans for delay in (0.0, WAIT)})  # fmt: skip
    results = dict(zip(jobs, run_in_processes(work, jobs, execution, progress), strict=True))
    level = np.exp(drawn.level)
    posts, severity = (
        np.array([[[results[int(row), int(stock.begins[row]), plan, delay][k] for row in rows]
                   for plan in plans] for delay in (0.0, WAIT)], float)
        for k in (0, 1)
    )  # fmt: skip
    edges = np.array([seen.hours, seen.hours + WAIT])
    critical = weighed.simulated(edges, drawn.particles)[:, 0]
    defending = weighed.simulated(edges, drawn.particles, defending=True)[:, 0]
    signs = {
        "posts in the next three hours": level * (critical + 0.25),
        "defenders' share of them": (defending + 0.25) / (critical + defending + 0.5),
    }
    return judged(list(plans), posts * level, severity[0], signs)


def judged(plans: list[str], losses: Array, severity: Array, signs: Mapping[str, Array]) -> Advice:
    """Return the advice that follows from losses of shape (start now or later, plan, storm)."""
    now, later = losses
    order = np.argsort(now.mean(axis=1), kind="stable")
    table = pd.DataFrame(
        {
            **{name: np.quantile(now, share, axis=1) for name, share in SHARES.items()},
            "mean": now.mean(axis=1),
            "best": _best(now),
            "severity": severity.mean(axis=1),
            "mean_after_waiting": later.mean(axis=1),
        },
        index=plans,
    ).iloc[order]
    ranked = now[order]
    fewer = (ranked[:, None] < ranked[None]).mean(axis=2)
    ties = (ranked[:, None] == ranked[None]).mean(axis=2)
    names = [plans[k] for k in order]
    better = pd.DataFrame(fewer + 0.5 * ties, index=names, columns=names)
    posts = next(iter(signs.values()))
    weights = _likeness(np.log(posts), NOTICED)
    expected = later @ weights.T
    waiting = float(now.mean(axis=1).min() - expected.min(axis=0).mean())
    perfect = float(now.mean(axis=1).min() - now.min(axis=0).mean())
    return Advice(table, better, waiting, perfect, _signs(plans, later, signs))


def _best(losses: Array) -> Array:
    """Return the share of storms in which each plan is best. Ties are shared."""
    least = losses == losses.min(axis=0)
    return np.asarray((least / least.sum(axis=0)).mean(axis=1))


def _likeness(values: Array, spread: float, at: Array | None = None) -> Array:
    """Return how likely each storm is, seen such a value. Shape (value seen, storm)."""
    seen = values if at is None else at
    chance = np.exp(-0.5 * ((seen[:, None] - values[None]) / spread) ** 2)
    return np.asarray(chance / np.maximum(chance.sum(axis=1, keepdims=True), 1e-300))


def _signs(plans: list[str], later: Array, signs: Mapping[str, Array]) -> pd.DataFrame:
    """Return per sign the ranges of its values between which the best plan changes."""
    rows = []
    for place, (name, values) in enumerate(signs.items()):
        scale, spread, back = (
            (np.log(values), NOTICED, _whole)
            if place == 0
            else (np.log(values / (1.0 - values)), SHARE_NOTICED, _share)
        )
        at = np.quantile(scale, SIGNS)
        best = (later @ _likeness(scale, spread, at).T).argmin(axis=0)
        ends = np.append(np.flatnonzero(np.diff(best)), len(best) - 1)
        low = -np.inf
        for end in ends:
            high = np.inf if end == len(best) - 1 else float((at[end] + at[end + 1]) / 2)
            rows.append((name, float(back(low)), float(back(high)), plans[int(best[end])]))
            low = high
    return pd.DataFrame(rows, columns=["sign", "from", "to", "plan"])


def _whole(logarithm: float) -> float:
    """Return the number with this logarithm."""
    return float(np.exp(logarithm))


def _share(odds: float) -> float:
    """Return the share with these logarithmic odds."""
    return float(1.0 / (1.0 + np.exp(-odds)))
