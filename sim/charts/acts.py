"""What the company did, told in a few numbered lines."""

from collections.abc import Callable, Hashable, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from sim.charts.week import Week

SOON = 0.51
"""Hours within which a promise in the ledger belongs to an act."""


@dataclass(frozen=True, slots=True)
class Entry:
    """One line of the list: an act, or one that was repeated."""

    acts: tuple[int, ...]
    """Places of its acts in the table, in order of time."""
    when: str
    words: str


def tell(acts: pd.DataFrame, promises: pd.DataFrame, week: Week, lines: int) -> list[Entry]:
    """At most so many entries for the acts, in order of their first act.

    Repeated updates share an entry; each promise has its own, with its time and what
    became of it, as long as there is room for them.
    """
    spoken = acts[acts["do"] != "silence"]
    details = [_promised(row, promises, week) for row in spoken.itertuples()]
    keys = list(zip(spoken["do"], spoken["name"].fillna(""), details, strict=True))
    entries = _entries(spoken, keys, week, _detailed)
    if len(entries) > lines:
        entries = _entries(spoken, list(spoken["do"]), week, _plain)
    if len(entries) > lines:
        rest = sum(len(entry.acts) for entry in entries[lines - 1 :])
        entries = [*entries[: lines - 1], Entry((), "", f"… and {rest} further acts")]
    return entries


def words_of(do: str) -> str:
    """A response's name as words: "interim-update" becomes "interim update"."""
    return do.replace("-", " ")


def _entries(
    acts: pd.DataFrame, keys: Sequence[Hashable], week: Week, words: Callable[[Any, str], str]
) -> list[Entry]:
    groups: dict[Hashable, list[int]] = {}
    for place, key in zip(acts.index, keys, strict=True):
        groups.setdefault(key, []).append(int(place))
    entries = []
    for key, places in groups.items():
        hours = acts.loc[places, "hours"].to_numpy(float)
        entries.append(Entry(tuple(places), week.name(hours[0]), words(key, _repeated(hours))))
    return entries


def _detailed(key: tuple[str, str, str], repeated: str) -> str:
    do, name, detail = key
    return ", ".join(part for part in (words_of(name or do), detail, repeated) if part)


def _plain(do: str, repeated: str) -> str:
    return f"{words_of(do)}, {repeated}" if repeated else words_of(do)


def _promised(act: Any, promises: pd.DataFrame, week: Week) -> str:
    """For an act that promised a time: that time and what became of it."""
    made = promises[np.abs(promises["made"] - act.hours) < SOON]
    if act.do not in ("promise", "change-of-plan") or made.empty:
        return ""
    return f"by {week.name(made['deadline'].iloc[0])}: {made['outcome'].iloc[0]}"


def _repeated(hours: NDArray[np.float64]) -> str:
    if len(hours) < 2:
        return ""
    between = np.diff(hours)
    usual = float(np.median(between))
    if len(hours) > 2 and usual > 0 and np.all(np.abs(between - usual) <= 0.1 * usual + 0.01):
        return f"every {usual:g} h" if usual >= 1 else f"every {usual * 60:.0f} min"
    return f"{len(hours)} times"
