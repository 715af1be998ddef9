"""A full room is not kept waiting while garbage is collected."""

import asyncio
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


async def told_of(*rooms: tuple[str, int], apart: float) -> None:
    """Tell a collector of one room after the other, and wait until it has collected."""
    told = CollectorBetweenRounds()
    for phase, number in rooms:
        told(room(number, phase))
        await asyncio.sleep(apart)
    await asyncio.sleep(4 * garbage.SETTLED)


@pytest.fixture
def collected(monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """What grows by one with each collection. The first is that of the opened room."""
    collections: list[int] = []
    monkeypatch.setattr(garbage, "collect_and_set_aside", lambda: collections.append(1))
    monkeypatch.setattr(garbage, "SETTLED", 0.05)
    return collections


def test_garbage_is_collected_when_a_round_begins_or_ends_and_not_in_between(
    collected: list[int],
) -> None:
    played = ("open", 0), ("open", 0), ("open", 0), ("closed", 0), ("open", 1)
    asyncio.run(told_of(*played, apart=0.3))
    assert len(collected) == 1 + 3


def test_pages_are_told_before_garbage_is_collected_and_a_round_that_follows_at_once_waits(
    collected: list[int],
) -> None:
    async def told_at_once() -> None:
        CollectorBetweenRounds()(room(0, "open"))
        assert len(collected) == 1

    asyncio.run(told_at_once())
    collected.clear()
    asyncio.run(told_of(("closed", 0), ("open", 1), apart=0.0))
    assert len(collected) == 1 + 1


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
