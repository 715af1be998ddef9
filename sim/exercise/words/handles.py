"""Pseudonyms of the many who write once or a few times. None of them exists."""

from string import Formatter

from sim.exercise.words.sentences import bank
from sim.language.typesetting import Language
from sim.storm.chance import stream_of, uniform

PARTS = ("given", "thing", "look", "place")


class Handles:
    """Pseudonyms on one page. A person keeps theirs, and no two people share one."""

    def __init__(self, seed: int, language: Language) -> None:
        self.seed = seed
        self.lists = bank("posts", language)["handles"]
        self._of: dict[int, str] = {}
        self._taken: set[str] = set()

    def of(self, person: int) -> str:
        """Return a person's pseudonym."""
        if person not in self._of:
            stream, attempt = stream_of(self.seed, person), 0
            name = self._drawn(stream, attempt)
            while name.casefold() in self._taken:
                attempt += 1
                name = self._drawn(stream, attempt)
            self._of[person] = name
            self._taken.add(name.casefold())
        return self._of[person]

    def reserve(self, name: str) -> None:
        """Keep a name for a lasting character."""
        self._taken.add(name.casefold())

    def _drawn(self, stream: int, attempt: int) -> str:
        """Draw a pattern and its parts, with a number behind it once patterns are taken."""
        patterns = self.lists["patterns"]
        pattern = patterns[int(uniform(stream, attempt, 0) * len(patterns))]
        filled = {"two": f"{10 + int(uniform(stream, attempt, 6) * 89)}"}
        for place, part in enumerate(PARTS, 1):
            words = self.lists[part]
            filled[part] = words[int(uniform(stream, attempt, place) * len(words))]
            filled[part.capitalize()] = filled[part].capitalize()
        filled["letter"] = "abcdefghijklmnoprstvwz"[int(uniform(stream, attempt, 5) * 22)]
        filled["Letter"] = filled["letter"].upper()
        name = Formatter().vformat(pattern, (), filled)
        return name if attempt < 5 else f"{name}{filled['two']}"
