"""What the company did, told in a few numbered lines."""

from collections.abc import Callable, Hashable, Iterator
from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from sim.charts.week import Week
from sim.charts.wording import words


@dataclass(frozen=True, slots=True)
class Entry:
    """One line of the list: an act, or several that are told together."""

    number: int | None
    """Its number, from 1; None for the last line of a list cut short."""
    acts: tuple[int, ...]
    """Its acts by their index in the table, in order of time."""
    text: str

    @property
    def once(self) -> bool:
        """Whether it tells a single act."""
        return len(self.acts) == 1


def tellings(acts: pd.DataFrame, promises: pd.DataFrame, week: Week) -> Iterator[list[Entry]]:
    """Ways to tell the acts, from the most detailed to ever shorter ones.

    Repeated updates always share an entry. Promises first have one each, with the time
    promised and what became of it, then share theirs; then the list is cut short.
    """
    spoken = acts[acts["do"] != "silence"]
    outcomes = [_promised(hours, promises, week) for hours in spoken["hours"]]
    detailed = list(zip(spoken["do"], spoken["name"].fillna(""), outcomes, strict=True))
    yield _entries(spoken, detailed, week, _in_detail)
    plain = _entries(spoken, list(spoken["do"]), week, _in_short)
    yield plain
    for lines in range(len(plain) - 1, -1, -1):
        rest = tuple(act for entry in plain[lines:] for act in entry.acts)
        yield [*plain[:lines], Entry(None, rest, f"… and {len(rest)} further acts")]


def _entries(
    acts: pd.DataFrame, keys: list[Any], week: Week, tell: Callable[[Any, str], str]
) -> list[Entry]:
    groups: dict[Hashable, list[int]] = {}
    for act, key in zip(acts.index, keys, strict=True):
        groups.setdefault(key, []).append(int(act))
    entries = []
    for number, (key, own) in enumerate(groups.items(), 1):
        hours = acts.loc[own, "hours"].to_numpy(float)
        text = f"{week.name(hours[0])} {tell(key, _repeated(hours))}"
        entries.append(Entry(number, tuple(own), text))
    return entries


def _in_detail(key: tuple[str, str, str], repeated: str) -> str:
    do, name, outcome = key
    return ", ".join(part for part in (words(name or do), outcome, repeated) if part)


def _in_short(do: str, repeated: str) -> str:
    return f"{words(do)}, {repeated}" if repeated else words(do)


def _promised(hours: float, promises: pd.DataFrame, week: Week) -> str:
    """For an act by which a time was promised: that time and what became of it."""
    made = promises[np.isclose(promises["made"].to_numpy(float), hours)]
    if made.empty:
        return ""
    return f"by {week.name(made['deadline'].iloc[0])}: {made['outcome'].iloc[0]}"


def _repeated(hours: NDArray[np.float64]) -> str:
    """How often acts at these times are: "every 6 h", "5 times"; nothing for a single one."""
    if len(hours) < 2:
        return ""
    between = np.diff(hours)
    usual = float(np.median(between))
    if len(hours) > 2 and usual > 0 and np.allclose(between, usual, rtol=0.1):
        return f"every {usual:g} h" if usual >= 1 else f"every {usual * 60:.0f} min"
    return f"{len(hours)} times"
