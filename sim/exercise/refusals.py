"""Requests that an exercise refuses, with words for the person who made them."""

from sim.errors import InputError


class RefusedError(InputError):
    """A request refused for now. ``key`` and ``filled`` let a page say so in its language."""

    def __init__(self, message: str, key: str = "", **filled: object) -> None:
        super().__init__(message)
        self.key, self.filled = key, filled
