"""Series as xarray data sets with units and meanings, and their way to netCDF and back."""

from collections.abc import Mapping, Sequence
from io import SEEK_END, SEEK_SET, FileIO
from pathlib import Path
from typing import Any

import numpy as np
import xarray as xr
from numpy.typing import NDArray

from sim.engines.output import SERIES, Column
from sim.errors import InputError
from sim.results.calendar import moments
from sim.results.provenance import PROJECT, version
from sim.results.severity import SEVERITY
from sim.scenario.schema import Scenario
from sim.scenario.translated import told
from sim.writing import expanded

COLUMNS: dict[str, Column] = {column.name: column for column in (*SERIES, SEVERITY)}
"""The columns of series as results show them, by name."""

COMPRESSED = {"zlib": True, "complevel": 2, "shuffle": True, "fletcher32": True}
"""How numbers are kept: packed, and each block with its checksum."""

CONVENTIONS = "CF-1.11"
"""The Climate and Forecast conventions, by which readers of netCDF find axes and units."""
AXES = {
    "plan": {"long_name": "plan that the company followed"},
    "seed": {"long_name": "seed of the run's chance", "units": "1"},
}
"""Attributes of the dimensions before time."""
TIME = {"standard_name": "time", "long_name": "start of the tick", "axis": "T"}
LARGEST_SIGNED = 2**63 - 1


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
            **{name: (name, exact(labels), AXES.get(name, {})) for name, labels in runs.items()},
            "time": ("time", moments(scenario.clock, hours), TIME),
            "hours": ("time", hours, {"long_name": "time since the start", "units": "h"}),
        },
        attrs={
            "Conventions": CONVENTIONS,
            "title": told(scenario.title, "en"),
            "summary": told(scenario.summary, "en"),
            "source": f"agent-based simulation, {PROJECT} {version(PROJECT)}",
        },
    )


def exact(labels: Sequence[Any]) -> NDArray[Any]:
    """Return labels as an array that keeps whole numbers of 64 bits to the last digit."""
    if any(isinstance(label, int) and label > LARGEST_SIGNED for label in labels):
        return np.asarray(labels, np.uint64)  # NumPy would take them for floats among others
    return np.asarray(labels)


def described(column: Column) -> dict[str, str]:
    """Return the attributes of a column: unit, meaning, and whether ticks add up."""
    method = "time: sum" if column.per_tick else "time: point"
    return {**in_units(column.unit), "long_name": column.meaning, "cell_methods": method}


def in_units(unit: str) -> dict[str, str]:
    """Return the attributes for a unit such as "h" or "posts/h".

    ``units`` is what the CF conventions know, in which things that are counted have the unit
    1. ``counted`` says what is counted.
    """
    counted, _, per = unit.partition("/")
    if counted in ("1", "h"):
        return {"units": unit}
    return {"units": f"{per}-1" if per else "1", "counted": counted}


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


LARGEST_KEPT = 2**20
"""Bytes. HDF5 reads its own structures again, which are small, and not the series."""


class Disk(FileIO):
    """A file that holds back its errors, as the HDF5 library would crash on a full disk.

    HDF5 reads again what it has written. So pieces that the disk did not take are kept until
    the end, and read from there.
    """

    problem: OSError | None = None
    _length = 0

    def __init__(self, path: Path, mode: str) -> None:
        super().__init__(path, mode)
        self._kept: list[tuple[int, bytes]] = []

    def write(self, piece: Any) -> int:
        """Write a piece, or keep it once something has gone wrong."""
        begin, content = self.tell(), memoryview(piece).cast("B")
        written = 0
        while self.problem is None and written < len(content):
            try:
                written += super().write(content[written:])
            except OSError as problem:
                self.problem = problem
        if self.problem is not None:
            if len(content) <= LARGEST_KEPT:
                self._kept.append((begin, bytes(content)))
            self.seek(begin + len(content))
        self._length = max(self._length, begin + len(content))
        return len(content)

    def readinto(self, buffer: Any) -> int:
        """Read what was written, also what the disk did not take."""
        begin, into = self.tell(), memoryview(buffer).cast("B")
        number = super().readinto(into)
        if self.problem is None:
            return number
        into[number:] = bytes(len(into) - number)
        for place, piece in self._kept:
            first, last = max(begin, place), min(begin + len(into), place + len(piece))
            if first < last:
                into[first - begin : last - begin] = piece[first - place : last - place]
        self.seek(begin + len(into))
        return len(into)

    def truncate(self, size: int | None = None) -> int:
        """Set the length, unless something went wrong."""
        if self.problem is None:
            try:
                return super().truncate(size)
            except OSError as problem:
                self.problem = problem
        return size or 0

    def seek(self, place: int, whence: int = SEEK_SET) -> int:
        """Go to a place, where the end is that of all pieces."""
        if whence == SEEK_END and self.problem is not None:
            place, whence = place + self._length, SEEK_SET
        return super().seek(place, whence)


def read_netcdf(path: Path) -> xr.Dataset:
    """Read a whole data set into memory."""
    path = expanded(path)
    try:
        with xr.open_dataset(path, engine="h5netcdf") as file:
            return file.load()
    except Exception as problem:  # whatever its readers come upon in a damaged file
        raise InputError(
            f"cannot read {path} as netCDF: {problem}; copy it again, or give the same command "
            f"again with --out {path.parent}"
        ) from problem
