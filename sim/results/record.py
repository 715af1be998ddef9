"""The record of one run: series, measures, acts, people, and where it comes from."""

from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from sim.engines.output import SERIES, STANCES, RunOutput
from sim.errors import shortened
from sim.files import without_nan
from sim.results.calendar import moments
from sim.results.former_names import MeasureSeries
from sim.results.measures import MEASURES, measured
from sim.results.provenance import provenance
from sim.results.storm import Storm
from sim.results.tables import (
    act_row,
    acts_table,
    notebook_table,
    people_table,
    promises_table,
)
from sim.results.writing import write_json, written_folder
from sim.scenario.schema import Scenario

if TYPE_CHECKING:
    import networkx as nx
    import xarray as xr

ISO = "%Y-%m-%dT%H:%M:%S"
EXPLAINED = ("unit", "better", "meaning")
"""Columns that explain the measures of a run."""


class Record:
    """Everything about one run, worked out from its output when first asked for."""

    def __init__(self, output: RunOutput, scenario: Scenario, provenance: dict[str, Any]) -> None:
        self.output = output
        """The run as plain arrays, see ``sim.engines.output.RunOutput``."""
        self.scenario = scenario
        """The scenario simulated."""
        self.provenance = provenance
        """Enough to run it again, see :func:`sim.rerun`."""
        self.storm = Storm(output)

    @classmethod
    def from_output(
        cls,
        output: RunOutput,
        scenario: Scenario,
        plan: str,
        seed: int,
        engine: str,
        *,
        created: str | None = None,
    ) -> "Record":
        """Return the record of a run. ``created`` is a UTC time in ISO form, or now."""
        origin = provenance(scenario, engine, created)
        return cls(output, scenario, {**origin, "plan": plan, "seed": int(seed)})

    def __repr__(self) -> str:
        peak = self.measures["peak"]
        return (
            f"<Record of {self.scenario.name!r}: {shortened(self.plan)}, seed {self.seed}, "
            f"{self.output.ticks} ticks, peak of {peak:.3g} posts per hour>"
        )

    def _repr_html_(self) -> str:
        return notebook_table(repr(self), self.measures.to_frame())

    @property
    def plan(self) -> str:
        """The name of the plan that the company followed."""
        return str(self.provenance["plan"])

    @property
    def seed(self) -> int:
        """The seed of this run's chance."""
        return int(self.provenance["seed"])

    @cached_property
    def hours(self) -> NDArray[np.float64]:
        """Hours since the start at which each tick begins, of shape (ticks,)."""
        return np.arange(self.output.ticks, dtype=np.float64) * self.output.hours_per_tick

    @cached_property
    def series(self) -> pd.DataFrame:
        """One row per tick, with the units of the series' columns, and severity 0 to 6.

        A row holds what was counted within the tick and the state after it.
        """
        index = pd.DatetimeIndex(moments(self.scenario.clock, self.hours), name="time")
        return pd.DataFrame(self._columns, index=index)

    @cached_property
    def dataset(self) -> "xr.Dataset":
        """The series as an xarray data set over time, with units and meanings in the attributes."""
        from sim.results.dataset import series_dataset  # noqa: PLC0415 (slow to import)

        return series_dataset(self._columns, self.scenario, self.hours)

    @property
    def _columns(self) -> dict[str, NDArray[Any]]:
        columns = {column.name: self.output.series[column.name] for column in SERIES}
        return {**columns, "severity": self.storm.severity}

    @cached_property
    def measures(self) -> MeasureSeries:
        """All measures by name, NaN where one has no answer. Units: ``sim.results.MEASURES``."""
        return MeasureSeries(pd.Series(measured(self.storm), name="value").rename_axis("measure"))

    @cached_property
    def acts(self) -> pd.DataFrame:
        """The company's acts, one row each."""
        return acts_table([act_row(act) for act in self.output.acts], self.scenario.clock)

    @cached_property
    def promises(self) -> pd.DataFrame:
        """The company's promises and their outcomes, in hours since the start."""
        return promises_table(self.output.promises)

    @cached_property
    def people(self) -> pd.DataFrame:
        """Everybody at the end, one row per person, with the units of the people's columns."""
        return people_table(self.output)

    def stances_at(self, hours: float) -> NDArray[np.int8]:
        """Return everybody's stance after the tick that holds this time, in hours since the start.

        Shape (people,): 0 follower, 1 critic, 2 defender, 3 gone.
        """
        ticks, people, stances = self.output.stances.T
        until = np.count_nonzero(ticks * self.output.hours_per_tick <= hours)
        now = np.zeros(len(self.output.people["stance"]), dtype=np.int8)
        now[people[:until]] = stances[:until]  # of several changes the last one counts
        return now

    def graph(self, hours: float | None = None) -> "nx.Graph[int]":
        """Return who sees whom, each person with their state at the end of the run.

        Their stance is a word, and that of the time asked for in hours since the start, if
        any.
        """
        import networkx as nx  # noqa: PLC0415 (slow to import)

        stances = self.people["stance"].to_numpy() if hours is None else self.stances_at(hours)
        known = self.people.assign(stance=np.array(STANCES)[stances])
        graph: nx.Graph[int] = nx.Graph()
        for person, known_of_them in known.to_dict("index").items():
            graph.add_node(int(str(person)), **{str(name): v for name, v in known_of_them.items()})
        graph.add_edges_from(self._ties())
        return graph

    def _ties(self) -> list[tuple[int, int]]:
        """Return each tie once, as a pair of persons."""
        starts, others = self.output.ties
        people = np.repeat(np.arange(len(starts) - 1), np.diff(starts))
        once = people < others
        return list(zip(people[once].tolist(), others[once].tolist(), strict=True))

    def save(self, folder: str | Path) -> None:
        """Write everything to a folder, as CSV, JSON and netCDF files.

        A folder that exists keeps its other files. Raises ``OutputError`` if it cannot be
        written. No file is ever half written.
        """
        from sim.results.dataset import write_netcdf  # noqa: PLC0415 (slow to import)

        with written_folder(Path(folder)) as aside:
            self.series.to_csv(aside / "series.csv", date_format=ISO)
            write_netcdf(self.dataset, aside / "series.nc")
            about = {key: [getattr(m, key) for m in MEASURES.values()] for key in EXPLAINED}
            self.measures.to_frame().assign(**about).to_csv(aside / "measures.csv")
            write_json(without_nan(self.measures.to_dict()), aside / "measures.json")
            self.acts.to_csv(aside / "acts.csv", index=False, date_format=ISO)
            self.promises.to_csv(aside / "promises.csv", index=False)
            self.people.to_csv(aside / "people.csv")
            write_json(self.provenance, aside / "provenance.json")
