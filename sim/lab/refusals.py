"""What the lab refuses, with words for the person who asked."""

from sim.errors import InputError
from sim.language.heard import refusal_in
from sim.language.speech import Speech, texts


class LabRefusedError(InputError):
    """A change that the lab refuses. ``key`` and ``filled`` let a page say so in its language."""

    def __init__(self, message: str, key: str, **filled: object) -> None:
        super().__init__(message)
        self.key, self.filled = key, filled


def refusal_said(wrong: Exception, speech: Speech) -> str:
    """Return why something cannot be done, in a language if there are words for it there."""
    name = f"lab.refused_{getattr(wrong, 'key', '')}"
    if isinstance(wrong, LabRefusedError) and name in texts(speech.language):
        return speech.say(name, **wrong.filled)
    return refusal_in(wrong, speech.language)
