"""Rate limits: buckets that fill again with time.

Addresses are kept only as a salted hash that ends with the process.
"""

import secrets
import time
from collections import OrderedDict
from hashlib import blake2b

MOST_KEPT = 5000
"""Buckets remembered. Those not used for longest are dropped first."""


class Pseudonymizer:
    """Turns keys into hashes that nobody can turn back once the process has ended."""

    def __init__(self) -> None:
        self._salt = secrets.token_bytes(16)

    def __call__(self, key: str) -> bytes:
        """Return the hash of a key."""
        return blake2b(key.encode(), key=self._salt, digest_size=16).digest()


class Limit:
    """For each key, at most so many tries at once, and so many a minute in the long run."""

    def __init__(self, most: int, a_minute: float) -> None:
        self.most, self.a_second = float(most), a_minute / 60.0
        self._hidden = Pseudonymizer()
        self._buckets: OrderedDict[bytes, tuple[float, float]] = OrderedDict()

    def allows(self, key: str) -> bool:
        """Return whether one more is left, without taking it."""
        return self._level(self._hidden(key)) >= 1.0

    def take(self, key: str) -> bool:
        """Take one, and return whether one was left."""
        hidden = self._hidden(key)
        level = self._level(hidden)
        left = level >= 1.0
        self._buckets[hidden] = (level - left, time.monotonic())
        self._buckets.move_to_end(hidden)
        while len(self._buckets) > MOST_KEPT:
            self._buckets.popitem(last=False)
        return left

    def _level(self, hidden: bytes) -> float:
        level, at = self._buckets.get(hidden, (self.most, 0.0))
        return min(self.most, level + (time.monotonic() - at) * self.a_second)
