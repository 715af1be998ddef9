"""Series as xarray data sets with units and meanings, and their way to netCDF and back."""

from collections.abc import Mapping, Sequence
from io import FileIO
from pathlib import Path
from typing import Any

import numpy as np
import xarray as xr
from numpy.typing import NDArray

from sim.engines.output import SERIES, Column
from sim.errors import InputError
from sim.results.calendar import moments
from sim.results.severity import SEVERITY
from sim.scenario.schema import Scenario

COLUMNS: dict[str, Column] = {column.name: column for column in (*SERIES, SEVERITY)}
"""The columns of series as results show them, by name."""

COMPRESSED = {"zlib": True, "complevel": 2, "shuffle": True}


def series_dataset(
    series: Mapping[str, NDArray[Any]],
    scenario: Scenario,
    hours: NDArray[np.float64],
    runs: Mapping[str, Sequence[Any]] | None = None,
) -> xr.Dataset:
    """Return series over time as a data set. ``runs`` labels the dimensions before time."""
    runs = runs or {}
    dims = (*runs, "time")
    return xr.Dataset(
        {name: (dims, values, described(COLUMNS[name])) for name, values in series.items()},
        coords={
            **{name: np.asarray(labels) for name, labels in runs.items()},
            "time": ("time", moments(scenario.clock, hours), {"long_name": "start of the tick"}),
            "hours": ("time", hours, {"long_name": "time since the start", "units": "h"}),
        },
        attrs={"title": scenario.title, "summary": scenario.summary},
    )


def described(column: Column) -> dict[str, str]:
    """Return the attributes of a column: unit, meaning, and whether ticks add up."""
    method = "time: sum" if column.per_tick else "time: point"
    return {"units": column.unit, "long_name": column.meaning, "cell_methods": method}


def write_netcdf(dataset: xr.Dataset, path: Path) -> None:
    """Write a data set, compressed, piece by piece: it may be larger than memory."""
    numbers = [name for name, values in dataset.data_vars.items() if values.ndim]
    encoding = {name: {**COMPRESSED, "_FillValue": None} for name in numbers}
    with Disk(path, "w+") as file:
        try:
            dataset.to_netcdf(file, engine="h5netcdf", encoding=encoding)
        except (OSError, RuntimeError):
            # HDF5 may stumble later on over what a full disk did not take.
            if file.problem is None:
                raise
    if file.problem is not None:
        raise file.problem


class Disk(FileIO):
    """A file that holds back its errors, as the HDF5 library would crash on a full disk."""

    problem: OSError | None = None

    def write(self, piece: Any) -> int:
        """Write a piece, unless a write before went wrong."""
        if self.problem is None:
            try:
                super().write(piece)
            except OSError as problem:
                self.problem = problem
        return len(piece)

    def truncate(self, size: int | None = None) -> int:
        """Set the length, unless something went wrong."""
        if self.problem is None:
            try:
                return super().truncate(size)
            except OSError as problem:
                self.problem = problem
        return size or 0


def read_netcdf(path: Path) -> xr.Dataset:
    """Read a whole data set into memory."""
    try:
        with xr.open_dataset(path, engine="h5netcdf") as file:
            return file.load()
    except (OSError, ValueError) as problem:
        raise InputError(f"cannot read {path} as netCDF: {problem}") from problem
