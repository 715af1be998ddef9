"""Run the candidates of a fit: a scenario once under each of many settings.

Settings of the trigger and of the parameters by which a storm spreads and tires are drawn
from their ranges. The same candidates serve every real storm that is compared with the scenario.
In a folder they are kept as they come, so that an interrupted call goes on.
"""

import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any, Literal

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from sim.compiling import rules_mark
from sim.engines import compiled
from sim.engines.output import CRITIC, DEFENDER, RunOutput
from sim.errors import InputError, UnknownNameError
from sim.extras import require
from sim.runs.cache import changed
from sim.runs.journal import Journal
from sim.runs.runner import ALL_CORES, Execution, Progress, run_in_processes
from sim.sampling import latin_hypercube
from sim.scenario.schema import Scenario
from sim.storm.parameters import DECLARED

Setting = tuple[int, dict[str, float]]
"""A seed and the values that the run replaces. The seed is the place among the settings."""
Ranges = Mapping[str, tuple[float, float]]
Counted = Literal["posts", "people"]

FITTED = (
    "feed_reach",
    "friends_notice",
    "arousal_gain",
    "susceptibility",
    "grievance_contagion",
    "threshold",
    "likes_weight",
    "crowd_half",
    "heated_visits",
    "page_visits",
    "reads_page",
    "grievance_half_life",
    "forgiveness_spread",
    "fatigue_half_life",
    "interest_decay",
    "interest_time",
    "sympathy_gain",
    "sympathy_half_life",
    "defending",
)
"""Parameters that are fitted by default: those by which a storm spreads and tires."""
OUTRAGE = {"incident.outrage_share": (0.02, 0.6), "incident.outrage_strength": (0.3, 1.0)}
FAILURE = {"incident.affected": (0.05, 0.8), "incident.severity": (0.2, 1.0)}
PRESS = {"media.articles_at": (3.0, 60.0), "media.outsiders_reached": (0.01, 0.3)}
"""Ranges of the trigger: how many it concerns and how badly, how soon the press writes."""
LOWEST_SHARE = 0.01
"""Lowest value drawn, as a share of the highest: a logarithm needs more than 0."""
DAYS = 30
"""Days of a storm that are compared."""
RUN_DAYS = 36
"""Days of a run, since the storm may begin some days after the start."""
FEWEST = 100
"""Settings needed at least."""
KINDS = {"posts": (0, 1), "people": (2, 3)}
"""Rows of the hourly volumes by what is counted: critical, defending."""


@dataclass(frozen=True, slots=True)
class Candidates:
    """Settings of a scenario, each with the hourly volumes of its run."""

    scenario: Scenario
    plan: str
    settings: pd.DataFrame
    """A row per setting, whose index is the run's seed, and a column per replaced value."""
    hourly: NDArray[np.float32]
    """Critical posts, defending posts, new critics, new defenders. Shape (setting, 4, hour)."""

    @property
    def label(self) -> str:
        """Return the names of scenario and plan."""
        return f"{self.scenario.name}, {self.plan}"

    def volumes(self, counted: Counted, defending: bool = False) -> NDArray[np.float64]:
        """Return what is counted, in shape (setting, hour of the run)."""
        volumes: NDArray[np.float64] = self.hourly[:, KINDS[counted][defending]].astype(float)
        return volumes


def run_candidates(
    scenario: Scenario,
    plan: str | None = None,
    number: int = 1000,
    parameters: Sequence[str] = FITTED,
    execution: Execution = ALL_CORES,
    progress: Progress | None = None,
) -> Candidates:
    """Run a scenario once under each of so many settings of trigger and parameters.

    Without a plan it runs the scenario's first one. Raises InputError without an incident or
    with under ``FEWEST`` settings, UnknownNameError for an unknown plan or parameter.
    """
    require("a fit", "sklearn", cluster=execution.cluster)
    if number < FEWEST:
        raise InputError(f"{number} settings are too few; try at least {FEWEST}")
    if scenario.incident is None:
        raise InputError(f"{scenario.name} has no incident, so no storm to fit")
    long = changed(
        scenario.document, scenario.name, {"clock.days": RUN_DAYS, "clock.tick": "30min"}
    )
    name = long.plan(plan or next(iter(long.plans))).name
    settings = draw_settings(ranges_of(long, parameters), number)
    work = partial(hours_of_run, long.document, long.name, name)
    journal = _journal(execution, long, name, settings)
    hourly = run_in_processes(work, settings, execution, progress, journal)
    return Candidates(long, name, pd.DataFrame([values for _, values in settings]),
                      np.array(hourly))  # fmt: skip


def _journal(
    execution: Execution, scenario: Scenario, plan: str, settings: Sequence[Setting]
) -> Journal | None:
    """Open the journal of these settings, which has a file of its own in the folder."""
    if execution.folder is None:
        return None
    identity = json.dumps([scenario.document, plan, settings, rules_mark()], default=str)
    key = hashlib.sha256(identity.encode()).hexdigest()[:16]
    about = {"scenario": scenario.name, "plan": plan, "settings": len(settings)}
    return Journal(execution.folder, about, f"settings-{key}.jsonl")


def ranges_of(scenario: Scenario, parameters: Sequence[str] = FITTED) -> Ranges:
    """Return the ranges of the trigger and of these parameters, by their dotted names."""
    declared = {parameter.name: parameter for parameter in DECLARED}
    for name in parameters:
        if name not in declared:
            raise UnknownNameError("parameter", name, declared)
    incident = scenario.incident
    ranges: dict[str, tuple[float, float]] = {}
    if incident is not None and incident.outrage_share > 0:
        ranges |= OUTRAGE
    if incident is not None and incident.affected > 0:
        ranges |= FAILURE
    if scenario.media is not None:
        ranges |= PRESS
    return ranges | {f"parameters.{n}": (declared[n].low, declared[n].high) for n in parameters}


def draw_settings(ranges: Ranges, number: int) -> list[Setting]:
    """Draw settings that cover the logarithms of the ranges evenly, each with a seed."""
    lows = [max(low, LOWEST_SHARE * high) for low, high in ranges.values()]
    low, high = np.log(lows), np.log([high for _, high in ranges.values()])
    rows = np.exp(low + latin_hypercube(number, len(ranges)) * (high - low))
    return [
        (seed, dict(zip(ranges, map(float, row), strict=True))) for seed, row in enumerate(rows)
    ]


def hours_of_run(
    document: Mapping[str, Any], name: str, plan: str, setting: Setting
) -> NDArray[np.float32]:
    """Run a setting and return its hourly volumes."""
    seed, values = setting
    return by_hour(compiled.run(changed(document, name, values), plan, seed))


def by_hour(output: RunOutput) -> NDArray[np.float32]:
    """Return critical posts, defending posts, new critics and new defenders. Shape (4, hour)."""
    kinds = (
        output.series["critical_posts"],
        output.series["defending_posts"],
        first_times(output, CRITIC),
        first_times(output, DEFENDER),
    )
    an_hour = round(1.0 / output.hours_per_tick)
    whole = output.ticks // an_hour * an_hour
    return np.array([kind[:whole].reshape(-1, an_hour).sum(axis=1) for kind in kinds], np.float32)


def first_times(output: RunOutput, stance: int) -> NDArray[np.int64]:
    """Return per tick how many people take a stance for the first time."""
    taken = output.stances[output.stances[:, 2] == stance]
    _, first = np.unique(taken[:, 1], return_index=True)
    return np.bincount(taken[first, 0], minlength=output.ticks)
