"""The ensemble: every plan under the same seeds, so that runs differ by the plan alone."""

import json
from collections.abc import Iterable, Mapping
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd
import xarray as xr

from sim.errors import InputError, counted, listed
from sim.results.comparing import known_measures, paired_differences, summary
from sim.results.dataset import in_units, read_netcdf, write_netcdf
from sim.results.former_names import MEASURES as MEASURE_NAMES
from sim.results.former_names import MeasureTable, present_act
from sim.results.measures import MEASURES
from sim.results.models import models_by_seed, under
from sim.results.provenance import scenario_of
from sim.results.tables import acts_table, notebook_table
from sim.scenario.schema import Scenario
from sim.writing import expanded, write_json, written, written_folder

if TYPE_CHECKING:
    from sim.results.record import Record

PREFIX = "measure_"
"""Before the names of measures in a netCDF file: some are named like a series."""
SHOWN = ("peak", "critical_posts_total", "half_life", "customers_lost", "trust_left")
"""Measures that a notebook shows of an ensemble."""


class Ensemble:
    """Series and measures of many runs of a scenario, in pairs of the same seed."""

    def __init__(
        self,
        scenario: Scenario,
        dataset: xr.Dataset,
        measures: pd.DataFrame,
        act_rows: Mapping[str, list[dict[str, Any]]],
        provenance: dict[str, Any],
    ) -> None:
        self.scenario = scenario
        """The scenario simulated."""
        self.dataset = dataset
        """Series of shape (plan, seed, time), with units and meanings in the attributes."""
        self.measures = MeasureTable(measures)
        """A row per run: plan, seed, then the measures. NaN where one has no answer."""
        self.provenance = provenance
        """Enough to run every one of them again."""
        self._act_rows = act_rows

    def __repr__(self) -> str:
        return (
            f"<Ensemble of {self.scenario.name!r}: {counted(len(self.plans), 'plan')} "
            f"({listed(self.plans)}) × {counted(len(self.seeds), 'seed')}>"
        )

    def _repr_html_(self) -> str:
        medians = self.measures.groupby("plan", sort=False)[list(SHOWN)].median()
        return notebook_table(f"{self!r}, medians", medians)

    @property
    def plans(self) -> list[str]:
        """The plans compared."""
        return list(self.provenance["plans"])

    @property
    def seeds(self) -> list[int]:
        """The seeds that every plan has run under."""
        return list(self.provenance["seeds"])

    @cached_property
    def acts(self) -> dict[str, pd.DataFrame]:
        """The company's acts in the run of the first seed, by plan."""
        clock = self.scenario.clock
        return {plan: acts_table(rows, clock) for plan, rows in self._act_rows.items()}

    def differences(
        self, baseline: str = "silence", measures: Iterable[str] | None = None
    ) -> pd.DataFrame:
        """Return how every other plan differs from the baseline, seed by seed.

        One row per plan and measure: mean and median of the pairs' differences (plan minus
        baseline), a 95 % bootstrap interval of the mean (``low``, ``high``), the share of
        pairs in which the plan is lower, and the share in which it is better. ``measures``
        are all if None. Raises ``UnknownNameError`` for a plan or measure of another name.
        """
        return paired_differences(self.measures, baseline, known_measures(measures))

    def table(self, measures: Iterable[str] | None = None) -> pd.DataFrame:
        """Return median, 10 % and 90 % quantile over seeds, one row per plan and measure."""
        return summary(self.measures, known_measures(measures))

    def record(self, plan: str, seed: int) -> "Record":
        """Simulate one run again in full, under the model of its seed where seeds differ in it.

        The seed need not be one of those compared: others run under the scenario's parameters.
        """
        import sim  # noqa: PLC0415 (the face stands above the results)

        models = models_by_seed(self.provenance, self.seeds)
        own = [values for known, values in models.items() if known == seed]  # of any kind of number
        story = under(self.scenario, own[0]) if own else self.scenario
        return sim.simulate(story, plan=plan, seed=seed, engine=self.provenance["engine"])

    def save(self, folder: str | Path) -> None:
        """Write everything to a folder, as netCDF, CSV and JSON files.

        Differences are against silence, or the first plan where nobody is silent. Raises
        ``OutputError`` if the folder cannot be written. No file is ever half written.
        """
        baseline = "silence" if "silence" in self.plans else self.plans[0]
        with written_folder(Path(folder)) as aside:
            write_netcdf(self._for_file(), aside / "ensemble.nc")
            self.measures.to_csv(aside / "measures.csv", index=False)
            self.table().to_csv(aside / "table.csv", index=False)
            self.differences(baseline).to_csv(aside / "differences.csv", index=False)
            write_json(self.provenance, aside / "provenance.json")

    def to_netcdf(self, path: str | Path) -> None:
        """Write everything to one netCDF file, which any reader of netCDF opens.

        Raises ``OutputError`` if it cannot be written.
        """
        with written(Path(path)) as aside:
            write_netcdf(self._for_file(), aside)

    @classmethod
    def from_netcdf(cls, path: str | Path) -> "Ensemble":
        """Read what :meth:`to_netcdf` wrote. Any other file raises ``InputError``."""
        path = expanded(path)
        file = read_netcdf(path)
        if "provenance" not in file:
            raise InputError(f"{path} is no ensemble of this project; give a saved ensemble.nc")
        try:
            return cls._of_file(file)
        except (ValueError, TypeError, LookupError, AttributeError, RecursionError) as problem:
            raise InputError(
                f"{path} is damaged ({problem}); copy it again, or give the compare command "
                f"again with --out {path.parent}"
            ) from None

    @classmethod
    def _of_file(cls, file: xr.Dataset) -> "Ensemble":
        """Return the ensemble in a data set, each part of which has to fit the others."""
        provenance = json.loads(file["provenance"].item())
        kept = [name for name in file.data_vars if str(name).startswith(PREFIX)]
        ensemble = cls(
            scenario=scenario_of(provenance),
            dataset=file.drop_vars([*kept, "provenance", "acts"]),
            measures=measures_table(file),
            act_rows={
                plan: [present_act(row) for row in rows]
                for plan, rows in json.loads(file["acts"].item()).items()
            },
            provenance=provenance,
        )
        require_fitting(ensemble)
        return ensemble

    def _for_file(self) -> xr.Dataset:
        """Return the data set together with measures, acts and provenance."""
        measures = self.measures.set_index(["plan", "seed"])
        shape = len(self.plans), len(self.seeds)
        values = {
            PREFIX + name: (
                ("plan", "seed"),
                measures[name].to_numpy().reshape(shape),
                {**in_units(MEASURES[name].unit), "long_name": MEASURES[name].meaning},
            )
            for name in map(str, measures)
        }
        texts = {
            "acts": ((), json.dumps(self._act_rows), {"long_name": "acts of the first seed, JSON"}),
            "provenance": ((), json.dumps(self.provenance), {"long_name": "provenance, JSON"}),
        }
        return self.dataset.assign({**values, **texts})


def require_fitting(ensemble: Ensemble) -> None:
    """Raise ``ValueError`` if the parts of an ensemble do not belong together."""
    data, story, plans = ensemble.dataset, ensemble.scenario, ensemble.plans
    hours = np.arange(story.ticks) * story.hours_per_tick
    fitting = {
        "plans": data["plan"].to_numpy().tolist() == plans,
        "seeds": data["seed"].to_numpy().tolist() == ensemble.seeds,
        "acts": set(ensemble.acts) == set(plans),
        "hours": data["hours"].shape == hours.shape and np.allclose(data["hours"], hours),
        "series": data["critical_posts"].dims == ("plan", "seed", "time"),
        "measures": all(kind.kind in "fiu" for kind in ensemble.measures.dtypes[2:]),
        "numbers": all(values.dtype.kind in "fiub" for values in data.data_vars.values()),
    }
    for plan in plans:
        story.plan(plan)
    for values in models_by_seed(ensemble.provenance, ensemble.seeds).values():
        under(story, values)
    if wrong := [name for name, fits in fitting.items() if not fits]:
        raise ValueError(f"its {' and '.join(wrong)} do not fit the rest")


def measures_table(file: xr.Dataset) -> pd.DataFrame:
    """Read the table of measures from the variables of a netCDF file, under present names."""
    kept = {str(n).removeprefix(PREFIX): n for n in file.data_vars if str(n).startswith(PREFIX)}
    kept = {MEASURE_NAMES.get(name, name): variable for name, variable in kept.items()}
    runs = file["plan"].to_index().rename("plan"), file["seed"].to_index().rename("seed")
    values = {name: file[variable].to_numpy().ravel() for name, variable in kept.items()}
    return pd.DataFrame(values, index=pd.MultiIndex.from_product(runs)).reset_index()
