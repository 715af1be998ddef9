"""The writing of a single post: who writes, about what, in which mood, and in what words."""

import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from sim.exercise.words.characters import LastingCharacter, cast
from sim.exercise.words.clientele import foreign_words, own_sentences
from sim.exercise.words.drawing import ATTEMPTS, Draw, PostDraws
from sim.exercise.words.handles import Handles
from sim.exercise.words.hands import Hand, hand_of
from sim.exercise.words.handwriting import Handwriting
from sim.exercise.words.posts import CLASSES, CRITICAL, Class, Mood, Post
from sim.exercise.words.presumed import Page as Presumed
from sim.exercise.words.sentences import Chooser, Sentence, SentenceBank
from sim.exercise.words.threads import Reply, Threads, below_the_company
from sim.exercise.words.topics import TopicContext, draw_topic, topics
from sim.language.speech import Speech
from sim.scenario.exercise import Exercise
from sim.storm.chance import stream_of, uniform

BY_CHARACTERS = 0.42
"""Share of the posts that a lasting character of the class writes, if one has rested."""
ON_MATTER = 0.5
"""Share of the posts of a phase that are on the exercise's own matter, if there are any new."""
SHORTEST_QUOTE = 4
"""Words that a sentence of the company has at least to be quoted: no greeting."""
AFTERWARDS = ("repaired", "later", "fixed", "kept", "reported")
"""Topics on which nobody has to wake or to calm anybody any more, so that nothing opens a post."""
LONGEST_QUOTE = 80
"""Characters of the company's words that people quote."""
AUTHORS, BOUGHT_AUTHORS = 400, 12
"""People of a class who may write, and accounts that post what is bought."""

BEGINS = "_begins"
"""Ending of the names of placeholders with which a sentence begins."""

Page = tuple[Sequence[Post], Sequence[Post]]
"""Posts of the company and posts of people, both oldest first."""


@dataclass(frozen=True, slots=True)
class Author:
    """Who writes a post."""

    name: str
    hand: Hand
    character: LastingCharacter | None = None

    @property
    def conduct(self) -> str:
        """The line of conduct of a character. Empty for everybody else."""
        return self.character.conduct if self.character else ""


@dataclass(frozen=True, slots=True)
class Wording:
    """A sentence for a post, what it is about, and what fills its placeholders."""

    sentence: Sentence
    topic: str
    filled: Mapping[str, str]

    @property
    def text(self) -> str:
        """The sentence with its placeholders filled, capitals where sentences begin."""
        begun = {
            f"{name}{BEGINS}": each[:1].upper() + each[1:] for name, each in self.filled.items()
        }
        pattern = re.sub(r"(?<=[.!?] )\{(\w+)\}", rf"{{\1{BEGINS}}}", self.sentence.text)
        return pattern.format_map({**self.filled, **begun})


class PostWriter:
    """Writes posts one after the other, and remembers what has been said."""

    def __init__(
        self, draws: PostDraws, seed: int, speech: Speech, exercise: Exercise, lasting: bool
    ) -> None:
        language = speech.language
        self.draws, self.seed, self.speech = draws, seed, speech
        self.bank = SentenceBank(language, exercise.voices, lasting)
        foreign = foreign_words(speech.serves, language)
        self.characters = [
            each
            for each in cast(exercise, language)
            if foreign is None
            or exercise.characters
            or not foreign.search(f"{each.name} {each.about}")
        ]
        self.handles, self.threads = Handles(seed, language), Threads(language)
        for each in self.characters:
            self.handles.reserve(each.name)
        tags = [each.in_language(language) for each in exercise.voices.hashtags]
        self.hands = Handwriting(language, tags)
        self.chooser = Chooser(foreign, own_sentences(exercise, language))
        self.texts: set[str] = set()
        self.critical = 0
        """Critical posts written so far."""
        self.written: Counter[str] = Counter()
        """Posts written so far by author."""

    def post(
        self, number: int, hours: float, kind: Class, context: TopicContext, page: Page
    ) -> Post | None:
        """Write a post in words that are new here. Return None if there are none any more.

        Before a failure has come to light only those write of it who are hit, and nobody defends
        a company of which nobody has complained.
        """
        unheard = context.early or (kind == "defender" and not self.critical)
        if kind in ("bandwagon", "defender") and unheard:
            return None
        author = self._author(number, hours, kind, context)
        self._presume(hours, context, author)
        reply = self._reply(number, hours, kind, context, author, page)
        wording = self._wording(number, kind, context, author, reply)
        if wording is None and author.character:  # has nothing to say just now: somebody else
            author = self._anybody(number, kind)
            self._presume(hours, context, author)
            reply = self._reply(number, hours, kind, context, author, page)
            wording = self._wording(number, kind, context, author, reply)
        if wording is None:
            return None
        mood = self._mood(number, kind, context, author)
        text = self._text(number, kind, mood, author, wording)
        if text is None:
            return None
        answers = reply.to if reply and wording.topic == "reply" else None
        if answers is None and (act := context.act_of(wording.topic)) is not None:
            below = self.draws.number(number, Draw.BELOW)
            answers = below_the_company(page[0], act.hours, below)
        self.chooser.use(wording.sentence.text)
        self.texts.add(text)
        self.written[author.name] += 1
        self.critical += kind in CRITICAL
        key = author.character.key if author.character else ""
        to = answers.number if answers else None
        post = Post(hours, author.name, kind, wording.topic, text, number, to, key, mood)
        if author.character:
            author.character.posts.append(post)
        return post

    def _presume(self, hours: float, context: TopicContext, author: Author) -> None:
        """Let both choosers know what a post of this author may take for granted."""
        week_hours, own = self.speech.started + hours, self.written[author.name]
        page = Presumed(self.speech.language, week_hours, hours - context.since, self.critical, own)
        self.chooser.page = self.hands.chooser.page = page

    # -- who ------------------------------------------------------------------------------------

    def _author(self, number: int, hours: float, kind: Class, context: TopicContext) -> Author:
        """Draw a lasting character, once the matter has come to light, or one of the many."""
        early = context.early and kind in CRITICAL
        rested = [] if early else [e for e in self.characters if e.may_write(kind, hours)]
        if rested and self.draws.number(number, Draw.CHARACTER) < BY_CHARACTERS:
            each = rested[int(self.draws.number(number, Draw.WHICH) * len(rested))]
            return Author(each.name, each.hand, each)
        return self._anybody(number, kind)

    def _anybody(self, number: int, kind: Class) -> Author:
        """Draw one of the many, of whom a few write most posts."""
        one_of = BOUGHT_AUTHORS if kind == "planted" else AUTHORS
        person = int(one_of * self.draws.number(number, Draw.AUTHOR) ** 1.5)
        person = person * len(CLASSES) + list(CLASSES).index(kind)
        return Author(self.handles.of(person), self._hand(person))

    def _hand(self, person: int) -> Hand:
        return hand_of(uniform(stream_of(self.seed, person), 0, 9))

    def _mood(self, number: int, kind: Class, context: TopicContext, author: Author) -> Mood:
        """Draw a mood, which is angrier after missed promises and long silence."""
        if author.character:
            return author.character.mood
        if kind == "planted":
            return ""
        if kind not in CRITICAL:
            return "everyday" if kind == "fan" else "defending"
        if context.early:
            return "calm"
        heat = self.draws.number(number, Draw.MOOD) + 0.12 * context.times_missed
        heat += min(context.silent_for, 24.0) / 60.0
        if context.over:
            heat -= 0.4
        return "calm" if heat < 0.45 else "angry" if heat < 0.95 else "furious"

    def _reply(
        self,
        number: int,
        hours: float,
        kind: Class,
        context: TopicContext,
        author: Author,
        page: Page,
    ) -> Reply | None:
        draws = (
            self.draws.number(number, Draw.REPLY),
            self.draws.number(number, Draw.REPLY_TO),
        )
        over = context.over or context.phase == "later"
        people = page[1]
        return self.threads.reply(
            kind, author.name, hours, people, draws, author.conduct, over, self.written
        )

    # -- what -----------------------------------------------------------------------------------

    def _wording(
        self,
        number: int,
        kind: Class,
        context: TopicContext,
        author: Author,
        reply: Reply | None,
    ) -> Wording | None:
        """Choose a sentence that has rested. Only what is bought is said again before.

        A post for which there is none is counted by the storm and not shown.
        """
        if reply is not None:
            filled = {"name": f"@{reply.to.author}"}
            drawn = self.draws.number(number, Draw.SENTENCE)
            sentence = self.chooser.fresh(reply.sentences, filled, drawn)
            if sentence is not None:
                return Wording(sentence, "reply", filled)
        mood = self._mood(number, kind, context, author)
        weights = self._weights(kind, context)
        for attempt in range(ATTEMPTS):
            if not weights:
                break
            topic = draw_topic(weights, self.draws.number(number, Draw.TOPIC, attempt))
            own = self._in_character(number, topic, context, author)
            if own is not None:
                return own
            if author.character:
                del weights[topic]
                continue
            filled = self._filled(topic, context, author)
            for pool in self._pools(number, attempt, kind, mood, topic, context.early):
                drawn = self.draws.number(number, Draw.SENTENCE, attempt)
                sentence = self.chooser.fresh(pool, filled, drawn)
                if sentence is not None:
                    return Wording(sentence, topic, filled)
            del weights[topic]
        if kind != "planted":
            return None
        bought = self.bank.pool(kind, "planted", "")[0]
        return Wording(self._twice(bought, number), "planted", {})

    def _twice(self, bought: list[Sentence], number: int) -> Sentence:
        """Return two sentences of bought posts as one, since these say the same again."""
        first = self.chooser.oldest(bought, {}) or bought[0]
        second = bought[int(self.draws.number(number, Draw.SENTENCE) * len(bought))]
        self.chooser.use(first.text)
        return Sentence(f"{first.text} {second.text}")

    def _weights(self, kind: Class, context: TopicContext) -> dict[str, float]:
        if kind == "planted":
            return {"planted": 1.0}
        return {context.phase: 1.0} if kind == "fan" else topics(context)

    def _in_character(
        self, number: int, topic: str, context: TopicContext, author: Author
    ) -> Wording | None:
        """Return what a character says on the topic, or else what fits while it is open."""
        if author.character is None:
            return None
        drawn = self.draws.number(number, Draw.SENTENCE)
        spent = context.over or context.phase == "later"
        for name in (topic,) if spent else (topic, "any"):
            filled = self._filled(name, context, author)
            pool = list(author.character.sentences(self.bank, name))
            sentence = self.chooser.fresh(pool, filled, drawn)
            if sentence is not None:
                return Wording(sentence, context.phase if name == "any" else topic, filled)
        return None

    def _pools(
        self, number: int, attempt: int, kind: Class, mood: Mood, topic: str, early: bool
    ) -> Iterable[list[Sentence]]:
        """Yield the general sentences and those on the matter, in the order of asking."""
        general, own = self.bank.pool(kind, topic, mood)
        if early and kind in CRITICAL:
            yield self.bank.unsure(kind)
            return
        first = self.draws.number(number, Draw.ON_MATTER, attempt) < ON_MATTER
        yield from (own, general) if first else (general, own)

    def _filled(self, topic: str, context: TopicContext, author: Author) -> dict[str, str]:
        """Return what fills the placeholders of a sentence on this topic, as far as there is."""
        filled: dict[str, str] = {}
        promise = context.promise_of(topic)
        if promise is not None:
            filled["time"] = self.speech.named_moment(promise.deadline)
            filled["made"] = self.speech.named_moment(promise.made)
        if context.silent_for >= 2.0:
            filled["hours"] = f"{context.silent_for:.0f}"
        if context.times_missed >= 2:
            filled["count"] = str(context.times_missed)
        act = context.act_of(topic)
        if act is None and topic == "silence" and context.public:
            act = context.public[-1]
        if act is not None and act.words:
            filled["said"] = self.speech.quoted(quotable(act.words))
            filled["said_at"] = self.speech.named_moment(act.hours)
        if author.character and (earlier := author.character.earlier(context.now)):
            filled["mine_at"] = self.speech.named_moment(earlier.hours)
        return filled

    # -- how ------------------------------------------------------------------------------------

    def _text(
        self, number: int, kind: Class, mood: Mood, author: Author, wording: Wording
    ) -> str | None:
        """Return the post's text, framed until it is new. None if nothing makes it so."""
        hand = self.draws.number(number, Draw.HAND)
        shouts = mood == "furious" and wording.topic != "reply"
        framed = author.character is None and not (kind != "fan" and wording.topic in AFTERWARDS)
        for attempt in range(ATTEMPTS):
            text = wording.text
            text = text[:1].upper() + text[1:] if text[:1] != "@" else text
            if framed or attempt:
                frame = (
                    self.draws.number(number, Draw.OPENING, attempt),
                    self.draws.number(number, Draw.CLOSING, attempt),
                )
                text = self.hands.framed(text, wording.sentence, kind, frame, attempt > 0)
            shown: Mood = "" if wording.topic == "reply" and kind in CRITICAL else mood
            text = self.hands.written(text, author.hand, shown, hand, shouts)
            if text not in self.texts:
                return text
        return None


def quotable(words: str) -> str:
    """Return the first sentence of the company's words, cut at a word if it is long.

    >>> quotable("We are on it. More at noon.")
    'We are on it'
    """
    told = re.split(r"(?<=[.!?])\s+", " ".join(words.split()))
    first = next((each for each in told if len(each.split()) >= SHORTEST_QUOTE), told[0])
    first = first.removesuffix(".")
    if len(first) <= LONGEST_QUOTE:
        return first
    return first[:LONGEST_QUOTE].rsplit(" ", 1)[0] + " …"
