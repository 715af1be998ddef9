"""Storms small enough to measure by hand."""

from collections.abc import Sequence
from typing import Any

import numpy as np

from sim.engines.output import PEOPLE, SERIES, Act, PromiseRecord, RunOutput
from sim.scenario.loading import scenario_from_document
from sim.scenario.schema import Scenario
from sim.storm.levers import Levers

NOBODY = np.empty((0, 3), dtype=np.int32)


def storm_trace(
    critical: Sequence[int],
    *,
    hours_per_tick: float = 1.0,
    incident_at: float | None = 0.0,
    people: dict[str, Sequence[float]] | None = None,
    promises: Sequence[PromiseRecord] = (),
    acts: Sequence[Act] = (),
    stances: Any = NOBODY,
    ties: Sequence[Sequence[int]] = (),
    **series: Sequence[float],
) -> RunOutput:
    """A run with these critical posts per tick; all else is nothing unless given."""
    crowd = len(next(iter(people.values()))) if people else 3
    columns = {column.name: np.zeros(len(critical), column_type(column)) for column in SERIES}
    persons = {column.name: np.zeros(crowd, column_type(column)) for column in PEOPLE}
    given = {"critical_posts": critical, **series}
    columns |= {name: np.asarray(values) for name, values in given.items()}
    persons |= {name: np.asarray(values) for name, values in (people or {}).items()}
    return RunOutput(
        hours_per_tick=hours_per_tick,
        ticks=len(critical),
        series=columns,
        acts=list(acts),
        promises=list(promises),
        people=persons,
        stances=np.asarray(stances),
        ties=rows_of_ties(crowd, ties),
        repaired_at=None,
        incident_at=incident_at,
        staff_hours=sum(act.staff_hours for act in acts),
        articles=int(np.sum(columns["articles"])),
        private_cases=0,
        complaints=0,
        answers=0,
        answers_in_time=0,
    )


def column_type(column: Any) -> type:
    """Whole numbers or not."""
    return np.int64 if column.whole else np.float64


def rows_of_ties(crowd: int, ties: Sequence[Sequence[int]]) -> tuple[np.ndarray, np.ndarray]:
    """Pairs of persons as compressed rows."""
    others: list[list[int]] = [[] for _ in range(crowd)]
    for one, other in ties:
        others[one].append(other)
        others[other].append(one)
    starts = np.cumsum([0, *map(len, others)])
    return starts, np.array([other for row in others for other in sorted(row)], dtype=np.int32)


def act(number: int, hours: float, do: str = "interim-update", **levers: float) -> Act:
    """An act that took half an hour of work."""
    return Act(
        number=number,
        tick=int(hours),
        hours=hours,
        do=do,
        name=None,
        levers=Levers(**levers),
        words="Still analysing, “more” at 18:00.",
        staff_hours=0.5,
        summary="Tell what is being done.",
    )


def small_scenario(plans: Sequence[str] = ("silence", "talk"), days: float = 2.0) -> Scenario:
    """A scenario of hourly ticks."""
    document = {
        "title": "A small storm",
        "clock": {"start": "Sun 12:00", "days": days, "tick": "1h"},
        "community": {"people": 3, "ties": {"kind": "none"}},
        "incident": {"at": "Sun 14:00", "affected": 0.5},
        "parameters": {"voice": 0.6},
        "plans": {plan: {"summary": f"The plan {plan}."} for plan in plans},
    }
    return scenario_from_document(document, "small")
