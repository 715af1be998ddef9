"""What an exercise refuses, told so that it can be shown to the person who asked for it."""

from sim.errors import InputError


class RefusedError(InputError):
    """Something that is not possible (now); nothing has changed."""
