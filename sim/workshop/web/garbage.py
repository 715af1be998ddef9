"""Collect garbage between rounds, when nobody waits for the server.

To find what refers to itself in circles, Python looks through all that lives, which takes half a
second in a full room, again and again. So what lives when a round begins or ends is looked
through at that moment, and then set aside: within the round only what is newer is looked at.
"""

import gc

from sim.workshop.web.snapshot import RoomSnapshot


class CollectorBetweenRounds:
    """Collects garbage whenever a round has begun or ended, and all pages know."""

    def __init__(self) -> None:
        self._known: object = None
        collect_and_set_aside()

    def __call__(self, snapshot: RoomSnapshot) -> None:
        """Take notice of what all pages have been told."""
        now = snapshot.branches, snapshot.round, snapshot.phase
        if now != self._known:
            self._known = now
            collect_and_set_aside()


def collect_and_set_aside() -> None:
    """Collect garbage, whatever was set aside before included, and set aside what lives."""
    gc.unfreeze()
    gc.collect()
    gc.freeze()
