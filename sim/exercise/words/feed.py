"""The feed: posts of a storm, written from banks of sentences.

The storm says how many posts of each class a tick has. Their authors and words are drawn with
the same counter-based chance, so that two teams read the same posts for as long as their storms
are the same. No text comes twice on one page within what a reader remembers.
"""

from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING

from sim.exercise.texts import speech_for
from sim.exercise.words.drawing import FEED_STREAM, Draw, PostDraws
from sim.exercise.words.echo import echoed
from sim.exercise.words.posts import CLASSES, Class, Post
from sim.exercise.words.topics import TopicContext
from sim.exercise.words.writing import PostWriter
from sim.language.typesetting import Language
from sim.results.severity import severity
from sim.scenario.exercise import Exercise
from sim.storm.chance import stream_of

if TYPE_CHECKING:
    from sim.engines.resumable import ResumableRun

MOST_AT_ONCE = 3
"""Posts of a tick that are written out, in the storm's own mix. The figures count all of them."""
SMALL_TALK = (1.0, 0.2)
"""Share of the posts about anything else that are shown, by severity. From level 2 on, none."""
COMES_TO_LIGHT = (2.0, 4.0)
"""Hours from a failure to the beginning of an exercise in which it is not known yet, as that of
data which are due later. A shorter time is that of calling the team; after a longer one it is."""
TICKS_APART = 64
"""Numbers of posts that each class and tick has for itself."""


class FeedWriter:
    """Writes the posts of one run, and continues as the run does."""

    def __init__(self, run: "ResumableRun", language: Language, exercise: Exercise) -> None:
        self.run, self.speech = run, speech_for(run.scenario, language)
        self.draws = PostDraws(stream_of(run.seed, FEED_STREAM))
        incident = run.scenario.incident
        self.since = run.scenario.moment_hours(incident.at) if incident else 0.0
        self.lasting = incident is not None and incident.repair is not None
        self.known = self.since
        """Time from which people could know of the matter."""
        begins = run.scenario.moment_hours(exercise.begins)
        if self.lasting and COMES_TO_LIGHT[0] <= begins - self.since <= COMES_TO_LIGHT[1]:
            self.known = begins
        self.writer = PostWriter(self.draws, run.seed, self.speech, exercise, self.lasting)
        self.tick = 0
        """First tick of which nothing is written yet."""
        self.people: list[Post] = []

    def posts(self) -> list[Post]:
        """Return all posts up to now, oldest first, with their likes and shares up to now."""
        run = self.run
        seen = run.situation()
        self.series, self.acts, self.promises = run.series, run.acts, run.promises
        self.repaired = seen.hours - seen.hours_since_fixed if seen.fixed else float("inf")
        hours, ticks = run.scenario.hours_per_tick, len(self.series["critical_posts"])
        self.severity = severity(self.series, run.fans, hours) if ticks else [0]
        company = list(self._company())
        for tick in range(self.tick, run.tick):
            self._write_tick(tick, company)
        self.tick = run.tick
        return echoed(run, sorted([*company, *self.people], key=lambda post: post.hours))

    def _company(self) -> Iterator[Post]:
        for act in self.acts:
            if act.levers.reach > 0:
                text = act.words or f"[{self.speech.say(f'responses.{act.do}.name')}]"
                yield Post(act.hours, "", "company", act.do, text, -1 - act.number)

    def _write_tick(self, tick: int, company: list[Post]) -> None:
        """Write what everybody else has written in a tick."""
        counts = {kind: int(self.series[column][tick]) for kind, column in CLASSES.items()}
        counts["fan"] = self._small_talk(tick, counts["fan"])
        written = self._written_out(tick, counts)
        if not any(written.values()):
            return
        context = self._context(tick)
        hours = self.run.scenario.hours_per_tick
        coming: list[tuple[float, int, Class]] = []
        for place, (kind, count) in enumerate(written.items()):
            for k in range(count):
                number = (tick * len(CLASSES) + place) * TICKS_APART + k
                at = context.now + hours * self.draws.number(number, Draw.MINUTE)
                coming.append((at, number, kind))
        for at, number, kind in sorted(coming):
            post = self.writer.post(number, at, kind, context, (company, self.people))
            if post is not None:
                self.people.append(post)

    def _context(self, tick: int) -> TopicContext:
        hours = self.run.scenario.hours_per_tick
        now = tick * hours
        return TopicContext(
            now=now,
            clock=(self.speech.started + now) % 24.0,
            acts=self.acts,
            promises=self.promises,
            repaired=self.repaired if self.lasting else float("inf"),
            articles=[t * hours for t, n in enumerate(self.series["articles"][: tick + 1]) if n],
            since=self.known,
            lasting=self.lasting,
            severity=int(self.severity[tick]),
        )

    def _small_talk(self, tick: int, count: int) -> int:
        """Return how many posts about anything else are shown: few once there is trouble."""
        if not count or tick * self.run.scenario.hours_per_tick < self.since:
            return count
        level = int(self.severity[tick])
        share = SMALL_TALK[level] if level < len(SMALL_TALK) else 0.0
        return int(count * share + self.draws.number(tick, Draw.SMALL_TALK) * (0 < share < 1))

    def _written_out(self, tick: int, counts: Mapping[Class, int]) -> dict[Class, int]:
        """Return how many posts of each class are written out: all, or a sample of the same mix."""
        total = sum(counts.values())
        if total <= MOST_AT_ONCE:
            return dict(counts)
        written = {}
        for place, (kind, count) in enumerate(counts.items()):
            # a draw rounds up or down, so that rare classes are neither lost nor inflated
            luck = self.draws.number((tick * len(CLASSES) + place) * TICKS_APART, Draw.SAMPLE)
            written[kind] = min(MOST_AT_ONCE, int(count * MOST_AT_ONCE / total + luck))
        return written
