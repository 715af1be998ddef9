"""Many runs gathered as they finish, in any order, into one ensemble."""

from collections.abc import Iterable, Sequence
from typing import Any

import numpy as np
import pandas as pd
import xarray as xr
from numpy.typing import NDArray

from sim.engines.trace import Trace
from sim.results.dataset import COLUMNS, series_dataset
from sim.results.ensemble import Ensemble
from sim.results.measures import MEASURES, measured
from sim.results.provenance import provenance
from sim.results.storm import Storm
from sim.results.tables import act_row
from sim.scenario.schema import Scenario


class Collector:
    """Keeps of each run its series in compact form and its measures, not its people.

    Whole numbers are kept as int32, others as float32. Acts are kept of each plan's first
    seed. Runs may be added from several threads: each has its own place.
    """

    def __init__(
        self,
        scenario: Scenario,
        plans: Sequence[str],
        seeds: Sequence[int],
        keep: Iterable[str] = tuple(COLUMNS),
    ) -> None:
        self.scenario = scenario
        self.plans, self.seeds = list(plans), [int(seed) for seed in seeds]
        shape = (len(self.plans), len(self.seeds))
        self._series = {name: np.zeros((*shape, scenario.ticks), compact(name)) for name in keep}
        self._measures = np.full((*shape, len(MEASURES)), np.nan)
        self._there = np.zeros(shape, dtype=bool)
        self._acts: dict[str, list[dict[str, Any]]] = {}
        self._plan_places = {plan: place for place, plan in enumerate(self.plans)}
        self._seed_places = {seed: place for place, seed in enumerate(self.seeds)}

    def add(self, plan: str, seed: int, trace: Trace) -> None:
        """Take in one run."""
        place = self._plan_places[plan], self._seed_places[seed]
        storm = Storm(trace)
        for name, kept in self._series.items():
            kept[place] = storm.severity if name == "severity" else trace.series[name]
        self._measures[place] = list(measured(storm).values())
        if seed == self.seeds[0]:
            self._acts[plan] = [act_row(act) for act in trace.acts]
        self._there[place] = True

    def ensemble(self, engine: str, created: str | None = None) -> Ensemble:
        """The ensemble of all seeds that every plan has run; others are left out.

        ``created`` is a UTC time in ISO form, else now.
        """
        paired = np.flatnonzero(self._there.all(axis=0))
        if not len(paired):
            raise ValueError("no seed has been run under every plan yet")
        seeds = [self.seeds[place] for place in paired]
        origin = provenance(self.scenario, engine, created)
        return Ensemble(
            scenario=self.scenario,
            dataset=self._dataset(paired, seeds),
            measures=self._table(paired, seeds),
            act_rows={plan: self._acts.get(plan, []) for plan in self.plans},
            provenance={**origin, "plans": self.plans, "seeds": seeds},
        )

    def _dataset(self, paired: NDArray[np.intp], seeds: list[int]) -> xr.Dataset:
        """Series of the paired runs; without a copy where they are all there."""
        everything = len(paired) == len(self.seeds)
        series = {
            name: kept if everything else kept[:, paired] for name, kept in self._series.items()
        }
        hours = np.arange(self.scenario.ticks, dtype=np.float64) * self.scenario.hours_per_tick
        return series_dataset(series, self.scenario, hours, {"plan": self.plans, "seed": seeds})

    def _table(self, paired: NDArray[np.intp], seeds: list[int]) -> pd.DataFrame:
        """Measures of the paired runs, a row each: plan, seed, then the measures."""
        runs = pd.MultiIndex.from_product([self.plans, seeds], names=["plan", "seed"])
        values = self._measures[:, paired].reshape(len(runs), len(MEASURES))
        return pd.DataFrame(values, index=runs, columns=list(MEASURES)).reset_index()


def compact(name: str) -> type[np.generic]:
    """The type in which a series is kept."""
    if name == "severity":
        return np.int8
    return np.int32 if COLUMNS[name].whole else np.float32


def gathered(
    scenario: Scenario,
    plans: Sequence[str],
    seeds: Sequence[int],
    runs: Iterable[tuple[str, int, Trace]],
    *,
    engine: str,
    created: str | None = None,
) -> Ensemble:
    """The ensemble of runs given as plan, seed and trace."""
    collector = Collector(scenario, plans, seeds)
    for plan, seed, trace in runs:
        collector.add(plan, seed, trace)
    return collector.ensemble(engine, created)
