"""Factors: the values that a study varies, over any path of the scenario or its parameters.

A factor has levels (listed, in even steps, or named choices), or is uncertain: drawn from a
distribution. Its levels and draws are replaced values, as ``--set`` would replace them.
"""

import json
import math
import re
import sys
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Annotated, Any, Literal

import numpy as np
from pydantic import Field

from sim.errors import did_you_mean
from sim.language.numbers import decimal
from sim.language.spoken import language, say, written
from sim.language.typesetting import UNBROKEN
from sim.scenario.document import Document, Inconsistency, Path, number, readable, table
from sim.scenario.section import Section, Text
from sim.scenario.translated import Translated, told
from sim.storm.times import span

Changes = Mapping[str, Any]
"""Values that replace those of the scenario, by their dotted path."""
Dotted = Annotated[str, Field(min_length=1, max_length=200)]
Distribution = Literal["uniform", "loguniform", "triangular", "normal", "lognormal"]
MOST_LEVELS = 1000
SPAN = re.compile(r"(\d+(?:\.\d+)?)(min|h|d)")
UNITS_OF_TIME = {"min": "studies.unit_min", "h": "studies.unit_h", "d": "studies.unit_d"}
NEEDS: dict[str, tuple[str, ...]] = {
    "uniform": ("low", "high"),
    "loguniform": ("low", "high"),
    "triangular": ("low", "middle", "high"),
    "normal": ("middle", "spread"),
    "lognormal": ("middle", "spread"),
}
"""The keys that each distribution needs."""
HOW = ("values", "steps", "choices", "distribution")
"""The ways to describe a factor. Each uses one of them."""


@dataclass(frozen=True, slots=True)
class Level:
    """One level of a factor: its name, its label, its position on an axis, what it changes."""

    name: str
    """As the study's file has it, whatever language is spoken."""
    label: str
    position: float
    changes: Changes


class Factor(Section):
    """A value that is varied: one path or several, with its levels or its distribution."""

    path: Dotted | list[Dotted] | None = Field(
        None, description='The value varied: "incident.affected", or a list of several alike.'
    )
    values: list[Any] | None = Field(
        None, max_length=MOST_LEVELS, description="Levels, listed: [0.05, 0.1, 0.2]."
    )
    low: float | None = Field(None, description="Where the levels or the distribution begin.")
    high: float | None = Field(None, description="Where they end.")
    steps: int | None = Field(
        None, ge=2, le=MOST_LEVELS, description="Number of even steps from low to high."
    )
    scale: Literal["linear", "log"] = Field(
        "linear", description='"log" for steps of even ratios, and a logarithmic axis.'
    )
    whole: bool = Field(False, description="Whether steps are whole numbers: people, clients.")
    choices: dict[Text, dict[str, Any]] | None = Field(
        None, description='Named levels that replace values: { day = { "clock.start" = ... } }.'
    )
    labels: dict[Text, Text | Translated] = Field(
        default={}, description="What choices are called on charts; their names if not given."
    )
    distribution: Distribution | None = Field(
        None, description="How an uncertain value is distributed: uniform, normal, ..."
    )
    middle: float | None = Field(
        None, description="Mean (normal), median (lognormal) or mode (triangular)."
    )
    spread: float | None = Field(
        None, gt=0, description="Standard deviation (lognormal: of the logarithm)."
    )
    write: Text | None = Field(
        None, description='How a value is written in the scenario: "+{value}h".'
    )
    label: Text | Translated | None = Field(None, description="What it is called on charts.")
    unit: str = Field("", max_length=20, description='Its unit on charts; "%" shows shares so.')

    @property
    def paths(self) -> list[str]:
        """All values that it replaces."""
        return [self.path] if isinstance(self.path, str) else list(self.path or ())

    @property
    def is_number(self) -> bool:
        """True if its levels stand on an axis of numbers."""
        return all(not math.isnan(position_of(value)) for value in self.values or ())

    def levels(self) -> list[Level]:
        """Return all levels in order. An uncertain factor has none."""
        if self.choices is not None:
            return [
                Level(name, told(self.labels.get(name, name), language()), float(place), changes)
                for place, (name, changes) in enumerate(self.choices.items())
            ]
        return [self._level(place, value) for place, value in enumerate(self._values())]

    def _values(self) -> list[Any]:
        """Return the values of the levels."""
        if self.steps is None:
            return list(self.values or ())
        low, high = float(self.low or 0), float(self.high or 0)
        spaced = np.geomspace if self.scale == "log" else np.linspace
        even = spaced(low, high, self.steps)
        if self.whole:
            return [round(float(value)) for value in even]
        return [float(f"{value:.6g}") for value in even]

    def _level(self, place: int, value: Any) -> Level:
        position = position_of(value) if self.is_number else float(place)
        name = self.shown(value)
        return Level(name, span_shown(name), position, self.changes(value))

    def changes(self, value: Any) -> Changes:
        """Return what a value of this factor replaces."""
        plain = f"{value:g}" if isinstance(value, float) else str(value)  # 4.0 as 4
        text = self.write.replace("{value}", plain) if self.write else value
        return dict.fromkeys(self.paths, text)

    def shown(self, value: Any) -> str:
        """Return a value as charts and tables show it."""
        if _within_reach(value) is None:
            return json.dumps(value) if isinstance(value, bool | dict | list) else str(value)
        if self.unit == "%":
            text, unit = f"{100 * value:.3g}", "%"
            value = float(text)
        elif abs(value) >= 1000:
            text, unit = f"{value:,.0f}", self.unit
        else:
            text, unit = f"{value:.4g}", self.unit
        return f"{written(value, text)} {unit}".strip()

    def drawn(self, share: float) -> float:
        """Return the value below which this share of the distribution lies, within low and high."""
        from scipy import stats as untyped  # noqa: PLC0415 (slow to load)

        stats: Any = untyped
        low, high = self.low or 0.0, self.high or 0.0
        middle, spread = self.middle or 0.0, self.spread or 0.0
        law: Any = {
            "uniform": lambda: stats.uniform(low, high - low),
            "loguniform": lambda: stats.loguniform(low, high),
            "triangular": lambda: stats.triang((middle - low) / (high - low), low, high - low),
            "normal": lambda: stats.norm(middle, spread),
            "lognormal": lambda: stats.lognorm(spread, scale=middle),
        }[self.distribution or "uniform"]()
        value = float(law.ppf(min(max(share, 1e-9), 1 - 1e-9)))
        value = max(value, -math.inf if self.low is None else self.low)
        return float(f"{min(value, math.inf if self.high is None else self.high):.6g}")


def span_shown(text: str) -> str:
    """Return a span of time as the language writes it, and any other text as it is.

    In English it stands as in the study's file.
    """
    found = SPAN.fullmatch(text)
    if found is None or language() == "en":
        return text
    amount = decimal(float(found[1]), language())
    return f"{amount}{UNBROKEN}{say(UNITS_OF_TIME[found[2]])}"


def position_of(value: Any) -> float:
    """Return a level's position on an axis: numbers as they are, spans in hours, NaN for others."""
    plain = _within_reach(value)
    if plain is not None:
        return float(plain)
    hours = readable(span, value) if isinstance(value, str) else None
    return math.nan if hours is None else hours


def _within_reach(value: Any) -> float | None:
    """Return a number, or None for anything else and for whole numbers beyond all others."""
    plain = number(value)
    return plain if plain is not None and abs(plain) <= sys.float_info.max else None


# -- mistakes -----------------------------------------------------------------------------


def mistakes(name: str, document: Document) -> Iterator[Inconsistency]:
    """Yield what is wrong with a factor as it is written."""
    place: Path = ("factors", name)
    ways = [way for way in HOW if way in document]
    if not ways:
        problem = "has no levels; give it values, low, high and steps, choices, or a distribution"
        yield Inconsistency(place, problem)
    elif len(ways) > 1:
        problem = f"is given beside {ways[0]}; a factor has one of {', '.join(HOW)}"
        yield Inconsistency((*place, ways[1]), problem)
    else:
        yield from {
            "values": _values,
            "steps": _steps,
            "choices": _choices,
            "distribution": _distribution,
        }[ways[0]](place, document)
    yield from _labels(place, document)
    if "choices" not in document and "path" not in document:
        yield Inconsistency((*place, "path"), 'is missing; write path = "incident.affected"')
    if isinstance(text := document.get("write"), str) and "{value}" not in text:
        yield Inconsistency((*place, "write"), 'has to contain {value}: write "+{value}h"')


def _values(place: Path, document: Document) -> Iterator[Inconsistency]:
    values = document.get("values")
    if not isinstance(values, list):
        return
    if len(values) < 2:
        yield Inconsistency((*place, "values"), "are too few; a factor needs at least 2 levels")
    for index, value in enumerate(values):
        if value in values[:index]:
            yield Inconsistency((*place, "values", index), "is there twice; leave one out")


def _choices(place: Path, document: Document) -> Iterator[Inconsistency]:
    if len(table(document, "choices")) < 2:
        yield Inconsistency((*place, "choices"), "are too few; name at least 2 of them")


def _labels(place: Path, document: Document) -> Iterator[Inconsistency]:
    """Yield labels of choices that there are not."""
    choices = table(document, "choices")
    for name in table(document, "labels"):
        if name not in choices:
            known = did_you_mean(name, choices) if choices else "labels are for choices alone"
            problem = f"there is no choice {json.dumps(name, ensure_ascii=False)}; {known}"
            yield Inconsistency((*place, "labels", name), problem)


def _steps(place: Path, document: Document) -> Iterator[Inconsistency]:
    yield from _ends(place, document, ("low", "high"))
    low, high, steps = (number(document.get(key)) for key in ("low", "high", "steps"))
    if low is None or high is None or high <= low:
        return
    if document.get("scale") == "log" and low <= 0:
        yield Inconsistency((*place, "low"), "has to be more than 0 on a logarithmic scale")
    elif document.get("whole") is True and steps and steps > high - low + 1:
        problem = f"are more than there are whole numbers from {low:g} to {high:g}"
        yield Inconsistency((*place, "steps"), problem)


def _distribution(place: Path, document: Document) -> Iterator[Inconsistency]:
    kind = document.get("distribution")
    if kind not in NEEDS:
        return
    yield from _ends(place, document, NEEDS[kind])
    low, middle, high = (number(document.get(key)) for key in ("low", "middle", "high"))
    if kind in ("loguniform",) and low is not None and low <= 0:
        yield Inconsistency((*place, "low"), "has to be more than 0")
    if kind == "lognormal" and middle is not None and middle <= 0:
        yield Inconsistency((*place, "middle"), "has to be more than 0")
    inside = low is None or high is None or middle is None or low <= middle <= high
    if not inside:
        yield Inconsistency((*place, "middle"), "has to lie between low and high")


def _ends(place: Path, document: Document, needed: tuple[str, ...]) -> Iterator[Inconsistency]:
    """Yield missing keys, and an empty range."""
    for key in needed:
        if key not in document:
            yield Inconsistency((*place, key), f"is missing; it needs {', '.join(needed)}")
    low, high = number(document.get("low")), number(document.get("high"))
    if low is not None and high is not None and high <= low:
        problem = f"has to be more than low ({low:g}), or the range is empty"
        yield Inconsistency((*place, "high"), problem)
