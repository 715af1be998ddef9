"""What the company did, told in a few numbered lines."""

import json
from collections.abc import Callable, Hashable, Iterator
from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from sim.charts.labels import UNBROKEN
from sim.charts.week import Week
from sim.charts.wording import act_words, number, tell


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
    outcomes = [_promised(levers, promises, week) for levers in spoken["levers"]]
    detailed = list(zip(spoken["do"], spoken["name"].fillna(""), outcomes, strict=True))
    yield _entries(spoken, detailed, week, _in_detail)
    plain = _entries(spoken, list(spoken["do"]), week, _in_short)
    yield plain
    for lines in range(len(plain) - 1, -1, -1):
        rest = tuple(act for entry in plain[lines:] for act in entry.acts)
        further = "… and 1 further act" if len(rest) == 1 else "… and {acts} further acts"
        yield [*plain[:lines], Entry(None, rest, tell(further, acts=len(rest)))]


def _entries(
    acts: pd.DataFrame, keys: list[Any], week: Week, tell: Callable[[Any, str], str]
) -> list[Entry]:
    groups: dict[Hashable, list[int]] = {}
    for act, key in zip(acts.index, keys, strict=True):
        groups.setdefault(key, []).append(int(act))
    entries = []
    for place, (key, own) in enumerate(groups.items(), 1):
        hours = acts.loc[own, "hours"].to_numpy(float)
        text = f"{week.name(hours[0])} {tell(key, _repeated(hours))}"
        entries.append(Entry(place, tuple(own), text))
    return entries


def _in_detail(key: tuple[str, str, str], repeated: str) -> str:
    do, name, outcome = key
    return ", ".join(part for part in (act_words(name or do), outcome, repeated) if part)


def _in_short(do: str, repeated: str) -> str:
    return f"{act_words(do)}, {repeated}" if repeated else act_words(do)


def _promised(levers: str, promises: pd.DataFrame, week: Week) -> str:
    """For an act by which a time was promised: that time and what became of it."""
    deadline = json.loads(levers).get("deadline")
    if deadline is None:
        return ""
    outcomes = promises.loc[np.isclose(promises["deadline"].to_numpy(float), deadline), "outcome"]
    became = tell(", then ").join(map(tell, outcomes.unique()))
    return tell("by {moment}: {became}", moment=week.name(deadline), became=became)


def _repeated(hours: NDArray[np.float64]) -> str:
    """How often acts at these times are: "every 6 h", "5 times"; nothing for a single one."""
    if len(hours) < 2:
        return ""
    between = np.diff(hours)
    usual = float(np.median(between))
    if len(hours) > 2 and usual > 0 and np.allclose(between, usual, rtol=0.05):
        every = f"{number(usual)} h" if usual >= 1 else f"{usual * 60:.0f} min"
        return tell("every {span}", span=every).replace(" ", UNBROKEN)
    return tell("{count} times", count=len(hours))
