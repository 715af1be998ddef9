"""Whether two runs are the same, bit for bit; and where they part."""

import numpy as np

from sim.engines.output import RunOutput

COUNTED = ("private_cases", "complaints", "answers", "answers_in_time")
"""Numbers of people or complaints that a run counts."""


def first_difference(one: RunOutput, other: RunOutput) -> int:
    """The first tick at which any column of the series differs; their length if none does."""
    apart = [one.series[name] != other.series[name] for name in one.series]
    ticks = np.flatnonzero(np.any(apart, axis=0))
    return int(ticks[0]) if len(ticks) else one.ticks


def assert_same_series(one: RunOutput, other: RunOutput, but: tuple[str, ...] = ()) -> None:
    """The same series, save for these columns."""
    assert one.series.keys() == other.series.keys()
    for name in one.series:
        if name not in but:
            apart = np.flatnonzero(one.series[name] != other.series[name])
            assert not len(apart), f"{name} differs from tick {apart[0]} on"


def assert_same_people(one: RunOutput, other: RunOutput) -> None:
    """The same people at the end, who changed their stances at the same times."""
    assert one.people.keys() == other.people.keys()
    for name in one.people:
        apart = np.flatnonzero(one.people[name] != other.people[name])
        assert not len(apart), f"{name} differs for {len(apart)} people, first {apart[0]}"
    np.testing.assert_array_equal(in_order(one.stances), in_order(other.stances))


def assert_same_run(one: RunOutput, other: RunOutput) -> None:
    """The same in all that a run leaves behind."""
    assert_same_series(one, other)
    assert_same_people(one, other)
    for ours, theirs in zip(one.ties, other.ties, strict=True):
        np.testing.assert_array_equal(ours, theirs)
    for name in ("ticks", "hours_per_tick", "acts", "promises", "repaired_at", "incident_at"):
        assert getattr(one, name) == getattr(other, name), name
    for name in ("staff_hours", "articles", *COUNTED):
        assert getattr(one, name) == getattr(other, name), name


def in_order(stances: np.ndarray) -> np.ndarray:
    """Changes of stance by tick and person."""
    return stances[np.lexsort(stances.T[::-1])]
