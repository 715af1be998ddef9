"""The words of the web page: its own, and those that it shares with the terminal."""

from sim.exercise.refusals import RefusedError
from sim.scenario.exercise import Language
from sim.workshop.language import figure, words
from sim.workshop.language import say as say_shared


def say(language: Language, key: str, **filled: object) -> str:
    """A text in the participants' language, with its blanks filled."""
    said: dict[str, str] = words("web", language)["said"]
    if key not in said:
        return say_shared(language, key, **filled)
    return said[key].format(**{name: _as_spoken(one, language) for name, one in filled.items()})


def _as_spoken(value: object, language: Language) -> object:
    """A number with a fraction, that is written as this language writes it."""
    return _Figure(value, language) if isinstance(value, float) else value


class _Figure:
    """A number in a text with blanks; the blank says how exactly it is told."""

    def __init__(self, value: float, language: Language) -> None:
        self.value, self.language = value, language

    def __format__(self, form: str) -> str:
        return figure(self.value, self.language, form)


def told(language: Language, refused: RefusedError) -> str:
    """Why something is not possible, in the participants' language."""
    key = f"refused_{refused.key or 'otherwise'}"
    if key not in words("web", language)["said"]:
        key = "refused_otherwise"
    return say(language, key, **refused.filled)
