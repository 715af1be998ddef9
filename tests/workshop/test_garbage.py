"""A full room is not kept waiting while garbage is collected."""

import gc
import weakref
from collections.abc import Iterator
from types import SimpleNamespace
from typing import Any, cast

import pytest

from sim.workshop.web import garbage
from sim.workshop.web.garbage import CollectorBetweenRounds, collect_and_set_aside


class Circle:
    """Something that refers to itself."""

    def __init__(self) -> None:
        self.itself = self


@pytest.fixture(autouse=True)
def _nothing_set_aside() -> Iterator[None]:
    """Leave the collector as it was."""
    yield
    gc.unfreeze()


def room(round_: int, phase: str) -> Any:
    """What the collector looks at of a room."""
    return cast("Any", SimpleNamespace(branches=0, round=round_, phase=phase))


def test_garbage_is_collected_when_a_round_begins_or_ends_and_not_in_between(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    collected: list[int] = []
    monkeypatch.setattr(garbage, "collect_and_set_aside", lambda: collected.append(1))
    told = CollectorBetweenRounds()
    for phase, number in (("open", 0), ("open", 0), ("open", 0), ("closed", 0), ("open", 1)):
        told(room(number, phase))
    assert len(collected) == 1 + 3


def test_what_lives_is_set_aside_and_collected_once_it_is_garbage() -> None:
    circle = Circle()
    seen = weakref.ref(circle)
    collect_and_set_aside()
    assert gc.get_freeze_count() > 0
    del circle
    gc.collect()
    assert seen() is not None, "what is set aside is not looked at"
    collect_and_set_aside()
    assert seen() is None
