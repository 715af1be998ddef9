"""Texts of the web page: its own, and those that it shares with the terminal."""

from sim.exercise import texts as shared
from sim.exercise.refusals import RefusedError
from sim.language.speech import texts
from sim.language.typesetting import Language


def say(language: Language, key: str, **values: object) -> str:
    """Return a text of the web page in the participants' language, placeholders filled."""
    own = f"web.{key}"
    return shared.say(language, own if own in texts(language) else key, **values)


def told(language: Language, refused: RefusedError) -> str:
    """Return why something is not possible, in the participants' language."""
    key = f"refused_{refused.key or 'otherwise'}"
    if f"web.{key}" not in texts(language) and f"exercise.{key}" not in texts(language):
        key = "refused_otherwise"
    return say(language, key, **refused.filled)
