"""Banks of sentences: what each class of people may write, by topic and mood.

The files ``posts.LANGUAGE.toml`` hold one sentence on each line. A sentence with a placeholder
is only chosen where all of its placeholders can be filled.
"""

import re
import tomllib
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from string import Formatter
from typing import Any

from sim.exercise.words.posts import CRITICAL, Class, Mood
from sim.exercise.words.presumed import Page
from sim.language.typesetting import Language, typeset
from sim.scenario.voices import PHASES, Voice, Voices

WORDS = Path(__file__).parent
UNTIL_OVER = PHASES[:4]
"""Phases in which a sentence on the matter fits that says nothing about its moments."""
RESTED = 300
"""Posts within which no sentence comes twice, as long as there are others."""


@dataclass(frozen=True, slots=True)
class Sentence:
    """A sentence, as it stands in a file."""

    text: str
    mood: Mood = ""
    """Empty if it stands without an opening and a closing."""


@cache
def bank(book: str, language: Language) -> dict[str, Any]:
    """Return a file of sentences, each text of several lines as the list of its lines."""
    path = WORDS / f"{book}.{language}.toml"
    lists: dict[str, Any] = _in_lines(tomllib.loads(path.read_text(encoding="utf-8")), language)
    return lists


def _in_lines(value: Any, language: Language) -> Any:
    if isinstance(value, dict):
        return {key: _in_lines(inner, language) for key, inner in value.items()}
    if isinstance(value, str):
        return [typeset(line.strip(), language) for line in value.splitlines() if line.strip()]
    return [typeset(each, language) for each in value]


@cache
def placeholders(text: str) -> frozenset[str]:
    """Return the names in braces of a sentence.

    >>> sorted(placeholders("On {made} you said {time}."))
    ['made', 'time']
    """
    return frozenset(name for _, name, _, _ in Formatter().parse(text) if name)


class SentenceBank:
    """All sentences of a language, and those that the exercise adds on its matter."""

    def __init__(self, language: Language, voices: Voices, lasting: bool) -> None:
        self.language, self.voices, self.lasting = language, voices, lasting
        self.lists = bank("posts", language)
        self._pools: dict[tuple[Class, str, Mood], tuple[list[Sentence], list[Sentence]]] = {}

    def pool(self, kind: Class, topic: str, mood: Mood) -> tuple[list[Sentence], list[Sentence]]:
        """Return the general sentences for a class, topic and mood, and those on the matter."""
        key = (kind, topic, mood)
        if key not in self._pools:
            self._pools[key] = list(self._general(*key)), list(self._on_matter(*key))
        return self._pools[key]

    def unsure(self, kind: Class) -> list[Sentence]:
        """Return what those say who notice something before a failure has come to light."""
        return [Sentence(text, "calm") for text in self.lists[kind]["noticing"]["calm"]]

    def _general(self, kind: Class, topic: str, mood: Mood) -> Iterator[Sentence]:
        if kind == "planted":
            yield from map(Sentence, self.lists["planted"])
        elif kind == "defender":
            for text in self.lists["defender"].get(topic, {}).get("lines", ()):
                yield Sentence(text, "defending")
        elif kind in CRITICAL:
            temper: Mood = "calm" if mood == "calm" else "angry"
            for who in ("critics", kind):
                for text in self.lists[who].get(topic, {}).get(temper, ()):
                    yield Sentence(text, mood)
        else:
            for text in self.lists["fan"]["everyday"]:
                yield Sentence(text, "everyday")

    def _on_matter(self, kind: Class, topic: str, mood: Mood) -> Iterator[Sentence]:
        voices: dict[Class, list[Voice]] = {
            "affected": [*self.voices.affected, *self.voices.clients],
            "bandwagon": self.voices.bandwagon,
            "defender": self.voices.defenders,
            "fan": self.voices.fans,
        }
        yield from self.of_voices(voices.get(kind, []), kind, topic, mood)

    def of_voices(
        self, voices: Iterable[Voice], kind: Class, topic: str, mood: Mood
    ) -> Iterator[Sentence]:
        """Yield those of an exercise's own sentences that fit class, topic and mood."""
        temper = "calm" if mood == "calm" else "angry"
        for voice in voices:
            if kind in CRITICAL and voice.mood not in (None, temper):
                continue
            if kind != "fan" and topic not in self._moments(voice):
                continue
            framed: Mood = mood if kind == "fan" or voice.mood is not None else ""
            yield Sentence(voice.in_language(self.language), framed)

    def _moments(self, voice: Voice) -> Iterable[str]:
        return voice.moments or (UNTIL_OVER if self.lasting else (*UNTIL_OVER, "later"))


class Chooser:
    """Chooses sentences so that none comes twice within the memory of a reader."""

    def __init__(
        self, foreign: re.Pattern[str] | None = None, own: frozenset[str] = frozenset()
    ) -> None:
        """Begin with a memory of nothing.

        Sentences that say something ``foreign`` are left out, unless an exercise has them of its
        ``own``.
        """
        self.foreign, self.own = foreign, own
        self.last: dict[str, int] = {}
        """Sentences, and the number of the post that had them last."""
        self.count = 0
        self.page: Page | None = None
        """What may be taken for granted just now. Anything if None."""

    def _fits(self, text: str, filled: Mapping[str, str]) -> bool:
        """Return whether a sentence can be said here."""
        if self.foreign is not None and text not in self.own and self.foreign.search(text):
            return False
        if self.page is not None and not self.page.bears(text):
            return False
        return placeholders(text) <= filled.keys()

    def fresh(
        self, pool: Iterable[Sentence], filled: Mapping[str, str], number: float
    ) -> Sentence | None:
        """Return a sentence that has rested and can be filled, by a number from 0 to 1."""
        rested = [
            each
            for each in pool
            if self.count - self.last.get(each.text, -RESTED) >= RESTED
            and self._fits(each.text, filled)
        ]
        return rested[int(number * len(rested))] if rested else None

    def oldest(self, pool: Iterable[Sentence], filled: Mapping[str, str]) -> Sentence | None:
        """Return the sentence that was used longest ago, of those that can be filled."""
        usable = [each for each in pool if self._fits(each.text, filled)]
        return min(usable, key=lambda each: self.last.get(each.text, -1), default=None)

    def use(self, *sentences: str) -> None:
        """Note that a post has used these sentences."""
        self.count += 1
        self.last |= dict.fromkeys(sentences, self.count)
