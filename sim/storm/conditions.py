"""Conditions of a plan: ``when = "posts_per_hour > 20 and promises_open == 0"``.

They compare what a real team sees (:class:`sim.storm.levers.Situation`) with numbers.
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
    """One visible quantity against one number."""

    name: str
    sign: str
    number: float

    def holds(self, seen: Situation) -> bool:
        """Whether it is true of what the company sees."""
        return COMPARED[self.sign](getattr(seen, self.name), self.number)


STILL = ("fixed", "promises_open", "promises_broken", "promises_kept")
"""What changes only with the repair, a deadline or an act of the company."""


@dataclass(frozen=True, slots=True)
class Condition:
    """Comparisons that must all hold."""

    comparisons: tuple[Comparison, ...]

    @property
    def still(self) -> bool:
        """Whether it can only change with the repair, a deadline or an act of the company."""
        return all(comparison.name in STILL for comparison in self.comparisons)

    def holds(self, seen: Situation) -> bool:
        """Whether all of it is true of what the company sees."""
        return all(comparison.holds(seen) for comparison in self.comparisons)


def condition(text: str) -> Condition:
    """Read a condition; raises ValueError with what to write instead."""
    return Condition(tuple(_comparison(part) for part in _AND.split(text)))


def _comparison(text: str) -> Comparison:
    found = _COMPARISON.match(text)
    if not found:
        raise ValueError(f'"{text.strip()}" is not a condition; {FORM}')
    name, sign, number = found.groups()
    if name not in VISIBLE:
        raise ValueError(f'the company cannot see "{name}"; {did_you_mean(name, VISIBLE)}')
    return Comparison(name, sign, float(number))
