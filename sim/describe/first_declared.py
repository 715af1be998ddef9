"""Defaults and ranges of parameters as first declared, against those of today.

``first-declared.csv`` has a line per parameter: the commit that declared it first (of its former
name, where it was renamed), the time of that commit, and the default and range in it. It is taken
from the history, and a test compares the two. A new parameter adds a line, which then stays.
"""

import csv
from collections.abc import Iterable, Mapping, Sequence
from functools import cache
from pathlib import Path
from typing import NamedTuple

from sim.language.typesetting import markdown_table as table
from sim.storm.parameters import DECLARED, Declaration

FILE = Path(__file__).parent / "first-declared.csv"
SPREADING = "2026-11-28 18:55"
"""When outrage came to spread as it does now. What was declared from then on is called new."""


class First(NamedTuple):
    """A parameter as first declared."""

    parameter: str
    declared: str
    commit: str
    called: str
    default: float
    low: float
    high: float

    @property
    def new(self) -> bool:
        """Whether it came with outrage that spreads, or later."""
        return self.declared >= SPREADING


@cache
def first_declared() -> dict[str, First]:
    """Return every parameter as first declared, by its name of today."""
    with FILE.open(encoding="utf-8", newline="") as lines:
        rows = [_read(line) for line in csv.DictReader(lines)]
    return {row.parameter: row for row in rows}


def _read(line: Mapping[str, str]) -> First:
    """Read a line of the file."""
    default, low, high = (float(line[name]) for name in ("default", "low", "high"))
    return First(
        line["parameter"], line["declared"], line["commit"], line["called"], default, low, high
    )


def first_of(now: Declaration) -> First:
    """Return a parameter as first declared; one without a line is an error."""
    if found := first_declared().get(now.name):
        return found
    raise ValueError(
        f"{FILE.name} has no line for {now.name}: add one with the time and commit that declared "
        f"it first, and its default and range there"
    )


def changes(now: Declaration, first: First) -> list[str]:
    """Say what is different today, and what is odd about the default."""
    said = {
        "new": first.new,
        "default": now.default != first.default,
        "range": (now.low, now.high) != (first.low, first.high),
        "outside the first range": outside(now, first),
        "on a bound": on_a_bound(now),
    }
    return [word for word, true in said.items() if true]


def outside(now: Declaration, first: First) -> bool:
    """Tell whether the default of today lies outside the range first declared."""
    return not first.low <= now.default <= first.high


def on_a_bound(now: Declaration) -> bool:
    """Tell whether the default of today is an end of its range."""
    return now.default in (now.low, now.high)


def has_moved(now: Declaration, first: First) -> bool:
    """Tell whether default or range differ from those first declared."""
    return not {"default", "range"}.isdisjoint(changes(now, first))


def record(declared: Sequence[Declaration] = DECLARED) -> str:
    """Return counts in sentences, and a table of all parameters that moved."""
    pairs = [(now, first_of(now)) for now in declared]
    moved = [(now, first) for now, first in pairs if has_moved(now, first)]
    headings = ("parameter", "first", "range then", "now", "range now", "sure", "what changed")
    return "\n\n".join([_counted(pairs), table(headings, (_row(*pair) for pair in moved))])


def _row(now: Declaration, first: First) -> tuple[str, ...]:
    return (
        f"`{now.name}`", f"{first.default:g}", f"{first.low:g}–{first.high:g}",
        f"{now.default:g}", f"{now.low:g}–{now.high:g}", now.sure, ", ".join(changes(now, first)),
    )  # fmt: skip


def _counted(pairs: Sequence[tuple[Declaration, First]]) -> str:
    """Count what moved, and name what is odd about today's defaults."""
    moved = [(now, first) for now, first in pairs if has_moved(now, first)]
    rest = [(now, first) for now, first in pairs if not has_moved(now, first)]
    defaults, ranges, new = (
        sum(word in changes(now, first) for now, first in pairs)
        for word in ("default", "range", "new")
    )
    said = {
        "Outside the range first declared, which was moved with them": (
            now for now, first in pairs if outside(now, first)
        ),
        "On a bound of today's range": (now for now, _ in pairs if on_a_bound(now)),
        "With a source read in full or in part (A, B), moved too": (
            now for now, _ in moved if not now.assumption
        ),
        f"As first declared: the other {len(rest)}, of which new": (
            now for now, first in rest if first.new
        ),
    }
    counts = (
        f"Of {len(pairs)} parameters {defaults} have another default than first declared, and "
        f"{ranges} another range. {new} are *new*: declared when outrage came to spread as it "
        f"does now (from {SPREADING.split(maxsplit=1)[0]} on)."
    )
    return counts + "\n\n" + "\n".join(f"- {about}: {_names(who)}." for about, who in said.items())


def _names(who: Iterable[Declaration]) -> str:
    return ", ".join(f"`{now.name}`" for now in who) or "none"
