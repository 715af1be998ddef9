"""Pictures that were uploaded and are not published yet."""

from collections import OrderedDict

from sim.exercise.stage_events import picture_key

MOST_WAITING = 4
"""Pictures that wait to be published. An older one is dropped."""


class WaitingPictures:
    """Pictures that were uploaded and are not published yet. They are in memory only."""

    def __init__(self) -> None:
        self._kept: OrderedDict[str, bytes] = OrderedDict()

    def keep(self, picture: bytes) -> str:
        """Keep a picture, and return its key."""
        key = picture_key(picture)
        self._kept[key] = picture
        self._kept.move_to_end(key)
        while len(self._kept) > MOST_WAITING:
            self._kept.popitem(last=False)
        return key

    def get(self, key: str) -> bytes:
        """Return a picture, or nothing if it is not kept any more."""
        return self._kept.get(key, b"")
