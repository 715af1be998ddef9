"""Collect runs into one ensemble, in the order in which they finish."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import xarray as xr
from numpy.typing import NDArray

from sim.engines.output import RunOutput
from sim.errors import RunsFailedError, UnknownNameError
from sim.results.dataset import COLUMNS, exact, series_dataset
from sim.results.digest import Digest, digest
from sim.results.ensemble import Ensemble
from sim.results.measures import MEASURES
from sim.results.provenance import provenance
from sim.scenario.schema import Scenario
from sim.writing import expanded, reserve, written


@dataclass(frozen=True, slots=True)
class Failure:
    """A seed whose runs went wrong."""

    seed: int
    error: str

    def __str__(self) -> str:
        return f"seed {self.seed}: {self.error}"


class Collector:
    """Keep of each run its series in compact form and its measures, not its people.

    Whole numbers are kept as int32, others as float32, in memory or in array files of a
    ``folder``, so that an ensemble may be larger than memory. Acts are kept of each plan's
    first seed. Runs may be added from several threads: each has its own place.
    """

    def __init__(
        self,
        scenario: Scenario,
        plans: Sequence[str],
        seeds: Sequence[int],
        keep: Iterable[str] | None = None,
        folder: Path | None = None,
    ) -> None:
        self.scenario = scenario
        self.plans, self.seeds = list(plans), [int(seed) for seed in seeds]
        self.keep = chosen_series(keep)
        self.failures: list[Failure] = []
        """Seeds whose runs went wrong. The others go on without them."""
        self.folder = None if folder is None else expanded(folder)
        shape = (len(self.plans), len(self.seeds))
        self._series = {
            name: self._array(name, (*shape, scenario.ticks), compact(name)) for name in self.keep
        }
        self._measures = self._array("measures", (*shape, len(MEASURES)), np.float64, np.nan)
        self._there = np.zeros(shape, np.bool_)
        self._acts: dict[str, list[dict[str, Any]]] = {}
        self._plan_places = {plan: place for place, plan in enumerate(self.plans)}
        self._seed_places = {seed: place for place, seed in enumerate(self.seeds)}

    def _array(
        self, name: str, shape: tuple[int, ...], kind: Any, blank: float = 0
    ) -> NDArray[Any]:
        if self.folder is None:
            return np.full(shape, blank, kind)
        with written(self.folder / f"{name}.npy") as aside:
            array = np.lib.format.open_memmap(aside, "w+", kind, shape)
            reserve(aside)
            if blank != 0:
                array[...] = blank
        return array

    def add(self, plan: str, seed: int, output: RunOutput) -> None:
        """Take in one run."""
        self.take(digest(plan, seed, output, self.keep))

    def take(self, run: Digest) -> None:
        """Take in the digest of one run, which counts as done once all of it is there."""
        place = self._plan_places[run["plan"]], self._seed_places[run["seed"]]
        for name, values in run["series"].items():
            self._series[name][place] = values
        self._measures[place] = run["measures"]
        if run["seed"] == self.seeds[0]:
            self._acts[run["plan"]] = run["acts"]
        self._there[place] = True

    def ensemble(self, engine: str, created: str | None = None) -> Ensemble:
        """Return the ensemble of seeds that every plan has run, created at a UTC time, or now."""
        paired = np.flatnonzero(self._there.all(axis=0))
        if not len(paired):
            why = "; ".join(str(failure) for failure in self.failures[:3])
            raise RunsFailedError(f"no seed has been run under every plan: {why or 'none began'}")
        seeds = [self.seeds[place] for place in paired]
        origin = provenance(self.scenario, engine, created)
        if self.failures:
            origin["failures"] = [str(failure) for failure in self.failures]
        return Ensemble(
            scenario=self.scenario,
            dataset=self._dataset(paired, seeds),
            measures=self._table(paired, seeds),
            act_rows={plan: self._acts.get(plan) or [] for plan in self.plans},
            provenance={**origin, "plans": self.plans, "seeds": seeds},
        )

    def _dataset(self, paired: NDArray[np.intp], seeds: list[int]) -> xr.Dataset:
        """Return the series of the paired runs, without a copy if all are there."""
        series = self._series
        if len(paired) < len(self.seeds):
            series = {name: self._only(paired, name) for name in series}
        hours = np.arange(self.scenario.ticks, dtype=np.float64) * self.scenario.hours_per_tick
        return series_dataset(series, self.scenario, hours, {"plan": self.plans, "seed": seeds})

    def _only(self, paired: NDArray[np.intp], name: str) -> NDArray[Any]:
        """Return one series of some runs, in a file of the folder if the others are."""
        kept = self._series[name]
        some = self._array(f"paired-{name}", (len(kept), len(paired), *kept.shape[2:]), kept.dtype)
        for plan, runs in enumerate(kept):
            some[plan] = runs[paired]
        return some

    def _table(self, paired: NDArray[np.intp], seeds: list[int]) -> pd.DataFrame:
        """Return the measures of the paired runs, a row each: plan, seed, then the measures."""
        runs = pd.MultiIndex.from_product([self.plans, exact(seeds)], names=["plan", "seed"])
        values = self._measures[:, paired].reshape(len(runs), len(MEASURES))
        return pd.DataFrame(values, index=runs, columns=list(MEASURES)).reset_index()


def chosen_series(names: Iterable[str] | None) -> tuple[str, ...]:
    """Return these series, or all. Critical posts are always among them, as charts need them."""
    wanted = {"critical_posts", *names} if names else set(COLUMNS)
    for name in wanted:
        if name not in COLUMNS:
            raise UnknownNameError("series", name, COLUMNS)
    return tuple(name for name in COLUMNS if name in wanted)


def compact(name: str) -> type[np.generic]:
    """Return the type in which a series is kept."""
    if name == "severity":
        return np.int8
    return np.int32 if COLUMNS[name].whole else np.float32
