"""List the acts of the company in a few numbered lines."""

import json
from collections.abc import Callable, Hashable, Iterator
from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from sim.charts.week import Week
from sim.charts.wording import number, say, words
from sim.language.typesetting import UNBROKEN


@dataclass(frozen=True, slots=True)
class ActLine:
    """One line of the list: an act, or several that share it."""

    number: int | None
    """Its number, from 1. None for the last line of a list cut short."""
    acts: tuple[int, ...]
    """Its acts by their index in the table, in order of time."""
    text: str


def act_lists(acts: pd.DataFrame, promises: pd.DataFrame, week: Week) -> Iterator[list[ActLine]]:
    """Yield lists of all acts, the most detailed first, then ever shorter ones.

    Repeated updates always share a line. Promises first have one each, with the time
    promised and what became of it. Then they share theirs. Then the list is cut short.
    """
    public = acts[acts["do"] != "silence"]
    outcomes = [_promised(levers, promises, week) for levers in public["levers"]]
    detailed = list(zip(public["do"], public["name"].fillna(""), outcomes, strict=True))
    yield _lines(public, detailed, week, _in_detail)
    plain = _lines(public, list(public["do"]), week, _in_short)
    yield plain
    for length in range(len(plain) - 1, -1, -1):
        rest = tuple(act for line in plain[length:] for act in line.acts)
        further = "further_one" if len(rest) == 1 else "further_many"
        yield [*plain[:length], ActLine(None, rest, say(further, acts=len(rest)))]


def _lines(
    acts: pd.DataFrame, keys: list[Any], week: Week, describe: Callable[[Any, str], str]
) -> list[ActLine]:
    groups: dict[Hashable, list[int]] = {}
    for act, key in zip(acts.index, keys, strict=True):
        groups.setdefault(key, []).append(int(act))
    lines = []
    for place, (key, own) in enumerate(groups.items(), 1):
        hours = acts.loc[own, "hours"].to_numpy(float)
        text = f"{week.name(hours[0])} {describe(key, _repeated(hours))}"
        lines.append(ActLine(place, tuple(own), text))
    return lines


def _in_detail(key: tuple[str, str, str], repeated: str) -> str:
    do, name, outcome = key
    act = words(name) if name else _in_short(do, "")
    return ", ".join(part for part in (act, outcome, repeated) if part)


def _in_short(do: str, repeated: str) -> str:
    act = say(f"responses.{do}.short")
    return f"{act}, {repeated}" if repeated else act


def _promised(levers: str, promises: pd.DataFrame, week: Week) -> str:
    """Return the time that an act promised and what became of it, nothing for other acts."""
    deadline = json.loads(levers).get("deadline")
    if deadline is None:
        return ""
    outcomes = promises.loc[np.isclose(promises["deadline"].to_numpy(float), deadline), "outcome"]
    became = say("then").join(say(f"outcomes.{outcome}") for outcome in outcomes.unique())
    return say("promised_by", moment=week.name(deadline), became=became)


def _repeated(hours: NDArray[np.float64]) -> str:
    """Return how often acts at these times are: "every 6 h", "5 times", nothing for one act."""
    if len(hours) < 2:
        return ""
    between = np.diff(hours)
    usual = float(np.median(between))
    if len(hours) > 2 and usual > 0 and np.allclose(between, usual, rtol=0.05):
        hours_between = number(usual if usual < 10 else round(usual))  # those alike within 5 %
        interval = f"{hours_between} h" if usual >= 1 else f"{usual * 60:.0f} min"
        return say("every", span=interval).replace(" ", UNBROKEN)
    return say("repeated", count=len(hours))
