"""Estimate the memory a run needs, and refuse it up front if there is too little."""

import os
from pathlib import Path

from sim.errors import InputError
from sim.scenario.schema import Scenario
from sim.storm.state import PersonState, layout

BESIDE = {"compiled": 40, "mesa": 3500}
"""Bytes per person beside their record …"""
A_TIE = {"compiled": 20, "mesa": 48}
"""… and per tie, while ties are drawn; a little more than docs/performance.md measures."""
ENOUGH = 20_000_000
"""Bytes that every machine has."""
LIMIT = Path("/sys/fs/cgroup/memory.max")
"""Where Linux says how much a container may use."""


def max_parallel_runs(scenario: Scenario, engine: str, wanted: int | None = None) -> int:
    """Return how many runs at a time memory holds, at most those wanted, or one per core.

    Raises ``InputError``, saying what is needed, where it does not hold a single one.
    """
    at_a_time, need = wanted or os.cpu_count() or 1, needed(scenario, engine)
    if need * at_a_time < ENOUGH:
        return at_a_time
    free = available()
    if need > free:
        people = scenario.community.people + scenario.community.outsiders
        raise InputError(
            f"{people:,} people need about {in_words(need)} of memory, and {in_words(free)} are "
            "free; set community.people (or ties_per_person) lower, or take a larger machine"
        )
    return max(1, min(at_a_time, free // need))


def needed(scenario: Scenario, engine: str) -> int:
    """Return the bytes that one run takes at most, without the ties of a file."""
    community = scenario.community
    people = community.people + community.outsiders
    ties = people * int(getattr(community.ties, "ties_per_person", 0))
    return people * (layout(PersonState).itemsize + BESIDE[engine]) + ties * A_TIE[engine]


def available() -> int:
    """Return the bytes of memory that are free, here or in this container."""
    import psutil  # noqa: PLC0415 - rarely needed

    free = int(psutil.virtual_memory().available)
    try:
        return min(free, int(LIMIT.read_text()))
    except (OSError, ValueError):  # no container, or one without a limit
        return free


def in_words(size: int) -> str:
    """Return bytes as text, in GB or MB."""
    return f"{size / 1e9:,.1f} GB" if size >= 1e9 else f"{size / 1e6:,.0f} MB"
