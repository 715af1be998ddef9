"""Lasting characters: they come back, keep their line of conduct, and remember."""

from collections.abc import Iterator
from dataclasses import dataclass, field

from sim.exercise.words.hands import Hand
from sim.exercise.words.posts import Class, Mood, Post
from sim.exercise.words.sentences import Sentence, SentenceBank, bank
from sim.language.typesetting import Language
from sim.scenario.exercise import Exercise
from sim.scenario.voices import CONDUCTS, Conduct, Voice

RESTS_FOR = 2.5
"""Hours after a post in which a character writes no other."""
KIND_OF: dict[Conduct, Class] = {
    "agency": "affected",
    "waiting": "affected",
    "regular": "affected",
    "practical": "affected",
    "leaving": "affected",
    "troll": "bandwagon",
    "reporter": "bandwagon",
    "expert": "bandwagon",
    "archivist": "bandwagon",
    "principled": "bandwagon",
    "loyal": "defender",
    "fair": "defender",
    "colleague": "defender",
}
HAND_OF: dict[Conduct, Hand] = {"troll": Hand.small, "loyal": Hand.emoji}
"""Handwriting of those who do not write tidily."""
CALM: tuple[Conduct, ...] = ("practical", "reporter", "expert", "agency")
"""Conducts of critics who do not shout. The others of them are angry."""
REMEMBERS_AFTER = 3.0
"""Hours after which a character comes back to an own post."""


@dataclass(slots=True)
class LastingCharacter:
    """A character on one page, with what they wrote there."""

    key: str
    name: str
    about: str
    conduct: Conduct
    kind: Class
    lines: list[Voice]
    posts: list[Post] = field(default_factory=list)
    """Posts of theirs so far, oldest first."""

    @property
    def mood(self) -> Mood:
        """The mood in which they always write."""
        if self.kind == "defender":
            return "defending"
        return "calm" if self.conduct in CALM else "angry"

    @property
    def hand(self) -> Hand:
        """The handwriting that they keep."""
        return HAND_OF.get(self.conduct, Hand.tidy)

    def may_write(self, kind: Class, hours: float) -> bool:
        """Return True if they write posts of this class and have rested."""
        rested = not self.posts or hours - self.posts[-1].hours >= RESTS_FOR
        return kind == self.kind and rested

    def earlier(self, hours: float) -> Post | None:
        """Return the last post that they come back to."""
        own = (post for post in reversed(self.posts) if hours - post.hours >= REMEMBERS_AFTER)
        return next(own, None)

    def sentences(self, sentences: SentenceBank, topic: str) -> Iterator[Sentence]:
        """Yield what they may say on a topic: on the matter itself, then by their conduct.

        What fits any moment while the matter is open is their topic ``any``.
        """
        yield from sentences.of_voices(self.lines, self.kind, topic, self.mood)
        lists = bank("characters", sentences.language)[self.conduct]
        yield from map(Sentence, lists.get(topic, ()))


def cast(exercise: Exercise, language: Language) -> list[LastingCharacter]:
    """Return the characters of an exercise, or those that every exercise has."""
    if not exercise.characters:
        return [_common(conduct, language) for conduct in CONDUCTS]
    return [
        LastingCharacter(
            key=f"{place}-{each.conduct}",
            name=each.name.in_language(language),
            about=each.about.in_language(language),
            conduct=each.conduct,
            kind=each.kind or KIND_OF[each.conduct],
            lines=each.lines,
        )
        for place, each in enumerate(exercise.characters)
    ]


def _common(conduct: Conduct, language: Language) -> LastingCharacter:
    lists = bank("characters", language)[conduct]
    name, about = lists["name"][0], lists["about"][0]
    return LastingCharacter(conduct, name, about, conduct, KIND_OF[conduct], [])
