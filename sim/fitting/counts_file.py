"""Read a file of counts: times in UTC, numbers, in order, each time once."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import numpy as np
import pandas as pd

from sim.errors import InputError

ZONE = r"(?:Z|[+-]\d\d:?\d\d)$"
NEEDED, OPTIONAL = ("time", "count"), ("negative", "defending")
MOST_BYTES = 2_000_000_000
"""Size of a file that is still read."""
CHUNK = 1_000_000
"""Rows read at a time, so that ten million of them take little memory."""


def read_counts(path: Path) -> tuple[pd.DataFrame, list[str]]:
    """Return times, counts, and notes on corrections. InputError names line and remedy."""
    chunks, zoned, line = [], [], 0
    for raw in _raw(path):
        chunk, has_zone = _parsed(raw, line, path)
        chunks.append(chunk)
        zoned += has_zone
        line += len(raw)
    if line < 2:
        raise InputError(f"{path} has {line} rows; a storm needs at least a few hours or days")
    if any(zoned) and not all(zoned):
        raise InputError(f"{path}: some times have a time zone and some not; write all alike")
    notes = [] if all(zoned) else ["times without a zone were taken as UTC"]
    table = pd.concat(chunks, ignore_index=True)
    if not table["time"].is_monotonic_increasing:
        table, notes = table.sort_values("time", kind="stable"), [*notes, "rows were put in order"]
    if table["time"].duplicated().any():
        notes.append("rows of the same time were added up")
        table = table.groupby("time").sum().reset_index()
    return table.reset_index(drop=True), notes


def _raw(path: Path) -> Iterator[pd.DataFrame]:
    """Read the columns that matter as text, some rows at a time."""
    with readable(path):
        if path.stat().st_size > MOST_BYTES:
            raise InputError(f"{path} is larger than 2 GB; sum it up by hours first")
        head = pd.read_csv(path, dtype=str, nrows=0)
        names = {name: str(name).strip().lower() for name in head.columns}
        if missing := set(NEEDED) - set(names.values()):
            lacking, there = " and ".join(sorted(missing)), ", ".join(names.values())
            raise InputError(f"{path} has no column {lacking}; it has: {there}")
        wanted = [name for name, plain in names.items() if plain in (*NEEDED, *OPTIONAL)]
        with pd.read_csv(
            path, dtype=str, keep_default_na=False, usecols=wanted, chunksize=CHUNK
        ) as chunks:
            for chunk in chunks:
                yield chunk.rename(columns=names)


@contextmanager
def readable(path: Path, columns: str = "time and count") -> Iterator[None]:
    """Read a CSV file within the block. InputError says why it cannot be read."""
    if path.is_dir():
        raise InputError(f"{path} is a folder; name a CSV file in it")
    try:
        yield
    except FileNotFoundError:
        raise InputError(f"there is no file {path}") from None
    except pd.errors.EmptyDataError:
        raise InputError(f"{path} is empty; it needs the columns {columns}") from None
    except (OSError, ValueError, pd.errors.ParserError) as problem:
        raise InputError(f"{path} cannot be read as CSV: {problem}") from None


def _parsed(raw: pd.DataFrame, line: int, path: Path) -> tuple[pd.DataFrame, list[bool]]:
    """Return times in UTC with numbers, and the kinds of times there are (with a zone, without)."""
    text = raw["time"].str.strip()
    zoned = text.str.contains(ZONE) & text.str.contains("T| ", regex=True)
    table = pd.DataFrame(
        {"time": pd.to_datetime(text, utc=True, errors="coerce", format="ISO8601")}
    )
    wrong = table["time"].isna().to_numpy(copy=True)
    for name in raw.columns.drop("time"):
        table[name] = pd.to_numeric(raw[name], errors="coerce").astype(float)
        wrong |= ~np.isfinite(table[name].to_numpy())
    if wrong.any():
        first = int(wrong.argmax())
        text_of_line = ",".join(raw.iloc[first].astype(str))
        raise InputError(
            f'{path}, line {line + first + 2}: "{text_of_line}" is no ISO time with a number; '
            "correct the line or take it out"
        )
    return table, [bool(kind) for kind in zoned.unique()]
