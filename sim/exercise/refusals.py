"""What an exercise refuses, told so that it can be shown to the person who asked for it."""

from sim.errors import InputError


class RefusedError(InputError):
    """Something that is not possible (now); nothing has changed.

    The message is English; ``key`` and ``filled`` let a page say it in another language.
    """

    def __init__(self, message: str, key: str = "", **filled: object) -> None:
        super().__init__(message)
        self.key, self.filled = key, filled
