"""Conditions of a plan: ``when = "posts_per_hour > 20 and promises_open == 0"``.

They compare a team's view (:class:`sim.storm.levers.Situation`) with numbers.
"""

import operator
import re
from collections.abc import Callable
from dataclasses import dataclass

from sim.errors import did_you_mean
from sim.storm.levers import VISIBLE, Situation

COMPARED: dict[str, Callable[[float, float], bool]] = {
    "<": operator.lt,
    "<=": operator.le,
    ">": operator.gt,
    ">=": operator.ge,
    "==": operator.eq,
    "!=": operator.ne,
}

_AND = re.compile(r"\s+and\s+")
_COMPARISON = re.compile(
    r"^\s*(\w+)\s*(<=|>=|==|!=|<|>)\s*([+-]?(?:\d+\.?\d*|\.\d+))\s*$", re.ASCII
)
FORM = 'write a name, a sign and a number, such as "posts_per_hour > 20", joined by "and"'


@dataclass(frozen=True, slots=True)
class Comparison:
    """A comparison of one visible quantity with one number."""

    name: str
    sign: str
    number: float

    def holds(self, seen: Situation) -> bool:
        """Return True if it holds in this situation."""
        return self.true_of(getattr(seen, self.name))

    def true_of(self, value: float) -> bool:
        """Return True if it holds where the quantity has this value."""
        return COMPARED[self.sign](value, self.number)


STILL = ("fixed", "promises_open", "promises_broken", "promises_kept")
"""Quantities that change only with the repair, a deadline or an act of the company."""


@dataclass(frozen=True, slots=True)
class Condition:
    """Comparisons that must all hold."""

    comparisons: tuple[Comparison, ...]

    @property
    def still(self) -> bool:
        """True if it can only change with the repair, a deadline or an act of the company."""
        return all(comparison.name in STILL for comparison in self.comparisons)

    def holds(self, seen: Situation) -> bool:
        """Return True if all comparisons hold in this situation."""
        return all(comparison.holds(seen) for comparison in self.comparisons)


def condition(text: str) -> Condition:
    """Read a condition. Raises ValueError with what to write instead."""
    return Condition(tuple(_comparison(part) for part in _AND.split(text)))


def _comparison(text: str) -> Comparison:
    match = _COMPARISON.match(text)
    if not match:
        raise ValueError(f'"{text.strip()}" is not a condition; {FORM}')
    name, sign, number = match.groups()
    if name not in VISIBLE:
        raise ValueError(f'the company cannot see "{name}"; {did_you_mean(name, VISIBLE)}')
    return Comparison(name, sign, float(number))
