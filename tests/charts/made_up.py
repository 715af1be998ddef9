"""Made-up storms for the charts: believable numbers without running the model."""

from collections.abc import Sequence
from functools import cache
from typing import Any

import networkx as nx
import numpy as np
import pandas as pd

from sim.engines.output import PEOPLE, SERIES, Act, PromiseRecord, RunOutput
from sim.results import Collector, Ensemble, Record
from sim.scenario import Scenario, scenario_from_document
from sim.storm.levers import Levers

PER_TICK = 0.25
START = 6 * 24 + 12.0  # Sun 12:00
INCIDENT = 2.0
REPAIR = 112.0
PEOPLE_ON_PAGE = 1800

PEAKS = {
    "silence": (45.0, 29.0, 30.0),
    "as-it-happened": (61.0, 99.0, 30.0),
    "broken-promises": (58.0, 80.0, 28.0),
    "revised-in-time": (44.0, 78.0, 26.0),
    "interim-updates": (36.0, 30.0, 26.0),
    "honest-roadmap": (26.0, 54.0, 24.0),
    "roadmap-and-client-help": (21.0, 66.0, 20.0),
    "downplaying": (70.0, 40.0, 25.0),
    "deleting-comments": (66.0, 50.0, 34.0),
    "promise-with-margin": (30.0, 70.0, 20.0),
    "private-channel-only": (40.0, 45.0, 24.0),
    "legal-threat": (75.0, 60.0, 30.0),
}
"""By plan: peak in posts per hour, hour of the peak, width in hours."""

STORY = (
    (4.0, "acknowledgement"),
    (43.0, "apology"),
    (93.0, "client-help"),
    (114.0, "fixed-notice"),
    (150.0, "post-mortem"),
)
PROMISES = (
    PromiseRecord(21.0, 42.0, "broken", 42.0),
    PromiseRecord(45.0, 76.0, "revised", 70.0),
    PromiseRecord(70.0, 116.0, "kept", 112.0),
)


TITLE = "The Sunday without data"


def scenario(
    plans: Sequence[str], days: float = 10.0, title: str = TITLE, **clock: str
) -> Scenario:
    """The Sunday without data, with plans of these names."""
    return scenario_from_document(
        {
            "title": title,
            "clock": {"start": "Sun 12:00", "days": days},
            "incident": {"at": "Sun 14:00", "affected": 0.35},
            "plans": {plan: {"summary": "Made up."} for plan in plans},
        }
    )


def rate(plan: str, hours: np.ndarray) -> np.ndarray:
    """Critical posts per hour expected at these hours."""
    peak, at, width = PEAKS.get(plan, (40.0, 50.0, 25.0))
    rhythm = 0.62 - 0.38 * np.cos((hours + START - 4.0) / 24.0 * 2 * np.pi)
    rise = np.exp(-0.5 * ((hours - at) / (width * np.where(hours > at, 1.1, 0.8))) ** 2)
    fade = np.where(hours > REPAIR, np.exp(-(hours - REPAIR) / 20.0), 1.0)
    shape = (0.12 + rise) * rhythm * fade
    return peak * 0.95 * shape / max(shape.max(), 1e-9)


def series(plan: str, seed: int, ticks: int, loudness: float) -> dict[str, np.ndarray]:
    """One run's series."""
    chance = np.random.default_rng([seed, len(plan)])
    hours = np.arange(ticks) * PER_TICK
    loud = loudness * chance.lognormal(0.0, 0.12) * rate(plan, hours + chance.normal(0, 2))
    loud *= hours >= INCIDENT
    found = {column.name: np.zeros(ticks) for column in SERIES}
    found["critical_posts_affected"] = chance.poisson(loud * 0.72 * PER_TICK)
    found["critical_posts_bandwagon"] = chance.poisson(loud * 0.28 * PER_TICK)
    found["critical_posts"] = found["critical_posts_affected"] + found["critical_posts_bandwagon"]
    found["defending_posts"] = chance.poisson(0.16 * np.interp(hours - 18, hours, loud) * PER_TICK)
    found["customers_lost"] = np.cumsum(found["critical_posts_affected"]) // 60
    found["trust"] = np.clip(0.6 - np.cumsum(found["critical_posts"]) / 12_000, 0, 1)
    return found


def acts(days: float, updates: float | None, promises: Sequence[PromiseRecord]) -> list[Act]:
    """The company's acts: a story, and updates repeated every so many hours."""
    rows = [(h, do, None) for h, do in STORY if h < days * 24]
    rows += [(promise.made, "promise", promise.deadline) for promise in promises]
    if updates:
        ends = min(REPAIR, days * 24) if updates > 1 else days * 24
        rows += [(float(h), "interim-update", None) for h in np.arange(10.0, ends, updates)]
    return [
        Act(n, int(h / PER_TICK), h, do, None, Levers(deadline=due), None, 0.5, "What it says.")
        for n, (h, do, due) in enumerate(sorted(rows, key=lambda row: row[0]))
    ]


@cache
def ties(kind: str, size: int) -> nx.Graph:
    """Who sees whom."""
    if kind == "none":
        return nx.empty_graph(size)
    if kind == "communities":
        sizes = [size // 6] * 6
        inside, across = 7.0 / sizes[0], 1.0 / size
        odds = np.full((6, 6), across) + np.eye(6) * inside
        return nx.stochastic_block_model(sizes, odds.tolist(), seed=1)
    return nx.powerlaw_cluster_graph(size, 4, 0.3, seed=1)


def stance_log(critical: np.ndarray, size: int, seed: int) -> np.ndarray:
    """Changes of stance: critics grow with the storm, some defend, some leave."""
    place = np.random.default_rng([seed, 1]).random(size)
    loud = pd.Series(critical).rolling(24, min_periods=1).mean().to_numpy()
    written = critical.cumsum() / 3000
    before, rows = np.zeros(size, dtype=int), []
    for tick in range(0, len(loud), 4):
        now = np.zeros(size, dtype=int)
        now[place < 0.15 * loud[tick] / max(loud.max(), 1e-9)] = 1
        now[place > 1 - 0.05 * written[tick]] = 2
        now[(place > 0.5) & (place < 0.5 + 0.03 * written[tick])] = 3
        changed = np.flatnonzero(now != before)
        rows += [(tick, person, now[person]) for person in changed]
        before = now
    return np.array(rows, dtype=int).reshape(-1, 3)


def output(
    plan: str = "as-it-happened",
    seed: int = 7,
    days: float = 10.0,
    loudness: float = 1.0,
    updates: float | None = 6.0,
    promises: Sequence[PromiseRecord] = PROMISES,
    size: int = PEOPLE_ON_PAGE,
    kind: str = "power-law-cluster",
) -> RunOutput:
    """One made-up run."""
    ticks = round(days * 24 / PER_TICK)
    found = series(plan, seed, ticks, loudness)
    chance = np.random.default_rng(seed)
    people = {column.name: np.zeros(size) for column in PEOPLE}
    people["affected"] = (chance.random(size) < 0.35).astype(int)
    people["critical_posts"] = (chance.pareto(1.2, size) * (loudness > 0)).astype(int)
    people["ever_critic"] = (people["critical_posts"] > 0).astype(int)
    made = [promise for promise in promises if promise.made < days * 24]
    tied = nx.to_scipy_sparse_array(ties(kind, size), format="csr")
    log = stance_log(found["critical_posts"], size, seed)
    people["stance"][log[:, 1]] = log[:, 2]
    return RunOutput(
        hours_per_tick=PER_TICK,
        ticks=ticks,
        series=found,
        acts=acts(days, updates, made),
        promises=made,
        people=people,
        stances=log,
        ties=(tied.indptr, tied.indices),
        repaired_at=REPAIR if days * 24 > REPAIR else None,
        incident_at=INCIDENT,
        staff_hours=12.0,
        articles=0,
        private_cases=0,
        complaints=0,
        answers=0,
        answers_in_time=0,
    )


def record(
    plan: str = "as-it-happened",
    seed: int = 7,
    days: float = 10.0,
    title: str = TITLE,
    **how: Any,
) -> Record:
    """The record of a made-up run."""
    run = output(plan, seed, days, **how)
    return Record.from_output(run, scenario([plan], days, title), plan, seed, "made up")


def ensemble(
    plans: Sequence[str], seeds: int = 40, days: float = 10.0, loudness: float = 1.0
) -> Ensemble:
    """An ensemble of made-up runs."""
    collector = Collector(scenario(plans, days), plans, range(seeds))
    for plan in plans:
        for seed in range(seeds):
            collector.add(plan, seed, output(plan, seed, days, loudness, None, (), 4, "none"))
    return collector.ensemble("made up")
