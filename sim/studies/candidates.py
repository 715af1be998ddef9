"""Candidates of a search: steps with open times and strengths, each in the plan or not."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any, Protocol

from sim.scenario.document import Document, Inconsistency, Path, number
from sim.scenario.plain_words import NO_TAG

ALWAYS = "always"
"""A step with this is in every plan."""
OPEN = ("low", "high", "step", "write", "any")
"""Keys by which a value of a step is left open."""


class Suggests(Protocol):
    """The chooser of open values, such as a trial of Optuna."""

    def suggest_float(self, name: str, low: float, high: float, *, step: float | None) -> float:
        """Choose a number of a range."""

    def suggest_categorical(self, name: str, choices: Sequence[Any]) -> Any:
        """Choose one of several."""


def steps_of(candidates: Sequence[Mapping[str, Any]], chooser: Suggests) -> list[dict[str, Any]]:
    """Return a plan's steps. Values of those left out are chosen too, so that plans can cross."""
    steps = []
    for place, candidate in enumerate(candidates):
        name = f"{place} {candidate['do']}"
        step = {
            key: value if not is_open(value) else chosen(f"{name} {key}", value, chooser)
            for key, value in candidate.items()
            if key != ALWAYS
        }
        if candidate.get(ALWAYS) or chooser.suggest_categorical(name, [False, True]):
            steps.append(step)
    return steps


def is_open(value: Any) -> bool:
    """Return True if a value is left to the search."""
    return isinstance(value, Mapping) and bool(set(value) & set(OPEN))


def chosen(name: str, value: Mapping[str, Any], chooser: Suggests) -> Any:
    """Return an open value as it is written in a plan."""
    if "any" in value:
        return chooser.suggest_categorical(name, list(value["any"]))
    low, high, step = float(value["low"]), float(value["high"]), value.get("step")
    size = None if step is None else float(step)
    drawn = float(f"{chooser.suggest_float(name, low, high, step=size):.6g}")
    return value["write"].replace("{value}", f"{drawn:g}") if "write" in value else drawn


class Extremes:
    """Choose every step, and the first or the last of every open value, to check them."""

    def __init__(self, last: bool) -> None:
        self.last = last

    def suggest_float(self, name: str, low: float, high: float, *, step: float | None) -> float:
        """Choose one end of the range."""
        return high if self.last else low

    def suggest_categorical(self, name: str, choices: Sequence[Any]) -> Any:
        """Choose every step, and one end of the choices."""
        return choices[-1] if self.last or choices == [False, True] else choices[0]


def mistakes(said: Document) -> Iterator[Inconsistency]:
    """Yield open values that leave nothing open."""
    candidates = said.get("candidates")
    for place, candidate in enumerate(candidates if isinstance(candidates, list) else []):
        if not isinstance(candidate, Mapping):
            continue
        if not isinstance(candidate.get("do"), str):
            yield Inconsistency(("candidates", place), NO_TAG["do"])
        for key, value in candidate.items():
            if is_open(value):
                yield from _open(("candidates", place, key), value)


def _open(place: Path, value: Mapping[str, Any]) -> Iterator[Inconsistency]:
    if "any" in value:
        if not isinstance(value["any"], list) or len(value["any"]) < 2:
            yield Inconsistency((*place, "any"), "has to be a list of at least 2 values")
        return
    low, high = number(value.get("low")), number(value.get("high"))
    if low is None or high is None:
        yield Inconsistency(place, "needs low and high, or any = [...]")
    elif high <= low:
        yield Inconsistency((*place, "high"), f"has to be more than low ({low:g})")
    if "write" in value and "{value}" not in str(value["write"]):
        yield Inconsistency((*place, "write"), 'has to contain {value}: write "+{value}h"')
