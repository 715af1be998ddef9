"""Fields of the page of an exercise, while changes are still on their way."""

import asyncio
from typing import Any

from sim.lab.web.exercise_fields import ExerciseFields
from sim.language.speech import Speech


class SlowBook:
    """A book whose edits take as long as the one who edits says."""

    async def edit(self, made: asyncio.Event) -> None:
        """Make an edit once it is time."""
        await made.wait()


def test_a_change_that_overlaps_another_of_this_page_still_counts_as_its_own() -> None:
    book: Any = SlowBook()
    page = ExerciseFields(book, Speech("en", tables=("lab",)))

    async def overlapping() -> list[bool]:
        first, second = asyncio.Event(), asyncio.Event()
        one = asyncio.create_task(page.edit(first))
        two = asyncio.create_task(page.edit(second))
        await asyncio.sleep(0)
        first.set()
        await one
        between = page.own
        second.set()
        await two
        return [between, page.own]

    assert asyncio.run(overlapping()) == [True, False]
