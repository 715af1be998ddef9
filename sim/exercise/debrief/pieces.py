"""Pieces of a debrief: decisions, differences, curves, and the plans to compare with."""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from sim.exercise.debrief.results import SILENCE, Curve, Difference
from sim.exercise.post_answers import is_counted, is_end
from sim.results import Record
from sim.results.measures import MEASURES
from sim.sampling import interval_of_mean
from sim.scenario import Scenario
from sim.scenario.exercise import Exercise
from sim.storm.responses import Response


def decisions_of(steps: Sequence[Response]) -> list[list[int]]:
    """Return the places of steps by decision.

    A step that only says that no single posts are answered any more belongs to the answers that it
    ends, and is no decision.
    """
    found: list[list[int]] = []
    for place, step in enumerate(steps):
        answers = [each for each in found if is_counted(steps[each[0]])]
        if is_end(step) and answers:
            answers[-1].append(place)
        else:
            found.append([place])
    return found


def summarised(name: str, pairs: NDArray[np.float64]) -> Difference:
    """Return the mean of paired differences with its bootstrap interval. None may be NaN."""
    unit = MEASURES[name].unit if name in MEASURES else ""
    low, high = interval_of_mean(pairs)
    return Difference(name, unit, float(pairs.mean()), low, high, float((pairs < 0).mean()))


def curve(record: Record, name: str, every: float = 1.0) -> Curve:
    """Return the curve of a run, hour by hour."""
    step = max(1, round(every / record.scenario.hours_per_tick))
    ends = slice(step - 1, None, step)
    return Curve(
        name=name,
        hours=[round(float(h), 4) for h in record.hours[ends] + record.scenario.hours_per_tick],
        rate=[round(float(rate), 3) for rate in record.storm.rate[ends]],
        severity=[int(level) for level in record.storm.severity[ends]],
    )


def what_ifs(scenario: Scenario, script: Exercise) -> dict[str, str]:
    """Return the plans to compare with, by the names of their texts. "" is silence."""
    best = script.best
    if not scenario.steps(best):
        return {"honest": script.honest, "silence_best": ""}
    if best == script.honest:
        return {"honest_best": script.honest, SILENCE: ""}
    return {"honest": script.honest, SILENCE: "", "best": best}
