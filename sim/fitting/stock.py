"""The stock of simulated storms that fits and forecasts draw on, made once and kept in a file.

Each storm is kept as running totals at fixed knots, from quarter-hours on its first day to
half days in its second month. The knots lie in hours of average rhythm since its day 0, so that
one storm serves for every time of day and zone at which a real one may begin. A shipped
stock answers at once. It carries the mark of the rules that made it.
"""

import json
import warnings
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Literal

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from sim.compiling import rules_mark
from sim.engines.output import CRITIC, DEFENDER, RunOutput
from sim.errors import InputError, OlderStockWarning
from sim.fitting.observed import beginning
from sim.scenario.library import shipped
from sim.scenario.loading import load_scenario, scenario_from_document
from sim.scenario.schema import Scenario
from sim.storm.rhythm import summed

Array = NDArray[np.float64]
Rows = NDArray[np.intp]
Counted = Literal["posts", "people"]

SHIPPED = Path(__file__).with_name("stock.npz")
DAYS = 60
"""Days of a storm that are kept."""
KNOTS = np.concatenate(
    [
        np.arange(0.0, 24.0, 0.25),
        np.arange(24.0, 96.0, 1.0),
        np.arange(96.0, 336.0, 3.0),
        np.arange(336.0, DAYS * 24.0 + 1.0, 12.0),
    ]
)
"""Hours of average rhythm since day 0 at which totals are kept."""
TAIL = 120.0
"""Last hours of a run whose mean rate goes on after its end."""
KINDS = {"posts": (0, 1), "people": (2, 3)}
"""Places of the volumes by what is counted: critical, defending."""


@dataclass(frozen=True)
class Stock:
    """Simulated storms of one scenario and plan under many settings."""

    scenario: Scenario
    plan: str
    settings: pd.DataFrame
    """A row per storm, whose index is the run's seed, and a column per replaced value."""
    begins: Rows
    """Hour of the run with which day 0 begins."""
    added: NDArray[np.uint16]
    """Volume between knots. Shape (storm, kind, knot - 1)."""
    prior: Array
    """Weight of each storm before any count is seen. They sum up to 1."""
    mark: str = field(default_factory=rules_mark)
    """Mark of the rules under which the runs were made."""
    invalid: int = 0
    """Runs that failed and were left out."""
    tried: int = 0
    """Runs made, those that came to no storm included."""

    def __len__(self) -> int:
        return len(self.begins)

    @property
    def label(self) -> str:
        """Return the names of scenario and plan."""
        return f"{self.scenario.name}, {self.plan}"

    @property
    def told(self) -> Scenario:
        """Return the scenario with a title in each language: the shipped one if it has none."""
        if not isinstance(self.scenario.title, str) or self.scenario.name not in shipped():
            return self.scenario
        known = load_scenario(self.scenario.name)
        return known if set(self.scenario.plans) <= set(known.plans) else self.scenario

    def totals(self, counted: Counted, defending: bool = False) -> Array:
        """Return the running total at each knot, in shape (storm, knot)."""
        kind = KINDS[counted][defending]
        kept = self.__dict__.setdefault("_totals", {})
        if kind not in kept:
            added = self.added[:, kind].astype(float)
            kept[kind] = np.pad(np.cumsum(added, axis=1), ((0, 0), (1, 0)))
        totals: Array = kept[kind]
        return totals

    def between(
        self, edges: Array, counted: Counted, defending: bool = False, rows: Rows | None = None
    ) -> Array:
        """Return the volume between edges in hours of average rhythm. Shape (storm, bin)."""
        totals = self.totals(counted, defending)
        left = np.clip(np.searchsorted(KNOTS, edges, side="right") - 1, 0, len(KNOTS) - 2)
        share = (edges - KNOTS[left]) / (KNOTS[left + 1] - KNOTS[left])
        chosen = slice(None) if rows is None else rows
        low = totals[chosen][:, left]
        high = totals[chosen][:, left + 1]
        volumes: Array = np.diff(low + (high - low) * share, axis=1)
        return volumes

    def without(self, rows: Sequence[int] | Rows) -> "Stock":
        """Return the stock without some storms."""
        keep = np.ones(len(self), bool)
        keep[np.asarray(rows, int)] = False
        prior = self.prior[keep] / self.prior[keep].sum()
        return Stock(self.scenario, self.plan, self.settings[keep], self.begins[keep],
                     self.added[keep], prior, self.mark)  # fmt: skip

    def values_of(self, row: int) -> dict[str, float]:
        """Return the values that a storm's run replaces."""
        return {str(name): float(value) for name, value in self.settings.iloc[row].items()}

    def save(self, file: Path, about: Mapping[str, Any]) -> None:
        """Write the stock to a file, with what made it."""
        meta = {"scenario": self.scenario.name, "document": dict(self.scenario.document),
                "plan": self.plan, "mark": self.mark, "names": list(self.settings.columns),
                "invalid": self.invalid, "tried": self.tried, "about": dict(about)}  # fmt: skip
        with file.open("wb") as target:
            np.savez_compressed(
                target,
                meta=np.array(json.dumps(meta, default=str)),
                settings=self.settings.to_numpy(float),
                seeds=self.settings.index.to_numpy(np.int64),
                begins=self.begins.astype(np.int32),
                added=self.added,
                prior=self.prior,
            )


def load_stock(file: Path = SHIPPED) -> Stock:
    """Read a stock. Warn if the rules have changed since it was made.

    Raises InputError if there is no such file, or if it is damaged.
    """
    try:
        with np.load(file, allow_pickle=False) as kept:
            meta = json.loads(str(kept["meta"]))
            settings = pd.DataFrame(kept["settings"], kept["seeds"], meta["names"])
            begins, added, prior = kept["begins"].astype(np.intp), kept["added"], kept["prior"]
    except FileNotFoundError:
        raise InputError(f"there is no stock at {file}; make one with shitstorm stock") from None
    except Exception as problem:
        raise InputError(
            f"{file} is damaged or no stock ({problem}); make it again with shitstorm stock"
        ) from None
    if added.shape[1:] != (4, len(KNOTS) - 1):
        raise InputError(f"{file} has other knots than this version; make it again")
    if meta["mark"] != rules_mark():
        warnings.warn(
            f"the stock of simulated storms ({file.name}) is older than the present rules; "
            "renew it with shitstorm stock",
            OlderStockWarning,
            stacklevel=2,
        )
    scenario = scenario_from_document(meta["document"], meta["scenario"])
    return Stock(scenario, meta["plan"], settings, begins, added, prior, meta["mark"],
                 int(meta["invalid"]), int(meta["tried"]))  # fmt: skip


def volumes_of(output: RunOutput) -> NDArray[np.int64]:
    """Return critical posts, defending posts, new critics, new defenders. Shape (4, tick)."""
    return np.array(
        [
            output.series["critical_posts"],
            output.series["defending_posts"],
            first_times(output, CRITIC),
            first_times(output, DEFENDER),
        ],
        np.int64,
    )


def first_times(output: RunOutput, stance: int) -> NDArray[np.int64]:
    """Return per tick how many people take a stance for the first time."""
    taken = output.stances[output.stances[:, 2] == stance]
    _, first = np.unique(taken[:, 1], return_index=True)
    return np.bincount(taken[first, 0], minlength=output.ticks)


def by_hour(volumes: NDArray[np.int64], hours_per_tick: float) -> NDArray[np.int64]:
    """Sum volumes per tick by whole hours, along the last axis."""
    an_hour = round(1.0 / hours_per_tick)
    whole = volumes.shape[-1] // an_hour * an_hour
    hourly = volumes[..., :whole].reshape(*volumes.shape[:-1], -1, an_hour)
    return np.asarray(hourly.sum(axis=-1), np.int64)


def course_of(volumes: NDArray[np.int64], hours_per_tick: float, start: float) -> tuple[int, Array]:
    """Return the hour with which day 0 begins, and the totals at the knots from it on.

    ``volumes`` has the shape (kind, tick), ``start`` is in hours from Monday 00:00.
    """
    hourly = by_hour(volumes, hours_per_tick)
    begin = beginning(hourly[0].astype(float), 24)
    tick = round(begin / hours_per_tick)
    passed = summed(start, volumes.shape[1], hours_per_tick)[0]
    passed = passed[tick:] - passed[tick]
    totals = []
    for kind in volumes:
        total = np.concatenate(([0.0], np.cumsum(kind[tick:])))
        rate = (total[-1] - np.interp(passed[-1] - TAIL, passed, total)) / TAIL
        over = np.maximum(KNOTS - passed[-1], 0.0)
        totals.append(np.interp(KNOTS, passed, total) + over * rate)
    return begin, np.array(totals)
