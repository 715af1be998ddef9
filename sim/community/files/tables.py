"""Ties in tables with typed columns: Parquet."""

from collections.abc import Sequence
from io import BytesIO
from pathlib import Path
from typing import Any

import numpy as np

from sim.community.files.contents import content
from sim.community.files.layouts import UnknownColumnsError, headed
from sim.community.files.numbering import EndsOfTies, TiesFile, numbered
from sim.community.files.refusals import refusal, shown

EXACT = 2**53
"""Whole numbers up to which a decimal number holds every digit."""


def parquet(file: Path) -> TiesFile:
    """Return the ties of a Parquet table, from the columns whose names say who is tied to whom.

    Rows with an empty cell are left out and counted. Raises ``ScenarioError`` if pyarrow is not
    installed, if no columns can be told, and for cells that are no whole number or word.
    """
    import pandas as pd  # noqa: PLC0415 - slow to load

    raw = content(file)
    if not raw.startswith(b"PAR1"):
        raise refusal(file, "is no Parquet table by its first bytes; save the table again")
    try:
        table = pd.read_parquet(BytesIO(raw))
    except ImportError:
        said = "needs pyarrow to be read; install it, or save the ties as .csv"
        raise refusal(file, said) from None
    except Exception as wrong:  # whatever a damaged table makes the library raise
        said = f"cannot be read as Parquet ({str(wrong).splitlines()[0][:200]}); save it again"
        raise refusal(file, said) from None
    if any(name is not None for name in table.index.names):
        table = table.reset_index(allow_duplicates=True)
    names = [str(name) for name in table.columns]
    if len(names) < 2:
        said = "has fewer than two columns; two have to name the people: source and target"
        raise refusal(file, said)
    found, notes = _columns(file, names)
    one, other = (_people(file, names[place], table.iloc[:, place]) for place in found)
    return numbered(file, EndsOfTies(one, other, unit="row"), notes)


def _columns(file: Path, names: list[str]) -> tuple[tuple[int, int], Sequence[str]]:
    """Return the two columns of people, and what is to be said about them."""
    try:
        layout = headed(names)
    except UnknownColumnsError as wrong:
        raise refusal(file, str(wrong)) from None
    return (layout.one, layout.other), layout.notes


def _people(file: Path, name: str, column: Any) -> list[Any]:
    """Return the cells of a column: whole numbers and words, None for an empty one."""
    empty = column.isna().to_numpy(bool)
    cells: list[Any] = column.to_list()
    for row, cell in enumerate(cells):
        if empty[row]:
            cells[row] = None
        elif isinstance(cell, float | np.floating):
            cells[row] = _whole(file, name, row, float(cell))
        elif isinstance(cell, bytes):
            cells[row] = cell.decode("utf-8", errors="backslashreplace")
        elif isinstance(cell, bool | np.bool_ | dict | list | np.ndarray):
            said = (
                f"holds {shown(str(cell))} in row {row + 1} of the column {shown(name)}, no person"
            )
            raise refusal(file, f"{said}; name the columns of people source and target")
    return cells


def _whole(file: Path, name: str, row: int, cell: float) -> int:
    """Return a decimal number as the whole number that it is."""
    where = f"in row {row + 1} of the column {shown(name)}"
    if not cell.is_integer():
        said = f"holds {cell} {where}, which is no person; name the columns source and target"
        raise refusal(file, said)
    if abs(cell) > EXACT:
        said = f"holds {cell:.0f} {where} as a decimal number, whose last digits are lost; "
        raise refusal(file, said + "save the column as whole numbers or as text")
    return int(cell)
