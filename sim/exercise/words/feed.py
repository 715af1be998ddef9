"""The feed: posts of a storm, written from banks of sentences.

The storm says how many posts of each class a tick has. Their authors and words are drawn with
the same counter-based chance, so that two teams read the same posts for as long as their storms
are the same. No text comes twice on one page.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from enum import IntEnum
from typing import TYPE_CHECKING, Any, Literal

from sim.exercise.texts import speech_for, word_lists
from sim.exercise.words.topics import TopicContext, draw_topic, topics
from sim.language.typesetting import Language
from sim.scenario.exercise import Exercise
from sim.scenario.exercise import Translated as Text
from sim.storm.chance import stream_of, uniform

if TYPE_CHECKING:
    from sim.engines.resumable import ResumableRun

FEED_STREAM = -2
"""The "person" whose stream writes the posts."""
MOST_AT_ONCE = 15
"""Posts of a tick that are written out, in the storm's own mix. The figures count all of them."""
ATTEMPTS = 40
"""Wordings tried for a post until one is new."""
REMEMBERED = 400
"""Posts within which no text comes twice, however loud the storm."""
FEW_ATTEMPTS = 8
"""Attempts before a post gets one more sentence."""
RESTED = 8
"""Posts after which a sentence may come again, among other words."""
ALSO_THE_MATTER = 0.3
"""Share of the posts on what the company does that add a sentence on the matter itself."""

Class = Literal["affected", "bandwagon", "defender", "planted", "fan", "company"]
CLASSES: dict[Class, str] = {
    "affected": "critical_posts_affected",
    "bandwagon": "critical_posts_bandwagon",
    "defender": "defending_posts",
    "planted": "planted_posts",
    "fan": "ordinary_posts",
}
"""Classes of authors, and the column of the series that counts their posts."""
CRITICAL = ("affected", "bandwagon")


class Draw(IntEnum):
    """Purposes of the eight draws for each post."""

    AUTHOR = 0
    MOOD = 1
    TOPIC = 2
    OPENING = 3
    CORE = 4
    MATTER = 5
    CLOSING = 6
    SAMPLE = 7


@dataclass(frozen=True, slots=True)
class Post:
    """A post on the page."""

    hours: float
    """Since the start of the story."""
    author: str
    kind: Class
    topic: str
    text: str


class FeedWriter:
    """Writes the posts of one run, and continues as the run does."""

    def __init__(self, run: "ResumableRun", language: Language, exercise: Exercise) -> None:
        self.run, self.speech = run, speech_for(run.scenario, language)
        self.bank: dict[str, Any] = word_lists("posts", language)
        self.voices = exercise.voices
        self.stream = stream_of(run.seed, FEED_STREAM)
        incident = run.scenario.incident
        self.since = run.scenario.moment_hours(incident.at) if incident else 0.0
        self.written: dict[str, int] = {}
        """Texts, and the number of the post that had them last."""
        self.used: dict[str, int] = {}
        """Sentences, and the number of the post that had them last."""
        self.count = 0
        self.tick = 0
        """First tick of which nothing is written yet."""
        self.people: list[Post] = []

    def posts(self) -> list[Post]:
        """Return all posts up to now, oldest first. Those written before stay."""
        seen = self.run.situation()
        self.series, self.acts, self.promises = self.run.series, self.run.acts, self.run.promises
        self.repaired = seen.hours - seen.hours_since_fixed if seen.fixed else float("inf")
        self.people += self._new_posts()
        self.tick = self.run.tick
        return sorted([*self._company(), *self.people], key=lambda post: post.hours)

    def _company(self) -> Iterator[Post]:
        for act in self.acts:
            if act.levers.reach > 0:
                text = act.words or f"[{self.speech.say(f'responses.{act.do}.name')}]"
                yield Post(act.hours, "", "company", act.do, text)

    def _new_posts(self) -> Iterator[Post]:
        """Yield what everybody else has written since the last call."""
        tick_hours = self.run.scenario.hours_per_tick
        articles = [t * tick_hours for t, n in enumerate(self.series["articles"]) if n]
        for tick in range(self.tick, self.run.tick):
            counts = {kind: int(self.series[column][tick]) for kind, column in CLASSES.items()}
            written = self._written_out(tick, counts)
            if not any(written.values()):
                continue
            hours = tick * tick_hours
            context = TopicContext(
                hours, self.acts, self.promises, self.repaired, articles, self.since
            )
            weights = topics(context)
            for place, (kind, count) in enumerate(written.items()):
                for k in range(count):
                    number = (tick * len(CLASSES) + place) * MOST_AT_ONCE + k
                    at = hours + tick_hours * (k + 0.5) / count
                    yield self._post(number, at, kind, context, weights)

    def _written_out(self, tick: int, counts: Mapping[Class, int]) -> dict[Class, int]:
        """Return how many posts of each class are written out: all, or a sample of the same mix."""
        total = sum(counts.values())
        if total <= MOST_AT_ONCE:
            return dict(counts)
        written = {}
        for place, (kind, count) in enumerate(counts.items()):
            # a draw rounds up or down, so that rare classes are neither lost nor inflated
            luck = self._draw((tick * len(CLASSES) + place) * MOST_AT_ONCE, Draw.SAMPLE)
            written[kind] = min(MOST_AT_ONCE, int(count * MOST_AT_ONCE / total + luck))
        return written

    def _post(
        self,
        number: int,
        hours: float,
        kind: Class,
        context: TopicContext,
        weights: Mapping[str, float],
    ) -> Post:
        """Write a post in words that are new, or that nobody remembers any more."""
        topic, again = self._topic(number, kind, weights), ""
        for attempt in range(ATTEMPTS):
            sentences = self._sentences(number, attempt, kind, topic)
            text = self._frame(
                number, attempt, kind, context, self._fill_in(" ".join(sentences), context)
            )
            rested = all(self.count - self.used.get(each, -RESTED) >= RESTED for each in sentences)
            if text not in self.written and (attempt >= FEW_ATTEMPTS or rested):
                break
            if self.count - self.written.get(text, self.count) > REMEMBERED:
                again = text
            if attempt > ATTEMPTS // 2 and kind != "planted":
                topic = "matter"
        else:
            text = again or f"{text} ({self._author(number, kind)})"
        self.count += 1
        self.written[text] = self.count
        self.used |= dict.fromkeys(sentences, self.count)
        return Post(hours, self._author(number, kind), kind, topic, text)

    def _topic(self, number: int, kind: Class, weights: Mapping[str, float]) -> str:
        if kind == "planted":
            return "planted"
        if kind == "fan":
            return "matter"
        known = self.bank["critics" if kind in CRITICAL else "defenders"]
        fitting = {name: w for name, w in weights.items() if name == "matter" or name in known}
        return draw_topic(fitting, self._draw(number, Draw.TOPIC))

    def _sentences(self, number: int, attempt: int, kind: Class, topic: str) -> list[str]:
        """Draw a sentence on the topic, perhaps one on the matter, perhaps more."""
        drawn_matter = self._draw(number, Draw.MATTER, attempt)
        sentences = [self._matter(kind, drawn_matter)]
        if topic != "matter":
            bank = self.bank["critics" if kind in CRITICAL else "defenders"][topic]
            also = sentences if drawn_matter < ALSO_THE_MATTER and kind != "planted" else []
            sentences = [self._one_of(bank, number, Draw.CORE, attempt), *also]
        if attempt >= FEW_ATTEMPTS:  # much has been sentences already: say more
            sentences.append(self._more(kind, number, attempt))
        return list(dict.fromkeys(sentences))

    def _more(self, kind: Class, number: int, attempt: int) -> str:
        """Draw a sentence that fits any matter, or another of the few that there are."""
        if kind == "fan":
            return self._matter(kind, self._draw(number, Draw.CORE, attempt))
        bank = self.bank["general"]["critics" if kind in CRITICAL else "defenders"]
        if kind == "planted":
            bank = self.bank["defenders"]["planted"]
        return self._one_of(bank, number, Draw.MATTER, attempt)

    def _frame(
        self, number: int, attempt: int, kind: Class, context: TopicContext, core: str
    ) -> str:
        """Put a core between an opening and a closing, each of which may be missing."""
        mood = self._mood(number, kind, context)
        openings, closings = self.bank["openings"][mood], self.bank["closings"][mood]
        if mood == "furious" and kind == "affected":
            closings = closings + self.bank["closings"]["customers"]
        opening = self._perhaps(openings, number, Draw.OPENING, attempt)
        closing = self._perhaps(closings, number, Draw.CLOSING, attempt)
        return " ".join(part for part in (opening, core[0].upper() + core[1:], closing) if part)

    def _mood(self, number: int, kind: Class, context: TopicContext) -> str:
        """Draw a mood, which is angrier after missed promises and long silence."""
        if kind not in CRITICAL:
            return "everyday" if kind == "fan" else "defending"
        missed = sum(p.outcome == "broken" and p.deadline <= context.now for p in self.promises)
        heat = self._draw(number, Draw.MOOD) + 0.12 * missed + min(context.silent_for, 24.0) / 60.0
        if context.now >= context.repaired:
            heat -= 0.4
        return "calm" if heat < 0.45 else "angry" if heat < 0.95 else "furious"

    def _matter(self, kind: Class, number: float) -> str:
        voices: list[Text] = {
            "affected": [*self.voices.affected, *self.voices.clients],
            "bandwagon": self.voices.bandwagon,
            "fan": self.voices.fans or self.voices.defenders,
        }.get(kind, self.voices.defenders)
        # Low draws also say that the sentence follows another: spread them anew.
        return voices[int(number * 997) % len(voices)].in_language(self.speech.language)

    def _fill_in(self, sentence: str, context: TopicContext) -> str:
        """Fill in times of promises and hours of silence."""
        promise = context.missed or context.open
        if promise is not None:
            time = self.speech.named_moment(promise.deadline)
            made = self.speech.named_moment(promise.made)
            sentence = sentence.replace("{time}", time).replace("{made}", made)
        return sentence.replace("{hours}", f"{max(1.0, context.silent_for):.0f}")

    def _author(self, number: int, kind: Class) -> str:
        """Draw a pseudonym. A few authors write most of the posts."""
        one_of = 12 if kind == "planted" else 400
        person = int(one_of * self._draw(number, Draw.AUTHOR) ** 2)
        place = int(stream_of(self.run.seed, person * len(CLASSES) + list(CLASSES).index(kind)))
        names, looks = self.bank["names"], self.bank["looks"]
        name, look = names[place % len(names)], looks[place // 64 % len(looks)]
        return f"{look}_{name}{place // 4096 % 90 + 10}"

    def _one_of(self, bank: list[str], number: int, draw: Draw, attempt: int) -> str:
        return bank[int(self._draw(number, draw, attempt) * len(bank))]

    def _perhaps(self, bank: list[str], number: int, draw: Draw, attempt: int) -> str:
        """Draw one of them, or nothing in half of the cases."""
        place = int(self._draw(number, draw, attempt) * len(bank) * 2)
        return bank[place] if place < len(bank) else ""

    def _draw(self, number: int, draw: Draw, attempt: int = 0) -> float:
        """Draw a number from 0 to 1 for one post and purpose."""
        return uniform(self.stream, number * ATTEMPTS + attempt, int(draw))
