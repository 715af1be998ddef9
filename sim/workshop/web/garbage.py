"""Collect garbage between rounds, when nobody waits for the server.

To find what refers to itself in circles, Python looks through all that lives, which takes half a
second in a full room, again and again. So what lives when a round begins or ends is looked
through then, and set aside: within the round only what is newer is looked at.
"""

import asyncio
import gc

from sim.workshop.web.snapshot import RoomSnapshot

SETTLED = 0.5
"""Seconds until what all pages have been told has reached them, and before anybody can answer."""


class CollectorBetweenRounds:
    """Collects garbage whenever a round has begun or ended, and all pages show it."""

    def __init__(self) -> None:
        self._known: object = None
        self._collection: asyncio.TimerHandle | None = None
        collect_and_set_aside()

    def __call__(self, snapshot: RoomSnapshot) -> None:
        """Take notice of what all pages have been told."""
        now = snapshot.branches, snapshot.round, snapshot.phase
        if now != self._known:
            self._known = now
            if self._collection is not None:
                self._collection.cancel()
            loop = asyncio.get_running_loop()
            self._collection = loop.call_later(SETTLED, collect_and_set_aside)


def collect_and_set_aside() -> None:
    """Collect garbage, whatever was set aside before included, and set aside what lives."""
    gc.unfreeze()
    gc.collect()
    gc.freeze()
