"""The words of the web page: its own, and those that it shares with the terminal."""

from sim.scenario.exercise import Language
from sim.workshop.language import say as say_shared
from sim.workshop.language import words
from sim.workshop.refusals import RefusedError


def say(language: Language, key: str, **filled: object) -> str:
    """A text in the participants' language, with its blanks filled."""
    said: dict[str, str] = words("web", language)["said"]
    if key not in said:
        return say_shared(language, key, **filled)
    return said[key].format(**filled)


def told(language: Language, refused: RefusedError) -> str:
    """Why something is not possible, in the participants' language."""
    key = f"refused_{refused.key or 'otherwise'}"
    if key not in words("web", language)["said"]:
        key = "refused_otherwise"
    return say(language, key, **refused.filled)
