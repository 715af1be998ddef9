"""A stock of simulated storms: a scenario run once under each of many settings.

Settings of the trigger and of the parameters by which a storm spreads and tires are drawn
from their ranges. One stock serves every real storm that is held against the scenario; in a
folder it is kept as it grows, so that an interrupted stock is gone on with.
"""

import hashlib
import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any, Literal

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from sim.compiling import rules_mark
from sim.engines import compiled
from sim.engines.output import CRITIC, DEFENDER, RunOutput
from sim.errors import InputError, UnknownNameError
from sim.pools import Outcome, pool
from sim.results.writing import written
from sim.runs.cache import changed
from sim.sampling import latin_hypercube
from sim.scenario.schema import Scenario
from sim.storm.parameters import DECLARED

Job = tuple[int, dict[str, float]]
"""A seed and what is changed; the seed is the place among the settings."""
Counted = Literal["posts", "people"]

FITTED = (
    "feed_fans",
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
    "fatigue_reading",
    "sympathy_gain",
    "sympathy_half_life",
    "defending",
)
"""Parameters that are fitted by default: those by which a storm spreads and tires."""
OFFENCE = {"incident.outrage_share": (0.02, 0.6), "incident.outrage_strength": (0.3, 1.0)}
FAILURE = {"incident.affected": (0.05, 0.8), "incident.severity": (0.2, 1.0)}
PRESS = {"media.articles_at": (3.0, 60.0), "media.outsiders_reached": (0.01, 0.3)}
"""Ranges of the trigger: how many it concerns and how badly, how soon the press writes."""
DAYS = 30
"""Days of a storm that are compared."""
RUN_DAYS = 36
FEWEST = 100
"""Settings tried at least."""
PIECE = 100
"""Settings after which those done are written to the folder."""
KINDS = {"posts": (0, 1), "people": (2, 3)}
"""Which volumes belong to what is counted: critical, defending."""


@dataclass(frozen=True, slots=True)
class Tried:
    """Settings of a scenario, each with the hourly volumes of its run."""

    scenario: Scenario
    plan: str
    settings: pd.DataFrame
    """A row per setting, its index being the run's seed; a column per changed value."""
    hourly: NDArray[np.float32]
    """Per setting: critical posts, defending posts, new critics, new defenders, by hour."""

    @property
    def story(self) -> str:
        """What was run."""
        return f"{self.scenario.name}, {self.plan}"

    def volumes(self, counted: Counted, defending: bool = False) -> NDArray[np.float64]:
        """What is counted, per setting and hour of the run."""
        kind: NDArray[np.float64] = self.hourly[:, KINDS[counted][defending]].astype(float)
        return kind


def try_settings(
    scenario: Scenario,
    plan: str | None = None,
    number: int = 1000,
    parameters: Sequence[str] = FITTED,
    folder: Path | None = None,
    workers: int | None = None,
    progress: Callable[[int, int], None] | None = None,
    cluster: str | None = None,
) -> Tried:
    """Run a scenario once under each of so many settings of trigger and parameters.

    Raises InputError without an incident or with under ``FEWEST`` settings.
    """
    if number < FEWEST:
        raise InputError(f"{number} settings are too few; try at least {FEWEST}")
    if scenario.incident is None:
        raise InputError(f"{scenario.name} has no incident, so no storm to fit")
    story = prepared(scenario)
    name = story.plan(plan or next(iter(story.plans))).name
    jobs = drawn(ranges_of(story, parameters), number)
    kept = Kept(story, name, jobs, folder)
    missing = [jobs[place] for place in kept.missing()]
    work = partial(hours_of_run, story.document, story.name, name)
    with pool(cluster, workers, processes=True) as at_hand:
        for outcome in at_hand.carry_out(work, missing):
            if outcome.error is not None:
                raise outcome.error
            kept.take(outcome)
            if progress:
                progress(kept.done, number)
    kept.write()
    return Tried(story, name, pd.DataFrame([setting for _, setting in jobs]), kept.hourly)


def prepared(scenario: Scenario) -> Scenario:
    """The scenario at the length and in the steps in which storms are compared."""
    return changed(
        scenario.document, scenario.name, {"clock.days": RUN_DAYS, "clock.tick": "30min"}
    )


def ranges_of(
    story: Scenario, parameters: Sequence[str] = FITTED
) -> dict[str, tuple[float, float]]:
    """What is fitted, with the range from which it is drawn."""
    declared = {one.name: one for one in DECLARED}
    for name in parameters:
        if name not in declared:
            raise UnknownNameError("parameter", name, declared)
    incident = story.incident
    trigger: dict[str, tuple[float, float]] = {}
    if incident is not None and incident.outrage_share > 0:
        trigger |= OFFENCE
    if incident is not None and incident.affected > 0:
        trigger |= FAILURE
    if story.media is not None:
        trigger |= PRESS
    spread = {f"parameters.{n}": (declared[n].low, declared[n].high) for n in parameters}
    return {**trigger, **spread}


def drawn(ranges: Mapping[str, tuple[float, float]], number: int) -> list[Job]:
    """Settings spread evenly over logarithms of the ranges, each with a seed."""
    floors = [max(low, 0.01 * high) for low, high in ranges.values()]
    low, high = np.log(floors), np.log([span[1] for span in ranges.values()])
    cube = latin_hypercube(number, len(ranges))
    rows = np.exp(low + cube * (high - low))
    return [
        (seed, dict(zip(ranges, map(float, row), strict=True))) for seed, row in enumerate(rows)
    ]


def hours_of_run(
    document: Mapping[str, Any], name: str, plan: str, job: Job
) -> NDArray[np.float32]:
    """Hourly volumes of one run under a setting, a row per kind."""
    seed, setting = job
    return by_hour(compiled.run(changed(document, name, setting), plan, seed))


def by_hour(output: RunOutput) -> NDArray[np.float32]:
    """Critical posts, defending posts, new critics and new defenders, per hour."""
    kinds = (
        output.series["critical_posts"],
        output.series["defending_posts"],
        first_time(output, CRITIC),
        first_time(output, DEFENDER),
    )
    an_hour = round(1.0 / output.hours_per_tick)
    whole = output.ticks // an_hour * an_hour
    return np.array([kind[:whole].reshape(-1, an_hour).sum(axis=1) for kind in kinds], np.float32)


def first_time(output: RunOutput, stance: int) -> NDArray[np.int64]:
    """Per tick, how many people take a stance for the first time."""
    took = output.stances[output.stances[:, 2] == stance]
    _, first = np.unique(took[:, 1], return_index=True)
    return np.bincount(took[first, 0], minlength=output.ticks)


class Kept:
    """The volumes of a stock as they come, kept in a folder if there is one."""

    def __init__(
        self, story: Scenario, plan: str, jobs: list[Job],
        folder: Path | None,
    ) -> None:  # fmt: skip
        told = json.dumps([story.document, plan, jobs, rules_mark()], default=str)
        self._key = hashlib.sha256(told.encode()).hexdigest()[:16]
        self._file = None if folder is None else folder / f"settings-{self._key}.npz"
        hours = RUN_DAYS * 24
        self.hourly = np.full((len(jobs), 4, hours), np.nan, np.float32)
        self._new = 0
        if self._file is not None and self._file.exists():
            with np.load(self._file) as saved:
                self.hourly = saved["hourly"]

    def missing(self) -> list[int]:
        """Places of the settings that have not been run."""
        return [int(place) for place in np.flatnonzero(np.isnan(self.hourly[:, 0, 0]))]

    @property
    def done(self) -> int:
        """Number of settings that have been run."""
        return len(self.hourly) - len(self.missing())

    def take(self, outcome: Outcome[Job, NDArray[np.float32]]) -> None:
        """Keep what a setting gave."""
        if outcome.result is not None:
            self.hourly[outcome.job[0]] = outcome.result
            self._new += 1
        if self._new % PIECE == 0:
            self.write()

    def write(self) -> None:
        """Bring the folder up to date."""
        if self._file is not None and self._new:
            with written(self._file) as aside:
                np.savez_compressed(aside, hourly=self.hourly)
